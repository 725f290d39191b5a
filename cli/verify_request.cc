#include "cli/verify_request.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

#include "cli/chain_words.h"
#include "cli/request_json.h"
#include "cli/request_time.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/certificate_files.h"
#include "tlsprobe/driver/crl_files.h"

namespace tlsprobe::cli {
namespace {

using Certificates = std::vector<CertificatePtr>;

absl::Status Expected(std::string_view where, std::string_view what) {
  return InvalidArgument(fmt::format("{}: expected {}", where, what));
}

absl::Status At(std::string_view where, const absl::Status& status) {
  return InvalidArgument(fmt::format("{}: {}", where, Message(status)));
}

bool IsPem(std::string_view text) { return text.find("-----BEGIN") != std::string_view::npos; }

// What a file would hold: PEM as it is, DER without its base64, kept in `der`.
absl::StatusOr<std::string_view> FileOf(std::string_view text, Bytes& der) {
  if (IsPem(text)) return text;
  absl::StatusOr<Bytes> decoded = FromBase64(text);
  if (!decoded.ok() || decoded->empty()) return InvalidArgument("expected PEM, or DER in base64");
  der = *std::move(decoded);
  return AsText(der);
}

// Unlike in a file, what is broken is an error: who wrote the request can mend it.
absl::StatusOr<Certificates> CertificatesOf(std::string_view text,
                                            std::optional<Purpose> trusted_for) {
  Bytes der;
  const absl::StatusOr<std::string_view> file = FileOf(text, der);
  if (!file.ok()) return file.status();
  return CertificatesOfText(*file, trusted_for, BrokenBlocks::kRefuse);
}

absl::StatusOr<std::vector<CrlFact>> CrlsOf(std::string_view text, const std::string& where) {
  Bytes der;
  const absl::StatusOr<std::string_view> file = FileOf(text, der);
  if (!file.ok()) return file.status();
  return CrlsOfText(*file, where, BrokenBlocks::kRefuse);
}

// Adds what each text of a list holds.
template <typename Item, typename ItemsOf>
absl::Status AddItems(std::string_view member, const std::vector<std::string>& texts,
                      ItemsOf items_of, std::vector<Item>& all) {
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::string where = fmt::format("{}[{}]", member, i);
    absl::StatusOr<std::vector<Item>> items = items_of(texts[i], where);
    if (!items.ok()) return At(where, items.status());
    all.insert(all.end(), std::make_move_iterator(items->begin()),
               std::make_move_iterator(items->end()));
  }
  return absl::OkStatus();
}

absl::Status AddCertificates(std::string_view member, const std::vector<std::string>& texts,
                             std::optional<Purpose> trusted_for, Certificates& all) {
  const auto items_of = [trusted_for](std::string_view text, const std::string&) {
    return CertificatesOf(text, trusted_for);
  };
  return AddItems(member, texts, items_of, all);
}

absl::Status ReadChain(const Json& value, VerifyRequest& request) {
  const auto texts = StringsOf("chain", value);
  if (!texts.ok()) return texts.status();
  absl::Status status = AddCertificates("chain", *texts, std::nullopt, request.chain);
  if (status.ok() && request.chain.empty()) {
    return Expected("chain", "at least one certificate, the leaf first");
  }
  return status;
}

absl::Status ReadUntrusted(const Json& value, VerifyRequest& request) {
  const auto texts = StringsOf("untrusted", value);
  if (!texts.ok()) return texts.status();
  return AddCertificates("untrusted", *texts, std::nullopt, request.untrusted);
}

absl::Status ReadAnchorTexts(const Json& value, VerifyRequest& request) {
  auto texts = StringsOf("anchors", value);
  if (texts.ok()) request.anchors = *std::move(texts);
  return texts.status();
}

absl::Status ReadCrls(const Json& value, VerifyRequest& request) {
  const auto texts = StringsOf("crls", value);
  return texts.ok() ? AddItems("crls", *texts, CrlsOf, request.crls) : texts.status();
}

std::optional<UnixTime> TimeOf(const Json& value) {
  if (value.is_string()) return ParseRfc3339(value.get_ref<const std::string&>());
  // Above INT64_MAX a number would come back negative.
  if (value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX) return std::nullopt;
  if (value.is_number_integer()) return UnixTime{value.get<int64_t>()};
  return std::nullopt;
}

absl::Status ReadTime(const Json& value, VerifyRequest& request) {
  const std::optional<UnixTime> time = TimeOf(value);
  if (!time || !IsCivilTime(*time)) {
    return Expected("time", fmt::format("\"2026-11-23T09:28:11Z\", or seconds since 1970, {} to {}",
                                        kFirstCivilTime.seconds, kLastCivilTime.seconds));
  }
  request.options.at_time = time;
  return absl::OkStatus();
}

absl::Status ReadName(const Json& value, VerifyRequest& request) {
  const std::string* name = value.get_ptr<const std::string*>();
  if (name == nullptr || name->empty()) return Expected("name", "a DNS name or an IP address");
  const bool address = ParseIpAddress(*name).has_value();
  request.options.host = address ? "" : *name;
  request.options.ip = address ? *name : "";
  return absl::OkStatus();
}

absl::Status ReadPurpose(const Json& value, VerifyRequest& request) {
  const std::string* name = value.get_ptr<const std::string*>();
  if (name == nullptr) return Expected("purpose", "a string such as \"sslserver\"");
  const std::string words[] = {"-purpose", *name};
  const absl::Status status = ApplyChainWords(words, request.options);
  return status.ok() ? status : At("purpose", status);
}

absl::Status ReadOptions(const Json& value, VerifyRequest& request) {
  const auto words = StringsOf("options", value);
  if (!words.ok()) return words.status();
  const absl::Status status = ApplyChainWords(*words, request.options);
  return status.ok() ? status : At("options", status);
}

absl::Status CheckId(const Json& value) {
  if (!value.is_string() && !value.is_number() && !value.is_null()) {
    return Expected("id", "a string, a number or null");
  }
  const std::string* text = value.get_ptr<const std::string*>();
  if (text == nullptr || text->size() <= kMostIdBytes) return absl::OkStatus();
  return Expected("id", fmt::format("at most {} bytes, got {}", kMostIdBytes, text->size()));
}

struct Member {
  std::string_view name = {};
  absl::Status (*read)(const Json& value, VerifyRequest& request) = nullptr;
};
// In the order they are read: "purpose" and the like before the options, which have the last word.
constexpr std::array<Member, 8> kMembers = {{
    {"untrusted", ReadUntrusted},
    {"chain", ReadChain},
    {"anchors", ReadAnchorTexts},
    {"crls", ReadCrls},
    {"time", ReadTime},
    {"name", ReadName},
    {"purpose", ReadPurpose},
    {"options", ReadOptions},
}};

// As errors list them.
constexpr std::array<std::string_view, kMembers.size() + 1> MemberNames() {
  std::array<std::string_view, kMembers.size() + 1> names = {"id"};
  std::ranges::transform(kMembers, names.begin() + 1, &Member::name);
  return names;
}
constexpr auto kMemberNames = MemberNames();

absl::Status ReadMembers(const Json& object, VerifyRequest& request) {
  if (!object.is_object()) return InvalidArgument("expected a JSON object");
  if (const auto id = object.find("id"); id != object.end()) {
    if (absl::Status status = CheckId(*id); !status.ok()) return status;
  }
  for (const Member& member : kMembers) {
    const auto value = object.find(std::string(member.name));
    if (value == object.end()) continue;
    if (absl::Status status = member.read(*value, request); !status.ok()) return status;
  }
  if (request.chain.empty()) return Expected("chain", "a list of certificates, the leaf first");
  return absl::OkStatus();
}

}  // namespace

std::variant<VerifyRequest, BadRequest> ReadVerifyRequest(std::string_view line,
                                                          const VerifyOptions& defaults) {
  RequestJson read = ParseRequestJson(line, kMemberNames);
  VerifyRequest request = {.id = std::move(read.id), .options = defaults};
  const absl::Status status = read.status.ok() ? ReadMembers(read.value, request) : read.status;
  if (status.ok()) return request;
  return BadRequest{.id = std::move(request.id), .error = std::string(Message(status))};
}

absl::StatusOr<Certificates> ReadAnchors(const std::vector<std::string>& texts, Purpose purpose) {
  Certificates anchors;
  absl::Status status = AddCertificates("anchors", texts, purpose, anchors);
  if (!status.ok()) return status;
  return anchors;
}

}  // namespace tlsprobe::cli
