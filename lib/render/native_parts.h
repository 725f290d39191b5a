// The parts of the native report and the words they share.
#ifndef TLSPROBE_RENDER_NATIVE_PARTS_H_
#define TLSPROBE_RENDER_NATIVE_PARTS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/conclusion.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe {

// Something to tell.
struct Trouble {
  Conclusion conclusion = Conclusion::kFine;  // what it is the reason for; kFine: worth a word
  Severity severity = Severity::kError;
  std::string text = {};    // escaped
  std::string detail = {};  // escaped: the precise words behind `text`; may be empty
  std::string advice = {};  // escaped, may be empty
};
// Everything between this probe and a perfect one, heaviest first: where Conclude is not kFine,
// the first is the reason. Findings below kNotice are in it only from `fail_on` on.
std::vector<Trouble> Troubles(const ProbeReport& report, Severity fail_on);

// "www.example.org:443", or the path of a Unix socket.
std::string TargetText(const Target& target);
// "TLS 1.3".
std::string VersionText(uint16_t version);
// The time certificates are judged by: that of the verification, else the probe's start.
UnixTime JudgedAt(const ProbeReport& report);
// "valid for 62 more days", "expired 3 days ago", "not valid for another 2 days".
std::string ValidityText(const Certificate& certificate, UnixTime now);
// The same with its end: "valid for 62 more days, until 2027-01-24T12:00:00Z".
std::string ValidityWithDate(const Certificate& certificate, UnixTime now);
// Text of a peer, escaped, at most 200 bytes of it.
std::string Quote(std::string_view text);
// "1.2 ms".
std::string MillisecondsText(std::chrono::nanoseconds duration);
// A label and its value, in columns.
std::string Row(std::string_view label, std::string_view value);

enum class Color : uint8_t { kGood, kWarning, kBad, kFaint };
// The text between escape sequences, or as it is when the options say no colour.
std::string Paint(std::string_view text, Color color, const RenderOptions& options);

// Sections; each returns whole lines, or nothing.
std::string ConnectionSection(const ProbeReport& report, const RenderOptions& options);
std::string DialogueSection(const ProbeReport& report, const RenderOptions& options);
std::string ChainTreeSection(const ProbeReport& report, const RenderOptions& options);
std::string PathsSection(const ProbeReport& report, const RenderOptions& options);
std::string RevocationSection(const ProbeReport& report, const RenderOptions& options);
std::string PoliciesSection(const ProbeReport& report, const RenderOptions& options);
std::string FetchSection(const ProbeReport& report, const RenderOptions& options);
std::string ExpirySection(const ProbeReport& report, const RenderOptions& options);
std::string NamesSection(const ProbeReport& report, const RenderOptions& options);
std::string SentCertificatesSection(const ProbeReport& report, const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_NATIVE_PARTS_H_
