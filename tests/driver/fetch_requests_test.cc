#include "tlsprobe/driver/fetch_requests.h"

#include <sys/socket.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using std::chrono::milliseconds;

// Answers each request with its path.
class EchoServer {
 public:
  EchoServer() : listener_([this](int fd) { Serve(fd); }) {}

  Request request(RequestId id, std::string_view path) const {
    const std::string url =
        "http://127.0.0.1:" + std::to_string(listener_.port()) + std::string(path);
    return {.id = id, .what = FetchRequest{.kind = FetchKind::kCrl, .url = url}};
  }
  int requests() const { return requests_; }

 private:
  void Serve(int fd) {
    ++requests_;
    std::string text;
    char byte = 0;
    while (!text.ends_with("\r\n\r\n")) {
      if (recv(fd, &byte, 1, 0) != 1) return;  // A fetch that was given up.
      text += byte;
    }
    const std::string path = text.substr(4, text.find(' ', 4) - 4);
    const std::string answer = "HTTP/1.1 200 OK\r\n\r\n" + path;
    send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
  }

  std::atomic<int> requests_ = 0;
  testing::Listener listener_;
};

ProbeConfig Private() {
  ProbeConfig config;
  config.verify.fetch_private = true;
  return config;
}

TEST_CASE("each request is fetched once and answered by its id, however often it is seen") {
  const EchoServer server;
  const std::vector<Request> requests = {
      server.request(7, "/a"),
      {.id = 8, .what = SignRequest()},
      server.request(9, "/b"),
      {.id = 10, .what = FetchRequest{.kind = FetchKind::kIssuer, .url = "https://a.test/"}}};
  Loop loop;
  Resolver resolver(loop);
  const ProbeConfig config = Private();
  std::map<RequestId, absl::StatusOr<Answer>> answers;
  FetchRequests fetches(loop, resolver, FetchLimitsOf(config), [&](FetchedAnswer each) {
    CHECK(each.took > milliseconds(0));
    CHECK(answers.emplace(each.id, std::move(each.answer)).second);
    fetches.Look(requests);
    if (!fetches.running()) loop.Stop();
  });
  fetches.Look(requests);
  fetches.Look(requests);
  CHECK(answers.empty());
  CHECK(fetches.running());
  loop.Run();
  REQUIRE(answers.size() == 3);
  REQUIRE(answers.at(7).ok());
  CHECK(AsText(answers.at(7)->bytes) == "/a");
  REQUIRE(answers.at(9).ok());
  CHECK(AsText(answers.at(9)->bytes) == "/b");
  CHECK_THAT(std::string(Message(answers.at(10).status())),
             ContainsSubstring("expected http, the only scheme that is fetched, got https"));
  CHECK(server.requests() == 2);
}

TEST_CASE("the config's rules hold") {
  const EchoServer server;
  const std::vector<Request> requests = {server.request(1, "/a")};
  Loop loop;
  Resolver resolver(loop);
  absl::Status status;
  FetchRequests fetches(loop, resolver, FetchLimitsOf({}), [&](const FetchedAnswer& each) {
    status = each.answer.status();
    loop.Stop();
  });
  fetches.Look(requests);
  loop.Run();
  CHECK(status.code() == absl::StatusCode::kPermissionDenied);
  CHECK(server.requests() == 0);
}

TEST_CASE("what is not asked for any more is given up") {
  const testing::Listener silent;
  const std::string url = "http://127.0.0.1:" + std::to_string(silent.port()) + "/";
  const std::vector<Request> requests = {{.id = 1, .what = FetchRequest{.url = url}},
                                         {.id = 2, .what = FetchRequest{.url = "ftp://a.test/"}}};
  Loop loop;
  Resolver resolver(loop);
  std::vector<RequestId> answered;
  FetchRequests fetches(loop, resolver, FetchLimitsOf(Private()), [&](const FetchedAnswer& each) {
    answered.push_back(each.id);
    fetches.Look({});
    loop.Stop();
  });
  fetches.Look(requests);
  loop.Run();
  CHECK(answered == std::vector<RequestId>{2});
  CHECK_FALSE(fetches.running());
}

TEST_CASE("the one who is called may destroy it") {
  const EchoServer server;
  const std::vector<Request> requests = {server.request(1, "/a"), server.request(2, "/b")};
  Loop loop;
  Resolver resolver(loop);
  std::unique_ptr<FetchRequests> fetches;
  int calls = 0;
  // What the call holds is used after the object is gone.
  const auto on_answer = [&, text = std::string(100, 'x')](const FetchedAnswer&) {
    fetches.reset();
    calls += text == std::string(100, 'x') ? 1 : 100;
    loop.Stop();
  };
  fetches = std::make_unique<FetchRequests>(loop, resolver, FetchLimitsOf(Private()), on_answer);
  fetches->Look(requests);
  loop.Run();
  Timer end(loop);
  end.Set(MonotonicNow() + milliseconds(20), [&] { loop.Stop(); });
  loop.Run();
  CHECK(calls == 1);
}

}  // namespace
}  // namespace tlsprobe
