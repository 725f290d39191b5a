// "verification" of the JSON report: verdicts and how they were reached.
#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/json_parts.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

Json JsonPath(const ChainVerification& chain) {
  Json path = Json::array();
  for (const CertificatePtr& certificate : chain.built) {
    if (certificate == nullptr) continue;
    Json json;
    SetText(json, "subject", RenderName(certificate->subject));
    json["sha256"] = ToHex(certificate->sha256);
    path.push_back(std::move(json));
  }
  return path;
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

Json JsonChain(const ChainVerification& chain) {
  const bool judged = chain.verdict != Verdict::kNotChecked;
  Json paths = Json::array();
  if (!chain.built.empty()) {
    paths.push_back({{"anchored", chain.anchored}, {"certificates", JsonPath(chain)}});
  }
  Json json;
  json["verdict"] = VerdictName(chain.verdict);
  SetText(json, "how", chain.how);
  json["code"] = chain.code;
  json["errors"] = JsonErrors(chain.errors);
  json["paths"] = std::move(paths);
  json["judged_at"] = judged ? Json(FormatRfc3339(chain.judged_at)) : Json(nullptr);
  json["auth_level"] = judged ? Json(chain.auth_level) : Json(nullptr);
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
  for (const char* later : {"dane", "ocsp", "ct", "crl"}) json[later] = not_checked;
  return json;
}

}  // namespace tlsprobe
