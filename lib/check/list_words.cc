#include "tlsprobe/check/list_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"

namespace tlsprobe {

std::string ListText(const std::vector<std::string>& items, size_t most) {
  std::string text;
  for (size_t i = 0; i < std::min(items.size(), most); ++i) {
    const bool last = i > 0 && i + 1 == items.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += items[i];
  }
  if (items.size() > most) text += fmt::format(" and {} more", items.size() - most);
  return text;
}

std::string ListEscaped(const std::vector<std::string>& items, size_t most) {
  constexpr size_t kLongest = 80;
  std::vector<std::string> escaped = items;
  for (size_t i = 0; i < std::min(items.size(), most); ++i) {
    escaped[i] = Escape(items[i], kLongest);
  }
  return ListText(escaped, most);
}

std::string WithList(std::string_view what, const std::vector<std::string>& items) {
  return items.empty() ? "" : fmt::format("{} {}", what, ListEscaped(items));
}

}  // namespace tlsprobe
