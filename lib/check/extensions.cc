// Do the certificates of a chain fit together as their extensions say: who is a CA, how long the
// path may be, what it all may be used for (RFC 5280 section 6.1.4, RFC 3820 section 4.1)?
#include <openssl/bytestring.h>

#include <cstdint>
#include <optional>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/purpose.h"
#include "tlsprobe/check/strict.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

enum class MustBeCa : uint8_t { kEither, kNo, kYes };

// pCPathLenConstraint of proxyCertInfo (RFC 3820 section 3.8).
std::optional<uint64_t> ProxyPathLength(const Certificate& certificate) {
  const CertificateExtension* extension = FindExtension(certificate, oid::kProxyCertInfo);
  if (extension == nullptr) return std::nullopt;
  CBS in(extension->value), sequence;
  uint64_t length = 0;
  if (!CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) ||
      !CBS_peek_asn1_tag(&sequence, CBS_ASN1_INTEGER) || !CBS_get_asn1_uint64(&sequence, &length)) {
    return std::nullopt;
  }
  return length;
}

// `old_signs`: a CA by other signs than basicConstraints will do.
bool CaFits(CaKind kind, MustBeCa must_be_ca, bool old_signs) {
  if (must_be_ca == MustBeCa::kNo) return kind == CaKind::kNone;
  if (kind == CaKind::kNone) return must_be_ca == MustBeCa::kEither;
  return kind == CaKind::kBasicConstraints || old_signs;
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
    const VerifyOptions& options = walk_.input.options;
    if (link.critical_unknown() && !options.ignore_critical) walk_.Fail(depth, kUnhandledCritical);
    if (link->proxy_certificate && !walk_.allow_proxies) walk_.Fail(depth, kProxyNotAllowed);
    CheckCa(depth, link);
    const bool only = walk_.chain.size() == 1;
    if (!only && link.key().state == KeyState::kBroken) walk_.Fail(depth, kUnspecified);
    if (!only && ExplicitCurve(link->public_key)) walk_.Fail(depth, kExplicitCurve);
    if (options.x509_strict && !only) CheckStrictly(walk_, depth);
    if (!PurposeFits(link)) walk_.Fail(depth, kInvalidPurpose);
    CheckPathLength(depth, link);
    CountProxies(depth, link);
  }

 private:
  void CheckCa(size_t depth, const ChainLink& link) {
    const bool end = depth == 0 || depth + 1 == walk_.chain.size();
    const bool old_signs = end && !walk_.input.options.x509_strict;
    if (CaFits(link.ca_kind(), must_be_ca_, old_signs)) return;
    walk_.Fail(depth, must_be_ca_ == MustBeCa::kNo ? kInvalidNonCa : kInvalidCa);
  }

  bool PurposeFits(const ChainLink& link) const {
    if (walk_.purpose == Purpose::kAny) return true;
    // Nothing can be said of it, which is enough unless rules are strict.
    if (link.unusable()) return !walk_.input.options.x509_strict;
    return AllowsPurpose(link, walk_.purpose, must_be_ca_ == MustBeCa::kYes);
  }

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
