#include "tlsprobe/wire/crl.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <utility>

#include "tests/wire/crl_maker.h"
#include "tests/wire/openssl_crls.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Strings = std::vector<std::string>;

std::string Refusal(const CrlParts& parts) {
  return std::string(Message(ParseCrl(CrlDer(parts)).status()));
}

std::string AsUri(const std::vector<GeneralName>& names) {
  REQUIRE(names.size() == 1);
  CHECK(names[0].type == GeneralName::Type::kUri);
  return std::string(AsText(names[0].value));
}

TEST_CASE("a CRL of version 1 says what openssl crl says of it") {
  const CrlPtr crl = CrlFromPem(kCrlOfVersion1);
  CHECK(crl->version == 1);
  CHECK(crl->tbs_signature.oid == "1.2.840.10045.4.3.2");
  CHECK(crl->signature_algorithm.oid == "1.2.840.10045.4.3.2");
  CHECK(crl->signature_algorithm.parameters.empty());
  CHECK(RenderName(crl->issuer) == "C = CH, O = Lab, CN = Lab Root");
  CHECK(NameHash(crl->issuer.der) == 0x8f324fed);
  CHECK(FormatOpenSslTime(crl->this_update) == "Jan  2 03:04:05 2026 GMT");
  CHECK(FormatOpenSslTime(crl->next_update.value()) == "Feb  2 03:04:05 2026 GMT");
  CHECK_FALSE(crl->bad_this_update);
  CHECK_FALSE(crl->bad_next_update);
  CHECK(crl->revoked_count == 2);
  CHECK(crl->extensions.empty());
  CHECK_FALSE(crl->number.has_value());
  CHECK_FALSE(crl->is_delta());
  CHECK(ToHexUpper(crl->sha256) ==
        "6ECC47C108DF6704FEC04C9C92549DD54AD952ED7E15E10BA6370E302007FE37");
  // What is signed is the first element within the outer SEQUENCE.
  CHECK(crl->tbs_begin == 3);
  CHECK(crl->tbs().size() == 0x87 + 3u);
  CHECK(ToHex(crl->tbs().first(4)) == "30818730");
  CHECK(ToHex(crl->signature).starts_with("30440220633f1d"));
  const auto first = FindRevoked(*crl, Hex("4a01"), CanonicalName(crl->issuer.der));
  REQUIRE(first.has_value());
  CHECK(FormatOpenSslTime(first->revoked_at) == "Jan  1 00:00:01 2025 GMT");
  CHECK_FALSE(first->reason.has_value());
}

TEST_CASE("a CRL of version 2 has extensions, and so have its entries") {
  const CrlPtr crl = CrlFromPem(kCrlWithExtensions);
  CHECK(crl->version == 2);
  CHECK(FormatRfc3339(crl->next_update.value()) == "2056-02-02T03:04:05Z");
  CHECK(crl->revoked_count == 5);
  CHECK_FALSE(crl->critical_unknown_entry);
  CHECK_FALSE(crl->entries_end_early);
  CHECK(crl->extensions.size() == 5);
  CHECK(crl->bad_extensions.empty());
  CHECK(ToHex(crl->number.value()) == "1001");
  CHECK_FALSE(crl->is_delta());
  REQUIRE(crl->authority_key_id.has_value());
  CHECK(ToHex(crl->authority_key_id->key_id.value()) == "d734c13ba3cbfdd558e7a709c3a83bf9ff65d03d");
  CHECK(ToHex(crl->authority_key_id->serial.value()) == "52759acdbe6255daba883f062376361045a2ebe1");
  REQUIRE(crl->authority_key_id->issuer.size() == 1);
  CHECK(crl->authority_key_id->issuer[0].value == crl->issuer.der);
  REQUIRE(crl->freshest_crl.size() == 1);
  CHECK(AsUri(crl->freshest_crl[0].name.full_name) == "http://crl.test/delta.crl");
  REQUIRE(crl->issuing_distribution_point.has_value());
  const IssuingDistributionPoint& point = *crl->issuing_distribution_point;
  CHECK(AsUri(point.name.full_name) == "http://crl.test/ca.crl");
  CHECK(point.only_user_certificates);
  CHECK_FALSE(point.only_ca_certificates);
  CHECK(point.only_some_reasons == (1 << 1 | 1 << 2));
}

TEST_CASE("a delta CRL names the CRL it is for") {
  const CrlPtr crl = CrlFromPem(kDeltaCrl);
  CHECK(crl->is_delta());
  CHECK(ToHex(crl->base_number.value()) == "1000");
  CHECK(ToHex(crl->number.value()) == "1002");
}

TEST_CASE("a CRL may do without all that is optional") {
  const CrlPtr crl = ParsedCrl(CrlDer({.version = {}, .next_update = {}}));
  CHECK(crl->version == 1);
  CHECK_FALSE(crl->next_update.has_value());
  CHECK_FALSE(crl->bad_next_update);
  CHECK(crl->revoked_count == 0);
  CHECK(crl->revoked().empty());
  CHECK_FALSE(FindRevoked(*crl, Hex("01"), CanonicalName(crl->issuer.der)).has_value());
  CHECK(ParsedCrl(CrlWithEntries({}))->revoked_count == 0);
  CHECK(ParsedCrl(CrlWithExtensions({}))->extensions.empty());
  CHECK(ParsedCrl(CrlDer({.version = Hex("020107")}))->version == 8);
}

TEST_CASE("times that do not follow the standard are marked without failing") {
  const CrlPtr crl = ParsedCrl(
      CrlDer({.this_update = UtcTime("2601020304Z"),
              .next_update = GeneralizedTime("20260230000000Z"),
              .revoked = Sequence({Sequence({Hex("020101"), UtcTime("250101000000+0100")})})}));
  CHECK(crl->bad_this_update);
  CHECK(crl->bad_next_update);
  CHECK(crl->next_update == UnixTime{});
  const auto revoked = FindRevoked(*crl, Hex("01"), CanonicalName(crl->issuer.der));
  REQUIRE(revoked.has_value());
  CHECK(revoked->bad_revoked_at);
}

TEST_CASE("an issuing distribution point says all it can") {
  const CrlPtr crl = ParsedCrl(CrlWithExtensions(
      {IdCeExtension(28,
                     Sequence({Element(0xa0, Element(0xa0, Uri("http://c"))), Hex("8101ff"),
                               Hex("820101"), Hex("83030780ff"), Hex("8401ff"), Hex("8501ff")}),
                     true)}));
  REQUIRE(crl->issuing_distribution_point.has_value());
  const IssuingDistributionPoint& point = *crl->issuing_distribution_point;
  CHECK(AsUri(point.name.full_name) == "http://c");
  CHECK(point.only_user_certificates);
  CHECK(point.only_ca_certificates);
  CHECK(point.only_some_reasons == (1 << 0 | 1 << 8));
  CHECK(point.indirect);
  CHECK(point.only_attribute_certificates);
}

TEST_CASE("an issuing distribution point may say nothing, or no to all") {
  const auto read = [](const std::vector<Bytes>& parts) {
    return *ParsedCrl(CrlWithExtensions({IdCeExtension(28, Sequence(parts))}))
                ->issuing_distribution_point;
  };
  for (const IssuingDistributionPoint& point :
       {read({}), read({Hex("810100"), Hex("820100"), Hex("840100"), Hex("850100")})}) {
    CHECK(point.name.empty());
    CHECK_FALSE(point.only_user_certificates);
    CHECK_FALSE(point.only_ca_certificates);
    CHECK_FALSE(point.only_some_reasons.has_value());
    CHECK_FALSE(point.indirect);
    CHECK_FALSE(point.only_attribute_certificates);
  }
  CHECK(read({Hex("830100")}).only_some_reasons == 0);
  const Bytes attribute = Sequence({Hex("0603550403"), Element(0x0c, AsBytes("part"))});
  CHECK(read({Element(0xa0, Element(0xa1, attribute))}).name.relative_name == attribute);
}

TEST_CASE("malformed extensions of a CRL are named and the others are read") {
  struct Case {
    uint8_t arc;
    std::string_view value;
  };
  const auto [arc, value] =
      GENERATE(Case{20, "0500"}, Case{20, "0200"}, Case{20, "02020001"}, Case{20, "02010100"},
               Case{27, "0101ff"}, Case{27, "0202ff80"}, Case{28, "0500"}, Case{28, "300081"},
               Case{28, "30028100"}, Case{28, "30048102ffff"}, Case{28, "3003040100"},
               Case{28, "30028300"}, Case{28, "3004a0020500"}, Case{28, "3006a004a0020500"},
               Case{28, "30068401ff8101ff"}, Case{35, "30020500"}, Case{46, "30020500"});
  CAPTURE(+arc, value);
  // 2.5.29.18 is not looked into.
  const CrlPtr crl =
      ParsedCrl(CrlWithExtensions({IdCeExtension(18, Hex("ff")), IdCeExtension(arc, Hex(value))}));
  CHECK(crl->bad_extensions == Strings{"2.5.29." + std::to_string(arc)});
  CHECK_FALSE(crl->number.has_value());
  CHECK_FALSE(crl->is_delta());
  CHECK_FALSE(crl->issuing_distribution_point.has_value());
  CHECK_FALSE(crl->authority_key_id.has_value());
  CHECK(crl->freshest_crl.empty());
}

TEST_CASE("of extensions that stand twice in a CRL the first counts") {
  const CrlPtr crl = ParsedCrl(
      CrlWithExtensions({IdCeExtension(20, Hex("020105")), IdCeExtension(20, Hex("020106")),
                         IdCeExtension(27, Hex("0201ff"), true)}));
  CHECK(crl->duplicate_extensions == Strings{"2.5.29.20"});
  CHECK(crl->bad_extensions.empty());
  CHECK(crl->number == Bytes{5});
  CHECK(crl->base_number == Bytes{0xff});
  CHECK(crl->extensions.at(2).critical);
}

TEST_CASE("only a certificate issuer may be critical in an entry") {
  struct Case {
    uint8_t arc;
    std::string_view value;
    bool critical;
    bool unknown;
  };
  const auto [arc, value, critical, unknown] =
      GENERATE(Case{21, "0a0101", false, false}, Case{21, "0a0101", true, true},
               Case{24, "180f32303234303130313030303030305a", true, true},
               Case{23, "06072a8648ce380203", true, true}, Case{29, "3000", true, false},
               Case{99, "", false, false}, Case{99, "", true, true});
  CAPTURE(+arc, critical);
  const CrlPtr crl = ParsedCrl(CrlWithEntries(
      {EntryDer(Hex("01")), EntryDer(Hex("02"), {IdCeExtension(arc, Hex(value), critical)}),
       EntryDer(Hex("03"))}));
  CHECK(crl->critical_unknown_entry == unknown);
  CHECK_FALSE(crl->entries_end_early);
}

TEST_CASE("an extension of an entry that does not parse is reported") {
  struct Case {
    uint8_t arc;
    std::string_view value;
  };
  const auto [arc, value] = GENERATE(
      Case{21, "020101"}, Case{21, "0a00"}, Case{21, "0a020001"}, Case{21, "0a010100"},
      Case{24, "170d3234303130313030303030305a"}, Case{24, "180132"}, Case{24, ""},
      Case{29, "0500"}, Case{29, "30020500"}, Case{29, "3004a4020500"}, Case{29, "30003000"});
  CAPTURE(+arc, value);
  const CrlPtr crl =
      ParsedCrl(CrlWithEntries({EntryDer(Hex("01"), {IdCeExtension(arc, Hex(value))})}));
  CHECK(crl->entries_end_early == (arc != 24));
  const auto revoked = FindRevoked(*crl, Hex("01"), CanonicalName(crl->issuer.der));
  REQUIRE(revoked.has_value());
  CHECK_FALSE(revoked->reason.has_value());
  CHECK_FALSE(revoked->invalid_since.has_value());
  CHECK(revoked->issuer.der.empty());
}

TEST_CASE("an extension that stands twice in an entry does not parse, unless nobody needs it") {
  const auto bad = [](const Bytes& extension) {
    return ParsedCrl(CrlWithEntries({EntryDer(Hex("01"), {extension, extension})}))
        ->entries_end_early;
  };
  CHECK(bad(IdCeExtension(21, Hex("0a0101"))));
  CHECK(bad(CertificateIssuer({})));
  CHECK_FALSE(bad(IdCeExtension(24, Hex("180f32303234303130313030303030305a"))));
  CHECK_FALSE(bad(IdCeExtension(99, {})));
  CHECK_FALSE(bad(IdCeExtension(23, Hex("06072a8648ce380203"))));
}

TEST_CASE("what is no CRL is refused with what was expected and where") {
  CHECK(Message(ParseCrl({}).status()) ==
        "CRL: expected a SEQUENCE at byte 0 of 0 (RFC 5280 section 5.1)");
  CHECK(Message(ParseCrl(Hex("300000")).status()) ==
        "CRL: expected the end at byte 2 of 3 (RFC 5280 section 5.1)");
  CHECK(Message(ParseCrl(Hex("30020500")).status()) ==
        "CRL: expected the TBSCertList at byte 2 of 4 (RFC 5280 section 5.1)");
  struct Case {
    CrlParts parts;
    std::string_view error;
  };
  const auto [parts, error] = GENERATE_COPY(
      Case{{.version = Hex("02020fff")}, "expected a small INTEGER as the version at byte 4 of 81"},
      Case{{.version = Hex("0201ff")}, "expected a small INTEGER as the version at byte 4 of 80"},
      Case{{.algorithm = Hex("3000")}, "expected the signature algorithm at byte 7 of 70"},
      Case{{.issuer = Hex("0500")}, "expected the issuer at byte 19 of 67"},
      Case{{.this_update = Hex("0500")}, "expected the time thisUpdate at byte 34 of 67"},
      Case{{.next_update = Hex("0500")}, "expected the end of the TBSCertList at byte 49 of 67"},
      Case{{.revoked = Hex("30020500")}, "expected an entry at byte 66 of 84"},
      Case{{.revoked = Sequence({Sequence({Hex("020101")})})},
           "expected an entry at byte 66 of 87"},
      Case{{.revoked = Sequence({Sequence({Hex("020101"), Hex("0500")})})},
           "expected an entry at byte 66 of 89"},
      Case{{.revoked = Sequence({Sequence({Hex("020101"), UtcTime(""), Hex("0500")})})},
           "expected an entry at byte 66 of 91"},
      Case{{.revoked = Sequence({EntryDer(Hex("01"), {Hex("0500")})})},
           "expected extensions of an entry at byte 88 of 106"},
      Case{{.extensions = Hex("a100")}, "expected the end of the TBSCertList at byte 64 of 82"},
      Case{{.extensions = Hex("a0020500")}, "expected a SEQUENCE of extensions at byte 66 of 84"},
      Case{{.extensions = Hex("a00430020500")}, "expected an extension at byte 68 of 86"},
      Case{{.outer_algorithm = Hex("0500")}, "expected the signature algorithm at byte 64 of 70"},
      Case{{.signature = Hex("0300")}, "expected the signature as a BIT STRING at byte 76 of 78"},
      Case{{.signature = Hex("030200ff0500")},
           "expected the end behind the signature at byte 80 of 82"});
  CHECK(Refusal(parts) == "CRL: " + std::string(error) + " (RFC 5280 section 5.1)");
}

TEST_CASE("an issuer that is no name is refused with where") {
  CHECK(Refusal({.issuer = Hex("30020500")}) ==
        "CRL: issuer at byte 19: name: expected a SET of attributes at byte 2 of 4 (RFC 5280 "
        "section 4.1.2.4)");
}

TEST_CASE("names and extensions of a megabyte are not taken apart") {
  const Bytes attribute = Element(0x31, Sequence({Hex("0603550403"), Hex("0c0161")}));
  Bytes attributes;
  while (attributes.size() <= 1 << 20) {
    attributes.insert(attributes.end(), attribute.begin(), attribute.end());
  }
  CHECK(Refusal({.issuer = Element(0x30, attributes)})
            .find("expected no more than 1048576 bytes of issuer at byte 25 of ") !=
        std::string::npos);
  const Bytes extension = IdCeExtension(99, Bytes(1 << 20));
  CHECK(Refusal({.extensions = Element(0xa0, Sequence({extension}))})
            .find("expected no more than 1048576 bytes of extensions at byte 80 of ") !=
        std::string::npos);
  const Bytes name =
      DirectoryName(Element(0x30, BytesView(attributes).first(attribute.size() * 6000)));
  CHECK(ParsedCrl(CrlWithEntries({EntryDer(Hex("01"), {CertificateIssuer({name})})}))
            ->entries_end_early);
}

TEST_CASE("a CRL cut off anywhere is refused, and each broken byte is survived") {
  const Bytes der = ParsePem(kCrlWithExtensions).value().at(0).body;
  for (size_t size = 0; size < der.size(); ++size) {
    REQUIRE_FALSE(ParseCrl({der.begin(), der.begin() + static_cast<ptrdiff_t>(size)}).ok());
  }
  size_t read = 0;
  for (size_t i = 0; i < der.size(); ++i) {
    Bytes broken = der;
    broken[i] ^= 0xff;
    const auto crl = ParseCrl(broken);
    if (!crl.ok()) continue;
    ++read;
    FindRevoked(**crl, Hex("00ff02"), CanonicalName((*crl)->issuer.der));
  }
  // Most bytes are contents, not structure.
  CHECK(read > der.size() / 2);
}

TEST_CASE("a CRL of a hundred thousand entries keeps the bytes it was given and no more") {
  constexpr uint32_t kCount = 100'000;
  Bytes entries;
  const auto serial = [](uint32_t i) {
    return Bytes{0x4a, static_cast<uint8_t>(i >> 16), static_cast<uint8_t>(i >> 8),
                 static_cast<uint8_t>(i)};
  };
  for (uint32_t i = 0; i < kCount; ++i) {
    const Bytes entry =
        EntryDer(serial(i), {IdCeExtension(21, Hex("0a010" + std::to_string(i % 7)))});
    entries.insert(entries.end(), entry.begin(), entry.end());
  }
  Bytes der = CrlDer({.revoked = Element(0x30, entries)});
  const uint8_t* bytes = der.data();
  const CrlPtr crl = ParsedCrl(std::move(der));
  CHECK(crl->der.data() == bytes);
  CHECK(crl->der.capacity() == crl->der.size());
  CHECK(crl->revoked_count == kCount);
  CHECK(crl->revoked().size() == entries.size());
  const Bytes issuer = CanonicalName(crl->issuer.der);
  CHECK(FindRevoked(*crl, serial(0), issuer).value().reason == 0);
  CHECK(FindRevoked(*crl, serial(kCount - 1), issuer).value().reason == (kCount - 1) % 7);
  CHECK_FALSE(FindRevoked(*crl, serial(kCount), issuer).has_value());
}

}  // namespace
}  // namespace tlsprobe
