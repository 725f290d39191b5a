#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

struct StrictRow {
  int code;
  std::string_view flaw;  // to stand behind the certificate's name
  std::string_view advice;
};
constexpr StrictRow kStrict[] = {
    {kAlgorithmsDiffer, "names one signature algorithm inside of what is signed, another outside",
     "Have it issued anew: nothing says which of the two made the signature."},
    {kPathLengthOfNonCa, "limits the path below it, though it is no CA's",
     "Have it issued anew without the path length."},
    {kPathLengthWithoutCertSign,
     "limits the path below it, but lacks the key usage keyCertSign to issue anything",
     "Have it issued anew with keyCertSign, or without the path length."},
    {kCertSignOfNonCa, "has the key usage keyCertSign, though it is no CA's",
     "Have it issued anew without keyCertSign, or with basicConstraints that make it a CA's."},
    {kIssuerEmpty, "has an empty issuer name", "Have it issued by a CA that has a name."},
    {kSubjectEmpty,
     "has an empty subject, which only the holder of names in a subjectAltName may have",
     "Have it issued anew with a name: in its subject for a CA, in its subjectAltName for a "
     "server."},
    {kAuthorityKeyIdMissing, "does not name the key of its issuer",
     "Have it issued anew with an authorityKeyIdentifier that has the key identifier."},
    {kSubjectKeyIdMissing, "is one of a CA and has no subjectKeyIdentifier",
     "Have it issued anew with one."},
    {kAltNameEmpty, "has a subjectAltName without a name in it",
     "Have it issued anew with its names, or without the extension."},
    {kAltNameNotCritical, "has an empty subject, and a subjectAltName that is not critical",
     "Have it issued anew with a critical subjectAltName, or with a subject."},
    {kBasicConstraintsNotCritical, "is one of a CA with basicConstraints that are not critical",
     "Have it issued anew with critical basicConstraints."},
    {kCaWithoutKeyUsage, "is one of a CA and has no key usage",
     "Have it issued anew with the key usages keyCertSign and cRLSign."},
    {kExtensionsNeedVersion3, "has extensions, which only version 3 may have",
     "Have it issued anew as version 3."},
};

// The advice of Suite B is the same for all: what it asks for, in short.
struct SuiteBRow {
  int code;
  std::string_view flaw;
};
constexpr SuiteBRow kSuiteB[] = {
    {kSuiteBVersion, "is not of version 3"},
    {kSuiteBAlgorithm, "has a key that is not an EC key"},
    {kSuiteBCurve, "has a key on a curve other than P-256 and P-384"},
    {kSuiteBSignature, "is signed with a digest that does not belong to its issuer's curve"},
    {kSuiteBLevel, "has, or was signed by, a key of a level that was not asked for"},
    {kSuiteBMixed, "has a P-384 key, and a P-256 key above it vouches for it"},
};

std::string SuiteBWants(const VerifyOptions& options) {
  if (options.suite_b_128 && options.suite_b_192) {
    return "P-256 with SHA-256 or P-384 with SHA-384 throughout, never P-256 above P-384";
  }
  return options.suite_b_192 ? "P-384 with SHA-384 throughout" : "P-256 with SHA-256 throughout";
}

}  // namespace

Words StrictlyWrong(const ChainFault& it) {
  const auto* row = std::ranges::find(kStrict, it.code, &StrictRow::code);
  if (row == std::end(kStrict)) return {};
  return {.text = fmt::format("{} {}", it.who(), row->flaw),
          .advice = fmt::format("{} Only -x509_strict asks for this.", row->advice)};
}

Words NotSuiteB(const ChainFault& it) {
  const auto* row = std::ranges::find(kSuiteB, it.code, &SuiteBRow::code);
  if (row == std::end(kSuiteB)) return {};
  return {.text = fmt::format("{} {}", it.who(), row->flaw),
          .advice = fmt::format("Suite B, as it was asked for, wants keys and signatures of {}.",
                                SuiteBWants(it.input.options))};
}

}  // namespace tlsprobe
