#include "tlsprobe/check/needs.h"

#include <algorithm>
#include <utility>

namespace tlsprobe {

void AddNeed(std::vector<Need>& needs, Need need) {
  if (IsFull(needs) || std::ranges::find(needs, need) != needs.end()) return;
  needs.push_back(std::move(need));
}

}  // namespace tlsprobe
