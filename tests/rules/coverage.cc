#include "tests/rules/coverage.h"

#include <algorithm>

namespace tlsprobe {
namespace {

bool Exists(std::span<const TestFile> tests, std::string_view name) {
  return std::ranges::find(tests, name, &TestFile::name) != tests.end();
}

bool HasOwnTest(const std::string& source, std::span<const TestFile> tests) {
  if (Exists(tests, source + "_test")) return true;
  const std::string include = "#include \"tlsprobe/" + source + ".h\"";
  const std::string folder = source.substr(0, source.find('/') + 1);
  return std::ranges::any_of(tests, [&](const TestFile& test) {
    return test.name.starts_with(folder) && test.text.find(include) != std::string::npos;
  });
}

}  // namespace

std::vector<std::string> Untested(std::span<const std::string> sources,
                                  std::span<const TestFile> tests,
                                  std::span<const CoveredBy> table) {
  std::vector<std::string> wrong;
  for (const std::string& source : sources) {
    const bool in_table = std::ranges::find(table, source, &CoveredBy::source) != table.end();
    if (!in_table && !HasOwnTest(source, tests)) wrong.push_back(source + ": no test is for it");
  }
  for (const CoveredBy& row : table) {
    const std::string source(row.source);
    if (std::ranges::find(sources, source) == sources.end()) {
      wrong.push_back(source + ": in the table of tests, but there is no such source");
    }
    if (Exists(tests, source + "_test")) {
      wrong.push_back(source + ": in the table of tests, but it has a test of its name");
    }
    if (!Exists(tests, row.test)) {
      wrong.push_back(source + ": its test " + std::string(row.test) + " is missing");
    }
  }
  return wrong;
}

}  // namespace tlsprobe
