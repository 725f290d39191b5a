// Our certificate chain and private key, checked and ready for libssl.
#ifndef TLSPROBE_TLS_CLIENT_CREDENTIAL_H_
#define TLSPROBE_TLS_CLIENT_CREDENTIAL_H_

#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/materials.h"

namespace tlsprobe {

// CompleteOwnChain adds to a leaf that stands alone the issuers found in `source` (may be null),
// up to and including a self-signed one, as OpenSSL's clients do. Where `certificates` has more
// than the leaf, or none, it comes back as it is.
std::vector<Bytes> CompleteOwnChain(const std::vector<Bytes>& certificates,
                                    const CertificateSource* source);

// ParsePrivateKey reads PKCS#8, PKCS#1 or SEC 1, as PEM or DER, encrypted or not. Errors:
// kInvalidArgument naming `client.key_name`: not a key, pass phrase missing or wrong, a type of key
// libssl has no use for.
absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParsePrivateKey(const ClientMaterial& client);

// UseClientCredential installs chain and key, or, where the key is held elsewhere, `external` as
// the way to sign. `client` without certificates changes nothing. Errors: kInvalidArgument naming
// certificate or key.
absl::Status UseClientCredential(SSL_CTX& context, const ClientMaterial& client,
                                 const SSL_PRIVATE_KEY_METHOD& external);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_CLIENT_CREDENTIAL_H_
