#include "tlsprobe/render/openssl_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string_view>
#include <system_error>

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// Where OpenSSL meets an error. 1.1.0 numbers its functions and packs the number into the code.
struct ErrorRow {
  std::string_view reason;
  uint16_t number;
  std::string_view function;  // 3.0
  std::string_view function110;
  uint16_t function110_number;
};
constexpr ErrorRow kErrors[] = {
    {"wrong version number", 267, "ssl3_get_record", "ssl3_get_record", 143},
    {"http request", 156, "ssl3_get_record", "ssl3_get_record", 143},
    {"packet length too long", 198, "ssl3_get_record", "ssl3_get_record", 143},
    {"bad record type", 443, "ssl3_get_record", "ssl3_get_record", 143},
    {"data length too long", 146, "ssl3_get_record", "ssl3_get_record", 143},
    {"encrypted length too long", 150, "ssl3_get_record", "ssl3_get_record", 143},
    {"decryption failed or bad record mac", 281, "ssl3_get_record", "ssl3_get_record", 143},
    {"unexpected record", 245, "ssl3_read_bytes", "ssl3_read_bytes", 148},
    {"no renegotiation", 339, "ssl3_read_bytes", "ssl3_read_bytes", 148},
    {"app data in handshake", 100, "ssl3_read_bytes", "ssl3_read_bytes", 148},
    {"too many warn alerts", 409, "ssl3_read_bytes", "ssl3_read_bytes", 148},
    {"unknown alert type", 246, "ssl3_read_bytes", "ssl3_read_bytes", 148},
    {"unexpected eof while reading", 294, "ssl3_read_n", "ssl3_read_n", 149},
    {"unexpected message", 244, "ossl_statem_client_read_transition",
     "ossl_statem_client_read_transition", 417},
    {"excessive message size", 152, "read_state_machine", "read_state_machine", 352},
    {"unsupported protocol", 258, "ssl_choose_client_version", "tls_process_server_hello", 369},
    {"wrong ssl version", 266, "tls_process_server_hello", "tls_process_server_hello", 369},
    {"unknown cipher returned", 248, "set_client_ciphersuite", "tls_process_server_hello", 369},
    {"wrong cipher returned", 261, "set_client_ciphersuite", "tls_process_server_hello", 369},
    {"unsupported compression algorithm", 257, "tls_process_server_hello",
     "tls_process_server_hello", 369},
    {"length mismatch", 159, "tls_process_server_hello", "tls_process_server_hello", 369},
    {"inappropriate fallback", 373, "tls_process_server_hello", "tls_process_server_hello", 369},
    {"unsolicited extension", 217, "tls_collect_extensions", "ssl_scan_serverhello_tlsext", 275},
    {"bad extension", 110, "tls_parse_all_extensions", "ssl_scan_serverhello_tlsext", 275},
    {"unsafe legacy renegotiation disabled", 338, "final_renegotiate",
     "ssl_check_serverhello_tlsext", 275},
    {"bad key share", 108, "tls_parse_stoc_key_share", "tls_process_key_exchange", 365},
    {"certificate verify failed", 134, "tls_post_process_server_certificate",
     "tls_process_server_certificate", 367},
    {"bad certificate", 348, "tls_process_server_certificate", "tls_process_server_certificate",
     367},
    {"cert length mismatch", 135, "tls_process_server_certificate",
     "tls_process_server_certificate", 367},
    {"wrong certificate type", 383, "tls_post_process_server_certificate",
     "tls_process_server_certificate", 367},
    {"bad signature", 123, "tls_process_cert_verify", "tls_process_key_exchange", 365},
    {"wrong signature type", 370, "tls12_check_peer_sigalg", "tls12_check_peer_sigalg", 333},
    {"wrong curve", 378, "tls_process_ske_ecdhe", "tls_process_ske_ecdhe", 420},
    {"bad ecpoint", 306, "tls_process_ske_ecdhe", "tls_process_ske_ecdhe", 420},
    {"dh key too small", 394, "tls_process_ske_dhe", "tls_process_ske_dhe", 419},
    {"digest check failed", 149, "tls_process_finished", "tls_process_finished", 364},
    {"no protocols available", 191, "tls_setup_handshake", "ssl_get_client_min_max_version", 490},
    {"no ciphers available", 181, "ssl_cipher_list_to_bytes", "ssl_cipher_list_to_bytes", 425},
    {"internal error", 259, "ossl_statem_fatal", "state_machine", 353},
};
constexpr uint16_t kAlertBase = 1000;  // SSL_R_… of an alert is this and its number
constexpr ErrorRow kAlertRow = {"", 0, "ssl3_read_bytes", "ssl3_read_bytes", 148};
constexpr ErrorRow kUnknownRow = {"", 0, "", "", 0};

constexpr uint8_t kLibrarySystem = 2, kLibrarySsl = 20, kLibraryBio = 32;

ErrorRow RowFor(const Outcome& outcome) {
  if (outcome.how == How::kAlertReceived && outcome.alert) {
    ErrorRow row = kAlertRow;
    row.number = static_cast<uint16_t>(kAlertBase + outcome.alert->description);
    return row;
  }
  const auto* found = std::ranges::find(kErrors, outcome.openssl_reason, &ErrorRow::reason);
  return found == std::end(kErrors) ? kUnknownRow : *found;
}

struct ErrorLine {
  uint32_t code110 = 0;
  uint32_t code30 = 0;
  std::string_view library = {};
  std::string_view function = {};
  std::string_view function110 = {};
  std::string reason = {};
  std::string data = {};
};

std::string Format(const ErrorLine& line, Profile profile) {
  if (profile == Profile::k110) {
    return fmt::format("0:error:{:08X}:{}:{}:{}:tlsprobe:0:{}\n", line.code110, line.library,
                       line.function110, line.reason, line.data);
  }
  return fmt::format("0000000000000000:error:{:08X}:{}:{}:{}:tlsprobe:0:{}\n", line.code30,
                     line.library, line.function, line.reason, line.data);
}

constexpr uint32_t Code110(uint8_t library, uint16_t function, uint32_t reason) {
  return uint32_t{library} << 24 | uint32_t{function} << 12 | reason;
}
constexpr uint32_t Code30(uint8_t library, uint32_t reason) {
  return uint32_t{library} << 23 | reason;
}

// 3.2 stopped naming SSLv3 for alerts that TLS kept from it.
std::string ReasonText(std::string_view reason, Profile profile) {
  constexpr std::string_view kOld = "sslv3 alert ";
  if (profile != Profile::k35 || !reason.starts_with(kOld)) return EscapeControls(reason);
  return "ssl/tls alert " + EscapeControls(reason.substr(kOld.size()));
}

std::string SslErrorLine(const Outcome& outcome, Profile profile) {
  const ErrorRow row = RowFor(outcome);
  const bool alert = outcome.how == How::kAlertReceived && outcome.alert;
  return Format(
      {.code110 = Code110(kLibrarySsl, row.function110_number, row.number),
       .code30 = Code30(kLibrarySsl, row.number),
       .library = "SSL routines",
       .function = row.function,
       .function110 = row.function110,
       .reason = ReasonText(outcome.openssl_reason, profile),
       .data = alert ? fmt::format("SSL alert number {}", outcome.alert->description) : ""},
      profile);
}

std::string ConnectErrorLines(int system_error, Profile profile) {
  const auto error = static_cast<uint32_t>(system_error);
  constexpr uint32_t kSystemFlag = 0x80000000;
  const std::string system_line =
      Format({.code110 = Code110(kLibrarySystem, 2, error),
              .code30 = kSystemFlag | error,
              .library = "system library",
              .function = "BIO_connect",
              .function110 = "connect",
              .reason = std::generic_category().message(system_error),
              .data = profile == Profile::k110 ? "" : "calling connect()"},
             profile);
  return system_line + Format({.code110 = Code110(kLibraryBio, 138, 103),
                               .code30 = Code30(kLibraryBio, 103),
                               .library = "BIO routines",
                               .function = "BIO_connect",
                               .function110 = "BIO_connect",
                               .reason = "connect error"},
                              profile);
}

// One pair of lines for each address that was tried.
std::string ConnectFailure(const ProbeReport& report, Profile profile) {
  std::string out;
  int last_error = report.outcome.system_error;
  for (const AddressAttempt& attempt : report.connection.attempts) {
    if (attempt.system_error == 0) continue;
    out += ConnectErrorLines(attempt.system_error, profile);
    last_error = attempt.system_error;
  }
  if (last_error == 0) return fmt::format("tlsprobe: {}\n", EscapeControls(report.outcome.message));
  if (out.empty()) out = ConnectErrorLines(last_error, profile);
  return out + fmt::format("connect:errno={}\n", last_error);
}

std::string ResolveFailure(const ProbeReport& report, Profile profile) {
  if (report.outcome.how != How::kNotFound) {
    return fmt::format("tlsprobe: {}\n", EscapeControls(report.outcome.message));
  }
  const std::string line = Format({.code110 = Code110(kLibraryBio, 143, 2),
                                   .code30 = Code30(kLibraryBio, 0x80002),
                                   .library = "BIO routines",
                                   .function = "BIO_lookup_ex",
                                   .function110 = "BIO_lookup",
                                   .reason = "system lib",
                                   .data = "Name or service not known"},
                                  profile);
  return line + (profile == Profile::k30 ? "connect:errno=0\n" : "connect:errno=2\n");
}

// The transport broke: s_client says in which call it noticed.
std::string ResetLine(const Outcome& outcome) {
  const int error = outcome.system_error != 0 ? outcome.system_error : ECONNRESET;
  return fmt::format("{}:errno={}\n", outcome.handshake_complete ? "read" : "write", error);
}

// Nobody was reached: the proxy, where there is one, or else the target.
std::string OpenFailure(const ProbeReport& report, Profile profile) {
  const bool looked_up = !report.connection.attempts.empty();
  return looked_up ? ConnectFailure(report, profile) : ResolveFailure(report, profile);
}

// s_client tells of a failed CONNECT, and of little else before TLS.
std::string FailureBeforeTls(const ProbeReport& report) {
  const Outcome& outcome = report.outcome;
  std::string out;
  const bool connect = !report.hops.empty() && report.hops.back().kind.starts_with("proxy-http");
  if (connect && outcome.how == How::kDenied) {
    std::string_view status = report.hops.back().last_line;
    status.remove_prefix(std::min(status.size(), std::string_view("HTTP/1.1").size()));
    out = fmt::format("s_client: HTTP CONNECT failed, reason={}\n", EscapeControls(status));
  } else if (connect && outcome.how == How::kGarbled) {
    out = "s_client: HTTP CONNECT failed, incorrect response from proxy\n";
  }
  return out + fmt::format("tlsprobe: {}\n", EscapeControls(outcome.message));
}

}  // namespace

std::string OpenSslErrorLines(const ProbeReport& report, Profile profile) {
  const Outcome& outcome = report.outcome;
  if (outcome.how == How::kStillOpen || outcome.how == How::kCloseNotify) return "";
  if (outcome.phase == Phase::kResolve) return ResolveFailure(report, profile);
  if (outcome.phase == Phase::kConnect) return ConnectFailure(report, profile);
  const bool before_tls = outcome.phase == Phase::kProxy || outcome.phase == Phase::kStartTls;
  if (before_tls && report.hops.empty()) return OpenFailure(report, profile);
  const bool dialogue = before_tls && report.hops.back().kind != "proxy-tls";
  if (dialogue) return FailureBeforeTls(report);
  if (outcome.how == How::kReset) return ResetLine(outcome);
  if (outcome.how == How::kEof && profile == Profile::k110) {
    return outcome.handshake_complete ? "read:errno=0\n" : "write:errno=0\n";
  }
  if (!outcome.openssl_reason.empty()) return SslErrorLine(outcome, profile);
  if (outcome.message.empty()) return "";
  return fmt::format("tlsprobe: {}\n", EscapeControls(outcome.message));
}

}  // namespace tlsprobe
