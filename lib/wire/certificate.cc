#include "tlsprobe/wire/certificate.h"

#include <openssl/bytestring.h>
#include <openssl/sha.h>

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/certificate_extensions.h"
#include "tlsprobe/wire/certificate_time.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"
#include "tlsprobe/wire/public_key.h"

namespace tlsprobe {
namespace {

constexpr CBS_ASN1_TAG kContext = CBS_ASN1_CONTEXT_SPECIFIC;
constexpr CBS_ASN1_TAG kExplicit = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED;

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

// Reads the parts of one certificate in order; the first failure ends it.
class CertificateReader {
 public:
  explicit CertificateReader(BytesView der) : der_(der) {}

  absl::Status Read(Certificate& certificate);

 private:
  absl::Status Expected(std::string_view what, const CBS& at) const {
    return InvalidArgument(
        fmt::format("certificate: expected {} at byte {} of {} (RFC 5280 section 4.1)", what,
                    CBS_data(&at) - der_.data(), der_.size()));
  }

  absl::Status ReadTbs(CBS tbs, Certificate& certificate) const;
  absl::Status ReadVersion(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadName(CBS& tbs, std::string_view what, Name& name) const;
  absl::Status ReadAlgorithm(CBS& in, SignatureAlgorithm& algorithm) const;
  absl::Status ReadValidity(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadPublicKey(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadExtensions(CBS& tbs, Certificate& certificate) const;
  absl::Status ReadExtension(CBS& list, CertificateExtension& extension) const;

  BytesView der_;
};

// Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature BIT STRING }
absl::Status CertificateReader::Read(Certificate& certificate) {
  CBS in(der_), outer, element, tbs, signature;
  uint8_t unused_bits = 0;
  if (!CBS_get_asn1(&in, &outer, CBS_ASN1_SEQUENCE)) return Expected("a SEQUENCE", in);
  if (CBS_len(&in) != 0) return Expected("the end", in);
  if (!CBS_get_asn1_element(&outer, &element, CBS_ASN1_SEQUENCE)) {
    return Expected("the TBSCertificate", outer);
  }
  certificate.tbs = ToBytes(View(element));
  CBS_get_asn1(&element, &tbs, CBS_ASN1_SEQUENCE);
  if (absl::Status status = ReadTbs(tbs, certificate); !status.ok()) return status;
  if (absl::Status status = ReadAlgorithm(outer, certificate.signature_algorithm); !status.ok()) {
    return status;
  }
  if (!CBS_get_asn1(&outer, &signature, CBS_ASN1_BITSTRING) ||
      !CBS_get_u8(&signature, &unused_bits)) {
    return Expected("the signature as a BIT STRING", outer);
  }
  if (CBS_len(&outer) != 0) return Expected("the end of the Certificate", outer);
  certificate.signature = ToBytes(View(signature));
  return absl::OkStatus();
}

absl::Status CertificateReader::ReadTbs(CBS tbs, Certificate& certificate) const {
  CBS serial;
  if (absl::Status status = ReadVersion(tbs, certificate); !status.ok()) return status;
  if (!CBS_get_asn1(&tbs, &serial, CBS_ASN1_INTEGER)) return Expected("the serial number", tbs);
  certificate.serial = ToBytes(View(serial));
  if (absl::Status status = ReadAlgorithm(tbs, certificate.tbs_signature); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadName(tbs, "issuer", certificate.issuer); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadValidity(tbs, certificate); !status.ok()) return status;
  if (absl::Status status = ReadName(tbs, "subject", certificate.subject); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadPublicKey(tbs, certificate); !status.ok()) return status;
  // issuerUniqueID and subjectUniqueID: nobody uses them.
  if (!CBS_get_optional_asn1(&tbs, nullptr, nullptr, kContext | 1) ||
      !CBS_get_optional_asn1(&tbs, nullptr, nullptr, kContext | 2)) {
    return Expected("a unique identifier", tbs);
  }
  return ReadExtensions(tbs, certificate);
}

// version [0] EXPLICIT INTEGER DEFAULT 0. Numbers nobody has defined are kept.
absl::Status CertificateReader::ReadVersion(CBS& tbs, Certificate& certificate) const {
  CBS version;
  int present = 0;
  uint64_t number = 0;
  if (!CBS_get_optional_asn1(&tbs, &version, &present, kExplicit | 0)) {
    return Expected("the version", tbs);
  }
  if (!present) return absl::OkStatus();
  if (!CBS_get_asn1_uint64(&version, &number) || CBS_len(&version) != 0 || number > 1000) {
    return Expected("a small INTEGER as the version", version);
  }
  certificate.version = static_cast<int>(number) + 1;
  return absl::OkStatus();
}

absl::Status CertificateReader::ReadName(CBS& tbs, std::string_view what, Name& name) const {
  CBS element;
  if (!CBS_get_asn1_element(&tbs, &element, CBS_ASN1_SEQUENCE)) {
    return Expected(fmt::format("the {}", what), tbs);
  }
  absl::StatusOr<Name> parsed = ParseName(View(element));
  if (!parsed.ok()) {
    return InvalidArgument(fmt::format("certificate: {} at byte {}: {}", what,
                                       CBS_data(&element) - der_.data(), Message(parsed.status())));
  }
  name = *std::move(parsed);
  return absl::OkStatus();
}

// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
absl::Status CertificateReader::ReadAlgorithm(CBS& in, SignatureAlgorithm& algorithm) const {
  CBS content, oid;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, &oid, CBS_ASN1_OBJECT)) {
    return Expected("the signature algorithm", in);
  }
  algorithm.oid = DottedOid(View(oid));
  algorithm.parameters = ToBytes(View(content));
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
  if (!CBS_get_asn1(&tbs, &validity, CBS_ASN1_SEQUENCE)) return Expected("the validity", tbs);
  if (!TakeTime(validity, certificate.not_before, certificate.bad_not_before) ||
      !TakeTime(validity, certificate.not_after, certificate.bad_not_after) ||
      CBS_len(&validity) != 0) {
    return Expected("two times", validity);
  }
  return absl::OkStatus();
}

absl::Status CertificateReader::ReadPublicKey(CBS& tbs, Certificate& certificate) const {
  CBS element;
  if (!CBS_get_asn1_element(&tbs, &element, CBS_ASN1_SEQUENCE)) {
    return Expected("the public key", tbs);
  }
  absl::StatusOr<PublicKey> key = ParsePublicKey(View(element));
  if (!key.ok()) {
    return InvalidArgument(fmt::format("certificate: {}, at byte {}", Message(key.status()),
                                       CBS_data(&element) - der_.data()));
  }
  certificate.public_key = *std::move(key);
  return absl::OkStatus();
}

// extensions [3] EXPLICIT SEQUENCE OF Extension
absl::Status CertificateReader::ReadExtensions(CBS& tbs, Certificate& certificate) const {
  CBS wrapped, list;
  int present = 0;
  if (!CBS_get_optional_asn1(&tbs, &wrapped, &present, kExplicit | 3)) {
    return Expected("the extensions", tbs);
  }
  if (CBS_len(&tbs) != 0) return Expected("the end of the TBSCertificate", tbs);
  if (!present) return absl::OkStatus();
  if (!CBS_get_asn1(&wrapped, &list, CBS_ASN1_SEQUENCE) || CBS_len(&wrapped) != 0) {
    return Expected("a SEQUENCE of extensions", wrapped);
  }
  while (CBS_len(&list) != 0) {
    CertificateExtension& extension = certificate.extensions.emplace_back();
    if (absl::Status status = ReadExtension(list, extension); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
absl::Status CertificateReader::ReadExtension(CBS& list, CertificateExtension& extension) const {
  CBS content, oid, value, critical;
  int has_critical = 0;
  const CBS start = list;
  if (!CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, &oid, CBS_ASN1_OBJECT) ||
      !CBS_get_optional_asn1(&content, &critical, &has_critical, CBS_ASN1_BOOLEAN) ||
      !CBS_get_asn1(&content, &value, CBS_ASN1_OCTETSTRING) || CBS_len(&content) != 0) {
    return Expected("an extension", start);
  }
  extension.oid = DottedOid(View(oid));
  extension.critical = has_critical && CBS_len(&critical) != 0 && *CBS_data(&critical) != 0;
  extension.value = ToBytes(View(value));
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
