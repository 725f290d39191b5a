#include "tlsprobe/session/dialogue_outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "tlsprobe/base/text.h"
#include "tlsprobe/session/plain_advice.h"
#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

struct FailureRow {
  DialogueFailure::Kind kind;
  How how;
  EndedBy ended_by;
};
constexpr FailureRow kFailures[] = {
    {DialogueFailure::Kind::kRefused, How::kDenied, EndedBy::kPeer},
    {DialogueFailure::Kind::kNotOffered, How::kNotOffered, EndedBy::kUs},
    {DialogueFailure::Kind::kGarbled, How::kGarbled, EndedBy::kUs},
    {DialogueFailure::Kind::kTooLong, How::kTooLarge, EndedBy::kUs},
    {DialogueFailure::Kind::kClosed, How::kEof, EndedBy::kPeer},
};

const FailureRow& RowOf(DialogueFailure::Kind kind) {
  return *std::ranges::find(kFailures, kind, &FailureRow::kind);
}

// {protocol}, {got} and {limit} stand for words of the dialogue.
struct CauseRow {
  How how;
  bool heard;  // the peer said something
  std::string_view hop;
  std::string_view starttls;  // cause, read behind the target
  std::string_view proxy;     // cause, read behind the proxy
  std::string_view advice;
};
constexpr std::string_view kSilent =
    "A server that waits for us may speak TLS at once on this port: drop -starttls. A firewall "
    "that drops packets looks the same, and some servers greet late on purpose.";
constexpr std::string_view kHungUp =
    "It may not take clients from this address, or be overloaded; its log may say. A server that "
    "speaks TLS at once also hangs up on plain words: drop -starttls.";
constexpr std::string_view kStopped =
    "Look at the server's load and its log, or give it more time (-dialogue_timeout).";
constexpr std::string_view kMute = "Check that host and port are those of the proxy, and its log.";
constexpr CauseRow kCauses[] = {
    {How::kDenied, true, "refused", "refuses to start TLS: {got}", "refused: {got}", ""},
    {How::kNotOffered, true, "not offered", "does not offer TLS within {protocol}", "", ""},
    {How::kGarbled, true, "garbled", "does not speak {protocol}: it said {got}",
     "does not speak {protocol}: it said {got}", ""},
    {How::kTooLarge, true, "too long", "says more before TLS than any honest server does",
     "says more than any honest proxy does", ""},
    {How::kEof, false, "closed", "closed the connection without a word", "closed the connection",
     kHungUp},
    {How::kEof, true, "closed", "closed the connection before TLS could start",
     "closed the connection without a whole answer", kStopped},
    {How::kReset, false, "closed", "reset the connection without a word", "reset the connection",
     kHungUp},
    {How::kReset, true, "closed", "reset the connection before TLS could start",
     "reset the connection without a whole answer", kStopped},
    {How::kTimeout, false, "timed out", "said nothing {limit}", "said nothing {limit}", kSilent},
    {How::kTimeout, true, "timed out", "stopped answering before TLS could start",
     "gave no whole answer {limit}", kStopped},
};

const CauseRow* FindRow(How how, bool heard) {
  const auto* row = std::ranges::find_if(kCauses, [&](const CauseRow& each) {
    return each.how == how && (each.heard == heard || how == How::kDenied);
  });
  return row == std::end(kCauses) ? nullptr : row;
}

// For a script there is no better name.
std::string_view ProtocolWords(const DialogueLayer& layer) {
  if (layer.protocol == "script") return "what the script expects";
  return layer.protocol;
}

// Servers of mail say "220" alike, and FTP does.
bool IsOwn(std::string_view protocol, std::string_view own) {
  if (protocol == "SMTP or FTP") return own == "smtp" || own == "lmtp" || own == "ftp";
  if (protocol == "SMTP" || protocol == "LMTP") return own == "smtp" || own == "lmtp";
  const std::string_view word = StarttlsWord(protocol);
  return word == own || (word == "xmpp" && own == "xmpp-server");
}

// The peer speaks something else that is known by its first words.
bool ExplainOther(const DialogueLayer& layer, Outcome& outcome) {
  const BytesView received = layer.dialogue.received();
  if (received.size() >= 2 && LooksLikeTls(received)) {
    outcome.cause = fmt::format("speaks TLS at once, not {}", layer.protocol);
    outcome.advice =
        layer.to_proxy ? "Give the proxy as https://... where TLS is spoken to it."
                       : fmt::format("Drop -starttls {}: this port speaks TLS from its first byte.",
                                     layer.protocol);
    return true;
  }
  const std::string_view protocol = DescribePlainText(received);
  if (layer.to_proxy || layer.protocol == "script" || protocol.empty()) return false;
  // Three digits alone are too little to contradict a protocol that answers.
  const bool sure = outcome.how == How::kGarbled || protocol != "SMTP or FTP";
  if (!sure || IsOwn(protocol, layer.protocol)) return false;
  outcome.cause = fmt::format("speaks {}, not {}", protocol, layer.protocol);
  outcome.advice = PlainTextAdvice(protocol);
  return true;
}

void Explain(const DialogueLayer& layer, std::string_view got, std::string_view limit,
             Outcome& outcome) {
  if (ExplainOther(layer, outcome)) return;
  const CauseRow* row = FindRow(outcome.how, !layer.dialogue.received().empty());
  if (row == nullptr) return;
  outcome.cause = fmt::format(fmt::runtime(layer.to_proxy ? row->proxy : row->starttls),
                              fmt::arg("protocol", ProtocolWords(layer)), fmt::arg("got", got),
                              fmt::arg("limit", limit));
  if (!outcome.advice.empty()) return;
  outcome.advice = layer.to_proxy && !row->advice.empty() ? kMute : row->advice;
}

std::string Sentence(const DialogueLayer& layer, std::string_view expected, std::string_view got,
                     const Progress& progress) {
  return fmt::format("{}: expected {}, got {} ({} bytes sent, {} read)", DialogueName(layer),
                     expected, got, progress.bytes_written, progress.bytes_read);
}

}  // namespace

std::string DialogueName(const DialogueLayer& layer) {
  return fmt::format("{} ({})", layer.to_proxy ? "proxy" : "STARTTLS", layer.protocol);
}

Outcome DialogueOutcomeOf(const DialogueLayer& layer, const Progress& progress) {
  const DialogueFailure& failure = *layer.dialogue.outcome().failure;
  const FailureRow& row = RowOf(failure.kind);
  Outcome outcome;
  outcome.how = row.how;
  outcome.ended_by = row.ended_by;
  outcome.message = Sentence(layer, failure.expected, failure.got, progress);
  outcome.advice = failure.advice;
  Explain(layer, failure.got, "", outcome);
  return outcome;
}

Outcome DialogueTimeout(const DialogueLayer& layer, const Deadline& deadline,
                        const Progress& progress) {
  Outcome outcome;
  outcome.how = How::kTimeout;
  outcome.ended_by = EndedBy::kUs;
  const std::string limit = LimitText(deadline);
  const BytesView rest = layer.dialogue.leftover();
  const std::string got = rest.empty() ? "nothing" : fmt::format("only \"{}\"", Escape(rest));
  outcome.message =
      Sentence(layer, fmt::format("{} {}", layer.dialogue.awaited(), limit), got, progress);
  Explain(layer, got, limit, outcome);
  return outcome;
}

void ExplainBrokenDialogue(const DialogueLayer& layer, Outcome& outcome) {
  Explain(layer, "", "", outcome);
}

How HowOf(DialogueFailure::Kind kind) { return RowOf(kind).how; }

std::string_view HopWord(How how) {
  const auto* row = std::ranges::find(kCauses, how, &CauseRow::how);
  return row == std::end(kCauses) ? "failed" : row->hop;
}

void FillHop(const DialogueOutcome& outcome, Hop& hop) {
  hop.transcript.clear();
  for (const DialogueLine& line : outcome.transcript) {
    hop.transcript.push_back(fmt::format("{}: {}", line.sent ? "C" : "S", line.text));
  }
  hop.offered = outcome.offered;
  hop.not_offered = outcome.not_offered;
  hop.last_line = outcome.last_line;
}

void BlameProxy(std::string_view place, Outcome& outcome) {
  outcome.phase = Phase::kProxy;
  constexpr std::string_view kHandshake = "TLS handshake:";
  if (outcome.message.starts_with(kHandshake)) {
    outcome.message.insert(kHandshake.size() - 1, " with the proxy");
  }
  if (outcome.cause.empty()) return;
  outcome.cause = fmt::format("cannot be reached: the proxy {} {}", place, outcome.cause);
}

}  // namespace tlsprobe
