#include "tlsprobe/driver/certificate_maker.h"

#include <openssl/bytestring.h>
#include <openssl/sha.h>

#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/driver/certificate_fields.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/made_signature.h"

namespace tlsprobe {
namespace {

// SHA-1 of the content of the BIT STRING: method 1 of RFC 5280 section 4.2.1.2.
Bytes KeyId(BytesView spki) {
  CBS in(spki), sequence, algorithm, bits;
  Bytes id(SHA_DIGEST_LENGTH);
  uint8_t unused = 0;
  if (CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) &&
      CBS_get_asn1(&sequence, &algorithm, CBS_ASN1_SEQUENCE) &&
      CBS_get_asn1(&sequence, &bits, CBS_ASN1_BITSTRING) && CBS_get_u8(&bits, &unused)) {
    SHA1(CBS_data(&bits), CBS_len(&bits), id.data());
  }
  return id;
}

Bytes DerivedSerial(BytesView subject, BytesView spki) {
  Bytes input = ToBytes(subject);
  Append(input, spki);
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(input.data(), input.size(), digest);
  Bytes serial(digest, digest + 8);
  serial[0] = static_cast<uint8_t>((serial[0] & 0x3f) | 0x40);  // positive, eight bytes
  return serial;
}

// `made` is complete but for `der`.
absl::StatusOr<Bytes> EncodeTbs(const CertificateSpec& spec, const MadeCertificate& made,
                                const MadeCertificate* issuer, BytesView spki,
                                BytesView algorithm) {
  const absl::StatusOr<Bytes> validity = EncodeValidity(spec);
  if (!validity.ok()) return validity.status();
  Bytes version, extensions;
  if (spec.version != 1) {
    version = Der(kDerContextConstructed, DerUint(static_cast<uint64_t>(spec.version - 1)));
    absl::StatusOr<Bytes> list = EncodeExtensions(
        spec, made.key_id, issuer == nullptr ? BytesView() : BytesView(issuer->key_id));
    if (!list.ok()) return list.status();
    if (!list->empty()) extensions = Der(kDerContextConstructed + 3, *list);
  }
  return Der(kDerSequence, {version, Der(kDerInteger, made.serial), algorithm, made.issuer,
                            *validity, made.subject, spki, extensions});
}

}  // namespace

std::string MadeCertificate::Pem() const { return ToPem("CERTIFICATE", der); }

absl::StatusOr<MadeCertificate> MakeCertificate(const CertificateSpec& spec,
                                                const MadeCertificate* issuer) {
  MadeCertificate made;
  absl::StatusOr<Bytes> private_key = spec.private_key.empty()
                                          ? MakeKey(spec.key_kind, spec.rsa_bits)
                                          : absl::StatusOr<Bytes>(spec.private_key);
  if (!private_key.ok()) return private_key.status();
  made.private_key = *std::move(private_key);
  absl::StatusOr<Bytes> subject = EncodeSubject(spec);
  if (!subject.ok()) return subject.status();
  made.subject = *std::move(subject);
  made.issuer = issuer == nullptr ? made.subject : issuer->subject;
  const absl::StatusOr<Bytes> spki = spec.public_key.empty()
                                         ? PublicKeyInfo(made.private_key)
                                         : absl::StatusOr<Bytes>(spec.public_key);
  if (!spki.ok()) return spki.status();
  made.key_id = spec.key_id.empty() ? KeyId(*spki) : spec.key_id;
  made.serial = spec.serial.empty() ? DerivedSerial(made.subject, *spki) : spec.serial;

  absl::StatusOr<Bytes> der = MakeSigned(
      issuer == nullptr ? made.private_key : issuer->private_key, SignatureOf(spec),
      [&](BytesView algorithm) { return EncodeTbs(spec, made, issuer, *spki, algorithm); });
  if (!der.ok()) return der.status();
  made.der = *std::move(der);
  return made;
}

}  // namespace tlsprobe
