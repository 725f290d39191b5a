// What is found on a CRL: tlsprobe/wire/crl.h FindRevoked.
#include "tlsprobe/wire/crl_find.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <optional>

#include "tests/wire/crl_maker.h"
#include "tests/wire/openssl_crls.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

TEST_CASE("an entry tells time, reason and since when") {
  const CrlPtr crl = CrlFromPem(kCrlWithExtensions);
  const Bytes issuer = CanonicalName(crl->issuer.der);
  struct Case {
    std::string_view serial;
    std::string_view time;
    std::optional<int> reason;
    std::string_view since;
  };
  const auto [serial, time, reason, since] = GENERATE(
      Case{"05", "2025-01-01T00:00:05Z", {}, ""}, Case{"4a01", "2025-01-01T00:00:01Z", 1, ""},
      Case{"4a03", "2025-01-01T00:00:03Z", 1, "2024-01-01T00:00:00Z"},
      Case{"4a04", "2025-01-01T00:00:04Z", 2, "2024-01-01T00:00:00Z"},
      Case{"00ff02", "2025-01-01T00:00:02Z", 6, ""});
  CAPTURE(serial);
  const auto revoked = FindRevoked(*crl, Hex(serial), issuer);
  REQUIRE(revoked.has_value());
  CHECK(ToHex(revoked->serial) == serial);
  CHECK(FormatRfc3339(revoked->revoked_at) == time);
  CHECK_FALSE(revoked->bad_revoked_at);
  CHECK(revoked->reason == reason);
  CHECK((revoked->invalid_since ? FormatRfc3339(*revoked->invalid_since) : "") == since);
  CHECK(revoked->issuer.der.empty());
}

TEST_CASE("reasons are numbers, and what is too large for one is none") {
  const auto reason = [](std::string_view value) {
    const CrlPtr crl =
        ParsedCrl(CrlWithEntries({EntryDer(Hex("01"), {IdCeExtension(21, Hex(value))})}));
    CHECK_FALSE(crl->entries_end_early);
    return FindRevoked(*crl, Hex("01"), CanonicalName(crl->issuer.der)).value().reason;
  };
  CHECK(reason("0a0108") == 8);
  CHECK(reason("0a01ff") == -1);
  CHECK(reason("0a020100") == 256);
  CHECK(reason("0a047fffffff") == 0x7fffffff);
  CHECK_FALSE(reason("0a050080000000").has_value());
}

TEST_CASE("equal integers have one canonical form, and others have another") {
  const auto form = [](std::string_view content) { return ToHex(CanonicalInteger(Hex(content))); };
  CHECK(form("") == "");
  CHECK(form("00") == "00");
  CHECK(form("0000") == "00");
  CHECK(form("000001") == "01");
  CHECK(form("0080") == "0080");
  CHECK(form("ffff80") == "80");
  CHECK(form("ff01") == "ff01");
  CHECK(form("00ff01") == "00ff01");
  CHECK(form("00ffff01") == "00ffff01");
}

TEST_CASE("serial numbers are compared as numbers") {
  const CrlPtr crl = ParsedCrl(
      CrlWithEntries({EntryDer(Hex("80")), EntryDer(Hex("0080")), EntryDer(Hex("00000012")),
                      EntryDer(Hex("00")), EntryDer(Hex("ffff85")), EntryDer(Hex("1234"))}));
  const Bytes issuer = CanonicalName(crl->issuer.der);
  const auto found = [&](std::string_view serial) {
    const auto revoked = FindRevoked(*crl, Hex(serial), issuer);
    return revoked ? ToHex(revoked->serial) : "none";
  };
  CHECK(found("80") == "80");
  CHECK(found("0080") == "0080");
  CHECK(found("12") == "00000012");
  CHECK(found("0012") == "00000012");
  CHECK(found("00") == "00");
  CHECK(found("85") == "ffff85");
  CHECK(found("0085") == "none");
  CHECK(found("34") == "none");
  CHECK(found("123400") == "none");
  CHECK(found("0100") == "none");
  CHECK(found("") == "none");
}

TEST_CASE("of two entries for one certificate the first is told") {
  const CrlPtr crl = ParsedCrl(CrlWithEntries(
      {EntryDer(Hex("01"), {IdCeExtension(21, Hex("0a0104"))}), EntryDer(Hex("01"))}));
  CHECK(FindRevoked(*crl, Hex("01"), CanonicalName(crl->issuer.der)).value().reason == 4);
}

TEST_CASE("a certificate of another issuer is not on a list that is not about it") {
  const CrlPtr crl = ParsedCrl(CrlWithEntries({EntryDer(Hex("01"))}));
  CHECK(FindRevoked(*crl, Hex("01"), CanonicalName(NameDer(" ca ", 0x13))).has_value());
  CHECK_FALSE(FindRevoked(*crl, Hex("01"), CanonicalName(NameDer("Other"))).has_value());
}

// Entries 1 and 2 are the CRL issuer's, 3 and 4 A's, 5 B's or C's, 6 nobody's, 7 again A's.
Bytes IndirectCrl() {
  const Bytes email = Element(0x81, AsBytes("a@b"));
  return CrlDer(
      {.revoked = Sequence(
           {EntryDer(Hex("01")), EntryDer(Hex("02"), {IdCeExtension(21, Hex("0a0101"))}),
            EntryDer(Hex("03"), {CertificateIssuer({DirectoryName(NameDer("A"))}),
                                 IdCeExtension(21, Hex("0a0104"))}),
            EntryDer(Hex("04")),
            EntryDer(Hex("05"), {CertificateIssuer({email, DirectoryName(NameDer("B")),
                                                    DirectoryName(NameDer("C"))})}),
            EntryDer(Hex("06"), {CertificateIssuer({email})}),
            EntryDer(Hex("07"), {CertificateIssuer({DirectoryName(NameDer("a  ", 0x13))})}),
            EntryDer(Hex("01"), {IdCeExtension(21, Hex("0a0105"))})}),
       .extensions =
           Element(0xa0, Sequence({IdCeExtension(28, Sequence({Hex("8401ff")}), true)}))});
}

TEST_CASE("entries of an indirect CRL belong to the certificate issuer named last") {
  const CrlPtr crl = ParsedCrl(IndirectCrl());
  CHECK(crl->issuing_distribution_point.value().indirect);
  CHECK_FALSE(crl->critical_unknown_entry);
  struct Case {
    std::string_view serial;
    std::string_view issuer;
    std::string_view named;  // "none": not on the list; empty: the CRL's issuer
  };
  const auto [serial, issuer, named] = GENERATE(
      Case{"01", "CA", ""}, Case{"02", "CA", ""}, Case{"03", "CA", "none"}, Case{"02", "A", "none"},
      Case{"03", "A", "CN = A"}, Case{"04", "A", "CN = A"}, Case{"04", "CA", "none"},
      Case{"05", "A", "none"}, Case{"05", "B", "CN = B"}, Case{"05", "C", "CN = C"},
      Case{"06", "C", "none"}, Case{"06", "A", "none"}, Case{"06", "CA", "none"},
      Case{"07", "A", "CN = \"a  \""}, Case{"01", "A", "CN = \"a  \""}, Case{"01", "B", "none"});
  CAPTURE(serial, issuer);
  const auto revoked = FindRevoked(*crl, Hex(serial), CanonicalName(NameDer(issuer)));
  CHECK((revoked ? RenderName(revoked->issuer) : "none") == named);
}

TEST_CASE("an entry of an indirect CRL comes with its own reason") {
  const CrlPtr crl = ParsedCrl(IndirectCrl());
  const auto reason = [&](std::string_view serial, std::string_view issuer) {
    return FindRevoked(*crl, Hex(serial), CanonicalName(NameDer(issuer))).value().reason;
  };
  CHECK(reason("02", "CA") == 1);
  CHECK(reason("03", "A") == 4);
  CHECK_FALSE(reason("04", "A").has_value());
  CHECK(reason("01", "A") == 5);
  CHECK_FALSE(reason("01", "CA").has_value());
}

TEST_CASE("behind an entry whose issuer does not parse all are the CRL issuer's") {
  const CrlPtr crl = ParsedCrl(
      CrlWithEntries({EntryDer(Hex("01"), {CertificateIssuer({DirectoryName(NameDer("A"))})}),
                      EntryDer(Hex("02"), {IdCeExtension(29, Hex("0500"))}),
                      EntryDer(Hex("03"), {CertificateIssuer({DirectoryName(NameDer("A"))})})}));
  const auto found = [&](std::string_view serial, std::string_view issuer) {
    return FindRevoked(*crl, Hex(serial), CanonicalName(NameDer(issuer))).has_value();
  };
  CHECK(crl->entries_end_early);
  CHECK(found("01", "A"));
  CHECK(found("02", "CA"));
  CHECK(found("03", "CA"));
  CHECK_FALSE(found("03", "A"));
}

TEST_CASE("an entry whose reason does not parse is still its own issuer's") {
  const CrlPtr crl = ParsedCrl(
      CrlWithEntries({EntryDer(Hex("01"), {CertificateIssuer({DirectoryName(NameDer("A"))}),
                                           IdCeExtension(21, Hex("020101"))}),
                      EntryDer(Hex("02"))}));
  CHECK(crl->entries_end_early);
  CHECK(FindRevoked(*crl, Hex("01"), CanonicalName(NameDer("A"))).has_value());
  CHECK(FindRevoked(*crl, Hex("02"), CanonicalName(NameDer("CA"))).has_value());
  CHECK_FALSE(FindRevoked(*crl, Hex("02"), CanonicalName(NameDer("A"))).has_value());
}

// A name as long as is read stands for all entries, each of which has the serial asked for.
TEST_CASE("a list made to be slow is not") {
  Bytes attributes;
  for (int i = 0; i < 3000; ++i) {
    const Bytes attribute = Element(0x31, Sequence({Hex("0603550403"), Hex("0c0161")}));
    attributes.insert(attributes.end(), attribute.begin(), attribute.end());
  }
  const Bytes first =
      EntryDer(Hex("01"), {CertificateIssuer({DirectoryName(Element(0x30, attributes))})});
  std::vector<Bytes> entries(200'000, EntryDer(Hex("01")));
  entries.front() = first;
  const CrlPtr crl = ParsedCrl(CrlWithEntries(entries));
  CHECK_FALSE(crl->entries_end_early);
  CHECK_FALSE(FindRevoked(*crl, Hex("01"), CanonicalName(NameDer("A"))).has_value());
  CHECK(FindRevoked(*crl, Hex("01"), CanonicalName(Element(0x30, attributes))).has_value());
}

}  // namespace
}  // namespace tlsprobe
