#include "tlsprobe/wire/cbs.h"

#include "tlsprobe/wire/oid.h"

namespace tlsprobe {

bool OpenSequence(BytesView value, CBS& content) {
  CBS in(value);
  return CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) && CBS_len(&in) == 0;
}

bool TakeOptionalBoolean(CBS& in, CBS_ASN1_TAG tag, bool& value) {
  CBS content;
  if (!CBS_peek_asn1_tag(&in, tag)) return true;
  if (!CBS_get_asn1(&in, &content, tag) || CBS_len(&content) != 1) return false;
  value = *CBS_data(&content) != 0;
  return true;
}

bool TakeOid(CBS& in, std::string& dotted) {
  CBS content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_OBJECT)) return false;
  dotted = DottedOid(View(content));
  return !dotted.empty();
}

std::optional<uint64_t> ReadNumber(BytesView content) {
  const CBS whole(content);
  int negative = 0;
  if (!CBS_is_valid_asn1_integer(&whole, &negative) || negative) return {};
  if (content.front() == 0) content = content.subspan(1);
  if (content.size() > sizeof(uint64_t)) return UINT64_MAX;
  uint64_t number = 0;
  for (const uint8_t byte : content) number = number << 8 | byte;
  return number;
}

std::optional<Bytes> ReadNamedBits(BytesView content) {
  if (content.empty()) return {};
  const uint8_t unused = content.front();
  if (unused > 7 || (unused != 0 && content.size() == 1)) return {};
  Bytes bits = ToBytes(content.subspan(1));
  if (unused != 0) bits.back() = static_cast<uint8_t>(bits.back() >> unused << unused);
  return bits;
}

uint16_t LowBits(BytesView bits, unsigned count) {
  unsigned low = 0;
  for (unsigned bit = 0; bit < count && bit / 8 < bits.size(); ++bit) {
    if ((bits[bit / 8] & (0x80u >> bit % 8)) != 0) low |= 1u << bit;
  }
  return static_cast<uint16_t>(low);
}

}  // namespace tlsprobe
