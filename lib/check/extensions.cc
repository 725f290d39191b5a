// Do the certificates of a chain fit together as their extensions say: who is a CA, how long the
// path may be, what it all may be used for (RFC 5280 section 6.1.4, RFC 3820 section 4.1)?
#include <openssl/bytestring.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/purpose.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

enum class MustBeCa : uint8_t { kEither, kNo, kYes };

// pCPathLenConstraint of proxyCertInfo (RFC 3820 section 3.8).
std::optional<uint64_t> ProxyPathLength(const Certificate& certificate) {
  const auto extension =
      std::ranges::find(certificate.extensions, "1.3.6.1.5.5.7.1.14", &CertificateExtension::oid);
  if (extension == certificate.extensions.end()) return std::nullopt;
  CBS in(extension->value), sequence;
  uint64_t length = 0;
  if (!CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) ||
      !CBS_peek_asn1_tag(&sequence, CBS_ASN1_INTEGER) || !CBS_get_asn1_uint64(&sequence, &length)) {
    return std::nullopt;
  }
  return length;
}

bool CaFits(const ChainLink& link, MustBeCa must_be_ca, bool last) {
  if (must_be_ca == MustBeCa::kEither) return true;
  if (must_be_ca == MustBeCa::kNo) return link.ca_kind() == CaKind::kNone;
  // Only what ends the chain may be a CA by older signs than basicConstraints.
  return last ? link.ca_kind() != CaKind::kNone : link.ca_kind() == CaKind::kBasicConstraints;
}

// The curve spelt out instead of named (RFC 5480 section 2.1.1 forbids it).
bool ExplicitCurve(const PublicKey& key) {
  constexpr uint8_t kSequence = 0x30;
  return key.type == KeyType::kEc && !key.parameters.empty() && key.parameters[0] == kSequence;
}

class ExtensionsWalk {
 public:
  explicit ExtensionsWalk(ChainWalk& walk) : walk_(walk) {}

  void Visit(size_t depth) {
    const ChainLink& link = walk_.chain[depth];
    const bool only = walk_.chain.size() == 1;
    if (link.critical_unknown()) walk_.Fail(depth, kUnhandledCritical);
    if (link->proxy_certificate) walk_.Fail(depth, kProxyNotAllowed);
    if (!CaFits(link, must_be_ca_, depth + 1 == walk_.chain.size())) {
      walk_.Fail(depth, must_be_ca_ == MustBeCa::kNo ? kInvalidNonCa : kInvalidCa);
    }
    if (!only && link.key().state == KeyState::kBroken) walk_.Fail(depth, kUnspecified);
    if (!only && ExplicitCurve(link->public_key)) walk_.Fail(depth, kExplicitCurve);
    if (!AllowsPurpose(link, walk_.input.options.purpose, must_be_ca_ == MustBeCa::kYes)) {
      walk_.Fail(depth, kInvalidPurpose);
    }
    CheckPathLength(depth, link);
    CountProxies(depth, link);
  }

 private:
  void CheckPathLength(size_t depth, const ChainLink& link) {
    const auto& basic = link->basic_constraints;
    if (depth > 1 && basic && basic->path_length && intermediates_ > *basic->path_length &&
        intermediates_ - *basic->path_length > proxies_) {
      walk_.Fail(depth, kPathLengthExceeded);
    }
    if (depth > 0 && !link.self_issued()) ++intermediates_;
  }

  // Below a proxy certificate's issuer there is a proxy or an end entity, else a CA.
  void CountProxies(size_t depth, const ChainLink& link) {
    must_be_ca_ = link->proxy_certificate ? MustBeCa::kNo : MustBeCa::kYes;
    if (!link->proxy_certificate) return;
    if (const std::optional<uint64_t> limit = ProxyPathLength(*link)) {
      if (proxies_ > *limit) walk_.Fail(depth, kProxyPathLengthExceeded);
      proxies_ = *limit;
    }
    ++proxies_;
  }

  ChainWalk& walk_;
  MustBeCa must_be_ca_ = MustBeCa::kEither;
  uint64_t intermediates_ = 0;  // not self-issued
  uint64_t proxies_ = 0;
};

}  // namespace

bool CheckExtensions(ChainWalk& walk) {
  ExtensionsWalk extensions(walk);
  for (size_t depth = 0; depth < walk.chain.size(); ++depth) extensions.Visit(depth);
  return true;
}

}  // namespace tlsprobe
