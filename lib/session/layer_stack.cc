#include "tlsprobe/session/layer_stack.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace tlsprobe {
namespace {

// How much of an upper layer's output waits encrypted in the one below.
constexpr size_t kPassingBytes = 64 * 1024;

// A layer below the top hands up data and its end; its tickets and alerts concern nobody above.
void PassUp(EngineLayer& lower, Layer& upper) {
  while (std::optional<EngineEvent> event = lower.engine->TakeEvent()) {
    if (const auto* data = std::get_if<DataEvent>(&*event)) FeedLayer(upper, data->bytes);
    if (auto* end = std::get_if<EngineEnded>(&*event)) {
      const bool well = end->outcome.how == How::kCloseNotify || end->outcome.how == How::kEof;
      if (!well) lower.failure = std::move(end->outcome);
      FeedLayerEof(upper);
    }
  }
}

void PassUp(FramerLayer& lower, Layer& upper) {
  if (!lower.framer.unwrapped().empty()) FeedLayer(upper, lower.framer.unwrapped());
  lower.framer.ClearUnwrapped();
  if (std::exchange(lower.ended, false)) FeedLayerEof(upper);
}

// Nothing stands above a dialogue.
void PassUp(DialogueLayer&, Layer&) {}
size_t PassDown(DialogueLayer&, BytesView) { return 0; }

size_t PassDown(FramerLayer& lower, BytesView bytes) {
  lower.framer.Write(bytes);
  return bytes.size();
}

size_t PassDown(EngineLayer& lower, BytesView bytes) {
  return lower.engine->Write(bytes, kPassingBytes);
}

}  // namespace

void LayerStack::FeedFrom(size_t level, BytesView bytes) {
  if (!bytes.empty()) FeedLayer(layers_[level], bytes);
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

const Outcome* LayerStack::failure_below() const {
  for (size_t i = 0; i + 1 < layers_.size(); ++i) {
    const auto* engine = std::get_if<EngineLayer>(&layers_[i]);
    if (engine != nullptr && engine->failure) return &*engine->failure;
  }
  return nullptr;
}

void LayerStack::StopFraming() {
  Sink();  // what is still of the handshake
  for (Layer& layer : layers_) {
    if (auto* framing = std::get_if<FramerLayer>(&layer)) framing->framer.Stop();
  }
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
