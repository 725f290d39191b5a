// A certificate of the JSON report: our own parse of it, and its DER.
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/general_names.h"
#include "tlsprobe/render/json_parts.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

Json JsonTime(UnixTime time, bool bad) { return bad ? Json(nullptr) : Json(FormatRfc3339(time)); }

Json JsonGeneralNames(const std::vector<GeneralName>& names) {
  Json list = Json::array();
  for (const GeneralName& name : names) {
    Json json;
    json["type"] = GeneralNameType(name.type);
    SetText(json, "value", GeneralNameText(name));
    list.push_back(std::move(json));
  }
  return list;
}

Json JsonKey(const PublicKey& key) {
  const int bits = PublicKeyBits(key);
  return {{"type", KeyTypeName(key.type)},
          {"algorithm_oid", key.algorithm_oid},
          {"bits", bits == 0 ? Json(nullptr) : Json(bits)},
          {"curve", key.curve_oid.empty() ? Json(nullptr) : Json(EcCurveName(key.curve_oid))},
          {"spki", ToBase64(key.spki)}};
}

Json JsonSignature(const SignatureAlgorithm& algorithm) {
  const SignatureInfo info = DescribeSignature(algorithm);
  return {{"oid", algorithm.oid},
          {"name", OidLongName(algorithm.oid)},
          {"digest", info.digest.empty() ? Json(nullptr) : Json(info.digest)}};
}

Json JsonKeyUsage(const std::optional<uint16_t>& usage) {
  constexpr std::string_view kNames[] = {"digitalSignature", "nonRepudiation", "keyEncipherment",
                                         "dataEncipherment", "keyAgreement",   "keyCertSign",
                                         "cRLSign",          "encipherOnly",   "decipherOnly"};
  if (!usage) return nullptr;
  Json list = Json::array();
  for (size_t bit = 0; bit < std::size(kNames); ++bit) {
    if (*usage & (1u << bit)) list.push_back(kNames[bit]);
  }
  return list;
}

Json JsonOids(const std::vector<std::string>& oids) {
  Json list = Json::array();
  for (const std::string& oid : oids) list.push_back({{"oid", oid}, {"name", OidLongName(oid)}});
  return list;
}

Json JsonPolicies(const Certificate& certificate) {
  Json list = Json::array();
  if (!certificate.policies) return list;
  for (const PolicyInformation& policy : *certificate.policies) list.push_back(policy.oid);
  return list;
}

Json JsonCertificateExtensions(const Certificate& certificate) {
  Json list = Json::array();
  for (const CertificateExtension& extension : certificate.extensions) {
    list.push_back({{"oid", extension.oid},
                    {"name", OidLongName(extension.oid)},
                    {"critical", extension.critical},
                    {"value", ToBase64(extension.value)}});
  }
  return list;
}

void AddUsage(const Certificate& certificate, Json& json) {
  const auto& constraints = certificate.basic_constraints;
  json["ca"] = constraints ? Json(constraints->ca) : Json(nullptr);
  json["path_length"] =
      constraints && constraints->path_length ? Json(*constraints->path_length) : Json(nullptr);
  json["key_usage"] = JsonKeyUsage(certificate.key_usage);
  json["extended_key_usage"] =
      certificate.extended_key_usage ? JsonOids(*certificate.extended_key_usage) : Json(nullptr);
  json["must_staple"] = certificate.must_staple;
  json["embedded_scts"] = certificate.has_embedded_scts;
  json["self_issued"] = certificate.self_issued;
}

void AddPointers(const Certificate& certificate, Json& json) {
  const auto& authority = certificate.authority_key_id;
  json["subject_key_id"] =
      certificate.subject_key_id ? Json(ToHex(*certificate.subject_key_id)) : Json(nullptr);
  json["authority_key_id"] =
      authority && authority->key_id ? Json(ToHex(*authority->key_id)) : Json(nullptr);
  SetTexts(json, "ocsp_urls", certificate.ocsp_urls);
  SetTexts(json, "issuer_urls", certificate.issuer_urls);
  SetTexts(json, "crl_urls", certificate.crl_urls);
  json["policies"] = JsonPolicies(certificate);
}

}  // namespace

Json JsonName(const Name& name) {
  Json attributes = Json::array();
  for (const NameAttribute& attribute : name.attributes) {
    Json json;
    json["rdn"] = attribute.rdn;
    json["oid"] = attribute.oid;
    json["name"] = OidShortName(attribute.oid);
    SetText(json, "value", AttributeText(attribute));
    attributes.push_back(std::move(json));
  }
  Json json;
  SetText(json, "text", RenderName(name));
  json["attributes"] = std::move(attributes);
  json["der"] = ToBase64(name.der);
  return json;
}

Json JsonCertificate(const Certificate& certificate) {
  Json json;
  json["parse_error"] = nullptr;
  json["version"] = certificate.version;
  json["serial"] = ToHex(certificate.serial);
  json["subject"] = JsonName(certificate.subject);
  json["issuer"] = JsonName(certificate.issuer);
  json["not_before"] = JsonTime(certificate.not_before, certificate.bad_not_before);
  json["not_after"] = JsonTime(certificate.not_after, certificate.bad_not_after);
  json["names"] = JsonGeneralNames(SubjectAltNames(certificate));
  json["key"] = JsonKey(certificate.public_key);
  json["signature"] = JsonSignature(certificate.signature_algorithm);
  AddUsage(certificate, json);
  AddPointers(certificate, json);
  json["extensions"] = JsonCertificateExtensions(certificate);
  json["bad_extensions"] = certificate.bad_extensions;
  json["duplicate_extensions"] = certificate.duplicate_extensions;
  json["fingerprints"] = {{"sha256", ToHex(certificate.sha256)},
                          {"sha1", ToHex(certificate.sha1)},
                          {"spki_sha256", ToHex(certificate.spki_sha256)}};
  json["der"] = ToBase64(certificate.der);
  return json;
}

Json JsonCertificateInShort(const Certificate& certificate) {
  Json json;
  SetText(json, "subject", RenderName(certificate.subject));
  SetText(json, "issuer", RenderName(certificate.issuer));
  json["serial"] = ToHex(certificate.serial);
  json["not_before"] = JsonTime(certificate.not_before, certificate.bad_not_before);
  json["not_after"] = JsonTime(certificate.not_after, certificate.bad_not_after);
  json["sha256"] = ToHex(certificate.sha256);
  return json;
}

}  // namespace tlsprobe
