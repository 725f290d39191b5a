// Judges a certificate, or a chain, as `tlsprobe verify` does: by files, without a connection.
#ifndef TLSPROBE_CLI_VERIFY_JUDGE_H_
#define TLSPROBE_CLI_VERIFY_JUDGE_H_

#include <vector>

#include "cli/fetch_cache.h"
#include "cli/verify_callback.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/check/signature_cache.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/render/verify_json.h"
#include "tlsprobe/session/judge.h"

namespace tlsprobe::cli {

// What a certificate is judged by. Everything outlives the call.
struct VerifyRules {
  const ProbeConfig& config;   // `verify`, and `limits` of fetches
  const Materials& materials;  // anchors, untrusted certificates, CRLs
  UnixTime now = {};
  SignatureCache* signatures = nullptr;  // null: every signature is verified anew
  FetchCache* fetches = nullptr;         // null: everything is fetched anew
};

struct VerifyReport {
  std::vector<CertificatePtr> certificates = {};  // what was judged, the leaf first
  Judgement judgement = {};
  std::vector<FetchRecord> fetches = {};
  CallbackRun run = {};

  // Whether `openssl verify` says "OK": no error at all, also none that it goes on behind.
  bool ok() const;
  // kNotChecked where nothing is wrong, and a signature of the chain or of a CRL is of a kind that
  // could not be looked at.
  Verdict verdict() const;
};

// What of it JSON shows; views into `report`.
VerifyFacts FactsOf(const VerifyReport& report);

// JudgeCertificates takes a leaf, or a chain as a server would send it. It blocks on the network
// where the options ask for fetches and certificates name something to fetch.
VerifyReport JudgeCertificates(const VerifyRules& rules, std::vector<CertificatePtr> chain);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_JUDGE_H_
