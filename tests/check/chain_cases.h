// Chains for the tests of check/: what a server sends, and what is trusted.
#ifndef TLSPROBE_TESTS_CHECK_CHAIN_CASES_H_
#define TLSPROBE_TESTS_CHECK_CHAIN_CASES_H_

#include <memory>
#include <string>
#include <vector>

#include "tlsprobe/check/check.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe {

// 2026-01-01, the moment the cases are made for.
inline constexpr UnixTime kTestNow = {1767225600};
inline constexpr int64_t kTestDay = 86400;

struct ChainCase {
  std::string name = {};
  std::vector<MadeCertificate> sent = {};  // the leaf first
  std::vector<MadeCertificate> anchors = {};
};

// A trust store in memory.
class TestAnchors : public CertificateSource {
 public:
  explicit TestAnchors(const std::vector<MadeCertificate>& certificates);
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const override;

 private:
  struct Entry {
    Bytes subject;  // canonical
    std::shared_ptr<const Bytes> der;
  };
  std::vector<Entry> entries_;
};

// Everything one run of the checks gave.
struct Judged {
  Verification verification = {};
  Findings findings = {};

  bool Has(std::string_view id) const;
  const Finding* Find(std::string_view id) const;
};

// Runs all checks over a case. `options.check_target_name` with `target` as in a probe.
Judged Judge(const ChainCase& chain, const VerifyOptions& options, int level = 2,
             const Target& target = {});

// The same for facts of any kind.
Judged JudgeFacts(const TlsFacts& tls, const PeerFacts& peer,
                  const std::vector<MadeCertificate>& trusted, const VerifyOptions& options,
                  int level = 2, const Target& target = {});

// As the session would hand them over.
PeerFacts FactsOf(const std::vector<Bytes>& certificates);

// "0:10 0:ok 1:ok": each step of the callback.
std::string StepsText(const std::vector<VerifyStep>& steps);

// Building blocks; all REQUIRE that it works.
MadeCertificate MakeOrFail(const CertificateSpec& spec, const MadeCertificate* issuer = nullptr);
CertificateSpec CaSpec(std::string name);
CertificateSpec LeafSpec(std::string name = "host.example");

// Every case there is, made once.
const std::vector<ChainCase>& AllChainCases();

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_CHAIN_CASES_H_
