#include "tlsprobe/session/clear_text_gate.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

namespace tlsprobe {
namespace {

const std::string kServerHello("\x16\x03\x03\x00\x04\x02\x00\x00\x00", 9);
const std::string kAlert("\x15\x03\x01\x00\x02\x02\x28", 7);

std::string Passed(ClearTextGate& gate, std::string_view text) {
  return std::string(AsText(gate.Pass(AsBytes(text))));
}

TEST_CASE("clear text is held back up to the record, wherever the bytes are cut") {
  const std::string text = GENERATE("", "x", "250 evil\r\n", "\x16 \x16\x03 no", "\x15\x15\x15");
  const std::string record = GENERATE(kServerHello, kAlert);
  const std::string all = text + record + "\x16 whatever follows";
  for (size_t cut = 0; cut <= all.size(); ++cut) {
    ClearTextGate gate;
    std::string passed = Passed(gate, std::string_view(all).substr(0, cut));
    passed += Passed(gate, std::string_view(all).substr(cut));
    CHECK(passed == all.substr(text.size()));
    CHECK(AsText(gate.clear_text()) == text);
    CHECK(gate.open());
  }
}

TEST_CASE("what seems to be TLS from its first byte on is the engine's to judge") {
  ClearTextGate gate;
  CHECK(Passed(gate, "\x17\x03garbage") == "\x17\x03garbage");
  CHECK(gate.clear_text().empty());
}

TEST_CASE("where no record comes, all is handed on in the end and known as clear text") {
  ClearTextGate gate;
  CHECK(Passed(gate, "454 no\r\n").empty());
  CHECK_FALSE(gate.open());
  CHECK(AsText(gate.GiveUp()) == "454 no\r\n");
  CHECK(AsText(gate.clear_text()) == "454 no\r\n");
  CHECK(gate.GiveUp().empty());
  CHECK(Passed(gate, "more") == "more");
}

TEST_CASE("too much clear text is nothing to wait behind") {
  ClearTextGate gate;
  std::string passed;
  for (int i = 0; i < 40 && passed.empty(); ++i) passed = Passed(gate, std::string(1000, 'x'));
  CHECK(passed.size() > ClearTextGate::kMostHeld);
  CHECK(gate.open());
}

}  // namespace
}  // namespace tlsprobe
