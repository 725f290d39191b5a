#include "tlsprobe/tls/client_credential.h"

#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pool.h>

#include <algorithm>

#include "tlsprobe/base/status.h"
#include "tlsprobe/tls/engine_outcome.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// More than any real chain; issuers that sign each other must end somewhere.
constexpr size_t kMaxOwnChain = 100;

// The hints of RFC 5280 section 4.2.1.1 that OpenSSL compares when it looks for an issuer.
bool KeyIdsFit(const Certificate& certificate, const Certificate& issuer) {
  if (!certificate.authority_key_id || !certificate.authority_key_id->key_id) return true;
  if (!issuer.subject_key_id) return true;
  return *certificate.authority_key_id->key_id == *issuer.subject_key_id;
}

CertificatePtr FindIssuer(const Certificate& certificate, const CertificateSource& source) {
  const Bytes wanted = CanonicalName(certificate.issuer.der);
  for (const std::shared_ptr<const Bytes>& candidate :
       source.FindBySubject(certificate.issuer.der)) {
    const absl::StatusOr<CertificatePtr> parsed = ParseCertificate(*candidate);
    if (!parsed.ok()) continue;
    if (CanonicalName((*parsed)->subject.der) != wanted) continue;
    if (KeyIdsFit(certificate, **parsed)) return *parsed;
  }
  return nullptr;
}

absl::Status CertificateError(const ClientMaterial& client, std::string_view problem) {
  return InvalidArgument(fmt::format("{}: {}", client.certificate_name, problem));
}

bool Contains(const std::vector<uint32_t>& errors, int library, int reason) {
  return std::ranges::any_of(errors, [library, reason](uint32_t error) {
    return ERR_GET_LIB(error) == library && ERR_GET_REASON(error) == reason;
  });
}

absl::Status ExplainRefusal(const ClientMaterial& client, const Certificate& leaf) {
  const std::vector<uint32_t> errors = DrainErrors();
  if (Contains(errors, ERR_LIB_SSL, SSL_R_UNKNOWN_CERTIFICATE_TYPE) ||
      Contains(errors, ERR_LIB_EVP, EVP_R_UNSUPPORTED_ALGORITHM) ||
      Contains(errors, ERR_LIB_EC, EC_R_UNKNOWN_GROUP)) {
    return CertificateError(
        client, fmt::format("expected a certificate for a key of type RSA, P-224, P-256, P-384, "
                            "P-521 or Ed25519, got {}",
                            KeyTypeName(leaf.public_key.type)));
  }
  if (Contains(errors, ERR_LIB_X509, X509_R_KEY_VALUES_MISMATCH) ||
      Contains(errors, ERR_LIB_X509, X509_R_KEY_TYPE_MISMATCH) ||
      Contains(errors, ERR_LIB_SSL, SSL_R_CERTIFICATE_AND_PRIVATE_KEY_MISMATCH)) {
    return InvalidArgument(
        fmt::format("{}: expected the private key of {}, got another key: the "
                    "key does not match the certificate",
                    client.key_name, client.certificate_name));
  }
  return CertificateError(client, fmt::format("it cannot be used: {}",
                                              OpenSslReason(errors.empty() ? 0 : errors.front())));
}

}  // namespace

std::vector<Bytes> CompleteOwnChain(const std::vector<Bytes>& certificates,
                                    const CertificateSource* source) {
  std::vector<Bytes> chain = certificates;
  if (chain.size() != 1 || source == nullptr) return chain;
  absl::StatusOr<CertificatePtr> parsed = ParseCertificate(chain.front());
  CertificatePtr last = parsed.ok() ? *parsed : nullptr;
  while (last != nullptr && !last->self_issued && chain.size() < kMaxOwnChain) {
    last = FindIssuer(*last, *source);
    if (last == nullptr || std::ranges::find(chain, last->der) != chain.end()) break;
    chain.push_back(last->der);
  }
  return chain;
}

absl::Status UseClientCredential(SSL_CTX& context, const ClientMaterial& client,
                                 const SSL_PRIVATE_KEY_METHOD& external) {
  if (client.certificates.empty()) return absl::OkStatus();
  const absl::StatusOr<CertificatePtr> leaf = ParseCertificate(client.certificates.front());
  if (!leaf.ok()) return CertificateError(client, Message(leaf.status()));

  bssl::UniquePtr<EVP_PKEY> key;
  if (!client.external_key) {
    absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> parsed = ParsePrivateKey(client);
    if (!parsed.ok()) return parsed.status();
    key = *std::move(parsed);
  }
  std::vector<bssl::UniquePtr<CRYPTO_BUFFER>> owned;
  std::vector<CRYPTO_BUFFER*> chain;
  for (const Bytes& der : client.certificates) {
    owned.emplace_back(CRYPTO_BUFFER_new(der.data(), der.size(), nullptr));
    chain.push_back(owned.back().get());
  }
  ERR_clear_error();
  if (!SSL_CTX_set_chain_and_key(&context, chain.data(), chain.size(), key.get(),
                                 key ? nullptr : &external)) {
    return ExplainRefusal(client, **leaf);
  }
  return absl::OkStatus();
}

}  // namespace tlsprobe
