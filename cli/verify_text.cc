#include "cli/verify_text.h"

#include <string>

#include "cli/said_beside.h"
#include "fmt/format.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/render/policy_text.h"

namespace tlsprobe::cli {
namespace {

std::string StepLines(const VerifyEvent& event, const PolicyOutcome& policies,
                      const NameFormat& names) {
  const VerifyStep& step = event.step;
  if (step.ok) return step.policies && step.code == kVerifyOk ? PoliciesText(policies) : "";
  std::string lines;
  if (event.certificate != nullptr) lines += RenderName(event.certificate->subject, names) + "\n";
  lines += fmt::format("{}error {} at {} depth lookup: {}\n", step.crl_path_of ? "[CRL path] " : "",
                       step.code, step.depth, VerifyCodeText(step.code));
  if (step.code == kNoExplicitPolicy) lines += PoliciesText(policies);
  return lines;
}

std::string ChainLines(const ChainVerification& chain, const NameFormat& names) {
  std::string lines = "Chain:\n";
  for (size_t depth = 0; depth < chain.built.size(); ++depth) {
    lines += fmt::format("depth={}: {}{}\n", depth, RenderName(chain.built[depth]->subject, names),
                         depth < chain.untrusted ? " (untrusted)" : "");
  }
  return lines;
}

}  // namespace

Text VerifyText(std::string_view file, const VerifyReport& report, const VerifyStyle& style) {
  const ChainVerification& chain = report.judgement.verification.chain;
  const std::string beside = SaidBeside(report.judgement.verification, report.judgement.findings);
  std::string lines;
  for (const VerifyEvent& event : report.run.events) {
    lines += StepLines(event, chain.policies, style.names);
  }
  if (report.ok()) {
    std::string verdict = fmt::format("{}: OK\n", file);
    if (style.show_chain) verdict += ChainLines(chain, style.names);
    return {{Stream::kStderr, lines}, {Stream::kStdout, verdict}, {Stream::kStderr, beside}};
  }
  lines += fmt::format("error {}: verification failed\n", file);
  return {{Stream::kStderr, lines + beside}};
}

}  // namespace tlsprobe::cli
