#include "tlsprobe/render/sclient_verify.h"

#include <fmt/format.h>

#include "tlsprobe/base/time.h"
#include "tlsprobe/render/policy_text.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// X509_V_ERR_… that bring a line of their own.
constexpr int kUnableToGetIssuer = 2, kNoExplicitPolicy = 43;
constexpr int kNotYetValid = 9, kHasExpired = 10, kBadNotBefore = 13, kBadNotAfter = 14;

std::string DetailLine(int code, const Certificate& certificate, const RenderOptions& options) {
  switch (code) {
    case kUnableToGetIssuer:
      return fmt::format("issuer= {}\n", StderrName(certificate.issuer, options));
    case kNotYetValid:
    case kBadNotBefore:
      return fmt::format("notBefore={}\n", FormatOpenSslTime(certificate.not_before));
    case kHasExpired:
    case kBadNotAfter:
      return fmt::format("notAfter={}\n", FormatOpenSslTime(certificate.not_after));
    default:
      return "";
  }
}

}  // namespace

// 1.1.0 without -verify has the depth limit 0: an error further up ends the walk.
bool VerifyLines::Continues(const VerifyStep& step) const {
  if (step.ok) return true;
  const bool limited = options_.verify_given || options_.profile == Profile::k110;
  const int limit = options_.verify_given ? options_.verify_depth : 0;
  if (limited && step.depth > limit) return false;
  return !options_.verify_return_error;
}

std::string VerifyLines::OnStep(const VerifyEvent& event, const PolicyOutcome& policies) {
  if (ended_) return "";
  const VerifyStep& step = event.step;
  std::string out;
  if (!options_.verify_quiet || !step.ok) {
    out += fmt::format("depth={} {}\n", step.depth,
                       event.certificate == nullptr
                           ? "<no cert>"
                           : StderrName(event.certificate->subject, options_));
  }
  if (!step.ok) {
    last_error_ = step.code;
    out +=
        fmt::format("verify error:num={}:{}\n", step.code, VerifyText(step.code, options_.profile));
  }
  if (event.certificate != nullptr) out += DetailLine(last_error_, *event.certificate, options_);
  if (ShowsPolicies(step)) out += PoliciesText(policies);
  ended_ = !Continues(step);
  if (!ended_ && !options_.verify_quiet) {
    out += step.policies && step.ok ? "verify return:2\n" : "verify return:1\n";
  }
  return out;
}

// Where none is valid though one must be, and where they were asked for and nothing is wrong.
bool VerifyLines::ShowsPolicies(const VerifyStep& step) const {
  if (options_.verify_quiet) return false;
  return last_error_ == kNoExplicitPolicy || (step.policies && step.ok && last_error_ == 0);
}

}  // namespace tlsprobe
