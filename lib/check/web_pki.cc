// --profile webpki: holds the chain against the rules of the public PKI of the web, one finding
// for each rule and certificate. OpenSSL asks for none of this.
#include <fmt/format.h>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/controlled.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

struct Family {
  std::span<const WebPkiRule> (*rules)();
  bool any_version;  // the others are about what certificates before version 3 do not have
};
constexpr Family kFamilies[] = {
    {WebPkiBasicRules, true},   {WebPkiAlgorithmRules, true}, {WebPkiNameRules, false},
    {WebPkiSubjectRules, true}, {WebPkiUsageRules, false},    {WebPkiExtensionRules, false},
};

bool Applies(const WebPkiRule& rule, const Certificate& certificate, size_t depth) {
  const WebPkiScope scope = depth == 0 ? WebPkiScope::kLeaf : WebPkiScope::kCa;
  if (rule.scope != WebPkiScope::kAny && rule.scope != scope) return false;
  return rule.since == kAlways ||
         (!certificate.bad_not_before && certificate.not_before >= rule.since);
}

std::string Reference(std::string_view section) {
  const bool number = section[0] >= '0' && section[0] <= '9';
  return fmt::format("{}{}", number ? "CA/Browser Forum TLS BR " : "", section);
}

void JudgeCertificate(const CheckInput& input, size_t depth, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  const Certificate& certificate = *chain.built[depth];
  const bool has_issuer = depth + 1 < chain.built.size();
  const WebPkiSubject subject{.input = input,
                              .certificate = certificate,
                              .issuer = has_issuer ? chain.built[depth + 1].get() : nullptr};
  for (const Family& family : kFamilies) {
    if (certificate.version < 3 && !family.any_version) continue;
    for (const WebPkiRule& rule : family.rules()) {
      if (!Applies(rule, certificate, depth)) continue;
      const std::string flaw = rule.flaw(subject);
      if (flaw.empty()) continue;
      output.findings.push_back(
          {.id = std::string(rule.id),
           .severity = rule.severity,
           .text = fmt::format(
               "{} {}", CertificateWords(chain, static_cast<int>(depth), input.from_server), flaw),
           .advice = std::string(rule.advice),
           .reference = Reference(rule.section)});
    }
  }
}

}  // namespace

void CheckWebPki(const CheckInput& input, CheckOutput& output) {
  if (!input.options.web_pki_profile) return;
  const size_t count = ControlledCount(output.verification.chain);
  for (size_t depth = 0; depth < count; ++depth) JudgeCertificate(input, depth, output);
}

}  // namespace tlsprobe
