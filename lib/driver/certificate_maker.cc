#include "tlsprobe/driver/certificate_maker.h"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/bytestring.h>
#include <openssl/curve25519.h>
#include <openssl/digest.h>
#include <openssl/ec.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <span>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

constexpr unsigned kExplicit0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;
constexpr unsigned kExplicit1 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 1;
constexpr unsigned kExplicit2 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 2;
constexpr unsigned kExplicit3 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 3;

struct AttributeRow {
  std::string_view short_name;
  std::string_view oid;
  unsigned tag;
};
constexpr AttributeRow kAttributes[] = {
    {"CN", "2.5.4.3", CBS_ASN1_UTF8STRING},
    {"SN", "2.5.4.4", CBS_ASN1_UTF8STRING},
    {"serialNumber", "2.5.4.5", CBS_ASN1_PRINTABLESTRING},
    {"C", "2.5.4.6", CBS_ASN1_PRINTABLESTRING},
    {"L", "2.5.4.7", CBS_ASN1_UTF8STRING},
    {"ST", "2.5.4.8", CBS_ASN1_UTF8STRING},
    {"O", "2.5.4.10", CBS_ASN1_UTF8STRING},
    {"OU", "2.5.4.11", CBS_ASN1_UTF8STRING},
    {"emailAddress", "1.2.840.113549.1.9.1", CBS_ASN1_IA5STRING},
    {"DC", "0.9.2342.19200300.100.1.25", CBS_ASN1_IA5STRING},
    {"UID", "0.9.2342.19200300.100.1.1", CBS_ASN1_UTF8STRING},
};

struct DigestRow {
  MadeDigest digest;
  const EVP_MD* (*md)();
  std::string_view hash_oid, rsa_oid, ecdsa_oid;  // empty: there is none
};
constexpr DigestRow kDigests[] = {
    {MadeDigest::kMd5, EVP_md5, "1.2.840.113549.2.5", "1.2.840.113549.1.1.4", ""},
    {MadeDigest::kSha1, EVP_sha1, "1.3.14.3.2.26", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"},
    {MadeDigest::kSha256, EVP_sha256, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11",
     "1.2.840.10045.4.3.2"},
    {MadeDigest::kSha384, EVP_sha384, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12",
     "1.2.840.10045.4.3.3"},
    {MadeDigest::kSha512, EVP_sha512, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13",
     "1.2.840.10045.4.3.4"},
};

// A failed write leaves the CBB failed, so the result is looked at once, in Finish.
void AddElement(CBB* out, unsigned tag, BytesView content) {
  CBB element;
  if (CBB_add_asn1(out, &element, tag)) CBB_add_bytes(&element, content.data(), content.size());
  CBB_flush(out);
}

bool AddOid(CBB* out, std::string_view dotted) {
  CBB oid;
  return CBB_add_asn1(out, &oid, CBS_ASN1_OBJECT) &&
         CBB_add_asn1_oid_from_text(&oid, dotted.data(), dotted.size()) && CBB_flush(out);
}

absl::StatusOr<Bytes> Finish(CBB* out, std::string_view what) {
  uint8_t* data = nullptr;
  size_t length = 0;
  if (!CBB_finish(out, &data, &length)) {
    return InvalidArgument(fmt::format("certificate maker: {} cannot be encoded", what));
  }
  Bytes bytes(data, data + length);
  OPENSSL_free(data);
  return bytes;
}

absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParseKey(BytesView pkcs8) {
  CBS in;
  CBS_init(&in, pkcs8.data(), pkcs8.size());
  bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  ERR_clear_error();
  if (!key || CBS_len(&in) != 0) {
    return InvalidArgument("certificate maker: expected a private key in PKCS#8 DER");
  }
  return key;
}

absl::StatusOr<Bytes> PublicKeyInfo(const EVP_PKEY* key) {
  bssl::ScopedCBB out;
  if (!CBB_init(out.get(), 128) || !EVP_marshal_public_key(out.get(), key)) {
    return absl::InternalError("certificate maker: the public key cannot be encoded");
  }
  return Finish(out.get(), "the public key");
}

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

absl::Status AddAttribute(CBB* name, const std::string& type, std::string_view text) {
  const auto row = std::find_if(std::begin(kAttributes), std::end(kAttributes),
                                [&](const AttributeRow& each) { return each.short_name == type; });
  const bool known = row != std::end(kAttributes);
  CBB set, attribute;
  if (!CBB_add_asn1(name, &set, CBS_ASN1_SET) ||
      !CBB_add_asn1(&set, &attribute, CBS_ASN1_SEQUENCE) ||
      !AddOid(&attribute, known ? row->oid : std::string_view(type))) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected an attribute's short name or OID, got \"{}\"", type));
  }
  AddElement(&attribute, known ? row->tag : CBS_ASN1_UTF8STRING, AsBytes(text));
  CBB_flush(name);
  return absl::OkStatus();
}

absl::StatusOr<Bytes> EncodeSubject(const CertificateSpec& spec) {
  bssl::ScopedCBB out;
  CBB name;
  if (!CBB_init(out.get(), 128) || !CBB_add_asn1(out.get(), &name, CBS_ASN1_SEQUENCE)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  auto attributes = spec.subject;
  if (attributes.empty() && !spec.common_name.empty()) {
    attributes.emplace_back("CN", spec.common_name);
  }
  for (const auto& [type, text] : attributes) {
    if (absl::Status status = AddAttribute(&name, type, text); !status.ok()) return status;
  }
  return Finish(out.get(), "the subject");
}

// UTCTime up to 2049, then GeneralizedTime (RFC 5280 section 4.1.2.5).
absl::Status AddTime(CBB* out, UnixTime time) {
  const CivilTime civil = ToCivil(time);
  if (civil.year < 0 || civil.year > 9999) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected a time within the years 0 to 9999, got year {}", civil.year));
  }
  const bool utc_time = civil.year >= 1950 && civil.year < 2050;
  const std::string digits = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z", civil.year, civil.month,
                                         civil.day, civil.hour, civil.minute, civil.second);
  AddElement(out, utc_time ? CBS_ASN1_UTCTIME : CBS_ASN1_GENERALIZEDTIME,
             AsBytes(std::string_view(digits).substr(utc_time ? 2 : 0)));
  return absl::OkStatus();
}

void AddExtension(CBB* list, std::string_view oid, bool critical, BytesView value) {
  CBB extension;
  if (!CBB_add_asn1(list, &extension, CBS_ASN1_SEQUENCE) || !AddOid(&extension, oid)) return;
  if (critical) CBB_add_asn1_bool(&extension, 1);
  AddElement(&extension, CBS_ASN1_OCTETSTRING, value);
  CBB_flush(list);
}

absl::StatusOr<Bytes> AltNamesValue(const CertificateSpec& spec) {
  bssl::ScopedCBB out;
  CBB names;
  if (!CBB_init(out.get(), 128) || !CBB_add_asn1(out.get(), &names, CBS_ASN1_SEQUENCE)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  const auto add = [&](unsigned number, BytesView value) {
    AddElement(&names, CBS_ASN1_CONTEXT_SPECIFIC | number, value);
  };
  for (const std::string& name : spec.dns_names) add(2, AsBytes(name));
  for (const std::string& text : spec.ip_addresses) {
    const std::optional<Bytes> address = ParseIpAddress(text);
    if (!address) {
      return InvalidArgument(
          fmt::format("certificate maker: expected an IP address, got \"{}\"", text));
    }
    add(7, *address);
  }
  for (const std::string& email : spec.email_addresses) add(1, AsBytes(email));
  for (const std::string& uri : spec.uris) add(6, AsBytes(uri));
  return Finish(out.get(), "subjectAltName");
}

// A BIT STRING of named bits has no trailing zeros (X.690 section 11.2.2).
Bytes KeyUsageValue(uint16_t usage) {
  uint8_t bytes[2] = {0, 0};
  int highest = -1;
  for (int bit = 0; bit < 9; ++bit) {
    if ((usage >> bit & 1) == 0) continue;
    bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] | (0x80 >> bit % 8));
    highest = bit;
  }
  const size_t length = static_cast<size_t>(highest / 8 + (highest >= 0 ? 1 : 0));
  const int unused = highest < 0 ? 0 : 7 - highest % 8;
  Bytes value = {CBS_ASN1_BITSTRING, static_cast<uint8_t>(length + 1),
                 static_cast<uint8_t>(unused)};
  for (size_t i = 0; i < length; ++i) value.push_back(bytes[i]);
  return value;
}

absl::StatusOr<Bytes> BasicConstraintsValue(const CertificateSpec& spec) {
  bssl::ScopedCBB out;
  CBB sequence;
  if (CBB_init(out.get(), 16) && CBB_add_asn1(out.get(), &sequence, CBS_ASN1_SEQUENCE)) {
    if (spec.ca) CBB_add_asn1_bool(&sequence, 1);
    if (spec.path_length) CBB_add_asn1_uint64(&sequence, *spec.path_length);
  }
  return Finish(out.get(), "basicConstraints");
}

absl::StatusOr<Bytes> ExtendedKeyUsageValue(const std::vector<std::string>& oids) {
  bssl::ScopedCBB out;
  CBB sequence;
  if (!CBB_init(out.get(), 64) || !CBB_add_asn1(out.get(), &sequence, CBS_ASN1_SEQUENCE)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  for (const std::string& oid : oids) {
    if (AddOid(&sequence, oid)) continue;
    return InvalidArgument(fmt::format("certificate maker: expected an OID, got \"{}\"", oid));
  }
  return Finish(out.get(), "extendedKeyUsage");
}

Bytes SubjectKeyIdValue(BytesView id) {
  Bytes value = {CBS_ASN1_OCTETSTRING, static_cast<uint8_t>(id.size())};
  value.insert(value.end(), id.begin(), id.end());
  return value;
}

Bytes AuthorityKeyIdValue(BytesView id) {
  Bytes value = {0x30, static_cast<uint8_t>(id.size() + 2), 0x80, static_cast<uint8_t>(id.size())};
  value.insert(value.end(), id.begin(), id.end());
  return value;
}

absl::Status AddExtensions(CBB* list, const CertificateSpec& spec, BytesView key_id,
                           const MadeCertificate* issuer) {
  if (spec.ca || spec.path_length) {
    const absl::StatusOr<Bytes> value = BasicConstraintsValue(spec);
    if (!value.ok()) return value.status();
    AddExtension(list, "2.5.29.19", true, *value);
  }
  if (spec.key_usage) AddExtension(list, "2.5.29.15", true, KeyUsageValue(*spec.key_usage));
  if (!spec.extended_key_usage.empty()) {
    const absl::StatusOr<Bytes> value = ExtendedKeyUsageValue(spec.extended_key_usage);
    if (!value.ok()) return value.status();
    AddExtension(list, "2.5.29.37", false, *value);
  }
  if (!spec.dns_names.empty() || !spec.ip_addresses.empty() || !spec.email_addresses.empty() ||
      !spec.uris.empty()) {
    const absl::StatusOr<Bytes> value = AltNamesValue(spec);
    if (!value.ok()) return value.status();
    AddExtension(list, "2.5.29.17", false, *value);
  }
  if (spec.subject_key_id) AddExtension(list, "2.5.29.14", false, SubjectKeyIdValue(key_id));
  if (spec.authority_key_id && issuer != nullptr) {
    AddExtension(list, "2.5.29.35", false, AuthorityKeyIdValue(issuer->key_id));
  }
  for (const CertificateExtension& extra : spec.extra_extensions) {
    AddExtension(list, extra.oid, extra.critical, extra.value);
  }
  return absl::OkStatus();
}

// RSASSA-PSS-params (RFC 4055 section 3.1) with MGF1 over the same digest.
void AddPssParameters(CBB* out, const DigestRow& digest, int salt_bytes) {
  const auto add_hash = [&](CBB* parent) {
    CBB hash;
    if (!CBB_add_asn1(parent, &hash, CBS_ASN1_SEQUENCE)) return;
    AddOid(&hash, digest.hash_oid);
    AddElement(&hash, CBS_ASN1_NULL, {});
    CBB_flush(parent);
  };
  CBB parameters, field, mgf;
  if (!CBB_add_asn1(out, &parameters, CBS_ASN1_SEQUENCE)) return;
  if (CBB_add_asn1(&parameters, &field, kExplicit0)) add_hash(&field);
  if (CBB_add_asn1(&parameters, &field, kExplicit1) &&
      CBB_add_asn1(&field, &mgf, CBS_ASN1_SEQUENCE)) {
    AddOid(&mgf, "1.2.840.113549.1.1.8");
    add_hash(&mgf);
  }
  if (CBB_add_asn1(&parameters, &field, kExplicit2)) {
    CBB_add_asn1_uint64(&field, static_cast<uint64_t>(salt_bytes));
  }
  CBB_flush(out);
}

// What to sign with: one key, one digest, one padding.
struct Signer {
  EVP_PKEY* key = nullptr;
  const DigestRow* digest = nullptr;  // null for Ed25519
  bool pss = false;
  int salt_bytes = 0;
  Bytes algorithm = {};  // AlgorithmIdentifier
};

absl::StatusOr<Signer> ChooseSigner(EVP_PKEY* key, const CertificateSpec& spec) {
  Signer signer = {.key = key};
  bssl::ScopedCBB out;
  CBB sequence;
  if (!CBB_init(out.get(), 64) || !CBB_add_asn1(out.get(), &sequence, CBS_ASN1_SEQUENCE)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  std::string_view oid = "1.3.101.112";
  if (EVP_PKEY_id(key) != EVP_PKEY_ED25519) {
    signer.digest = &kDigests[static_cast<size_t>(spec.digest)];
    const bool rsa = EVP_PKEY_id(key) == EVP_PKEY_RSA;
    oid = rsa ? signer.digest->rsa_oid : signer.digest->ecdsa_oid;
    signer.pss = rsa && spec.pss;
    if (signer.pss) oid = "1.2.840.113549.1.1.10";
  }
  if (!AddOid(&sequence, oid)) {
    return InvalidArgument("certificate maker: expected SHA-1 or better for ECDSA, got MD5");
  }
  if (signer.pss) {
    signer.salt_bytes = spec.pss_salt_bytes >= 0
                            ? spec.pss_salt_bytes
                            : static_cast<int>(EVP_MD_size(signer.digest->md()));
    AddPssParameters(&sequence, *signer.digest, signer.salt_bytes);
  } else if (EVP_PKEY_id(key) == EVP_PKEY_RSA) {
    AddElement(&sequence, CBS_ASN1_NULL, {});
  }
  absl::StatusOr<Bytes> algorithm = Finish(out.get(), "the signature algorithm");
  if (!algorithm.ok()) return algorithm.status();
  signer.algorithm = *std::move(algorithm);
  return signer;
}

absl::StatusOr<Bytes> Sign(const Signer& signer, BytesView message) {
  bssl::ScopedEVP_MD_CTX context;
  EVP_PKEY_CTX* options = nullptr;
  const EVP_MD* md = signer.digest == nullptr ? nullptr : signer.digest->md();
  size_t length = 0;
  Bytes signature;
  bool good = EVP_DigestSignInit(context.get(), &options, md, nullptr, signer.key) == 1;
  if (good && signer.pss) {
    good = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, signer.salt_bytes) == 1;
  }
  good = good && EVP_DigestSign(context.get(), nullptr, &length, message.data(), message.size());
  signature.resize(length);
  good = good &&
         EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size());
  ERR_clear_error();
  if (!good) {
    return InvalidArgument(
        "certificate maker: the issuer's key cannot sign with this digest and padding. Take a "
        "longer key or a shorter digest");
  }
  signature.resize(length);
  return signature;
}

Bytes DerivedSerial(BytesView subject, BytesView spki) {
  Bytes input = ToBytes(subject);
  input.insert(input.end(), spki.begin(), spki.end());
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(input.data(), input.size(), digest);
  Bytes serial(digest, digest + 8);
  serial[0] = static_cast<uint8_t>((serial[0] & 0x3f) | 0x40);  // positive, eight bytes
  return serial;
}

struct TbsParts {
  BytesView algorithm, issuer, subject, spki;
};

absl::StatusOr<Bytes> EncodeExtensions(const CertificateSpec& spec, BytesView key_id,
                                       const MadeCertificate* issuer) {
  bssl::ScopedCBB out;
  if (!CBB_init(out.get(), 256)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  absl::Status status = AddExtensions(out.get(), spec, key_id, issuer);
  if (!status.ok()) return status;
  return Finish(out.get(), "the extensions");
}

absl::StatusOr<Bytes> EncodeTbs(const CertificateSpec& spec, const TbsParts& parts,
                                const MadeCertificate* issuer) {
  bssl::ScopedCBB out;
  CBB tbs, version, validity, wrapper;
  if (!CBB_init(out.get(), 512) || !CBB_add_asn1(out.get(), &tbs, CBS_ASN1_SEQUENCE)) {
    return absl::ResourceExhaustedError("certificate maker: out of memory");
  }
  if (spec.version != 1 && CBB_add_asn1(&tbs, &version, kExplicit0)) {
    CBB_add_asn1_uint64(&version, static_cast<uint64_t>(spec.version - 1));
  }
  const auto add = [&](BytesView bytes) { CBB_add_bytes(&tbs, bytes.data(), bytes.size()); };
  AddElement(&tbs, CBS_ASN1_INTEGER,
             spec.serial.empty() ? DerivedSerial(parts.subject, parts.spki) : spec.serial);
  add(parts.algorithm);
  add(parts.issuer);
  if (CBB_add_asn1(&tbs, &validity, CBS_ASN1_SEQUENCE)) {
    for (const UnixTime time : {spec.not_before, spec.not_after}) {
      if (absl::Status status = AddTime(&validity, time); !status.ok()) return status;
    }
    CBB_flush(&tbs);
  }
  add(parts.subject);
  add(parts.spki);
  if (spec.version != 1) {
    const absl::StatusOr<Bytes> extensions = EncodeExtensions(spec, KeyId(parts.spki), issuer);
    if (!extensions.ok()) return extensions.status();
    // An empty list of extensions is not allowed.
    if (!extensions->empty() && CBB_add_asn1(&tbs, &wrapper, kExplicit3)) {
      AddElement(&wrapper, CBS_ASN1_SEQUENCE, *extensions);
    }
  }
  return Finish(out.get(), "the certificate");
}

absl::StatusOr<Bytes> Assemble(BytesView tbs, const Signer& signer, BytesView signature) {
  bssl::ScopedCBB out;
  CBB certificate, bits;
  if (CBB_init(out.get(), tbs.size() + signature.size() + 64) &&
      CBB_add_asn1(out.get(), &certificate, CBS_ASN1_SEQUENCE)) {
    CBB_add_bytes(&certificate, tbs.data(), tbs.size());
    CBB_add_bytes(&certificate, signer.algorithm.data(), signer.algorithm.size());
    if (CBB_add_asn1(&certificate, &bits, CBS_ASN1_BITSTRING)) {
      CBB_add_u8(&bits, 0);
      CBB_add_bytes(&bits, signature.data(), signature.size());
    }
  }
  return Finish(out.get(), "the certificate");
}

bssl::UniquePtr<EVP_PKEY> NewEcKey(int curve) {
  bssl::UniquePtr<EC_KEY> ec(EC_KEY_new_by_curve_name(curve));
  bssl::UniquePtr<EVP_PKEY> key(EVP_PKEY_new());
  if (!ec || !key || !EC_KEY_generate_key(ec.get()) || !EVP_PKEY_set1_EC_KEY(key.get(), ec.get())) {
    return nullptr;
  }
  return key;
}

bssl::UniquePtr<EVP_PKEY> NewRsaKey(int bits) {
  bssl::UniquePtr<RSA> rsa(RSA_new());
  bssl::UniquePtr<BIGNUM> exponent(BN_new());
  bssl::UniquePtr<EVP_PKEY> key(EVP_PKEY_new());
  if (!rsa || !exponent || !key || !BN_set_word(exponent.get(), RSA_F4) ||
      !RSA_generate_key_ex(rsa.get(), bits, exponent.get(), nullptr) ||
      !EVP_PKEY_set1_RSA(key.get(), rsa.get())) {
    return nullptr;
  }
  return key;
}

bssl::UniquePtr<EVP_PKEY> NewKey(MadeKeyKind kind, int rsa_bits) {
  switch (kind) {
    case MadeKeyKind::kP256:
      return NewEcKey(NID_X9_62_prime256v1);
    case MadeKeyKind::kP384:
      return NewEcKey(NID_secp384r1);
    case MadeKeyKind::kP521:
      return NewEcKey(NID_secp521r1);
    case MadeKeyKind::kRsa:
      return NewRsaKey(rsa_bits);
    case MadeKeyKind::kEd25519:
      break;
  }
  uint8_t seed[32];
  RAND_bytes(seed, sizeof(seed));
  return bssl::UniquePtr<EVP_PKEY>(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed, sizeof(seed)));
}

}  // namespace

absl::StatusOr<Bytes> MakeKey(MadeKeyKind kind, int rsa_bits) {
  if (kind == MadeKeyKind::kRsa && (rsa_bits < 512 || rsa_bits > 8192)) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected an RSA key of 512 to 8192 bits, got {}", rsa_bits));
  }
  const bssl::UniquePtr<EVP_PKEY> key = NewKey(kind, rsa_bits);
  bssl::ScopedCBB out;
  if (!key || !CBB_init(out.get(), 256) || !EVP_marshal_private_key(out.get(), key.get())) {
    ERR_clear_error();
    return absl::InternalError("certificate maker: the key cannot be made");
  }
  return Finish(out.get(), "the key");
}

std::string PrivateKeyPem(BytesView pkcs8) { return ToPem("PRIVATE KEY", pkcs8); }

std::string MadeCertificate::Pem() const { return ToPem("CERTIFICATE", der); }

absl::StatusOr<MadeCertificate> MakeCertificate(const CertificateSpec& spec,
                                                const MadeCertificate* issuer) {
  absl::StatusOr<Bytes> private_key = spec.private_key.empty()
                                          ? MakeKey(spec.key_kind, spec.rsa_bits)
                                          : absl::StatusOr<Bytes>(spec.private_key);
  if (!private_key.ok()) return private_key.status();
  const auto key = ParseKey(*private_key);
  if (!key.ok()) return key.status();
  const auto issuer_key = ParseKey(issuer == nullptr ? *private_key : issuer->private_key);
  if (!issuer_key.ok()) return issuer_key.status();
  const absl::StatusOr<Signer> signer = ChooseSigner(issuer_key->get(), spec);
  if (!signer.ok()) return signer.status();
  absl::StatusOr<Bytes> subject = EncodeSubject(spec);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<Bytes> spki = PublicKeyInfo(key->get());
  if (!spki.ok()) return spki.status();

  const Bytes& issuer_name = issuer == nullptr ? *subject : issuer->subject;
  const absl::StatusOr<Bytes> tbs =
      EncodeTbs(spec, {signer->algorithm, issuer_name, *subject, *spki}, issuer);
  if (!tbs.ok()) return tbs.status();
  const absl::StatusOr<Bytes> signature = Sign(*signer, *tbs);
  if (!signature.ok()) return signature.status();
  absl::StatusOr<Bytes> der = Assemble(*tbs, *signer, *signature);
  if (!der.ok()) return der.status();
  return MadeCertificate{.der = *std::move(der),
                         .private_key = *std::move(private_key),
                         .subject = *std::move(subject),
                         .key_id = KeyId(*spki)};
}

Bytes NameConstraintsValue(const NameConstraints& constraints) {
  bssl::ScopedCBB out;
  CBB sequence;
  if (!CBB_init(out.get(), 64) || !CBB_add_asn1(out.get(), &sequence, CBS_ASN1_SEQUENCE)) return {};
  const auto add = [&](unsigned tag, const std::vector<GeneralName>& names) {
    CBB subtrees, subtree;
    if (names.empty() || !CBB_add_asn1(&sequence, &subtrees, tag)) return;
    for (const GeneralName& name : names) {
      if (!CBB_add_asn1(&subtrees, &subtree, CBS_ASN1_SEQUENCE)) return;
      const bool directory = name.type == GeneralName::Type::kDirectory;  // an explicit tag
      AddElement(&subtree,
                 CBS_ASN1_CONTEXT_SPECIFIC | static_cast<unsigned>(name.type) |
                     (directory ? CBS_ASN1_CONSTRUCTED : 0U),
                 name.value);
      CBB_flush(&subtrees);
    }
    CBB_flush(&sequence);
  };
  add(kExplicit0, constraints.permitted);
  add(kExplicit1, constraints.excluded);
  absl::StatusOr<Bytes> value = Finish(out.get(), "nameConstraints");
  return value.ok() ? *std::move(value) : Bytes();
}

}  // namespace tlsprobe
