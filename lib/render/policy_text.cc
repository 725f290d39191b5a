#include "tlsprobe/render/policy_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/oid.h"
#include "tlsprobe/wire/user_notice.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kCps = "1.3.6.1.5.5.7.2.1";
constexpr std::string_view kUserNotice = "1.3.6.1.5.5.7.2.2";

// OpenSSL prints a string as it was sent up to its first zero byte, whatever its type.
std::string PrintedText(BytesView value) {
  const std::string_view text = AsText(value);
  return EscapeControls(text.substr(0, text.find('\0')));
}

// The content of a short or long DER element that is known to be one.
BytesView ElementContent(BytesView element) {
  const size_t length_bytes = element.size() > 1 && element[1] > 0x80 ? element[1] & 0x7fu : 0;
  return element.subspan(std::min(2 + length_bytes, element.size()));
}

std::string NoticeText(BytesView der) {
  const std::optional<UserNotice> notice = ParseUserNotice(der);
  std::string out = "    User Notice:\n";
  if (!notice) return out;
  if (notice->reference) {
    const NoticeReference& reference = *notice->reference;
    out += fmt::format("      Organization: {}\n      Number{}: {}",
                       PrintedText(reference.organization.value),
                       reference.numbers.size() > 1 ? "s" : "", fmt::join(reference.numbers, ", "));
    if (notice->explicit_text) out += '\n';
  }
  if (notice->explicit_text) {
    out += fmt::format("      Explicit Text: {}", PrintedText(notice->explicit_text->value));
  }
  return out;
}

std::string QualifierText(const PolicyQualifier& qualifier) {
  if (qualifier.oid == kCps) return "    CPS: " + PrintedText(ElementContent(qualifier.value));
  if (qualifier.oid == kUserNotice) return NoticeText(qualifier.value);
  return "      Unknown Qualifier: " + OidLongName(qualifier.oid);
}

std::string PolicyText(const ValidPolicy& policy) {
  std::string out = fmt::format("  Policy: {}\n    {}\n", OidLongName(policy.oid),
                                policy.critical ? "Critical" : "Non Critical");
  if (policy.qualifiers.empty()) out += "    No Qualifiers\n";
  for (const PolicyQualifier& qualifier : policy.qualifiers) out += QualifierText(qualifier) + '\n';
  return out;
}

std::string SetText(std::string_view name, const std::vector<ValidPolicy>& policies) {
  std::string out = fmt::format("{} Policies:{}\n", name, policies.empty() ? " <empty>" : "");
  for (const ValidPolicy& policy : policies) out += PolicyText(policy);
  return out;
}

}  // namespace

std::string PoliciesText(const PolicyOutcome& outcome) {
  return fmt::format("Require explicit Policy: {}\n",
                     outcome.explicit_required ? "True" : "False") +
         SetText("Authority", outcome.authority) + SetText("User", outcome.user);
}

}  // namespace tlsprobe
