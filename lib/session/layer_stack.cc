#include "tlsprobe/session/layer_stack.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace tlsprobe {
namespace {

// How much of an upper layer's output waits encrypted in the one below.
constexpr size_t kPassingBytes = 64 * 1024;

// A layer below the top hands up data and its end; its tickets and alerts concern nobody above.
void PassUp(EngineLayer& lower, Layer& upper) {
  while (std::optional<EngineEvent> event = lower.engine->TakeEvent()) {
    if (const auto* data = std::get_if<DataEvent>(&*event)) FeedLayer(upper, data->bytes);
    if (std::holds_alternative<EngineEnded>(*event)) FeedLayerEof(upper);
  }
}

size_t PassDown(EngineLayer& lower, BytesView bytes) {
  return lower.engine->Write(bytes, kPassingBytes);
}

}  // namespace

void LayerStack::Feed(BytesView bytes) {
  FeedLayer(layers_.front(), bytes);
  Rise();
  Sink();
}

void LayerStack::FeedEof() {
  FeedLayerEof(layers_.front());
  Rise();
  Sink();
}

void LayerStack::ConsumeOutput(size_t size) {
  ConsumeLayerOutput(layers_.front(), std::min(size, output().size()));
  Sink();
}

void LayerStack::Rise() {
  for (size_t i = 1; i < layers_.size(); ++i) {
    std::visit([&](auto& lower) { PassUp(lower, layers_[i]); }, layers_[i - 1]);
  }
}

void LayerStack::Sink() {
  for (size_t i = layers_.size(); i-- > 1;) {
    const BytesView bytes = LayerOutput(layers_[i]);
    if (bytes.empty()) continue;
    const size_t taken =
        std::visit([&](auto& lower) { return PassDown(lower, bytes); }, layers_[i - 1]);
    ConsumeLayerOutput(layers_[i], taken);
  }
}

}  // namespace tlsprobe
