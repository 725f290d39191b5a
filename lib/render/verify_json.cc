#include "tlsprobe/render/verify_json.h"

#include "tlsprobe/render/json_parts.h"

namespace tlsprobe {

void AddVerifyFacts(Json& json, const VerifyFacts& facts) {
  json["verdict"] = VerdictName(facts.verdict);
  json["error"] = nullptr;
  json["certificate"] = JsonCertificateInShort(facts.leaf);
  json["verification"] = JsonVerification(facts.verification);
  json["fetches"] = JsonFetches(facts.fetches);
  json["findings"] = JsonFindings(facts.findings);
}

void AddVerifyError(Json& json, std::string_view error) {
  json["verdict"] = VerdictName(Verdict::kNotChecked);
  SetText(json, "error", error);
  json["certificate"] = nullptr;
  json["verification"] = nullptr;
  json["fetches"] = Json::array();
  json["findings"] = Json::array();
}

std::string VerifyJsonText(const Json& json, JsonLines lines) {
  constexpr bool kAscii = true;
  const int indent = lines == JsonLines::kMany ? 2 : -1;
  return json.dump(indent, ' ', kAscii, Json::error_handler_t::replace) + "\n";
}

}  // namespace tlsprobe
