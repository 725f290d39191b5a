// OpenSSL's numbers for what can be wrong with a chain, those our own walk meets. Texts and names
// stand in model/verification.h.
#ifndef TLSPROBE_CHECK_VERIFY_CODES_H_
#define TLSPROBE_CHECK_VERIFY_CODES_H_

namespace tlsprobe {

enum VerifyCode : int {
  kVerifyOk = 0,
  kUnspecified = 1,
  kNoIssuerCertificate = 2,
  kNoCrl = 3,
  kUndecryptableCrl = 5,
  kUndecodableIssuerKey = 6,
  kSignatureFailure = 7,
  kCrlSignatureFailure = 8,
  kNotYetValid = 9,
  kExpired = 10,
  kCrlNotYetValid = 11,
  kCrlExpired = 12,
  kBadNotBefore = 13,
  kBadNotAfter = 14,
  kBadCrlThisUpdate = 15,
  kBadCrlNextUpdate = 16,
  kOutOfMemory = 17,
  kSelfSignedLeaf = 18,
  kSelfSignedInChain = 19,
  kNoLocalIssuer = 20,
  kLeafNotVerified = 21,
  kChainTooLong = 22,
  kRevoked = 23,
  kPathLengthExceeded = 25,
  kInvalidPurpose = 26,
  kNoCertSign = 32,
  kNoCrlIssuer = 33,
  kUnhandledCritical = 34,
  kNoCrlSign = 35,
  kUnhandledCriticalCrl = 36,
  kInvalidNonCa = 37,
  kProxyPathLengthExceeded = 38,
  kNoDigitalSignature = 39,
  kProxyNotAllowed = 40,
  kInvalidExtension = 41,
  kInvalidPolicyExtension = 42,
  kNoExplicitPolicy = 43,
  kDifferentCrlScope = 44,
  kNotPermitted = 47,
  kExcluded = 48,
  kSubtreeMinMax = 49,
  kUnsupportedConstraintType = 51,
  kUnsupportedConstraintSyntax = 52,
  kUnsupportedNameSyntax = 53,
  kCrlPathFailure = 54,
  kSuiteBVersion = 56,
  kSuiteBAlgorithm = 57,
  kSuiteBCurve = 58,
  kSuiteBSignature = 59,
  kSuiteBLevel = 60,
  kSuiteBMixed = 61,
  kHostMismatch = 62,
  kEmailMismatch = 63,
  kIpMismatch = 64,
  kLeafKeyTooSmall = 66,
  kCaKeyTooSmall = 67,
  kDigestTooWeak = 68,
  kProxySubjectViolation = 72,
  kAlgorithmsDiffer = 78,
  kInvalidCa = 79,
  kPathLengthOfNonCa = 80,
  kPathLengthWithoutCertSign = 81,
  kCertSignOfNonCa = 82,
  kIssuerEmpty = 83,
  kSubjectEmpty = 84,
  kAuthorityKeyIdMissing = 85,
  kSubjectKeyIdMissing = 86,
  kAltNameEmpty = 87,
  kAltNameNotCritical = 88,
  kBasicConstraintsNotCritical = 89,
  kCaWithoutKeyUsage = 92,
  kExtensionsNeedVersion3 = 93,
  kExplicitCurve = 94,
  kNothingChecked = 65535,
};

// A wrong name is the name verdict's to say: the chain can be in order all the same.
constexpr bool IsNameError(int code) {
  return code == kHostMismatch || code == kEmailMismatch || code == kIpMismatch;
}

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_VERIFY_CODES_H_
