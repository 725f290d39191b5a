// When what the verdict rests on comes to its end: the first date something must have been renewed
// by.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

constexpr int64_t kDay = 86400;

using What = Expiry::What;

What WhatIs(const ChainVerification& chain, size_t depth) {
  if (depth == 0) return What::kLeaf;
  return chain.anchor == depth ? What::kAnchor : What::kIntermediate;
}

std::string CrlWords(const std::string& who, const Crl& crl) {
  return fmt::format("the CRL of {} for {}", NameWords(crl.issuer), who);
}

struct Soonest {
  std::optional<Expiry> end = {};
  const Crl* crl = nullptr;  // with Expiry::What::kCrl

  // The earlier end wins; of equal ones the one named first.
  void Consider(const Expiry& candidate, const Crl* its_crl = nullptr) {
    if (end && candidate.at >= end->at) return;
    end = candidate;
    crl = its_crl;
  }
};

void ConsiderCertificates(const ChainVerification& chain, Soonest& soonest) {
  // Nothing rests on what is above an anchor.
  const size_t count = chain.anchor ? *chain.anchor + 1 : chain.built.size();
  for (size_t depth = 0; depth < count; ++depth) {
    const Certificate& certificate = *chain.built[depth];
    if (certificate.bad_not_after) continue;
    soonest.Consider({.what = WhatIs(chain, depth),
                      .depth = static_cast<int>(depth),
                      .at = certificate.not_after});
  }
}

// A CRL without a next update has no end.
std::optional<UnixTime> EndOf(const Crl& crl) {
  return crl.bad_next_update ? std::nullopt : crl.next_update;
}

void ConsiderCrls(const CrlVerification& crl, Soonest& soonest) {
  for (const RevocationStatus& status : crl.certificates) {
    for (const CrlFact& used : status.used) {
      const std::optional<UnixTime> end = EndOf(*used.crl);
      if (!end) continue;
      soonest.Consider({.what = What::kCrl, .depth = status.depth, .at = *end}, used.crl.get());
    }
  }
}

// Lists that are made anew each day are always near their end: they are late in their last third.
int64_t LateWithin(const Crl& crl) {
  const int64_t period = crl.next_update->seconds - crl.this_update.seconds;
  return std::max(period / 10, std::min(kDay, period / 3));
}

void LookAtCrl(const std::string& who, const CrlFact& used, const Moment& moment,
               CheckOutput& output) {
  const Crl& crl = *used.crl;
  if (crl.bad_this_update || !EndOf(crl)) return;
  const int64_t left = crl.next_update->seconds - moment.at.seconds;
  if (left <= 0 || left >= LateWithin(crl)) return;
  output.findings.push_back(
      {.id = "crl.expires_soon",
       .severity = Severity::kNotice,
       .text = EndWords(CrlWords(who, crl), *crl.next_update, moment),
       .advice = fmt::format("Get the CA's next CRL; this one is from {}.", used.source),
       .reference = "RFC 5280 section 5.1.2.5"});
}

void LookAtCrls(const CheckInput& input, CheckOutput& output) {
  // A time that was given is judged by all the same, as in OpenSSL.
  if (input.options.no_check_time && !input.options.at_time) return;
  const Moment moment = MomentOf(input.options, output.verification.chain);
  std::set<Bytes> seen;
  for (const RevocationStatus& status : output.verification.crl.certificates) {
    const std::string who =
        CertificateWords(output.verification.chain, status.depth, input.from_server);
    for (const CrlFact& used : status.used) {
      if (!seen.insert(used.crl->sha256).second) continue;
      LookAtCrl(who, used, moment, output);
    }
  }
}

}  // namespace

void CheckExpiry(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  Soonest soonest;
  ConsiderCertificates(chain, soonest);
  ConsiderCrls(output.verification.crl, soonest);
  if (soonest.end) {
    Expiry& end = *soonest.end;
    std::string who = CertificateWords(chain, end.depth, input.from_server);
    if (soonest.crl != nullptr) who = CrlWords(who, *soonest.crl);
    end.seconds_left = end.at.seconds - chain.judged_at.seconds;
    end.sentence = Sentence(EndWords(who, end.at, MomentOf(input.options, chain)));
  }
  output.verification.expiry = std::move(soonest.end);
  LookAtCrls(input, output);
}

}  // namespace tlsprobe
