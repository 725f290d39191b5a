// What the judging of the peer's certificates came to.
#ifndef TLSPROBE_MODEL_VERIFICATION_H_
#define TLSPROBE_MODEL_VERIFICATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

enum class Verdict : uint8_t { kNotChecked, kOk, kFailed };

// VerdictName gives "not_checked", "ok" or "failed".
std::string_view VerdictName(Verdict verdict);

// One call of OpenSSL's verify callback, in its order: an error, or a certificate that passed.
struct VerifyStep {
  int depth = 0;  // index into `built`; the certificate meant
  int code = 0;   // X509_V_ERR_…, OpenSSL's numbers; 0 with `ok`
  bool ok = true;
};

struct VerifyError {
  int depth = 0;
  int code = 0;
};

// The chain from the leaf (index 0) to the anchor, or as far as it could be built.
struct ChainVerification {
  Verdict verdict = Verdict::kNotChecked;
  std::string how = {};  // "path to a trust anchor, 2 certificates", "no certificate arrived"
  // OpenSSL's X509_STORE_CTX_get_error at the end: the last error met, 0 for none. 65535 where
  // nothing was checked.
  int code = 65535;
  std::vector<VerifyError> errors = {};
  std::vector<VerifyStep> steps = {};
  std::vector<CertificatePtr> built = {};
  bool anchored = false;  // the last of `built` comes from the trust store
  UnixTime judged_at = {};
  int auth_level = 0;
};

struct NameVerification {
  Verdict verdict = Verdict::kNotChecked;
  std::string how = {};
  std::vector<std::string> references = {};  // what was looked for
  std::string matched = {};                  // the certificate's name that matched
  std::vector<std::string> presented = {};   // what the certificate names, for advice
};

struct Verification {
  ChainVerification chain = {};
  NameVerification name = {};
};

// VerifyCodeName gives "X509_V_ERR_CERT_HAS_EXPIRED"; VerifyCodeText OpenSSL 3.0's text,
// "certificate has expired", or "unknown certificate verification error"-style text for a number
// OpenSSL does not have. VerifyCodeText110 the text of 1.1.0 where it differs.
std::string_view VerifyCodeName(int code);
std::string_view VerifyCodeText(int code);
std::string_view VerifyCodeText110(int code);

// SslAlertForVerifyCode is the TLS alert number that tells the peer of an error, as OpenSSL maps
// them (RFC 8446 section 6.2).
uint8_t SslAlertForVerifyCode(int code);

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_VERIFICATION_H_
