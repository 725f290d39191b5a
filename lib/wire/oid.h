// Object identifiers: DER to dotted text, and the names OpenSSL knows for those we meet.
#ifndef TLSPROBE_WIRE_OID_H_
#define TLSPROBE_WIRE_OID_H_

#include <optional>
#include <string>
#include <string_view>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// DottedOid takes the content bytes of an OBJECT IDENTIFIER; empty when malformed.
std::string DottedOid(BytesView content);

// OidShortName is OpenSSL's short name ("CN", "RSA-SHA256"), OidLongName its long one
// ("commonName", "sha256WithRSAEncryption"); both give the dotted text back for what is unknown.
std::string OidShortName(std::string_view dotted);
std::string OidLongName(std::string_view dotted);

// KeyTypeName: "RSA", "RSA-PSS", "EC", "Ed25519" …
std::string_view KeyTypeName(KeyType type);

// EcCurveName is OpenSSL's name of a curve ("prime256v1", "secp384r1"), the dotted text where it
// is unknown.
std::string EcCurveName(std::string_view dotted);

// DescribeSignature takes a signature algorithm apart. `security_bits` is the strength OpenSSL 3.0
// holds it to have (X509_get_signature_info): half the digest's length, but 63 for SHA-1 (64 in
// RSA-PSS; 1.1.0 says 80), 39 for MD5; 128 and 224 for Ed25519 and Ed448; -1 where it is unknown.
struct SignatureInfo {
  std::string digest = {};  // "SHA256", empty where the algorithm has none of its own
  std::string key = {};     // "RSA", "ECDSA", "RSA-PSS" …
  int security_bits = -1;
};
SignatureInfo DescribeSignature(const SignatureAlgorithm& algorithm);

// KeySecurityBits is OpenSSL's EVP_PKEY_security_bits: 112 for RSA-2048, 128 for P-256 …
int KeySecurityBits(const PublicKey& key);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_OID_H_
