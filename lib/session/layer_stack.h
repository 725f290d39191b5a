// The layers of a session, the transport's neighbour at the bottom. Only the top one is talked
// to; bytes pass through those below, which have all said what they had to say.
#ifndef TLSPROBE_SESSION_LAYER_STACK_H_
#define TLSPROBE_SESSION_LAYER_STACK_H_

#include <cstddef>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/session/layer.h"

namespace tlsprobe {

// Holds at least one layer from the first Push on; nothing else may be called before.
class LayerStack {
 public:
  void Push(Layer layer) { layers_.push_back(std::move(layer)); }
  Layer& top() { return layers_.back(); }
  const Layer& top() const { return layers_.back(); }

  void Feed(BytesView bytes);
  void FeedEof();
  // For the transport; valid until the next non-const call.
  BytesView output() const { return LayerOutput(layers_.front()); }
  void ConsumeOutput(size_t size);

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
