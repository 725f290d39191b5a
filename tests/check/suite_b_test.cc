// Chains under the rules of Suite B (RFC 5759), as judged by the installed openssl.
#include "tlsprobe/check/suite_b.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tests/check/verify_comparison.h"

namespace tlsprobe {
namespace {

// The keys of root, intermediate and leaf, and the digest each signs with (of the leaf: is signed
// with by the intermediate).
struct Plan {
  std::string name;
  MadeKeyKind root, intermediate, leaf;
  MadeDigest root_digest, intermediate_digest, leaf_digest;
  std::function<void(CertificateSpec&)> leaf_change = {};
  std::function<void(CertificateSpec&)> intermediate_change = {};
};

constexpr auto k256 = MadeKeyKind::kP256;
constexpr auto k384 = MadeKeyKind::kP384;
constexpr auto k521 = MadeKeyKind::kP521;
constexpr auto kEd = MadeKeyKind::kEd25519;
constexpr auto kRsa = MadeKeyKind::kRsa;
constexpr auto kSha1 = MadeDigest::kSha1;
constexpr auto kSha256 = MadeDigest::kSha256;
constexpr auto kSha384 = MadeDigest::kSha384;
constexpr auto kSha512 = MadeDigest::kSha512;

// A digest is that of the certificate's own signature, made by the key above it.
const std::vector<Plan>& Plans() {
  static const std::vector<Plan> plans = {
      {"all P-256", k256, k256, k256, kSha256, kSha256, kSha256},
      {"all P-384", k384, k384, k384, kSha384, kSha384, kSha384},
      {"P-384 over P-256", k384, k384, k256, kSha384, kSha384, kSha384},
      {"P-384 root over P-256", k384, k256, k256, kSha384, kSha384, kSha256},
      {"P-256 over P-384 leaf", k256, k256, k384, kSha256, kSha256, kSha256},
      {"P-256 root over P-384", k256, k384, k384, kSha256, kSha256, kSha384},
      {"P-256, P-384, P-256", k256, k384, k256, kSha256, kSha256, kSha384},
      {"P-384, P-256, P-384", k384, k256, k384, kSha384, kSha384, kSha256},
      {"P-256 leaf signed with SHA-384", k256, k256, k256, kSha256, kSha256, kSha384},
      {"P-256 intermediate signed with SHA-384", k256, k256, k256, kSha256, kSha384, kSha256},
      {"P-256 root signed with SHA-384", k256, k256, k256, kSha384, kSha256, kSha256},
      {"P-384 leaf signed with SHA-256", k384, k384, k384, kSha384, kSha384, kSha256},
      {"P-384 intermediate signed with SHA-256", k384, k384, k384, kSha384, kSha256, kSha384},
      {"P-384 root signed with SHA-256", k384, k384, k384, kSha256, kSha384, kSha384},
      {"SHA-1 leaf", k256, k256, k256, kSha256, kSha256, kSha1},
      {"SHA-512 leaf", k256, k256, k256, kSha256, kSha256, kSha512},
      {"P-521 leaf", k256, k256, k521, kSha256, kSha256, kSha256},
      {"P-521 root", k521, k256, k256, kSha512, kSha512, kSha256},
      {"RSA leaf", k256, k256, kRsa, kSha256, kSha256, kSha256},
      {"RSA intermediate", k256, kRsa, k256, kSha256, kSha256, kSha256},
      {"RSA root", kRsa, k256, k256, kSha256, kSha256, kSha256},
      {"Ed25519 leaf", k256, k256, kEd, kSha256, kSha256, kSha256},
      {"Ed25519 root", kEd, k256, k256, kSha256, kSha256, kSha256},
      {"version 1 leaf", k256, k256, k256, kSha256, kSha256, kSha256,
       [](CertificateSpec& s) { s.version = 1; }},
      {"version 1 intermediate",
       k256,
       k256,
       k256,
       kSha256,
       kSha256,
       kSha256,
       {},
       [](CertificateSpec& s) { s.version = 1; }},
      {"expired, and a P-384 leaf over P-256", k256, k256, k384, kSha256, kSha256, kSha256,
       [](CertificateSpec& s) { s.not_after = {kTestNow.seconds - kTestDay}; }},
  };
  return plans;
}

ChainCase Make(const Plan& plan) {
  CertificateSpec root = CaSpec("Root"), intermediate = CaSpec("Intermediate"), leaf = LeafSpec();
  root.key_kind = plan.root;
  root.digest = plan.root_digest;
  intermediate.key_kind = plan.intermediate;
  intermediate.digest = plan.intermediate_digest;
  leaf.key_kind = plan.leaf;
  leaf.digest = plan.leaf_digest;
  if (plan.leaf_change) plan.leaf_change(leaf);
  if (plan.intermediate_change) plan.intermediate_change(intermediate);
  ChainCase chain{.name = plan.name};
  const MadeCertificate top = MakeOrFail(root);
  const MadeCertificate middle = MakeOrFail(intermediate, &top);
  chain.sent = {MakeOrFail(leaf, &middle), middle};
  chain.anchors = {top};
  return chain;
}

void Use128Only(VerifySetting& setting) { setting.options.suite_b_128 = true; }
void Use192(VerifySetting& setting) { setting.options.suite_b_192 = true; }
void Use128(VerifySetting& setting) {
  Use128Only(setting);
  Use192(setting);
}

TEST_CASE("Suite B chains are judged as by the live openssl") {
  const std::vector<VerifySetting> settings = {
      PlainVerify("128 only", Use128Only), PlainVerify("128", Use128), PlainVerify("192", Use192),
      PlainVerify("192, partial chain", [](VerifySetting& setting) {
        Use192(setting);
        setting.options.partial_chain = true;
      })};
  for (const Plan& plan : Plans()) CompareWithVerify(ToVerifyCase(Make(plan)), settings);
}

TEST_CASE("a lone certificate is held to Suite B by its own key and signature") {
  for (const auto kind : {k256, k384, k521, kRsa}) {
    for (const auto digest : {kSha256, kSha384}) {
      CertificateSpec spec = LeafSpec();
      spec.key_kind = kind;
      spec.digest = digest;
      const MadeCertificate self = MakeOrFail(spec);
      const ChainCase chain{"self-signed", {self}, {self}};
      CompareWithVerify(ToVerifyCase(chain),
                        {PlainVerify("128 only", Use128Only), PlainVerify("128", Use128),
                         PlainVerify("192", Use192)});
    }
  }
}

TEST_CASE("P-384 in a chain ends P-256 above it") {
  PublicKey p256{.type = KeyType::kEc, .curve_oid = "1.2.840.10045.3.1.7"};
  PublicKey p384{.type = KeyType::kEc, .curve_oid = "1.3.132.0.34"};
  SuiteBLevels levels{.p256 = true, .p384 = true};
  CHECK(SuiteBError(p256, {}, levels) == 0);
  CHECK(SuiteBError(p384, "1.2.840.10045.4.3.3", levels) == 0);
  CHECK(SuiteBError(p256, "1.2.840.10045.4.3.2", levels) == 60);
  SuiteBLevels only{.p256 = true};
  CHECK(SuiteBError(p384, {}, only) == 60);
  CHECK(SuiteBError(p256, "1.2.840.10045.4.3.3", only) == 59);
  CHECK(SuiteBError({.type = KeyType::kRsa}, {}, only) == 57);
  CHECK(SuiteBError({.type = KeyType::kEc, .curve_oid = "1.3.132.0.35"}, {}, only) == 58);
}

}  // namespace
}  // namespace tlsprobe
