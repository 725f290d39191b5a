// Rules for distinguished names, but for the common name of a host.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

const std::vector<NameAttribute>& Attributes(const WebPkiSubject& it) {
  return it.certificate.subject.attributes;
}

bool Has(const WebPkiSubject& it, std::string_view oid) {
  return std::ranges::find(Attributes(it), oid, &NameAttribute::oid) != Attributes(it).end();
}

// The long names of the attributes `bad` is true for, each once.
template <class Bad>
std::vector<std::string> AttributeNames(const WebPkiSubject& it, Bad bad) {
  std::vector<std::string> names;
  std::set<std::string_view> seen;
  for (const NameAttribute& attribute : Attributes(it)) {
    if (!bad(attribute) || !seen.insert(attribute.oid).second) continue;
    names.push_back(OidLongName(attribute.oid));
  }
  return names;
}

std::string Units(const WebPkiSubject& it) {
  return Has(it, oid::kUnit) ? "has an organizationalUnitName (OU) in its subject" : "";
}

std::string Metadata(const WebPkiSubject& it) {
  return WithList("has attributes in its subject that say nothing:",
                  AttributeNames(it, [](const NameAttribute& attribute) {
                    return AttributeText(attribute).find_first_not_of(".- ") == std::string::npos;
                  }));
}

std::string Country(const WebPkiSubject& it) {
  for (const NameAttribute& attribute : Attributes(it)) {
    if (attribute.oid != oid::kCountry && attribute.oid != oid::kJurisdictionCountry) continue;
    const std::string text = AttributeText(attribute);
    const bool capitals = std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (text.size() == 2 && capitals) continue;
    return fmt::format("has a country in its subject that is no code of two capitals: {}",
                       ListEscaped({text}));
  }
  return "";
}

std::string DomainValidated(const WebPkiSubject& it) {
  if (!HasPolicy(it.certificate, kDomainValidated)) return "";
  return WithList("was validated for its domain only, but says more in its subject:",
                  AttributeNames(it, [](const NameAttribute& attribute) {
                    const std::string& oid = attribute.oid;  // a unit has a rule of its own
                    return oid != oid::kCountry && oid != oid::kCommonName && oid != oid::kUnit;
                  }));
}

// What is missing of `wanted`, and of state and locality, where one is enough.
std::string Missing(const WebPkiSubject& it, std::initializer_list<std::string_view> wanted) {
  std::vector<std::string> missing;
  for (const std::string_view oid : wanted) {
    if (!Has(it, oid)) missing.push_back(OidLongName(oid));
  }
  if (!Has(it, oid::kState) && !Has(it, oid::kLocality))
    missing.push_back("stateOrProvinceName or localityName");
  return WithList("lacks in its subject what its policy promises:", missing);
}

std::string OrganizationValidated(const WebPkiSubject& it) {
  if (!HasPolicy(it.certificate, kOrganizationValidated)) return "";
  return Missing(it, {oid::kCountry, oid::kOrganization});
}

std::string IndividualValidated(const WebPkiSubject& it) {
  if (!HasPolicy(it.certificate, kIndividualValidated)) return "";
  return Missing(it, {oid::kCountry, oid::kSurname, oid::kGivenName});
}

bool MayRepeat(std::string_view oid) { return oid == oid::kDomainComponent || oid == oid::kStreet; }

// Common names have a rule of their own.
std::string Form(const WebPkiSubject& it) {
  std::set<std::string_view> seen;
  std::set<size_t> parts;
  for (const NameAttribute& attribute : Attributes(it)) {
    if (!parts.insert(attribute.rdn).second) return "has two attributes in one part of its subject";
    const bool first = seen.insert(attribute.oid).second;
    if (first || MayRepeat(attribute.oid) || attribute.oid == oid::kCommonName) continue;
    return fmt::format("has {} twice in its subject", Escape(OidLongName(attribute.oid)));
  }
  return "";
}

constexpr uint8_t kUtf8 = 0x0c;
constexpr uint8_t kPrintable = 0x13;
constexpr uint8_t kIa5 = 0x16;

struct EncodingRow {
  std::string_view oid;
  uint8_t tag;        // the one allowed; 0: UTF8String and PrintableString
  size_t characters;  // at most
};
constexpr EncodingRow kEncodings[] = {
    {oid::kDomainComponent, kIa5, 63},
    {oid::kCountry, kPrintable, 2},
    {oid::kState, 0, 128},
    {oid::kLocality, 0, 128},
    {oid::kPostalCode, 0, 40},
    {oid::kStreet, 0, 128},
    {oid::kOrganization, 0, 64},
    {oid::kSurname, 0, 64},
    {oid::kGivenName, 0, 64},
    {oid::kUnit, 0, 64},
    {oid::kCommonName, 0, 64},
    {oid::kBusinessCategory, 0, 128},
    {oid::kJurisdictionCountry, kPrintable, 2},
    {oid::kJurisdictionState, 0, 128},
    {oid::kJurisdictionLocality, 0, 128},
    {oid::kSerialNumber, kPrintable, 64},
};

size_t Characters(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool EncodedWrong(const NameAttribute& attribute) {
  const auto* row = std::ranges::find(kEncodings, attribute.oid, &EncodingRow::oid);
  if (row == std::end(kEncodings)) return false;
  const bool tag_fits = row->tag != 0 ? attribute.tag == row->tag
                                      : attribute.tag == kUtf8 || attribute.tag == kPrintable;
  // A country of another size has a rule of its own.
  const bool is_country = row->characters == 2;
  return !tag_fits || (!is_country && Characters(AttributeText(attribute)) > row->characters);
}

std::string Encoding(const WebPkiSubject& it) {
  return WithList("has attributes in its subject of a wrong string type, or too long:",
                  AttributeNames(it, EncodedWrong));
}

std::string IssuerName(const WebPkiSubject& it) {
  if (it.issuer == nullptr || it.certificate.issuer.der == it.issuer->subject.der) return "";
  return "writes its issuer's name in another way than the issuer does itself";
}

constexpr std::string_view kNewSubject = "Have the CA issue it anew with a subject that fits.";

constexpr WebPkiRule kRules[] = {
    {"webpki.subject.unit", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2022, 9, 1), "7.1.2.7.4",
     Units, "Have the CA issue it anew without it."},
    {"webpki.subject.metadata", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.4", Metadata, "Have the CA issue it anew without them."},
    {"webpki.subject.country", Severity::kWarning, WebPkiScope::kAny, kFirstRequirements, "7.1.4.2",
     Country, "Have the CA issue it anew with the code of ISO 3166-1, such as CH or US."},
    {"webpki.subject.validated", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.2", DomainValidated, kNewSubject},
    {"webpki.subject.validated", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.4", OrganizationValidated, kNewSubject},
    {"webpki.subject.validated", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.3", IndividualValidated, kNewSubject},
    {"webpki.subject.form", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.4.1", Form,
     kNewSubject},
    {"webpki.subject.encoding", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.4.2",
     Encoding, kNewSubject},
    {"webpki.issuer.name", Severity::kWarning, WebPkiScope::kAny, kBrowserAlignment, "7.1.4.1",
     IssuerName,
     "Have the CA issue it anew with the issuer's name byte for byte as in the CA's certificate."},
};

}  // namespace

std::span<const WebPkiRule> WebPkiSubjectRules() { return kRules; }

}  // namespace tlsprobe
