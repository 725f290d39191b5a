// Looks names up with the system's resolver, on threads that can be left behind: getaddrinfo
// cannot be stopped.
#ifndef TLSPROBE_DRIVER_RESOLVER_H_
#define TLSPROBE_DRIVER_RESOLVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/socket.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

struct LookUp {
  std::vector<SocketAddress> addresses = {};  // as the system sorts them (RFC 6724), port 0
  int error = 0;                              // EAI_…, 0 for none
  int system_error = 0;                       // errno, with EAI_SYSTEM
};

// LookUpLiteral reads an address literal (IPv6 with its zone too) and never waits: empty and an
// error for a name.
LookUp LookUpLiteral(const std::string& text, AddressFamily family);

// LookUpErrorText is the system's words: "Name or service not known".
std::string LookUpErrorText(const LookUp& result);

class Resolver {
 public:
  explicit Resolver(Loop& loop);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // `done` is called on the loop, once, unless the Resolver or `handle` is gone by then: dropping
  // the handle abandons the look-up.
  using Done = absl::AnyInvocable<void(LookUp)>;
  using Handle = std::shared_ptr<void>;
  [[nodiscard]] Handle Start(std::string host, AddressFamily family, Done done);

 private:
  class Workers;
  std::shared_ptr<Workers> workers_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_RESOLVER_H_
