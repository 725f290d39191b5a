#include "tlsprobe/session/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/session/plain_advice.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

constexpr uint16_t kTls10 = 0x0301, kTls13 = 0x0304;

bool Anywhere(const Progress&) { return true; }
bool Opened(const Progress& progress) { return progress.phase == Phase::kOpen; }
bool InHandshake(const Progress& progress) {
  return progress.phase == Phase::kHandshake || progress.phase == Phase::kProxy;
}
bool BeforeServerHello(const Progress& progress) {
  return InHandshake(progress) && progress.version == 0;
}
bool Unanswered(const Progress& progress) {
  return InHandshake(progress) && progress.bytes_read == progress.bytes_read_before;
}
bool SignaturePending(const Progress& progress) { return progress.signature_pending; }
bool FetchPending(const Progress& progress) { return progress.fetch_pending; }
bool EverythingOffered(const Progress& progress) {
  return progress.offered.min == kTls10 && progress.offered.max == kTls13;
}
bool Named(const Progress& progress) { return !progress.server_name.empty(); }
bool Nameless(const Progress& progress) { return progress.server_name.empty(); }
bool CertificateGiven(const Progress& progress) { return progress.certificate_sent; }
// The server asked for a certificate and our answer was that we have none.
bool CertificateMissing(const Progress& progress) {
  return progress.certificate_request != nullptr && progress.certificate_answered &&
         !progress.certificate_sent;
}
bool OpenedWithoutCertificate(const Progress& progress) {
  return Opened(progress) && CertificateMissing(progress);
}

// What servers say to a client without a certificate; other alerts are about something else.
constexpr uint8_t kRefusals[] = {40, 41, 42, 43, 44, 45, 46, 48, 49, 116};
constexpr uint8_t kNoCertificate[] = {41, 116};
constexpr uint8_t kNotAccepted[] = {40, 42, 43, 46};
constexpr uint8_t kHandshakeFailure[] = {40}, kRevoked[] = {44}, kExpired[] = {45},
                  kUnknownCa[] = {48}, kAccessDenied[] = {49}, kDecryptError[] = {51},
                  kProtocolVersion[] = {70}, kInsufficientSecurity[] = {71},
                  kInternalError[] = {80}, kFallback[] = {86}, kMissingExtension[] = {109},
                  kUnrecognizedName[] = {112}, kNoApplicationProtocol[] = {120};

constexpr std::string_view kGiveCertificate =
    "Give one with {options}, of a CA the server takes{authorities}.";
constexpr std::string_view kGaveUp =
    "The server gave up in the middle of the handshake: its log says why.";
constexpr std::string_view kCheckPort =
    "Check that this port speaks TLS from the first byte, without STARTTLS, and that no firewall "
    "or "
    "proxy cuts the connection; some servers close on a name (SNI) or a version they do not serve.";
constexpr std::string_view kMayBeCertificate =
    "Most servers that end it there require a client certificate: give one with {options}, of a CA "
    "the server takes{authorities}.";
constexpr std::string_view kNothingShared =
    "Try -tls1_2, a wider -cipher, -groups or -sigalgs; some servers say the same to a server name "
    "they do not know (-servername). tlsprobe itself cannot offer DHE, CCM or Camellia suites, nor "
    "take Ed448 or RSA-PSS certificates: a server that has nothing else needs another client.";
constexpr std::string_view kNoVersionLeft =
    "Switch TLS 1.2 or 1.3 on at the server: no newer client will speak less. Where they are on, "
    "look whether something in between answers in its place.";
constexpr std::string_view kOfferMore =
    "Offer more versions: leave out the options that narrow them (-tls1_2, -no_tls1_3 and their "
    "kind).";
constexpr std::string_view kLastBytesLost =
    "Clients cannot tell this from a connection that was cut off: let the server send close_notify "
    "before it closes.";

// The first row that fits counts. {…} stands for a word of the connection; without `advice` that
// of the alert is given.
struct Row {
  How how;
  std::span<const uint8_t> alerts;  // empty: any, or none
  bool (*when)(const Progress& progress);
  std::string_view cause;
  std::string_view advice;
};
constexpr Row kRows[] = {
    {How::kAlertReceived, kRefusals, CertificateMissing,
     "requires a client certificate and none was given", kGiveCertificate},
    {How::kAlertReceived, kNoCertificate, Anywhere,
     "requires a client certificate and none was given", kGiveCertificate},
    {How::kAlertReceived, kRevoked, CertificateGiven, "holds the client certificate for revoked",
     ""},
    {How::kAlertReceived, kExpired, CertificateGiven,
     "holds the client certificate for expired or not yet valid", ""},
    {How::kAlertReceived, kUnknownCa, CertificateGiven,
     "does not know the CA of the client certificate", ""},
    {How::kAlertReceived, kAccessDenied, CertificateGiven,
     "denies access to the holder of the client certificate", ""},
    {How::kAlertReceived, kDecryptError, CertificateGiven,
     "could not verify the signature by the client certificate's key", ""},
    {How::kAlertReceived, kNotAccepted, CertificateGiven,
     "does not accept the client certificate ({alert})",
     "The server's log says why; look at the certificate's key usage, its CA{authorities} and "
     "whether its intermediate certificates were sent along (-cert_chain)."},
    {How::kAlertReceived, kHandshakeFailure, BeforeServerHello,
     "shares no cipher suite, group or signature algorithm with this client", kNothingShared},
    {How::kAlertReceived, kProtocolVersion, EverythingOffered,
     "supports none of the TLS versions offered ({versions})", kNoVersionLeft},
    {How::kAlertReceived, kProtocolVersion, Anywhere,
     "supports none of the TLS versions offered ({versions})", kOfferMore},
    {How::kAlertReceived, kUnrecognizedName, Named, "does not know the server name {name}", ""},
    {How::kAlertReceived, kUnrecognizedName, Nameless,
     "wants a server name it knows, and none was sent", ""},
    {How::kAlertReceived, kMissingExtension, Nameless, "requires a server name and none was sent",
     ""},
    {How::kAlertReceived, kNoApplicationProtocol, Anywhere,
     "speaks none of the protocols offered by ALPN", ""},
    {How::kAlertReceived, kInsufficientSecurity, Anywhere,
     "asks for stronger cipher suites, groups or keys than were offered", ""},
    {How::kAlertReceived, kInternalError, Anywhere, "reports an internal error of its own", ""},
    {How::kAlertReceived, kFallback, Anywhere,
     "speaks a higher version than the fallback that was offered", ""},
    {How::kAlertReceived, {}, Opened, "ended the connection with the alert {alert}", ""},
    {How::kAlertReceived, {}, Anywhere, "ended the handshake with the alert {alert}", ""},

    {How::kCloseNotify,
     {},
     InHandshake,
     "closed the connection before the handshake was complete",
     "The server ended it on purpose and without a reason (close_notify): an access rule, its load "
     "or a name it does not serve; its log may say."},

    {How::kEof,
     {},
     OpenedWithoutCertificate,
     "closed the connection after the handshake, in which no client certificate was given",
     kMayBeCertificate},
    {How::kEof,
     {},
     Opened,
     "closed the connection after the handshake without close_notify",
     kLastBytesLost},
    {How::kEof,
     {},
     CertificateMissing,
     "closed the connection when no client certificate was given",
     kMayBeCertificate},
    {How::kEof, {}, Unanswered, "closed the connection as soon as TLS began", kCheckPort},
    {How::kEof, {}, Anywhere, "closed the connection in the middle of the handshake", kGaveUp},

    {How::kReset,
     {},
     OpenedWithoutCertificate,
     "reset the connection after the handshake, in which no client certificate was given",
     kMayBeCertificate},
    {How::kReset, {}, Opened, "reset the connection after the handshake", kLastBytesLost},
    {How::kReset,
     {},
     CertificateMissing,
     "reset the connection when no client certificate was given",
     kMayBeCertificate},
    {How::kReset, {}, Unanswered, "reset the connection as soon as TLS began", kCheckPort},
    {How::kReset, {}, Anywhere, "reset the connection in the middle of the handshake", kGaveUp},

    {How::kTimeout, {}, Opened, "stopped taking what we send", ""},
    {How::kTimeout,
     {},
     SignaturePending,
     "waited in vain for a signature by the client's key",
     "Whatever holds the client's key did not sign in time: look there, not at the server."},
    {How::kTimeout,
     {},
     FetchPending,
     "waited in vain for what certificates name to be fetched",
     "Where the certificates say that CRLs or issuers are nobody answered in time: look there, not "
     "at the server."},
    {How::kTimeout,
     {},
     Unanswered,
     "does not answer a TLS ClientHello",
     "Check that this port speaks TLS from the first byte: a server that waits for a command "
     "(STARTTLS) or for plain HTTP stays silent. A firewall that drops packets looks the same."},
    {How::kTimeout,
     {},
     Anywhere,
     "stopped answering in the middle of the handshake",
     "The server stopped in the middle of the handshake: look at its load and its log, or give it "
     "more time."},
    {How::kUnreachable, {}, Anywhere, "is no longer reachable: the network was lost", ""},
};

bool Fits(const Row& row, const Outcome& outcome, const Progress& progress) {
  if (row.how != outcome.how || !row.when(progress)) return false;
  if (row.alerts.empty()) return true;
  return outcome.alert &&
         std::ranges::find(row.alerts, outcome.alert->description) != row.alerts.end();
}

// "TLS 1.0 to 1.3", "TLS 1.2"
std::string VersionsText(const VersionRange& range) {
  const auto minor = [](uint16_t version) { return (version & 0xff) - 1; };
  if (range.min == range.max) return fmt::format("TLS 1.{}", minor(range.min));
  return fmt::format("TLS 1.{} to 1.{}", minor(range.min), minor(range.max));
}

// " (it names CN=A, CN=B and 3 more)": CAs whose certificates it takes.
std::string AuthoritiesText(const ClientCertificateRequest* request) {
  constexpr size_t kShown = 3;
  if (request == nullptr || request->ca_names.empty()) return "";
  const std::vector<Name>& names = request->ca_names;
  std::string list;
  for (size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    list += (i == 0 ? "" : ", ") + NameWords(names[i]);
  }
  if (names.size() > kShown) list += fmt::format(" and {} more", names.size() - kShown);
  return fmt::format(" (it names {})", list);
}

std::string AlertText(const Outcome& outcome) {
  if (!outcome.alert) return "";
  return fmt::format("{} ({})", AlertName(outcome.alert->description), outcome.alert->description);
}

std::string Filled(std::string_view text, const Outcome& outcome, const Progress& progress) {
  return fmt::format(
      fmt::runtime(text), fmt::arg("versions", VersionsText(progress.offered)),
      fmt::arg("name", Escape(progress.server_name)), fmt::arg("alert", AlertText(outcome)),
      fmt::arg("options",
               progress.phase == Phase::kProxy ? "--proxy-cert and --proxy-key" : "-cert and -key"),
      fmt::arg("authorities", AuthoritiesText(progress.certificate_request)));
}

Explanation PlainText(const Progress& progress) {
  if (progress.behind_go_ahead) {
    return {.cause = "goes on in clear text after it said that TLS may start",
            .advice = "Its log may say why it did not start TLS: look at its key and certificate."};
  }
  const std::string_view protocol = DescribePlainText(progress.first_bytes);
  if (progress.phase == Phase::kProxy) {
    return {.cause = protocol == "HTTP" ? "speaks plain HTTP, not TLS" : "does not speak TLS",
            .advice =
                "Give the proxy as http://... where it is spoken to without TLS, and check "
                "its port."};
  }
  Explanation explanation{.cause = "does not speak TLS", .advice = PlainTextAdvice(protocol)};
  if (protocol == "HTTP") explanation.cause = "speaks plain HTTP, not TLS";
  if (protocol != "HTTP" && !protocol.empty()) {
    explanation.cause = fmt::format("speaks {}, not TLS", protocol);
  }
  return explanation;
}

// How it ended says nothing beside what the peer said.
bool Wordless(How how) {
  constexpr How kWordless[] = {How::kEof, How::kReset, How::kTimeout, How::kNotTls};
  return std::ranges::find(kWordless, how) != std::end(kWordless);
}

}  // namespace

bool SpokeOtherwise(const Progress& progress) {
  return !progress.heard_tls && !progress.first_bytes.empty() &&
         !LooksLikeTls(progress.first_bytes);
}

Explanation FindCause(const Outcome& outcome, const Progress& progress) {
  if (outcome.how == How::kNotTls || (Wordless(outcome.how) && SpokeOtherwise(progress))) {
    return PlainText(progress);
  }
  const auto* row =
      std::ranges::find_if(kRows, [&](const Row& each) { return Fits(each, outcome, progress); });
  if (row == std::end(kRows)) return {};
  Explanation explanation{.cause = Filled(row->cause, outcome, progress),
                          .advice = Filled(row->advice, outcome, progress)};
  if (explanation.advice.empty() && outcome.alert) {
    explanation.advice = AlertAdvice(outcome.alert->description);
  }
  const bool about_certificate = explanation.advice.find("--proxy-cert") != std::string::npos;
  if (progress.phase == Phase::kProxy && !about_certificate) {
    explanation.advice = "This is about the TLS of the proxy itself: its log says why.";
  }
  if (progress.behind_proxy && Unanswered(progress)) {
    explanation.advice += " A proxy that could not reach the target after all looks the same.";
  }
  return explanation;
}

}  // namespace tlsprobe
