#include "tlsprobe/check/purpose.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/oids.h"

namespace tlsprobe {
namespace {

// extendedKeyUsage, as bits.
enum Use : unsigned {
  kServerAuth = 1U << 0,
  kClientAuth = 1U << 1,
  kEmailProtection = 1U << 2,
  kServerGatedCrypto = 1U << 3,
  kTimeStamping = 1U << 4,
  kOtherKnownUse = 1U << 5,
};
struct UseRow {
  std::string_view oid;
  unsigned use;
};
constexpr UseRow kUses[] = {
    {oid::kServerAuth, kServerAuth},
    {oid::kClientAuth, kClientAuth},
    {oid::kEmailProtection, kEmailProtection},
    {oid::kTimeStamping, kTimeStamping},
    {oid::kMicrosoftServerGatedCrypto, kServerGatedCrypto},
    {oid::kNetscapeServerGatedCrypto, kServerGatedCrypto},
    {oid::kCodeSigning, kOtherKnownUse},
    {oid::kOcspSigning, kOtherKnownUse},
    {oid::kDvcs, kOtherKnownUse},
    {oid::kAnyExtendedKeyUsage, kOtherKnownUse},
};

// nsCertType, bits as sent.
enum NetscapeType : unsigned {
  kNsSslClient = 0x80,
  kNsSslServer = 0x40,
  kNsSmime = 0x20,
  kNsSslCa = 0x04,
  kNsSmimeCa = 0x02,
};

constexpr unsigned kTlsKeyUsages =
    1U << kDigitalSignature | 1U << kKeyEncipherment | 1U << kKeyAgreement;

unsigned UsesOf(const Certificate& certificate) {
  unsigned uses = 0;
  for (const std::string& oid : *certificate.extended_key_usage) {
    const auto* row = std::ranges::find(kUses, oid, &UseRow::oid);
    if (row != std::end(kUses)) uses |= row->use;
  }
  return uses;
}

bool UsesRefuse(const Certificate& certificate, unsigned wanted) {
  return certificate.extended_key_usage && (UsesOf(certificate) & wanted) == 0;
}

bool NetscapeRefuses(const Certificate& certificate, unsigned wanted) {
  return certificate.netscape_cert_type && (*certificate.netscape_cert_type & wanted) == 0;
}

// A CA only by Netscape's type must have the type for this use.
bool IsCaFor(const ChainLink& link, unsigned netscape_type) {
  if (link.ca_kind() == CaKind::kNone) return false;
  return link.ca_kind() != CaKind::kNetscape || !NetscapeRefuses(*link, netscape_type);
}

bool SslClient(const ChainLink& link, bool issuer) {
  if (UsesRefuse(*link, kClientAuth)) return false;
  if (issuer) return IsCaFor(link, kNsSslCa);
  return !KeyUsageRefuses(*link, 1U << kDigitalSignature | 1U << kKeyAgreement) &&
         !NetscapeRefuses(*link, kNsSslClient);
}

bool SslServer(const ChainLink& link, bool issuer) {
  if (UsesRefuse(*link, kServerAuth | kServerGatedCrypto)) return false;
  if (issuer) return IsCaFor(link, kNsSslCa);
  return !NetscapeRefuses(*link, kNsSslServer) && !KeyUsageRefuses(*link, kTlsKeyUsages);
}

bool NsSslServer(const ChainLink& link, bool issuer) {
  return SslServer(link, issuer) && (issuer || !KeyUsageRefuses(*link, 1U << kKeyEncipherment));
}

bool Smime(const ChainLink& link, bool issuer) {
  if (UsesRefuse(*link, kEmailProtection)) return false;
  if (issuer) return IsCaFor(link, kNsSmimeCa);
  // Certificates marked for TLS clients alone were used for mail, and still are.
  return !NetscapeRefuses(*link, kNsSmime | kNsSslClient);
}

bool SmimeSign(const ChainLink& link, bool issuer) {
  return Smime(link, issuer) &&
         (issuer || !KeyUsageRefuses(*link, 1U << kDigitalSignature | 1U << kNonRepudiation));
}

bool SmimeEncrypt(const ChainLink& link, bool issuer) {
  return Smime(link, issuer) && (issuer || !KeyUsageRefuses(*link, 1U << kKeyEncipherment));
}

bool IsAnyCa(const ChainLink& link) { return link.ca_kind() != CaKind::kNone; }

bool CrlSign(const ChainLink& link, bool issuer) {
  return issuer ? IsAnyCa(link) : !KeyUsageRefuses(*link, 1U << kCrlSign);
}

// The leaf is for the OCSP check to judge.
bool OcspHelper(const ChainLink& link, bool issuer) { return !issuer || IsAnyCa(link); }

// RFC 3161 section 2.3: this use alone, and critical.
bool TimestampSign(const ChainLink& link, bool issuer) {
  constexpr unsigned kAllowed = 1U << kDigitalSignature | 1U << kNonRepudiation;
  if (issuer) return IsAnyCa(link);
  if (link->key_usage && (*link->key_usage & ~kAllowed) != 0) return false;
  if (!link->extended_key_usage || UsesOf(*link) != kTimeStamping) return false;
  const CertificateExtension* extension = FindExtension(*link, oid::kExtendedKeyUsage);
  return extension != nullptr && extension->critical;
}

bool Anything(const ChainLink&, bool) { return true; }

struct PurposeRow {
  Purpose purpose;
  bool (*allows)(const ChainLink& link, bool issuer);
};
constexpr PurposeRow kPurposes[] = {
    {Purpose::kAny, Anything},
    {Purpose::kSslClient, SslClient},
    {Purpose::kSslServer, SslServer},
    {Purpose::kNsSslServer, NsSslServer},
    {Purpose::kSmimeSign, SmimeSign},
    {Purpose::kSmimeEncrypt, SmimeEncrypt},
    {Purpose::kCrlSign, CrlSign},
    {Purpose::kOcspHelper, OcspHelper},
    {Purpose::kTimestampSign, TimestampSign},
};

}  // namespace

bool AllowsPurpose(const ChainLink& link, Purpose purpose, bool issuer) {
  if (link.unusable()) return true;
  const auto* row = std::ranges::find(kPurposes, purpose, &PurposeRow::purpose);
  return row != std::end(kPurposes) && row->allows(link, issuer);
}

}  // namespace tlsprobe
