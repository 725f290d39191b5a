#include "tlsprobe/check/identity.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool StartsWithIdnaPrefix(std::string_view label) {
  return label.size() >= 4 && EqualsIgnoreCase(label.substr(0, 4), "xn--");
}

// A name with a NUL in it never matches: it means different things to different readers.
bool EqualNames(std::string_view pattern, std::string_view name) {
  return pattern.find('\0') == std::string_view::npos && EqualsIgnoreCase(pattern, name);
}

bool IsPlainLabel(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return IsAlphanumeric(c) || c == '-'; });
}

// Where a pattern has its wildcard: one star, at the beginning or the end of the first label,
// that label not in IDNA form, and two labels or more behind it. Nullopt: not a wildcard pattern.
std::optional<size_t> FindStar(std::string_view pattern) {
  const size_t star = pattern.find('*');
  const std::vector<std::string_view> labels = Split(pattern, '.');
  if (star >= labels[0].size() || labels.size() < 3) return std::nullopt;
  if (star != 0 && star + 1 != labels[0].size()) return std::nullopt;
  std::string first(labels[0]);
  // OpenSSL looks for the prefix where a label starts, and a star before it moves that start on.
  if (star != 0 && StartsWithIdnaPrefix(first)) return std::nullopt;
  first.erase(star, 1);
  if (!std::ranges::all_of(first, [](char c) { return IsAlphanumeric(c) || c == '-'; }) ||
      (star != 0 && first.starts_with('-')) || first.ends_with('-')) {
    return std::nullopt;
  }
  const bool rest_plain = std::all_of(labels.begin() + 1, labels.end(), IsPlainLabel);
  return rest_plain ? std::optional(star) : std::nullopt;
}

bool MatchWildcard(std::string_view pattern, size_t star, std::string_view name) {
  const std::string_view before = pattern.substr(0, star), behind = pattern.substr(star + 1);
  if (name.size() < before.size() + behind.size()) return false;
  if (!EqualNames(before, name.substr(0, before.size()))) return false;
  if (!EqualNames(behind, name.substr(name.size() - behind.size()))) return false;
  const std::string_view filled =
      name.substr(before.size(), name.size() - before.size() - behind.size());
  const bool whole_label = before.empty() && behind.starts_with('.');
  if (whole_label && filled.empty()) return false;
  if (!whole_label && StartsWithIdnaPrefix(name)) return false;
  if (filled == "*") return true;
  return std::ranges::all_of(filled, [](char c) { return IsAlphanumeric(c) || c == '-'; });
}

// A reference ".example.com" asks for any name below example.com.
bool IsBelow(std::string_view presented, std::string_view suffix) {
  return presented.size() >= suffix.size() && presented.find('\0') == std::string_view::npos &&
         EqualsIgnoreCase(presented.substr(presented.size() - suffix.size()), suffix);
}

bool HostMatches(std::string_view pattern, std::string_view host) {
  const bool below = host.size() > 1 && host.front() == '.';
  if (below) return IsBelow(pattern, host);
  const std::optional<size_t> star = FindStar(pattern);
  return star ? MatchWildcard(pattern, *star, host) : EqualNames(pattern, host);
}

// The domain without case, the local part exactly (RFC 5280 section 7.5).
bool EmailMatches(std::string_view presented, std::string_view reference) {
  if (presented.size() != reference.size()) return false;
  const size_t at = std::max(presented.rfind('@') + 1, reference.rfind('@') + 1);
  if (at <= 1) return presented == reference;
  return presented.substr(0, at - 1) == reference.substr(0, at - 1) &&
         EqualNames(presented.substr(at - 1), reference.substr(at - 1));
}

// An internationalised address: otherName of type SmtpUTF8Mailbox (RFC 8398 section 3).
std::optional<std::string> Utf8Mailbox(const GeneralName& name) {
  constexpr CBS_ASN1_TAG kExplicit0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;
  CBS in(name.value), sequence, oid, wrapper, text;
  if (!CBS_get_any_asn1(&in, &sequence, nullptr) ||
      !CBS_get_asn1(&sequence, &oid, CBS_ASN1_OBJECT) ||
      DottedOid({CBS_data(&oid), CBS_len(&oid)}) != "1.3.6.1.5.5.7.8.9" ||
      !CBS_get_asn1(&sequence, &wrapper, kExplicit0) ||
      !CBS_get_asn1(&wrapper, &text, CBS_ASN1_UTF8STRING)) {
    return std::nullopt;
  }
  return std::string(AsText({CBS_data(&text), CBS_len(&text)}));
}

using Matcher = bool (*)(std::string_view presented, std::string_view reference);

// Names of one kind: those of subjectAltName, and only where it has none of that kind the
// subject's attributes `subject_oid`.
std::optional<std::string> MatchText(const Certificate& certificate, Type type,
                                     std::string_view subject_oid, std::string_view reference,
                                     Matcher matches) {
  if (reference.empty() || reference.find('\0') != std::string_view::npos) return std::nullopt;
  bool any = false;
  if (certificate.subject_alt_names) {
    for (const GeneralName& name : *certificate.subject_alt_names) {
      std::optional<std::string> text;
      if (name.type == type) text = std::string(AsText(name.value));
      if (name.type == Type::kOther && type == Type::kEmail) text = Utf8Mailbox(name);
      if (!text) continue;
      any = true;
      if (!text->empty() && matches(*text, reference)) return text;
    }
  }
  if (any) return std::nullopt;
  for (const NameAttribute& attribute : certificate.subject.attributes) {
    if (attribute.oid != subject_oid) continue;
    std::string text = AttributeText(attribute);
    if (!text.empty() && matches(text, reference)) return text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> MatchHost(const Certificate& certificate, std::string_view host) {
  return MatchText(certificate, Type::kDns, "2.5.4.3", host, HostMatches);
}

std::optional<std::string> MatchEmail(const Certificate& certificate, std::string_view email) {
  return MatchText(certificate, Type::kEmail, "1.2.840.113549.1.9.1", email, EmailMatches);
}

std::optional<std::string> MatchIp(const Certificate& certificate, BytesView address) {
  if (!certificate.subject_alt_names || address.empty()) return std::nullopt;
  for (const GeneralName& name : *certificate.subject_alt_names) {
    if (name.type == Type::kIp && std::ranges::equal(name.value, address)) {
      return FormatIpAddress(name.value);
    }
  }
  return std::nullopt;
}

}  // namespace tlsprobe
