// "crl" of the JSON report's verification, and what was fetched.
#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/json_parts.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

Json JsonMaybeTime(const std::optional<UnixTime>& time) {
  return time ? Json(FormatRfc3339(*time)) : Json(nullptr);
}

Json JsonCrl(const CrlFact& fact) {
  const Crl& crl = *fact.crl;
  Json json;
  SetText(json, "source", fact.source);
  SetText(json, "issuer", RenderName(crl.issuer));
  json["number"] = crl.number ? Json(ToHex(*crl.number)) : Json(nullptr);
  json["base_number"] = crl.base_number ? Json(ToHex(*crl.base_number)) : Json(nullptr);
  json["this_update"] = crl.bad_this_update ? Json(nullptr) : Json(FormatRfc3339(crl.this_update));
  json["next_update"] = crl.bad_next_update ? Json(nullptr) : JsonMaybeTime(crl.next_update);
  json["entries"] = crl.revoked_count;
  json["bytes"] = crl.der.size();
  json["sha256"] = ToHex(crl.sha256);
  return json;
}

Json JsonEntry(const std::optional<RevokedCertificate>& entry) {
  if (!entry) return nullptr;
  return {{"at", entry->bad_revoked_at ? Json(nullptr) : Json(FormatRfc3339(entry->revoked_at))},
          {"reason", entry->reason ? Json(CrlReasonName(*entry->reason)) : Json(nullptr)},
          {"invalid_since", JsonMaybeTime(entry->invalid_since)}};
}

Json JsonStatus(const RevocationStatus& status) {
  Json crls = Json::array();
  for (const CrlFact& fact : status.used) crls.push_back(JsonCrl(fact));
  Json json;
  json["depth"] = status.depth;
  json["verdict"] = VerdictName(status.verdict);
  SetText(json, "how", status.how);
  json["revoked"] = JsonEntry(status.entry);
  json["crls"] = std::move(crls);
  return json;
}

}  // namespace

Json JsonCrlVerification(const CrlVerification& crl) {
  Json certificates = Json::array();
  for (const RevocationStatus& status : crl.certificates)
    certificates.push_back(JsonStatus(status));
  Json json;
  json["verdict"] = VerdictName(crl.verdict);
  SetText(json, "how", crl.how);
  json["certificates"] = std::move(certificates);
  return json;
}

Json JsonFetches(const std::vector<FetchRecord>& fetches) {
  Json list = Json::array();
  for (const FetchRecord& fetch : fetches) {
    Json json;
    json["kind"] = FetchKindName(fetch.request.kind);
    SetText(json, "url", fetch.request.url);
    json["at"] = FormatRfc3339(fetch.at);
    json["ms"] = Milliseconds(fetch.took);
    json["bytes"] = fetch.bytes;
    SetTextOrNull(json, "error", fetch.error);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace tlsprobe
