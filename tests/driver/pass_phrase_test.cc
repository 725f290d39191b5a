#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>

#include "fmt/format.h"
#include "tests/driver/fixtures.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/load.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;

TEST_CASE("a pass phrase comes from text, the environment, a file and a descriptor") {
  const testing::TemporaryFolder folder;
  const testing::ScopedVariable variable("TLSPROBE_TEST_PASS", "of the environment");
  const std::string file = folder.Write("pass", "of the file\nnot this\n");
  testing::Pipe pipe;
  // Whoever writes may hold it open: a line is enough.
  testing::WriteAll(pipe.write_end.get(), "of the pipe\n");
  CHECK(*ReadPassPhrase("pass:") == "");
  CHECK(*ReadPassPhrase("pass:a:b c") == "a:b c");
  CHECK(*ReadPassPhrase("env:TLSPROBE_TEST_PASS") == "of the environment");
  CHECK(*ReadPassPhrase("file:" + file) == "of the file");
  CHECK(*ReadPassPhrase(fmt::format("fd:{}", pipe.read_end.get())) == "of the pipe");
}

TEST_CASE("standard input gives one line and keeps the rest") {
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "secret\nQ\n");
  pipe.write_end.Reset();
  const OwnedFd saved(dup(STDIN_FILENO));
  dup2(pipe.read_end.get(), STDIN_FILENO);
  const auto pass = ReadPassPhrase("stdin");
  const std::string rest = testing::ReadAll(STDIN_FILENO);
  dup2(saved.get(), STDIN_FILENO);
  REQUIRE(pass.ok());
  CHECK(*pass == "secret");
  CHECK(rest == "Q\n");
}

TEST_CASE("a source that gives none says which and why") {
  const testing::TemporaryFolder folder;
  const std::string empty = folder.Write("empty", "");
  const auto words = [](const std::string& source) {
    const auto result = ReadPassPhrase(source);
    return result.ok() ? "(no error)" : std::string(Message(result.status()));
  };
  CHECK_THAT(words("env:TLSPROBE_NOT_SET"), ContainsSubstring("TLSPROBE_NOT_SET"));
  CHECK_THAT(words("file:" + folder.path("missing")), ContainsSubstring("No such file"));
  CHECK_THAT(words("file:" + empty), ContainsSubstring("expected a line"));
  CHECK_THAT(words("fd:x"), ContainsSubstring("number of a file descriptor"));
  CHECK_THAT(words("fd:99"), ContainsSubstring("Bad file descriptor"));
  CHECK_THAT(words("stdin:"), ContainsSubstring("expected pass:TEXT"));
  CHECK_THAT(words(""), ContainsSubstring("expected pass:TEXT"));
}

TEST_CASE("a secret given in the wrong notation is not repeated") {
  const auto result = ReadPassPhrase("hunter2");
  REQUIRE_FALSE(result.ok());
  CHECK(std::string(Message(result.status())).find("hunter2") == std::string::npos);
}

}  // namespace
}  // namespace tlsprobe
