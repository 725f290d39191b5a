// Opens a stream to the first of several addresses that answers (RFC 8305, "happy eyeballs").
#ifndef TLSPROBE_DRIVER_CONNECTOR_H_
#define TLSPROBE_DRIVER_CONNECTOR_H_

#include <chrono>
#include <optional>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/socket.h"
#include "tlsprobe/model/facts.h"

namespace tlsprobe {

struct ConnectPlan {
  std::vector<SocketAddress> addresses = {};  // with ports, best first
  // Local addresses to connect from; the first of the same family is used. Empty: any.
  std::vector<SocketAddress> bind = {};
  // How long one address may take, and when all must be over; nullopt: no limit.
  std::optional<std::chrono::nanoseconds> each = {};
  std::optional<Instant> deadline = {};
};

// Orders addresses so that families alternate, beginning with the first one's (RFC 8305 section
// 4).
std::vector<SocketAddress> Interleave(std::vector<SocketAddress> addresses);

// ResultName is the word of AddressAttempt::result for an errno: "refused", "timed out" …
std::string ResultName(int system_error);

class Connector {
 public:
  struct Result {
    OwnedFd fd = {};                            // closed: nobody answered
    size_t winner = 0;                          // index into `attempts`
    std::vector<AddressAttempt> attempts = {};  // one for each address, in the order tried
  };
  using Done = absl::AnyInvocable<void(Result)>;

  // `done` is called once, on the loop, never from within the constructor, and may destroy the
  // Connector; destroying it earlier gives up.
  Connector(Loop& loop, ConnectPlan plan, Done done);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

 private:
  struct Running;

  void StartNext();
  int Open(size_t index, OwnedFd& fd);
  void Failed(size_t index, int error);
  void OnWritable(size_t index);
  void RetryLater(size_t index);
  void Deliver(size_t winner, OwnedFd fd);
  void OnDeadline();
  void SetStagger();

  Loop& loop_;
  ConnectPlan plan_;
  Done done_;
  std::vector<AddressAttempt> attempts_;
  std::vector<std::unique_ptr<Running>> running_;  // by index; null: not started, or over
  size_t next_ = 0;
  size_t open_ = 0;  // how many run
  Timer stagger_;
  Timer deadline_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CONNECTOR_H_
