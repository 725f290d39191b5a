// Carries the handshake of SQL Server: until it is done each flight travels in PRELOGIN packets
// ([MS-TDS] section 3.2.5.3), afterwards TLS runs bare. A framer is bytes to bytes, both ways.
#ifndef TLSPROBE_DIALOGUE_TDS_FRAMER_H_
#define TLSPROBE_DIALOGUE_TDS_FRAMER_H_

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Not thread-safe.
class TdsFramer {
 public:
  // Bytes from the peer; what is in its packets is in `unwrapped`. From the first byte on that
  // begins no packet, all is passed as it is: a TLS record came bare.
  void Feed(BytesView bytes);
  BytesView unwrapped() const { return unwrapped_; }
  void ClearUnwrapped() { unwrapped_.clear(); }

  // Bytes for the peer: packed while the handshake lasts.
  void Write(BytesView bytes);
  BytesView output() const { return BytesView(output_).subspan(consumed_); }
  void ConsumeOutput(size_t size);

  // The handshake is done: what is written from now on goes out bare.
  void Stop() { packing_ = false; }

 private:
  bool TakePacket();

  Bytes received_ = {};  // not yet unwrapped
  Bytes unwrapped_ = {};
  Bytes output_ = {};
  size_t consumed_ = 0;
  size_t left_ = 0;    // of the packet whose content is being passed
  bool bare_ = false;  // so comes what the peer says
  bool packing_ = true;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_TDS_FRAMER_H_
