// A peer that leads a dialogue in clear before it speaks TLS.
#ifndef TLSPROBE_TESTS_SUPPORT_DIALOGUE_PEER_H_
#define TLSPROBE_TESTS_SUPPORT_DIALOGUE_PEER_H_

#include <deque>
#include <string>
#include <utility>

#include "tests/support/pair.h"

namespace tlsprobe::testing {

// What is said when enough of ours has come: a whole text that ends in `awaited`.
struct Exchange {
  std::string awaited = {};  // empty: said at once
  std::string said = {};
};

// Plays the exchanges in order, then hands over to `inner`, which may be null: silence.
class DialoguePeer : public PairPeer {
 public:
  DialoguePeer(std::deque<Exchange> exchanges, PairPeer* inner)
      : exchanges_(std::move(exchanges)), inner_(inner) {
    Play();
  }

  void Feed(BytesView bytes) override {
    if (exchanges_.empty() && inner_ != nullptr) return inner_->Feed(bytes);
    heard_ += AsText(bytes);
    Play();
  }

  Bytes TakeOutput() override {
    Bytes out = std::exchange(output_, {});
    if (!exchanges_.empty() || inner_ == nullptr) return out;
    const Bytes more = inner_->TakeOutput();
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }

  const std::string& heard() const { return heard_; }

 private:
  void Play() {
    while (!exchanges_.empty() && heard_.ends_with(exchanges_.front().awaited)) {
      const Bytes said = ToBytes(exchanges_.front().said);
      output_.insert(output_.end(), said.begin(), said.end());
      exchanges_.pop_front();
    }
  }

  std::deque<Exchange> exchanges_;
  PairPeer* const inner_;
  std::string heard_ = {};
  Bytes output_ = {};
};

// What runs inside of a TLS connection that `outer` ends: an https proxy, and what is behind it.
class TunnelPeer : public PairPeer {
 public:
  TunnelPeer(const TlsServerOptions& options, PairPeer& inner) : outer(options), inner_(inner) {}

  void Feed(BytesView bytes) override {
    outer.Feed(bytes);
    inner_.Feed(AsBytes(std::string_view(outer.received()).substr(passed_)));
    passed_ = outer.received().size();
  }

  Bytes TakeOutput() override {
    const Bytes said = outer.handshake_done() ? inner_.TakeOutput() : Bytes();
    if (!said.empty()) outer.Write(AsText(said));
    return outer.TakeOutput();
  }

  TlsServer outer;

 private:
  PairPeer& inner_;
  size_t passed_ = 0;
};

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_SUPPORT_DIALOGUE_PEER_H_
