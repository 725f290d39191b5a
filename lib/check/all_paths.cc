// Every way from the leaf to a trust anchor, and what is wrong with each. OpenSSL stops at one:
// where that fails, another may be fine, and where it is fine, other clients may take another.
#include <algorithm>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/issuer_graph.h"
#include "tlsprobe/check/path_order.h"
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

// The chain as it was built is judged already.
CertificationPath ChosenPath(const ChainVerification& chain) {
  CertificationPath path{.certificates = chain.built, .chosen = true};
  for (const VerifyError& error : chain.errors) {
    if (!IsNameError(error.code)) path.errors.push_back(error);
  }
  path.not_checked = chain.unchecked_depth.has_value();
  path.anchored = chain.anchored() && !IsBroken(path);
  return path;
}

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
      !found.anchored && length < chosen.certificates.size() && IsChanged(chosen, length - 1);
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
  std::ranges::sort(chain.paths, PathOrder(chain.judged_at));
  DropWorst(chain);
}

}  // namespace tlsprobe
