// A PEM bundle as a lazy store: the text is kept, an index of subjects is made by decoding the
// front of each block, and a certificate is decoded when its subject is asked for.
#include <fmt/format.h>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/crl_files.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/outline.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/driver/trusted_certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Certificates = std::vector<std::shared_ptr<const Bytes>>;

// Lines of 64 characters that hold the subject of most certificates.
constexpr size_t kFrontLines = 9;
constexpr size_t kLineCharacters = 64;

constexpr uint8_t kNoDigit = 0x80;
constexpr std::array<uint8_t, 256> MakeDigits() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<uint8_t, 256> digits = {};
  digits.fill(kNoDigit);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return digits;
}
constexpr std::array<uint8_t, 256> kDigits = MakeDigits();

// The front of a block, as far as it is whole lines of 64 digits: what every program writes.
// Indexing the system's bundle is most of what a short probe of an unknown server costs, and
// FromBase64, which expects anything anywhere, most of that.
class Front {
 public:
  explicit Front(std::string_view base64) {
    for (size_t line = 0; line < kFrontLines && base64.size() > kLineCharacters; ++line) {
      if (base64[kLineCharacters] != '\n' || !AddLine(base64.data())) return;
      base64.remove_prefix(kLineCharacters + 1);
    }
  }
  BytesView bytes() const { return BytesView(bytes_).first(size_); }

 private:
  bool AddLine(const char* digits) {
    uint8_t wrong = 0;
    for (size_t i = 0; i < kLineCharacters; i += 4) {
      const auto digit = [&](size_t at) {
        const uint8_t value = kDigits[static_cast<uint8_t>(digits[i + at])];
        wrong |= value;
        return uint32_t{value};
      };
      const uint32_t group = digit(0) << 18 | digit(1) << 12 | digit(2) << 6 | digit(3);
      bytes_[size_++] = static_cast<uint8_t>(group >> 16);
      bytes_[size_++] = static_cast<uint8_t>(group >> 8);
      bytes_[size_++] = static_cast<uint8_t>(group);
    }
    if ((wrong & kNoDigit) == 0) return true;
    size_ -= kLineCharacters / 4 * 3;
    return false;
  }

  std::array<uint8_t, kFrontLines * kLineCharacters / 4 * 3> bytes_;
  size_t size_ = 0;
};

// The canonical subject of a block; empty where there is none.
std::string CanonicalSubject(const RawPemBlock& block) {
  const Front front(block.base64);
  if (const std::optional<BytesView> subject = SubjectOf(front.bytes())) {
    return std::string(AsText(CanonicalName(*subject)));
  }
  const absl::StatusOr<Bytes> der = FromBase64(block.base64);
  if (!der.ok()) return {};
  const std::optional<BytesView> subject = SubjectOf(*der);
  return subject ? std::string(AsText(CanonicalName(*subject))) : "";
}

class Bundle : public CertificateSource {
 public:
  Bundle(std::string text, Purpose purpose) : text_(std::move(text)), purpose_(purpose) {
    MakeIndex();
  }

  Certificates FindBySubject(BytesView name) const override {
    Certificates found;
    const auto row = index_.find(std::string(AsText(CanonicalName(name))));
    if (row == index_.end()) return found;
    for (const RawPemBlock& block : row->second) {
      std::optional<Bytes> der = DecodeTrusted(block, purpose_);
      if (der) found.push_back(std::make_shared<const Bytes>(*std::move(der)));
    }
    return found;
  }

  bool Rejects(BytesView name) const override {
    const auto row = index_.find(std::string(AsText(CanonicalName(name))));
    return row != index_.end() && std::ranges::any_of(row->second, [this](const auto& block) {
             return IsRejected(block, purpose_);
           });
  }

  std::vector<CrlFact> FindCrlsByIssuer(BytesView name) const override {
    std::call_once(crls_once_, [this] { ReadCrls(); });
    return WithIssuer(crls_, name);
  }

  std::string_view text() const { return text_; }
  bool has_certificates() const { return !index_.empty(); }
  bool empty() const { return index_.empty() && !has_crl_; }
  // The number of the first block that is no certificate, counted from 1; 0: all are.
  size_t bad_block() const { return bad_block_; }

 private:
  void MakeIndex() {
    std::string_view rest = text_;
    RawPemBlock block;
    size_t number = 0;
    while (NextPemBlock(rest, block)) {
      has_crl_ = has_crl_ || block.label == kCrlLabel;
      if (!IsCertificateLabel(block.label)) continue;
      ++number;
      std::string subject = CanonicalSubject(block);
      if (subject.empty() && bad_block_ == 0) bad_block_ = number;
      if (!subject.empty()) index_[std::move(subject)].push_back(block);
    }
  }

  // Few bundles have any, and few who read a bundle ask.
  void ReadCrls() const {
    if (has_crl_) crls_ = DecodeCrls(text_, "the trust store").crls;
  }

  const std::string text_;
  const Purpose purpose_;
  absl::flat_hash_map<std::string, std::vector<RawPemBlock>> index_;  // views into text_
  size_t bad_block_ = 0;
  bool has_crl_ = false;
  mutable std::once_flag crls_once_;
  mutable std::vector<CrlFact> crls_;
};

class DeferredBundle : public CertificateSource {
 public:
  DeferredBundle(std::string path, Purpose purpose) : path_(std::move(path)), purpose_(purpose) {}

  Certificates FindBySubject(BytesView name) const override {
    return Read() ? bundle_->FindBySubject(name) : Certificates();
  }
  bool Rejects(BytesView name) const override { return Read() && bundle_->Rejects(name); }
  std::vector<CrlFact> FindCrlsByIssuer(BytesView name) const override {
    return Read() ? bundle_->FindCrlsByIssuer(name) : std::vector<CrlFact>();
  }

 private:
  // True where there is something to ask.
  bool Read() const {
    std::call_once(once_, [this] {
      absl::StatusOr<std::string> text = ReadFile(path_);
      if (text.ok()) bundle_ = std::make_unique<const Bundle>(*std::move(text), purpose_);
    });
    return bundle_ != nullptr;
  }

  const std::string path_;
  const Purpose purpose_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const Bundle> bundle_;
};

absl::Status NoCertificates(const std::string& name, std::string_view text) {
  if (IsPkcs12(AsBytes(text))) {
    return InvalidArgument(
        fmt::format("{}: expected certificates in PEM, got PKCS#12. {}", name, kConvertPkcs12));
  }
  const bool der = SubjectOf(AsBytes(text)).has_value();
  return InvalidArgument(
      fmt::format("{}: expected certificates in PEM, got {}.{}", name, der ? "one in DER" : "none",
                  der ? " Convert it: openssl x509 -inform DER -in FILE -out FILE.pem" : ""));
}

}  // namespace

absl::StatusOr<CertificateSourcePtr> NewBundle(std::string text, const std::string& name,
                                               Purpose purpose) {
  auto bundle = std::make_shared<const Bundle>(std::move(text), purpose);
  if (bundle->bad_block() != 0) {
    return InvalidArgument(
        fmt::format("{}: expected certificates in PEM, got a block, number {}, "
                    "that is not one: its base64 or DER is broken.",
                    name, bundle->bad_block()));
  }
  if (bundle->empty()) return NoCertificates(name, bundle->text());
  return bundle;
}

absl::StatusOr<CertificateSourcePtr> OpenBundle(const std::string& path, Purpose purpose) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return NewBundle(*std::move(text), path, purpose);
}

LenientBundle NewLenientBundle(std::string text, Purpose purpose) {
  auto bundle = std::make_shared<const Bundle>(std::move(text), purpose);
  return {.source = bundle,
          .bad_block = bundle->bad_block(),
          .has_certificates = bundle->has_certificates(),
          .empty = bundle->empty()};
}

CertificateSourcePtr NewDeferredBundle(std::string path, Purpose purpose) {
  return std::make_shared<const DeferredBundle>(std::move(path), purpose);
}

}  // namespace tlsprobe
