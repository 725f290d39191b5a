#include "tlsprobe/dialogue/script.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace tlsprobe {
namespace {

// A script over what came so far, from a peer that says more later.
Script Over(std::string_view received, bool insist = false) {
  return Script(AsBytes(received), false, insist);
}

TEST_CASE("lines end at LF, and a CR before it belongs to the end") {
  Script script = Over("one\r\ntwo\nthree\r");
  CHECK(script.Line("a line") == "one");
  CHECK(script.Line("a line") == "two");
  CHECK_FALSE(script.Line("the third line"));
  CHECK(script.waiting());
  CHECK(script.awaited() == "the third line");
  CHECK(script.read() == 9);
}

TEST_CASE("bytes are read whole or not at all") {
  Script script = Over("abcde");
  CHECK(AsText(*script.Exactly(2, "two")) == "ab");
  CHECK(script.Text(2, "two more") == "cd");
  CHECK(AsText(script.unread()) == "e");
  CHECK_FALSE(script.Exactly(2, "two at last"));
  CHECK(script.waiting());
}

TEST_CASE("nothing is said or read behind a failure") {
  Script script = Over("line\n");
  CHECK_FALSE(script.Fail(DialogueFailure::Kind::kRefused, "yes", "no", "try again"));
  script.Send("more\r\n");
  CHECK_FALSE(script.Line("a line"));
  CHECK_FALSE(script.Fail(DialogueFailure::Kind::kGarbled, "another", "reason"));
  CHECK(script.sent().empty());
  CHECK_FALSE(script.waiting());
  CHECK(script.outcome().failure->got == "no");
  CHECK(script.outcome().failure->advice == "try again");
}

TEST_CASE("the transcript has both sides, escaped, without secrets") {
  Script script = Over("hello \x1b[1m\r\n\x01\x02");
  script.Send("EHLO me\r\n");
  script.Line("a line");
  script.SendSecret("AUTH c2VjcmV0\r\n", "AUTH ***");
  script.Exactly(2, "two bytes");
  CHECK(script.outcome().transcript == std::vector<DialogueLine>{{true, "EHLO me"},
                                                                 {false, "hello \\x1b[1m"},
                                                                 {true, "AUTH ***"},
                                                                 {false, "<2 bytes: 0102>"}});
  CHECK(AsText(script.sent()) == "EHLO me\r\nAUTH c2VjcmV0\r\n");
}

TEST_CASE("what is not offered is asked for only by insisting") {
  Script strict = Over("");
  strict.Offer("SIZE");
  CHECK_FALSE(strict.TryUnoffered("STARTTLS", "switch it on"));
  CHECK(strict.outcome().not_offered);
  CHECK(strict.outcome().failure->kind == DialogueFailure::Kind::kNotOffered);
  CHECK(strict.outcome().failure->got == "only \"SIZE\"");

  Script bold = Over("", true);
  CHECK(bold.TryUnoffered("STARTTLS", ""));
  CHECK(bold.outcome().not_offered);
  CHECK_FALSE(bold.outcome().failure);
}

TEST_CASE("a peer that has hung up makes a missing line a failure") {
  Script script(AsBytes("half a li"), true, false);
  CHECK_FALSE(script.Line("an answer"));
  CHECK_FALSE(script.waiting());
  CHECK(script.outcome().failure->kind == DialogueFailure::Kind::kClosed);
  CHECK(script.outcome().failure->got == "the end of the connection behind \"half a li\"");
}

}  // namespace
}  // namespace tlsprobe
