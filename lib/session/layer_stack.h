// The layers of a session, the transport's neighbour at the bottom. Only the top one is talked
// to; bytes pass through those below, which have all said what they had to say.
#ifndef TLSPROBE_SESSION_LAYER_STACK_H_
#define TLSPROBE_SESSION_LAYER_STACK_H_

#include <cstddef>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/session/layer.h"

namespace tlsprobe {

// Nothing but Push may be called while it holds no layer.
class LayerStack {
 public:
  void Push(Layer layer) { layers_.push_back(std::move(layer)); }
  // Takes the top layer off, all of whose output must have gone.
  void Pop() { layers_.pop_back(); }
  Layer& top() { return layers_.back(); }
  const Layer& top() const { return layers_.back(); }

  size_t size() const { return layers_.size(); }

  void Feed(BytesView bytes) { FeedFrom(0, bytes); }
  // The same where the layers below `level` have had their part of it; without bytes it only moves
  // up what they have ready.
  void FeedFrom(size_t level, BytesView bytes);
  void FeedEof();
  // For the transport; valid until the next non-const call.
  BytesView output() const { return LayerOutput(layers_.front()); }
  void ConsumeOutput(size_t size);

  // How a layer below the top one ended, if badly; null: none did.
  const Outcome* failure_below() const;
  // The handshake of the top layer is done: framers pack no more.
  void StopFraming();

  // Moves what the upper layers wrote down towards the transport, as far as those below have
  // room. Call it after anything that may have made output.
  void Sink();

 private:
  // Moves what the lower layers read up to the top.
  void Rise();

  std::vector<Layer> layers_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_LAYER_STACK_H_
