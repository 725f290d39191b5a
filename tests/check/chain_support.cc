#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/check/chain_cases.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {

TestAnchors::TestAnchors(const std::vector<MadeCertificate>& certificates) {
  for (const MadeCertificate& each : certificates) {
    entries_.push_back({CanonicalName(each.subject), std::make_shared<const Bytes>(each.der)});
  }
}

std::vector<std::shared_ptr<const Bytes>> TestAnchors::FindBySubject(BytesView name) const {
  const Bytes wanted = CanonicalName(name);
  std::vector<std::shared_ptr<const Bytes>> found;
  for (const Entry& entry : entries_) {
    if (entry.subject == wanted) found.push_back(entry.der);
  }
  return found;
}

bool Judged::Has(std::string_view id) const { return Find(id) != nullptr; }

const Finding* Judged::Find(std::string_view id) const {
  const auto found = std::ranges::find(findings, id, &Finding::id);
  return found == findings.end() ? nullptr : &*found;
}

PeerFacts FactsOf(const std::vector<Bytes>& certificates) {
  PeerFacts peer;
  for (const Bytes& der : certificates) {
    const auto parsed = ParseCertificate(der);
    peer.certificates_der.push_back(der);
    peer.certificates.push_back(parsed.ok() ? *parsed : nullptr);
    peer.parse_errors.emplace_back(parsed.ok() ? std::string()
                                               : std::string(parsed.status().message()));
  }
  return peer;
}

Judged Judge(const ChainCase& chain, const VerifyOptions& options, int level,
             const Target& target) {
  std::vector<Bytes> certificates;
  for (const MadeCertificate& each : chain.sent) certificates.push_back(each.der);
  return JudgeFacts({}, FactsOf(certificates), chain.anchors, options, level, target);
}

Judged JudgeFacts(const TlsFacts& tls, const PeerFacts& peer,
                  const std::vector<MadeCertificate>& trusted, const VerifyOptions& options,
                  int level, const Target& target) {
  const TestAnchors anchors(trusted);
  Judged judged;
  std::vector<Need> needs;
  CheckOutput output{judged.verification, judged.findings, needs};
  RunChecks({.options = options,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = &anchors,
             .now = kTestNow,
             .security_level = level},
            output);
  return judged;
}

std::string StepsText(const std::vector<VerifyStep>& steps) {
  std::string text;
  for (const VerifyStep& step : steps) {
    text += text.empty() ? "" : " ";
    text +=
        step.ok ? fmt::format("{}:ok", step.depth) : fmt::format("{}:{}", step.depth, step.code);
  }
  return text;
}

MadeCertificate MakeOrFail(const CertificateSpec& spec, const MadeCertificate* issuer) {
  auto made = MakeCertificate(spec, issuer);
  INFO(std::string(made.status().message()));
  REQUIRE(made.ok());
  return *std::move(made);
}

CertificateSpec CaSpec(std::string name) {
  return {.common_name = std::move(name),
          .ca = true,
          .key_usage = static_cast<uint16_t>(1 << kKeyCertSign | 1 << kCrlSign)};
}

CertificateSpec LeafSpec(std::string name) {
  return {.common_name = name,
          .dns_names = {name},
          .key_usage = static_cast<uint16_t>(1 << kDigitalSignature),
          .extended_key_usage = {"1.3.6.1.5.5.7.3.1"}};
}

}  // namespace tlsprobe
