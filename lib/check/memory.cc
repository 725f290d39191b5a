#include "tlsprobe/check/memory.h"

#include <utility>

#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

std::string PairOf(const ChainLink& subject, const ChainLink& issuer) {
  std::string key(AsText(subject->sha256));
  return key.append(AsText(issuer->spki_sha256));
}

// Leaves are many and seen once; what CAs sign for CAs is few and comes again.
bool IsWorthKeeping(const ChainLink& subject) { return subject.ca_kind() != CaKind::kNone; }

}  // namespace

const std::vector<ChainLink>& CheckMemory::TrustedIssuers(const ChainLink& subject) {
  const auto [row, is_new] = trusted_.try_emplace(std::string(AsText(subject.canonical_issuer())));
  std::vector<ChainLink>& links = row->second;
  if (!is_new || anchors_ == nullptr) return links;
  for (const auto& der : anchors_->FindBySubject(subject->issuer.der)) {
    absl::StatusOr<CertificatePtr> parsed = ParseCertificate(*der);
    if (!parsed.ok()) continue;
    ChainLink link(*std::move(parsed));
    // A store may give more than was asked for.
    if (link.canonical_subject() == subject.canonical_issuer()) links.push_back(std::move(link));
  }
  return links;
}

SignatureVerdict CheckMemory::Verify(const ChainLink& subject, const ChainLink& issuer) {
  const auto [row, is_new] = signatures_.try_emplace(PairOf(subject, issuer));
  SignatureVerdict& verdict = row->second;
  if (!is_new) return verdict;
  const bool keep = shared_ != nullptr && IsWorthKeeping(subject);
  if (keep && shared_->Knows(*subject, *issuer)) return verdict = SignatureVerdict::kGood;
  ++verified_;
  verdict = CheckSignature(*subject, issuer.key());
  if (keep && verdict == SignatureVerdict::kGood) shared_->Remember(*subject, *issuer);
  return verdict;
}

bool CheckMemory::HasVerified(const ChainLink& subject, const ChainLink& issuer) const {
  return signatures_.contains(PairOf(subject, issuer));
}

}  // namespace tlsprobe
