// The demo server without its socket: TLS over memory, with a CA of its own made up when it is
// created. For unit tests of programs that embed tlsprobe, and behind DemoServer.
#ifndef TLSPROBE_DRIVER_DEMO_ENDPOINT_H_
#define TLSPROBE_DRIVER_DEMO_ENDPOINT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

struct DemoOptions {
  bool send_intermediate = true;
  bool request_client_certificate = false;  // any certificate, or none, is accepted
  int leaf_days = 30;                       // validity from now; negative: expired that long ago
};

// One connection's server side, echoing what it reads. Not thread-safe.
class DemoConnection {
 public:
  virtual ~DemoConnection() = default;
  // Takes bytes from the client, all of them.
  virtual void Feed(BytesView bytes) = 0;
  // The bytes for the client since the last call.
  virtual Bytes Take() = 0;
  // The TLS connection has ended: nothing but what Take still has will come.
  virtual bool ended() const = 0;
};

// Immutable and thread-safe. Its chain is leaf (localhost, 127.0.0.1, ::1), intermediate, root; the
// root is not sent. TLS 1.2 and 1.3, ALPN "h2" and "http/1.1".
class DemoEndpoint {
 public:
  // Errors: kInvalidArgument for a leaf that would end outside of the years 1970 to 9999.
  static absl::StatusOr<std::shared_ptr<const DemoEndpoint>> Create(const DemoOptions& options);
  virtual ~DemoEndpoint() = default;

  virtual std::unique_ptr<DemoConnection> Accept() const = 0;
  // The root certificate.
  virtual const Bytes& root_der() const = 0;
  virtual const std::string& root_pem() const = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_DEMO_ENDPOINT_H_
