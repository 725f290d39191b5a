// Certificates that are valid now and will soon not be. That one has expired is the chain's to
// say.
#include <algorithm>
#include <string>
#include <string_view>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/controlled.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kWarnWithin = 14 * kDay;
constexpr int64_t kMentionWithin = 30 * kDay;

// Certificates made for a few days are always near their end: they are late in their last third.
int64_t Within(int64_t seconds, const Certificate& certificate) {
  return std::min(seconds, (certificate.not_after.seconds - certificate.not_before.seconds) / 3);
}

std::string_view Advice(size_t depth, bool from_server) {
  if (depth == 0) return "Renew it, and see why it was not renewed by itself.";
  return from_server ? "Get the issuer's new chain and install it on the server."
                     : "Get the issuer's new chain.";
}

void Look(size_t depth, const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  const Certificate& certificate = *chain.built[depth];
  if (certificate.bad_not_after || certificate.bad_not_before) return;
  if (certificate.not_before > chain.judged_at) return;
  const int64_t left = certificate.not_after.seconds - chain.judged_at.seconds;
  if (left <= 0 || left >= Within(kMentionWithin, certificate)) return;
  const bool soon = left < Within(kWarnWithin, certificate);
  output.findings.push_back(
      {.id = "validity.expires_soon",
       .severity = soon ? Severity::kWarning : Severity::kNotice,
       .text = EndWords(CertificateWords(chain, static_cast<int>(depth), input.from_server),
                        certificate.not_after, MomentOf(input.options, chain)),
       .advice = std::string(Advice(depth, input.from_server)),
       .reference = "RFC 5280 section 4.1.2.5"});
}

}  // namespace

void CheckValidity(const CheckInput& input, CheckOutput& output) {
  // A time that was given is judged by all the same, as in OpenSSL.
  if (input.options.no_check_time && !input.options.at_time) return;
  const size_t count = ControlledCount(output.verification.chain);
  for (size_t depth = 0; depth < count; ++depth) Look(depth, input, output);
}

}  // namespace tlsprobe
