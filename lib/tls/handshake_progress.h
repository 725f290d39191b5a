// How far a handshake has come, by the messages seen: for "after ClientHello, waiting for
// ServerHello".
#ifndef TLSPROBE_TLS_HANDSHAKE_PROGRESS_H_
#define TLSPROBE_TLS_HANDSHAKE_PROGRESS_H_

#include <cstdint>
#include <string>

namespace tlsprobe {

class HandshakeProgress {
 public:
  // A whole handshake message went by. `tls13` as far as it is known by then.
  void OnMessage(bool sent, uint8_t type, bool tls13);
  // The handshake is complete.
  void OnDone();

  // The name of the last message in either direction, and of the last one from the peer; empty
  // before the first.
  const std::string& last() const { return last_; }
  const std::string& last_received() const { return last_received_; }
  // What the peer has to send next ("ServerHello"); empty where nothing is waited for.
  const std::string& awaited() const { return awaited_; }
  // `awaited`, else `last`.
  const std::string& at_message() const { return awaited_.empty() ? last_ : awaited_; }

 private:
  std::string last_ = {};
  std::string last_received_ = {};
  std::string awaited_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_HANDSHAKE_PROGRESS_H_
