#include "tlsprobe/check/crl_needs.h"

#include <algorithm>
#include <string_view>

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// More than any probe fetches (Limits::fetches).
constexpr size_t kMost = 64;

void Add(ChainWalk& walk, Need need) {
  const bool known = std::ranges::find(walk.needs, need) != walk.needs.end();
  if (!known && walk.needs.size() < kMost) walk.needs.push_back(std::move(need));
}

bool IsHttp(const GeneralName& name) {
  constexpr std::string_view kHttp = "http://";
  return name.type == GeneralName::Type::kUri &&
         EqualsIgnoreCase(AsText(name.value).substr(0, kHttp.size()), kHttp);
}

}  // namespace

void AskForCrls(ChainWalk& walk, std::span<const DistributionPoint> points) {
  if (!walk.input.options.crl_download) return;
  for (const DistributionPoint& point : points) {
    for (const GeneralName& name : point.name.full_name) {
      if (walk.needs.size() >= kMost) return;
      if (IsHttp(name)) Add(walk, {FetchKind::kCrl, std::string(AsText(name.value))});
    }
  }
}

void AddNeeds(ChainWalk& walk, std::span<const Need> needs) {
  for (const Need& need : needs) Add(walk, need);
}

}  // namespace tlsprobe
