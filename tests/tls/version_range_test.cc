#include "tlsprobe/tls/version_range.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

using enum TlsVersion;

TEST_CASE("the lowest unbroken range of versions is offered") {
  struct Case {
    std::string_view name;
    TlsOptions options;
    uint16_t min;
    uint16_t max;
  };
  const Case c = GENERATE(
      Case{"all", {}, 0x0301, 0x0304}, Case{"from below", {.min_version = kSsl3}, 0x0301, 0x0304},
      Case{"one", {.min_version = kTls1_2, .max_version = kTls1_2}, 0x0303, 0x0303},
      Case{"no newest", {.disabled_versions = {kTls1_3}}, 0x0301, 0x0303},
      Case{"no oldest", {.disabled_versions = {kTls1, kTls1_1}}, 0x0303, 0x0304},
      Case{"a hole", {.disabled_versions = {kTls1_1}}, 0x0301, 0x0301},
      Case{"a hole above two", {.disabled_versions = {kTls1_2}}, 0x0301, 0x0302},
      Case{"a hole below the range",
           {.min_version = kTls1_2, .disabled_versions = {kTls1_1}},
           0x0303,
           0x0304});
  CAPTURE(c.name);
  const absl::StatusOr<VersionRange> range = OfferedVersions(c.options);
  REQUIRE(range.ok());
  CHECK(range->min == c.min);
  CHECK(range->max == c.max);
}

TEST_CASE("nothing left to offer is an error that says so") {
  const TlsOptions options = GENERATE(
      TlsOptions{.max_version = kSsl3}, TlsOptions{.min_version = kTls1_3, .max_version = kTls1_2},
      TlsOptions{.disabled_versions = {kTls1, kTls1_1, kTls1_2, kTls1_3}});
  const absl::StatusOr<VersionRange> range = OfferedVersions(options);
  REQUIRE_FALSE(range.ok());
  CHECK(range.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(range.status()).find("no protocols available") != std::string_view::npos);
}

}  // namespace
}  // namespace tlsprobe
