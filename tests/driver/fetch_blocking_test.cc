#include "tlsprobe/driver/fetch_blocking.h"

#include <sys/socket.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {
namespace {

ProbeConfig Private() {
  ProbeConfig config;
  config.verify.fetch_private = true;
  return config;
}

void Answer200(int fd) {
  std::string text;
  char byte = 0;
  while (!text.ends_with("\r\n\r\n") && recv(fd, &byte, 1, 0) == 1) text += byte;
  constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\n\r\nDER!";
  send(fd, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
}

TEST_CASE("all fetches are answered, each with what came of it, and signatures are left alone") {
  const testing::Listener server(&Answer200);
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  const std::vector<Request> requests = {{.id = 1, .what = FetchRequest{.url = url}},
                                         {.id = 2, .what = SignRequest()},
                                         {.id = 3, .what = FetchRequest{.url = "ftp://a.test/"}}};
  std::vector<FetchedAnswer> answers = FetchBlocking(FetchLimitsOf(Private()), requests);
  std::ranges::sort(answers, {}, &FetchedAnswer::id);
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].id == 1);
  REQUIRE(answers[0].answer.ok());
  CHECK(AsText(answers[0].answer->bytes) == "DER!");
  CHECK(answers[1].id == 3);
  CHECK(answers[1].answer.status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("nothing to fetch takes no time") {
  CHECK(FetchBlocking(FetchLimitsOf(Private()), {}).empty());
  const std::vector<Request> sign = {{.id = 2, .what = SignRequest()}};
  CHECK(FetchBlocking(FetchLimitsOf(Private()), sign).empty());
}

TEST_CASE("the limit of a fetch ends it where nobody answers") {
  const testing::Listener silent;
  const std::string url = "http://127.0.0.1:" + std::to_string(silent.port()) + "/";
  const std::vector<Request> requests = {{.id = 1, .what = FetchRequest{.url = url}},
                                         {.id = 2, .what = FetchRequest{.url = url}}};
  ProbeConfig config = Private();
  config.limits.fetch = std::chrono::milliseconds(20);
  const std::vector<FetchedAnswer> answers = FetchBlocking(FetchLimitsOf(config), requests);
  REQUIRE(answers.size() == 2);
  for (const FetchedAnswer& each : answers) {
    CHECK(each.answer.status().code() == absl::StatusCode::kDeadlineExceeded);
  }
}

TEST_CASE("calls with the same limits share what they may bring in all") {
  const testing::Listener server(&Answer200);
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  const std::vector<Request> requests = {{.id = 1, .what = FetchRequest{.url = url}}};
  ProbeConfig config = Private();
  config.limits.fetch_total_bytes = 30;  // one answer has 23
  const FetchLimits limits = FetchLimitsOf(config);
  const auto code = [&] { return FetchBlocking(limits, requests).at(0).answer.status().code(); };
  CHECK(code() == absl::StatusCode::kOk);
  CHECK(code() == absl::StatusCode::kResourceExhausted);
}

TEST_CASE("each answer says how long it took, not how long all of them did") {
  static constexpr auto kSlow = std::chrono::milliseconds(300);
  const testing::Listener quick(&Answer200);
  const testing::Listener slow([](int fd) {
    std::this_thread::sleep_for(kSlow);
    Answer200(fd);
  });
  const auto url = [](const testing::Listener& server) {
    return "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  };
  const std::vector<Request> requests = {{.id = 1, .what = FetchRequest{.url = url(slow)}},
                                         {.id = 2, .what = FetchRequest{.url = url(quick)}}};
  const std::vector<FetchedAnswer> answers = FetchBlocking(FetchLimitsOf(Private()), requests);
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].id == 2);
  CHECK(answers[0].took < answers[1].took);
  CHECK(answers[1].took >= kSlow);
}

}  // namespace
}  // namespace tlsprobe
