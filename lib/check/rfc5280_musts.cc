// What RFC 5280 asks of every certificate and OpenSSL lets pass without a word: as a rule it does
// no harm, and some client refuses it one day.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/controlled.h"
#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

bool NotCritical(const Certificate& it, std::string_view oid) {
  return std::ranges::any_of(it.extensions, [oid](const CertificateExtension& each) {
    return !each.critical && each.oid == oid;
  });
}

bool SerialNotPositive(const Certificate& it) {
  const bool negative = !it.serial.empty() && (it.serial[0] & 0x80) != 0;
  return negative || std::ranges::all_of(it.serial, [](uint8_t byte) { return byte == 0; });
}

bool SerialTooLong(const Certificate& it) { return it.serial.size() > 20; }

bool AltNameEmpty(const Certificate& it) {
  return it.subject_alt_names && it.subject_alt_names->empty();
}

bool KeyUsageEmpty(const Certificate& it) { return it.key_usage && *it.key_usage == 0; }

bool SoftNameConstraints(const Certificate& it) { return NotCritical(it, oid::kNameConstraints); }
bool SoftPolicyConstraints(const Certificate& it) {
  return NotCritical(it, oid::kPolicyConstraints);
}
bool SoftInhibitAnyPolicy(const Certificate& it) { return NotCritical(it, oid::kInhibitAnyPolicy); }

// Of a certificate that signs itself it says nothing.
bool NoAuthorityKeyId(const Certificate& it) {
  return it.version >= 3 && !it.self_issued && !HasAuthorityKeyId(it);
}

bool PathLengthOfNonCa(const Certificate& it) { return HasPathLength(it) && !IsCa(it); }

bool CertSignOfNonCa(const Certificate& it) {
  return !IsCa(it) && (it.key_usage.value_or(0) & (1U << kKeyCertSign)) != 0;
}

bool IssuerEmpty(const Certificate& it) { return it.issuer.attributes.empty(); }

bool ExtensionsOfOldVersion(const Certificate& it) {
  return it.version < 3 && !it.extensions.empty();
}

bool HasDuplicates(const Certificate& it) { return !it.duplicate_extensions.empty(); }
bool HasMalformed(const Certificate& it) { return !it.bad_extensions.empty(); }

bool AlgorithmsDiffer(const Certificate& it) { return !SameAlgorithm(it); }

struct Must {
  std::string_view id;
  std::string_view section;
  bool (*broken)(const Certificate& it);
  std::string_view flaw;  // to stand behind "has" or "have"
  std::string_view advice;
  // OIDs to name behind the flaw; null: none.
  std::vector<std::string> Certificate::*named = nullptr;
  // Whoever said the same already: an error of the chain, a finding of --profile webpki.
  int code = kVerifyOk;
  std::string_view web_id = {};
};

constexpr std::string_view kNewSerial =
    "Have it issued anew with a positive serial number of at most 20 bytes.";
constexpr std::string_view kCritical = "Have it issued anew with that extension critical.";

constexpr Must kMusts[] = {
    {.id = "rfc5280.serial_not_positive",
     .section = "4.1.2.2",
     .broken = SerialNotPositive,
     .flaw = "a serial number that is zero or negative",
     .advice = kNewSerial,
     .web_id = "webpki.serial.range"},
    {.id = "rfc5280.serial_too_long",
     .section = "4.1.2.2",
     .broken = SerialTooLong,
     .flaw = "a serial number of more than 20 bytes",
     .advice = kNewSerial,
     .web_id = "webpki.serial.range"},
    {.id = "rfc5280.alt_name_empty",
     .section = "4.2.1.6",
     .broken = AltNameEmpty,
     .flaw = "a subjectAltName without a name in it",
     .advice = "Have it issued anew with the host names in the subjectAltName.",
     .code = kAltNameEmpty,
     .web_id = "webpki.san.missing"},
    {.id = "rfc5280.key_usage_empty",
     .section = "4.2.1.3",
     .broken = KeyUsageEmpty,
     .flaw = "a key usage that allows nothing",
     .advice = "Have it issued anew with the key usage it needs, digitalSignature for a server."},
    {.id = "rfc5280.name_constraints_not_critical",
     .section = "4.2.1.10",
     .broken = SoftNameConstraints,
     .flaw = "name constraints that are not critical, so that clients may overlook them",
     .advice = kCritical,
     .web_id = "webpki.name_constraints.not_critical"},
    {.id = "rfc5280.policy_constraints_not_critical",
     .section = "4.2.1.11",
     .broken = SoftPolicyConstraints,
     .flaw = "policy constraints that are not critical, so that clients may overlook them",
     .advice = kCritical},
    {.id = "rfc5280.inhibit_any_policy_not_critical",
     .section = "4.2.1.14",
     .broken = SoftInhibitAnyPolicy,
     .flaw = "an inhibitAnyPolicy that is not critical, so that clients may overlook it",
     .advice = kCritical},
    {.id = "rfc5280.authority_key_id_missing",
     .section = "4.2.1.1",
     .broken = NoAuthorityKeyId,
     .flaw = "no authorityKeyIdentifier that names the issuer's key",
     .advice = "Have it issued anew with one: it helps clients to find the right issuer.",
     .code = kAuthorityKeyIdMissing,
     .web_id = "webpki.authority_key_id.missing"},
    {.id = "rfc5280.path_length_of_non_ca",
     .section = "4.2.1.9",
     .broken = PathLengthOfNonCa,
     .flaw = "a path length, though no CA has it",
     .advice = "Have it issued anew without the path length.",
     .code = kPathLengthOfNonCa,
     .web_id = "webpki.basic_constraints.path_length"},
    {.id = "rfc5280.cert_sign_of_non_ca",
     .section = "4.2.1.9",
     .broken = CertSignOfNonCa,
     .flaw = "the key usage keyCertSign without being one of a CA",
     .advice = "Have it issued anew without keyCertSign.",
     .code = kCertSignOfNonCa,
     .web_id = "webpki.key_usage.forbidden"},
    {.id = "rfc5280.issuer_empty",
     .section = "4.1.2.4",
     .broken = IssuerEmpty,
     .flaw = "an empty issuer name",
     .advice = "Have it issued by a CA that has a name.",
     .code = kIssuerEmpty},
    {.id = "rfc5280.extensions_need_version_3",
     .section = "4.1.2.9",
     .broken = ExtensionsOfOldVersion,
     .flaw = "extensions, which only version 3 may have",
     .advice = "Have it issued anew as version 3.",
     .code = kExtensionsNeedVersion3,
     .web_id = "webpki.version"},
    {.id = "rfc5280.duplicate_extension",
     .section = "4.2",
     .broken = HasDuplicates,
     .flaw = "an extension twice: ",
     .advice = "Have it issued anew with each extension once.",
     .named = &Certificate::duplicate_extensions,
     .web_id = "webpki.extension.duplicate"},
    {.id = "rfc5280.malformed_extension",
     .section = "4.2",
     .broken = HasMalformed,
     .flaw = "extensions that do not parse: ",
     .advice = "Have it issued anew with these as the standard spells them.",
     .named = &Certificate::bad_extensions},
    {.id = "rfc5280.algorithms_differ",
     .section = "4.1.1.2",
     .broken = AlgorithmsDiffer,
     .flaw = "one signature algorithm inside of what is signed, another outside",
     .advice = "Have it issued anew: nothing says which of the two made the signature.",
     .code = kAlgorithmsDiffer},
};

bool SaidAlready(const Must& must, int depth, const std::string& who, const CheckOutput& output) {
  const std::vector<VerifyError>& errors = output.verification.chain.errors;
  const VerifyError same{.depth = depth, .code = must.code};
  if (must.code != kVerifyOk && std::ranges::find(errors, same) != errors.end()) return true;
  // With what ends the name: "CN=CA 1" also begins "CN=CA 10".
  const std::string begin = who + " ";
  return std::ranges::any_of(output.findings, [&](const Finding& each) {
    return each.id == must.web_id && each.text.starts_with(begin);
  });
}

// What OIDs are called, each once. A certificate can have ten thousand.
class NameList {
 public:
  void Add(const std::vector<std::string>& oids) {
    for (const std::string& oid : oids) {
      if (seen_.insert(oid).second) names_.push_back(OidLongName(oid));
    }
  }
  std::string text() const { return ListEscaped(names_); }

 private:
  std::set<std::string_view> seen_;  // views of the certificates
  std::vector<std::string> names_;
};

void Look(const Must& must, bool from_server, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  std::vector<std::string> who;
  NameList names;
  for (size_t i = 0; i < ControlledCount(chain); ++i) {
    const int depth = static_cast<int>(i);
    const Certificate& certificate = *chain.built[i];
    if (!must.broken(certificate)) continue;
    std::string name = CertificateWords(chain, depth, from_server);
    if (SaidAlready(must, depth, name, output)) continue;
    who.push_back(std::move(name));
    if (must.named != nullptr) names.Add(certificate.*must.named);
  }
  if (who.empty()) return;
  output.findings.push_back(
      {.id = std::string(must.id),
       .severity = Severity::kNotice,
       .text = fmt::format("{} {} {}{}", ListText(who), who.size() == 1 ? "has" : "have", must.flaw,
                           names.text()),
       .advice = std::string(must.advice),
       .reference = fmt::format("RFC 5280 section {}", must.section)});
}

}  // namespace

void CheckMusts(const CheckInput& input, CheckOutput& output) {
  for (const Must& must : kMusts) Look(must, input.from_server, output);
}

}  // namespace tlsprobe
