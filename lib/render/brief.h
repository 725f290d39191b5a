// The short report of s_client -brief.
#ifndef TLSPROBE_RENDER_BRIEF_H_
#define TLSPROBE_RENDER_BRIEF_H_

#include <string>

#include "tlsprobe/render/render.h"
#include "tlsprobe/render/sclient_report.h"

namespace tlsprobe {

// From "Protocol version:" to the temporary key.
std::string BriefSummary(const SClientView& view);

// The report renderer "brief": the same lines for a finished probe, on standard output; for one
// that failed, what s_client says about it.
Text RenderBrief(const ProbeReport& report, const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_BRIEF_H_
