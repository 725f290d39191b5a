// "tls" and "peer" of the JSON report: what was negotiated and what the server sent.
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/json_parts.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

Json JsonCipher(const TlsFacts& tls) {
  if (tls.cipher_suite == 0) return nullptr;
  return {{"id", Number16(tls.cipher_suite)},
          {"iana", tls.cipher_iana},
          {"openssl", tls.cipher_openssl},
          {"min_version", tls.cipher_min_version}};
}

// What TLS 1.3 does not have, or has always, is neither true nor false there.
Json UpToTls12(const TlsFacts& tls, bool value) {
  constexpr uint16_t kTls13 = 0x0304;
  return tls.version == 0 || tls.version >= kTls13 ? Json(nullptr) : Json(value);
}

// The secret stays out, and with it the ticket, which is worthless without.
Json JsonSession(const SessionFacts& session) {
  Json json;
  json["id"] = HexOrNull(session.id);
  json["has_ticket"] = session.has_ticket;
  json["ticket_bytes"] = session.ticket.size();
  json["ticket_lifetime"] = session.ticket_lifetime;
  json["max_early_data"] = session.max_early_data;
  json["start_time"] =
      session.start_time.seconds == 0 ? Json(nullptr) : Json(FormatRfc3339(session.start_time));
  json["timeout"] = session.timeout;
  return json;
}

Json JsonScheme(uint16_t scheme) {
  const SignatureWords* words = FindSignatureWords(scheme);
  return {{"id", Number16(scheme)}, {"name", words == nullptr ? Json(nullptr) : Json(words->iana)}};
}

Json JsonSchemes(const std::vector<uint16_t>& schemes) {
  Json list = Json::array();
  for (const uint16_t scheme : schemes) list.push_back(JsonScheme(scheme));
  return list;
}

Json JsonRequest(const std::optional<ClientCertificateRequest>& request) {
  if (!request) return nullptr;
  Json names = Json::array(), types = Json::array();
  for (const Name& name : request->ca_names) names.push_back(JsonName(name));
  for (const uint8_t type : request->certificate_types) {
    types.push_back({{"id", type}, {"name", ClientCertificateTypeName(type)}});
  }
  return {{"ca_names", std::move(names)},
          {"certificate_types", std::move(types)},
          {"signature_algorithms", JsonSchemes(request->signature_algorithms)},
          {"shared_signature_algorithms", JsonSchemes(request->shared_signature_algorithms)}};
}

Json JsonExtensions(const std::vector<MessageExtensions>& messages) {
  constexpr uint8_t kCertificateMessage = 11;
  Json list = Json::array();
  for (const MessageExtensions& message : messages) {
    Json extensions = Json::array();
    for (const TlsExtension& extension : message.extensions) {
      extensions.push_back({{"id", extension.type},
                            {"name", ExtensionName(extension.type)},
                            {"data", ToBase64(extension.data)}});
    }
    list.push_back(
        {{"message", HandshakeTypeName(message.message)},
         {"hello_retry", message.hello_retry},
         {"certificate",
          message.message == kCertificateMessage ? Json(message.certificate) : Json(nullptr)},
         {"extensions", std::move(extensions)}});
  }
  return list;
}

Json JsonCertificates(const PeerFacts& peer) {
  Json list = Json::array();
  for (size_t i = 0; i < peer.certificates_der.size(); ++i) {
    const CertificatePtr certificate =
        i < peer.certificates.size() ? peer.certificates[i] : nullptr;
    if (certificate != nullptr) {
      list.push_back(JsonCertificate(*certificate));
      continue;
    }
    Json json;
    SetText(json, "parse_error", i < peer.parse_errors.size() ? peer.parse_errors[i] : "");
    json["der"] = ToBase64(peer.certificates_der[i]);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

Json JsonTls(const TlsFacts& tls) {
  Json json;
  json["version"] = tls.version == 0 ? Json(nullptr) : Json(TlsVersionName(tls.version));
  json["cipher"] = JsonCipher(tls);
  SetTextOrNull(json, "group", tls.group_name);
  SetTextOrNull(json, "signature_algorithm", tls.peer_signature_name);
  json["own_signature_algorithm"] =
      tls.own_signature_algorithm == 0 ? Json(nullptr) : JsonScheme(tls.own_signature_algorithm);
  SetTextOrNull(json, "alpn", tls.alpn);
  SetTextOrNull(json, "sni", tls.server_name_sent);
  json["sni_acknowledged"] = tls.server_name_acknowledged;
  json["resumed"] = tls.resumed;
  json["secure_renegotiation"] = UpToTls12(tls, tls.secure_renegotiation);
  json["extended_master_secret"] = UpToTls12(tls, tls.extended_master_secret);
  json["hello_retry"] = tls.hello_retry;
  json["not_offered"] = tls.not_offered;
  json["handshake_bytes_read"] = tls.handshake_bytes_read;
  json["handshake_bytes_written"] = tls.handshake_bytes_written;
  json["session"] = JsonSession(tls.session);
  json["tickets"] = Json::array();
  for (const SessionFacts& ticket : tls.tickets) json["tickets"].push_back(JsonSession(ticket));
  return json;
}

Json JsonPeer(const PeerFacts& peer) {
  Json json;
  json["certificates"] = JsonCertificates(peer);
  json["client_certificate_request"] = JsonRequest(peer.client_certificate_request);
  json["client_certificate"] = ClientCertificateOutcomeName(peer.client_certificate);
  json["client_certificate_sent"] = peer.client_certificate_sent;
  json["extensions"] = JsonExtensions(peer.extensions);
  json["ocsp_staple"] = Base64OrNull(peer.ocsp_staple);
  json["sct_list"] = Base64OrNull(peer.sct_list);
  json["first_bytes"] = Base64OrNull(peer.first_bytes);
  return json;
}

}  // namespace tlsprobe
