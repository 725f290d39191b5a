// Makes key pairs and certificates: the made-up CA of the demo server, and what tests need, also
// certificates nobody should issue. Not for real use: keys are as good as the random numbers,
// but nothing here checks what it is asked to sign.
#ifndef TLSPROBE_DRIVER_CERTIFICATE_MAKER_H_
#define TLSPROBE_DRIVER_CERTIFICATE_MAKER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

enum class MadeKeyKind : uint8_t { kP256, kP384, kP521, kEd25519, kRsa, kP224 };

// MakeKey gives a new private key as PKCS#8 DER (RFC 5208). `rsa_bits` (512 to 8192, rounded down
// to a multiple of 128) counts for kRsa alone. Errors: kInvalidArgument for a size out of range.
absl::StatusOr<Bytes> MakeKey(MadeKeyKind kind, int rsa_bits = 2048);

// PrivateKeyPem writes PKCS#8 DER as "BEGIN PRIVATE KEY".
std::string PrivateKeyPem(BytesView pkcs8);

// Digest of the signature. It does not count for an issuer with an Ed25519 key.
enum class MadeDigest : uint8_t { kMd5, kSha1, kSha256, kSha384, kSha512 };

struct CertificateSpec {
  // (OpenSSL's short name or dotted OID, UTF-8 text), one RDN each, in order. Empty:
  // CN=common_name.
  std::vector<std::pair<std::string, std::string>> subject = {};
  std::string common_name = {};  // with `subject` empty too: the empty name

  // subjectAltName; none of all four: no extension. Addresses are literals.
  std::vector<std::string> dns_names = {};
  std::vector<std::string> ip_addresses = {};
  std::vector<std::string> email_addresses = {};
  std::vector<std::string> uris = {};

  UnixTime not_before = {1577836800};  // 2020-01-01
  UnixTime not_after = {2208988800};   // 2040-01-01
  // Whole elements to write instead of the times; empty: none.
  Bytes not_before_element = {};
  Bytes not_after_element = {};
  // Content of the INTEGER. Empty: eight bytes derived from subject and key.
  Bytes serial = {};
  int version = 3;  // 1: no extensions at all

  // basicConstraints is there, and critical, where either is set.
  bool ca = false;
  std::optional<uint64_t> path_length = {};
  std::optional<uint16_t> key_usage = {};            // 1 << KeyUsageBit, critical
  std::vector<std::string> extended_key_usage = {};  // dotted OIDs
  // Written as they are, after all others; driver/extension_values.h makes their values.
  std::vector<CertificateExtension> extra_extensions = {};
  bool subject_key_id = true;
  Bytes key_id = {};             // empty: SHA-1 of the public key (RFC 5280 section 4.2.1.2)
  bool authority_key_id = true;  // keyIdentifier; not for self-signed ones

  MadeDigest digest = MadeDigest::kSha256;
  bool pss = false;         // RSA-PSS instead of PKCS#1 v1.5, RFC 4055
  int pss_salt_bytes = -1;  // -1: as long as the digest
  // AlgorithmIdentifier to write inside of what is signed and outside; empty: the right one.
  Bytes inner_algorithm = {};
  Bytes outer_algorithm = {};
  bool corrupt_signature = false;

  // Key to certify, PKCS#8. Empty: a new one of `key_kind`.
  Bytes private_key = {};
  MadeKeyKind key_kind = MadeKeyKind::kP256;
  int rsa_bits = 2048;
  // SubjectPublicKeyInfo to certify instead of that of the key: of a kind that is not made here.
  Bytes public_key = {};
};

struct MadeCertificate {
  Bytes der = {};
  Bytes private_key = {};  // PKCS#8
  Bytes subject = {};      // DER Name
  Bytes key_id = {};       // CertificateSpec::key_id
  Bytes issuer = {};       // DER Name
  Bytes serial = {};       // content of the INTEGER

  std::string Pem() const;
};

// MakeCertificate signs `spec` with the key of `issuer`; null: self-signed. Errors:
// kInvalidArgument, naming what cannot be encoded.
absl::StatusOr<MadeCertificate> MakeCertificate(const CertificateSpec& spec,
                                                const MadeCertificate* issuer = nullptr);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_MAKER_H_
