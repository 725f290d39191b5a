#include "tlsprobe/tls/engine_outcome.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/reason_table.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

// BoringSSL's and OpenSSL's reason for a fatal alert from the peer is this plus its number.
constexpr int kAlertReasonOffset = 1000;

std::string_view Where(const EngineTrouble& trouble) {
  return trouble.handshake_complete ? "open connection" : "TLS handshake";
}

std::string Expected(const EngineTrouble& trouble) {
  if (trouble.handshake_complete) return "application data or close_notify";
  return ExpectedMessage(trouble.progress.awaited(), trouble.progress.last());
}

std::string Sentence(const EngineTrouble& trouble, std::string_view got) {
  return fmt::format("{}: expected {}, got {}", Where(trouble), Expected(trouble), got);
}

std::string DescribeAlert(const Alert& alert) {
  return fmt::format("{} alert {} ({})", alert.level == 1 ? "warning" : "fatal",
                     AlertName(alert.description), alert.description);
}

// The error that says most: libssl's own, else whatever came first.
uint32_t MainError(const std::vector<uint32_t>& errors) {
  const auto ours = std::ranges::find_if(
      errors, [](uint32_t error) { return ERR_GET_LIB(error) == ERR_LIB_SSL; });
  if (ours != errors.end()) return *ours;
  return errors.empty() ? 0 : errors.front();
}

Outcome Started(const EngineTrouble& trouble) {
  Outcome outcome;
  outcome.at_message =
      trouble.handshake_complete ? trouble.progress.last() : trouble.progress.at_message();
  outcome.handshake_complete = trouble.handshake_complete;
  return outcome;
}

Outcome NotTls(const EngineTrouble& trouble, std::string openssl_reason) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kUs;
  outcome.how = How::kNotTls;
  outcome.alert = trouble.sent;
  outcome.openssl_reason = std::move(openssl_reason);
  const std::string_view protocol = DescribePlainText(trouble.first_bytes);
  const std::string what = protocol.empty() ? "something that is not TLS" : std::string(protocol);
  outcome.message = Sentence(trouble, fmt::format("{}: \"{}\"", what, Escape(trouble.first_bytes)));
  return outcome;
}

Outcome AlertReceived(const EngineTrouble& trouble, const Alert& alert) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kPeer;
  outcome.how = How::kAlertReceived;
  outcome.alert = alert;
  outcome.openssl_reason = OpenSslAlertReason(alert.description);
  outcome.message = Sentence(trouble, "the server's " + DescribeAlert(alert));
  return outcome;
}

// A malformed alert, or one TLS 1.3 does not know at that level, still says something.
std::string WhatCame(const EngineTrouble& trouble, int reason, std::string_view openssl) {
  const ReasonRow* row = FindReason(reason);
  std::string got(row != nullptr && !row->got.empty() ? row->got : openssl);
  if (reason == SSL_R_UNSUPPORTED_PROTOCOL && trouble.version != 0) {
    got += fmt::format(": {}", TlsVersionName(trouble.version));
  }
  if (reason == SSL_R_BAD_ALERT && trouble.received) {
    got += fmt::format(": {}", DescribeAlert(*trouble.received));
  }
  return got;
}

// A breach of the protocol as the server's deed. What we did not answer with an alert is our own.
std::string BreachCause(const EngineTrouble& trouble, int reason, std::string_view openssl) {
  if (!trouble.sent) return "";
  if (FindReason(reason) == nullptr) return fmt::format("breaks the TLS protocol: {}", openssl);
  return fmt::format("{} {}", trouble.handshake_complete ? "sent" : "answered with",
                     WhatCame(trouble, reason, openssl));
}

}  // namespace

std::vector<uint32_t> DrainErrors() {
  std::vector<uint32_t> errors;
  while (const uint32_t error = ERR_get_error()) errors.push_back(error);
  return errors;
}

std::string OpenSslReason(uint32_t packed_error) {
  if (packed_error == 0) return "";
  const int reason = ERR_GET_REASON(packed_error);
  if (ERR_GET_LIB(packed_error) == ERR_LIB_SSL) {
    if (reason >= kAlertReasonOffset && reason < kAlertReasonOffset + 256) {
      return OpenSslAlertReason(static_cast<uint8_t>(reason - kAlertReasonOffset));
    }
    const ReasonRow* row = FindReason(reason);
    if (row != nullptr && !row->openssl.empty()) return std::string(row->openssl);
  }
  const char* name = ERR_reason_error_string(packed_error);
  if (name == nullptr) return fmt::format("reason({})", reason);
  std::string text = ToLowerAscii(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

Outcome DescribeFailure(const EngineTrouble& trouble) {
  const uint32_t error = MainError(trouble.errors);
  const int reason = ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0;
  std::string openssl = OpenSslReason(error);
  if (reason >= kAlertReasonOffset && reason < kAlertReasonOffset + 256) {
    const auto description = static_cast<uint8_t>(reason - kAlertReasonOffset);
    return AlertReceived(trouble,
                         trouble.received.value_or(Alert{.level = 2, .description = description}));
  }
  if (trouble.progress.last_received().empty() && !LooksLikeTls(trouble.first_bytes) &&
      !trouble.first_bytes.empty()) {
    return NotTls(trouble, std::move(openssl));
  }
  if (reason == SSL_R_EXCESSIVE_MESSAGE_SIZE || reason == SSL_R_UNCOMPRESSED_CERT_TOO_LARGE) {
    return DescribeTooLarge(trouble, "the message is too large");
  }
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kUs;
  outcome.how = trouble.sent ? How::kAlertSent : How::kError;
  outcome.alert = trouble.sent;
  outcome.cause = BreachCause(trouble, reason, openssl);
  outcome.message = Sentence(trouble, WhatCame(trouble, reason, openssl));
  if (const ReasonRow* row = FindReason(reason)) outcome.advice = row->advice;
  outcome.openssl_reason = std::move(openssl);
  return outcome;
}

Outcome DescribeEof(const EngineTrouble& trouble) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kPeer;
  outcome.how = How::kEof;
  outcome.openssl_reason = "unexpected eof while reading";
  std::string got = "the end of the connection (FIN) without close_notify";
  if (!trouble.handshake_complete) got = "the end of the connection (FIN)";
  const bool spoke_otherwise = trouble.progress.last_received().empty() &&
                               !trouble.first_bytes.empty() && !LooksLikeTls(trouble.first_bytes);
  if (spoke_otherwise) got += fmt::format(" behind \"{}\"", Escape(trouble.first_bytes));
  outcome.message = Sentence(trouble, got);
  return outcome;
}

Outcome DescribeCloseNotify(const EngineTrouble& trouble, bool ours_first) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = ours_first ? EndedBy::kUs : EndedBy::kPeer;
  outcome.how = How::kCloseNotify;
  if (trouble.handshake_complete) {
    outcome.message = ours_first ? "open connection: closed by us with close_notify"
                                 : "open connection: closed by the server with close_notify";
    return outcome;
  }
  outcome.alert = trouble.received;
  outcome.message = Sentence(trouble, "the server's close_notify");
  return outcome;
}

Outcome DescribeTooLarge(const EngineTrouble& trouble, std::string_view what) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kUs;
  outcome.how = How::kTooLarge;
  outcome.alert = trouble.sent;
  outcome.openssl_reason = "excessive message size";
  outcome.cause = fmt::format("sends more than is allowed: {}", what);
  outcome.message =
      fmt::format("{}: too large: {} (at {})", Where(trouble), what, trouble.progress.at_message());
  outcome.advice = "No honest server needs that much: look at the certificates it sends.";
  return outcome;
}

Outcome DescribeRefusal(const EngineTrouble& trouble, std::string_view why,
                        std::string_view openssl_reason) {
  Outcome outcome = Started(trouble);
  outcome.ended_by = EndedBy::kUs;
  outcome.how = trouble.sent ? How::kAlertSent : How::kError;
  outcome.alert = trouble.sent;
  outcome.openssl_reason = openssl_reason;
  outcome.message = fmt::format("{}: {}", Where(trouble), why);
  return outcome;
}

}  // namespace tlsprobe
