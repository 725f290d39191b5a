// One layer of a session: what stands between the transport's bytes and those of the layer above.
// A new kind of layer is one more alternative here and one overload of each function below.
#ifndef TLSPROBE_SESSION_LAYER_H_
#define TLSPROBE_SESSION_LAYER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <variant>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe {

// A TLS handshake, then data both ways.
struct EngineLayer {
  std::unique_ptr<Engine> engine;
  bool open = false;  // HandshakeDoneEvent was taken
};

using Layer = std::variant<EngineLayer>;

// What a session says it is doing while this layer is on top.
Phase PhaseOf(const Layer& layer);
// Hop::kind in the report.
std::string_view KindOf(const Layer& layer);

// The side of the transport, or of the layer below.
void FeedLayer(Layer& layer, BytesView bytes);
void FeedLayerEof(Layer& layer);
BytesView LayerOutput(const Layer& layer);
void ConsumeLayerOutput(Layer& layer, size_t size);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_LAYER_H_
