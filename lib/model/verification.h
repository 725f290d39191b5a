// What the judging of the peer's certificates came to.
#ifndef TLSPROBE_MODEL_VERIFICATION_H_
#define TLSPROBE_MODEL_VERIFICATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

enum class Verdict : uint8_t { kNotChecked, kOk, kFailed };

// VerdictName gives "not_checked", "ok" or "failed".
std::string_view VerdictName(Verdict verdict);

// One call of OpenSSL's verify callback, in its order: an error, or a certificate that passed.
struct VerifyStep {
  int depth = 0;  // index into `built`; the certificate meant
  int code = 0;   // X509_V_ERR_…, OpenSSL's numbers; 0 with `ok`
  bool ok = true;
  // The call is about the policies and no certificate: with `ok` it tells their outcome
  // (VerifyOptions::policy_print; `code` is the last error met), else it is error 43.
  bool policies = false;
  // The error was met on the path of the issuer of a CRL, which was asked about the certificate at
  // this depth: `certificate` is the one meant, no part of `built`.
  std::optional<int> crl_path_of = {};
  CertificatePtr certificate = {};  // only with `crl_path_of`
};

struct VerifyError {
  int depth = 0;
  int code = 0;

  friend bool operator==(const VerifyError&, const VerifyError&) = default;
};

// A policy that is valid for the whole chain.
struct ValidPolicy {
  std::string oid = {};  // dotted
  bool critical = false;
  std::vector<PolicyQualifier> qualifiers = {};
};

// What the processing of policies came to (RFC 5280 section 6.1.6).
struct PolicyOutcome {
  bool processed = false;
  bool explicit_required = false;           // explicit_policy is 0 at the end
  std::vector<ValidPolicy> authority = {};  // authorities-constrained-policy-set
  std::vector<ValidPolicy> user = {};       // user-constrained-policy-set
};

// One way from the leaf up, and everything that is wrong with it.
struct CertificationPath {
  std::vector<CertificatePtr> certificates = {};  // from the leaf
  bool anchored = false;                          // it comes to a trust anchor
  std::vector<VerifyError> errors = {};           // empty: nothing is wrong
  bool not_checked = false;  // a signature is of a kind this build cannot verify
  bool chosen = false;       // the one that was built (`ChainVerification::built`)
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
  // Depth of the trust anchor; nullopt where the chain does not come to one. It is the last of
  // `built`, or with partial_chain a leaf that is trusted itself (0), whatever stands above it.
  std::optional<size_t> anchor = {};
  size_t untrusted = 0;  // how many of `built`, from the leaf, are below those of the trust store
  UnixTime judged_at = {};
  int auth_level = 0;
  // The greatest depth at which a signature is of a kind this build cannot verify; nullopt: none.
  std::optional<int> unchecked_depth = {};
  PolicyOutcome policies = {};
  // Every path there is, the best first: at most 64, with 256 signatures verified. A certificate
  // stands once in each.
  std::vector<CertificationPath> paths = {};
  bool paths_cut = false;  // there may be more
  // What the server should send: the leaf and what is between it and the anchor of the best path.
  // Empty where nobody knows, or where one of those above the leaf is itself what is wrong.
  std::vector<CertificatePtr> should_send = {};

  bool anchored() const { return anchor.has_value(); }
};

struct NameVerification {
  Verdict verdict = Verdict::kNotChecked;
  std::string how = {};
  std::vector<std::string> references = {};  // what was looked for
  std::string matched = {};                  // the certificate's name that matched
  std::vector<std::string> presented = {};   // what the certificate names, for advice
};

// What CRLs say of one certificate of the chain.
struct RevocationStatus {
  int depth = 0;
  Verdict verdict = Verdict::kNotChecked;  // kFailed: revoked, or not known though it must be
  std::string how = {};                    // "not on the list of CN=…", "revoked on …: …"
  // With kFailed, where it is on a list that is believed: signature, key usage and path of its
  // issuer are in order.
  std::optional<RevokedCertificate> entry = {};
  std::vector<CrlFact> used = {};  // complete CRLs and deltas, as they were used
};

struct CrlVerification {
  Verdict verdict = Verdict::kNotChecked;
  std::string how = {};
  std::vector<RevocationStatus> certificates = {};  // from the leaf
};

// The soonest end of what a verdict rests on.
struct Expiry {
  enum class What : uint8_t { kLeaf, kIntermediate, kAnchor, kCrl };
  What what = What::kLeaf;
  int depth = 0;     // into ChainVerification::built; of a CRL: of the certificate it is about
  UnixTime at = {};  // of a certificate the last second it is valid
  int64_t seconds_left = 0;   // negative: it is over
  std::string sentence = {};  // "The server's certificate expires in 12 days, on …"
};
// ExpiryWhatName gives "leaf", "intermediate", "anchor" or "crl".
std::string_view ExpiryWhatName(Expiry::What what);

struct Verification {
  ChainVerification chain = {};
  NameVerification name = {};
  CrlVerification crl = {};
  std::optional<Expiry> expiry = {};  // nullopt where no certificate arrived
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
