#include "tlsprobe/check/crl_needs.h"

#include <string>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/needs.h"

namespace tlsprobe {
namespace {

bool IsHttp(const GeneralName& name) {
  return name.type == GeneralName::Type::kUri && IsHttpUrl(AsText(name.value));
}

}  // namespace

void AskForCrls(ChainWalk& walk, std::span<const DistributionPoint> points) {
  if (!walk.input.options.crl_download) return;
  for (const DistributionPoint& point : points) {
    for (const GeneralName& name : point.name.full_name) {
      if (IsFull(walk.needs)) return;
      if (IsHttp(name)) AddNeed(walk.needs, {FetchKind::kCrl, std::string(AsText(name.value))});
    }
  }
}

void AddNeeds(ChainWalk& walk, std::span<const Need> needs) {
  for (const Need& need : needs) AddNeed(walk.needs, need);
}

}  // namespace tlsprobe
