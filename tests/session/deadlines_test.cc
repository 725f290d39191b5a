#include "tlsprobe/session/deadlines.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Instant kOrigin = {seconds(100)};

TEST_CASE("The handshake ends by its own limit or the total one, whichever is earlier") {
  const Limits limits;
  const auto fresh = LayerDeadline(limits, Deadline::What::kHandshake, kOrigin, kOrigin);
  REQUIRE(fresh.has_value());
  CHECK(fresh->at == kOrigin + seconds(10));
  CHECK(LimitText(*fresh) == "within 10 s");

  // 25 of the 30 s went into the look-up and the connection.
  const auto late = LayerDeadline(limits, Deadline::What::kHandshake, kOrigin,
                                  {kOrigin.since_origin - seconds(25)});
  REQUIRE(late.has_value());
  CHECK(late->at == kOrigin + seconds(5));
  CHECK(LimitText(*late) == "within 30 s in all");
}

TEST_CASE("Limits of zero are no limits") {
  const auto total =
      LayerDeadline({.handshake = seconds(0)}, Deadline::What::kHandshake, kOrigin, kOrigin);
  REQUIRE(total.has_value());
  CHECK(total->what == Deadline::What::kTotal);
  CHECK_FALSE(LayerDeadline({.handshake = seconds(0), .total = seconds(0)},
                            Deadline::What::kHandshake, kOrigin, kOrigin));
}

TEST_CASE("A server is waited for by its distance, within bounds") {
  struct Case {
    milliseconds round_trip;
    bool requested;
    milliseconds expected;
  };
  for (const Case& each : {
           Case{milliseconds(0), false, milliseconds(50)},
           Case{milliseconds(20), false, milliseconds(50)},
           Case{milliseconds(200), false, milliseconds(400)},
           Case{seconds(5), false, seconds(2)},
           Case{milliseconds(0), true, seconds(1)},
           Case{milliseconds(300), true, milliseconds(1200)},
           Case{seconds(5), true, seconds(2)},
       }) {
    CAPTURE(each.round_trip.count(), each.requested);
    const Deadline deadline = SettleDeadline({}, each.round_trip, each.requested, kOrigin);
    CHECK(deadline.at == kOrigin + each.expected);
    CHECK(deadline.what == Deadline::What::kSettle);
  }
}

TEST_CASE("Limits that are not whole seconds are told in milliseconds") {
  CHECK(LimitText({.limit = milliseconds(1500)}) == "within 1500 ms");
  CHECK(LimitText(FlushDeadline(kOrigin)) == "within 2 s");
}

}  // namespace
}  // namespace tlsprobe
