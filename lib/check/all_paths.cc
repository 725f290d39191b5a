// Every way from the leaf to a trust anchor, and what is wrong with each. OpenSSL stops at one:
// where that fails, another may be fine, and where it is fine, other clients may take another.
#include <algorithm>
#include <iterator>
#include <optional>
#include <ranges>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/issuer_graph.h"
#include "tlsprobe/check/path_search.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

constexpr SearchLimits kLimits = {};

// What all paths together may cost: in comparisons of names with name constraints as much as the
// chain itself.
constexpr size_t kMostComparisons = size_t{1} << 22;
// How often CRLs are asked about a certificate.
constexpr size_t kMostCrlQuestions = 512;

constexpr int kNameErrors[] = {kHostMismatch, kEmailMismatch, kIpMismatch};

bool IsNameError(int code) { return std::ranges::find(kNameErrors, code) != std::end(kNameErrors); }

bool SameCertificate(const CertificatePtr& a, const CertificatePtr& b) {
  return a->sha256 == b->sha256;
}

// A path is judged as the chain is, but for the names asked for, which are no path's fault.
VerifyOptions PathOptions(const VerifyOptions& options) {
  VerifyOptions quiet = options;
  quiet.host = quiet.email = quiet.ip = {};
  quiet.check_target_name = false;
  quiet.policy_print = false;
  return quiet;
}

class PathJudge {
 public:
  explicit PathJudge(const CheckInput& input)
      : options_(PathOptions(input.options)), input_(WithOptions(input, options_)) {}

  // Nullopt: it would cost too much.
  std::optional<CertificationPath> Judge(const FoundPath& found);

 private:
  static CheckInput WithOptions(const CheckInput& input, const VerifyOptions& options) {
    return {.options = options,
            .target = input.target,
            .tls = input.tls,
            .peer = input.peer,
            .anchors = input.anchors,
            .now = input.now,
            .security_level = input.security_level,
            .untrusted = input.untrusted,
            .crls = input.crls,
            .signatures = input.signatures,
            .memory = input.memory};
  }

  void JudgeLinks(const FoundPath& found, CertificationPath& path) const;
  // False: too much was asked for already.
  bool Spend(const std::vector<const ChainLink*>& links);

  const VerifyOptions options_;
  const CheckInput input_;
  size_t comparisons_ = 0, crl_questions_ = 0;
};

size_t NamesOf(const Certificate& certificate) {
  const auto& names = certificate.subject_alt_names;
  return certificate.subject.attributes.size() + 1 + (names ? names->size() : 0);
}

size_t ConstraintsOf(const Certificate& certificate) {
  const auto& constraints = certificate.name_constraints;
  return constraints ? constraints->permitted.size() + constraints->excluded.size() : 0;
}

// As constrained_names.cc will compare them; to make the constraints ready counts, too.
size_t Comparisons(const std::vector<const ChainLink*>& links) {
  constexpr size_t kReady = 4;
  size_t comparisons = 0, names = kReady;
  for (const ChainLink* link : links) {
    comparisons += names * ConstraintsOf(**link);
    names += NamesOf(**link);
  }
  return comparisons;
}

// What BuildPath says where it comes to no anchor.
void FailOpenEnd(ChainWalk& walk, bool too_long) {
  const size_t top = walk.chain.size() - 1;
  if (too_long) return walk.Fail(top, kChainTooLong);
  if (walk.chain[top].self_signed()) {
    return walk.Fail(top, top == 0 ? kSelfSignedLeaf : kSelfSignedInChain);
  }
  walk.Fail(top, walk.untrusted < walk.chain.size() ? kNoIssuerCertificate : kNoLocalIssuer);
}

void PathJudge::JudgeLinks(const FoundPath& found, CertificationPath& path) const {
  ChainWalk walk = NewWalk(input_, *input_.memory, found.links[0]->certificate());
  for (size_t i = 1; i < found.links.size(); ++i) walk.chain.push_back(*found.links[i]);
  walk.untrusted = found.untrusted;
  walk.trusted = found.anchored;
  CheckLeafKeyLevel(walk);
  if (walk.chain[0].unusable()) {
    walk.Abort(0, kUnspecified);
  } else {
    if (!walk.trusted) FailOpenEnd(walk, found.too_long);
    JudgePath(walk);
  }
  path.errors = std::move(walk.errors);
  path.not_checked = !walk.unchecked.empty();
}

bool PathJudge::Spend(const std::vector<const ChainLink*>& links) {
  comparisons_ += Comparisons(links);
  if (options_.checks_crls()) crl_questions_ += options_.crl_check_all ? links.size() : 1;
  return comparisons_ <= kMostComparisons && crl_questions_ <= kMostCrlQuestions;
}

std::optional<CertificationPath> PathJudge::Judge(const FoundPath& found) {
  CertificationPath path{.anchored = found.anchored};
  for (const ChainLink* link : found.links) path.certificates.push_back(link->certificate());
  if (!Spend(found.links)) return std::nullopt;
  JudgeLinks(found, path);
  return path;
}

bool HasBadSignature(const CertificationPath& path, size_t depth) {
  const VerifyError bad{.depth = static_cast<int>(depth), .code = kSignatureFailure};
  return depth + 1 < path.certificates.size() &&
         std::ranges::find(path.errors, bad) != path.errors.end();
}

// The signature is bad, and the certificate names the very key above it: it is the certificate that
// was changed, and not its issuer that is another.
bool IsCorrupt(const CertificationPath& path, size_t depth) {
  return HasBadSignature(path, depth) &&
         NamesKeyOf(*path.certificates[depth], *path.certificates[depth + 1]);
}

// OpenSSL looks at signatures when the chain is built: it may have taken a CA of the right name and
// the wrong key.
bool IsBroken(const CertificationPath& path) {
  for (size_t depth = 0; depth < path.certificates.size(); ++depth) {
    if (HasBadSignature(path, depth) && !IsCorrupt(path, depth)) return true;
  }
  return false;
}

// The chain as it was built is judged already.
CertificationPath ChosenPath(const ChainVerification& chain) {
  CertificationPath path{.certificates = chain.built, .chosen = true};
  for (const VerifyError& error : chain.errors) {
    if (!IsNameError(error.code)) path.errors.push_back(error);
  }
  path.not_checked = chain.verdict == Verdict::kNotChecked;
  path.anchored = chain.anchored() && !IsBroken(path);
  return path;
}

UnixTime EndOf(const CertificationPath& path) {
  return (*std::ranges::min_element(path.certificates, {}, &Certificate::not_after))->not_after;
}

std::vector<std::string_view> HashesOf(const CertificationPath& path) {
  std::vector<std::string_view> hashes;
  for (const CertificatePtr& each : path.certificates) hashes.push_back(AsText(each->sha256));
  return hashes;
}

// Whether what would have to be sent for this path has come to its end. The leaf is the same on
// all.
bool HasLapsed(const CertificationPath& path, UnixTime judged_at) {
  const bool top_stays = path.anchored || path.certificates.back()->self_issued;
  const size_t count = path.certificates.size() - (top_stays ? 1 : 0);
  for (size_t depth = 1; depth < count; ++depth) {
    if (path.certificates[depth]->not_after <= judged_at) return true;
  }
  return false;
}

// The one without errors, then one without an expired certificate that nobody should send, then the
// fewest errors, the shortest, the one that lives longest; without an anchor, the one that comes
// furthest, if it holds together.
class Ranking {
 public:
  explicit Ranking(UnixTime judged_at) : judged_at_(judged_at) {}

  bool operator()(const CertificationPath& a, const CertificationPath& b) const {
    return RankOf(a) < RankOf(b);
  }

 private:
  using Rank = std::tuple<bool, bool, bool, bool, int64_t, size_t, bool, int64_t, int64_t,
                          std::vector<std::string_view>>;

  Rank RankOf(const CertificationPath& path) const {
    const int64_t length = static_cast<int64_t>(path.certificates.size());
    return {!path.anchored,
            IsBroken(path),
            !path.errors.empty(),
            HasLapsed(path, judged_at_),
            path.anchored ? 0 : -length,
            path.errors.size(),
            path.not_checked,
            length,
            -EndOf(path).seconds,
            HashesOf(path)};
  }

  const UnixTime judged_at_;
};

// Whether the store has the leaf itself.
bool LeafTrusted(const CheckInput& input, const ChainLink& leaf) {
  if (leaf.self_signed()) {
    return std::ranges::any_of(input.memory->TrustedIssuers(leaf),
                               [&](const ChainLink& each) { return each.Is(leaf); });
  }
  if (!input.options.partial_chain || input.anchors == nullptr) return false;
  return std::ranges::any_of(input.anchors->FindBySubject(leaf->subject.der),
                             [&](const auto& der) { return *der == leaf->der; });
}

FoundPaths Find(const CheckInput& input, const ChainLink& leaf,
                const std::vector<ChainLink>& untrusted) {
  const IssuerGraph graph({.leaf = leaf,
                           .untrusted = untrusted,
                           .memory = *input.memory,
                           .leaf_trusted = LeafTrusted(input, leaf),
                           .partial_chain = input.options.partial_chain});
  SearchLimits limits = kLimits;
  // As NewWalk counts: the leaf and the anchor come on top.
  limits.length =
      static_cast<size_t>(std::clamp(input.options.max_depth.value_or(100), -1, 200) + 2);
  return SearchPaths(graph, limits);
}

// Whether `found` is `chosen`, or where that could be followed to: the search stops below a
// signature that is bad.
bool IsSame(const FoundPath& found, const CertificationPath& chosen) {
  const size_t length = found.links.size();
  const bool cut_short =
      !found.anchored && length < chosen.certificates.size() && IsCorrupt(chosen, length - 1);
  if (length != chosen.certificates.size() && !cut_short) return false;
  return std::ranges::equal(found.links, chosen.certificates | std::views::take(length),
                            [](const ChainLink* link, const CertificatePtr& certificate) {
                              return SameCertificate(link->certificate(), certificate);
                            });
}

void JudgeAll(const CheckInput& input, const FoundPaths& found, ChainVerification& chain) {
  PathJudge judge(input);
  const CertificationPath chosen = ChosenPath(chain);
  chain.paths.push_back(chosen);
  for (const FoundPath& each : found.paths) {
    if (IsSame(each, chosen)) continue;
    if (std::optional<CertificationPath> path = judge.Judge(each)) {
      chain.paths.push_back(*std::move(path));
    } else {
      chain.paths_cut = true;
    }
  }
}

// The one that was built may be one more than the search gives.
void DropWorst(ChainVerification& chain) {
  if (chain.paths.size() <= kLimits.paths) return;
  chain.paths.erase(chain.paths.end() - (chain.paths.back().chosen ? 2 : 1));
  chain.paths_cut = true;
}

}  // namespace

void FindAllPaths(const CheckInput& input, CheckOutput& output) {
  ChainVerification& chain = output.verification.chain;
  if (chain.built.empty()) return;
  const ChainLink leaf(input.peer.certificates[0]);
  std::vector<ChainLink> untrusted;
  for (size_t i = 1; i < input.peer.certificates.size(); ++i) {
    if (input.peer.certificates[i] != nullptr) untrusted.emplace_back(input.peer.certificates[i]);
  }
  for (const CertificatePtr& certificate : input.untrusted) untrusted.emplace_back(certificate);
  const FoundPaths found = Find(input, leaf, untrusted);
  chain.paths_cut = found.cut;
  JudgeAll(input, found, chain);
  std::ranges::sort(chain.paths, Ranking(chain.judged_at));
  DropWorst(chain);
}

}  // namespace tlsprobe
