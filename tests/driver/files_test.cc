#include "tlsprobe/driver/files.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>
#include <thread>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

std::string Words(const absl::Status& status) { return std::string(Message(status)); }

TEST_CASE("a file is read whole, whatever its size") {
  const testing::TemporaryFolder folder;
  for (const size_t size : {0UL, 1UL, 4095UL, 4096UL, 4097UL, 300000UL}) {
    CAPTURE(size);
    const std::string content(size, '\0');
    const auto text = ReadFile(folder.Write("file", content));
    REQUIRE(text.ok());
    CHECK(*text == content);
  }
}

TEST_CASE("a pipe is read to its end") {
  testing::Pipe pipe;
  std::thread writer([&] {
    testing::WriteAll(pipe.write_end.get(), std::string(200000, 'x'));
    pipe.write_end.Reset();
  });
  const auto text = ReadDescriptor(pipe.read_end.get(), "the pipe");
  writer.join();
  REQUIRE(text.ok());
  CHECK(text->size() == 200000);
}

TEST_CASE("what cannot be read is named with the reason") {
  const testing::TemporaryFolder folder;
  const auto missing = ReadFile(folder.path("missing"));
  CHECK(absl::IsNotFound(missing.status()));
  CHECK_THAT(Words(missing.status()), StartsWith(folder.path("missing")));
  CHECK_THAT(Words(missing.status()), ContainsSubstring("No such file or directory"));
  const auto directory = ReadFile(folder.path(""));
  CHECK(absl::IsInvalidArgument(directory.status()));
  CHECK_THAT(Words(directory.status()), ContainsSubstring("Is a directory"));
}

TEST_CASE("more than the limit is refused, the limit itself is not") {
  const testing::TemporaryFolder folder;
  const std::string path = folder.Write("file", std::string(100, 'x'));
  CHECK(ReadFile(path, 100).ok());
  CHECK(absl::IsInvalidArgument(ReadFile(path, 99).status()));
  CHECK(absl::IsInvalidArgument(ReadFile("/dev/zero", 1 << 20).status()));
}

TEST_CASE("a line is taken without what follows it") {
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "secret\r\nGET /\n\n");
  pipe.write_end.Reset();
  const int fd = pipe.read_end.get();
  CHECK(*ReadLine(fd, "the pipe", 100) == "secret");
  CHECK(*ReadLine(fd, "the pipe", 100) == "GET /");
  CHECK(ReadLine(fd, "the pipe", 100)->empty());
  CHECK_FALSE(ReadLine(fd, "the pipe", 100).ok());
}

}  // namespace
}  // namespace tlsprobe
