// Rules for the names a certificate is for: subjectAltName, and the common name that repeats one.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/special_use.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

bool IsHost(const GeneralName& name) { return name.type == Type::kDns || name.type == Type::kIp; }

bool NamesHosts(const Certificate& certificate) {
  return certificate.subject_alt_names &&
         std::ranges::any_of(*certificate.subject_alt_names, IsHost);
}

// The DNS names of a certificate that `bad` is true for.
std::vector<std::string> DnsNames(const Certificate& certificate, bool (*bad)(std::string_view)) {
  std::vector<std::string> found;
  if (!certificate.subject_alt_names) return found;
  for (const GeneralName& name : *certificate.subject_alt_names) {
    if (name.type != Type::kDns || !bad(AsText(name.value))) continue;
    found.emplace_back(AsText(name.value));
  }
  return found;
}

std::vector<std::string> Addresses(const Certificate& certificate, bool (*bad)(BytesView)) {
  std::vector<std::string> found;
  if (!certificate.subject_alt_names) return found;
  for (const GeneralName& name : *certificate.subject_alt_names) {
    if (name.type == Type::kIp && bad(name.value)) found.push_back(FormatIpAddress(name.value));
  }
  return found;
}

std::string NoHosts(const WebPkiSubject& it) {
  return NamesHosts(it.certificate) ? "" : "names no host in its subjectAltName";
}

std::string_view TypeName(Type type) {
  constexpr std::string_view kNames[] = {"otherName",
                                         "rfc822Name",
                                         "dNSName",
                                         "x400Address",
                                         "directoryName",
                                         "ediPartyName",
                                         "uniformResourceIdentifier",
                                         "iPAddress",
                                         "registeredID"};
  return kNames[static_cast<size_t>(type)];
}

std::string OtherTypes(const WebPkiSubject& it) {
  std::vector<std::string> types;
  if (!it.certificate.subject_alt_names) return "";
  for (const GeneralName& name : *it.certificate.subject_alt_names) {
    const std::string type(TypeName(name.type));
    if (!IsHost(name) && std::ranges::find(types, type) == types.end()) types.push_back(type);
  }
  return WithList("has a subjectAltName with more than hosts in it:", types);
}

std::string AltNameCritical(const WebPkiSubject& it) {
  const CertificateExtension* extension = FindExtension(it.certificate, oid::kSubjectAltName);
  if (extension == nullptr) return "";
  const bool empty = it.certificate.subject.attributes.empty();
  if (extension->critical == empty) return "";
  return empty ? "has an empty subject, and a subjectAltName that is not critical"
               : "has a critical subjectAltName, though its subject is not empty";
}

// Without "*." in front.
std::string_view FullyQualified(std::string_view name) {
  return name.starts_with("*.") ? name.substr(2) : name;
}

bool IsBadLabel(std::string_view label) {
  constexpr size_t kMost = 63;
  const bool letters = std::ranges::all_of(label, [](char c) {
    const bool wildcard_or_underscore = c == '*' || c == '_';  // other rules say so
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           wildcard_or_underscore;
  });
  return label.empty() || label.size() > kMost || !letters || label.front() == '-' ||
         label.back() == '-';
}

// RFC 5890 section 2.3.1.
bool IsReservedLabel(std::string_view label) {
  return label.size() >= 4 && label.substr(2, 2) == "--" &&
         !EqualsIgnoreCase(label.substr(0, 2), "xn");
}

bool IsMalformed(std::string_view name) {
  constexpr size_t kMost = 253;
  return name.size() > kMost || std::ranges::any_of(Split(FullyQualified(name), '.'), IsBadLabel);
}

bool HasReservedLabel(std::string_view name) {
  return !IsMalformed(name) &&
         std::ranges::any_of(Split(FullyQualified(name), '.'), IsReservedLabel);
}

std::string Malformed(const WebPkiSubject& it) {
  return WithList("names what is no DNS name:", DnsNames(it.certificate, IsMalformed));
}

std::string ReservedLabels(const WebPkiSubject& it) {
  return WithList("names hosts with a label that is reserved (hyphens third and fourth):",
                  DnsNames(it.certificate, HasReservedLabel));
}

std::string MalformedAddress(const WebPkiSubject& it) {
  return WithList("names what is no IP address:", Addresses(it.certificate, [](BytesView address) {
                    return address.size() != 4 && address.size() != 16;
                  }));
}

// What stands directly below a top-level domain cannot all be one subscriber's.
bool IsBadWildcard(std::string_view name) {
  if (name.find('*') == std::string_view::npos) return false;
  const std::string_view rest = FullyQualified(name);
  return rest.find('*') != std::string_view::npos || rest.find('.') == std::string_view::npos;
}

std::string Wildcards(const WebPkiSubject& it) {
  return WithList("has a wildcard that is not the whole left-most label above a domain:",
                  DnsNames(it.certificate, IsBadWildcard));
}

std::string Underscores(const WebPkiSubject& it) {
  return WithList("names hosts with an underscore:",
                  DnsNames(it.certificate, [](std::string_view name) {
                    return name.find('_') != std::string_view::npos;
                  }));
}

std::string InternalNames(const WebPkiSubject& it) {
  return WithList("names hosts of internal networks:",
                  DnsNames(it.certificate, [](std::string_view name) {
                    if (name.empty() || IsBadWildcard(name)) return false;
                    return IsInternalName(FullyQualified(name));
                  }));
}

std::string ReverseNames(const WebPkiSubject& it) {
  return WithList("names hosts of the reverse zones of DNS:",
                  DnsNames(it.certificate, IsReverseZoneName));
}

std::string ReservedAddresses(const WebPkiSubject& it) {
  return WithList("names addresses that are reserved or private:",
                  Addresses(it.certificate, IsReservedAddress));
}

bool Same(std::string_view a, std::string_view b) { return a == b; }

bool IsAltName(const Certificate& certificate, std::string_view text,
               bool (*same)(std::string_view a, std::string_view b)) {
  return std::ranges::any_of(*certificate.subject_alt_names, [&](const GeneralName& name) {
    if (name.type == Type::kIp) return same(FormatIpAddress(name.value), text);
    return name.type == Type::kDns && same(AsText(name.value), text);
  });
}

std::vector<std::string> CommonNamesOf(const Certificate& certificate) {
  std::vector<std::string> names;
  for (const NameAttribute& attribute : certificate.subject.attributes) {
    if (attribute.oid == oid::kCommonName) names.push_back(AttributeText(attribute));
  }
  return names;
}

// Only where there is one it is looked for: thousands of common names, each held against thousands
// of addresses, would take seconds.
std::string CommonNames(const WebPkiSubject& it) {
  if (!NamesHosts(it.certificate)) return "";  // said already
  const std::vector<std::string> names = CommonNamesOf(it.certificate);
  if (names.size() > 1) return WithList("has more than one common name:", names);
  if (names.empty() || IsAltName(it.certificate, names[0], EqualsIgnoreCase)) return "";
  return WithList("has a common name that its subjectAltName does not have:", names);
}

std::string CommonNameLetters(const WebPkiSubject& it) {
  if (!NamesHosts(it.certificate)) return "";
  const std::vector<std::string> names = CommonNamesOf(it.certificate);
  if (names.size() != 1 || !IsAltName(it.certificate, names[0], EqualsIgnoreCase)) return "";
  if (IsAltName(it.certificate, names[0], Same)) return "";
  return WithList("has a common name that its subjectAltName writes in other letters:", names);
}

constexpr std::string_view kNewNames =
    "Have the CA issue it anew for public DNS names and addresses alone; hosts of your own network "
    "need a CA of your own.";
constexpr std::string_view kNewCommonName =
    "Have the CA issue it anew without a common name, or with one that repeats a name of the "
    "subjectAltName letter by letter.";

constexpr WebPkiRule kRules[] = {
    {"webpki.san.missing", Severity::kError, WebPkiScope::kLeaf, kAlways, "7.1.2.7.12", NoHosts,
     "Have the CA issue it anew with every host name in the subjectAltName: browsers look nowhere "
     "else."},
    {"webpki.san.type", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements, "7.1.2.7.12",
     OtherTypes, "Have the CA issue it anew with DNS names and IP addresses alone."},
    {"webpki.san.critical", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.12",
     AltNameCritical,
     "Have the CA issue it anew with a subjectAltName that is critical where the subject is empty, "
     "and only there."},
    {"webpki.san.malformed", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.12", Malformed,
     "Have the CA issue it anew with each name as DNS has it: letters, digits and hyphens, no dot "
     "at the end, other scripts as xn--."},
    {"webpki.san.malformed", Severity::kWarning, WebPkiScope::kLeaf, kNoReservedLabels,
     "7.1.2.7.12", ReservedLabels,
     "Have the CA issue it anew without these names: xn-- is the only beginning of that form."},
    {"webpki.san.malformed", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.12", MalformedAddress, "Have the CA issue it anew with addresses of 4 or 16 bytes."},
    {"webpki.san.wildcard", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements, "3.2.2.6",
     Wildcards, "Have the CA issue it anew with wildcards like *.example.com alone."},
    {"webpki.san.underscore", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2019, 5, 1),
     "7.1.2.7.12", Underscores,
     "Give the hosts names without underscores, or cover them by a wildcard, and have the CA issue "
     "it anew."},
    {"webpki.san.internal_name", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2015, 11, 1),
     "7.1.2.7.12", InternalNames, kNewNames},
    {"webpki.san.reverse_zone", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2026, 3, 15), "4.2.2",
     ReverseNames, "Have the CA issue it anew for the addresses themselves, or without them."},
    {"webpki.san.reserved_ip", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2015, 11, 1),
     "7.1.2.7.12", ReservedAddresses, kNewNames},
    {"webpki.subject.common_name", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.4.3", CommonNames, kNewCommonName},
    {"webpki.subject.common_name", Severity::kWarning, WebPkiScope::kLeaf, kNameEncoding, "7.1.4.3",
     CommonNameLetters, kNewCommonName},
};

}  // namespace

std::span<const WebPkiRule> WebPkiNameRules() { return kRules; }

}  // namespace tlsprobe
