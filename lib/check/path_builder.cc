// Builds the chain from the leaf to a trust anchor as OpenSSL 3.0 does: the trust store is asked
// first, then the certificates sent, and no step is taken back. So the work is linear in the
// length of the chain, which the depth limit bounds.
#include <algorithm>
#include <optional>
#include <utility>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

class PathBuilder {
 public:
  explicit PathBuilder(ChainWalk& walk) : walk_(walk), chain_(walk.chain) {}

  // False: a certificate is so broken that OpenSSL gives up without a word.
  bool Build();

 private:
  enum class Progress { kNone, kGrown, kDone, kBroken };

  Progress AskStore();
  Progress AskSent();
  bool TooLong() const {
    return static_cast<int64_t>(chain_.size()) > int64_t{walk_.max_depth} + 1;
  }
  // Null where there is none.
  const ChainLink* FindTrustedIssuer(const ChainLink& subject) const;
  std::optional<size_t> FindSentIssuer(const ChainLink& subject) const;
  bool TrustSince(size_t first) const;
  bool TrustLeafItself();
  void ReadSent();
  void ReportFailure();

  ChainWalk& walk_;
  std::vector<ChainLink>& chain_;
  std::vector<ChainLink> sent_ = {};
};

// Certificates whose key or extensions cannot be read stop OpenSSL when it asks whether they are
// self-signed.
bool Unreadable(const ChainLink& link) {
  return link.unusable() || link.key().state == KeyState::kBroken;
}

// Of several candidates: the first that is valid now, else the one that expired last.
bool Better(const ChainLink& candidate, const ChainLink& than) {
  return candidate->not_after > than->not_after;
}

void PathBuilder::ReadSent() {
  for (const CertificatePtr& certificate : walk_.input.peer.certificates) {
    if (certificate != nullptr) sent_.emplace_back(certificate);
  }
  for (const CertificatePtr& certificate : walk_.input.untrusted) sent_.emplace_back(certificate);
}

const ChainLink* PathBuilder::FindTrustedIssuer(const ChainLink& subject) const {
  const ChainLink* best = nullptr;
  for (const ChainLink& candidate : walk_.memory.TrustedIssuers(subject)) {
    if (!LikelyIssued(candidate, subject)) continue;
    if (TimeFits(walk_, *candidate)) return &candidate;
    if (best == nullptr || Better(candidate, *best)) best = &candidate;
  }
  return best;
}

std::optional<size_t> PathBuilder::FindSentIssuer(const ChainLink& subject) const {
  std::optional<size_t> best;
  for (size_t i = 0; i < sent_.size(); ++i) {
    const ChainLink& candidate = sent_[i];
    if (!LikelyIssued(candidate, subject)) continue;
    const bool used =
        std::ranges::any_of(chain_, [&](const ChainLink& link) { return link.Is(candidate); });
    if (used && !(subject.self_issued() && chain_.size() == 1)) continue;
    if (TimeFits(walk_, *candidate)) return i;
    if (!best || Better(candidate, sent_[*best])) best = i;
  }
  return best;
}

// Without auxiliary trust settings, an anchor is trusted when it is self-signed, and any
// certificate of the store with partial_chain.
bool PathBuilder::TrustSince(size_t first) const {
  if (first >= chain_.size()) return false;
  if (walk_.input.options.partial_chain) return true;
  return std::any_of(chain_.begin() + static_cast<std::ptrdiff_t>(first), chain_.end(),
                     [](const ChainLink& link) { return !link.unusable() && link.self_signed(); });
}

// partial_chain: the leaf itself may be what is trusted.
bool PathBuilder::TrustLeafItself() {
  if (!walk_.input.options.partial_chain || walk_.input.anchors == nullptr) return false;
  for (const auto& der : walk_.input.anchors->FindBySubject(chain_[0]->subject.der)) {
    if (*der != chain_[0]->der) continue;
    walk_.untrusted = 0;
    return true;
  }
  return false;
}

PathBuilder::Progress PathBuilder::AskStore() {
  const size_t length = chain_.size();
  const ChainLink* issuer = TooLong() ? nullptr : FindTrustedIssuer(chain_.back());
  if (issuer == nullptr) return Progress::kNone;
  if (Unreadable(chain_.back())) return Progress::kBroken;
  bool self_signed = chain_.back().self_signed();
  size_t first_new = length;
  if (self_signed) {
    // A self-signed certificate that only resembles an anchor is an impostor.
    if (!issuer->Is(chain_.back())) return Progress::kNone;
    chain_.back() = *issuer;
    walk_.untrusted = first_new = length - 1;
  } else {
    if (Unreadable(*issuer)) return Progress::kBroken;
    self_signed = issuer->self_signed();
    chain_.push_back(*issuer);
  }
  walk_.trusted = TrustSince(first_new);
  return walk_.trusted || self_signed ? Progress::kDone : Progress::kGrown;
}

PathBuilder::Progress PathBuilder::AskSent() {
  const ChainLink& last = chain_.back();
  if (!Unreadable(last) && last.self_signed()) return Progress::kNone;
  if (TooLong()) return Progress::kNone;
  const std::optional<size_t> issuer = FindSentIssuer(last);
  if (!issuer) return Progress::kNone;
  chain_.push_back(std::move(sent_[*issuer]));
  sent_.erase(sent_.begin() + static_cast<std::ptrdiff_t>(*issuer));
  ++walk_.untrusted;
  return Progress::kGrown;
}

void PathBuilder::ReportFailure() {
  const size_t top = chain_.size() - 1;
  // An earlier error becomes the final one.
  if (walk_.code != kVerifyOk) return walk_.Fail(top, walk_.code);
  if (TooLong()) walk_.Fail(top, kChainTooLong);
  if (!Unreadable(chain_[top]) && chain_[top].self_signed()) {
    return walk_.Fail(top, top == 0 ? kSelfSignedLeaf : kSelfSignedInChain);
  }
  walk_.Fail(top, walk_.untrusted < chain_.size() ? kNoIssuerCertificate : kNoLocalIssuer);
}

bool PathBuilder::Build() {
  ReadSent();
  walk_.untrusted = 1;
  bool ask_sent = true;
  for (;;) {
    const Progress progress = AskStore();
    if (progress == Progress::kBroken) return false;
    if (walk_.trusted || progress == Progress::kDone) break;
    if (progress == Progress::kGrown) {
      ask_sent = false;  // above a certificate from the store, only the store is asked
      continue;
    }
    if (!ask_sent || AskSent() == Progress::kNone) break;
  }
  if (!walk_.trusted && !TooLong() && walk_.untrusted == chain_.size()) {
    walk_.trusted = TrustLeafItself();
  }
  if (!walk_.trusted) ReportFailure();
  return true;
}

}  // namespace

bool BuildPath(ChainWalk& walk) {
  if (PathBuilder(walk).Build()) return true;
  walk.Abort(walk.chain.size() - 1, kUnspecified);
  return false;
}

}  // namespace tlsprobe
