#include "tlsprobe/wire/general_name.h"

#include <openssl/bytestring.h>

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

struct Choice {
  Type type;
  bool constructed;
  bool whole_element;  // else the content alone
};

// By tag number.
constexpr Choice kChoices[] = {
    {Type::kOther, true, true},          {Type::kEmail, false, false},
    {Type::kDns, false, false},          {Type::kX400, true, true},
    {Type::kDirectory, true, false},     {Type::kEdiParty, true, true},
    {Type::kUri, false, false},          {Type::kIp, false, false},
    {Type::kRegisteredId, false, false},
};

}  // namespace

bool TakeGeneralName(BytesView& rest, GeneralName& name) {
  CBS in(rest), element, content;
  CBS_ASN1_TAG tag = 0;
  size_t header_size = 0;
  if (!CBS_get_any_asn1_element(&in, &element, &tag, &header_size)) return false;
  const size_t number = tag & CBS_ASN1_TAG_NUMBER_MASK;
  const bool constructed = (tag & CBS_ASN1_CONSTRUCTED) != 0;
  if ((tag & CBS_ASN1_CLASS_MASK) != CBS_ASN1_CONTEXT_SPECIFIC || number >= std::size(kChoices) ||
      constructed != kChoices[number].constructed) {
    return false;
  }
  content = element;
  if (!CBS_skip(&content, header_size)) return false;
  name.type = kChoices[number].type;
  name.value = ToBytes(View(kChoices[number].whole_element ? element : content));
  rest = View(in);
  return true;
}

std::optional<std::vector<GeneralName>> ParseGeneralNames(BytesView content) {
  std::vector<GeneralName> names;
  while (!content.empty()) {
    if (!TakeGeneralName(content, names.emplace_back())) return {};
  }
  return names;
}

}  // namespace tlsprobe
