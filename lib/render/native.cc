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

std::string OkText(const ProbeReport& report) {
  std::string out =
      fmt::format("ok: {} speaks {}; ", TargetText(report.target), VersionText(report.tls.version));
  if (report.verification.chain.verdict == Verdict::kNotChecked ||
      report.peer.certificates.empty() || report.peer.certificates.front() == nullptr) {
    return out + "no certificate was judged";
  }
  return out + "the certificate is " +
         ValidityText(*report.peer.certificates.front(), JudgedAt(report));
}

// Texts that already say where they come from are not given the target twice.
std::string WithTarget(const ProbeReport& report, const std::string& text) {
  const std::string target = TargetText(report.target);
  if (text.find(target) != std::string::npos) return text;
  return fmt::format("{}: {}", target, text);
}

std::string VerdictText(const ProbeReport& report, const std::vector<Trouble>& troubles) {
  if (troubles.empty()) return OkText(report);
  const Trouble& first = troubles.front();
  return fmt::format("{}: {}", SeverityName(first.severity), WithTarget(report, first.text));
}

Color VerdictColor(const std::vector<Trouble>& troubles) {
  if (troubles.empty()) return Color::kGood;
  return troubles.front().severity == Severity::kError ? Color::kBad : Color::kWarning;
}

std::string PaintedVerdict(const std::string& verdict, Color color, const RenderOptions& options) {
  const size_t word = verdict.find(':');
  return Paint(verdict.substr(0, word), color, options) + verdict.substr(word);
}

std::string AdviceSection(const std::vector<Trouble>& troubles) {
  std::string out;
  for (size_t i = 0; i < troubles.size(); ++i) {
    const Trouble& trouble = troubles[i];
    if (i > 0) out += fmt::format("  also {}: {}\n", SeverityName(trouble.severity), trouble.text);
    if (!trouble.advice.empty()) out += fmt::format("  to do: {}\n", trouble.advice);
  }
  return out;
}

}  // namespace

std::string VerdictLine(const ProbeReport& report) {
  return Cut(VerdictText(report, Troubles(report)), kVerdictBytes);
}

Text RenderNative(const ProbeReport& report, const RenderOptions& options) {
  using Section = std::string (*)(const ProbeReport&, const RenderOptions&);
  constexpr Section kSections[] = {ConnectionSection, ChainTreeSection, NamesSection};

  const std::vector<Trouble> troubles = Troubles(report);
  const std::string verdict = Cut(VerdictText(report, troubles), kVerdictBytes);
  Output out;
  out.Stdout(PaintedVerdict(verdict, VerdictColor(troubles), options) + "\n");
  out.Stdout(AdviceSection(troubles));
  for (const Section section : kSections) out.Stdout(section(report, options));
  return out.Take();
}

}  // namespace tlsprobe
