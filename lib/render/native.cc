#include "tlsprobe/render/native.h"

#include <fmt/format.h>

#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/render/output.h"

namespace tlsprobe {
namespace {

constexpr size_t kVerdictBytes = 300;

// Cuts without splitting a character.
std::string Cut(std::string text, size_t limit) {
  constexpr std::string_view kMore = "...";
  if (text.size() <= limit) return text;
  size_t end = limit - kMore.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text + std::string(kMore);
}

// A certificate outside of its dates can only be fine where nobody asked for the dates.
std::string LeafText(const Certificate& leaf, UnixTime now) {
  const bool in_time = leaf.not_before <= now && now <= leaf.not_after;
  if (in_time) return "the certificate is " + ValidityText(leaf, now);
  return "the certificate holds but for its dates, which were not checked";
}

std::string OkText(const ProbeReport& report) {
  const Verification& verification = report.verification;
  std::string out =
      fmt::format("ok: {} speaks {}; ", TargetText(report.target), VersionText(report.tls.version));
  if (verification.chain.verdict == Verdict::kNotChecked || report.peer.certificates.empty() ||
      report.peer.certificates.front() == nullptr) {
    return out + "no certificate was judged";
  }
  out += LeafText(*report.peer.certificates.front(), JudgedAt(report));
  if (verification.name.verdict == Verdict::kNotChecked) out += "; its names were not checked";
  return out;
}

// Texts that already say where they come from are not given the target twice.
std::string WithTarget(const ProbeReport& report, const std::string& text) {
  const std::string target = TargetText(report.target);
  if (text.find(target) != std::string::npos) return text;
  return fmt::format("{}: {}", target, text);
}

// The reason of the conclusion; null where all is fine.
const Trouble* Reason(const std::vector<Trouble>& troubles) {
  const bool fine = troubles.empty() || troubles.front().conclusion == Conclusion::kFine;
  return fine ? nullptr : &troubles.front();
}

std::string VerdictText(const ProbeReport& report, const std::vector<Trouble>& troubles) {
  const Trouble* reason = Reason(troubles);
  if (reason == nullptr) return OkText(report);
  return fmt::format("{}: {}", SeverityName(reason->severity), WithTarget(report, reason->text));
}

Color VerdictColor(const std::vector<Trouble>& troubles) {
  const Trouble* reason = Reason(troubles);
  if (reason == nullptr) return Color::kGood;
  return reason->severity == Severity::kError ? Color::kBad : Color::kWarning;
}

std::string PaintedVerdict(const std::string& verdict, Color color, const RenderOptions& options) {
  const size_t word = verdict.find(':');
  return Paint(verdict.substr(0, word), color, options) + verdict.substr(word);
}

std::string AdviceSection(const std::vector<Trouble>& troubles) {
  std::string out;
  for (const Trouble& trouble : troubles) {
    if (&trouble != Reason(troubles)) {
      out += fmt::format("  also {}: {}\n", SeverityName(trouble.severity), trouble.text);
    }
    if (!trouble.detail.empty()) out += fmt::format("  detail: {}\n", trouble.detail);
    if (!trouble.advice.empty()) out += fmt::format("  to do: {}\n", trouble.advice);
  }
  return out;
}

}  // namespace

std::string VerdictLine(const ProbeReport& report, Severity fail_on) {
  return Cut(VerdictText(report, Troubles(report, fail_on)), kVerdictBytes);
}

Text RenderNative(const ProbeReport& report, const RenderOptions& options) {
  using Section = std::string (*)(const ProbeReport&, const RenderOptions&);
  constexpr Section kSections[] = {
      ConnectionSection, DialogueSection, ChainTreeSection, PathsSection,  NamesSection,
      RevocationSection, PoliciesSection, FetchSection,     ExpirySection, SentCertificatesSection};

  const std::vector<Trouble> troubles = Troubles(report, options.fail_on);
  const std::string verdict = Cut(VerdictText(report, troubles), kVerdictBytes);
  Output out;
  out.Stdout(PaintedVerdict(verdict, VerdictColor(troubles), options) + "\n");
  out.Stdout(AdviceSection(troubles));
  for (const Section section : kSections) out.Stdout(section(report, options));
  return out.Take();
}

}  // namespace tlsprobe
