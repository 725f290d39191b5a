#include "tlsprobe/check/issuer_graph.h"

#include <algorithm>
#include <tuple>

namespace tlsprobe {
namespace {

// The time a verification takes grows with the square of the modulus: an RSA key of 16384 bits
// costs as much as sixteen of 4096, and all together no more than `signatures` of those. DSA's
// exponents are longer.
size_t WorkOf(const PublicKey& key) {
  constexpr size_t kUsualBits = 4096, kDsaTimes = 8;
  const bool dsa = key.type == KeyType::kDsa;
  if ((key.type != KeyType::kRsa && !dsa) || key.bits <= 0) return 1;
  const size_t bits = std::min<size_t>(static_cast<size_t>(key.bits), size_t{1} << 20);
  return (bits * bits * (dsa ? kDsaTimes : 1) - 1) / (kUsualBits * kUsualBits) + 1;
}

}  // namespace

IssuerGraph::IssuerGraph(const IssuerQuery& query) : query_(query) {
  Add(query.leaf, query.leaf_trusted);
  // Nothing stands above an anchor; but a leaf that is one can also have issuers.
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (i == 0 || !nodes_[i].anchor) FindIssuers(i);
  }
  MeasureDistances();
}

size_t IssuerGraph::IdentityOf(const ChainLink& link) {
  const auto key = std::pair(AsText(link.canonical_subject()), AsText(link->spki_sha256));
  return identities_.try_emplace(key, identities_.size()).first->second;
}

size_t IssuerGraph::Add(const ChainLink& link, bool trusted) {
  const auto [row, is_new] = by_hash_.try_emplace(AsText(link->sha256), nodes_.size());
  if (!is_new) return row->second;
  nodes_.push_back({.link = &link,
                    .trusted = trusted,
                    .anchor = trusted && (query_.partial_chain || link.self_signed()),
                    .identity = IdentityOf(link)});
  return row->second;
}

// Each once, the store's own first. A renewed certificate for the subject's own name and key leads
// back to where one is.
std::vector<IssuerGraph::Candidate> IssuerGraph::Candidates(const ChainLink& subject) {
  std::vector<Candidate> candidates;
  const size_t own = IdentityOf(subject);
  const auto consider = [&](const ChainLink& link, bool trusted) {
    if (link.canonical_subject() != subject.canonical_issuer() || IdentityOf(link) == own) return;
    const auto same = [&](const Candidate& each) { return each.link->Is(link); };
    if (std::ranges::any_of(candidates, same) || !LikelyIssued(link, subject)) return;
    candidates.push_back({&link, trusted, NamesKeyOf(*subject, *link)});
  };
  for (const ChainLink& link : query_.memory.TrustedIssuers(subject)) consider(link, true);
  for (const ChainLink& link : query_.untrusted) consider(link, false);
  // RFC 4158 section 3.5: what is likelier to lead to an anchor is tried first.
  const auto rank = [](const Candidate& each) {
    return std::tuple(!each.named, !each.trusted, -(*each.link)->not_after.seconds,
                      AsText((*each.link)->sha256));
  };
  std::ranges::sort(candidates, {}, rank);
  return candidates;
}

bool IssuerGraph::MayVerify(const ChainLink& issuer) {
  if (query_.memory.verified() >= query_.signatures) return false;
  // With any other key nothing is computed, however large it says it is.
  if (issuer.key().state != KeyState::kUsable) return true;
  work_ += WorkOf(issuer->public_key);
  return work_ <= query_.signatures;
}

// What this build cannot verify is taken for true: the judgement of the path says so.
bool IssuerGraph::Issued(const ChainLink& issuer, const ChainLink& subject) {
  if (!query_.memory.HasVerified(subject, issuer) && !MayVerify(issuer)) {
    cut_ = true;
    return false;
  }
  return query_.memory.Verify(subject, issuer) != SignatureVerdict::kBad;
}

void IssuerGraph::FindIssuers(size_t subject) {
  const ChainLink& link = *nodes_[subject].link;
  for (const Candidate& candidate : Candidates(link)) {
    if (!Issued(*candidate.link, link)) continue;
    const size_t issuer = Add(*candidate.link, candidate.trusted);
    nodes_[subject].issuers.push_back(issuer);
  }
}

void IssuerGraph::MeasureDistances() {
  std::vector<std::vector<size_t>> subjects(nodes_.size());
  std::vector<size_t> reached;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    for (const size_t issuer : nodes_[i].issuers) subjects[issuer].push_back(i);
    if (!nodes_[i].anchor) continue;
    nodes_[i].to_anchor = 0;
    reached.push_back(i);
  }
  for (size_t i = 0; i < reached.size(); ++i) {
    for (const size_t subject : subjects[reached[i]]) {
      if (nodes_[subject].to_anchor != kNoAnchor) continue;
      nodes_[subject].to_anchor = nodes_[reached[i]].to_anchor + 1;
      reached.push_back(subject);
    }
  }
}

}  // namespace tlsprobe
