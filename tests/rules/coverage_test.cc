#include "tests/rules/coverage.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {
namespace {

std::vector<TestFile> FilesBelow(const std::string& top) {
  std::vector<TestFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const bool is_header = entry.path().extension() == ".h";
    std::filesystem::path name = entry.path().lexically_relative(top);
    if (!is_header) name.replace_extension();
    files.push_back(
        {.name = name.generic_string(), .text = {std::istreambuf_iterator<char>(file), {}}});
  }
  return files;
}

TEST_CASE("Every source of lib/ has a test") {
  std::vector<std::string> sources;
  for (const TestFile& file : FilesBelow("lib")) {
    if (!file.name.ends_with(".h")) sources.push_back(file.name);
  }
  const std::vector<TestFile> tests = FilesBelow("tests");
  CHECK(sources.size() > 50);
  CHECK(tests.size() > 20);
  for (const std::string& wrong : Untested(sources, tests, kCoveredBy)) FAIL_CHECK(wrong);
}

TEST_CASE("A source without a test is found") {
  const std::vector<std::string> sources = {"tls/a", "tls/b", "tls/c", "tls/d"};
  const std::vector<TestFile> tests = {
      {.name = "tls/a_test", .text = ""},
      {.name = "tls/other_test", .text = "#include \"tlsprobe/tls/b.h\"\n"},
      {.name = "wire/c_test", .text = "#include \"tlsprobe/tls/c.h\"\n"},
  };
  const std::vector<CoveredBy> table = {{"tls/d", "tls/other_test"}};
  CHECK(Untested(sources, tests, table) == std::vector<std::string>{"tls/c: no test is for it"});
}

TEST_CASE("A row for a source or a test that is gone is found") {
  const std::vector<std::string> sources = {"tls/a"};
  const std::vector<TestFile> tests = {{.name = "tls/other_test", .text = ""}};
  const std::vector<CoveredBy> gone = {{"tls/a", "tls/other_test"}, {"tls/b", "tls/other_test"}};
  CHECK(Untested(sources, tests, gone).size() == 1);
  const std::vector<CoveredBy> lost = {{"tls/a", "tls/z_test"}};
  CHECK(Untested(sources, tests, lost).size() == 1);
}

TEST_CASE("A row for a source that has a test of its name is found") {
  const std::vector<std::string> sources = {"tls/a", "tls/b"};
  const std::vector<TestFile> tests = {{.name = "tls/a_test", .text = ""}};
  const std::vector<CoveredBy> table = {{"tls/a", "tls/a_test"}, {"tls/b", "tls/a_test"}};
  CHECK(Untested(sources, tests, table) ==
        std::vector<std::string>{"tls/a: in the table of tests, but it has a test of its name"});
}

}  // namespace
}  // namespace tlsprobe
