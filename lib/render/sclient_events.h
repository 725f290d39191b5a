// Events as s_client prints them: the dialect's output, piece by piece.
#ifndef TLSPROBE_RENDER_SCLIENT_EVENTS_H_
#define TLSPROBE_RENDER_SCLIENT_EVENTS_H_

#include <memory>

#include "tlsprobe/render/render.h"

namespace tlsprobe {

std::unique_ptr<EventRenderer> NewSClientRenderer(const RenderOptions& options);
// The same with `options.brief`, which also hushes certificates that pass.
std::unique_ptr<EventRenderer> NewSClientBriefRenderer(const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_SCLIENT_EVENTS_H_
