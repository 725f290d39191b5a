// Replies of three digits (RFC 5321 section 4.2, RFC 959 section 4.2), one line or several.
#ifndef TLSPROBE_DIALOGUE_REPLY_H_
#define TLSPROBE_DIALOGUE_REPLY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/dialogue/script.h"

namespace tlsprobe {

struct Reply {
  int code = 0;
  std::vector<std::string_view> lines = {};  // whole, with their codes

  // Behind the code of each line.
  std::vector<std::string_view> texts() const;
  // Some line but the first begins with this keyword.
  bool Offers(std::string_view keyword) const;
};

// The code and the words of a reply, escaped, for failures.
std::string QuoteReply(const Reply& reply);

// Reads a whole reply, whatever its code. Fails the script where it is none.
std::optional<Reply> ReadAnyReply(Script& script, std::string_view expected);

// Reads a whole reply and wants `code`: anything else fails the script, with the reply's words.
// `when` completes "220 …": "as its greeting", "after STARTTLS". `advice` goes with a refusal.
std::optional<Reply> ReadReply(Script& script, int code, std::string_view when,
                               std::string_view advice = "");

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_REPLY_H_
