// The qualifier id-qt-unotice of a certificate policy (RFC 5280 section 4.2.1.4).
#ifndef TLSPROBE_WIRE_USER_NOTICE_H_
#define TLSPROBE_WIRE_USER_NOTICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

struct DisplayText {
  // IA5String 22, VisibleString 26, BMPString 30 or UTF8String 12: what `value` is meant to be.
  uint8_t tag = 0;
  Bytes value = {};  // as sent
};

struct NoticeReference {
  DisplayText organization = {};
  // In decimal; from 128 bits on in hex, "0x…". A minus sign goes before what is negative.
  std::vector<std::string> numbers = {};
};

struct UserNotice {
  std::optional<NoticeReference> reference = {};
  std::optional<DisplayText> explicit_text = {};
};

// ParseUserNotice reads the DER of a UserNotice, nothing behind it; nullopt where it is none.
std::optional<UserNotice> ParseUserNotice(BytesView der);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_USER_NOTICE_H_
