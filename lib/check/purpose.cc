#include "tlsprobe/check/purpose.h"

#include <algorithm>
#include <iterator>
#include <string_view>

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
    {"1.3.6.1.5.5.7.3.1", kServerAuth},
    {"1.3.6.1.5.5.7.3.2", kClientAuth},
    {"1.3.6.1.5.5.7.3.4", kEmailProtection},
    {"1.3.6.1.5.5.7.3.8", kTimeStamping},
    {"1.3.6.1.4.1.311.10.3.3", kServerGatedCrypto},  // Microsoft's
    {"2.16.840.1.113730.4.1", kServerGatedCrypto},   // Netscape's
    {"1.3.6.1.5.5.7.3.3", kOtherKnownUse},           // codeSigning
    {"1.3.6.1.5.5.7.3.9", kOtherKnownUse},           // OCSPSigning
    {"1.3.6.1.5.5.7.3.10", kOtherKnownUse},          // dvcs
    {"2.5.29.37.0", kOtherKnownUse},                 // anyExtendedKeyUsage
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

bool IsCa(const ChainLink& link) { return link.ca_kind() != CaKind::kNone; }

bool CrlSign(const ChainLink& link, bool issuer) {
  return issuer ? IsCa(link) : !KeyUsageRefuses(*link, 1U << kCrlSign);
}

// The leaf is for the OCSP check to judge.
bool OcspHelper(const ChainLink& link, bool issuer) { return !issuer || IsCa(link); }

// RFC 3161 section 2.3: this use alone, and critical.
bool TimestampSign(const ChainLink& link, bool issuer) {
  constexpr unsigned kAllowed = 1U << kDigitalSignature | 1U << kNonRepudiation;
  if (issuer) return IsCa(link);
  if (link->key_usage && (*link->key_usage & ~kAllowed) != 0) return false;
  if (!link->extended_key_usage || UsesOf(*link) != kTimeStamping) return false;
  const auto extension =
      std::ranges::find(link->extensions, "2.5.29.37", &CertificateExtension::oid);
  return extension != link->extensions.end() && extension->critical;
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
