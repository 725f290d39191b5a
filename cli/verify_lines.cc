#include "cli/verify_lines.h"

#include <iterator>
#include <utility>
#include <variant>

#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_list.h"
#include "tlsprobe/driver/text_digest.h"
#include "tlsprobe/render/verify_json.h"

namespace tlsprobe::cli {
namespace {

// Stores that differ are few; that many different ones are not worth keeping.
constexpr size_t kMostStores = 16;

constexpr int kExitOk = 0;
constexpr int kExitFailed = 2;

Json Begin(Json id) {
  Json json;
  json["schema"] = kVerifySchema;
  json["id"] = std::move(id);
  return json;
}

template <typename Item>
void Append(const std::vector<Item>& from, std::vector<Item>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

absl::StatusOr<CertificateSourcePtr> StoreOf(const std::vector<std::string>& texts,
                                             Purpose purpose) {
  absl::StatusOr<std::vector<CertificatePtr>> certificates = ReadAnchors(texts, purpose);
  if (!certificates.ok()) return certificates.status();
  return NewCertificateList(*certificates);
}

}  // namespace

RequestJudge::Answer RequestJudge::Refuse(const BadRequest& request) {
  Json json = Begin(request.id);
  AddVerifyError(json, request.error);
  json["exit_status"] = kExitFailed;
  return {.line = VerifyJsonText(json, JsonLines::kOne)};
}

absl::StatusOr<CertificateSourcePtr> RequestJudge::AnchorsOf(const VerifyRequest& request) {
  const Purpose purpose = request.options.purpose;
  const bool as_given = purpose == config_.verify.purpose || anchors_for_ == nullptr;
  if (!request.anchors && as_given) return given_.anchors;
  // A list of no texts is none of the command line, and has a digest.
  StoreKey key = {purpose, request.anchors ? DigestOf(*request.anchors) : ""};
  if (const auto known = anchors_.find(key); known != anchors_.end()) return known->second;
  absl::StatusOr<CertificateSourcePtr> store =
      request.anchors ? StoreOf(*request.anchors, purpose) : anchors_for_(purpose);
  if (!store.ok()) return store;
  if (anchors_.size() >= kMostStores) anchors_.clear();
  return anchors_[std::move(key)] = *std::move(store);
}

RequestJudge::Answer RequestJudge::OnLine(std::string_view line, UnixTime now) {
  auto read = ReadVerifyRequest(line, config_.verify);
  if (const auto* bad = std::get_if<BadRequest>(&read)) return Refuse(*bad);
  VerifyRequest& request = std::get<VerifyRequest>(read);
  absl::StatusOr<CertificateSourcePtr> anchors = AnchorsOf(request);
  if (!anchors.ok()) {
    return Refuse({.id = std::move(request.id), .error = std::string(Message(anchors.status()))});
  }
  Materials materials = {.anchors = *std::move(anchors),
                         .crls = std::move(request.crls),
                         .untrusted = std::move(request.untrusted)};
  Append(given_.crls, materials.crls);
  Append(given_.untrusted, materials.untrusted);
  ProbeConfig config = {.verify = std::move(request.options), .limits = config_.limits};
  const VerifyReport report = JudgeCertificates({.config = config,
                                                 .materials = materials,
                                                 .now = now,
                                                 .signatures = &signatures_,
                                                 .fetches = &fetches_},
                                                std::move(request.chain));
  Json json = Begin(std::move(request.id));
  AddVerifyFacts(json, FactsOf(report));
  json["exit_status"] = report.ok() ? kExitOk : kExitFailed;
  return {.line = VerifyJsonText(json, JsonLines::kOne), .ok = report.ok()};
}

}  // namespace tlsprobe::cli
