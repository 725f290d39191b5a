// One layer of a session: what stands between the transport's bytes and those of the layer above.
// A new kind of layer is one more alternative here and one overload of each function below.
#ifndef TLSPROBE_SESSION_LAYER_H_
#define TLSPROBE_SESSION_LAYER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/dialogue/dialogue.h"
#include "tlsprobe/dialogue/tds_framer.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/session/clear_text_gate.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe {

// Words of another protocol; gone from the stack once they gave the go-ahead.
struct DialogueLayer {
  Dialogue dialogue;
  bool to_proxy = false;
  std::string protocol = {};  // "http", "smtp"
};

// Bytes to bytes, while the layer above shakes hands.
struct FramerLayer {
  TdsFramer framer = {};
  bool ended = false;  // the end of the layer below is to be handed up
};

// A TLS handshake, then data both ways.
struct EngineLayer {
  std::unique_ptr<Engine> engine;
  bool to_proxy = false;
  bool open = false;  // HandshakeDoneEvent was taken
  // Where a dialogue came before.
  std::optional<ClearTextGate> gate = {};
  // Of a layer that is no longer the top one: how it ended, if badly.
  std::optional<Outcome> failure = {};
};

using Layer = std::variant<DialogueLayer, FramerLayer, EngineLayer>;

// What a session says it is doing while this layer is on top.
Phase PhaseOf(const Layer& layer);
// Hop::kind in the report.
std::string KindOf(const Layer& layer);

// Begins to speak.
void StartLayer(Layer& layer);
// The side of the transport, or of the layer below.
void FeedLayer(Layer& layer, BytesView bytes);
void FeedLayerEof(Layer& layer);
BytesView LayerOutput(const Layer& layer);
void ConsumeLayerOutput(Layer& layer, size_t size);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_LAYER_H_
