#include "tlsprobe/check/crl_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/list_words.h"

namespace tlsprobe {
namespace {

// s_client's name of the option and that of `tlsprobe verify`.
constexpr std::string_view kGive =
    "give the issuer's current CRL as a file (-CRL; -CRLfile with tlsprobe verify)";

struct Places {
  bool http = false;
  std::vector<std::string> others = {};  // URLs that are not fetched
};

Places PlacesOf(const Certificate& certificate) {
  Places places;
  for (const DistributionPoint& point : certificate.crl_distribution_points) {
    for (const GeneralName& name : point.name.full_name) {
      if (name.type != GeneralName::Type::kUri) continue;
      const std::string_view url = AsText(name.value);
      if (IsHttpUrl(url)) places.http = true;
      if (!IsHttpUrl(url)) places.others.emplace_back(url);
    }
  }
  return places;
}

bool WasFetched(const RevocationStatus& status) {
  return std::ranges::any_of(status.used,
                             [](const CrlFact& fact) { return IsHttpUrl(fact.source); });
}

}  // namespace

std::string CrlAdvice(const VerifyOptions& options, const Certificate& certificate,
                      const RevocationStatus& status) {
  const Places places = PlacesOf(certificate);
  if (places.http && !options.crl_download) {
    return fmt::format("Have the CRL fetched (-crl_download), or {}.", kGive);
  }
  if (WasFetched(status)) {
    return fmt::format("What was fetched does not help: tell whoever runs the CA, or {}.", kGive);
  }
  if (places.http) return fmt::format("Fetching it did not help: {}.", kGive);
  if (places.others.empty()) {
    return fmt::format("The certificate does not say where its CRL is: {}.", kGive);
  }
  return fmt::format(
      "The certificate says that its CRL is at {}, and only http is fetched: who verifies a server "
      "of https may need the very CRL that it has (RFC 5280 section 8), and other protocols are "
      "not "
      "spoken here. So {}.",
      ListEscaped(places.others), kGive);
}

}  // namespace tlsprobe
