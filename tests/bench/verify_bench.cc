// What verifying a chain costs, with and without the signatures that were seen before, and how long
// a trust store takes to be ready. Run under callgrind by tests/bench/run; by itself, without
// arguments, it prints verifications per second.
#include <fmt/format.h>
#include <valgrind/callgrind.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/support.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/check/signature_cache.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/session/judge.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

constexpr char kSystemBundle[] = "/etc/ssl/certs/ca-certificates.crt";

// Leaf, two intermediates, root.
struct Chain {
  MadeCertificate root;
  std::vector<CertificatePtr> intermediates;
  CertificatePtr leaf;

  explicit Chain(MadeKeyKind kind) {
    const auto ca = [&](const char* name, const MadeCertificate* issuer) {
      return MakeCertificate({.common_name = name, .ca = true, .key_kind = kind}, issuer).value();
    };
    root = ca("Root", nullptr);
    const MadeCertificate upper = ca("Upper", &root), lower = ca("Lower", &upper);
    const MadeCertificate made = MakeCertificate({.common_name = "server.test",
                                                  .dns_names = {"server.test"},
                                                  .extended_key_usage = {"1.3.6.1.5.5.7.3.1"},
                                                  .key_kind = kind},
                                                 &lower)
                                     .value();
    intermediates = {ParseCertificate(lower.der).value(), ParseCertificate(upper.der).value()};
    leaf = ParseCertificate(made.der).value();
  }
};

void Verify(const Chain& chain, const OneRoot& anchors, SignatureCache* cache) {
  VerifyOptions options;
  options.host = "server.test";
  const Judgement judgement = VerifyChain({.options = options,
                                           .anchors = &anchors,
                                           .untrusted = chain.intermediates,
                                           .signatures = cache},
                                          {&chain.leaf, 1}, kBenchNow);
  Require(judgement.verification.chain.verdict == Verdict::kOk, "the chain was not found good");
  Require(judgement.verification.name.verdict == Verdict::kOk, "the name was not found good");
}

// Instructions of one run of `what` that is not the first.
template <typename Work>
void Count(const std::string& part, Work work) {
  work();
  CALLGRIND_ZERO_STATS;
  CALLGRIND_TOGGLE_COLLECT;
  work();
  CALLGRIND_TOGGLE_COLLECT;
  CALLGRIND_DUMP_STATS_AT(part.c_str());
}

template <typename Work>
double PerSecond(Work work) {
  using Clock = std::chrono::steady_clock;
  work();
  const auto begin = Clock::now();
  int runs = 0;
  while (Clock::now() - begin < std::chrono::seconds(1)) {
    work();
    ++runs;
  }
  return runs / std::chrono::duration<double>(Clock::now() - begin).count();
}

void MeasureVerifying(const char* name, MadeKeyKind kind) {
  const Chain chain(kind);
  const OneRoot anchors(chain.root.der);
  SignatureCache cache;
  const auto without = [&] { Verify(chain, anchors, nullptr); };
  const auto with = [&] { Verify(chain, anchors, &cache); };
  Count(fmt::format("verify {}", name), without);
  Count(fmt::format("verify {} with the cache", name), with);
  if (RUNNING_ON_VALGRIND) return;
  const double cold = PerSecond(without), warm = PerSecond(with);
  std::printf("%s: %.0f verifications a second, %.0f with the cache (%.2fx)\n", name, cold, warm,
              warm / cold);
}

std::string SystemBundle() {
  std::ifstream file(kSystemBundle, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  Require(!text.str().empty(), "no system bundle (is the package ca-certificates installed?)");
  return text.str();
}

// Every certificate decoded and parsed.
void LoadEagerly(std::string_view text) {
  RawPemBlock block;
  size_t count = 0;
  while (NextPemBlock(text, block)) {
    const auto der = FromBase64(block.base64);
    Require(der.ok() && ParseCertificate(*der).ok(), "the system bundle does not parse");
    ++count;
  }
  Require(count > 50, "the system bundle is too small to tell anything");
}

void MeasureTrustStore() {
  const std::string text = SystemBundle();
  const auto lazy = [&] { Require(NewBundle(text, kSystemBundle).ok(), "no bundle"); };
  const auto eager = [&] { LoadEagerly(text); };
  Count("trust store", lazy);
  Count("trust store, eagerly", eager);
  if (RUNNING_ON_VALGRIND) return;
  std::printf("the system's bundle: ready %.0f times a second, loaded eagerly %.0f times\n",
              PerSecond(lazy), PerSecond(eager));
}

}  // namespace
}  // namespace tlsprobe

int main() {
  tlsprobe::MeasureVerifying("ECDSA P-256", tlsprobe::MadeKeyKind::kP256);
  tlsprobe::MeasureVerifying("RSA 2048", tlsprobe::MadeKeyKind::kRsa);
  tlsprobe::MeasureTrustStore();
  return 0;
}
