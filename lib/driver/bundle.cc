// A PEM bundle as a lazy store: the text is kept, an index of subjects is made by decoding the
// front of each block, and a certificate is decoded when its subject is asked for.
#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/driver/trusted_certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Certificates = std::vector<std::shared_ptr<const Bytes>>;

// The subject of most certificates ends before this many characters of base64, line ends
// included: 13 lines of 64.
constexpr size_t kFrontCharacters = 13 * 65;

// The canonical subject of a block; empty where there is none.
std::string CanonicalSubject(const RawPemBlock& block) {
  for (const size_t size : {kFrontCharacters, block.base64.size()}) {
    const std::string_view front = block.base64.substr(0, size);
    const absl::StatusOr<Bytes> der = FromBase64(front);
    if (!der.ok()) continue;  // the front was not cut where we thought
    const std::optional<BytesView> subject = SubjectOf(*der);
    if (subject) return std::string(AsText(CanonicalName(*subject)));
  }
  return {};
}

class Bundle : public CertificateSource {
 public:
  explicit Bundle(std::string text) : text_(std::move(text)) { MakeIndex(); }

  Certificates FindBySubject(BytesView name) const override {
    Certificates found;
    const auto row = index_.find(std::string(AsText(CanonicalName(name))));
    if (row == index_.end()) return found;
    for (const RawPemBlock& block : row->second) {
      std::optional<Bytes> der = DecodeTrusted(block);
      if (der) found.push_back(std::make_shared<const Bytes>(*std::move(der)));
    }
    return found;
  }

  std::string_view text() const { return text_; }
  bool empty() const { return index_.empty(); }
  // The number of the first block that is no certificate, counted from 1; 0: all are.
  size_t bad_block() const { return bad_block_; }

 private:
  void MakeIndex() {
    std::string_view rest = text_;
    RawPemBlock block;
    size_t number = 0;
    while (NextPemBlock(rest, block)) {
      if (!IsCertificateLabel(block.label)) continue;
      ++number;
      std::string subject = CanonicalSubject(block);
      if (subject.empty() && bad_block_ == 0) bad_block_ = number;
      if (!subject.empty()) index_[std::move(subject)].push_back(block);
    }
  }

  const std::string text_;
  absl::flat_hash_map<std::string, std::vector<RawPemBlock>> index_;  // views into text_
  size_t bad_block_ = 0;
};

class DeferredBundle : public CertificateSource {
 public:
  explicit DeferredBundle(std::string path) : path_(std::move(path)) {}

  Certificates FindBySubject(BytesView name) const override {
    std::call_once(once_, [this] {
      absl::StatusOr<std::string> text = ReadFile(path_);
      if (text.ok()) bundle_ = std::make_unique<const Bundle>(*std::move(text));
    });
    return bundle_ ? bundle_->FindBySubject(name) : Certificates();
  }

 private:
  const std::string path_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const Bundle> bundle_;
};

absl::Status NoCertificates(const std::string& name, std::string_view text) {
  const bool der = SubjectOf(AsBytes(text)).has_value();
  return InvalidArgument(
      fmt::format("{}: expected certificates in PEM, got {}.{}", name, der ? "one in DER" : "none",
                  der ? " Convert it: openssl x509 -inform DER -in FILE -out FILE.pem" : ""));
}

}  // namespace

absl::StatusOr<CertificateSourcePtr> NewBundle(std::string text, const std::string& name) {
  auto bundle = std::make_shared<const Bundle>(std::move(text));
  if (bundle->bad_block() != 0) {
    return InvalidArgument(
        fmt::format("{}: expected certificates in PEM, got a block, number {}, "
                    "that is not one: its base64 or DER is broken.",
                    name, bundle->bad_block()));
  }
  if (bundle->empty()) return NoCertificates(name, bundle->text());
  return bundle;
}

absl::StatusOr<CertificateSourcePtr> OpenBundle(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return NewBundle(*std::move(text), path);
}

CertificateSourcePtr NewDeferredBundle(std::string path) {
  return std::make_shared<const DeferredBundle>(std::move(path));
}

}  // namespace tlsprobe
