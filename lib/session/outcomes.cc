#include "tlsprobe/session/outcomes.h"

#include <fmt/format.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/session/causes.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

// The awaited message is the last one where nothing is awaited, and in TLS 1.2 where ours of that
// name is answered by the server's.
std::string Expected(const Progress& progress) {
  constexpr uint16_t kTls13 = 0x0304;
  if (!progress.dialogue.empty()) return progress.awaited;
  if (progress.signature_pending) return "a signature by the client's key";
  if (progress.fetch_pending) return "an answer to a fetch of what certificates name";
  if (progress.phase == Phase::kOpen) return "the connection to stay open";
  const bool their_finished = progress.awaited == "Finished" && progress.version != kTls13;
  const bool known = progress.awaited != progress.last_message || their_finished;
  return ExpectedMessage(known ? progress.awaited : "", progress.last_message);
}

std::string_view Where(const Progress& progress) {
  if (!progress.dialogue.empty()) return progress.dialogue;
  if (progress.phase == Phase::kOpen) return "open connection";
  return progress.phase == Phase::kProxy ? "TLS handshake with the proxy" : "TLS handshake";
}

std::string Sentence(const Progress& progress, std::string_view expected, std::string_view got) {
  return fmt::format("{}: expected {}, got {} ({} bytes sent, {} read)", Where(progress), expected,
                     got, progress.bytes_written, progress.bytes_read);
}

struct TransportRow {
  int system_error;
  How how;
  EndedBy ended_by;
  std::string_view what;
};
constexpr TransportRow kTransportRows[] = {
    {ECONNRESET, How::kReset, EndedBy::kPeer, "a reset (RST)"},
    {EPIPE, How::kReset, EndedBy::kPeer, "a connection closed for writing"},
    {ECONNABORTED, How::kReset, EndedBy::kNetwork, "an aborted connection"},
    {ETIMEDOUT, How::kTimeout, EndedBy::kNetwork, "a connection that timed out"},
    {EHOSTUNREACH, How::kUnreachable, EndedBy::kNetwork, "no route to the host"},
    {ENETUNREACH, How::kUnreachable, EndedBy::kNetwork, "an unreachable network"},
    {ENETDOWN, How::kUnreachable, EndedBy::kNetwork, "a network that is down"},
};

// What became of the time; what the peer said in another protocol is told instead.
std::string TimeoutCause(const Deadline& deadline, const Progress& progress) {
  const std::string limit = LimitText(deadline);
  if (SpokeOtherwise(progress)) return "";
  if (deadline.what == Deadline::What::kFlush || progress.phase == Phase::kOpen) {
    return fmt::format("did not take our last bytes {}", limit);
  }
  if (progress.signature_pending) {
    return fmt::format("waited in vain: the client's key gave no signature {}", limit);
  }
  if (progress.fetch_pending) {
    return fmt::format("waited in vain: what certificates name was not fetched {}", limit);
  }
  if (progress.bytes_read == progress.bytes_read_before) {
    return fmt::format("did not answer the ClientHello {}", limit);
  }
  return fmt::format("did not complete the handshake {}", limit);
}

// Where the peer spoke, but not TLS, its words are the best hint. The engine may have quoted them.
void QuotePeer(const Progress& progress, Outcome& outcome) {
  if (!SpokeOtherwise(progress)) return;
  const bool wordless = outcome.how == How::kEof || outcome.how == How::kReset ||
                        outcome.how == How::kTimeout || outcome.how == How::kNotTls;
  if (!wordless) return;
  const std::string quote = fmt::format("\"{}\"", Escape(progress.first_bytes));
  if (outcome.message.find(quote) != std::string::npos) return;
  outcome.message += fmt::format("; the peer began with {}", quote);
}

}  // namespace

Outcome TimeoutOutcome(const Deadline& deadline, const Progress& progress) {
  Outcome outcome;
  outcome.ended_by = EndedBy::kUs;
  outcome.how = How::kTimeout;
  outcome.cause = TimeoutCause(deadline, progress);
  // In an open connection nothing else has a limit.
  if (deadline.what == Deadline::What::kFlush || progress.phase == Phase::kOpen) {
    const std::string expected =
        fmt::format("the peer to take our last bytes {}", LimitText(deadline));
    outcome.message = Sentence(progress, expected, "no room to send");
    return outcome;
  }
  const std::string expected = fmt::format("{} {}", Expected(progress), LimitText(deadline));
  outcome.message = Sentence(progress, expected, "none");
  return outcome;
}

Outcome TransportOutcome(const absl::Status& error, int system_error, const Progress& progress) {
  Outcome outcome;
  outcome.system_error = system_error;
  outcome.how = How::kError;
  outcome.ended_by = EndedBy::kNetwork;
  for (const TransportRow& row : kTransportRows) {
    if (row.system_error != system_error) continue;
    outcome.how = row.how;
    outcome.ended_by = row.ended_by;
    outcome.message = Sentence(progress, Expected(progress), row.what);
    return outcome;
  }
  outcome.message =
      Sentence(progress, Expected(progress), fmt::format("a transport error: {}", Message(error)));
  return outcome;
}

Outcome ClosedByUsOutcome() {
  Outcome outcome;
  outcome.ended_by = EndedBy::kUs;
  outcome.how = How::kCloseNotify;
  outcome.message = "open connection: closed by us with close_notify";
  return outcome;
}

void FinishOutcome(const Progress& progress, Outcome& outcome) {
  outcome.phase = progress.phase;
  outcome.handshake_complete = progress.handshake_complete;
  outcome.bytes_read = progress.bytes_read;
  outcome.bytes_written = progress.bytes_written;
  QuotePeer(progress, outcome);
  if (outcome.at_message.empty() && progress.phase == Phase::kHandshake) {
    outcome.at_message = progress.awaited;
  }
  if (!progress.dialogue.empty()) return;  // it has words of its own
  Explanation explanation = FindCause(outcome, progress);
  if (outcome.cause.empty()) outcome.cause = std::move(explanation.cause);
  if (outcome.advice.empty()) outcome.advice = std::move(explanation.advice);
}

}  // namespace tlsprobe
