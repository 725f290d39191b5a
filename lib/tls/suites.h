// Cipher suites, groups and signature algorithms by every name people call them: numbers, IANA,
// OpenSSL and NIST names, whether our engine speaks them, and what OpenSSL's strings select.
#ifndef TLSPROBE_TLS_SUITES_H_
#define TLSPROBE_TLS_SUITES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tlsprobe {

// A row of the suite table; all OpenSSL 3.0 and 1.1.0 can be built with, more than we speak.
struct CipherSuite {
  uint16_t id = 0;
  std::string_view iana = {};
  std::string_view openssl = {};
  std::string_view key_exchange = {};    // "RSA" "DHE" "ECDHE" "PSK" … as the alias words
  std::string_view authentication = {};  // "RSA" "ECDSA" "DSS" "NULL" "PSK" …
  std::string_view encryption = {};      // "AESGCM(128)" …
  std::string_view mac = {};             // "SHA1" "SHA256" "AEAD" …
  std::string_view min_version = {};  // what OpenSSL prints: "SSLv3" "TLSv1.0" "TLSv1.2" "TLSv1.3"
  int strength_bits = 0;
  bool offered = false;  // BoringSSL speaks it
};
std::span<const CipherSuite> AllCipherSuites();
const CipherSuite* FindCipherSuite(uint16_t id);
// By OpenSSL or IANA name, exactly; null where there is none.
const CipherSuite* FindCipherSuite(std::string_view name);

struct CompiledCipherString {
  std::vector<uint16_t> suites = {};          // those we can offer, in order
  std::vector<std::string> not_offered = {};  // OpenSSL names, asked for by a class
  std::optional<int> security_level = {};     // @SECLEVEL=n
};
// CompileCipherString reads OpenSSL's cipher string language (openssl-ciphers(1)): names, classes,
// "+" within a word, the prefixes ! - +, @STRENGTH and @SECLEVEL=n, separators : , and blank.
// Errors: kInvalidArgument: a suite named that we cannot offer, with its name and why; nothing
// left, "no cipher match". Words nobody knows are skipped, as OpenSSL does. Suites below the
// security level (@SECLEVEL, else `default_security_level`) are in neither list, as they would
// not be sent.
absl::StatusOr<CompiledCipherString> CompileCipherString(std::string_view text,
                                                         int default_security_level = 2);
// CompileCiphersuites reads -ciphersuites: names of TLS 1.3 suites, separated by ":". Empty text
// gives an empty list; unknown names are skipped while another one is known. Errors: as above.
absl::StatusOr<std::vector<uint16_t>> CompileCiphersuites(std::string_view text);

struct NamedGroup {
  uint16_t id = 0;
  std::string_view iana = {};     // "secp256r1"
  std::string_view openssl = {};  // "prime256v1"
  std::string_view nist = {};     // "P-256", may be empty
  int bits = 0;                   // what OpenSSL prints
  bool offered = false;
};
std::span<const NamedGroup> AllGroups();
const NamedGroup* FindGroup(uint16_t id);
const NamedGroup* FindGroup(std::string_view name);  // any of its names, ASCII case ignored
// CompileGroups reads "X25519:P-256": names of any kind, separated by ":". Errors: kInvalidArgument
// naming the one that cannot be offered and those that can.
absl::StatusOr<std::vector<uint16_t>> CompileGroups(std::string_view text);

struct SignatureScheme {
  uint16_t id = 0;
  std::string_view iana = {};    // "rsa_pss_rsae_sha256"
  std::string_view key = {};     // OpenSSL: "RSA-PSS" "RSA" "ECDSA" "Ed25519"
  std::string_view digest = {};  // OpenSSL: "SHA256"; empty for Ed25519
  bool offered = false;
};
std::span<const SignatureScheme> AllSignatureSchemes();
const SignatureScheme* FindSignatureScheme(uint16_t id);
// CompileSignatureAlgorithms reads "ECDSA+SHA256:RSA-PSS+SHA256:ed25519" and IANA names, ASCII
// case ignored. Errors: as CompileGroups.
absl::StatusOr<std::vector<uint16_t>> CompileSignatureAlgorithms(std::string_view text);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_SUITES_H_
