// OpenSSL's verification errors in one table: names, texts and the alerts that tell of them.
#include "tlsprobe/model/verification.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace tlsprobe {
namespace {

// TLS alert descriptions (RFC 8446 section 6).
constexpr uint8_t kHandshakeFailure = 40;
constexpr uint8_t kBadCertificate = 42;
constexpr uint8_t kUnsupportedCertificate = 43;
constexpr uint8_t kCertificateRevoked = 44;
constexpr uint8_t kCertificateExpired = 45;
constexpr uint8_t kCertificateUnknown = 46;
constexpr uint8_t kUnknownCa = 48;
constexpr uint8_t kDecryptError = 51;
constexpr uint8_t kInternalError = 80;

struct CodeRow {
  std::string_view name = {};
  std::string_view text = {};
  uint8_t alert = kCertificateUnknown;
  std::string_view text_110 = {};  // empty: as `text`
};

// The index is the code.
constexpr std::array<CodeRow, 95> kCodes = {{
    {"X509_V_OK", "ok", kCertificateUnknown},
    {"X509_V_ERR_UNSPECIFIED", "unspecified certificate verification error", kInternalError},
    {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate", kUnknownCa},
    {"X509_V_ERR_UNABLE_TO_GET_CRL", "unable to get certificate CRL", kUnknownCa},
    {"X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE", "unable to decrypt certificate's signature",
     kBadCertificate},
    {"X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE", "unable to decrypt CRL's signature",
     kBadCertificate},
    {"X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", "unable to decode issuer public key",
     kBadCertificate},
    {"X509_V_ERR_CERT_SIGNATURE_FAILURE", "certificate signature failure", kDecryptError},
    {"X509_V_ERR_CRL_SIGNATURE_FAILURE", "CRL signature failure", kDecryptError},
    {"X509_V_ERR_CERT_NOT_YET_VALID", "certificate is not yet valid", kBadCertificate},
    {"X509_V_ERR_CERT_HAS_EXPIRED", "certificate has expired", kCertificateExpired},
    {"X509_V_ERR_CRL_NOT_YET_VALID", "CRL is not yet valid", kBadCertificate},
    {"X509_V_ERR_CRL_HAS_EXPIRED", "CRL has expired", kCertificateExpired},
    {"X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD", "format error in certificate's notBefore field",
     kBadCertificate},
    {"X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD", "format error in certificate's notAfter field",
     kBadCertificate},
    {"X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD", "format error in CRL's lastUpdate field",
     kBadCertificate},
    {"X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD", "format error in CRL's nextUpdate field",
     kBadCertificate},
    {"X509_V_ERR_OUT_OF_MEM", "out of memory", kInternalError},
    {"X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate", kUnknownCa,
     "self signed certificate"},
    {"X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain",
     kUnknownCa, "self signed certificate in certificate chain"},
    {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate",
     kUnknownCa},
    {"X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate",
     kUnknownCa},
    {"X509_V_ERR_CERT_CHAIN_TOO_LONG", "certificate chain too long", kUnknownCa},
    {"X509_V_ERR_CERT_REVOKED", "certificate revoked", kCertificateRevoked},
    {"X509_V_ERR_NO_ISSUER_PUBLIC_KEY", "issuer certificate doesn't have a public key",
     kCertificateUnknown, "invalid CA certificate"},
    {"X509_V_ERR_PATH_LENGTH_EXCEEDED", "path length constraint exceeded", kUnknownCa},
    {"X509_V_ERR_INVALID_PURPOSE", "unsuitable certificate purpose", kUnsupportedCertificate,
     "unsupported certificate purpose"},
    {"X509_V_ERR_CERT_UNTRUSTED", "certificate not trusted", kBadCertificate},
    {"X509_V_ERR_CERT_REJECTED", "certificate rejected", kBadCertificate},
    {"X509_V_ERR_SUBJECT_ISSUER_MISMATCH", "subject issuer mismatch", kCertificateUnknown},
    {"X509_V_ERR_AKID_SKID_MISMATCH", "authority and subject key identifier mismatch",
     kCertificateUnknown},
    {"X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH", "authority and issuer serial number mismatch",
     kCertificateUnknown},
    {"X509_V_ERR_KEYUSAGE_NO_CERTSIGN", "key usage does not include certificate signing",
     kCertificateUnknown},
    {"X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER", "unable to get CRL issuer certificate", kUnknownCa},
    {"X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION", "unhandled critical extension",
     kCertificateUnknown},
    {"X509_V_ERR_KEYUSAGE_NO_CRL_SIGN", "key usage does not include CRL signing",
     kCertificateUnknown},
    {"X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION", "unhandled critical CRL extension",
     kCertificateUnknown},
    {"X509_V_ERR_INVALID_NON_CA", "invalid non-CA certificate (has CA markings)",
     kCertificateUnknown},
    {"X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED", "proxy path length constraint exceeded",
     kCertificateUnknown},
    {"X509_V_ERR_KEYUSAGE_NO_DIGITAL_SIGNATURE", "key usage does not include digital signature",
     kCertificateUnknown},
    {"X509_V_ERR_PROXY_CERTIFICATES_NOT_ALLOWED",
     "proxy certificates not allowed, please set the appropriate flag", kCertificateUnknown},
    {"X509_V_ERR_INVALID_EXTENSION", "invalid or inconsistent certificate extension",
     kCertificateUnknown},
    {"X509_V_ERR_INVALID_POLICY_EXTENSION", "invalid or inconsistent certificate policy extension",
     kCertificateUnknown},
    {"X509_V_ERR_NO_EXPLICIT_POLICY", "no explicit policy", kCertificateUnknown},
    {"X509_V_ERR_DIFFERENT_CRL_SCOPE", "different CRL scope", kCertificateUnknown,
     "Different CRL scope"},
    {"X509_V_ERR_UNSUPPORTED_EXTENSION_FEATURE", "unsupported extension feature",
     kCertificateUnknown, "Unsupported extension feature"},
    {"X509_V_ERR_UNNESTED_RESOURCE", "RFC 3779 resource not subset of parent's resources",
     kCertificateUnknown},
    {"X509_V_ERR_PERMITTED_VIOLATION", "permitted subtree violation", kCertificateUnknown},
    {"X509_V_ERR_EXCLUDED_VIOLATION", "excluded subtree violation", kCertificateUnknown},
    {"X509_V_ERR_SUBTREE_MINMAX", "name constraints minimum and maximum not supported",
     kCertificateUnknown},
    {"X509_V_ERR_APPLICATION_VERIFICATION", "application verification failure", kHandshakeFailure},
    {"X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE", "unsupported name constraint type",
     kCertificateUnknown},
    {"X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX", "unsupported or invalid name constraint syntax",
     kCertificateUnknown},
    {"X509_V_ERR_UNSUPPORTED_NAME_SYNTAX", "unsupported or invalid name syntax",
     kCertificateUnknown},
    {"X509_V_ERR_CRL_PATH_VALIDATION_ERROR", "CRL path validation error", kCertificateUnknown},
    {"X509_V_ERR_PATH_LOOP", "path loop", kCertificateUnknown, "Path Loop"},
    {"X509_V_ERR_SUITE_B_INVALID_VERSION", "Suite B: certificate version invalid",
     kCertificateUnknown},
    {"X509_V_ERR_SUITE_B_INVALID_ALGORITHM", "Suite B: invalid public key algorithm",
     kCertificateUnknown},
    {"X509_V_ERR_SUITE_B_INVALID_CURVE", "Suite B: invalid ECC curve", kCertificateUnknown},
    {"X509_V_ERR_SUITE_B_INVALID_SIGNATURE_ALGORITHM", "Suite B: invalid signature algorithm",
     kCertificateUnknown},
    {"X509_V_ERR_SUITE_B_LOS_NOT_ALLOWED", "Suite B: curve not allowed for this LOS",
     kCertificateUnknown},
    {"X509_V_ERR_SUITE_B_CANNOT_SIGN_P_384_WITH_P_256", "Suite B: cannot sign P-384 with P-256",
     kCertificateUnknown},
    {"X509_V_ERR_HOSTNAME_MISMATCH", "hostname mismatch", kBadCertificate, "Hostname mismatch"},
    {"X509_V_ERR_EMAIL_MISMATCH", "email address mismatch", kBadCertificate,
     "Email address mismatch"},
    {"X509_V_ERR_IP_ADDRESS_MISMATCH", "IP address mismatch", kBadCertificate},
    {"X509_V_ERR_DANE_NO_MATCH", "no matching DANE TLSA records", kBadCertificate,
     "No matching DANE TLSA records"},
    {"X509_V_ERR_EE_KEY_TOO_SMALL", "EE certificate key too weak", kBadCertificate},
    {"X509_V_ERR_CA_KEY_TOO_SMALL", "CA certificate key too weak", kBadCertificate},
    {"X509_V_ERR_CA_MD_TOO_WEAK", "CA signature digest algorithm too weak", kBadCertificate},
    {"X509_V_ERR_INVALID_CALL", "invalid certificate verification context", kInternalError,
     "Invalid certificate verification context"},
    {"X509_V_ERR_STORE_LOOKUP", "issuer certificate lookup error", kInternalError,
     "Issuer certificate lookup error"},
    {"X509_V_ERR_NO_VALID_SCTS", "Certificate Transparency required, but no valid SCTs found",
     kCertificateUnknown},
    {"X509_V_ERR_PROXY_SUBJECT_NAME_VIOLATION", "proxy subject name violation",
     kCertificateUnknown},
    {"X509_V_ERR_OCSP_VERIFY_NEEDED", "OCSP verification needed", kCertificateUnknown},
    {"X509_V_ERR_OCSP_VERIFY_FAILED", "OCSP verification failed", kCertificateUnknown},
    {"X509_V_ERR_OCSP_CERT_UNKNOWN", "OCSP unknown cert", kCertificateUnknown},
    {"X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM", "Cannot find certificate signature algorithm",
     kCertificateUnknown},
    {"X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH",
     "subject signature algorithm and issuer public key algorithm mismatch", kCertificateUnknown},
    {"X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY",
     "cert info signature and signature algorithm mismatch", kCertificateUnknown},
    {"X509_V_ERR_INVALID_CA", "invalid CA certificate", kUnknownCa},
    {"X509_V_ERR_PATHLEN_INVALID_FOR_NON_CA", "Path length invalid for non-CA cert",
     kCertificateUnknown},
    {"X509_V_ERR_PATHLEN_WITHOUT_KU_KEY_CERT_SIGN",
     "Path length given without key usage keyCertSign", kCertificateUnknown},
    {"X509_V_ERR_KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA",
     "Key usage keyCertSign invalid for non-CA cert", kCertificateUnknown},
    {"X509_V_ERR_ISSUER_NAME_EMPTY", "Issuer name empty", kCertificateUnknown},
    {"X509_V_ERR_SUBJECT_NAME_EMPTY", "Subject name empty", kCertificateUnknown},
    {"X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER", "Missing Authority Key Identifier",
     kCertificateUnknown},
    {"X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER", "Missing Subject Key Identifier",
     kCertificateUnknown},
    {"X509_V_ERR_EMPTY_SUBJECT_ALT_NAME", "Empty Subject Alternative Name extension",
     kCertificateUnknown},
    {"X509_V_ERR_EMPTY_SUBJECT_SAN_NOT_CRITICAL",
     "Subject empty and Subject Alt Name extension not critical", kCertificateUnknown},
    {"X509_V_ERR_CA_BCONS_NOT_CRITICAL", "Basic Constraints of CA cert not marked critical",
     kCertificateUnknown},
    {"X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL", "Authority Key Identifier marked critical",
     kCertificateUnknown},
    {"X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL", "Subject Key Identifier marked critical",
     kCertificateUnknown},
    {"X509_V_ERR_CA_CERT_MISSING_KEY_USAGE", "CA cert does not include key usage extension",
     kCertificateUnknown},
    {"X509_V_ERR_EXTENSIONS_REQUIRE_VERSION_3", "Using cert extension requires at least X509v3",
     kCertificateUnknown},
    {"X509_V_ERR_EC_KEY_EXPLICIT_PARAMS", "Certificate public key has explicit ECC parameters",
     kBadCertificate},
}};

constexpr int kNotCheckedCode = 65535;
constexpr CodeRow kNotChecked = {"NOT_CHECKED", "not checked"};
constexpr CodeRow kUnknown = {"UNKNOWN", "unknown certificate verification error"};

const CodeRow& Find(int code) {
  if (code == kNotCheckedCode) return kNotChecked;
  if (code < 0 || static_cast<size_t>(code) >= kCodes.size()) return kUnknown;
  return kCodes[static_cast<size_t>(code)];
}

}  // namespace

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kNotChecked:
      return "not_checked";
    case Verdict::kOk:
      return "ok";
    case Verdict::kFailed:
      return "failed";
  }
  return "";
}

std::string_view ExpiryWhatName(Expiry::What what) {
  switch (what) {
    case Expiry::What::kLeaf:
      return "leaf";
    case Expiry::What::kIntermediate:
      return "intermediate";
    case Expiry::What::kAnchor:
      return "anchor";
    case Expiry::What::kCrl:
      return "crl";
  }
  return "";
}

std::string_view VerifyCodeName(int code) { return Find(code).name; }
std::string_view VerifyCodeText(int code) { return Find(code).text; }
std::string_view VerifyCodeText110(int code) {
  const CodeRow& row = Find(code);
  return row.text_110.empty() ? row.text : row.text_110;
}
uint8_t SslAlertForVerifyCode(int code) { return Find(code).alert; }

}  // namespace tlsprobe
