#include "tlsprobe/session/outcomes.h"

#include <fmt/format.h>

#include <cerrno>
#include <string_view>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

// "ServerHello after ClientHello"
std::string Expected(const Progress& progress) {
  if (progress.signature_pending) return "a signature by the client's key";
  if (progress.phase == Phase::kOpen) return "the connection to stay open";
  if (progress.last_message.empty()) return "a handshake";
  const bool known = !progress.awaited.empty() && progress.awaited != progress.last_message;
  return fmt::format("{} after {}", known ? progress.awaited : "an answer", progress.last_message);
}

std::string Sentence(const Progress& progress, std::string_view expected, std::string_view got) {
  return fmt::format("{}: expected {}, got {} ({} bytes sent, {} read)",
                     progress.phase == Phase::kOpen ? "open connection" : "TLS handshake", expected,
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

// What a server usually means when it ends a handshake without a word.
std::string_view AdviceForSilentEnd(const Progress& progress) {
  if (progress.bytes_read == 0) {
    return "Check that this port speaks TLS from the first byte, without STARTTLS, and that no "
           "firewall or proxy cuts the connection; some servers close on a name (SNI) or a "
           "version they do not serve.";
  }
  return "The server gave up in the middle of the handshake: its log says why.";
}

std::string_view AdviceForTimeout(const Progress& progress) {
  if (progress.signature_pending) {
    return "Whatever holds the client's key did not sign in time: look there, not at the server.";
  }
  if (progress.bytes_read == 0) {
    return "Check that this port speaks TLS from the first byte: a server that waits for a "
           "command (STARTTLS) or for plain HTTP stays silent. A firewall that drops packets "
           "looks the same.";
  }
  return "The server stopped in the middle of the handshake: look at its load and its log, or "
         "give it more time.";
}

std::string AdviceForPlainText(BytesView first_bytes) {
  const std::string_view protocol = DescribePlainText(first_bytes);
  if (protocol.empty()) return "Check host and port: this is not a TLS server.";
  if (protocol == "HTTP") {
    return "The server speaks plain HTTP here: use its HTTPS port, or switch TLS on.";
  }
  return fmt::format(
      "The server speaks {} here: use its TLS port, or start TLS within that protocol (STARTTLS).",
      protocol);
}

std::string AdviceFor(const Outcome& outcome, const Progress& progress) {
  if (outcome.how == How::kAlertReceived) {
    return outcome.alert ? std::string(AlertAdvice(outcome.alert->description)) : "";
  }
  if (outcome.how == How::kNotTls) return AdviceForPlainText(progress.first_bytes);
  if (progress.phase == Phase::kOpen) return "";
  const bool silent_end = outcome.how == How::kEof || outcome.how == How::kReset;
  if (!silent_end && outcome.how != How::kTimeout) return "";
  if (!progress.heard_tls && !progress.first_bytes.empty()) {
    return AdviceForPlainText(progress.first_bytes);
  }
  return std::string(silent_end ? AdviceForSilentEnd(progress) : AdviceForTimeout(progress));
}

// Where the peer spoke, but not TLS, its words are the best hint. The engine may have quoted them.
void QuotePeer(const Progress& progress, Outcome& outcome) {
  if (progress.heard_tls || progress.first_bytes.empty()) return;
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
  if (deadline.what == Deadline::What::kFlush) {
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
  if (outcome.advice.empty()) outcome.advice = AdviceFor(outcome, progress);
}

}  // namespace tlsprobe
