#include "tlsprobe/wire/user_notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/wire/cbs.h"

namespace tlsprobe {
namespace {

// The absolute value of a two's complement number, without leading zeros.
Bytes Magnitude(BytesView content, bool negative) {
  Bytes bytes = ToBytes(content);
  bool carry = negative;
  for (size_t i = bytes.size(); negative && i-- > 0;) {
    bytes[i] = static_cast<uint8_t>(~bytes[i] + (carry ? 1 : 0));
    carry = carry && bytes[i] == 0;
  }
  bytes.erase(bytes.begin(), std::ranges::find_if(bytes, [](uint8_t byte) { return byte != 0; }));
  return bytes;
}

std::string NumberText(BytesView content) {
  const bool negative = (content.front() & 0x80) != 0;
  const Bytes bytes = Magnitude(content, negative);
  const std::string_view sign = negative ? "-" : "";
  const bool small = bytes.size() < 16 || (bytes.size() == 16 && bytes.front() < 0x80);
  if (!small) return fmt::format("{}0x{}", sign, ToHexUpper(bytes));
  unsigned __int128 number = 0;
  for (const uint8_t byte : bytes) number = number << 8 | byte;
  return fmt::format("{}{}", sign, number);
}

// DisplayText ::= CHOICE { IA5String, VisibleString, BMPString, UTF8String }
bool TakeDisplayText(CBS& in, DisplayText& text) {
  CBS content;
  CBS_ASN1_TAG tag = 0;
  if (!CBS_get_any_asn1(&in, &content, &tag)) return false;
  const bool known = tag == CBS_ASN1_IA5STRING || tag == CBS_ASN1_VISIBLESTRING ||
                     tag == CBS_ASN1_BMPSTRING || tag == CBS_ASN1_UTF8STRING;
  if (!known || (tag == CBS_ASN1_BMPSTRING && CBS_len(&content) % 2 != 0)) return false;
  text = {.tag = static_cast<uint8_t>(tag), .value = ToBytes(View(content))};
  return true;
}

// NoticeReference ::= SEQUENCE { organization DisplayText, noticeNumbers SEQUENCE OF INTEGER }
bool ReadReference(CBS content, NoticeReference& reference) {
  CBS numbers, number;
  if (!TakeDisplayText(content, reference.organization) ||
      !CBS_get_asn1(&content, &numbers, CBS_ASN1_SEQUENCE) || CBS_len(&content) != 0) {
    return false;
  }
  while (CBS_len(&numbers) != 0) {
    if (!CBS_get_asn1(&numbers, &number, CBS_ASN1_INTEGER) ||
        !CBS_is_valid_asn1_integer(&number, nullptr)) {
      return false;
    }
    reference.numbers.push_back(NumberText(View(number)));
  }
  return true;
}

}  // namespace

std::optional<UserNotice> ParseUserNotice(BytesView der) {
  UserNotice notice;
  CBS content, reference;
  int has_reference = 0;
  if (!OpenSequence(der, content) ||
      !CBS_get_optional_asn1(&content, &reference, &has_reference, CBS_ASN1_SEQUENCE) ||
      (has_reference && !ReadReference(reference, notice.reference.emplace())) ||
      (CBS_len(&content) != 0 && !TakeDisplayText(content, notice.explicit_text.emplace())) ||
      CBS_len(&content) != 0) {
    return std::nullopt;
  }
  return notice;
}

}  // namespace tlsprobe
