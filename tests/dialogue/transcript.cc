#include "tests/dialogue/transcript.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tlsprobe/base/hex.h"

namespace tlsprobe::testing {
namespace {

Bytes HexBytes(std::string text) {
  std::erase(text, ' ');
  const auto bytes = FromHex(text);
  if (!bytes.ok()) throw std::runtime_error("no hex: " + text);
  return *bytes;
}

void ReadInput(std::istringstream words, Transcript& transcript) {
  std::string name;
  words >> name;
  DialogueInput& input = transcript.input;
  if (name == "insist") {
    transcript.insist = true;
  } else if (name == "user") {
    input.has_credentials = true;
    words >> input.user;
  } else if (name == "password") {
    words >> input.password;
  } else if (name == "target") {
    words >> input.server_name >> input.server_port;
  } else {
    throw std::runtime_error("no such input: " + name);
  }
}

struct Mark {
  std::string_view text;
  bool server;
  bool line;
  bool hex;
};
constexpr Mark kMarks[] = {
    {"S: ", true, true, false},   {"C: ", false, true, false}, {"s: ", true, false, false},
    {"c: ", false, false, false}, {"Sx: ", true, false, true}, {"Cx: ", false, false, true},
    {"S:", true, true, false},    {"C:", false, true, false},
};

bool ReadStep(const std::string& line, Transcript& transcript) {
  const auto* mark =
      std::ranges::find_if(kMarks, [&](const Mark& each) { return line.starts_with(each.text); });
  if (mark == std::end(kMarks)) return false;
  const std::string rest = line.substr(mark->text.size());
  transcript.steps.push_back(
      {.server = mark->server,
       .bytes = mark->hex ? HexBytes(rest) : ToBytes(rest + (mark->line ? "\r\n" : ""))});
  return true;
}

std::string_view KindName(DialogueFailure::Kind kind) {
  switch (kind) {
    case DialogueFailure::Kind::kRefused:
      return "refused";
    case DialogueFailure::Kind::kNotOffered:
      return "not offered";
    case DialogueFailure::Kind::kGarbled:
      return "garbled";
    case DialogueFailure::Kind::kTooLong:
      return "too long";
    case DialogueFailure::Kind::kClosed:
      return "closed";
  }
  return "";
}

}  // namespace

std::vector<Transcript> ParseTranscripts(const std::string& text) {
  std::vector<Transcript> all;
  std::istringstream in(text);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("== ")) {
      all.push_back({.name = line.substr(3),
                     .input = {.client_name = "client.test", .xmpp_domain = "server.test"}});
      continue;
    }
    if (all.empty()) throw std::runtime_error(fmt::format("line {}: no case yet", number));
    Transcript& current = all.back();
    if (line.starts_with("! ")) {
      ReadInput(std::istringstream(line.substr(2)), current);
    } else if (line == "EOF") {
      current.eof = true;
    } else if (line.starts_with("= ")) {
      current.end = line.substr(2);
    } else if (line.starts_with("+ ")) {
      current.leftover = line.substr(2);
    } else if (!ReadStep(line, current)) {
      throw std::runtime_error(fmt::format("line {}: not understood: {}", number, line));
    }
  }
  return all;
}

std::string DescribeEnd(const Dialogue& dialogue) {
  switch (dialogue.state()) {
    case Dialogue::State::kReady:
      return "ready";
    case Dialogue::State::kRunning:
      return "waiting: " + dialogue.awaited();
    case Dialogue::State::kFailed:
      break;
  }
  const DialogueFailure& failure = *dialogue.outcome().failure;
  return fmt::format("{}: expected {}, got {}", KindName(failure.kind), failure.expected,
                     failure.got);
}

}  // namespace tlsprobe::testing
