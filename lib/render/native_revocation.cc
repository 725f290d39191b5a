// What CRLs said, what the processing of policies came to, what was fetched, and until when the
// verdict holds, in the native report.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

std::string TimeText(const std::optional<UnixTime>& time, bool malformed) {
  if (malformed) return "(malformed)";
  return time ? FormatRfc3339(*time) : "(not said)";
}

std::string CrlText(const CrlFact& fact) {
  const Crl& crl = *fact.crl;
  return fmt::format("{}{}, {} entr{}, {} to {}, from {}", crl.is_delta() ? "delta " : "",
                     crl.number ? "number 0x" + ToHex(*crl.number) : "no number", crl.revoked_count,
                     crl.revoked_count == 1 ? "y" : "ies",
                     TimeText(crl.this_update, crl.bad_this_update),
                     TimeText(crl.next_update, crl.bad_next_update), Quote(fact.source));
}

std::string StatusLines(const RevocationStatus& status, const RenderOptions& options) {
  const std::string text = EscapeControls(status.how);
  const bool bad = status.verdict == Verdict::kFailed;
  std::string out =
      Row(fmt::format("depth {}", status.depth), bad ? Paint(text, Color::kBad, options) : text);
  for (const CrlFact& fact : status.used) out += Row("", "CRL " + CrlText(fact));
  return out;
}

// "2.23.140.1.2.1 (critical), X509v3 Any Policy".
std::string PolicySet(const std::vector<ValidPolicy>& policies) {
  constexpr size_t kShown = 8;
  std::string out;
  for (size_t i = 0; i < std::min(policies.size(), kShown); ++i) {
    out += (i == 0 ? "" : ", ") + Quote(OidLongName(policies[i].oid)) +
           (policies[i].critical ? " (critical)" : "");
  }
  if (policies.size() > kShown) out += fmt::format(" and {} more", policies.size() - kShown);
  return out.empty() ? "none" : out;
}

}  // namespace

std::string RevocationSection(const ProbeReport& report, const RenderOptions& options) {
  const CrlVerification& crl = report.verification.crl;
  if (crl.certificates.empty()) return "";
  std::string out = fmt::format("\nrevocation ({})\n", VerdictName(crl.verdict));
  for (const RevocationStatus& status : crl.certificates) out += StatusLines(status, options);
  return out;
}

std::string PoliciesSection(const ProbeReport& report, const RenderOptions&) {
  const PolicyOutcome& outcome = report.verification.chain.policies;
  if (!outcome.processed) return "";
  return "\npolicies\n" +
         Row("explicit", outcome.explicit_required ? "one is required" : "none is required") +
         Row("of the chain", PolicySet(outcome.authority)) +
         Row("asked for", PolicySet(outcome.user));
}

std::string FetchSection(const ProbeReport& report, const RenderOptions&) {
  if (report.fetches.empty()) return "";
  std::string out = "\nfetched\n";
  for (const FetchRecord& fetch : report.fetches) {
    const std::string result = fetch.error.empty() ? fmt::format("{} bytes in {}", fetch.bytes,
                                                                 MillisecondsText(fetch.took))
                                                   : EscapeControls(fetch.error);
    out += Row(FetchKindName(fetch.request.kind), Quote(fetch.request.url) + ": " + result);
  }
  return out;
}

std::string ExpirySection(const ProbeReport& report, const RenderOptions&) {
  const std::optional<Expiry>& expiry = report.verification.expiry;
  if (!expiry) return "";
  return "\nuntil when\n" + Row("", EscapeControls(expiry->sentence));
}

}  // namespace tlsprobe
