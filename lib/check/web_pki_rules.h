// The rules of the public PKI of the web, as rows of tables: the CA/Browser Forum's Baseline
// Requirements for TLS server certificates (sections as of version 2.1.5), and what browsers ask
// beyond them.
#ifndef TLSPROBE_CHECK_WEB_PKI_RULES_H_
#define TLSPROBE_CHECK_WEB_PKI_RULES_H_

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tlsprobe/base/time.h"
#include "tlsprobe/check/check.h"

namespace tlsprobe {

// One certificate of the chain, as a rule sees it.
struct WebPkiSubject {
  const CheckInput& input;
  const Certificate& certificate;
  const Certificate* issuer = nullptr;  // null: not in the chain, or the certificate itself
};

enum class WebPkiScope : uint8_t { kLeaf, kCa, kAny };

struct WebPkiRule {
  std::string_view id;
  Severity severity;  // kError: browsers refuse the certificate for it
  WebPkiScope scope;
  UnixTime since;  // the first notBefore it is for
  // "7.1.2.7.12" is the Baseline Requirements'; other documents stand with their title.
  std::string_view section;
  // What is wrong, to stand behind "the server's certificate "; empty: nothing is.
  std::string (*flaw)(const WebPkiSubject& it);
  std::string_view advice;
};

// Versions, serial numbers and dates (web_pki_basics.cc).
std::span<const WebPkiRule> WebPkiBasicRules();
// Keys and signatures (web_pki_algorithms.cc).
std::span<const WebPkiRule> WebPkiAlgorithmRules();
// subjectAltName and the common names (web_pki_names.cc).
std::span<const WebPkiRule> WebPkiNameRules();
// The rest of the distinguished names (web_pki_subject.cc).
std::span<const WebPkiRule> WebPkiSubjectRules();
// What a certificate may be used for (web_pki_usage.cc).
std::span<const WebPkiRule> WebPkiUsageRules();
// The other extensions (web_pki_extensions.cc).
std::span<const WebPkiRule> WebPkiExtensionRules();

// Midnight in UTC, a day rules begin on.
constexpr UnixTime DayOf(int year, unsigned month, unsigned day) {
  const std::chrono::sys_days days{std::chrono::year(year) / std::chrono::month(month) /
                                   std::chrono::day(day)};
  return {std::chrono::sys_seconds(days).time_since_epoch().count()};
}
inline constexpr UnixTime kAlways = {INT64_MIN};
inline constexpr UnixTime kFirstRequirements = DayOf(2012, 7, 1);  // version 1.0
inline constexpr UnixTime kBrowserAlignment = DayOf(2020, 9, 30);  // ballot SC31
inline constexpr UnixTime kNameEncoding = DayOf(2021, 8, 25);      // version 1.8.0, ballot SC48
inline constexpr UnixTime kNoReservedLabels = DayOf(2021, 10, 1);  // its rule that began later
inline constexpr UnixTime kProfiles = DayOf(2023, 9, 15);          // version 2.0.0, ballot SC62

// The policy identifiers that say how a subscriber was validated (section 7.1.6.1).
inline constexpr std::string_view kExtendedValidation = "2.23.140.1.1";
inline constexpr std::string_view kDomainValidated = "2.23.140.1.2.1";
inline constexpr std::string_view kOrganizationValidated = "2.23.140.1.2.2";
inline constexpr std::string_view kIndividualValidated = "2.23.140.1.2.3";
bool HasPolicy(const Certificate& certificate, std::string_view oid);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_WEB_PKI_RULES_H_
