#include "cli/local_error.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "cli/report_json.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

TEST_CASE("a local error keeps its target and claims no phase") {
  const ReportJson json =
      ReportJson::parse(LocalErrorJson({.host = "h", .port = 1}, "expected a file", 2));
  CHECK(json.at("target").at("host") == "h");
  CHECK(json.at("outcome").at("phase").is_null());
  CHECK(json.at("outcome").at("message") == "expected a file");
  CHECK(json.at("exit_status") == 2);
}

TEST_CASE("a verdict is cut between characters") {
  CHECK(CutVerdict(std::string(300, 'a')) == std::string(300, 'a'));
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "\xc3\xbc";
  const std::string cut = CutVerdict(umlauts);
  CHECK(cut.size() <= 300);
  CHECK(cut.ends_with("\xbc..."));
}
