// Judges the peer's certificates by the checks and turns the result into what the session does
// with it.
#ifndef TLSPROBE_SESSION_JUDGE_H_
#define TLSPROBE_SESSION_JUDGE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

class SignatureCache;

// Why the handshake must not go on.
struct Refusal {
  uint8_t alert = 0;  // AlertDescription for the peer
  std::string why = {};
};

// What certificates are judged by: the target's, or a proxy's.
struct JudgeRules {
  const VerifyOptions& options;
  const CertificateSource* anchors = nullptr;  // null: nothing is trusted
  int security_level = 2;
  // Given or fetched, beside what the peer sends.
  std::span<const CertificatePtr> untrusted = {};
  std::span<const CertificatePtr> fetched = {};  // those of `untrusted` that were
  std::span<const CrlFact> crls = {};
  SignatureCache* signatures = nullptr;  // null: every signature is verified anew
};

struct Judgement {
  Verification verification = {};
  Findings findings = {};
  // The steps as OpenSSL's callback would have been told of them: all, or with a refusal of the
  // chain those up to the first error.
  std::vector<VerifyEvent> events = {};
  // Only with VerifyOptions::fail_handshake.
  std::optional<Refusal> refusal = {};
  // What could be fetched to say more; empty unless the options ask for it.
  std::vector<FetchRequest> needs = {};
};

// JudgePeer runs every check over what is known; `now` is the wall clock of the session's start.
Judgement JudgePeer(const JudgeRules& rules, const Target& target, const TlsFacts& tls,
                    const PeerFacts& peer, UnixTime now);

// VerifyChain judges certificates without a server, the leaf first (`tlsprobe verify`): the checks
// about chains, names, CRLs and policies, none about a connection. `chain` is not empty, and taken
// as a list somebody sends: what it lacks or has too much of is a finding, unless it is the leaf
// alone, which is no list. `rules.untrusted` may complete it.
Judgement VerifyChain(const JudgeRules& rules, std::span<const CertificatePtr> chain, UnixTime now);

// NothingToJudge is the verification of a peer that showed no certificate.
Verification NothingToJudge(std::string_view why);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_JUDGE_H_
