#include "tlsprobe/dialogue/script_file.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tlsprobe/base/status.h"
#include "tlsprobe/dialogue/dialogue.h"

namespace tlsprobe {
namespace {

Dialogue Led(std::string_view text) {
  auto script = ScriptFile::Parse(text, "f");
  REQUIRE(script.ok());
  return Dialogue(RunScriptFile, {.script = *std::move(script)}, false);
}

std::string Refused(std::string_view text) {
  auto script = ScriptFile::Parse(text, "f.txt");
  REQUIRE_FALSE(script.ok());
  return std::string(Message(script.status()));
}

TEST_CASE("steps are taken one after the other") {
  Dialogue dialogue =
      Led("# a greeting, then the command\n"
          "expect \"220\"\n"
          "\n"
          "  send \"STARTTLS\\r\\n\"\r\n"
          "expect-re \"^2\\d0 (go|now)$\"\n"
          "expect-bytes 53\n"
          "send-bytes 0001ff\n");
  CHECK(dialogue.output().empty());
  dialogue.Feed(AsBytes("hello\r\n220-x\r\n"));
  CHECK(AsText(dialogue.output()) == "STARTTLS\r\n");
  dialogue.Feed(AsBytes("220 no\r\n250 go\r\n"));
  CHECK(dialogue.state() == Dialogue::State::kRunning);
  CHECK(dialogue.awaited() == "the bytes 53");
  dialogue.Feed(AsBytes("Sx"));
  CHECK(dialogue.state() == Dialogue::State::kReady);
  CHECK(AsText(dialogue.leftover()) == "x");
  CHECK(ToBytes(dialogue.output().last(3)) == Bytes{0x00, 0x01, 0xff});
  CHECK(dialogue.outcome().last_line == "250 go");
}

TEST_CASE("a line that is failed on is a refusal, from its step on") {
  constexpr std::string_view kText =
      "expect \"ok\"\nfail-on \"454\"\nsend \"go\"\nexpect \"yes\"\n";
  Dialogue dialogue = Led(kText);
  dialogue.Feed(AsBytes("454 early\nok\n"));
  CHECK(dialogue.state() == Dialogue::State::kRunning);
  dialogue.Feed(AsBytes("hm\n454 late\n"));
  REQUIRE(dialogue.state() == Dialogue::State::kFailed);
  CHECK(dialogue.outcome().failure->kind == DialogueFailure::Kind::kRefused);
  CHECK(dialogue.outcome().failure->expected == "a line with \"yes\"");
  CHECK(dialogue.outcome().failure->got == "\"454 late\"");
}

TEST_CASE("other bytes than those expected are garbled, and the end is the end") {
  Dialogue garbled = Led("expect-bytes 5354\n");
  garbled.Feed(AsBytes("SX"));
  REQUIRE(garbled.state() == Dialogue::State::kFailed);
  CHECK(garbled.outcome().failure->kind == DialogueFailure::Kind::kGarbled);
  Dialogue closed = Led("expect \"x\"\n");
  closed.FeedEof();
  REQUIRE(closed.state() == Dialogue::State::kFailed);
  CHECK(closed.outcome().failure->kind == DialogueFailure::Kind::kClosed);
}

TEST_CASE("a file that is wrong is refused with its line, what was expected and what came") {
  struct Case {
    std::string_view text;
    std::string_view error;
  };
  const auto [text, error] = GENERATE(
      Case{"sned \"x\"",
           "line 1: expected expect, expect-re, expect-bytes, send, send-bytes or "
           "fail-on, got \"sned\""},
      Case{"\n\nexpect 220", "line 3: expected text in double quotes, got \"220\""},
      Case{"expect \"220", "line 1: expected a closing double quote"},
      Case{"expect \"220\" x", "line 1: expected the end of the line behind the text, got \" x\""},
      Case{"send \"\"", "line 1: expected some text, got none"},
      Case{"send \"\\q\"", "line 1: expected \\r, \\n"}, Case{"send \"\\x4\"", "line 1: expected"},
      Case{"send-bytes 4g", "line 1: "}, Case{"send-bytes", "line 1: expected bytes in hex"},
      Case{"expect-re \"(\"", "line 1: expected a regular expression (RE2), got \"(\": "},
      Case{"# nothing\n", "expected at least one step"});
  const std::string message = Refused(text);
  CAPTURE(text, message);
  CHECK(message.starts_with("f.txt line "));
  CHECK(message.find(error) != std::string::npos);
}

TEST_CASE("an expression that makes others backtrack is over a long line in no time") {
  Dialogue dialogue = Led("expect-re \"(a*)*(a*)*(a*)*b\"\n");
  dialogue.Feed(AsBytes(std::string(8000, 'a') + "\nb\n"));
  CHECK(dialogue.state() == Dialogue::State::kReady);
}

}  // namespace
}  // namespace tlsprobe
