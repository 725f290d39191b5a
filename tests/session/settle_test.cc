#include "tlsprobe/session/settle.h"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

namespace tlsprobe {
namespace {

TEST_CASE("What became of the client's certificate follows from what was seen") {
  using Result = ClientCertificateOutcome;
  struct Case {
    std::string_view name;
    ClientCertificateStory story;
    Result expected;
  };
  const Case cases[] = {
      {"not asked for", {.handshake_complete = true}, Result::kNotRequested},
      {"asked for, ended before ours went out", {.requested = true}, Result::kNotSent},
      {"alert before ours went out",
       {.requested = true, .sign = SignOfLife::kRefusal},
       Result::kNotSent},
      {"TLS 1.3, none, ticket",
       {.requested = true,
        .answered = true,
        .handshake_complete = true,
        .sign = SignOfLife::kAnswer},
       Result::kNotSent},
      {"TLS 1.3, none, silence",
       {.requested = true, .answered = true, .handshake_complete = true},
       Result::kNoAnswer},
      {"TLS 1.3, none, alert",
       {.requested = true,
        .answered = true,
        .handshake_complete = true,
        .sign = SignOfLife::kRefusal},
       Result::kRejected},
      {"TLS 1.3, sent, ticket",
       {.requested = true,
        .answered = true,
        .sent = true,
        .handshake_complete = true,
        .sign = SignOfLife::kAnswer},
       Result::kAccepted},
      {"TLS 1.3, sent, silence",
       {.requested = true, .answered = true, .sent = true, .handshake_complete = true},
       Result::kNoAnswer},
      {"TLS 1.2, sent, complete",
       {.requested = true,
        .answered = true,
        .sent = true,
        .server_finished_last = true,
        .handshake_complete = true},
       Result::kSent},
      {"TLS 1.2, none, complete",
       {.requested = true,
        .answered = true,
        .server_finished_last = true,
        .handshake_complete = true},
       Result::kNotSent},
      {"TLS 1.2, sent, alert",
       {.requested = true,
        .answered = true,
        .sent = true,
        .server_finished_last = true,
        .sign = SignOfLife::kRefusal},
       Result::kRejected},
      {"TLS 1.2, sent, connection lost",
       {.requested = true, .answered = true, .sent = true, .server_finished_last = true},
       Result::kNoAnswer},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(ConcludeClientCertificate(each.story) == each.expected);
  }
}

}  // namespace
}  // namespace tlsprobe
