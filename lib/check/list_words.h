// Lists in words.
#ifndef TLSPROBE_CHECK_LIST_WORDS_H_
#define TLSPROBE_CHECK_LIST_WORDS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

// "a, b and c", "a, b, c and 7 more": at most `most` of them, each as it is. Empty for none.
std::string ListText(const std::vector<std::string>& items, size_t most = 3);

// The same of what strangers wrote: each escaped, and cut behind 80 bytes.
std::string ListEscaped(const std::vector<std::string>& items, size_t most = 3);

// "names hosts: a and b", `what` in front of ListEscaped; empty for none.
std::string WithList(std::string_view what, const std::vector<std::string>& items);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_LIST_WORDS_H_
