// From a target to an open stream, to it or to the proxy before it: looks names up, connects, and
// says what it saw on the way.
#ifndef TLSPROBE_DRIVER_OPENER_H_
#define TLSPROBE_DRIVER_OPENER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "tlsprobe/driver/connector.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/socket.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

struct ProbeWatch;

// Where `target` is, as it was typed: "example.org:443", or the path of a Unix socket.
std::string PlaceOf(const Target& target);

struct Opened {
  OwnedFd fd = {};  // closed: `outcome` says why
  ConnectionFacts connection = {};
  std::string target_address = {};  // Start::target_address
  Outcome outcome = {};
  Instant at = {};  // when it opened or failed
};

class Opener {
 public:
  using Done = absl::AnyInvocable<void(Opened)>;

  // `config` and `target` must outlive it, and `target` be valid. The total limit counts from
  // `began`. `done` is called once, on the loop, and may destroy the Opener; destroying it earlier
  // gives up. `watch` may be null, and must outlive it.
  Opener(Loop& loop, Resolver& resolver, const ProbeConfig& config, const Target& target,
         Instant began, Done done, ProbeWatch* watch = nullptr);

  // Begins; `done` may be called from within.
  void Start();

 private:
  std::optional<Instant> DeadlineOf(std::chrono::milliseconds limit) const;
  void ResolveBind();
  void ResolveBehindProxy();
  void ResolveTarget();
  void LookUpName(const std::string& host, AddressFamily family,
                  void (Opener::*next)(const LookUp&));
  void OnBehindProxy(const LookUp& found);
  void OnBind(const LookUp& found);
  void OnTarget(const LookUp& found);
  void OnNoAddress(Outcome failure);
  void OnAnyFamily(const LookUp& found);
  void Connect(std::vector<SocketAddress> addresses);
  void OnConnected(Connector::Result result);
  void Fail(Outcome outcome);
  void SayWait(const std::string& words);

  Loop& loop_;
  Resolver& resolver_;
  const ProbeConfig& config_;
  const Target& target_;
  const Target peer_;  // whom to connect to: the target, or the proxy
  const Instant began_;
  Done done_;
  ProbeWatch* const watch_;
  Opened opened_;
  Instant connect_began_;
  bool at_proxy_ = false;  // what fails from now on fails on the way to the proxy
  Outcome no_address_;     // of a look-up for one family, while the other is looked up
  std::vector<SocketAddress> bind_;
  Resolver::Handle look_up_;
  Timer look_up_limit_;
  std::unique_ptr<Connector> connector_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_OPENER_H_
