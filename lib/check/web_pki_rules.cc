#include "tlsprobe/check/web_pki_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"

namespace tlsprobe {

bool HasPolicy(const Certificate& certificate, std::string_view oid) {
  return certificate.policies &&
         std::ranges::find(*certificate.policies, oid, &PolicyInformation::oid) !=
             certificate.policies->end();
}

const CertificateExtension* FindExtension(const Certificate& certificate, std::string_view oid) {
  const auto found = std::ranges::find(certificate.extensions, oid, &CertificateExtension::oid);
  return found == certificate.extensions.end() ? nullptr : &*found;
}

std::string ListWords(const std::vector<std::string>& items) {
  constexpr size_t kFew = 3;
  constexpr size_t kMost = 80;
  std::string text;
  for (size_t i = 0; i < std::min(items.size(), kFew); ++i) {
    const bool last = i > 0 && i + 1 == items.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += Escape(items[i], kMost);
  }
  if (items.size() > kFew) text += fmt::format(" and {} more", items.size() - kFew);
  return text;
}

}  // namespace tlsprobe
