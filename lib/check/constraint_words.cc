// Which name of a certificate it is that a CA above it may not certify, and why.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/address.h"
#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/name_constraints.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

constexpr std::string_view kEmailAddressOid = "1.2.840.113549.1.9.1";

struct Kind {
  std::string_view one, many;
};
Kind KindOf(Type type) {
  switch (type) {
    case Type::kEmail:
      return {"e-mail address", "e-mail addresses"};
    case Type::kDns:
      return {"DNS name", "DNS names"};
    case Type::kUri:
      return {"URI", "URIs"};
    case Type::kIp:
      return {"IP address", "IP addresses"};
    case Type::kDirectory:
      return {"directory name", "directory names"};
    case Type::kOther:
    case Type::kX400:
    case Type::kEdiParty:
    case Type::kRegisteredId:
      break;
  }
  return {"name of another kind", "names of that kind"};
}

// In a constraint an address comes with its mask.
std::string AddressText(BytesView value) {
  const size_t half = value.size() / 2;
  if (value.size() != 8 && value.size() != 32) return FormatIpAddress(value);
  return FormatIpAddress(value.first(half)) + "/" + FormatIpAddress(value.subspan(half));
}

std::string TextOf(const GeneralName& name) {
  switch (name.type) {
    case Type::kEmail:
    case Type::kDns:
    case Type::kUri:
      return std::string(AsText(name.value));
    case Type::kIp:
      return AddressText(name.value);
    case Type::kDirectory: {
      const auto parsed = ParseName(name.value);
      return parsed.ok() ? RenderName(*parsed, NameStyle::kCompact) : "";
    }
    case Type::kOther:
    case Type::kX400:
    case Type::kEdiParty:
    case Type::kRegisteredId:
      break;
  }
  return "";
}

// The name as the certificate has it: those that PrepareNames takes out of the subject come first,
// common names last.
std::string NameText(const Certificate& certificate, const PreparedNames& names, size_t index) {
  const auto& attributes = certificate.subject.attributes;
  size_t before = attributes.empty() ? 0 : 1;
  if (index < before) return RenderName(certificate.subject, NameStyle::kCompact);
  for (const NameAttribute& attribute : attributes) {
    if (attribute.oid == kEmailAddressOid) ++before;
  }
  const auto& more = certificate.subject_alt_names;
  if (index >= before && more && index - before < more->size()) {
    return TextOf((*more)[index - before]);
  }
  return std::string(AsText(names.names[index].value));
}

// A name, and the CA that may not certify it.
struct Refusal {
  size_t depth;  // of the CA
  PreparedName name;
  std::string text;
};

std::optional<Refusal> FindRefusal(const ChainFault& it) {
  const PreparedNames names = PrepareNames(it.certificate(), it.depth == 0);
  // In the order of the walk, which met the error.
  for (size_t above = it.chain.built.size(); --above > static_cast<size_t>(it.depth);) {
    const auto& constraints = it.chain.built[above]->name_constraints;
    if (!constraints) continue;
    const PreparedConstraints prepared = PrepareConstraints(*constraints);
    if (NameComparisons(names, prepared) > kMostNameComparisons) continue;
    if (MatchConstraints(names, prepared) != it.code) continue;
    const std::optional<size_t> index = FirstRefused(names, prepared);
    if (!index) continue;
    return Refusal{above, names.names[*index], NameText(it.certificate(), names, *index)};
  }
  return std::nullopt;
}

// Those of `subtrees` that bind the name: each alone answers with `code`.
std::vector<std::string> Binding(const PreparedName& name, const std::vector<GeneralName>& subtrees,
                                 int code) {
  std::vector<std::string> texts;
  for (const GeneralName& subtree : subtrees) {
    PreparedConstraints alone;
    (code == kExcluded ? alone.excluded : alone.permitted).push_back(PrepareName(subtree));
    if (MatchConstraints({.names = {name}}, alone) == code) texts.push_back(TextOf(subtree));
  }
  return texts;
}

std::string Limit(const Refusal& refusal, const NameConstraints& constraints, int code) {
  const std::string_view kind = KindOf(refusal.name.type).many;
  if (code == kNotPermitted) {
    return fmt::format("may certify {} within {} alone", kind,
                       ListEscaped(Binding(refusal.name, constraints.permitted, code)));
  }
  const std::vector<std::string> bases = Binding(refusal.name, constraints.excluded, code);
  if (bases.empty() || bases[0].empty()) return fmt::format("may certify no {}", kind);
  return fmt::format("may certify no {} within {}", kind, ListEscaped({bases[0]}));
}

}  // namespace

Words Constrained(const ChainFault& it) {
  const std::string advice = "Have it issued by a CA whose name constraints allow the name.";
  const bool refused = it.code == kNotPermitted || it.code == kExcluded;
  const std::optional<Refusal> found = refused ? FindRefusal(it) : std::nullopt;
  if (!found) {
    return {.text = fmt::format("{} has a name that a CA above it may not certify ({})", it.who(),
                                VerifyCodeText(it.code)),
            .advice = advice};
  }
  const NameConstraints& constraints = *it.chain.built[found->depth]->name_constraints;
  return {.text = fmt::format(
              "{} has the {} {}, and {} {} ({})", it.who(), KindOf(found->name.type).one,
              ListEscaped({found->text}),
              CertificateWords(it.chain, static_cast<int>(found->depth), it.input.from_server),
              Limit(*found, constraints, it.code), VerifyCodeText(it.code)),
          .advice = advice};
}

}  // namespace tlsprobe
