// The "SSL-Session:" block, laid out as SSL_SESSION_print does.
#include <fmt/format.h>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/render/sclient_report.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

// OpenSSL's default for its own sessions, what it prints where nothing was agreed.
constexpr uint32_t kDefaultTimeoutSeconds = 7200;
constexpr uint16_t kExtendedMasterSecret = 23;  // ExtensionType

std::string TicketLines(const SessionFacts& session) {
  std::string out;
  if (session.ticket_lifetime != 0) {
    out += fmt::format("\n    TLS session ticket lifetime hint: {} (seconds)",
                       session.ticket_lifetime);
  }
  if (!session.ticket.empty()) {
    out += "\n    TLS session ticket:\n" + HexDump(session.ticket, 4);
  }
  return out;
}

// Known from the ServerHello (RFC 7627 section 5.1), also where the handshake then failed.
bool HasExtendedMasterSecret(const ProbeReport& report, const SessionFacts& session) {
  if (report.outcome.openssl_reason == "unsupported protocol") return false;
  return session.extended_master_secret || report.tls.extended_master_secret ||
         FindServerHelloExtension(report.peer, kExtendedMasterSecret) != nullptr;
}

std::string CipherName(const SClientView& view) {
  const bool known = view.report.outcome.handshake_complete || view.keys_made || view.tls13();
  return known && !view.report.tls.cipher_openssl.empty() ? view.report.tls.cipher_openssl : "0000";
}

BytesView SessionId(const SClientView& view, const SessionFacts& session) {
  const Outcome& outcome = view.report.outcome;
  const bool unfinished =
      !outcome.handshake_complete && outcome.openssl_reason != "unsupported protocol";
  return session.id.empty() && unfinished ? view.offered_session_id : BytesView(session.id);
}

}  // namespace

std::string SessionBlock(const SClientView& view, const SessionFacts& session, bool ticket) {
  const int code = VerifyReturnCode(view.report);
  const UnixTime start = session.start_time.seconds != 0 ? session.start_time : view.report.started;
  std::string out = fmt::format(
      "SSL-Session:\n"
      "    Protocol  : {}\n"
      "    Cipher    : {}\n"
      "    Session-ID: {}\n"
      "    Session-ID-ctx: \n"
      "    {}: {}\n"
      "    PSK identity: None\n"
      "    PSK identity hint: None\n"
      "    SRP username: None",
      TlsVersionName(view.version()), CipherName(view), ToHexUpper(SessionId(view, session)),
      ticket ? "Resumption PSK" : "Master-Key", ToHexUpper(session.secret));
  out += TicketLines(session);
  out += fmt::format(
      "\n    Start Time: {}\n"
      "    Timeout   : {} (sec)\n"
      "    Verify return code: {} ({})\n"
      "    Extended master secret: {}\n",
      start.seconds, session.timeout != 0 ? session.timeout : kDefaultTimeoutSeconds, code,
      VerifyText(code, view.options.profile),
      !ticket && HasExtendedMasterSecret(view.report, session) ? "yes" : "no");
  if (ticket) out += fmt::format("    Max Early Data: {}\n", session.max_early_data);
  return out;
}

}  // namespace tlsprobe
