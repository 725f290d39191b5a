// A real TLS server on loopback with a CA of its own, made up at start: for the demo, the
// examples, and tests that need a socket.
#ifndef TLSPROBE_DRIVER_DEMO_SERVER_H_
#define TLSPROBE_DRIVER_DEMO_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Serves on a free port of 127.0.0.1 from a thread of its own until it is destroyed. Its chain is
// leaf (localhost, 127.0.0.1, ::1), intermediate, root; the root is not sent. TLS 1.2 and 1.3, ALPN
// "h2" and "http/1.1"; answers each line it reads with the same line.
class DemoServer {
 public:
  struct Options {
    bool send_intermediate = true;
    bool request_client_certificate = false;
    int leaf_days = 30;  // negative: expired
  };
  // Errors: no port could be opened.
  static absl::StatusOr<std::unique_ptr<DemoServer>> Start(const Options& options);
  virtual ~DemoServer() = default;

  virtual uint16_t port() const = 0;
  // The root certificate, PEM.
  virtual const std::string& root_pem() const = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_DEMO_SERVER_H_
