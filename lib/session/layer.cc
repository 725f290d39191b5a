#include "tlsprobe/session/layer.h"

#include <fmt/format.h>

namespace tlsprobe {
namespace {

Phase Of(const DialogueLayer& layer) { return layer.to_proxy ? Phase::kProxy : Phase::kStartTls; }
Phase Of(const FramerLayer&) { return Phase::kHandshake; }
Phase Of(const EngineLayer& layer) {
  if (layer.to_proxy) return Phase::kProxy;
  return layer.open ? Phase::kOpen : Phase::kHandshake;
}

std::string Kind(const DialogueLayer& layer) {
  return fmt::format("{}-{}", layer.to_proxy ? "proxy" : "starttls", layer.protocol);
}
std::string Kind(const FramerLayer&) { return "tds"; }
std::string Kind(const EngineLayer& layer) { return layer.to_proxy ? "proxy-tls" : "tls"; }

void Begin(DialogueLayer&) {}
void Begin(FramerLayer&) {}
void Begin(EngineLayer& layer) { layer.engine->Start(); }

void Feed(DialogueLayer& layer, BytesView bytes) { layer.dialogue.Feed(bytes); }
void Feed(FramerLayer& layer, BytesView bytes) { layer.framer.Feed(bytes); }
void Feed(EngineLayer& layer, BytesView bytes) {
  if (!layer.gate || layer.gate->open()) return layer.engine->Feed(bytes);
  const Bytes passed = layer.gate->Pass(bytes);
  if (!passed.empty()) layer.engine->Feed(passed);
}

void FeedEof(DialogueLayer& layer) { layer.dialogue.FeedEof(); }
void FeedEof(FramerLayer& layer) { layer.ended = true; }
void FeedEof(EngineLayer& layer) {
  const Bytes held = layer.gate ? layer.gate->GiveUp() : Bytes();
  if (!held.empty()) layer.engine->Feed(held);
  layer.engine->FeedEof();
}

BytesView Output(const DialogueLayer& layer) { return layer.dialogue.output(); }
BytesView Output(const FramerLayer& layer) { return layer.framer.output(); }
BytesView Output(const EngineLayer& layer) { return layer.engine->output(); }
void Consume(DialogueLayer& layer, size_t size) { layer.dialogue.ConsumeOutput(size); }
void Consume(FramerLayer& layer, size_t size) { layer.framer.ConsumeOutput(size); }
void Consume(EngineLayer& layer, size_t size) { layer.engine->ConsumeOutput(size); }

}  // namespace

Phase PhaseOf(const Layer& layer) {
  return std::visit([](const auto& kind) { return Of(kind); }, layer);
}
std::string KindOf(const Layer& layer) {
  return std::visit([](const auto& kind) { return Kind(kind); }, layer);
}
void StartLayer(Layer& layer) {
  std::visit([](auto& kind) { Begin(kind); }, layer);
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
