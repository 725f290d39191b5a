#include "tlsprobe/check/signature_cache.h"

#include <utility>

namespace tlsprobe {
namespace {

// Both hashes are of fixed length: no two pairs share a key.
std::string KeyOf(const Certificate& certificate, const Certificate& issuer) {
  std::string key(AsText(certificate.sha256));
  return key.append(AsText(issuer.spki_sha256));
}

}  // namespace

bool SignatureCache::Knows(const Certificate& certificate, const Certificate& issuer) const {
  const std::string key = KeyOf(certificate, issuer);
  const std::lock_guard lock(mutex_);
  return known_.contains(key);
}

void SignatureCache::Remember(const Certificate& certificate, const Certificate& issuer) {
  std::string key = KeyOf(certificate, issuer);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most_) known_.clear();
  known_.insert(std::move(key));
}

size_t SignatureCache::size() const {
  const std::lock_guard lock(mutex_);
  return known_.size();
}

}  // namespace tlsprobe
