#include "tests/support/verify_openssl.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kCrlPath = "[CRL path] ";

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The number in front of `text`.
std::optional<int> TakeNumber(std::string_view& text) {
  const size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<uint64_t> number = ParseUint(text.substr(0, end), 1000000);
  if (!number) return std::nullopt;
  text.remove_prefix(end);
  return static_cast<int>(*number);
}

std::optional<VerifyStepText> ReadStep(std::string_view line, std::string_view before) {
  VerifyStepText step;
  step.crl_path = TakePrefix(line, kCrlPath);
  if (!TakePrefix(line, "error ")) return std::nullopt;
  const std::optional<int> code = TakeNumber(line);
  if (!code || !TakePrefix(line, " at ")) return std::nullopt;
  const std::optional<int> depth = TakeNumber(line);
  if (!depth || !TakePrefix(line, " depth lookup: ")) return std::nullopt;
  step.code = *code;
  step.depth = *depth;
  step.text = line;
  step.subject = before;
  return step;
}

bool IsPolicyLine(std::string_view line) {
  return line.starts_with("Require explicit Policy: ") || line.starts_with("Authority Policies:") ||
         line.starts_with("User Policies:");
}

std::string JoinPem(std::string_view label, const std::vector<Bytes>& ders) {
  std::string text;
  for (const Bytes& der : ders) text += ToPem(label, der);
  return text;
}

}  // namespace

OpensslVerify ReadVerifyOutput(std::string_view output) {
  OpensslVerify result{.output = std::string(output)};
  std::string_view before;  // the last line, where it may be a subject
  bool in_policies = false;
  for (const std::string_view line : Split(output, '\n')) {
    // What is known of a policy is indented.
    in_policies = IsPolicyLine(line) || (in_policies && line.starts_with(' '));
    const auto step = ReadStep(line, before);
    before = {};
    if (in_policies) {
      result.policies.emplace_back(line);
    } else if (step) {
      result.steps.push_back(*step);
    } else if (line.starts_with("depth=")) {
      result.chain.emplace_back(line);
    } else if (line.starts_with("error ") && line.ends_with(": verification failed")) {
      result.failed = true;
    } else if (line.ends_with(": OK")) {
      result.ok = true;
    } else {
      before = line;
    }
  }
  return result;
}

std::string OpensslVerify::Summary() const {
  std::string summary;
  for (const VerifyStepText& step : steps) {
    if (step.crl_path) summary += "crl:";
    summary += std::to_string(step.depth) + ":" + std::to_string(step.code) + " ";
  }
  summary += "| ";
  if (ok == failed) return summary + "exit " + std::to_string(exit_status);
  return summary + (ok ? "OK" : "failed");
}

VerifyFiles::VerifyFiles(const VerifyCase& what) {
  // Releases differ in how they write names by themselves.
  command_ = {"openssl", "verify",     "-show_chain", "-nameopt",
              "oneline", "-no-CApath", "-no-CAstore"};
  const auto add = [&](std::string option, std::string_view label, const std::vector<Bytes>& ders) {
    if (ders.empty()) return;
    std::string path = folder_.Write(option.substr(1), JoinPem(label, ders));
    command_.insert(command_.end(), {std::move(option), std::move(path)});
  };
  if (what.trusted.empty()) command_.emplace_back("-no-CAfile");
  add("-CAfile", "CERTIFICATE", what.trusted);
  add("-untrusted", "CERTIFICATE", what.untrusted);
  add("-CRLfile", "X509 CRL", what.crls);
  leaf_ = folder_.Write("leaf", ToPem("CERTIFICATE", what.leaf));
}

OpensslVerify VerifyFiles::Run(const std::vector<std::string>& options) const {
  std::vector<std::string> command = command_;
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(leaf_);
  const ProgramAnswer answer = RunProgram(std::move(command));
  OpensslVerify result = ReadVerifyOutput(answer.output);
  result.exit_status = answer.exit_status;
  return result;
}

}  // namespace tlsprobe
