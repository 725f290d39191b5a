#include "tlsprobe/driver/terminal_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/driver/fixtures.h"

namespace tlsprobe {
namespace {

using Kind = InputRead::Kind;

InputRead ReadText(std::string_view text, TerminalOptions options = {}) {
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), text);
  pipe.write_end.Reset();
  options.input_fd = pipe.read_end.get();
  return ReadInput(options);
}

TEST_CASE("the first letter of a read is a command") {
  CHECK(ReadText("Q").kind == Kind::kQuit);
  CHECK(ReadText("Quite so\n").kind == Kind::kQuit);
  CHECK(ReadText("R\n").kind == Kind::kRenegotiate);
  CHECK(ReadText("k\n").kind == Kind::kUpdateKeys);
  CHECK(ReadText("K\n").kind == Kind::kUpdateAllKeys);
  for (const std::string_view data : {"q\n", "r\n", " Q\n", "\nQ"}) {
    CHECK(ReadText(data).kind == Kind::kData);
    CHECK(AsText(ReadText(data).data) == data);
  }
  CHECK(ReadText("Q", {.commands = false}).kind == Kind::kData);
}

TEST_CASE("the end, and what cannot be read, is the end") {
  CHECK(ReadText("").kind == Kind::kEnd);
  CHECK(ReadInput({.input_fd = -1}).kind == Kind::kEnd);
}

TEST_CASE("nothing there is not the end") {
  testing::Pipe pipe;
  fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK);
  CHECK(ReadInput({.input_fd = pipe.read_end.get()}).kind == Kind::kNothing);
}

TEST_CASE("every LF gets a CR, also one that has it") {
  CHECK(AsText(ToCrLf(AsBytes("a\nb\r\n\n"))) == "a\r\nb\r\r\n\r\n");
  CHECK(ToCrLf({}).empty());
  CHECK(AsText(ReadText("a\n", {.crlf = true}).data) == "a\r\n");
}

}  // namespace
}  // namespace tlsprobe
