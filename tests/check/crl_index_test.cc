#include "tlsprobe/check/crl_index.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// Long enough to be indexed; what is looked for stands between entries that fill it up.
CrlPtr LongCrl(const std::vector<CrlEntrySpec>& entries) {
  const Bytes der = CrlOf(PlainLab().middle, [&](CrlSpec& s) {
    for (size_t i = 0; i < 12000; ++i) {
      s.entries.push_back(
          {.serial = {0x70, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)}});
      if (i % 3000 == 2999 && i / 3000 < entries.size()) s.entries.push_back(entries[i / 3000]);
    }
  });
  auto parsed = ParseCrl(der);
  REQUIRE(parsed.ok());
  REQUIRE((*parsed)->revoked_size > 256 * 1024);
  return *parsed;
}

std::string Text(const std::optional<RevokedCertificate>& entry) {
  if (!entry) return "none";
  return "reason " + (entry->reason ? std::to_string(*entry->reason) : std::string("none")) +
         ", issuer " + std::string(CommonName(entry->issuer));
}

// Both ways to look up must come to the same, however often it is asked.
std::string Find(const CrlPtr& crl, const Bytes& serial, const Bytes& issuer) {
  RevokedIndex index;
  const std::string expected = Text(FindRevoked(*crl, serial, CanonicalName(issuer)));
  for (int i = 0; i < 8; ++i) {
    CHECK(Text(index.Find(*crl, serial, CanonicalName(issuer))) == expected);
  }
  return expected;
}

TEST_CASE("a long list is looked up as a short one") {
  const Bytes &middle = PlainLab().middle.subject, &root = PlainLab().root.subject;
  const CrlPtr crl = LongCrl({{.serial = {0x11}, .reason = 1}, {.serial = {0x11}, .reason = 2}});
  CHECK(Find(crl, {0x11}, middle) == "reason 1, issuer ");
  CHECK(Find(crl, {0x00, 0x11}, middle) == "reason 1, issuer ");
  CHECK(Find(crl, {0x12}, middle) == "none");
  CHECK(Find(crl, {0x11}, root) == "none");
  CHECK(Find(crl, {0x70, 0x01, 0x02}, middle) == "reason none, issuer ");
}

TEST_CASE("in a long list serial numbers are told apart, whatever they begin with") {
  const Bytes& middle = PlainLab().middle.subject;
  const CrlPtr crl = LongCrl({{.serial = {0x01}, .reason = 1},
                              {.serial = {0x00, 0xff, 0x01}, .reason = 2},
                              {.serial = {0x00, 0xff, 0xff, 0x01}, .reason = 3},
                              {.serial = {0xff, 0xff, 0x01}, .reason = 4}});
  CHECK(Find(crl, {0x01}, middle) == "reason 1, issuer ");
  CHECK(Find(crl, {0x00, 0xff, 0x01}, middle) == "reason 2, issuer ");
  CHECK(Find(crl, {0x00, 0x00, 0xff, 0xff, 0x01}, middle) == "reason 3, issuer ");
  CHECK(Find(crl, {0xff, 0x01}, middle) == "reason 4, issuer ");
  CHECK(Find(crl, {0xff, 0x02}, middle) == "none");
}

// Twenty thousand that end alike, behind an owner's entry of a megabyte.
TEST_CASE("a list of serial numbers that are alike is looked up as fast as any other") {
  const CrlLab& lab = PlainLab();
  const Bytes der = CrlOf(lab.middle, [&](CrlSpec& s) {
    s.entries = {{.serial = {0x12},
                  .certificate_issuer = lab.root.subject,
                  .extra_extensions = {RawExtension("1.2.3.4", false, Bytes(1 << 20))}}};
    for (size_t i = 0; i < 20000; ++i) {
      CrlEntrySpec entry = {.serial = {0x00, 0xff}};
      for (size_t bit = 0; bit < 16; ++bit) entry.serial.push_back((i >> bit & 1) != 0 ? 0xff : 0);
      entry.serial.push_back(0x01);
      s.entries.push_back(std::move(entry));
    }
  });
  const auto crl = ParseCrl(der);
  REQUIRE(crl.ok());
  RevokedIndex index;
  const Bytes root = CanonicalName(lab.root.subject);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 12; ++i) CHECK_FALSE(index.Find(**crl, Bytes{0x01}, root));
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() < 5000);
}

TEST_CASE("in a long list entries belong to the issuer named last") {
  const Bytes &middle = PlainLab().middle.subject, &root = PlainLab().root.subject;
  const CrlPtr crl = LongCrl({{.serial = {0x11}, .reason = 1},
                              {.serial = {0x11}, .reason = 2, .certificate_issuer = root},
                              {.serial = {0x12}, .reason = 3}});
  CHECK(Find(crl, {0x11}, middle) == "reason 1, issuer ");
  CHECK(Find(crl, {0x11}, root) == "reason 2, issuer Root");
  CHECK(Find(crl, {0x12}, root) == "reason 3, issuer Root");
  CHECK(Find(crl, {0x12}, middle) == "none");
  CHECK(Find(crl, {0x70, 0x27, 0x10}, root) == "reason none, issuer Root");
}

TEST_CASE("in a long list what does not parse ends that") {
  const Bytes &middle = PlainLab().middle.subject, &root = PlainLab().root.subject;
  const CrlPtr crl = LongCrl(
      {{.serial = {0x11}, .reason = 1, .certificate_issuer = root},
       {.serial = {0x12}, .extra_extensions = {RawExtension("2.5.29.21", false, {0x05, 0x00})}},
       {.serial = {0x13}, .certificate_issuer = root}});
  CHECK(Find(crl, {0x11}, root) == "reason 1, issuer Root");
  CHECK(Find(crl, {0x12}, root) == "reason none, issuer Root");
  CHECK(Find(crl, {0x12}, middle) == "none");
  CHECK(Find(crl, {0x13}, middle) == "reason none, issuer ");
  CHECK(Find(crl, {0x13}, root) == "none");
}

TEST_CASE("in a long list an entry that only ends it is not taken for one behind it") {
  const Bytes &middle = PlainLab().middle.subject, &root = PlainLab().root.subject;
  const CrlPtr crl = LongCrl(
      {{.serial = {0x11}, .reason = 1, .certificate_issuer = root},
       {.serial = {0x12}, .extra_extensions = {RawExtension("2.5.29.21", false, {0x05, 0x00})}},
       {.serial = {0x12}, .reason = 5}});
  CHECK(Find(crl, {0x12}, root) == "reason none, issuer Root");
  CHECK(Find(crl, {0x12}, middle) == "reason 5, issuer ");
}

TEST_CASE("an entry of a long list may name several issuers") {
  const CrlLab& lab = PlainLab();
  CrlEntrySpec entry = {.serial = {0x11}};
  entry.extra_extensions = {RawExtension(
      "2.5.29.29", true,
      GeneralNamesValue({DirectoryName(lab.root.subject), DirectoryName(lab.leaf.subject)}))};
  const CrlPtr crl = LongCrl({entry});
  CHECK(Find(crl, {0x11}, lab.root.subject) == "reason none, issuer Root");
  CHECK(Find(crl, {0x11}, lab.leaf.subject) == "reason none, issuer host.example");
  CHECK(Find(crl, {0x11}, lab.middle.subject) == "none");
}

}  // namespace
}  // namespace tlsprobe
