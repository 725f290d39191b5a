#include "tlsprobe/render/render.h"

#include <algorithm>

#include "tlsprobe/render/brief.h"
#include "tlsprobe/render/json.h"
#include "tlsprobe/render/native.h"
#include "tlsprobe/render/sclient_events.h"

namespace tlsprobe {
namespace {

constexpr ReportRenderer kReportRenderers[] = {
    {"json", "one JSON object, docs/report.schema.json", RenderJson},
    {"native", "the verdict, what to do, and what was seen", RenderNative},
    {"brief", "the lines of s_client -brief", RenderBrief},
};

constexpr EventRendererRow kEventRenderers[] = {
    {"s_client", NewSClientRenderer},
    {"s_client-brief", NewSClientBriefRenderer},
};

}  // namespace

std::span<const ReportRenderer> ReportRenderers() { return kReportRenderers; }

const ReportRenderer* FindReportRenderer(std::string_view name) {
  const auto* row = std::ranges::find(kReportRenderers, name, &ReportRenderer::name);
  return row == std::end(kReportRenderers) ? nullptr : row;
}

std::span<const EventRendererRow> EventRenderers() { return kEventRenderers; }

std::unique_ptr<EventRenderer> NewEventRenderer(std::string_view name,
                                                const RenderOptions& options) {
  const auto* row = std::ranges::find(kEventRenderers, name, &EventRendererRow::name);
  return row == std::end(kEventRenderers) ? nullptr : row->make(options);
}

}  // namespace tlsprobe
