// The report for a person: the verdict first, then what to do, then what was seen.
#ifndef TLSPROBE_RENDER_NATIVE_H_
#define TLSPROBE_RENDER_NATIVE_H_

#include <string>

#include "tlsprobe/render/render.h"

namespace tlsprobe {

// VerdictLine is the first line of the native report, without its line end: at most 300 bytes, in
// printable characters. "ok: …" exactly where Conclude says kFine, else its reason: "error: …", or
// the severity of the finding that counts by `fail_on`.
std::string VerdictLine(const ProbeReport& report, Severity fail_on = Severity::kError);

// The report renderer "native".
Text RenderNative(const ProbeReport& report, const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_NATIVE_H_
