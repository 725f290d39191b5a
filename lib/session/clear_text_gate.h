// Stands before a TLS engine that a dialogue gave the word to, and keeps clear text from it: what
// anybody between may have slipped in behind the go-ahead (CVE-2011-0411, CVE-2021-22947).
#ifndef TLSPROBE_SESSION_CLEAR_TEXT_GATE_H_
#define TLSPROBE_SESSION_CLEAR_TEXT_GATE_H_

#include <cstddef>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Not thread-safe.
class ClearTextGate {
 public:
  // What is held back at most: more is no slip, and the engine says what it makes of it.
  static constexpr size_t kMostHeld = 16 * 1024;

  // Takes what the peer sent; the part of it that is for the engine. Clear text is held back until
  // a TLS record begins, which is the first thing that passes; from there on all does.
  Bytes Pass(BytesView bytes);
  // Nothing more comes: what was held back without a TLS record behind it.
  Bytes GiveUp();

  // What was held back: of no use to TLS.
  BytesView clear_text() const { return clear_text_; }
  bool open() const { return open_; }
  // A TLS record came.
  bool passed_tls() const { return passed_tls_; }

 private:
  Bytes PassFrom(size_t at);

  bool open_ = false;
  bool passed_tls_ = false;
  Bytes clear_text_ = {};
  size_t ruled_out_ = 0;  // of `clear_text_`: no record begins before it
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_CLEAR_TEXT_GATE_H_
