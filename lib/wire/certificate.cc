#include "tlsprobe/wire/certificate.h"

#include <openssl/sha.h>

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/certificate_extensions.h"
#include "tlsprobe/wire/certificate_time.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/public_key.h"
#include "tlsprobe/wire/signed_reader.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kTbs = "TBSCertificate";

// Reads the parts of one certificate in order; the first failure ends it.
class CertificateReader {
 public:
  explicit CertificateReader(BytesView der) : der_(der), reader_(der, "certificate", "4.1") {}

  absl::Status Read(Certificate& certificate) const;

 private:
  absl::Status ReadTbs(CBS tbs, Certificate& certificate) const;
  absl::Status ReadVersion(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadValidity(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadPublicKey(CBS& tbs, Certificate& certificate) const;

  BytesView der_;
  SignedReader reader_;
};

absl::Status CertificateReader::Read(Certificate& certificate) const {
  CBS element, tbs;
  if (absl::Status status =
          reader_.TakeSigned(kTbs, element, certificate.signature_algorithm, certificate.signature);
      !status.ok()) {
    return status;
  }
  certificate.tbs = ToBytes(View(element));
  CBS_get_asn1(&element, &tbs, CBS_ASN1_SEQUENCE);
  return ReadTbs(tbs, certificate);
}

absl::Status CertificateReader::ReadTbs(CBS tbs, Certificate& certificate) const {
  CBS serial;
  if (absl::Status status = ReadVersion(tbs, certificate); !status.ok()) return status;
  if (absl::Status status = reader_.Take(tbs, CBS_ASN1_INTEGER, "the serial number", serial);
      !status.ok()) {
    return status;
  }
  certificate.serial = ToBytes(View(serial));
  if (absl::Status status = reader_.TakeAlgorithm(tbs, certificate.tbs_signature); !status.ok()) {
    return status;
  }
  if (absl::Status status = reader_.TakeName(tbs, "issuer", certificate.issuer); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadValidity(tbs, certificate); !status.ok()) return status;
  if (absl::Status status = reader_.TakeName(tbs, "subject", certificate.subject); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadPublicKey(tbs, certificate); !status.ok()) return status;
  // issuerUniqueID and subjectUniqueID: nobody uses them.
  const CBS identifiers = tbs;
  if (!CBS_get_optional_asn1(&tbs, nullptr, nullptr, kContext | 1) ||
      !CBS_get_optional_asn1(&tbs, nullptr, nullptr, kContext | 2)) {
    return reader_.Expected("a unique identifier", identifiers);
  }
  return reader_.TakeExtensions(tbs, 3, kTbs, certificate.extensions);
}

// version [0] EXPLICIT INTEGER DEFAULT 0. Numbers nobody has defined are kept.
absl::Status CertificateReader::ReadVersion(CBS& tbs, Certificate& certificate) const {
  CBS version;
  const CBS start = tbs;
  int present = 0;
  uint64_t number = 0;
  if (!CBS_get_optional_asn1(&tbs, &version, &present, kContextConstructed | 0)) {
    return reader_.Expected("the version", start);
  }
  if (!present) return absl::OkStatus();
  if (!CBS_get_asn1_uint64(&version, &number) || CBS_len(&version) != 0 || number > 1000) {
    return reader_.Expected("a small INTEGER as the version", start);
  }
  certificate.version = static_cast<int>(number) + 1;
  return absl::OkStatus();
}

bool TakeTime(CBS& validity, UnixTime& time, bool& bad) {
  CBS element, content;
  CBS_ASN1_TAG tag = 0;
  size_t header_size = 0;
  if (!CBS_get_any_asn1_element(&validity, &element, &tag, &header_size)) return false;
  content = element;
  if (!CBS_skip(&content, header_size)) return false;
  bad = !ParseCertificateTime(*CBS_data(&element), View(content), time);
  return true;
}

absl::Status CertificateReader::ReadValidity(CBS& tbs, Certificate& certificate) const {
  CBS validity;
  if (absl::Status status = reader_.Take(tbs, CBS_ASN1_SEQUENCE, "the validity", validity);
      !status.ok()) {
    return status;
  }
  const CBS times = validity;
  if (!TakeTime(validity, certificate.not_before, certificate.bad_not_before) ||
      !TakeTime(validity, certificate.not_after, certificate.bad_not_after) ||
      CBS_len(&validity) != 0) {
    return reader_.Expected("two times", times);
  }
  return absl::OkStatus();
}

absl::Status CertificateReader::ReadPublicKey(CBS& tbs, Certificate& certificate) const {
  CBS element;
  if (absl::Status status = reader_.TakeElement(tbs, CBS_ASN1_SEQUENCE, "the public key", element);
      !status.ok()) {
    return status;
  }
  absl::StatusOr<PublicKey> key = ParsePublicKey(View(element));
  if (!key.ok()) {
    return InvalidArgument(fmt::format("certificate: {}, at byte {}", Message(key.status()),
                                       CBS_data(&element) - der_.data()));
  }
  certificate.public_key = *std::move(key);
  return absl::OkStatus();
}

void Digest(Certificate& certificate) {
  certificate.sha256.resize(SHA256_DIGEST_LENGTH);
  SHA256(certificate.der.data(), certificate.der.size(), certificate.sha256.data());
  certificate.sha1.resize(SHA_DIGEST_LENGTH);
  SHA1(certificate.der.data(), certificate.der.size(), certificate.sha1.data());
  const Bytes& spki = certificate.public_key.spki;
  certificate.spki_sha256.resize(SHA256_DIGEST_LENGTH);
  SHA256(spki.data(), spki.size(), certificate.spki_sha256.data());
}

bool SameName(const Name& a, const Name& b) {
  if (a.der == b.der) return true;
  if (a.attributes.size() != b.attributes.size()) return false;
  return CanonicalName(a.der) == CanonicalName(b.der);
}

}  // namespace

absl::StatusOr<CertificatePtr> ParseCertificate(BytesView der) {
  auto certificate = std::make_shared<Certificate>();
  if (absl::Status status = CertificateReader(der).Read(*certificate); !status.ok()) return status;
  certificate->der = ToBytes(der);
  ParseKnownExtensions(*certificate);
  Digest(*certificate);
  certificate->self_issued = SameName(certificate->subject, certificate->issuer);
  return certificate;
}

}  // namespace tlsprobe
