// Judges one certificate as `tlsprobe verify` does: by files, without a connection.
#ifndef TLSPROBE_CLI_VERIFY_JUDGE_H_
#define TLSPROBE_CLI_VERIFY_JUDGE_H_

#include <vector>

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
};

struct VerifyReport {
  CertificatePtr leaf = {};
  Judgement judgement = {};
  std::vector<FetchRecord> fetches = {};
  CallbackRun run = {};

  // Whether `openssl verify` says "OK": no error at all, also none that it goes on behind.
  bool ok() const;
  // kNotChecked where nothing is wrong, and something could not be looked at.
  Verdict verdict() const;
};

// What of it JSON shows; views into `report`.
VerifyFacts FactsOf(const VerifyReport& report);

// JudgeCertificate blocks on the network where the options ask for fetches and certificates name
// something to fetch.
VerifyReport JudgeCertificate(const VerifyRules& rules, const CertificatePtr& leaf);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_JUDGE_H_
