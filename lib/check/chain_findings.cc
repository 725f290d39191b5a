// Says what the errors of the chain mean to whoever runs the server.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// Nobody has to mend what is wrong at a time that was only asked about.
constexpr std::string_view kAskedAdvice =
    "That is as of the time asked for (-attime); without it this machine's clock counts.";

Words Expired(const ChainFault& it) {
  const Certificate& certificate = it.certificate();
  const bool server = it.input.from_server;
  const std::string_view leaf = server ? "Renew the certificate and install it on the server."
                                       : "Have the certificate renewed.";
  const std::string_view others =
      server ? "Install the issuer's current chain on the server, and current CA certificates on "
               "the clients."
             : "Get the issuer's current chain, and current CA certificates for the trust store.";
  const Moment moment = MomentOf(it.input.options, it.chain);
  return {.text = EndWords(it.who(), certificate.not_after, moment),
          .advice = std::string(moment.asked    ? kAskedAdvice
                                : it.depth == 0 ? leaf
                                                : others)};
}

constexpr std::string_view kClockAdvice =
    "Check the clock of this machine, and of the one that issued the certificate.";

Words NotYetValid(const ChainFault& it) {
  const Certificate& certificate = it.certificate();
  const Moment moment = MomentOf(it.input.options, it.chain);
  const int64_t ahead = certificate.not_before.seconds - moment.at.seconds;
  return {.text = fmt::format("{} is not valid before {}, {}", it.who(),
                              FormatRfc3339(certificate.not_before), AfterWords(ahead, moment)),
          .advice = std::string(moment.asked ? kAskedAdvice : kClockAdvice)};
}

Words BadTime(const ChainFault& it) {
  return {.text = fmt::format("{} has a validity date that does not follow the standard", it.who()),
          .advice = "Have the certificate issued anew."};
}

// The limit counts intermediates: the leaf and the anchor come on top.
std::string TooLongText(int limit) {
  if (limit < 0) return fmt::format("no chain is short enough for a depth of {}", limit);
  if (limit == 0) return "the chain has an intermediate certificate, and none is allowed";
  return fmt::format("the chain has more than the {} intermediate certificate{} allowed", limit,
                     limit == 1 ? "" : "s");
}

Words TooLong(const ChainFault& it) {
  return {.text = TooLongText(it.input.options.max_depth.value_or(100)),
          .advice = "Allow a longer chain (-verify_depth), or shorten it."};
}

Words NotACa(const ChainFault& it) {
  return {
      .text = fmt::format("{} issued a certificate, but is not a CA", it.who()),
      .advice = "Have the certificate issued by a CA: an end entity's key can vouch for nobody."};
}

Words PathLength(const ChainFault& it) {
  return {
      .text = fmt::format("{} allows fewer intermediates below it than the chain has", it.who()),
      .advice =
          "Have the certificate issued closer to that CA, or the CA's certificate issued "
          "without that limit."};
}

Words NoSigning(const ChainFault& it) {
  return {.text = fmt::format("{} issued a certificate, but its key usage does not allow that",
                              it.who()),
          .advice = "The CA's certificate needs the key usage keyCertSign."};
}

Words UnknownCritical(const ChainFault& it) {
  std::string oids;
  for (const CertificateExtension& extension : it.certificate().extensions) {
    if (!extension.critical || oids.size() > 100) continue;
    oids += (oids.empty() ? "" : ", ") + OidShortName(extension.oid);
  }
  return {.text = fmt::format("{} has a critical extension nobody here knows; its critical ones "
                              "are {}",
                              it.who(), EscapeControls(oids)),
          .advice = "Have the certificate issued without it, or with it not critical."};
}

Words ProxyCertificate(const ChainFault& it) {
  return {.text = fmt::format("{} is a proxy certificate, which is not accepted", it.who()),
          .advice = it.input.from_server ? "Use an ordinary server certificate."
                                         : "Use an ordinary certificate, or allow proxy "
                                           "certificates (-allow_proxy_certs)."};
}

// Names the key above it, as who changed it would have left it.
bool NamesItsIssuer(const ChainFault& it) {
  const size_t above = static_cast<size_t>(it.depth) + 1;
  return above < it.chain.built.size() && NamesKeyOf(it.certificate(), *it.chain.built[above]);
}

Words BadSignature(const ChainFault& it) {
  if (NamesItsIssuer(it)) {
    return {.text = fmt::format("the signature of {} is wrong: the key of {}, which it names, did "
                                "not make it",
                                it.who(), NameWords(it.certificate().issuer)),
            .advice = "The certificate was changed after it was signed: get it anew from the CA."};
  }
  return {
      .text = fmt::format("the signature of {} is not its issuer's", it.who()),
      .advice = fmt::format("The certificate was changed, or the issuer's certificate {} or in the "
                            "trust store is another than the one that signed.",
                            it.input.from_server ? "on the server" : "in the chain")};
}

Words BadIssuerKey(const ChainFault& it) {
  return {.text = fmt::format("the key of {} cannot be read", it.who()),
          .advice = "Have that certificate issued anew."};
}

Words ExplicitCurve(const ChainFault& it) {
  return {.text = fmt::format("{} spells out its curve instead of naming it", it.who()),
          .advice = "Have it issued for a key on a named curve."};
}

Words Other(const ChainFault& it) {
  return {.text = fmt::format("{}: {}", it.who(), VerifyCodeText(it.code)),
          .advice = "Have the certificate looked at by whoever issued it."};
}

struct Row {
  int code;
  std::string_view id;
  Words (*words)(const ChainFault& it);
  std::string_view reference;
};
constexpr Row kRows[] = {
    {kExpired, "chain.expired", Expired, "RFC 5280 section 4.1.2.5"},
    {kNotYetValid, "chain.not_yet_valid", NotYetValid, "RFC 5280 section 4.1.2.5"},
    {kBadNotBefore, "chain.bad_time", BadTime, "RFC 5280 section 4.1.2.5"},
    {kBadNotAfter, "chain.bad_time", BadTime, "RFC 5280 section 4.1.2.5"},
    {kSelfSignedLeaf, "chain.self_signed", SelfSignedLeaf, "RFC 5280 section 6.1"},
    {kSelfSignedInChain, "chain.untrusted_root", UntrustedRoot, "RFC 5280 section 6.1"},
    {kNoLocalIssuer, "chain.missing_issuer", MissingIssuer, "RFC 8446 section 4.4.2"},
    {kNoIssuerCertificate, "chain.incomplete_store", IncompleteStore, "RFC 5280 section 6.1"},
    {kChainTooLong, "chain.too_long", TooLong, "RFC 5280 section 6.1"},
    {kInvalidCa, "chain.not_a_ca", NotACa, "RFC 5280 section 4.2.1.9"},
    {kInvalidNonCa, "chain.ca_as_leaf", Other, "RFC 3820 section 3.1"},
    {kPathLengthExceeded, "chain.path_length", PathLength, "RFC 5280 section 4.2.1.9"},
    {kInvalidPurpose, "chain.purpose", WrongPurpose, "RFC 5280 section 4.2.1.12"},
    {kNoCertSign, "chain.key_usage", NoSigning, "RFC 5280 section 4.2.1.3"},
    {kNoDigitalSignature, "chain.key_usage", NoSigning, "RFC 3820 section 3.1"},
    {kUnhandledCritical, "chain.critical_extension", UnknownCritical, "RFC 5280 section 4.2"},
    {kProxyNotAllowed, "chain.proxy_certificate", ProxyCertificate, "RFC 3820"},
    {kSignatureFailure, "chain.signature", BadSignature, "RFC 5280 section 4.1.1.3"},
    {kUndecodableIssuerKey, "chain.issuer_key", BadIssuerKey, "RFC 5280 section 4.1.2.7"},
    {kLeafKeyTooSmall, "chain.weak_key", WeakKey, "NIST SP 800-57 part 1"},
    {kCaKeyTooSmall, "chain.weak_key", WeakKey, "NIST SP 800-57 part 1"},
    {kDigestTooWeak, "chain.weak_signature", WeakDigest, "RFC 9155"},
    {kNotPermitted, "chain.name_constraints", Constrained, "RFC 5280 section 4.2.1.10"},
    {kExcluded, "chain.name_constraints", Constrained, "RFC 5280 section 4.2.1.10"},
    {kSubtreeMinMax, "chain.name_constraints", Constrained, "RFC 5280 section 4.2.1.10"},
    {kUnsupportedConstraintType, "chain.name_constraints", Constrained,
     "RFC 5280 section 4.2.1.10"},
    {kUnsupportedConstraintSyntax, "chain.name_constraints", Constrained,
     "RFC 5280 section 4.2.1.10"},
    {kUnsupportedNameSyntax, "chain.name_constraints", Constrained, "RFC 5280 section 4.2.1.10"},
    {kInvalidPolicyExtension, "chain.policy_extension", PolicyExtension, "RFC 5280 section 6.1.5"},
    {kNoExplicitPolicy, "chain.no_explicit_policy", NoExplicitPolicy, "RFC 5280 section 6.1.5"},
    {kOutOfMemory, "chain.too_many_policies", TooManyPolicies, "RFC 5280 section 6.1.3"},
    {kExplicitCurve, "chain.explicit_curve", ExplicitCurve, "RFC 5480 section 2.1.1"},
    {kAlgorithmsDiffer, "chain.algorithms_differ", StrictlyWrong, "RFC 5280 section 4.1.1.2"},
    {kPathLengthOfNonCa, "chain.path_length_of_non_ca", StrictlyWrong, "RFC 5280 section 4.2.1.9"},
    {kPathLengthWithoutCertSign, "chain.path_length_without_cert_sign", StrictlyWrong,
     "RFC 5280 section 4.2.1.9"},
    {kCertSignOfNonCa, "chain.cert_sign_of_non_ca", StrictlyWrong, "RFC 5280 section 4.2.1.9"},
    {kIssuerEmpty, "chain.issuer_empty", StrictlyWrong, "RFC 5280 section 4.1.2.4"},
    {kSubjectEmpty, "chain.subject_empty", StrictlyWrong, "RFC 5280 section 4.1.2.6"},
    {kAuthorityKeyIdMissing, "chain.authority_key_id_missing", StrictlyWrong,
     "RFC 5280 section 4.2.1.1"},
    {kSubjectKeyIdMissing, "chain.subject_key_id_missing", StrictlyWrong,
     "RFC 5280 section 4.2.1.2"},
    {kAltNameEmpty, "chain.alt_name_empty", StrictlyWrong, "RFC 5280 section 4.2.1.6"},
    {kAltNameNotCritical, "chain.alt_name_not_critical", StrictlyWrong, "RFC 5280 section 4.2.1.6"},
    {kBasicConstraintsNotCritical, "chain.basic_constraints_not_critical", StrictlyWrong,
     "RFC 5280 section 4.2.1.9"},
    {kCaWithoutKeyUsage, "chain.ca_without_key_usage", StrictlyWrong, "RFC 5280 section 4.2.1.3"},
    {kExtensionsNeedVersion3, "chain.extensions_need_version_3", StrictlyWrong,
     "RFC 5280 section 4.1.2.9"},
    {kSuiteBVersion, "chain.suite_b", NotSuiteB, "RFC 5759"},
    {kSuiteBAlgorithm, "chain.suite_b", NotSuiteB, "RFC 5759"},
    {kSuiteBCurve, "chain.suite_b", NotSuiteB, "RFC 5759"},
    {kSuiteBSignature, "chain.suite_b", NotSuiteB, "RFC 5759"},
    {kSuiteBLevel, "chain.suite_b", NotSuiteB, "RFC 5759"},
    {kSuiteBMixed, "chain.suite_b", NotSuiteB, "RFC 5759"},
};
constexpr Row kOtherRow = {kUnspecified, "chain.error", Other, "RFC 5280 section 6"};

bool Met(const ChainVerification& chain, int code) {
  return std::ranges::find(chain.errors, code, &VerifyError::code) != chain.errors.end();
}

// What follows from another error, or stands elsewhere, needs no words of its own.
bool NeedsWords(const ChainVerification& chain, const VerifyError& error) {
  if (IsNameError(error.code) || IsCrlError(error.code)) return false;
  // Where the path may not go on, nobody looked for what is above.
  const bool no_issuer = error.code == kNoLocalIssuer || error.code == kNoIssuerCertificate;
  if (no_issuer && Met(chain, kChainTooLong)) return false;
  if (error.code != kLeafNotVerified) return true;
  return chain.errors.size() == 1;
}

void AddFinding(const CheckInput& input, const VerifyError& error, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  const ChainFault it{.input = input, .chain = chain, .depth = error.depth, .code = error.code};
  const auto* row = std::ranges::find(kRows, error.code, &Row::code);
  if (row == std::end(kRows)) row = &kOtherRow;
  const bool known = error.depth >= 0 && static_cast<size_t>(error.depth) < chain.built.size();
  Words words = known ? row->words(it) : Other(it);
  Finding finding = {.id = std::string(row->id),
                     .severity = Severity::kError,
                     .text = std::move(words.text),
                     .advice = std::move(words.advice),
                     .reference = std::string(row->reference)};
  const bool said = std::ranges::any_of(output.findings, [&](const Finding& each) {
    return each.id == finding.id && each.text == finding.text;
  });
  if (!said) output.findings.push_back(std::move(finding));
}

// Certificates that could not be read at all.
void ReportUnparsed(const CheckInput& input, CheckOutput& output) {
  const PeerFacts& peer = input.peer;
  for (size_t i = 0; i < peer.certificates.size(); ++i) {
    if (peer.certificates[i] != nullptr) continue;
    std::string text = i == 0 ? fmt::format("{} does not parse", LeafWords(input.from_server))
                              : fmt::format("certificate {} of those sent does not parse", i);
    const bool known = i < peer.parse_errors.size() && !peer.parse_errors[i].empty();
    if (known) text += ": " + EscapeControls(peer.parse_errors[i]);
    output.findings.push_back(
        {.id = "chain.unparsable",
         .severity = i == 0 ? Severity::kError : Severity::kWarning,
         .text = std::move(text),
         .advice = "Install the certificates anew, in DER or PEM as the CA gave them.",
         .reference = "RFC 5280 section 4.1"});
  }
}

}  // namespace

void ExplainChain(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  ReportUnparsed(input, output);
  if (chain.built.empty()) return;
  for (auto error = chain.errors.begin(); error != chain.errors.end(); ++error) {
    const bool again = std::find(chain.errors.begin(), error, *error) != error;
    if (!again && NeedsWords(chain, *error)) AddFinding(input, *error, output);
  }
  if (chain.verdict != Verdict::kNotChecked) return;
  output.findings.push_back({.id = "chain.not_checked",
                             .severity = Severity::kError,
                             .text = "the chain was not checked: " + chain.how,
                             .advice = "Check it with a program that knows this algorithm.",
                             .reference = "RFC 5280 section 6"});
}

}  // namespace tlsprobe
