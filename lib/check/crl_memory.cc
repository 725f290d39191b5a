#include "tlsprobe/check/crl_memory.h"

#include <utility>

namespace tlsprobe {

const CrlMemory::List& CrlMemory::Given(const CheckInput& input) {
  if (given_) return *given_;
  given_.emplace();
  for (const CrlFact& fact : input.crls) given_->push_back(KnowCrl(fact));
  return *given_;
}

const CrlMemory::List& CrlMemory::Stored(const CheckInput& input, const ChainLink& subject) {
  const auto [row, is_new] = stored_.try_emplace(std::string(AsText(subject.canonical_issuer())));
  List& list = row->second;
  if (!is_new || input.anchors == nullptr) return list;
  for (CrlFact& fact : input.anchors->FindCrlsByIssuer(subject->issuer.der)) {
    KnownCrl known = KnowCrl(std::move(fact));
    // A store may give more than was asked for.
    if (known.canonical_issuer == subject.canonical_issuer()) list.push_back(std::move(known));
  }
  return list;
}

const std::vector<ChainLink>& CrlMemory::Untrusted(const CheckInput& input) {
  if (untrusted_) return *untrusted_;
  untrusted_.emplace();
  for (const CertificatePtr& each : input.peer.certificates) {
    if (each != nullptr) untrusted_->emplace_back(each);
  }
  for (const CertificatePtr& each : input.untrusted) untrusted_->emplace_back(each);
  return *untrusted_;
}

const KnownPoints& CrlMemory::Points(const ChainLink& subject) {
  const auto [row, is_new] = points_.try_emplace(std::string(AsText(subject->sha256)));
  if (is_new) row->second = KnowPoints(*subject);
  return row->second;
}

SignatureVerdict CrlMemory::Verify(const KnownCrl& crl, const ChainLink& issuer) {
  std::string key(AsText(crl->sha256));
  const auto [row, is_new] = signatures_.try_emplace(key.append(AsText(issuer->spki_sha256)));
  if (is_new) row->second = CheckSignature(*crl, issuer.key());
  return row->second;
}

std::optional<RevokedCertificate> CrlMemory::Find(const KnownCrl& crl, const ChainLink& subject) {
  RevokedIndex& index = indexes_[std::string(AsText(crl->sha256))];
  return index.Find(*crl, subject->serial, subject.canonical_issuer());
}

std::optional<CrlIssuerPath>& CrlMemory::IssuerPath(const ChainLink& issuer) {
  return paths_[std::string(AsText(issuer->sha256))];
}

}  // namespace tlsprobe
