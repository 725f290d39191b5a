// DER put together from its parts, whether it is right or not.
#ifndef TLSPROBE_TESTS_WIRE_DER_PARTS_H_
#define TLSPROBE_TESTS_WIRE_DER_PARTS_H_

#include <string_view>
#include <vector>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/wire/der.h"

namespace tlsprobe {

inline Bytes Join(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Bytes Element(uint8_t tag, BytesView content) {
  Bytes element;
  AppendDerHeader(element, tag, content.size());
  element.insert(element.end(), content.begin(), content.end());
  return element;
}

inline Bytes Sequence(const std::vector<Bytes>& parts) { return Element(0x30, Join(parts)); }
inline Bytes Hex(std::string_view digits) { return FromHex(digits).value(); }
inline Bytes UtcTime(std::string_view text) { return Element(0x17, AsBytes(text)); }
inline Bytes GeneralizedTime(std::string_view text) { return Element(0x18, AsBytes(text)); }

// A Name of one commonName.
inline Bytes NameDer(std::string_view common_name, uint8_t tag = 0x0c) {
  return Sequence(
      {Element(0x31, Sequence({Hex("0603550403"), Element(tag, AsBytes(common_name))}))});
}

inline Bytes DirectoryName(const Bytes& name) { return Element(0xa4, name); }
inline Bytes Uri(std::string_view uri) { return Element(0x86, AsBytes(uri)); }

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_WIRE_DER_PARTS_H_
