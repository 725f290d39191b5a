#include "tlsprobe/dialogue/script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr size_t kShownBytes = 64;  // of a packet, in the transcript

std::string ShowPacket(BytesView packet) {
  const BytesView head = packet.first(std::min(packet.size(), kShownBytes));
  return fmt::format("<{} bytes: {}{}>", packet.size(), ToHex(head),
                     head.size() < packet.size() ? "..." : "");
}

}  // namespace

std::optional<std::string_view> Script::Line(std::string_view expected) {
  if (stopped()) return std::nullopt;
  const std::string_view rest = AsText(unread());
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    NeedMore(expected);
    return std::nullopt;
  }
  read_ += end + 1;
  std::string_view line = rest.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  Note(false, Escape(line));
  return line;
}

std::optional<BytesView> Script::Exactly(size_t size, std::string_view expected) {
  const std::optional<BytesView> bytes = Take(size, expected);
  if (bytes) Note(false, ShowPacket(*bytes));
  return bytes;
}

std::optional<std::string_view> Script::Text(size_t size, std::string_view expected) {
  const std::optional<BytesView> bytes = Take(size, expected);
  if (!bytes) return std::nullopt;
  Note(false, Escape(*bytes));
  return AsText(*bytes);
}

std::optional<BytesView> Script::Take(size_t size, std::string_view expected) {
  if (stopped()) return std::nullopt;
  if (unread().size() < size) {
    NeedMore(expected);
    return std::nullopt;
  }
  const BytesView bytes = unread().first(size);
  read_ += size;
  return bytes;
}

void Script::NeedMore(std::string_view expected) {
  if (stopped()) return;
  awaited_ = expected;
  if (!ended_) {
    waiting_ = true;
    return;
  }
  const BytesView rest = unread();
  Fail(DialogueFailure::Kind::kClosed, expected,
       rest.empty() ? "the end of the connection"
                    : fmt::format("the end of the connection behind \"{}\"", Escape(rest)));
}

void Script::Send(std::string_view text) {
  std::string_view shown = text;
  while (shown.ends_with('\n') || shown.ends_with('\r')) shown.remove_suffix(1);
  SendSecret(text, shown);
}

void Script::SendSecret(std::string_view text, std::string_view shown) {
  if (stopped()) return;
  const BytesView bytes = AsBytes(text);
  sent_.insert(sent_.end(), bytes.begin(), bytes.end());
  Note(true, Escape(shown));
}

void Script::Send(BytesView packet) {
  if (stopped()) return;
  sent_.insert(sent_.end(), packet.begin(), packet.end());
  Note(true, ShowPacket(packet));
}

bool Script::Fail(DialogueFailure::Kind kind, std::string_view expected, std::string_view got,
                  std::string_view advice) {
  if (stopped()) return false;
  outcome_.failure = DialogueFailure{.kind = kind,
                                     .expected = std::string(expected),
                                     .got = std::string(got),
                                     .advice = std::string(advice)};
  return false;
}

bool Script::FailGarbled(std::string_view expected, BytesView got, std::string_view advice) {
  return Fail(DialogueFailure::Kind::kGarbled, expected, fmt::format("\"{}\"", Escape(got)),
              advice);
}

void Script::FailTooLong(std::string_view got) {
  waiting_ = false;
  Fail(DialogueFailure::Kind::kTooLong, awaited_, got, "No honest server says that much.");
}

bool Script::TryUnoffered(std::string_view command, std::string_view advice) {
  if (stopped()) return false;
  outcome_.not_offered = true;
  if (insist_) return true;
  std::string got = "no such offer";
  if (!outcome_.offered.empty()) {
    got = fmt::format("only \"{}\"", Escape(fmt::format("{}", fmt::join(outcome_.offered, ", "))));
  }
  return Fail(DialogueFailure::Kind::kNotOffered, fmt::format("an offer of {}", command), got,
              advice);
}

void Script::Note(bool sent, std::string text) {
  outcome_.transcript.push_back({.sent = sent, .text = std::move(text)});
}

}  // namespace tlsprobe
