#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/demo_server.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe {
namespace {

// Counts what comes back, from the Prober's thread.
class Results {
 public:
  void Add(absl::StatusOr<ProbeReport> result) {
    const std::lock_guard lock(mutex_);
    results_.push_back(std::move(result));
    changed_.notify_all();
  }
  std::vector<absl::StatusOr<ProbeReport>> WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return results_.size() >= count; });
    return results_;
  }
  std::vector<absl::StatusOr<ProbeReport>> Now() { return WaitFor(0); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<absl::StatusOr<ProbeReport>> results_;
};

std::unique_ptr<DemoServer> Demo() {
  auto server = DemoServer::Start({});
  REQUIRE(server.ok());
  return *std::move(server);
}

std::shared_ptr<const ProbeContext> Context(const std::string& root_pem) {
  ProbeConfig config;
  // Nothing here is to depend on the machine's speed.
  config.limits.handshake = config.limits.total = std::chrono::minutes(5);
  auto context = ProbeContext::Create(config, {.anchors = *NewBundle(root_pem, "root")});
  REQUIRE(context.ok());
  return *std::move(context);
}

TEST_CASE("two hundred probes run at once") {
  constexpr size_t kMany = 200;
  const auto server = Demo();
  const auto context = Context(server->root_pem());
  Results results;
  Prober prober;
  for (size_t i = 0; i < kMany; ++i) {
    prober.Start(context, {.host = "localhost", .port = server->port()},
                 [&](absl::StatusOr<ProbeReport> result) { results.Add(std::move(result)); });
  }
  for (const auto& result : results.WaitFor(kMany)) {
    REQUIRE(result.ok());
    CHECK(result->outcome.handshake_complete);
    CHECK(result->verification.chain.verdict == Verdict::kOk);
  }
}

TEST_CASE("many threads may start probes, and each is answered") {
  const auto server = Demo();
  const auto context = Context(server->root_pem());
  Results results;
  Prober prober;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int each = 0; each < 10; ++each) {
        prober.Start(context, {.host = "localhost", .port = server->port()},
                     [&](absl::StatusOr<ProbeReport> result) { results.Add(std::move(result)); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results.WaitFor(40)) CHECK(result.ok());
}

TEST_CASE("a result may start the next probe") {
  const auto server = Demo();
  const auto context = Context(server->root_pem());
  const Target target = {.host = "localhost", .port = server->port()};
  Results results;
  Prober prober;
  prober.Start(context, target, [&](absl::StatusOr<ProbeReport> first) {
    results.Add(std::move(first));
    prober.Start(context, target,
                 [&](absl::StatusOr<ProbeReport> second) { results.Add(std::move(second)); });
  });
  CHECK(results.WaitFor(2).size() == 2);
}

TEST_CASE("an impossible target is refused, a closed port is reported") {
  const auto context = Context(Demo()->root_pem());
  Results results;
  Prober prober;
  const auto add = [&](absl::StatusOr<ProbeReport> result) { results.Add(std::move(result)); };
  prober.Start(context, {.host = ""}, add);
  CHECK(absl::IsInvalidArgument(results.WaitFor(1)[0].status()));
  prober.Start(context, {.host = "127.0.0.1", .port = testing::ClosedPort()}, add);
  const auto both = results.WaitFor(2);
  REQUIRE(both[1].ok());
  CHECK(both[1]->outcome.how == How::kRefused);
}

TEST_CASE("destroying a prober ends what runs, with a report") {
  const testing::Listener silent;
  const auto context = Context(Demo()->root_pem());
  const Target target = {.host = "127.0.0.1", .port = silent.port()};
  Results results;
  {
    Prober prober;
    for (int i = 0; i < 3; ++i) {
      prober.Start(context, target,
                   [&](absl::StatusOr<ProbeReport> result) { results.Add(std::move(result)); });
    }
  }
  const auto all = results.Now();
  REQUIRE(all.size() == 3);
  for (const auto& result : all) {
    REQUIRE(result.ok());
    CHECK(result->outcome.ended_by == EndedBy::kUs);
    CHECK(result->outcome.message.starts_with("cancelled"));
  }
}

TEST_CASE("what a cancelled probe starts is cancelled too") {
  const testing::Listener silent;
  const auto context = Context(Demo()->root_pem());
  const Target target = {.host = "127.0.0.1", .port = silent.port()};
  Results results;
  {
    Prober prober;
    prober.Start(context, target, [&](absl::StatusOr<ProbeReport> first) {
      results.Add(std::move(first));
      prober.Start(context, target,
                   [&](absl::StatusOr<ProbeReport> second) { results.Add(std::move(second)); });
    });
  }
  CHECK(results.Now().size() == 2);
}

}  // namespace
}  // namespace tlsprobe
