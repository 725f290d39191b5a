// A real TLS server on loopback with a CA of its own, made up at start: for the demo, the
// examples, and tests that need a socket. Without one: demo_endpoint.h.
#ifndef TLSPROBE_DRIVER_DEMO_SERVER_H_
#define TLSPROBE_DRIVER_DEMO_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/demo_endpoint.h"

namespace tlsprobe {

// Serves a DemoEndpoint on a free port of 127.0.0.1 from a thread of its own until it is
// destroyed; open connections are then cut.
class DemoServer {
 public:
  using Options = DemoOptions;
  // Errors: no port could be opened; those of DemoEndpoint::Create.
  static absl::StatusOr<std::unique_ptr<DemoServer>> Start(const Options& options);
  virtual ~DemoServer() = default;

  virtual uint16_t port() const = 0;
  // The root certificate, PEM.
  virtual const std::string& root_pem() const = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_DEMO_SERVER_H_
