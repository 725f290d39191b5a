// OpenSSL's numbers for what can be wrong with a chain, those our own walk meets. Texts and names
// stand in model/verification.h.
#ifndef TLSPROBE_CHECK_VERIFY_CODES_H_
#define TLSPROBE_CHECK_VERIFY_CODES_H_

namespace tlsprobe {

enum VerifyCode : int {
  kVerifyOk = 0,
  kUnspecified = 1,
  kNoIssuerCertificate = 2,
  kUndecodableIssuerKey = 6,
  kSignatureFailure = 7,
  kNotYetValid = 9,
  kExpired = 10,
  kBadNotBefore = 13,
  kBadNotAfter = 14,
  kSelfSignedLeaf = 18,
  kSelfSignedInChain = 19,
  kNoLocalIssuer = 20,
  kLeafNotVerified = 21,
  kChainTooLong = 22,
  kPathLengthExceeded = 25,
  kInvalidPurpose = 26,
  kNoCertSign = 32,
  kUnhandledCritical = 34,
  kInvalidNonCa = 37,
  kProxyPathLengthExceeded = 38,
  kNoDigitalSignature = 39,
  kProxyNotAllowed = 40,
  kNotPermitted = 47,
  kExcluded = 48,
  kSubtreeMinMax = 49,
  kUnsupportedConstraintType = 51,
  kUnsupportedConstraintSyntax = 52,
  kUnsupportedNameSyntax = 53,
  kHostMismatch = 62,
  kEmailMismatch = 63,
  kIpMismatch = 64,
  kLeafKeyTooSmall = 66,
  kCaKeyTooSmall = 67,
  kDigestTooWeak = 68,
  kProxySubjectViolation = 72,
  kInvalidCa = 79,
  kExplicitCurve = 94,
  kNothingChecked = 65535,
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_VERIFY_CODES_H_
