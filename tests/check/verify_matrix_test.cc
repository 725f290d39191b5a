// Every chain there is with every option of `openssl verify`, alone and together, against the
// installed program.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/verify_comparison.h"

namespace tlsprobe {
namespace {

std::vector<VerifySetting> SettingsForAll() {
  return {
      PlainVerify("plain"),
      PlainVerify("check_ss_sig", [](VerifySetting& s) { s.options.check_ss_sig = true; }),
      PlainVerify("ignore_critical, allow_proxy_certs",
                  [](VerifySetting& s) {
                    s.options.ignore_critical = true;
                    s.options.allow_proxy_certs = true;
                  }),
      PlainVerify("x509_strict, partial_chain",
                  [](VerifySetting& s) {
                    s.options.x509_strict = true;
                    s.options.partial_chain = true;
                  }),
      PlainVerify("everything strict, for servers",
                  [](VerifySetting& s) {
                    s.options.x509_strict = true;
                    s.options.check_ss_sig = true;
                    s.options.policy_check = true;
                    s.options.explicit_policy = true;
                    s.options.crl_check_all = true;
                    s.options.purpose = Purpose::kSslServer;
                    s.level = 3;
                  }),
      PlainVerify("policies, level 1, depth 1, for clients",
                  [](VerifySetting& s) {
                    s.options.policies = {"1.2.3.4"};
                    s.options.inhibit_any = true;
                    s.options.max_depth = 1;
                    s.options.purpose = Purpose::kSslClient;
                    s.options.allow_proxy_certs = true;
                    s.level = 1;
                  }),
      PlainVerify("for CRLs, no_check_time, wrong names",
                  [](VerifySetting& s) {
                    s.options.no_check_time = true;
                    s.options.purpose = Purpose::kCrlSign;
                    s.options.host = "wrong.example";
                    s.options.email = "wrong@mail.example";
                    s.options.ip = "192.0.2.99";
                  }),
  };
}

TEST_CASE("every chain and option is judged as by the live openssl verify") {
  for (const ChainCase& chain : AllChainCases()) {
    CompareWithVerify(ToVerifyCase(chain), SettingsForAll());
  }
}

struct Strength {
  std::string name;
  MadeKeyKind kind;
  int rsa_bits = 2048;
  MadeDigest digest = MadeDigest::kSha256;
};

// Each at every place of a chain whose others are strong.
const std::vector<Strength>& Strengths() {
  static const std::vector<Strength> strengths = {
      {"RSA 1024", MadeKeyKind::kRsa, 1024},
      {"RSA 2048", MadeKeyKind::kRsa, 2048},
      {"RSA 3072", MadeKeyKind::kRsa, 3072},
      {"P-224", MadeKeyKind::kP224},
      {"P-384", MadeKeyKind::kP384},
      {"P-521", MadeKeyKind::kP521},
      {"Ed25519", MadeKeyKind::kEd25519},
      {"SHA-1", MadeKeyKind::kP521, 0, MadeDigest::kSha1},
      {"SHA-512", MadeKeyKind::kP521, 0, MadeDigest::kSha512},
      {"MD5", MadeKeyKind::kRsa, 2048, MadeDigest::kMd5},
  };
  return strengths;
}

ChainCase WithStrength(const Strength& strength, size_t place) {
  CertificateSpec specs[] = {LeafSpec(), CaSpec("Intermediate"), CaSpec("Root")};
  for (CertificateSpec& spec : specs) {
    spec.key_kind = strength.digest == MadeDigest::kMd5 ? MadeKeyKind::kRsa : MadeKeyKind::kP521;
    spec.digest = MadeDigest::kSha512;
  }
  specs[place].key_kind = strength.kind;
  specs[place].rsa_bits = strength.rsa_bits;
  specs[place].digest = strength.digest;
  ChainCase chain{.name = strength.name + " at depth " + std::to_string(place)};
  const MadeCertificate root = MakeOrFail(specs[2]);
  const MadeCertificate intermediate = MakeOrFail(specs[1], &root);
  chain.sent = {MakeOrFail(specs[0], &intermediate), intermediate};
  chain.anchors = {root};
  return chain;
}

TEST_CASE("auth levels are judged as by the live openssl verify") {
  std::vector<VerifySetting> settings;
  for (const int level : {1, 2, 3, 4, 5}) {
    settings.push_back(PlainVerify("level " + std::to_string(level),
                                   [level](VerifySetting& s) { s.level = level; }));
  }
  for (const Strength& strength : Strengths()) {
    for (size_t place = 0; place < 3; ++place) {
      CompareWithVerify(ToVerifyCase(WithStrength(strength, place)), settings);
    }
  }
}

}  // namespace
}  // namespace tlsprobe
