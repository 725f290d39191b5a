#include "tlsprobe/check/name_constraints.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

constexpr std::string_view kCommonNameOid = "2.5.4.3";
constexpr std::string_view kEmailAddressOid = "1.2.840.113549.1.9.1";
// id-on-SmtpUTF8Mailbox, 1.3.6.1.5.5.7.8.9 (RFC 8398 section 3), as in DER.
constexpr uint8_t kSmtpUtf8MailboxOid[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x09};
constexpr uint8_t kIa5String = 0x16;

constexpr CBS_ASN1_TAG kExplicit0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;

// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
PreparedName PrepareOtherName(BytesView der) {
  CBS in(der), sequence, oid, wrapper, value;
  PreparedName other = {.type = Type::kOther};
  CBS_ASN1_TAG tag = 0;
  if (!CBS_get_any_asn1(&in, &sequence, nullptr) ||
      !CBS_get_asn1(&sequence, &oid, CBS_ASN1_OBJECT)) {
    return other;
  }
  other.oid.assign(CBS_data(&oid), CBS_data(&oid) + CBS_len(&oid));
  if (CBS_get_asn1(&sequence, &wrapper, kExplicit0) && CBS_get_any_asn1(&wrapper, &value, &tag)) {
    other.tag = tag;
    other.value.assign(CBS_data(&value), CBS_data(&value) + CBS_len(&value));
  }
  return other;
}

int FromMatch(bool matches) { return matches ? kVerifyOk : kNotPermitted; }

bool EndsWithIgnoreCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualsIgnoreCase(text.substr(text.size() - end.size()), end);
}

int MatchDns(std::string_view name, std::string_view base) {
  if (base.empty()) return kVerifyOk;
  if (!EndsWithIgnoreCase(name, base)) return kNotPermitted;
  if (name.size() == base.size()) return kVerifyOk;
  return FromMatch(base.front() == '.' || name[name.size() - base.size() - 1] == '.');
}

// ".example" is any host below example, "example" that host alone; for addresses and URIs.
int MatchHostOf(std::string_view host, std::string_view base) {
  if (base.starts_with('.')) {
    return FromMatch(host.size() > base.size() && EndsWithIgnoreCase(host, base));
  }
  return FromMatch(EqualsIgnoreCase(host, base));
}

int MatchEmail(std::string_view email, std::string_view base) {
  const size_t at = email.rfind('@');
  if (at == std::string_view::npos) return kUnsupportedNameSyntax;
  const size_t base_at = base.rfind('@');
  // The dot form is held against the whole address, as OpenSSL does.
  if (base_at == std::string_view::npos && base.starts_with('.')) return MatchHostOf(email, base);
  std::string_view base_host = base;
  if (base_at != std::string_view::npos) {
    const std::string_view local = email.substr(0, at), base_local = base.substr(0, base_at);
    if (!base_local.empty()) {
      if (local.size() != base_local.size()) return kNotPermitted;
      if (local.find('\0') != local.npos || base_local.find('\0') != local.npos) {
        return kUnsupportedNameSyntax;
      }
      if (local != base_local) return kNotPermitted;
    }
    base_host = base.substr(base_at + 1);
  }
  return FromMatch(EqualsIgnoreCase(email.substr(at + 1), base_host));
}

bool HasALabel(std::string_view host) {
  for (size_t at = host.find("--"); at != host.npos; at = host.find("--", at + 1)) {
    if (at >= 2 && EqualsIgnoreCase(host.substr(at - 2, 2), "xn")) return true;
  }
  return false;
}

// An internationalised address (RFC 8398 section 6). A constraint with A-labels would have to be
// decoded to be compared: it counts as unsupported, which refuses the certificate.
int MatchUtf8Email(const PreparedName& other, std::string_view base) {
  constexpr CBS_ASN1_TAG kUtf8 = CBS_ASN1_UTF8STRING;
  const std::string_view text = AsText(other.value);
  const size_t at = text.rfind('@');
  if (other.tag != kUtf8 || at == std::string_view::npos || base.find('\0') != base.npos ||
      HasALabel(base)) {
    return kUnsupportedNameSyntax;
  }
  if (base.starts_with('.')) return MatchHostOf(text, base);
  return FromMatch(EqualsIgnoreCase(text.substr(at + 1), base));
}

int MatchUri(std::string_view uri, std::string_view base) {
  const size_t colon = uri.find(':');
  if (colon == std::string_view::npos || uri.substr(colon, 3) != "://") {
    return kUnsupportedNameSyntax;
  }
  std::string_view host = uri.substr(colon + 3);
  size_t end = host.find(':');
  if (end == std::string_view::npos) end = host.find('/');
  host = host.substr(0, end);
  if (host.empty()) return kUnsupportedNameSyntax;
  return MatchHostOf(host, base);
}

int MatchIp(BytesView address, BytesView base) {
  if ((address.size() != 4 && address.size() != 16) || (base.size() != 8 && base.size() != 32)) {
    return kUnsupportedNameSyntax;
  }
  if (address.size() * 2 != base.size()) return kNotPermitted;
  const BytesView mask = base.subspan(address.size());
  for (size_t i = 0; i < address.size(); ++i) {
    if (((address[i] ^ base[i]) & mask[i]) != 0) return kNotPermitted;
  }
  return kVerifyOk;
}

// Both canonical: the constraint is the name's beginning.
int MatchDirectory(BytesView name, BytesView base) {
  return FromMatch(name.size() >= base.size() && std::ranges::equal(name.first(base.size()), base));
}

int MatchOne(const PreparedName& name, const PreparedName& base) {
  const std::string_view text = AsText(name.value), base_text = AsText(base.value);
  switch (name.type) {
    case Type::kDns:
      return MatchDns(text, base_text);
    case Type::kEmail:
      return MatchEmail(text, base_text);
    case Type::kUri:
      return MatchUri(text, base_text);
    case Type::kIp:
      return MatchIp(name.value, base.value);
    case Type::kDirectory:
      return MatchDirectory(name.value, base.value);
    case Type::kOther:
      if (base.type == Type::kEmail) return MatchUtf8Email(name, base_text);
      return kUnsupportedConstraintType;
    case Type::kX400:
    case Type::kEdiParty:
    case Type::kRegisteredId:
      break;
  }
  return kUnsupportedConstraintType;
}

// A constraint binds the names of its own kind; e-mail constraints also those of RFC 8398.
bool Binds(const PreparedName& base, const PreparedName& name) {
  if (name.type != Type::kOther) return base.type == name.type;
  if (std::ranges::equal(name.oid, kSmtpUtf8MailboxOid)) return base.type == Type::kEmail;
  return base.type == Type::kOther && base.oid == name.oid;
}

int MatchName(const PreparedName& name, const PreparedConstraints& constraints) {
  bool bound = false, matched = false;
  for (const PreparedName& base : constraints.permitted) {
    if (!Binds(base, name)) continue;
    if (constraints.has_minimum_or_maximum) return kSubtreeMinMax;
    if (matched) continue;
    bound = true;
    const int result = MatchOne(name, base);
    if (result != kVerifyOk && result != kNotPermitted) return result;
    matched = result == kVerifyOk;
  }
  if (bound && !matched) return kNotPermitted;
  for (const PreparedName& base : constraints.excluded) {
    if (!Binds(base, name)) continue;
    if (constraints.has_minimum_or_maximum) return kSubtreeMinMax;
    const int result = MatchOne(name, base);
    if (result == kVerifyOk) return kExcluded;
    if (result != kNotPermitted) return result;
  }
  return kVerifyOk;
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Two labels at least; dots and hyphens inside only, and no hyphen beside a dot.
bool LooksLikeHost(std::string_view text) {
  bool has_dot = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsLetterOrDigit(c)) continue;
    if (i == 0 || i + 1 == text.size()) return false;
    if (c == '-') continue;
    if (c != '.' || text[i + 1] == '.' || text[i - 1] == '-' || text[i + 1] == '-') return false;
    has_dot = true;
  }
  return has_dot;
}

// Common names come after all others, as OpenSSL compares them last.
void AddCommonNames(const Certificate& certificate, PreparedNames& prepared) {
  for (const NameAttribute& attribute : certificate.subject.attributes) {
    if (attribute.oid != kCommonNameOid) continue;
    std::string text = AttributeText(attribute);
    while (text.ends_with('\0')) text.pop_back();
    if (text.find('\0') != std::string::npos) {
      prepared.error = kUnsupportedNameSyntax;
      return;
    }
    if (LooksLikeHost(text)) prepared.names.push_back({Type::kDns, ToBytes(text)});
  }
}

std::vector<PreparedName> PrepareAll(const std::vector<GeneralName>& names) {
  std::vector<PreparedName> prepared;
  prepared.reserve(names.size());
  for (const GeneralName& name : names) prepared.push_back(PrepareName(name));
  return prepared;
}

}  // namespace

PreparedName PrepareName(const GeneralName& name) {
  if (name.type == Type::kOther) return PrepareOtherName(name.value);
  if (name.type == Type::kDirectory) return {name.type, CanonicalName(name.value)};
  return {name.type, name.value};
}

PreparedNames PrepareNames(const Certificate& certificate, bool common_names) {
  PreparedNames prepared;
  if (!certificate.subject.attributes.empty()) {
    prepared.names.push_back({Type::kDirectory, CanonicalName(certificate.subject.der)});
  }
  for (const NameAttribute& attribute : certificate.subject.attributes) {
    if (attribute.oid != kEmailAddressOid) continue;
    if (attribute.tag != kIa5String) {
      prepared.error = kUnsupportedNameSyntax;
      return prepared;
    }
    prepared.names.push_back({Type::kEmail, attribute.value});
  }
  if (certificate.subject_alt_names) {
    const std::vector<PreparedName> more = PrepareAll(*certificate.subject_alt_names);
    prepared.names.insert(prepared.names.end(), more.begin(), more.end());
  }
  const bool has_dns =
      certificate.subject_alt_names &&
      std::ranges::find(*certificate.subject_alt_names, Type::kDns, &GeneralName::type) !=
          certificate.subject_alt_names->end();
  if (common_names && !has_dns) AddCommonNames(certificate, prepared);
  return prepared;
}

PreparedConstraints PrepareConstraints(const NameConstraints& constraints) {
  return {.permitted = PrepareAll(constraints.permitted),
          .excluded = PrepareAll(constraints.excluded),
          .has_minimum_or_maximum = constraints.has_minimum_or_maximum};
}

int MatchConstraints(const PreparedNames& names, const PreparedConstraints& constraints) {
  for (const PreparedName& name : names.names) {
    if (const int error = MatchName(name, constraints); error != kVerifyOk) return error;
  }
  return names.error;  // met behind the names that could be compared
}

std::optional<size_t> FirstRefused(const PreparedNames& names,
                                   const PreparedConstraints& constraints) {
  const auto found = std::ranges::find_if(names.names, [&](const PreparedName& name) {
    return MatchName(name, constraints) != kVerifyOk;
  });
  if (found == names.names.end()) return std::nullopt;
  return static_cast<size_t>(found - names.names.begin());
}

size_t NameComparisons(const PreparedNames& names, const PreparedConstraints& constraints) {
  return (names.names.size() + 1) * (constraints.permitted.size() + constraints.excluded.size());
}

}  // namespace tlsprobe
