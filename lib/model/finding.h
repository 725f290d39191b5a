// A weakness found by a check: the probe succeeded, this is what it saw.
#ifndef TLSPROBE_MODEL_FINDING_H_
#define TLSPROBE_MODEL_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

enum class Severity : uint8_t { kInfo, kNotice, kWarning, kError };

// SeverityName gives "info", "notice", "warning" or "error".
std::string_view SeverityName(Severity severity);

struct Finding {
  std::string id = {};  // stable, dotted: "chain.expired", "name.mismatch"
  Severity severity = Severity::kInfo;
  std::string text = {};       // what is wrong, in an administrator's words
  std::string advice = {};     // what to do about it
  std::string reference = {};  // "RFC 5280 section 4.1.2.5"
};

using Findings = std::vector<Finding>;

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_FINDING_H_
