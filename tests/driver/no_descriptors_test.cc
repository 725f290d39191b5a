// What the driver does in a process that may open nothing more.
#include <sys/resource.h>

#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

TEST_CASE("a process without descriptors gets a status, not an exception") {
  rlimit before = {};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  const Loop loop;
  const auto context = ProbeContext::Create({}, {});
  const auto report = context.ok() ? Probe(*context, {.host = "127.0.0.1"}) : context.status();
  absl::StatusCode answer = absl::StatusCode::kOk;
  if (context.ok()) {
    Prober prober;
    prober.Start(*context, {.host = "127.0.0.1"}, [&](const absl::StatusOr<ProbeReport>& result) {
      answer = result.status().code();
    });
  }
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  REQUIRE(context.ok());
  CHECK(loop.status().code() == absl::StatusCode::kResourceExhausted);
  CHECK(report.status().code() == absl::StatusCode::kResourceExhausted);
  CHECK(answer == absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tlsprobe
