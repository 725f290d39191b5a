#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "tlsprobe/driver/connection.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/session/validate.h"

namespace tlsprobe {

class Prober::Impl {
 public:
  Impl() : status_(loop_.status()) {
    if (!status_.ok()) return;
    resolver_.emplace(loop_);
    try {
      thread_ = std::thread([this] { loop_.Run(); });
    } catch (const std::system_error& error) {
      status_ = absl::ResourceExhaustedError("no thread for the prober");
    }
  }

  ~Impl() {
    if (!thread_.joinable()) return;
    loop_.mailbox().Post([this] { CancelAll(); });
    thread_.join();
  }

  void Start(std::shared_ptr<const ProbeContext> context, Target target, Connection::Done done) {
    if (!status_.ok()) return done(status_);
    loop_.mailbox().Post([this, context = std::move(context), target = std::move(target),
                          done = std::move(done)]() mutable {
      Begin(std::move(context), std::move(target), std::move(done));
    });
  }

 private:
  void Begin(std::shared_ptr<const ProbeContext> context, Target target, Connection::Done done) {
    if (absl::Status status = ValidateTarget(context->config(), target); !status.ok())
      return done(status);
    const uint64_t id = next_id_++;
    auto connection = std::make_unique<Connection>(
        loop_, *resolver_, std::move(context), std::move(target),
        [this, id, done = std::move(done)](absl::StatusOr<ProbeReport> report) mutable {
          // Out of the map before `done` runs, which may take its time or start another; gone
          // after it, as this is a call from inside of it.
          const auto node = running_.extract(id);
          done(std::move(report));
        });
    Connection& started = *connection;
    running_.emplace(id, std::move(connection));
    started.Begin();
    if (cancelled_) CancelRunning();
  }

  void CancelAll() {
    cancelled_ = true;
    CancelRunning();
    // Behind what those `done` started just now, which is cancelled as soon as it begins.
    loop_.mailbox().Post([this] { loop_.Stop(); });
  }

  void CancelRunning() {
    while (!running_.empty()) running_.begin()->second->Cancel();
  }

  Loop loop_;
  absl::Status status_;
  std::optional<Resolver> resolver_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<Connection>> running_;
  uint64_t next_id_ = 0;
  bool cancelled_ = false;
  std::thread thread_;  // last: it uses all of the above
};

Prober::Prober() : impl_(std::make_unique<Impl>()) {}
Prober::~Prober() = default;

void Prober::Start(std::shared_ptr<const ProbeContext> context, Target target,
                   absl::AnyInvocable<void(absl::StatusOr<ProbeReport>)> done) {
  impl_->Start(std::move(context), std::move(target), std::move(done));
}

}  // namespace tlsprobe
