#include "tlsprobe/tls/message_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/tls/suites.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

constexpr size_t kHeaderBytes = 4;  // type and length, RFC 8446 section 4
constexpr uint16_t kTls13 = 0x0304;
constexpr uint16_t kTls12 = 0x0303;

constexpr uint16_t kServerNameExtension = 0;
constexpr uint16_t kStatusRequestExtension = 5;
constexpr uint16_t kExtendedMasterSecretExtension = 23;

// Messages a server may send again and again; what they say is kept only so often.
constexpr size_t kMaxExtensionLists = 256;

bool Has(const std::vector<TlsExtension>& extensions, uint16_t type) {
  return std::ranges::find(extensions, type, &TlsExtension::type) != extensions.end();
}

// Whoever shows the reason says first which certificate it is about.
std::string ParseReason(const absl::Status& status) {
  constexpr std::string_view kPrefix = "certificate: ";
  std::string_view reason = Message(status);
  if (reason.starts_with(kPrefix)) reason.remove_prefix(kPrefix.size());
  return std::string(reason);
}

}  // namespace

void MessageFacts::OnMessage(bool sent, BytesView message) {
  if (message.size() < kHeaderBytes) return;
  const uint8_t type = message.front();
  const BytesView body = message.subspan(kHeaderBytes);
  if (!sent && body.size() > limits_.handshake_message_bytes) {
    TooLarge(fmt::format("the server's {} has {} bytes, more than the {} allowed",
                         HandshakeTypeName(type), body.size(), limits_.handshake_message_bytes));
  }
  // The ServerHello tells the version first: what follows it depends on that.
  sent ? OnSent(type, body) : OnReceived(type, body);
  progress_.OnMessage(sent, type, tls13());
}

void MessageFacts::OnHandshakeDone() {
  done_ = true;
  progress_.OnDone();
}

void MessageFacts::OnReceived(uint8_t type, BytesView body) {
  switch (type) {
    case kServerHello:
      return ReadServerHello(body);
    case kEncryptedExtensions:
      return ReadEncryptedExtensions(body);
    case kCertificate:
      return ReadCertificate(body);
    case kCertificateRequest:
      return ReadCertificateRequest(body);
    case kCertificateStatus:
      return ReadCertificateStatus(body);
    case kNewSessionTicket:
      return ReadNewSessionTicket(body);
    default:
      return;
  }
}

void MessageFacts::OnSent(uint8_t type, BytesView body) {
  if (type == kClientHello && done_) {
    // A renegotiation: facts are those of the newest handshake.
    done_ = false;
    peer_.extensions.clear();
    peer_.client_certificate_request.reset();
    peer_.client_certificate = ClientCertificateOutcome::kNotRequested;
    peer_.client_certificate_sent = false;
  }
  if (type == kCertificate) {
    const auto entries = ParseCertificateMessage(body, tls13());
    if (entries.ok() && !entries->empty()) {
      peer_.client_certificate = ClientCertificateOutcome::kSent;
      peer_.client_certificate_sent = true;
    }
  }
  if (type == kCertificateVerify && tls_.version >= kTls12 && body.size() >= 2) {
    tls_.own_signature_algorithm = static_cast<uint16_t>(body[0] << 8 | body[1]);
  }
}

void MessageFacts::ReadServerHello(BytesView body) {
  absl::StatusOr<ServerHello> hello = ParseServerHello(body);
  if (!hello.ok()) return;
  tls_.version = hello->version;
  tls_.cipher_suite = hello->cipher_suite;
  if (const CipherSuite* suite = FindCipherSuite(hello->cipher_suite)) {
    tls_.cipher_iana = suite->iana;
    tls_.cipher_openssl = suite->openssl;
    tls_.cipher_min_version = suite->min_version;
  } else {
    tls_.cipher_iana = fmt::format("0x{:04X}", hello->cipher_suite);
    tls_.cipher_openssl = tls_.cipher_iana;
    tls_.cipher_min_version.clear();
  }
  if (hello->hello_retry) tls_.hello_retry = true;
  if (Has(hello->extensions, kServerNameExtension)) tls_.server_name_acknowledged = true;
  tls_.extended_master_secret = Has(hello->extensions, kExtendedMasterSecretExtension);
  AddExtensions({.message = kServerHello,
                 .hello_retry = hello->hello_retry,
                 .extensions = std::move(hello->extensions)});
}

void MessageFacts::ReadEncryptedExtensions(BytesView body) {
  absl::StatusOr<std::vector<TlsExtension>> extensions = ParseEncryptedExtensions(body);
  if (!extensions.ok()) return;
  if (Has(*extensions, kServerNameExtension)) tls_.server_name_acknowledged = true;
  AddExtensions({.message = kEncryptedExtensions, .extensions = *std::move(extensions)});
}

void MessageFacts::ReadCertificate(BytesView body) {
  absl::StatusOr<std::vector<CertificateEntry>> entries = ParseCertificateMessage(body, tls13());
  if (!entries.ok()) return;
  if (entries->size() > limits_.certificates) {
    TooLarge(fmt::format("the server sent {} certificates, more than the {} allowed",
                         entries->size(), limits_.certificates));
    entries->resize(limits_.certificates);
  }
  peer_.certificates_der.clear();
  peer_.certificates.clear();
  peer_.parse_errors.clear();
  for (size_t i = 0; i < entries->size(); ++i) {
    CertificateEntry& entry = (*entries)[i];
    absl::StatusOr<CertificatePtr> parsed = ParseCertificate(entry.der);
    peer_.parse_errors.push_back(parsed.ok() ? "" : ParseReason(parsed.status()));
    peer_.certificates.push_back(parsed.ok() ? *std::move(parsed) : nullptr);
    peer_.certificates_der.push_back(std::move(entry.der));
    for (const TlsExtension& extension : entry.extensions) {
      if (extension.type != kStatusRequestExtension) continue;
      if (extension.data.size() <= limits_.staple_bytes) continue;
      TooLarge(fmt::format("the OCSP response has {} bytes, more than the {} allowed",
                           extension.data.size(), limits_.staple_bytes));
    }
    if (!tls13()) continue;
    AddExtensions(
        {.message = kCertificate, .certificate = i, .extensions = std::move(entry.extensions)});
  }
}

void MessageFacts::ReadCertificateRequest(BytesView body) {
  std::vector<TlsExtension> extensions;
  absl::StatusOr<ClientCertificateRequest> request =
      ParseCertificateRequest(body, tls_.version, &extensions);
  if (!request.ok()) return;
  for (const uint16_t algorithm : request->signature_algorithms) {
    if (std::ranges::find(own_signature_algorithms_, algorithm) ==
        own_signature_algorithms_.end()) {
      continue;
    }
    request->shared_signature_algorithms.push_back(algorithm);
  }
  peer_.client_certificate_request = *std::move(request);
  peer_.client_certificate = ClientCertificateOutcome::kNotSent;
  if (tls_.version < kTls13) return;
  AddExtensions({.message = kCertificateRequest, .extensions = std::move(extensions)});
}

void MessageFacts::ReadCertificateStatus(BytesView body) {
  if (body.size() <= limits_.staple_bytes) return;
  TooLarge(fmt::format("the OCSP response has {} bytes, more than the {} allowed", body.size(),
                       limits_.staple_bytes));
}

void MessageFacts::ReadNewSessionTicket(BytesView body) {
  last_ticket_.reset();
  absl::StatusOr<NewSessionTicket> ticket = ParseNewSessionTicket(body, tls13());
  if (!ticket.ok()) return;
  if (tls13()) {
    AddExtensions({.message = kNewSessionTicket, .extensions = std::move(ticket->extensions)});
  }
  last_ticket_ = *std::move(ticket);
}

void MessageFacts::AddExtensions(MessageExtensions extensions) {
  if (peer_.extensions.size() < kMaxExtensionLists) {
    peer_.extensions.push_back(std::move(extensions));
  }
}

void MessageFacts::TooLarge(std::string what) {
  if (too_large_.empty()) too_large_ = std::move(what);
}

}  // namespace tlsprobe
