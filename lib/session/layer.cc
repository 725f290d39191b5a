#include "tlsprobe/session/layer.h"

namespace tlsprobe {
namespace {

Phase Of(const EngineLayer& layer) { return layer.open ? Phase::kOpen : Phase::kHandshake; }
std::string_view Kind(const EngineLayer&) { return "tls"; }
void Feed(EngineLayer& layer, BytesView bytes) { layer.engine->Feed(bytes); }
void FeedEof(EngineLayer& layer) { layer.engine->FeedEof(); }
BytesView Output(const EngineLayer& layer) { return layer.engine->output(); }
void Consume(EngineLayer& layer, size_t size) { layer.engine->ConsumeOutput(size); }

}  // namespace

Phase PhaseOf(const Layer& layer) {
  return std::visit([](const auto& kind) { return Of(kind); }, layer);
}
std::string_view KindOf(const Layer& layer) {
  return std::visit([](const auto& kind) { return Kind(kind); }, layer);
}
void FeedLayer(Layer& layer, BytesView bytes) {
  std::visit([bytes](auto& kind) { Feed(kind, bytes); }, layer);
}
void FeedLayerEof(Layer& layer) {
  std::visit([](auto& kind) { FeedEof(kind); }, layer);
}
BytesView LayerOutput(const Layer& layer) {
  return std::visit([](const auto& kind) { return Output(kind); }, layer);
}
void ConsumeLayerOutput(Layer& layer, size_t size) {
  std::visit([size](auto& kind) { Consume(kind, size); }, layer);
}

}  // namespace tlsprobe
