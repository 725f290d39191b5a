// Fetches what a certificate names by URL. Nobody has vouched for the certificate yet, so that
// there are rules: http alone, no user or password, at most so many redirects, each under the same
// rules; a cap of time for all of it and one of size; and no connection to an address that is not
// of a host on the Internet (address_rules.h). Addresses are judged after the look-up, and exactly
// those are connected to: a name cannot be judged by one address and reached by another. No proxy.
#ifndef TLSPROBE_DRIVER_FETCHER_H_
#define TLSPROBE_DRIVER_FETCHER_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/base/url.h"
#include "tlsprobe/driver/address_rules.h"
#include "tlsprobe/driver/connector.h"
#include "tlsprobe/driver/http_get.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/socket.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

struct FetchLimits {
  std::chrono::nanoseconds timeout = std::chrono::seconds(5);  // zero: none
  size_t max_bytes = 16 * 1024 * 1024;
  size_t max_issuer_bytes = 1024 * 1024;
  // What all fetches that share it may still read, headers and all; null: as much as they like.
  std::shared_ptr<size_t> budget = {};
  int max_redirects = 3;
  AddressFamily family = AddressFamily::kAny;
  bool allow_private = false;  // RefusalBesidePrivate instead of `refusal`
  // What an address is that must not be connected to; empty: it may be.
  std::string (*refusal)(BytesView address) = &AddressRefusal;
};
FetchLimits FetchLimitsOf(const ProbeConfig& config);

struct FetchResult {
  // One sentence about what was expected, and got, and one of advice. By our rules:
  // kInvalidArgument: a URL that is not fetched; kPermissionDenied: an address that is not
  // connected to; kOutOfRange: too large; kResourceExhausted: FetchLimits::budget is used up,
  // whatever the URL. By what the server does: kNotFound: 404 or 410; kDeadlineExceeded;
  // kUnavailable: everything else.
  absl::StatusOr<Bytes> body;
  std::chrono::nanoseconds took = {};
};

class Fetcher {
 public:
  using Done = absl::AnyInvocable<void(FetchResult)>;

  // Both must outlive it. Destroying it gives up.
  Fetcher(Loop& loop, Resolver& resolver, FetchLimits limits);
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  // Once. `done` is called once, on the loop, never from within Start, and may destroy the
  // Fetcher.
  void Start(FetchRequest request, Done done);

 private:
  void Visit(const std::string& url);
  void OnFound(const LookUp& found);
  struct Refused {
    std::string what = {};    // the address, and what it is
    bool as_private = false;  // FetchLimits::allow_private would let it pass
  };
  std::vector<SocketAddress> Allowed(const std::vector<SocketAddress>& addresses,
                                     Refused& refused) const;
  void Connect(std::vector<SocketAddress> addresses);
  void OnConnected(Connector::Result result);
  void Move();
  void Send();
  void OnBroken(int error);
  void OnAnswer();
  void Redirect(std::string_view location);
  void OnDeadline();
  void Fail(absl::StatusCode code, std::string_view what, std::string_view advice);
  void Finish(absl::StatusOr<Bytes> body);

  Loop& loop_;
  Resolver& resolver_;
  const FetchLimits limits_;
  FetchRequest request_;
  Done done_;
  Instant began_;
  HttpUrl url_;           // where it is now
  std::string url_text_;  // the same, as far as it can be read
  int redirects_ = 0;
  std::string waiting_for_;
  Timer begin_;
  Timer deadline_;
  Resolver::Handle look_up_;
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<Watched> socket_;
  std::string unsent_;
  std::optional<HttpReader> reader_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FETCHER_H_
