// What happens inside libssl, as events and facts.
#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/tls/boring_engine.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// A server may send tickets without end; this many are kept.
constexpr size_t kMaxTickets = 64;
// Of one connection: a server may ask for renegotiation without end.
constexpr size_t kMaxHandshakes = 64;

template <typename Function>
Bytes BytesFrom(Function&& function) {
  const uint8_t* data = nullptr;
  size_t size = 0;
  function(&data, &size);
  return ToBytes(BytesView(data, size));
}

}  // namespace

void BoringEngine::OnMessage(bool sent, uint8_t content_type, uint16_t version, BytesView bytes) {
  if (content_type == SSL3_RT_HANDSHAKE) {
    ++revision_;
    messages_.OnMessage(sent, bytes);
  }
  events_.push_back(MessageEvent{
      .sent = sent, .content_type = content_type, .version = version, .bytes = ToBytes(bytes)});
}

void BoringEngine::OnAlert(bool sent, BytesView bytes) {
  if (bytes.size() != 2) return;
  const Alert alert{.sent = sent, .level = bytes[0], .description = bytes[1]};
  (sent ? alert_sent_ : alert_received_) = alert;
  events_.push_back(AlertEvent{.alert = alert});
}

void BoringEngine::OnKeyLog(std::string_view line) {
  events_.push_back(KeyLogEvent{.line = std::string(line)});
}

void BoringEngine::OnHandshakeComplete() {
  ++handshakes_;
  if (handshakes_ == kMaxHandshakes) SSL_set_renegotiate_mode(ssl_.get(), ssl_renegotiate_never);
  messages_.OnHandshakeDone();
  judgement_ = Judgement::kNotAsked;  // other certificates would be other ones to judge
  UpdateFacts();
  events_.push_back(HandshakeDoneEvent{.renegotiated = handshakes_ > 1});
}

void BoringEngine::OnSession(const SSL_SESSION& session) {
  if (!messages_.tls13()) return;  // UpdateFacts reads those of TLS 1.2
  if (facts_.tickets.size() >= kMaxTickets) return;
  SessionFacts ticket = ReadSession(session);
  // OpenSSL calls a session of TLS 1.3 by the hash of its ticket.
  ticket.id.resize(SHA256_DIGEST_LENGTH);
  SHA256(ticket.ticket.data(), ticket.ticket.size(), ticket.id.data());
  ++revision_;
  facts_.tickets.push_back(std::move(ticket));
  events_.push_back(TicketEvent{.index = facts_.tickets.size() - 1});
}

ssl_verify_result_t BoringEngine::Refuse(uint8_t alert, std::string_view why,
                                         std::string_view openssl_reason, uint8_t& out_alert) {
  rejection_ = Rejection{
      .alert = alert, .why = std::string(why), .openssl_reason = std::string(openssl_reason)};
  judgement_ = Judgement::kRejected;
  out_alert = alert;
  return ssl_verify_invalid;
}

ssl_verify_result_t BoringEngine::OnCertificates(uint8_t& alert) {
  switch (judgement_) {
    case Judgement::kAccepted:
      return ssl_verify_ok;
    case Judgement::kAsked:
      return ssl_verify_retry;
    case Judgement::kRejected:
      alert = rejection_->alert;
      return ssl_verify_invalid;
    case Judgement::kNotAsked:
      break;
  }
  UpdateFacts();
  if (!messages_.too_large().empty()) {
    return Refuse(SSL_AD_ILLEGAL_PARAMETER, messages_.too_large(), "excessive message size", alert);
  }
  if (!options_.legacy_server_connect && !SSL_get_secure_renegotiation_support(ssl_.get())) {
    return Refuse(SSL_AD_HANDSHAKE_FAILURE,
                  "expected secure renegotiation (RFC 5746), which the server does not support. "
                  "Update the server, or allow it with -legacy_server_connect",
                  "unsafe legacy renegotiation disabled", alert);
  }
  judgement_ = Judgement::kAsked;
  events_.push_back(EngineCertificates{});
  return ssl_verify_retry;
}

// libssl fails where our key fits nothing that the server asks for; a client may go on without a
// certificate then (RFC 5246 section 7.4.6), as OpenSSL's do.
void BoringEngine::OnClientCertificateWanted() {
  if (context_->inputs.client.certificates.empty() || facts_.version < TLS1_2_VERSION) return;
  const uint16_t* asked = nullptr;
  const size_t count = SSL_get0_peer_verify_algorithms(ssl_.get(), &asked);
  const bool fits = std::ranges::any_of(std::span(asked, count), [this](uint16_t algorithm) {
    return std::ranges::find(context_->own_key_algorithms, algorithm) !=
           context_->own_key_algorithms.end();
  });
  if (!fits) SSL_certs_clear(ssl_.get());
}

ssl_private_key_result_t BoringEngine::OnSign(uint16_t algorithm, BytesView input) {
  signing_ = {.asked = true};
  events_.push_back(EngineSignRequest{.signature_algorithm = algorithm, .input = ToBytes(input)});
  return ssl_private_key_retry;
}

ssl_private_key_result_t BoringEngine::OnCompleteSigning(std::span<uint8_t> out, size_t& size) {
  if (!signing_.answer) return ssl_private_key_retry;
  if (!signing_.answer->ok()) return ssl_private_key_failure;
  const Bytes& signature = **signing_.answer;
  if (signature.size() > out.size()) {
    signing_.answer = absl::InvalidArgumentError("the signature is longer than the key allows");
    return ssl_private_key_failure;
  }
  std::ranges::copy(signature, out.begin());
  size = signature.size();
  signing_ = {};
  return ssl_private_key_success;
}

void BoringEngine::UpdateFacts() {
  ++revision_;
  SSL* ssl = ssl_.get();
  if (const uint16_t group = SSL_get_curve_id(ssl)) {
    facts_.group = group;
    const NamedGroup* row = FindGroup(group);
    facts_.group_name = row != nullptr ? std::string(row->iana) : fmt::format("0x{:04X}", group);
  }
  if (const uint16_t algorithm = SSL_get_peer_signature_algorithm(ssl)) {
    facts_.peer_signature_algorithm = algorithm;
    const SignatureScheme* row = FindSignatureScheme(algorithm);
    facts_.peer_signature_name =
        row != nullptr ? std::string(row->iana) : fmt::format("0x{:04X}", algorithm);
  }
  const uint8_t* alpn = nullptr;
  unsigned alpn_size = 0;
  SSL_get0_alpn_selected(ssl, &alpn, &alpn_size);
  facts_.alpn = AsText(BytesView(alpn, alpn_size));
  facts_.resumed = SSL_session_reused(ssl) != 0;
  if (facts_.version != 0) {
    facts_.secure_renegotiation = SSL_get_secure_renegotiation_support(ssl) != 0;
    facts_.extended_master_secret =
        facts_.extended_master_secret || SSL_get_extms_support(ssl) != 0;
  }
  peer_.ocsp_staple = BytesFrom(
      [ssl](const uint8_t** data, size_t* size) { SSL_get0_ocsp_response(ssl, data, size); });
  peer_.sct_list = BytesFrom([ssl](const uint8_t** data, size_t* size) {
    SSL_get0_signed_cert_timestamp_list(ssl, data, size);
  });
  const SSL_SESSION* session = SSL_get_session(ssl);
  if (session != nullptr && handshakes_ > 0 && !messages_.tls13()) {
    facts_.session = ReadSession(*session);
  }
}

SessionFacts BoringEngine::ReadSession(const SSL_SESSION& session) const {
  SessionFacts facts;
  unsigned id_size = 0;
  const uint8_t* id = SSL_SESSION_get_id(&session, &id_size);
  facts.id = ToBytes(BytesView(id, id_size));
  facts.secret.resize(SSL_SESSION_get_master_key(&session, nullptr, 0));
  SSL_SESSION_get_master_key(&session, facts.secret.data(), facts.secret.size());
  facts.ticket = BytesFrom([&session](const uint8_t** data, size_t* size) {
    SSL_SESSION_get0_ticket(&session, data, size);
  });
  facts.has_ticket = SSL_SESSION_has_ticket(&session) != 0;
  if (const std::optional<NewSessionTicket>& message = messages_.last_ticket()) {
    facts.ticket_lifetime = message->lifetime;
    facts.max_early_data = message->max_early_data;
  }
  facts.start_time = now_;
  facts.timeout = static_cast<uint32_t>(SSL_CTX_get_timeout(context_->ssl_ctx.get()));
  facts.extended_master_secret = facts_.extended_master_secret;
  return facts;
}

}  // namespace tlsprobe
