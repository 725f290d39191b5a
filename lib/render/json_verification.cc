// "verification" of the JSON report: verdicts and how they were reached.
#include "tlsprobe/base/base64.h"
#include "tlsprobe/render/json_parts.h"

namespace tlsprobe {
namespace {

Json JsonCertificates(const std::vector<CertificatePtr>& certificates) {
  Json list = Json::array();
  for (const CertificatePtr& certificate : certificates) {
    if (certificate != nullptr) list.push_back(JsonCertificateInShort(*certificate));
  }
  return list;
}

Json JsonErrors(const std::vector<VerifyError>& errors) {
  Json list = Json::array();
  for (const VerifyError& error : errors) {
    list.push_back({{"depth", error.depth},
                    {"code", error.code},
                    {"name", VerifyCodeName(error.code)},
                    {"text", VerifyCodeText(error.code)}});
  }
  return list;
}

Json JsonPath(const CertificationPath& path) {
  return {{"anchored", path.anchored},
          {"chosen", path.chosen},
          {"not_checked", path.not_checked},
          {"errors", JsonErrors(path.errors)},
          {"certificates", JsonCertificates(path.certificates)}};
}

// What was built is a path also where nobody looked for others.
Json JsonPaths(const ChainVerification& chain) {
  Json list = Json::array();
  for (const CertificationPath& path : chain.paths) list.push_back(JsonPath(path));
  if (!list.empty() || chain.built.empty()) return list;
  list.push_back(JsonPath({.certificates = chain.built,
                           .anchored = chain.anchored(),
                           .errors = chain.errors,
                           .not_checked = chain.verdict == Verdict::kNotChecked,
                           .chosen = true}));
  return list;
}

Json JsonValidPolicies(const std::vector<ValidPolicy>& policies) {
  Json list = Json::array();
  for (const ValidPolicy& policy : policies) {
    Json qualifiers = Json::array();
    for (const PolicyQualifier& qualifier : policy.qualifiers) {
      qualifiers.push_back({{"oid", qualifier.oid}, {"value", ToBase64(qualifier.value)}});
    }
    list.push_back({{"oid", policy.oid},
                    {"critical", policy.critical},
                    {"qualifiers", std::move(qualifiers)}});
  }
  return list;
}

Json JsonPolicies(const PolicyOutcome& policies) {
  if (!policies.processed) return nullptr;
  return {{"explicit_required", policies.explicit_required},
          {"authority", JsonValidPolicies(policies.authority)},
          {"user", JsonValidPolicies(policies.user)}};
}

Json JsonChain(const ChainVerification& chain) {
  const bool judged = chain.verdict != Verdict::kNotChecked;
  Json json;
  json["verdict"] = VerdictName(chain.verdict);
  SetText(json, "how", chain.how);
  json["code"] = chain.code;
  json["errors"] = JsonErrors(chain.errors);
  json["paths"] = JsonPaths(chain);
  json["paths_cut"] = chain.paths_cut;
  json["should_send"] = JsonCertificates(chain.should_send);
  json["policies"] = JsonPolicies(chain.policies);
  json["judged_at"] = judged ? Json(FormatRfc3339(chain.judged_at)) : Json(nullptr);
  json["auth_level"] = judged ? Json(chain.auth_level) : Json(nullptr);
  return json;
}

Json JsonExpiry(const std::optional<Expiry>& expiry) {
  if (!expiry) return nullptr;
  Json json = {{"at", FormatRfc3339(expiry->at)},
               {"what", ExpiryWhatName(expiry->what)},
               {"depth", expiry->depth},
               {"seconds_left", expiry->seconds_left}};
  SetText(json, "sentence", expiry->sentence);
  return json;
}

Json JsonNameVerification(const NameVerification& name) {
  Json json;
  json["verdict"] = VerdictName(name.verdict);
  SetText(json, "how", name.how);
  SetTexts(json, "references", name.references);
  SetTextOrNull(json, "matched", name.matched);
  SetTexts(json, "presented", name.presented);
  return json;
}

}  // namespace

Json JsonVerification(const Verification& verification) {
  // Their place is kept: nothing judges them yet.
  const Json not_checked = {{"verdict", VerdictName(Verdict::kNotChecked)},
                            {"how", "this version does not judge it"}};
  Json json;
  json["chain"] = JsonChain(verification.chain);
  json["name"] = JsonNameVerification(verification.name);
  json["crl"] = JsonCrlVerification(verification.crl);
  json["expiry"] = JsonExpiry(verification.expiry);
  for (const char* later : {"dane", "ocsp", "ct"}) json[later] = not_checked;
  return json;
}

Json JsonFindings(const Findings& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json json;
    SetText(json, "id", finding.id);
    json["severity"] = SeverityName(finding.severity);
    SetText(json, "text", finding.text);
    SetText(json, "advice", finding.advice);
    SetText(json, "reference", finding.reference);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace tlsprobe
