// The report as one JSON object: docs/report.schema.json.
#ifndef TLSPROBE_RENDER_JSON_H_
#define TLSPROBE_RENDER_JSON_H_

#include "tlsprobe/render/render.h"

namespace tlsprobe {

// The report renderer "json": one object on standard output and a line end. Secrets are left out.
Text RenderJson(const ProbeReport& report, const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_JSON_H_
