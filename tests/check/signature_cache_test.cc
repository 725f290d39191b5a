#include "tlsprobe/check/signature_cache.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

struct Chain {
  MadeCertificate root = MakeOrFail(CaSpec("Root"));
  MadeCertificate intermediate = MakeOrFail(CaSpec("Intermediate"), &root);
  MadeCertificate leaf = MakeOrFail(LeafSpec(), &intermediate);
};

CertificatePtr Parsed(const MadeCertificate& made) { return ParseCertificate(made.der).value(); }

// The code of one verification with the cache.
int Verify(const Chain& chain, SignatureCache& cache, VerifyOptions options = {}) {
  options.check_target_name = false;
  const PeerFacts peer = FactsOf({chain.leaf.der, chain.intermediate.der});
  const TestAnchors anchors({chain.root});
  Verification verification;
  Findings findings;
  std::vector<Need> needs;
  CheckOutput output{verification, findings, needs};
  RunChecks({.options = options,
             .target = {},
             .tls = {},
             .peer = peer,
             .anchors = &anchors,
             .now = kTestNow,
             .signatures = &cache},
            output);
  return verification.chain.code;
}

TEST_CASE("a cache knows what it was told, and nothing like it") {
  SignatureCache cache;
  const Chain chain;
  const CertificatePtr root = Parsed(chain.root), intermediate = Parsed(chain.intermediate);
  CHECK_FALSE(cache.Knows(*intermediate, *root));
  cache.Remember(*intermediate, *root);
  CHECK(cache.Knows(*intermediate, *root));
  CHECK_FALSE(cache.Knows(*root, *intermediate));
  CHECK_FALSE(cache.Knows(*intermediate, *intermediate));
  CHECK(cache.size() == 1);
}

TEST_CASE("a full cache begins anew") {
  SignatureCache cache(2);
  const Chain chain;
  const CertificatePtr root = Parsed(chain.root), intermediate = Parsed(chain.intermediate);
  cache.Remember(*intermediate, *root);
  cache.Remember(*root, *root);
  cache.Remember(*root, *intermediate);
  CHECK(cache.size() == 1);
  CHECK(cache.Knows(*root, *intermediate));
}

TEST_CASE("signatures of CAs are kept, those of leaves are not") {
  SignatureCache cache;
  const Chain chain;
  CHECK(Verify(chain, cache) == 0);
  CHECK(cache.size() == 1);
  CHECK(cache.Knows(*Parsed(chain.intermediate), *Parsed(chain.root)));
  CHECK(Verify(chain, cache) == 0);
  CHECK(cache.size() == 1);
}

TEST_CASE("what the cache knows excuses nothing but the signature") {
  SignatureCache cache;
  const Chain chain;
  CHECK(Verify(chain, cache) == 0);
  CHECK(Verify(chain, cache, {.host = "other.example"}) == 62);
  CHECK(Verify(chain, cache, {.purpose = Purpose::kSslClient}) == 26);
  CHECK(Verify(chain, cache, {.at_time = UnixTime{4000000000}}) == 10);
  CHECK(Verify(chain, cache, {.explicit_policy = true}) == 43);
}

TEST_CASE("failures are never kept") {
  SignatureCache cache;
  Chain chain;
  CertificateSpec spec = CaSpec("Intermediate");
  spec.private_key = chain.intermediate.private_key;
  spec.corrupt_signature = true;
  chain.intermediate = MakeOrFail(spec, &chain.root);
  CHECK(Verify(chain, cache) == 7);
  CHECK(cache.size() == 0);
  CHECK(Verify(chain, cache) == 7);
}

}  // namespace
}  // namespace tlsprobe
