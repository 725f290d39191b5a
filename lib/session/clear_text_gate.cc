#include "tlsprobe/session/clear_text_gate.h"

#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kAlert = 21, kHandshake = 22, kServerHello = 2;
constexpr size_t kTellingBytes = 6;  // a record's header, and the type of a handshake message

// Whether `bytes` begin as a server's first record does (RFC 8446 section 5.1): an alert, or a
// handshake record with a ServerHello. Where there are fewer bytes, whether they may.
bool MayBeginTls(BytesView bytes) {
  const auto may_be = [bytes](size_t at, auto fits) {
    return bytes.size() <= at || fits(bytes[at]);
  };
  const bool alert = !bytes.empty() && bytes[0] == kAlert;
  return may_be(0, [](uint8_t type) { return type == kAlert || type == kHandshake; }) &&
         may_be(1, [](uint8_t major) { return major == 3; }) &&
         may_be(2, [](uint8_t minor) { return minor <= 4; }) &&
         may_be(5, [alert](uint8_t type) { return alert || type == kServerHello; });
}

}  // namespace

Bytes ClearTextGate::Pass(BytesView bytes) {
  if (open_) return Bytes(bytes.begin(), bytes.end());
  clear_text_.insert(clear_text_.end(), bytes.begin(), bytes.end());
  // With nothing before it, whatever seems to be TLS is for the engine to judge.
  if (clear_text_.size() >= 2 && LooksLikeTls(clear_text_)) return PassFrom(0);
  for (; ruled_out_ < clear_text_.size(); ++ruled_out_) {
    const BytesView rest = BytesView(clear_text_).subspan(ruled_out_);
    if (!MayBeginTls(rest)) continue;
    if (rest.size() < kTellingBytes) return {};  // the next bytes tell
    return PassFrom(ruled_out_);
  }
  if (clear_text_.size() > kMostHeld) return GiveUp();
  return {};
}

Bytes ClearTextGate::PassFrom(size_t at) {
  Bytes passed(clear_text_.begin() + static_cast<ptrdiff_t>(at), clear_text_.end());
  clear_text_.resize(at);
  open_ = passed_tls_ = true;
  return passed;
}

Bytes ClearTextGate::GiveUp() {
  if (open_) return {};
  open_ = true;
  return clear_text_;
}

}  // namespace tlsprobe
