// What to probe and how: plain data. Reads no file, no clock, no environment; file names are
// only named here, the driver's Load reads them into Materials.
#ifndef TLSPROBE_MODEL_PROBE_CONFIG_H_
#define TLSPROBE_MODEL_PROBE_CONFIG_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/dialogue.h"

namespace tlsprobe {

// Where to connect.
struct Target {
  // Name or address literal (IPv6 without brackets). It is looked up, sent as SNI where it is a
  // name, and is the default reference identity. Empty only with `unix_path`.
  std::string host = {};
  uint16_t port = 443;
  // A Unix-domain stream socket to connect to instead (at most 107 bytes).
  std::string unix_path = {};
  // Address literals to use instead of looking `host` up, tried in this order.
  std::vector<std::string> addresses = {};
};

// Protocol versions by their number on the wire (RFC 8446 section 4.1.2).
enum class TlsVersion : uint16_t {
  kSsl3 = 0x0300,
  kTls1 = 0x0301,
  kTls1_1 = 0x0302,
  kTls1_2 = 0x0303,
  kTls1_3 = 0x0304,
};

enum class AddressFamily : uint8_t { kAny, kIpv4, kIpv6 };
enum class FileFormat : uint8_t { kAny, kPem, kDer };

// A private key or certificate file and how to read it.
struct FileRef {
  std::string path = {};
  FileFormat format = FileFormat::kPem;

  bool empty() const { return path.empty(); }
  friend bool operator==(const FileRef&, const FileRef&) = default;
};

// The certificate we show when the server asks (RFC 8446 section 4.3.2).
struct ClientIdentity {
  FileRef certificate = {};
  // Empty: the key is in the certificate's file.
  FileRef key = {};
  // Further certificates to send, PEM. Empty: the chain is completed from the trust store's
  // CAs, as s_client does.
  FileRef chain = {};
  // Where the key's pass phrase comes from, as OpenSSL writes it: "pass:text", "env:NAME",
  // "file:PATH", "fd:N", "stdin". Empty: none; an encrypted key is then an error.
  std::string pass_phrase = {};

  friend bool operator==(const ClientIdentity&, const ClientIdentity&) = default;
};

// What is offered and accepted in the handshake.
struct TlsOptions {
  // Versions offered: from `min_version` to `max_version` without `disabled_versions`. Nullopt:
  // TLS 1.0 and TLS 1.3. A hole in the range is closed from above, as OpenSSL does: the lowest
  // unbroken range is offered. Nothing left: Create says kInvalidArgument.
  std::optional<TlsVersion> min_version = {};
  std::optional<TlsVersion> max_version = {};
  std::vector<TlsVersion> disabled_versions = {};

  // TLS 1.2 and below: an OpenSSL cipher string ("HIGH:!aNULL:@SECLEVEL=1"). Empty: "DEFAULT".
  // A suite named that cannot be offered is an error; a class offers what can be, and the rest
  // stands in the report's `not_offered`.
  std::string cipher_string = {};
  // TLS 1.3 suites by name, colon-separated. Empty: all three of RFC 8446.
  std::string ciphersuites = {};
  // Key exchange groups, signature algorithms accepted from the server, and those used for our
  // own certificate: colon-separated, by OpenSSL, IANA or NIST name. Empty: our defaults.
  std::string groups = {};
  std::string signature_algorithms = {};
  std::string client_signature_algorithms = {};

  // ALPN protocol names, best first (RFC 7301), 1 to 255 bytes each. Empty: no extension.
  std::vector<std::string> alpn = {};
  // The name for SNI (RFC 6066 section 3). Nullopt: the target's host where it is a DNS name,
  // by `sni_needs_dot` only where it has a dot. Ignored when `send_server_name` is false.
  std::optional<std::string> server_name = {};
  bool send_server_name = true;
  bool sni_needs_dot = false;  // s_client's rule for guessing

  bool request_ocsp_staple = true;  // status_request, RFC 6066 section 8
  bool request_scts = true;         // signed_certificate_timestamp, RFC 6962 section 3.3.1
  // Ask for tickets (RFC 5077). TLS 1.3 does not ask: what the server sends is told all the same.
  bool session_tickets = true;
  bool fallback_scsv = false;  // TLS_FALLBACK_SCSV, RFC 7507
  // Accept a server that does not support secure renegotiation (RFC 5746). False: such a
  // handshake is refused with handshake_failure.
  bool legacy_server_connect = true;
  // Greatest plaintext in one record we send, in bytes, 512 to 16384.
  size_t max_send_fragment = 16384;

  ClientIdentity client = {};
  // Emit the secrets of the NSS key log (RFC 9850) as events.
  bool key_log = false;

  friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

// Uses a certificate can be judged for; OpenSSL's names in order: any, sslclient, sslserver,
// nssslserver, smimesign, smimeencrypt, crlsign, ocsphelper, timestampsign. With kAny no use is
// refused, as where `openssl verify` is given no purpose.
enum class Purpose : uint8_t {
  kAny,
  kSslClient,
  kSslServer,
  kNsSslServer,
  kSmimeSign,
  kSmimeEncrypt,
  kCrlSign,
  kOcspHelper,
  kTimestampSign,
};

// How the server's certificates are judged (RFC 5280 section 6). They always are, where any came.
struct VerifyOptions {
  // Trust anchors. With none named, the default file and directory are used (SSL_CERT_FILE,
  // SSL_CERT_DIR or the system's), unless switched off.
  std::string ca_file = {};  // PEM bundle
  std::string ca_path = {};  // directory of `openssl rehash`
  // The same for verification alone, where the two above also complete our own chain.
  std::string verify_ca_file = {};
  std::string verify_ca_path = {};
  bool default_ca_file = true;
  bool default_ca_path = true;

  // Identities the certificate must name (RFC 6125, RFC 9525). With all three empty and
  // `check_target_name`, the target's host (DNS name or address) is the reference.
  std::string host = {};
  std::string email = {};
  std::string ip = {};
  bool check_target_name = true;

  Purpose purpose = Purpose::kSslServer;
  // Time to judge at. Nullopt: the wall clock of the session's start.
  std::optional<UnixTime> at_time = {};
  bool no_check_time = false;
  bool partial_chain = false;      // an anchor need not be self-signed
  bool check_ss_sig = false;       // verify the signature of a self-signed anchor, too
  bool ignore_critical = false;    // a critical extension nobody knows is no error
  bool allow_proxy_certs = false;  // proxy certificates (RFC 3820) may be the leaf and below
  bool x509_strict = false;        // OpenSSL's strict checks (errors 78, 80 to 89, 92, 93)
  // RFC 5759 profile: P-256 (128 bits) and P-384 (192 bits) alone. Both: either of them, as
  // -suiteB_128; one: -suiteB_128_only or -suiteB_192.
  bool suite_b_128 = false;
  bool suite_b_192 = false;

  // Certificates that may complete the chain, PEM bundles; not trusted.
  std::vector<std::string> untrusted_files = {};

  // Certification policies (RFC 5280 section 6.1). They are processed where one of these asks.
  std::vector<std::string> policies = {};  // user-initial-policy-set, dotted OIDs; empty: any
  bool policy_check = false;               // process them, and ask for nothing
  bool explicit_policy = false;            // initial-explicit-policy
  bool inhibit_any = false;                // initial-any-policy-inhibit
  bool inhibit_map = false;                // initial-policy-mapping-inhibit
  bool policy_print = false;               // a step of its own tells the outcome

  // Revocation by CRLs (RFC 5280 section 6.3): of the leaf, of the whole chain.
  bool crl_check = false;
  bool crl_check_all = false;
  bool extended_crl = false;                // indirect CRLs and those for some reasons only
  bool use_deltas = false;                  // RFC 5280 section 5.2.4
  std::vector<std::string> crl_files = {};  // PEM (any number in a file) or DER
  FileFormat crl_format = FileFormat::kAny;
  // CRLs of files count before those of the trust store, which are looked at only where none of the
  // former fits, as in `openssl verify`. Otherwise all stand together, as in s_client.
  bool crl_files_first = false;

  // What may be fetched by URLs out of certificates, by http and within Limits::fetch…; nothing
  // unless asked for.
  bool crl_download = false;   // CRLs, where `crl_check` wants some that are not there
  bool fetch_issuers = false;  // missing issuers by authorityInfoAccess
  bool fetch_private = false;  // also from private, loopback and link-local addresses

  // Findings by the rules of the web (CA/Browser Forum, TLS Baseline Requirements).
  bool web_pki_profile = false;
  // Greatest number of intermediates, as OpenSSL counts -verify_depth. Nullopt: 100.
  std::optional<int> max_depth = {};
  // OpenSSL's security level for chains, 0 to 5. Nullopt: that of the cipher string, else
  // `default_security_level`.
  std::optional<int> auth_level = {};
  int default_security_level = 2;

  // End the handshake with the fitting alert when the certificates do not verify.
  bool fail_handshake = false;
  // With `fail_handshake`: errors at depths up to this one (0: the leaf's, and a wrong name) are
  // noted and the handshake goes on, as under s_client's `-verify N`. -1: none is.
  int tolerated_depth = -1;

  bool processes_policies() const {
    return policy_check || explicit_policy || inhibit_any || inhibit_map || !policies.empty();
  }
  bool checks_crls() const { return crl_check || crl_check_all; }
  bool suite_b() const { return suite_b_128 || suite_b_192; }
  bool ends_handshake(int error_depth) const {
    return fail_handshake && error_depth > tolerated_depth;
  }
};

// Words of another protocol by which TLS is begun.
struct StarttlsOptions {
  // Nullopt, and no script: TLS begins at once.
  std::optional<Starttls> protocol = {};
  // Instead of `protocol`: a file with a dialogue of one's own. dialogue/script_file.h has its
  // grammar.
  std::string script_file = {};
  // What the client calls itself in EHLO and LHLO (RFC 5321 section 4.1.1.1).
  std::string client_name = "mail.example.com";
  // `to` of an XMPP stream (RFC 6120 section 4.7.2). Empty: the target's host.
  std::string xmpp_domain = {};
  // Ask for TLS also where the server does not offer it, as s_client does.
  bool insist = false;
  // Ask once more, under TLS, what the server offers. For smtp, lmtp, imap, pop3, xmpp,
  // xmpp-server and ldap; others are refused.
  bool after_tls = false;

  bool wanted() const { return protocol.has_value() || !script_file.empty(); }
};

// A proxy that is asked for a way to the target.
struct ProxyOptions {
  ProxyKind kind = ProxyKind::kHttp;
  // Name or address literal (IPv6 without brackets).
  std::string host = {};
  uint16_t port = 0;
  // Sent at once where it is given: Basic (RFC 7617), SOCKS5 (RFC 1929), the user id of SOCKS4.
  std::optional<std::string> user = {};
  // Where the password comes from, as ClientIdentity::pass_phrase. Empty: it is empty.
  std::string password = {};
  // With kHttps: TLS to the proxy itself. SNI and the name to verify are those of `host`, unless
  // said otherwise. A proxy whose certificates do not verify is not used.
  TlsOptions tls = {};
  VerifyOptions verify = {.fail_handshake = true};
};

// Deadlines and caps. Zero durations mean "no limit", but for the least ones.
struct Limits {
  std::chrono::milliseconds resolve = std::chrono::seconds(5);
  std::chrono::milliseconds connect = std::chrono::seconds(10);   // for each address
  std::chrono::milliseconds dialogue = std::chrono::seconds(10);  // each proxy or STARTTLS
  std::chrono::milliseconds handshake = std::chrono::seconds(10);
  std::chrono::milliseconds total = std::chrono::seconds(30);  // start to end of handshake
  // After a TLS 1.3 handshake: how long the first ticket, alert or data is waited for, at least
  // (zero: as long as two round trips take, four where our certificate was asked for) and at most;
  // the latter wins.
  std::chrono::milliseconds settle_min = std::chrono::milliseconds(50);
  std::chrono::milliseconds settle_min_client_auth = std::chrono::seconds(1);
  std::chrono::milliseconds settle_max = std::chrono::seconds(2);
  size_t handshake_message_bytes = 256 * 1024;
  size_t handshake_bytes = 1024 * 1024;
  size_t certificates = 100;
  size_t staple_bytes = 64 * 1024;
  // Each fetch of a CRL or an issuer, its size (issuers are small), how many a probe may make, and
  // what they may bring in all, with all that HTTP adds.
  std::chrono::milliseconds fetch = std::chrono::seconds(5);
  size_t fetch_bytes = 16 * 1024 * 1024;
  size_t fetch_issuer_bytes = 1024 * 1024;
  size_t fetches = 16;
  size_t fetch_total_bytes = 32 * 1024 * 1024;
  size_t write_buffer_bytes = 64 * 1024;
};

struct ProbeConfig {
  // Local address to connect from, "host" or "host:port"; empty: any.
  std::string bind_address = {};
  AddressFamily family = AddressFamily::kAny;
  std::optional<ProxyOptions> proxy = {};
  StarttlsOptions starttls = {};
  TlsOptions tls = {};
  VerifyOptions verify = {};
  Limits limits = {};
  // False: close_notify is sent as soon as the handshake has settled. True: the session stays
  // open for Write() until Close() or the peer ends it.
  bool stay_open = false;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_PROBE_CONFIG_H_
