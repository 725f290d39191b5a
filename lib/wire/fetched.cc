#include "tlsprobe/wire/fetched.h"

#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/pool.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {
namespace {

constexpr size_t kMostShown = 40;

constexpr std::array<std::string_view, 2> kCertificateLabels = {"CERTIFICATE", "X509 CERTIFICATE"};
constexpr std::array<std::string_view, 2> kPkcs7Labels = {"PKCS7", "CMS"};
constexpr std::array<std::string_view, 1> kCrlLabels = {"X509 CRL"};

template <size_t kSize>
bool IsOneOf(std::string_view label, const std::array<std::string_view, kSize>& list) {
  return std::ranges::find(list, label) != list.end();
}

constexpr uint8_t kSequence = 0x30;
constexpr uint8_t kObjectId = 0x06;

// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, … } in DER or BER (RFC 2315 section 7).
// A certificate has a SEQUENCE there.
bool LooksLikePkcs7(BytesView bytes) {
  if (bytes.size() < 2 || bytes[0] != kSequence) return false;
  const size_t more_length_bytes = bytes[1] < 0x80 ? 0 : bytes[1] & 0x7f;
  return bytes.size() > 2 + more_length_bytes && bytes[2 + more_length_bytes] == kObjectId;
}

class Collector {
 public:
  explicit Collector(size_t most) : most_(most) {}

  void AddCertificate(BytesView der) {
    if (++seen_ > most_) return;
    absl::StatusOr<CertificatePtr> certificate = ParseCertificate(der);
    if (certificate.ok()) return certificates_.push_back(*std::move(certificate));
    Note(certificate.status());
  }

  void AddPkcs7(BytesView bytes) {
    CBS in(bytes);
    const bssl::UniquePtr<STACK_OF(CRYPTO_BUFFER)> found(sk_CRYPTO_BUFFER_new_null());
    const bool read = PKCS7_get_raw_certificates(found.get(), &in, nullptr) == 1;
    ERR_clear_error();
    if (!read) return Note(InvalidArgument("PKCS#7: expected SignedData (RFC 2315 section 9.1)"));
    for (const CRYPTO_BUFFER* each : found.get()) {
      AddCertificate({CRYPTO_BUFFER_data(each), CRYPTO_BUFFER_len(each)});
    }
  }

  void AddPem(std::string_view text) {
    RawPemBlock block;
    while (NextPemBlock(text, block) && seen_ <= most_) {
      const bool pkcs7 = IsOneOf(block.label, kPkcs7Labels);
      if (!pkcs7 && !IsOneOf(block.label, kCertificateLabels)) continue;
      const absl::StatusOr<Bytes> body = FromBase64(block.base64);
      if (!body.ok()) {
        Note(body.status());
      } else if (pkcs7) {
        AddPkcs7(*body);
      } else {
        AddCertificate(*body);
      }
    }
  }

  // `bytes` is what all of this came out of.
  absl::StatusOr<std::vector<CertificatePtr>> Take(BytesView bytes) {
    if (seen_ > most_) {
      return InvalidArgument(fmt::format("expected at most {} certificates, got more", most_));
    }
    if (!certificates_.empty()) return std::move(certificates_);
    if (!first_error_.ok()) return first_error_;
    return InvalidArgument(fmt::format(
        "expected a certificate in DER or PEM, or a PKCS#7 message with some, got \"{}\"",
        Escape(bytes, kMostShown)));
  }

 private:
  void Note(const absl::Status& error) {
    if (first_error_.ok()) first_error_ = error;
  }

  const size_t most_;
  std::vector<CertificatePtr> certificates_;
  size_t seen_ = 0;
  absl::Status first_error_;
};

}  // namespace

absl::StatusOr<std::vector<CertificatePtr>> CertificatesFromBytes(BytesView bytes, size_t most) {
  Collector collector(most);
  if (LooksLikePkcs7(bytes)) {
    collector.AddPkcs7(bytes);
  } else if (!bytes.empty() && bytes[0] == kSequence) {
    collector.AddCertificate(bytes);
  } else {
    collector.AddPem(AsText(bytes));
  }
  return collector.Take(bytes);
}

absl::StatusOr<CrlPtr> CrlFromBytes(Bytes bytes) {
  if (!bytes.empty() && bytes[0] == kSequence) return ParseCrl(std::move(bytes));
  std::string_view text = AsText(bytes);
  RawPemBlock block;
  while (NextPemBlock(text, block)) {
    if (!IsOneOf(block.label, kCrlLabels)) continue;
    absl::StatusOr<Bytes> body = FromBase64(block.base64);
    return body.ok() ? ParseCrl(*std::move(body)) : body.status();
  }
  return InvalidArgument(
      fmt::format("expected a CRL in DER or PEM, got \"{}\"", Escape(bytes, kMostShown)));
}

}  // namespace tlsprobe
