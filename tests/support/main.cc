// The main of every test: Catch2's own, and under Bazel it also writes the report that
// tests/count.py counts, and honours --test_filter.
#include <catch2/catch_session.hpp>
#include <cstdlib>
#include <string>
#include <vector>

int main(int argc, char* argv[]) {
  std::vector<const char*> arguments(argv, argv + argc);
  std::string xml;
  if (const char* file = std::getenv("XML_OUTPUT_FILE")) {
    xml = std::string("xml::out=") + file;
    arguments.insert(arguments.end(), {"-r", xml.c_str(), "-r", "console"});
  }
  if (const char* only = std::getenv("TESTBRIDGE_TEST_ONLY")) arguments.push_back(only);
  // A program whose cases are all skipped, each with its reason, has not failed.
  constexpr int kAllSkipped = 4;
  const int status = Catch::Session().run(static_cast<int>(arguments.size()), arguments.data());
  return status == kAllSkipped ? 0 : status;
}
