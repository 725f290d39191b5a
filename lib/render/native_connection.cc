// "connection" of the native report: where it went, what was negotiated, how long it took.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

std::string AddressRows(const ConnectionFacts& connection) {
  std::string out;
  for (const AddressAttempt& attempt : connection.attempts) {
    // A Unix socket's path has no port.
    const std::string where =
        attempt.port == 0 ? attempt.address : FormatHostPort(attempt.address, attempt.port);
    out += Row("address", fmt::format("{}: {} ({})", Quote(where), Quote(attempt.result),
                                      MillisecondsText(attempt.took)));
  }
  return out;
}

std::string HopRows(const std::vector<Hop>& hops) {
  std::string out;
  for (const Hop& hop : hops) {
    if (hop.kind == "tls") continue;
    std::string what = Quote(hop.outcome);
    if (hop.tls && hop.tls->tls.version != 0) what += ", " + VersionText(hop.tls->tls.version);
    out += Row(hop.kind.starts_with("after-tls") ? "asked" : "through",
               fmt::format("{}: {} ({})", Quote(hop.kind), what, MillisecondsText(hop.took)));
  }
  return out;
}

std::string KeyExchangeText(const TlsFacts& tls) {
  if (tls.group == 0) return "";
  return Quote(tls.group_name) + (tls.hello_retry ? " (after a second ClientHello)" : "");
}

std::string ServerNameText(const TlsFacts& tls) {
  if (tls.server_name_sent.empty()) return "none sent";
  return Quote(tls.server_name_sent) + (tls.server_name_acknowledged ? " (acknowledged)" : "");
}

std::string ClientCertificateText(const PeerFacts& peer) {
  if (!peer.client_certificate_request) return "";
  constexpr std::string_view kOutcomes[] = {
      "requested",
      "requested; none was sent and the server went on",
      "requested and sent",
      "requested, sent and accepted",
      "requested; the server refused what it got",
      "requested; no answer, neither accepted nor refused",
  };
  const bool none_refused = peer.client_certificate == ClientCertificateOutcome::kRejected &&
                            !peer.client_certificate_sent;
  std::string out(none_refused ? "requested; none was sent, and the server refused that"
                               : kOutcomes[static_cast<size_t>(peer.client_certificate)]);
  const size_t names = peer.client_certificate_request->ca_names.size();
  if (names > 0) out += fmt::format(" ({} CA name{})", names, names == 1 ? "" : "s");
  return out;
}

std::string OptionalRow(std::string_view label, const std::string& value) {
  return value.empty() ? "" : Row(label, value);
}

std::string TlsRows(const ProbeReport& report) {
  const TlsFacts& tls = report.tls;
  if (tls.version == 0) return "";
  std::string out = Row("protocol", VersionText(tls.version) + (tls.resumed ? ", resumed" : ""));
  out += OptionalRow("cipher", Quote(tls.cipher_iana));
  out += OptionalRow("key exchange", KeyExchangeText(tls));
  out += OptionalRow("signature", Quote(tls.peer_signature_name));
  out += OptionalRow("ALPN", Quote(tls.alpn));
  out += Row("server name", ServerNameText(tls));
  out += OptionalRow("client cert", ClientCertificateText(report.peer));
  if (!report.peer.ocsp_staple.empty()) {
    out += Row("OCSP staple", fmt::format("{} bytes, not judged", report.peer.ocsp_staple.size()));
  }
  return out;
}

// The two that wait for the network only where they happened.
std::string TimingsRow(const ProbeReport& report) {
  const Timings& timings = report.timings;
  std::string out;
  if (timings.resolve.count() > 0) out += "look-up " + MillisecondsText(timings.resolve) + ", ";
  if (timings.connect.count() > 0) out += "connect " + MillisecondsText(timings.connect) + ", ";
  if (timings.handshake.count() > 0) {
    out += "handshake " + MillisecondsText(timings.handshake) + ", ";
  }
  return Row("time", out + "total " + MillisecondsText(timings.total));
}

// A server that ends the handshake at our ClientHello may want a suite that was left out of it.
bool RefusedOurOffer(const ProbeReport& report) {
  constexpr How kRefusals[] = {How::kAlertReceived, How::kEof, How::kReset};
  const Outcome& outcome = report.outcome;
  return !outcome.handshake_complete && report.tls.version == 0 &&
         std::ranges::find(kRefusals, outcome.how) != std::end(kRefusals);
}

std::string NotOfferedRow(const ProbeReport& report) {
  constexpr size_t kShown = 8;
  const std::vector<std::string>& suites = report.tls.not_offered;
  if (!RefusedOurOffer(report)) return "";
  std::string list;
  for (size_t i = 0; i < std::min(suites.size(), kShown); ++i) {
    list += (i == 0 ? "" : ", ") + suites[i];
  }
  if (suites.size() > kShown) list += fmt::format(" and {} more", suites.size() - kShown);
  return OptionalRow("not offered", list);
}

std::string OutcomeRow(const Outcome& outcome) {
  if (outcome.handshake_complete || outcome.phase < Phase::kProxy) return "";
  const std::string at =
      outcome.at_message.empty() ? "" : fmt::format(" at {}", Quote(outcome.at_message));
  return Row("ended", fmt::format("by {} ({}){} after {} bytes read, {} written",
                                  EndedByName(outcome.ended_by), HowName(outcome.how), at,
                                  outcome.bytes_read, outcome.bytes_written));
}

// The words of a peer that speaks something else; what TLS says is told decoded.
std::string FirstBytesRow(const ProbeReport& report) {
  if (report.tls.version != 0 || report.peer.first_bytes.empty()) return "";
  if (LooksLikeTls(report.peer.first_bytes)) return "";
  return Row("it said", Escape(BytesView(report.peer.first_bytes)));
}

}  // namespace

std::string ConnectionSection(const ProbeReport& report, const RenderOptions&) {
  return "\nconnection\n" + AddressRows(report.connection) + HopRows(report.hops) +
         TlsRows(report) + NotOfferedRow(report) + OutcomeRow(report.outcome) +
         FirstBytesRow(report) + TimingsRow(report);
}

}  // namespace tlsprobe
