// What `tlsprobe verify` came to, in JSON (docs/verify.schema.json).
#ifndef TLSPROBE_RENDER_VERIFY_JSON_H_
#define TLSPROBE_RENDER_VERIFY_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/verification.h"
#include "tlsprobe/render/json_value.h"

namespace tlsprobe {

inline constexpr std::string_view kVerifySchema = "tlsprobe.verify/1";

// One certificate that was judged.
struct VerifyFacts {
  Verdict verdict = Verdict::kNotChecked;  // what `openssl verify` says of it
  const Certificate& leaf;
  const Verification& verification;
  const Findings& findings;
  const std::vector<FetchRecord>& fetches;
};

// AddVerifyFacts adds to `json` the members "verdict", "certificate", "verification", "fetches"
// and "findings". AddVerifyError adds the same without a content, and "error".
void AddVerifyFacts(Json& json, const VerifyFacts& facts);
void AddVerifyError(Json& json, std::string_view error);

// In ASCII alone, with a line end: for people on many lines, for programs on one.
enum class JsonLines : uint8_t { kMany, kOne };
std::string VerifyJsonText(const Json& json, JsonLines lines);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_VERIFY_JSON_H_
