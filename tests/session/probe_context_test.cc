#include "tlsprobe/session/probe_context.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/pair.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe::testing {
namespace {

TEST_CASE("A context refuses what cannot be, and says what") {
  struct Case {
    ProbeConfig config;
    std::string_view named;
  };
  const std::vector<Case> cases = {
      {{.tls = {.alpn = {""}}}, "tls.alpn"},
      {{.tls = {.min_version = TlsVersion::kTls1_3, .max_version = TlsVersion::kTls1_2}}, ""},
      {{.tls = {.cipher_string = "NO-SUCH-CIPHER"}}, "no cipher match"},
      {{.tls = {.ciphersuites = "TLS_NO_SUCH"}}, "TLS_NO_SUCH"},
      {{.tls = {.groups = "no-such-group"}}, "no-such-group"},
      {{.verify = {.ip = "nonsense"}}, "verify.ip"},
  };
  for (const Case& each : cases) {
    const auto context = ProbeContext::Create(each.config, {});
    CAPTURE(each.named, Message(context.status()));
    CHECK(context.status().code() == absl::StatusCode::kInvalidArgument);
    CHECK(Message(context.status()).find(each.named) != std::string_view::npos);
  }
}

TEST_CASE("A context made like another one works as one made alone") {
  const ProbeConfig config = {.tls = {.alpn = {"h2"}}};
  const auto first = ProbeContext::Create(config, TestMaterials()).value();
  const auto same = ProbeContext::Create(config, TestMaterials(), first.get()).value();
  const auto other =
      ProbeContext::Create({.tls = {.alpn = {"x"}}}, TestMaterials(), first.get()).value();
  for (const auto& [context, alpn] : {std::pair(same, "h2"), std::pair(other, "x")}) {
    TlsPeer peer({.alpn = {"h2", "x"}});
    Pair pair(context, peer);
    pair.RunToEnd();
    CHECK(pair.report().tls.alpn == alpn);
    CHECK(pair.outcome().how == How::kCloseNotify);
  }
}

TEST_CASE("One context serves sessions in several threads") {
  const auto context = TestContext();
  TestServerIdentity();  // made before the threads start
  std::vector<std::thread> threads;
  std::vector<int> good(4, 0);
  for (size_t i = 0; i < good.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int run = 0; run < 10; ++run) {
        TlsPeer peer;
        Pair pair(context, peer);
        pair.RunToEnd();
        good[i] += pair.report().verification.chain.verdict == Verdict::kOk ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == std::vector<int>(4, 10));
}

}  // namespace
}  // namespace tlsprobe::testing
