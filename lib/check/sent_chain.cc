// Looks at the list of certificates as it was sent: order, and what does not belong there
// (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2). Clients that build paths get along with much
// of it; others do not.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/memory.h"
#include "tlsprobe/check/sent_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

struct Sent {
  size_t index;
  ChainLink link;
};

class SentList {
 public:
  SentList(const CheckInput& input, CheckOutput& output)
      : memory_(*input.memory), output_(output), from_server_(input.from_server) {
    for (size_t i = 0; i < input.peer.certificates.size(); ++i) {
      const CertificatePtr& certificate = input.peer.certificates[i];
      if (certificate != nullptr) sent_.push_back({i, ChainLink(certificate)});
    }
  }

  void Look();

 private:
  bool Belongs(size_t at);
  bool IsDuplicate(size_t at) const;
  std::optional<size_t> PlaceOf(const ChainLink& link) const;
  bool Follows(const ChainLink& link, const ChainLink& before) const;
  std::vector<const ChainLink*> NamedBelow(size_t at) const;
  bool Certified(const ChainLink& issuer, const ChainLink& subject) const;
  bool SignedByAny(const ChainLink& subject) const;
  bool ToldByChain(const ChainLink& subject) const;
  void AddBadSignature(const Sent& it, const ChainLink& subject);
  void AddWrongKey(const Sent& it, const ChainLink& subject);
  void Add(std::string_view id, Severity severity, std::string text, std::string advice);

  CheckMemory& memory_;
  CheckOutput& output_;
  const bool from_server_;
  std::vector<Sent> sent_;
};

void SentList::Add(std::string_view id, Severity severity, std::string text, std::string advice) {
  output_.findings.push_back({.id = std::string(id),
                              .severity = severity,
                              .text = std::move(text),
                              .advice = std::move(advice),
                              .reference = "RFC 8446 section 4.4.2"});
}

bool SentList::IsDuplicate(size_t at) const {
  return std::any_of(sent_.begin(), sent_.begin() + static_cast<std::ptrdiff_t>(at),
                     [&](const Sent& each) { return each.link.Is(sent_[at].link); });
}

// Where it stands on the best path: also above certificates that the server does not send.
std::optional<size_t> SentList::PlaceOf(const ChainLink& link) const {
  const std::vector<CertificationPath>& paths = output_.verification.chain.paths;
  if (paths.empty()) return std::nullopt;
  const std::vector<CertificatePtr>& best = paths.front().certificates;
  const auto found = std::ranges::find(best, link->sha256, &Certificate::sha256);
  if (found == best.end()) return std::nullopt;
  return static_cast<size_t>(found - best.begin());
}

// What is missing between two of the best path is no matter of their order.
bool SentList::Follows(const ChainLink& link, const ChainLink& before) const {
  const std::optional<size_t> place = PlaceOf(link), place_before = PlaceOf(before);
  if (place && place_before) return *place > *place_before;
  return link.canonical_subject() == before.canonical_issuer();
}

// Those of which the one at `at` is the issuer by name.
std::vector<const ChainLink*> SentList::NamedBelow(size_t at) const {
  std::vector<const ChainLink*> below;
  const Bytes& name = sent_[at].link.canonical_subject();
  for (const Sent& each : sent_) {
    const ChainLink& link = each.link;
    if (link.canonical_issuer() == name && link.canonical_subject() != name) below.push_back(&link);
  }
  return below;
}

// As the search for paths has found; true also where it did not look.
bool SentList::Certified(const ChainLink& issuer, const ChainLink& subject) const {
  if (!memory_.HasVerified(subject, issuer)) return LikelyIssued(issuer, subject);
  return memory_.Verify(subject, issuer) != SignatureVerdict::kBad;
}

bool SentList::SignedByAny(const ChainLink& subject) const {
  return std::ranges::any_of(sent_, [&](const Sent& each) {
    return each.link.canonical_subject() == subject.canonical_issuer() &&
           Certified(each.link, subject);
  });
}

// Whether the error of its signature is among those of the chain, which have their own words.
bool SentList::ToldByChain(const ChainLink& subject) const {
  const ChainVerification& chain = output_.verification.chain;
  return std::ranges::any_of(chain.errors, [&](const VerifyError& error) {
    const size_t depth = static_cast<size_t>(error.depth);
    return error.code == kSignatureFailure && depth < chain.built.size() &&
           chain.built[depth]->sha256 == subject->sha256;
  });
}

void SentList::AddBadSignature(const Sent& it, const ChainLink& subject) {
  if (ToldByChain(subject)) return;
  Add("sent.bad_signature", Severity::kWarning,
      fmt::format("the signature of {} is wrong: the key that it names is that of {}, which did "
                  "not make it",
                  NameWords(subject->subject), SentWords(it.index, *it.link)),
      "It was changed after it was signed: get it anew from the CA.");
}

void SentList::AddWrongKey(const Sent& it, const ChainLink& subject) {
  const auto& authority = subject->authority_key_id;
  // That of the wrong one is of no use.
  const bool named = authority && authority->key_id && authority->key_id->size() <= 64 &&
                     !NamesKeyOf(*subject, *it.link);
  Add("sent.wrong_key", Severity::kWarning,
      fmt::format("{} has the name of an issuer of those sent, but its key signed none of them",
                  SentWords(it.index, *it.link)),
      fmt::format(
          "Put the CA's certificate for the key that signed in its place{}.",
          named ? ": its subject key identifier is " + ToHexUpper(*authority->key_id) : "") +
          ListAdvice(output_.verification.chain, from_server_));
}

// What is odd about one certificate behind the leaf by itself; true where it has its place in the
// list.
bool SentList::Belongs(size_t at) {
  const Sent& it = sent_[at];
  const std::string_view file = ChainFileWords(from_server_);
  const std::string list = ListAdvice(output_.verification.chain, from_server_);
  if (IsDuplicate(at)) {
    Add("sent.duplicate", Severity::kNotice,
        fmt::format("certificate {} ({}) is sent twice", it.index, NameWords(it.link->subject)),
        fmt::format("Leave the second copy out of {}.{}", file, list));
    return false;
  }
  const std::vector<const ChainLink*> below = NamedBelow(at);
  if (below.empty() && !PlaceOf(it.link)) {
    Add("sent.unrelated", Severity::kNotice,
        fmt::format("{} issued none of the others that are sent", SentWords(it.index, *it.link)),
        fmt::format("Leave it out of {}.{}", file, list));
    return false;
  }
  const auto certified = [&](const ChainLink* subject) { return Certified(it.link, *subject); };
  if (!below.empty() && std::ranges::none_of(below, certified)) {
    const ChainLink& subject = *below[0];
    if (NamesKeyOf(*subject, *it.link) && !SignedByAny(subject)) {
      AddBadSignature(it, subject);
      return true;
    }
    AddWrongKey(it, subject);
    return false;
  }
  if (it.link.self_issued()) {
    Add("sent.root", Severity::kInfo,
        fmt::format("the root certificate {} is sent; clients must have it anyway",
                    NameWords(it.link->subject)),
        fmt::format("Leave it out of {} to save its size in each handshake.", file));
  }
  return true;
}

void SentList::Look() {
  bool in_order = true;
  size_t last = 0;  // of those that belong
  for (size_t i = 1; i < sent_.size(); ++i) {
    if (!Belongs(i)) continue;
    if (!Follows(sent_[i].link, sent_[last].link)) in_order = false;
    last = i;
  }
  if (in_order) return;
  Add("sent.order", Severity::kNotice,
      "the certificates are not sent in order: each should certify the one before it",
      fmt::format("Put {} first in {}, then the certificate of its issuer, and so on.{}",
                  LeafWords(from_server_), from_server_ ? "its chain file" : "the chain",
                  ListAdvice(output_.verification.chain, from_server_)));
}

}  // namespace

void CheckSentChain(const CheckInput& input, CheckOutput& output) {
  SentList(input, output).Look();
}

}  // namespace tlsprobe
