#include "tlsprobe/driver/der.h"

#include <vector>

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// Big-endian, without leading zeros, at least one byte.
Bytes BigEndian(uint64_t number) {
  Bytes bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const uint8_t byte = static_cast<uint8_t>(number >> shift);
    if (byte != 0 || !bytes.empty() || shift == 0) bytes.push_back(byte);
  }
  return bytes;
}

// Seven bits a byte, the last without the high bit (X.690 section 8.19).
void AppendArc(Bytes& out, uint64_t arc) {
  for (int shift = 63; shift > 0; shift -= 7) {
    if (arc >> shift != 0) out.push_back(static_cast<uint8_t>(0x80 | (arc >> shift & 0x7f)));
  }
  out.push_back(static_cast<uint8_t>(arc & 0x7f));
}

}  // namespace

void Append(Bytes& bytes, BytesView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

Bytes Der(int tag, std::initializer_list<BytesView> parts) {
  size_t length = 0;
  for (const BytesView part : parts) length += part.size();
  Bytes element;
  element.reserve(length + 10);
  element.push_back(static_cast<uint8_t>(tag));
  const Bytes digits = BigEndian(length);
  if (length > 0x7f) element.push_back(static_cast<uint8_t>(0x80 | digits.size()));
  Append(element, digits);
  for (const BytesView part : parts) Append(element, part);
  return element;
}

Bytes DerUint(uint64_t number) {
  Bytes digits = BigEndian(number);
  if ((digits[0] & 0x80) != 0) digits.insert(digits.begin(), 0);  // positive
  return Der(kDerInteger, digits);
}

std::optional<Bytes> DerObjectId(std::string_view dotted) {
  std::vector<uint64_t> arcs;
  for (const std::string_view text : Split(dotted, '.')) {
    const std::optional<uint64_t> arc = ParseUint(text, UINT64_MAX / 2);
    if (!arc) return std::nullopt;
    arcs.push_back(*arc);
  }
  if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39)) return std::nullopt;
  Bytes content;
  AppendArc(content, arcs[0] * 40 + arcs[1]);
  for (size_t i = 2; i < arcs.size(); ++i) AppendArc(content, arcs[i]);
  return Der(kDerOid, content);
}

}  // namespace tlsprobe
