#include "tests/support/sample_reports.h"

#include <memory>
#include <utility>

#include "tests/support/sample_certificates.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::microseconds;

constexpr uint8_t kServerHelloMessage = 2;

// Verification errors by OpenSSL's number.
constexpr int kNoLocalIssuer = 20, kFirstNotVerified = 21, kDepthZeroSelfSigned = 18,
              kHasExpired = 10, kHostnameMismatch = 62;

ProbeReport Connected() {
  ProbeReport report;
  report.target = {.host = "www.example.org", .port = 443};
  report.started = kSampleNow;
  report.connection.attempts = {
      {.address = "2001:db8::1",
       .port = 443,
       .result = "refused",
       .system_error = 111,
       .took = microseconds(800)},
      {.address = "192.0.2.1", .port = 443, .result = "connected", .took = microseconds(1500)}};
  report.connection.address = "192.0.2.1";
  report.connection.port = 443;
  report.connection.local_address = "192.0.2.99";
  report.connection.resolve_took = microseconds(3200);
  report.connection.connect_took = microseconds(2300);
  report.connection.round_trip = microseconds(1500);
  report.timings = {.resolve = microseconds(3200),
                    .connect = microseconds(2300),
                    .handshake = microseconds(7100),
                    .total = microseconds(12600)};
  report.outcome = {.phase = Phase::kHandshake, .bytes_read = 2400, .bytes_written = 400};
  return report;
}

void Open(ProbeReport& report) {
  report.outcome.phase = Phase::kOpen;
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kCloseNotify;
  report.outcome.handshake_complete = true;
  report.tls.server_name_sent = "www.example.org";
  report.tls.server_name_acknowledged = true;
  report.tls.handshake_bytes_read = 2237;
  report.tls.handshake_bytes_written = 377;
  report.hops = {{.kind = "tls", .outcome = "ready", .took = microseconds(7100)}};
}

void Speak13(ProbeReport& report) {
  report.tls.version = 0x0304;
  report.tls.cipher_suite = 0x1302;
  report.tls.cipher_iana = "TLS_AES_256_GCM_SHA384";
  report.tls.cipher_openssl = "TLS_AES_256_GCM_SHA384";
  report.tls.cipher_min_version = "TLSv1.3";
  report.tls.group = 29;
  report.tls.group_name = "x25519";
  report.tls.peer_signature_algorithm = 0x0804;
  report.tls.peer_signature_name = "rsa_pss_rsae_sha256";
  report.peer.extensions = {
      {.message = kServerHelloMessage, .extensions = {{.type = 43, .data = {3, 4}}}},
      {.message = 8, .extensions = {{.type = 0, .data = {}}}}};
}

void Speak12(ProbeReport& report) {
  report.tls.version = 0x0303;
  report.tls.cipher_suite = 0xc030;
  report.tls.cipher_iana = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
  report.tls.cipher_openssl = "ECDHE-RSA-AES256-GCM-SHA384";
  report.tls.cipher_min_version = "TLSv1.2";
  report.tls.group = 23;
  report.tls.group_name = "secp256r1";
  report.tls.peer_signature_algorithm = 0x0403;
  report.tls.peer_signature_name = "ecdsa_secp256r1_sha256";
  report.tls.secure_renegotiation = true;
  report.tls.extended_master_secret = true;
  report.peer.extensions = {
      {.message = kServerHelloMessage,
       .extensions = {{.type = 11, .data = {3, 0, 1, 2}}, {.type = 65281, .data = {0}}}}};
  report.tls.session = {.id = Bytes(32, 0xab),
                        .secret = Bytes(48, 0xcd),
                        .ticket = Bytes(40, 0x41),
                        .ticket_lifetime = 7200,
                        .has_ticket = true,
                        .start_time = kSampleNow,
                        .timeout = 7200,
                        .extended_master_secret = true};
}

SessionFacts Ticket(uint8_t fill) {
  return {.id = Bytes(32, fill),
          .secret = Bytes(48, 0xcd),
          .ticket = Bytes(33, fill),
          .ticket_lifetime = 7200,
          .has_ticket = true,
          .start_time = kSampleNow,
          .timeout = 7200};
}

void Send(ProbeReport& report, const std::vector<CertificatePtr>& certificates) {
  for (const CertificatePtr& certificate : certificates) {
    report.peer.certificates_der.push_back(certificate->der);
    report.peer.certificates.push_back(certificate);
    report.peer.parse_errors.emplace_back();
  }
}

void Judge(ProbeReport& report, std::vector<CertificatePtr> built, std::vector<VerifyStep> steps,
           bool anchored) {
  ChainVerification& chain = report.verification.chain;
  chain.verdict = Verdict::kOk;
  chain.how = "path to a trust anchor";
  chain.code = 0;
  for (const VerifyStep& step : steps) {
    if (step.ok) continue;
    chain.verdict = Verdict::kFailed;
    chain.how = "errors on the path";
    chain.code = step.code;
    chain.errors.push_back({.depth = step.depth, .code = step.code});
  }
  chain.steps = std::move(steps);
  chain.built = std::move(built);
  if (anchored) chain.anchor = chain.built.size() - 1;
  chain.judged_at = kSampleNow;
  chain.auth_level = 2;
}

void MatchName(ProbeReport& report) {
  report.verification.name = {.verdict = Verdict::kOk,
                              .how = "a DNS name of the certificate",
                              .references = {"www.example.org"},
                              .matched = "www.example.org",
                              .presented = {"www.example.org", "*.cdn.example.org"}};
}

// What a session says in this order; `message` stands for the ServerHello or EncryptedExtensions.
std::vector<Event> UsualEvents(const ProbeReport& report) {
  std::vector<Event> events = {ConnectedEvent{}};
  const bool tls13 = report.tls.version == 0x0304;
  if (tls13) events.push_back(MessageEvent{.version = 0x0303, .bytes = {8, 0, 0, 2, 0, 0}});
  for (const VerifyStep& step : report.verification.chain.steps) {
    const auto depth = static_cast<size_t>(step.depth);
    events.push_back(
        VerifyEvent{.step = step, .certificate = report.verification.chain.built[depth]});
  }
  if (!report.outcome.handshake_complete) return events;
  if (!tls13) events.push_back(MessageEvent{.sent = true, .bytes = {16, 0, 0, 0}});
  events.push_back(HandshakeDoneEvent{});
  for (size_t i = 0; i < report.tls.tickets.size(); ++i) events.push_back(TicketEvent{.index = i});
  return events;
}

SampleReport Sample(ProbeReport report, bool user_quit = true) {
  std::vector<Event> events = UsualEvents(report);
  return {.report = std::move(report), .events = std::move(events), .user_quit = user_quit};
}

ProbeReport HealthyReport() {
  ProbeReport report = Connected();
  Open(report);
  Speak13(report);
  report.tls.alpn = "h2";
  report.tls.tickets = {Ticket(0x61), Ticket(0x7a)};
  const CertificatePtr leaf = MakeCertificate(SampleLeaf());
  Send(report, {leaf, SampleIntermediate()});
  Judge(report, {leaf, SampleIntermediate(), SampleRoot()},
        {{.depth = 2}, {.depth = 1}, {.depth = 0}}, true);
  MatchName(report);
  return report;
}

SampleReport BeforeTls(Phase phase, Outcome outcome) {
  ProbeReport report;
  report.target = {.host = "www.example.org", .port = 443};
  report.started = kSampleNow;
  outcome.phase = phase;
  report.outcome = std::move(outcome);
  report.timings.resolve = microseconds(3200);
  report.timings.total = microseconds(4000);
  return {.report = std::move(report)};
}

}  // namespace

SampleReport Healthy13() { return Sample(HealthyReport()); }

SampleReport ClientCertificateWanted12() {
  ProbeReport report = HealthyReport();
  report.tls = {};
  report.peer.extensions.clear();
  Open(report);
  Speak12(report);
  report.peer.client_certificate_request = ClientCertificateRequest{
      .ca_names = {SampleRoot()->subject, MakeName("Other\nRoot")},
      .certificate_types = {1, 64, 9},
      .signature_algorithms = {0x0403, 0x0807, 0x0804, 0x0809, 0x0401, 0x1234},
      .shared_signature_algorithms = {0x0403, 0x0807, 0x0804, 0x0401}};
  report.peer.client_certificate = ClientCertificateOutcome::kNotSent;
  SampleReport sample = Sample(std::move(report));
  sample.events.push_back(DataEvent{.bytes = ToBytes("hello\n")});
  return sample;
}

SampleReport Expired() {
  ProbeReport report = HealthyReport();
  SampleCertificate leaf = SampleLeaf();
  leaf.days_left = -3;
  const CertificatePtr expired = MakeCertificate(leaf);
  report.peer = {};
  Send(report, {expired, SampleIntermediate()});
  report.verification.chain = {};
  Judge(report, {expired, SampleIntermediate(), SampleRoot()},
        {{.depth = 2}, {.depth = 1}, {.depth = 0, .code = kHasExpired, .ok = false}, {.depth = 0}},
        true);
  report.findings = {{.id = "chain.expired",
                      .severity = Severity::kError,
                      .text = "the certificate of www.example.org expired 3 days ago",
                      .advice = "Install the renewed certificate and reload the server.",
                      .reference = "RFC 5280 section 4.1.2.5"}};
  return Sample(std::move(report));
}

SampleReport MissingIntermediate() {
  ProbeReport report = HealthyReport();
  const CertificatePtr leaf = MakeCertificate(SampleLeaf());
  report.peer = {};
  Send(report, {leaf, SampleRoot()});
  report.verification.chain = {};
  Judge(report, {leaf},
        {{.depth = 0, .code = kNoLocalIssuer, .ok = false},
         {.depth = 0, .code = kFirstNotVerified, .ok = false},
         {.depth = 0}},
        false);
  report.findings = {
      {.id = "validity.soon", .severity = Severity::kNotice, .text = "62 days are left"},
      {.id = "chain.extra",
       .severity = Severity::kWarning,
       .text = "the server sends a certificate that no path needs",
       .advice = "Remove it."},
      {.id = "chain.incomplete",
       .severity = Severity::kError,
       .text = "the server does not send its intermediate certificate CN=Lab Intermediate",
       .advice = "Configure the full chain: the leaf, then its issuers.",
       .reference = "RFC 8446 section 4.4.2"}};
  return Sample(std::move(report));
}

SampleReport SelfSigned() {
  ProbeReport report = HealthyReport();
  SampleCertificate own = SampleLeaf();
  own.issuer = own.subject;
  own.key = KeyType::kEc;
  const CertificatePtr leaf = MakeCertificate(own);
  report.peer = {};
  Send(report, {leaf});
  report.verification.chain = {};
  Judge(report, {leaf}, {{.depth = 0, .code = kDepthZeroSelfSigned, .ok = false}, {.depth = 0}},
        false);
  report.findings = {{.id = "chain.self_signed",
                      .severity = Severity::kError,
                      .text = "the certificate is signed by itself and nobody vouches for it",
                      .advice = "Get one from a CA your clients trust, or give them this one."}};
  return Sample(std::move(report), false);
}

SampleReport NameMismatch() {
  ProbeReport report = HealthyReport();
  report.target.host = "mail.example.org";
  report.verification.name = {.verdict = Verdict::kFailed,
                              .how = "no name of the certificate matches",
                              .references = {"mail.example.org"},
                              .presented = {"www.example.org", "*.cdn.example.org"}};
  ChainVerification& chain = report.verification.chain;
  const std::vector<CertificatePtr> built = chain.built;
  chain = {};
  Judge(report, built,
        {{.depth = 0, .code = kHostnameMismatch, .ok = false},
         {.depth = 2},
         {.depth = 1},
         {.depth = 0}},
        true);
  chain.verdict = Verdict::kOk;  // a wrong name is the name verdict's to say
  chain.how = "path to a trust anchor";
  report.findings = {{.id = "name.mismatch",
                      .severity = Severity::kError,
                      .text = "the certificate is for www.example.org and *.cdn.example.org, not "
                              "for mail.example.org",
                      .advice = "Ask for a name it has, or install one that has this name."}};
  return Sample(std::move(report));
}

SampleReport Refused() {
  SampleReport sample = BeforeTls(
      Phase::kConnect,
      {.ended_by = EndedBy::kPeer,
       .how = How::kRefused,
       .message = "connect www.example.org:443: expected a TCP connection, got \"connection "
                  "refused\" from 192.0.2.1 and 2001:db8::1.",
       .advice = "Nothing listens there: look at the port and at whether the server runs.",
       .system_error = 111});
  sample.report.connection.attempts = {
      {.address = "2001:db8::1", .port = 443, .result = "refused", .system_error = 111},
      {.address = "192.0.2.1", .port = 443, .result = "refused", .system_error = 111}};
  return sample;
}

SampleReport UnknownHost() {
  return BeforeTls(Phase::kResolve,
                   {.ended_by = EndedBy::kNetwork,
                    .how = How::kNotFound,
                    .message = "resolve www.example.org: expected an address, got \"name not "
                               "known\".",
                    .advice = "Look at the spelling and at this machine's resolver."});
}

SampleReport TimedOut() {
  ProbeReport report = Connected();
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kTimeout;
  report.outcome.at_message = "ServerHello";
  report.outcome.bytes_read = 0;
  report.outcome.cause = "did not answer the ClientHello within 10 s";
  report.outcome.message =
      "TLS handshake: expected ServerHello after ClientHello within 10 s, got none";
  report.outcome.advice = "Something listens there that does not answer TLS.";
  return Sample(std::move(report), false);
}

SampleReport HandshakeAlert() {
  ProbeReport report = Connected();
  report.outcome.ended_by = EndedBy::kPeer;
  report.outcome.how = How::kAlertReceived;
  report.outcome.at_message = "ServerHello";
  report.outcome.alert = Alert{.level = 2, .description = 40};
  report.outcome.bytes_read = 7;
  report.outcome.openssl_reason = "sslv3 alert handshake failure";
  report.outcome.cause = "shares no cipher suite, group or signature algorithm with this client";
  report.outcome.message =
      "TLS handshake: expected ServerHello after ClientHello, got the server's fatal alert "
      "handshake_failure (40)";
  report.outcome.advice = "Client and server share no cipher suite or group.";
  return Sample(std::move(report), false);
}

SampleReport PlainHttp() {
  ProbeReport report = Connected();
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kNotTls;
  report.outcome.at_message = "ServerHello";
  report.outcome.bytes_read = 28;
  report.outcome.openssl_reason = "wrong version number";
  report.outcome.cause = "speaks plain HTTP, not TLS";
  report.outcome.message =
      "TLS handshake: expected ServerHello after ClientHello, got HTTP: \"HTTP/1.1 400 Bad "
      "Request\"";
  report.outcome.advice = "This port speaks HTTP without TLS: try another port.";
  report.peer.first_bytes = ToBytes("HTTP/1.1 400 Bad Request\r\n\r\n");
  return Sample(std::move(report), false);
}

SampleReport Resumed() {
  ProbeReport report = Connected();
  Open(report);
  Speak13(report);
  report.tls.resumed = true;
  report.tls.session.start_time = kSampleNow;
  return Sample(std::move(report));
}

SampleReport HostileNames() {
  ProbeReport report = HealthyReport();
  SampleCertificate bad = SampleLeaf();
  bad.subject = MakeName("evil\x1b[31m\nVerify return code: 0 (ok)\r\xff\xfe");
  bad.dns_names = {"a\x1b]0;owned\x07.example", std::string("nul\0.example", 12), "caf\xc3\xa9",
                   "\xff\xfe"};
  const CertificatePtr leaf = MakeCertificate(bad);
  report.peer = {};
  Send(report, {leaf, SampleIntermediate()});
  report.verification.chain = {};
  Judge(report, {leaf, SampleIntermediate(), SampleRoot()},
        {{.depth = 2}, {.depth = 1}, {.depth = 0}}, true);
  report.tls.alpn = "\xff\n\x1b[2J";
  report.verification.name = {.verdict = Verdict::kFailed,
                              .how = "no name matches",
                              .references = {"www.example.org"},
                              .presented = bad.dns_names};
  report.findings = {{.id = "name.mismatch",
                      .severity = Severity::kError,
                      .text = "the certificate is for \x1b[31m\xff\n and " + std::string(400, 'x'),
                      .advice = "line\none"}};
  return Sample(std::move(report));
}

SampleReport VerifyRefused() {
  SampleReport sample = MissingIntermediate();
  ProbeReport& report = sample.report;
  report.outcome = {.phase = Phase::kHandshake,
                    .ended_by = EndedBy::kUs,
                    .how = How::kAlertSent,
                    .message =
                        "handshake www.example.org:443: expected a certificate that "
                        "verifies, got \"unable to get local issuer certificate\".",
                    .at_message = "Certificate",
                    .alert = Alert{.sent = true, .description = 48},
                    .openssl_reason = "certificate verify failed",
                    .bytes_read = 1400,
                    .bytes_written = 300};
  report.tls.tickets.clear();
  return Sample(std::move(report), false);
}

SampleReport UnparsableCertificate() {
  ProbeReport report = Connected();
  report.tls.version = 0x0304;
  report.peer.certificates_der = {{0x30, 0x80, 0x01}};
  report.peer.certificates = {nullptr};
  report.peer.parse_errors = {"expected a definite length, got 0x80"};
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kAlertSent;
  report.outcome.alert = Alert{.sent = true, .description = 50};
  report.outcome.at_message = "Certificate";
  report.outcome.openssl_reason = "length mismatch";
  report.outcome.cause = "answered with a message that does not parse";
  report.outcome.message =
      "TLS handshake: expected CertificateVerify after Certificate, got a message that does not "
      "parse";
  return Sample(std::move(report), false);
}

SampleReport ResetAfterHandshake() {
  ProbeReport report = HealthyReport();
  report.outcome.ended_by = EndedBy::kNetwork;
  report.outcome.how = How::kReset;
  report.outcome.system_error = 104;
  report.outcome.cause = "reset the connection after the handshake";
  report.outcome.message =
      "open connection: expected the connection to stay open, got a reset (RST)";
  return Sample(std::move(report), false);
}

SampleReport EofInHandshake() {
  ProbeReport report = Connected();
  report.outcome.ended_by = EndedBy::kPeer;
  report.outcome.how = How::kEof;
  report.outcome.at_message = "ServerHello";
  report.outcome.bytes_read = 0;
  report.outcome.openssl_reason = "unexpected eof while reading";
  report.outcome.cause = "closed the connection as soon as TLS began";
  report.outcome.message =
      "TLS handshake: expected ServerHello after ClientHello, got the end of the connection (FIN)";
  return Sample(std::move(report), false);
}

SampleReport StapledAndStartTls() {
  ProbeReport report = HealthyReport();
  report.hops.insert(
      report.hops.begin(),
      {.kind = "starttls-smtp",
       .outcome = "ready",
       .transcript = {"S: 220 mx.example ESMTP", "C: EHLO probe.example", "S: 250 STARTTLS"},
       .offered = {"STARTTLS"},
       .last_line = "250 STARTTLS\x1b[31m",
       .took = microseconds(900)});
  report.peer.ocsp_staple = Bytes(100, 0x30);
  report.peer.sct_list = Bytes(10, 0x00);
  SampleReport sample = Sample(std::move(report));
  sample.events.insert(sample.events.begin() + 1, LineEvent{.line = "250 STARTTLS\\x1b[31m"});
  sample.events.insert(sample.events.begin() + 2, StapleEvent{});
  sample.events.push_back(KeyLogEvent{.line = "CLIENT_RANDOM 00 11"});
  return sample;
}

SampleReport StarttlsRefused() {
  ProbeReport report = Connected();
  report.outcome = {.phase = Phase::kStartTls,
                    .ended_by = EndedBy::kPeer,
                    .how = How::kDenied,
                    .cause = "refuses to start TLS: 454 \"no key \\x1b[31m\"",
                    .message =
                        "STARTTLS (smtp): expected 220 after STARTTLS, got 454 \"no key "
                        "\\x1b[31m\" (24 bytes sent, 60 read)",
                    .advice = "Look at the server's key and certificate.",
                    .bytes_read = 60,
                    .bytes_written = 24};
  report.hops = {{.kind = "starttls-smtp",
                  .outcome = "refused",
                  .transcript = {"S: 220 mx.example", "C: EHLO probe.example", "S: 250 mx.example",
                                 "C: STARTTLS", "S: 454 no key \\x1b[31m"},
                  .not_offered = true,
                  .last_line = "250 mx.example",
                  .took = microseconds(900)}};
  return Sample(std::move(report), false);
}

SampleReport ProxyRefused() {
  ProbeReport report = Connected();
  report.outcome = {.phase = Phase::kProxy,
                    .ended_by = EndedBy::kPeer,
                    .how = How::kDenied,
                    .cause = "cannot be reached: the proxy proxy.example:3128 refused: 407 \"Who\"",
                    .message =
                        "proxy (http): expected HTTP status 200 after CONNECT, got 407 \"Who\" "
                        "(80 bytes sent, 16 read)",
                    .advice = "The proxy wants a user name and a password: give -proxy_user.",
                    .bytes_read = 16,
                    .bytes_written = 80};
  report.hops = {{.kind = "proxy-http",
                  .outcome = "refused",
                  .transcript = {"C: CONNECT www.example.org:443 HTTP/1.1", "S: HTTP/1.1 407 Who"},
                  .last_line = "HTTP/1.1 407 Who",
                  .took = microseconds(900)}};
  return Sample(std::move(report), false);
}

SampleReport InjectedThroughTlsProxy() {
  ProbeReport report = HealthyReport();
  const Hop proxy_tls = {
      .kind = "proxy-tls",
      .outcome = "ready",
      .tls = HopTls{.tls = report.tls, .peer = report.peer, .verification = report.verification},
      .took = microseconds(4000)};
  const Hop proxy = {
      .kind = "proxy-https",
      .outcome = "ready",
      .transcript = {"C: CONNECT www.example.org:443 HTTP/1.1", "S: HTTP/1.1 200 OK"},
      .injected = ToBytes("boo\r\n"),
      .took = microseconds(700)};
  report.hops.insert(report.hops.begin(), {proxy_tls, proxy});
  report.findings.push_back(
      {.id = "proxy.clear_text",
       .severity = Severity::kError,
       .text = "clear text came between the proxy's go-ahead and TLS: \"boo\"",
       .advice = "Look for what in between injects it.",
       .reference = "CVE-2011-0411, CVE-2021-22947"});
  return Sample(std::move(report));
}

namespace {

CrlFact SampleCrl(std::string source, uint8_t number, bool delta) {
  auto crl = std::make_shared<Crl>();
  crl->issuer = SampleIntermediate()->subject;
  crl->der = Bytes(300, number);
  crl->this_update = {kSampleNow.seconds - 86400};
  crl->next_update = UnixTime{kSampleNow.seconds + 6 * 86400};
  crl->number = Bytes{1, number};
  if (delta) crl->base_number = Bytes{1, 0};
  crl->revoked_count = delta ? 1 : 214;
  crl->sha256 = Bytes(32, number);
  return {.crl = std::move(crl), .source = std::move(source)};
}

// What the intermediate is cross-signed by: a root that has expired.
CertificatePtr OldRoot() {
  return MakeCertificate({.subject = MakeName("Old Root"),
                          .issuer = MakeName("Old Root"),
                          .days_left = -40,
                          .ca = true,
                          .serial = 77});
}

}  // namespace

// A revoked certificate, by a CRL and its delta that were fetched; two paths; policies; and a
// server that sends too little.
SampleReport Revoked() {
  ProbeReport report = HealthyReport();
  Verification& verification = report.verification;
  ChainVerification& chain = verification.chain;
  const CertificatePtr leaf = chain.built[0];
  report.peer.certificates.resize(1);
  report.peer.certificates_der.resize(1);
  chain.code = 23;
  chain.errors = {{.depth = 0, .code = 23}};
  chain.steps = {{.depth = 0, .code = 23, .ok = false}, {.depth = 2}, {.depth = 1}, {.depth = 0}};
  chain.untrusted = 2;
  chain.should_send = {leaf, SampleIntermediate()};
  chain.paths = {
      {.certificates = chain.built, .anchored = true, .errors = chain.errors, .chosen = true},
      {.certificates = {leaf, SampleIntermediate(), OldRoot()},
       .anchored = true,
       .errors = {{.depth = 2, .code = kHasExpired}, {.depth = 0, .code = 23}}},
      {.certificates = {leaf}, .not_checked = true}};
  chain.paths_cut = true;
  chain.policies = {
      .processed = true,
      .explicit_required = true,
      .authority = {{.oid = "2.23.140.1.2.1",
                     .critical = true,
                     .qualifiers = {{.oid = "1.3.6.1.5.5.7.2.1", .value = {0x16, 0x01, 0x61}}}}},
      .user = {{.oid = "2.23.140.1.2.1", .critical = true}}};
  const CrlFact base = SampleCrl("http://crl.example.org/lab.crl", 7, false);
  const CrlFact delta = SampleCrl("http://crl.example.org/lab-delta.crl", 9, true);
  verification.crl = {
      .verdict = Verdict::kFailed,
      .how = "the server's certificate is revoked",
      .certificates = {
          {.depth = 0,
           .verdict = Verdict::kFailed,
           .how = "revoked on 2026-11-22T12:00:00Z: keyCompromise",
           .entry = RevokedCertificate{.serial = {1},
                                       .revoked_at = {kSampleNow.seconds - 86400},
                                       .reason = 1,
                                       .invalid_since = UnixTime{kSampleNow.seconds - 172800}},
           .used = {base, delta}},
          {.depth = 1, .how = "no CRL of CN=Lab Root"}}};
  verification.expiry = Expiry{.what = Expiry::What::kCrl,
                               .at = {kSampleNow.seconds + 6 * 86400},
                               .seconds_left = 6 * 86400,
                               .sentence = "The CRL of CN=Lab Intermediate expires in 6 days"};
  report.fetches = {{.request = {FetchKind::kIssuer, "http://ca.example.org/lab.cer"},
                     .at = kSampleNow,
                     .took = microseconds(12000),
                     .bytes = 800},
                    {.request = {FetchKind::kCrl, "http://crl.example.org/\x1b[31mroot.crl"},
                     .at = kSampleNow,
                     .took = microseconds(5000000),
                     .error = "timed out after 5 s"}};
  report.findings = {{.id = "crl.revoked",
                      .severity = Severity::kError,
                      .text = "the server's certificate was revoked on 2026-11-22T12:00:00Z",
                      .advice = "Replace the certificate now.",
                      .reference = "RFC 5280 section 5.3.1"}};
  return Sample(std::move(report));
}

std::span<const SampleRow> SampleReports() {
  static constexpr SampleRow kRows[] = {
      {"healthy", Healthy13},
      {"client_certificate_wanted", ClientCertificateWanted12},
      {"expired", Expired},
      {"missing_intermediate", MissingIntermediate},
      {"self_signed", SelfSigned},
      {"name_mismatch", NameMismatch},
      {"refused", Refused},
      {"unknown_host", UnknownHost},
      {"timed_out", TimedOut},
      {"handshake_alert", HandshakeAlert},
      {"plain_http", PlainHttp},
      {"resumed", Resumed},
      {"hostile_names", HostileNames},
      {"verify_refused", VerifyRefused},
      {"unparsable_certificate", UnparsableCertificate},
      {"reset_after_handshake", ResetAfterHandshake},
      {"eof_in_handshake", EofInHandshake},
      {"stapled_and_starttls", StapledAndStartTls},
      {"starttls_refused", StarttlsRefused},
      {"proxy_refused", ProxyRefused},
      {"injected_through_tls_proxy", InjectedThroughTlsProxy},
      {"revoked", Revoked},
  };
  return kRows;
}

}  // namespace tlsprobe::testing
