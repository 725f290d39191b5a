// Chains made to keep a verifier busy: whatever is sent, the work has an end. That is held against
// counters, not clocks.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/check/path_cases.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/issuer_graph.h"
#include "tlsprobe/check/memory.h"
#include "tlsprobe/check/path_search.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

constexpr size_t kMostSignatures = 256, kMostPaths = 64;

// Runs the checks, says how long they took, and holds what must always hold.
PathsSeen SeeHostile(const PathCase& each) {
  const auto begin = std::chrono::steady_clock::now();
  PathsSeen seen = SeePaths(each);
  const auto took = std::chrono::steady_clock::now() - begin;
  WARN("took " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms, "
               << seen.verified << " signatures, " << seen.chain().paths.size() << " paths");
  CHECK(seen.verified <= kMostSignatures);
  CHECK(seen.chain().paths.size() <= kMostPaths);
  CHECK(seen.chain().paths_cut == seen.Has("paths.cut"));
  CHECK(std::ranges::count(seen.chain().paths, true, &CertificationPath::chosen) == 1);
  return seen;
}

// No key identifiers: only signatures tell one CA of a name from another.
CertificateSpec Vague(CertificateSpec spec) {
  spec.subject_key_id = spec.authority_key_id = false;
  return spec;
}

MadeCertificate VagueCa(const std::string& name) { return MakeOrFail(Vague(CaSpec(name))); }

TEST_CASE("a hundred intermediates of one name, each with its own key and of two kinds") {
  // Each says that "Same" issued it; ten certify each other in a ring, the others are chaff.
  const MadeCertificate root = VagueCa("Root"), base = VagueCa("Same");
  std::vector<MadeCertificate> ring = {MakeOrFail(Vague(CaSpec("Same")), &root)};
  for (int i = 1; i < 10; ++i) ring.push_back(MakeOrFail(Vague(CaSpec("Same")), &ring.back()));
  std::vector<MadeCertificate> sent = {MakeOrFail(Vague(LeafSpec()), &ring.back())};
  while (sent.size() < 90) sent.push_back(MakeOrFail(Vague(CaSpec("Same")), &base));
  sent.insert(sent.end(), ring.begin(), ring.end());
  const PathsSeen seen = SeeHostile({.sent = sent, .anchors = {root}});
  CHECK(seen.chain().paths_cut);
}

TEST_CASE("ten intermediates of one name and one key, in loops") {
  const CertificateSpec spec = CaWithKey("Same");
  const MadeCertificate self = MakeOrFail(spec), root = MakeOrFail(CaSpec("Root"));
  std::vector<MadeCertificate> sent = {MakeOrFail(LeafSpec(), &self)};
  for (int i = 0; i < 10; ++i) {
    CertificateSpec turn = spec;
    turn.serial = {static_cast<uint8_t>(i + 1)};
    sent.push_back(MakeOrFail(turn, &self));
  }
  const PathsSeen open = SeeHostile({.sent = sent, .anchors = {root}});
  CHECK_FALSE(open.chain().paths_cut);
  for (const CertificationPath& path : open.chain().paths) {
    if (!path.chosen) CHECK(path.certificates.size() == 2);
  }
  sent.push_back(MakeOrFail(spec, &root));
  const PathsSeen anchored = SeeHostile({.sent = sent, .anchors = {root}});
  CHECK(PathText(anchored.chain().paths[0]).starts_with("host.example < Same < Root"));
  CHECK(anchored.chain().paths[0].errors.empty());
}

TEST_CASE("ten intermediates that all certify each other, with names and with one name") {
  for (const bool one_name : {false, true}) {
    CAPTURE(one_name);
    std::vector<CertificateSpec> specs;
    std::vector<MadeCertificate> selves;
    for (int i = 0; i < 10; ++i) {
      specs.push_back(CaWithKey(one_name ? "Same" : "CA " + std::to_string(i)));
      selves.push_back(MakeOrFail(specs.back()));
    }
    std::vector<MadeCertificate> sent = {MakeOrFail(LeafSpec(), &selves[0])};
    for (size_t subject = 0; subject < 10; ++subject) {
      for (size_t issuer = 0; issuer < 10; ++issuer) {
        if (subject != issuer) sent.push_back(MakeOrFail(specs[subject], &selves[issuer]));
      }
    }
    const PathsSeen open = SeeHostile({.sent = sent});
    CHECK(open.chain().paths_cut);
    for (const CertificationPath& path : open.chain().paths) {
      // OpenSSL goes on as long as there are certificates it did not use.
      if (!path.chosen) CHECK(path.certificates.size() <= 11);
    }
    const PathsSeen anchored = SeeHostile({.sent = sent, .anchors = {selves[9]}});
    CHECK(anchored.chain().paths_cut);
    const CertificationPath& best = anchored.chain().paths[0];
    CHECK(best.anchored);
    CHECK(best.errors.empty());
    CHECK(best.certificates.size() == 3);
  }
}

TEST_CASE("a deep lattice of cross-signs does not hide the paths there are") {
  // Two keys on each floor, each certified by both of the floor above: 2^20 paths.
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  std::vector<MadeCertificate> sent, above = {root, root};
  for (int floor = 0; floor < 20; ++floor) {
    std::vector<MadeCertificate> here;
    for (const char* side : {"left ", "right "}) {
      const CertificateSpec spec = CaWithKey(side + std::to_string(floor));
      for (size_t i = 0; i < (floor == 0 ? 1 : 2); ++i) {
        sent.insert(sent.begin(), MakeOrFail(spec, &above[i]));
        if (i == 0) here.push_back(sent.front());
      }
    }
    above = here;
  }
  sent.insert(sent.begin(), MakeOrFail(LeafSpec(), &above[0]));
  const PathsSeen seen = SeeHostile({.sent = sent, .anchors = {root}});
  const ChainVerification& chain = seen.chain();
  CHECK(chain.verdict == Verdict::kOk);
  CHECK(chain.paths_cut);
  CHECK(chain.paths.size() == kMostPaths);
  for (const CertificationPath& path : chain.paths) {
    CHECK(path.certificates.size() == 22);
    CHECK((path.anchored && path.errors.empty()));
  }
  const PathsSeen open = SeeHostile({.sent = sent, .anchors = {above[0]}});
  CHECK(open.chain().paths_cut);
}

TEST_CASE("a chain of a hundred without branches is one path") {
  std::vector<MadeCertificate> made = {MakeOrFail(CaSpec("Root"))};
  for (int i = 0; i < 98; ++i) {
    made.push_back(MakeOrFail(CaSpec("CA " + std::to_string(i)), &made.back()));
  }
  made.push_back(MakeOrFail(LeafSpec(), &made.back()));
  const std::vector<MadeCertificate> sent(made.rbegin(), made.rend());
  const PathsSeen seen = SeeHostile({.sent = sent, .anchors = {made[0]}});
  CHECK(seen.chain().paths.size() == 1);
  CHECK(seen.verified == seen.verified_before);
}

TEST_CASE("thousands of name constraints on each path are compared within bounds") {
  NameConstraints many;
  for (int i = 0; i < 5000; ++i) {
    many.excluded.push_back({GeneralName::Type::kDns, ToBytes("n" + std::to_string(i))});
  }
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  CertificateSpec spec = CaWithKey("Narrow");
  const MadeCertificate self = MakeOrFail(spec);
  CertificateSpec leaf = LeafSpec();
  for (int i = 0; i < 200; ++i) leaf.dns_names.push_back("h" + std::to_string(i) + ".example");
  std::vector<MadeCertificate> sent = {MakeOrFail(leaf, &self)};
  spec.extra_extensions = {
      {.oid = "2.5.29.30", .critical = true, .value = NameConstraintsValue(many)}};
  for (int i = 0; i < 12; ++i) {
    spec.serial = {static_cast<uint8_t>(i + 1)};
    sent.push_back(MakeOrFail(spec, &root));
  }
  const PathsSeen seen = SeeHostile({.sent = sent, .anchors = {root}});
  CHECK(seen.chain().verdict == Verdict::kOk);
  // Each costs a million comparisons; four fit, and the one that was built.
  CHECK(seen.chain().paths.size() == 5);
  CHECK(seen.chain().paths_cut);
}

TEST_CASE("keys that are slow to verify with count for more") {
  CertificateSpec spec = Vague(CaSpec("Same"));
  spec.key_kind = MadeKeyKind::kRsa;
  const MadeCertificate other = MakeOrFail(spec);
  const MadeCertificate signed_by_other = MakeOrFail(Vague(LeafSpec()), &other);
  // One key that passes for ninety large ones: to make those would take minutes.
  std::vector<CertificatePtr> slow;
  for (uint8_t i = 0; i < 90; ++i) {
    Certificate changed = **ParseCertificate(other.der);
    changed.sha256 = changed.spki_sha256 = Bytes(32, i);
    changed.public_key.bits = 8192;
    slow.push_back(std::make_shared<const Certificate>(std::move(changed)));
  }
  const ChainLink leaf(*ParseCertificate(signed_by_other.der));
  const std::vector<ChainLink> untrusted(slow.begin(), slow.end());
  CheckMemory memory(nullptr, nullptr);
  const IssuerGraph graph({.leaf = leaf, .untrusted = untrusted, .memory = memory});
  CHECK(graph.cut());
  CHECK(memory.verified() == kMostSignatures / 4);
}

TEST_CASE("keys that nothing can be verified with cost nothing, however large they are") {
  CertificateSpec spec = Vague(CaSpec("Same"));
  spec.key_kind = MadeKeyKind::kRsa;
  const MadeCertificate other = MakeOrFail(spec);
  const ChainLink leaf(*ParseCertificate(MakeOrFail(Vague(LeafSpec()), &other).der));
  std::vector<CertificatePtr> huge;
  for (uint8_t i = 0; i < 60; ++i) {
    Certificate changed = **ParseCertificate(other.der);
    changed.sha256 = changed.spki_sha256 = Bytes(32, i);
    changed.issuer = leaf->subject;
    // Modulus and exponent 3.
    changed.public_key.key = {0x30, 0x06, 0x02, 0x01, 0x03, 0x02, 0x01, 0x03};
    changed.public_key.spki = {};
    changed.public_key.bits = 16384;
    huge.push_back(std::make_shared<const Certificate>(std::move(changed)));
  }
  huge.push_back(*ParseCertificate(other.der));
  const std::vector<ChainLink> untrusted(huge.begin(), huge.end());
  REQUIRE(untrusted[0].key().state == KeyState::kNotSupported);
  CheckMemory memory(nullptr, nullptr);
  const IssuerGraph graph({.leaf = leaf, .untrusted = untrusted, .memory = memory});
  CHECK_FALSE(graph.cut());
  CHECK(graph.nodes()[0].issuers.size() == untrusted.size());
}

}  // namespace
}  // namespace tlsprobe
