// The words OpenSSL's programs have for TLS numbers, by profile.
#ifndef TLSPROBE_RENDER_SCLIENT_NAMES_H_
#define TLSPROBE_RENDER_SCLIENT_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {

// A signature scheme as s_client's lines name it.
struct SignatureWords {
  uint16_t scheme = 0;           // IANA SignatureScheme
  std::string_view iana = {};    // "rsa_pss_rsae_sha256"
  std::string_view digest = {};  // "SHA256"; empty where the scheme has none of its own
  std::string_view type = {};    // "RSA-PSS"
  std::string_view listed = {};  // "RSA-PSS+SHA256", in lists of algorithms
};
// Null for a scheme that OpenSSL 3.0 does not know.
const SignatureWords* FindSignatureWords(uint16_t scheme);

// "RSA-PSS+SHA256"; an unknown scheme as two bytes in hex, low byte first: "0x12+0x34".
std::string ListedSignature(uint16_t scheme, Profile profile);

// What stands behind "Server Temp Key: " for a key exchange group: "X25519, 253 bits",
// "ECDH, prime256v1, 256 bits". The group's name alone where OpenSSL has no such key.
std::string TempKeyText(uint16_t group, std::string_view group_name, Profile profile);
// Groups that combine a KEM with a curve; s_client 3.5 has another line for them.
bool IsKemGroup(uint16_t group);

// "RSA sign"; "UNKNOWN (7)," with the comma s_client prints, where it has no word.
std::string ClientCertificateTypeText(uint8_t type);

// What stands behind "a:PKEY: ": "rsaEncryption, 2048 (bit)".
std::string PublicKeyText(const PublicKey& key, Profile profile);
// Bits as EVP_PKEY_bits counts them, also for keys whose model leaves them out; 0 if unknown.
int PublicKeyBits(const PublicKey& key);

// A distinguished name as it stands on standard output and on standard error: by -nameopt, else by
// the profile.
std::string StdoutName(const Name& name, const RenderOptions& options);
std::string StderrName(const Name& name, const RenderOptions& options);
// The same behind "subject=" and the like, where a format of several lines begins anew.
std::string StdoutTitledName(std::string_view title, const Name& name,
                             const RenderOptions& options);

// OpenSSL's text for a verification code, and "not checked" for 65535.
std::string VerifyText(int code, Profile profile);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_SCLIENT_NAMES_H_
