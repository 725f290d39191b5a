// "said (…)" of the native report: the dialogues before TLS and after it, line by line.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"

namespace tlsprobe {
namespace {

// Packets are long, and only their begin says something.
std::string TranscriptLine(const std::string& line) {
  constexpr size_t kMostBytes = 120;
  const std::string text = EscapeControls(line);
  return fmt::format("  {}{}\n", text.substr(0, kMostBytes), text.size() > kMostBytes ? "..." : "");
}

std::string Transcript(const Hop& hop) {
  constexpr size_t kMostLines = 60;
  if (hop.transcript.empty()) return "";
  std::string out = fmt::format("\nsaid ({})\n", Quote(hop.kind));
  for (size_t i = 0; i < std::min(hop.transcript.size(), kMostLines); ++i) {
    out += TranscriptLine(hop.transcript[i]);
  }
  if (hop.transcript.size() > kMostLines) {
    out += fmt::format("  and {} lines more\n", hop.transcript.size() - kMostLines);
  }
  return out;
}

}  // namespace

std::string DialogueSection(const ProbeReport& report, const RenderOptions&) {
  std::string out;
  for (const Hop& hop : report.hops) out += Transcript(hop);
  return out;
}

}  // namespace tlsprobe
