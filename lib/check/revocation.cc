// Asks CRLs about the certificates of a chain, as OpenSSL does (RFC 5280 section 6.3.3): for each
// the best CRL, its delta, and further ones until every reason for revocation is covered.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/crl_choice.h"
#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/check/crl_needs.h"
#include "tlsprobe/check/crl_path.h"
#include "tlsprobe/check/crl_times.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/suite_b.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

class CertificateCheck {
 public:
  CertificateCheck(ChainWalk& walk, size_t depth)
      : walk_(walk), crls_(walk.memory.crls()), depth_(depth), subject_(walk.chain[depth]) {
    status_.depth = static_cast<int>(depth);
  }

  RevocationStatus Run();

 private:
  enum class Entry : uint8_t { kNone, kRevoked, kRemoved };

  void AskAll();
  void Ask(const CrlChoice& choice);
  // What is wrong with the CRL. True: it is its issuer's, whatever else is wrong.
  bool CheckCrl(const CrlChoice& choice, const KnownCrl& crl);
  // True: the issuer may sign CRLs, and its path is verified.
  bool CheckIssuer(const CrlChoice& choice);
  bool CheckPath(const CrlChoice& choice);
  bool CheckSignatureOf(const CrlChoice& choice, const KnownCrl& crl);
  // What it says; `believed` as CheckCrl has it.
  Entry LookUp(const KnownCrl& crl, bool believed);
  void Want(const CrlChoice& choice);
  void Conclude();

  void Fail(int code) {
    walk_.Fail(depth_, code);
    if (error_ == kVerifyOk || code == kRevoked) error_ = code;
  }
  // False, for what cannot be believed.
  bool Disbelieve(int code) {
    Fail(code);
    return false;
  }
  void Doubt(std::string why) {
    if (doubt_.empty()) doubt_ = std::move(why);
  }
  void NotChecked(const KnownCrl& crl, std::string_view why) {
    if (not_checked_.empty()) not_checked_ = fmt::format("{}: {}", CrlWords(crl.fact), why);
  }

  ChainWalk& walk_;
  CrlMemory& crls_;
  const size_t depth_;
  const ChainLink& subject_;
  RevocationStatus status_ = {};
  bool issuer_believed_ = false;  // of the CRL that was chosen last, and of its delta
  int error_ = kVerifyOk;         // the first, or that it is revoked
  std::string doubt_ = {};        // what OpenSSL does not mind
  std::string not_checked_ = {};  // what this build cannot tell
};

RevocationStatus CertificateCheck::Run() {
  if (subject_->proxy_certificate) {
    // RFC 3820 section 3.1: no CRL has it.
    status_.verdict = Verdict::kOk;
    status_.how = "a proxy certificate is not looked up";
    return std::move(status_);
  }
  AskAll();
  Conclude();
  return std::move(status_);
}

void CertificateCheck::AskAll() {
  CrlChoice choice;
  while (choice.reasons != kEveryReason) {
    const uint16_t known_before = choice.reasons;
    choice = ChooseCrl(walk_, depth_, choice);
    Want(choice);
    if (choice.crl == nullptr) return Fail(kNoCrl);
    Ask(choice);
    // Another round would come to the same.
    if (choice.reasons == known_before) return Fail(kNoCrl);
  }
}

void CertificateCheck::Ask(const CrlChoice& choice) {
  status_.used.push_back(choice.crl->fact);
  if (choice.delta != nullptr) status_.used.push_back(choice.delta->fact);
  const bool believed = CheckCrl(choice, *choice.crl);
  Entry changed = Entry::kNone;
  if (choice.delta != nullptr) {
    const bool delta_believed = CheckCrl(choice, *choice.delta);
    changed = LookUp(*choice.delta, delta_believed);
  }
  if (changed != Entry::kRemoved) LookUp(*choice.crl, believed);
}

bool CertificateCheck::CheckIssuer(const CrlChoice& choice) {
  const bool may_sign = !KeyUsageRefuses(**choice.issuer, 1U << kCrlSign);
  if (!may_sign) Fail(kNoCrlSign);
  if (!choice.Has(kInScope)) Fail(kDifferentCrlScope);
  return (choice.Has(kIssuerOnPath) || CheckPath(choice)) && may_sign;
}

bool CertificateCheck::CheckPath(const CrlChoice& choice) {
  switch (CheckCrlPath(walk_, depth_, *choice.issuer)) {
    case CrlPathVerdict::kGood:
      return true;
    case CrlPathVerdict::kTolerated:
      Doubt(CrlWords(choice.crl->fact) + " is of an issuer whose certificate does not verify");
      return false;
    case CrlPathVerdict::kUnchecked:
      NotChecked(*choice.crl, crls_.IssuerPath(*choice.issuer)->unchecked);
      return false;
    case CrlPathVerdict::kRefused:
      break;
  }
  return Disbelieve(kCrlPathFailure);
}

bool CertificateCheck::CheckCrl(const CrlChoice& choice, const KnownCrl& crl) {
  if (!crl.base_number) {
    issuer_believed_ = CheckIssuer(choice);
  } else if (&crl == choice.crl) {
    // Its issuer is not looked at then.
    issuer_believed_ =
        choice.Has(kIssuerOnPath) && !KeyUsageRefuses(**choice.issuer, 1U << kCrlSign);
    Doubt(CrlWords(crl.fact) + " has only what changed, and the complete CRL is not there");
  }
  if (crl.malformed) Doubt(CrlWords(crl.fact) + " has an extension that does not parse");
  if (!choice.Has(kInTime)) {
    const CrlTimeFaults faults = FindTimeFaults(walk_, *crl, choice.Has(kDeltaInTime));
    if (faults.begin != kVerifyOk) Fail(faults.begin);
    if (faults.end != kVerifyOk) Fail(faults.end);
  }
  return CheckSignatureOf(choice, crl) && issuer_believed_;
}

bool CertificateCheck::CheckSignatureOf(const CrlChoice& choice, const KnownCrl& crl) {
  const ChainLink& issuer = *choice.issuer;
  if (issuer.key().state == KeyState::kBroken) return Disbelieve(kUndecodableIssuerKey);
  const VerifyOptions& options = walk_.input.options;
  if (options.suite_b()) {
    SuiteBLevels levels = {.p256 = options.suite_b_128, .p384 = options.suite_b_192};
    const int error = SuiteBError(issuer->public_key, crl->signature_algorithm.oid, levels);
    if (error != kVerifyOk) Fail(error);
  }
  const SignatureVerdict verdict = crls_.Verify(crl, issuer);
  if (verdict == SignatureVerdict::kGood) return true;
  if (verdict == SignatureVerdict::kBad) return Disbelieve(kCrlSignatureFailure);
  NotChecked(crl, fmt::format("its signature is {}, which this build cannot check",
                              UncheckedWords(crl->signature_algorithm, issuer)));
  return false;
}

CertificateCheck::Entry CertificateCheck::LookUp(const KnownCrl& crl, bool believed) {
  constexpr int kRemoveFromCrl = 8;
  if (crl.critical_unknown && !walk_.input.options.ignore_critical) Fail(kUnhandledCriticalCrl);
  std::optional<RevokedCertificate> entry = crls_.Find(crl, subject_);
  if (!entry) return Entry::kNone;
  if (entry->reason == kRemoveFromCrl) return Entry::kRemoved;
  if (!believed) {
    // OpenSSL tells of it all the same. What the verdict rests on is why it is not believed.
    walk_.Fail(depth_, kRevoked);
    return Entry::kRevoked;
  }
  if (!status_.entry) status_.entry = std::move(entry);
  Fail(kRevoked);
  return Entry::kRevoked;
}

void CertificateCheck::Want(const CrlChoice& choice) {
  if (choice.crl == nullptr || !choice.fit()) {
    AskForCrls(walk_, subject_->crl_distribution_points);
  }
  if (!walk_.input.options.use_deltas || choice.delta != nullptr) return;
  AskForCrls(walk_, subject_->freshest_crl);
  if (choice.crl != nullptr) AskForCrls(walk_, (*choice.crl)->freshest_crl);
}

void CertificateCheck::Conclude() {
  status_.verdict = Verdict::kFailed;
  if (error_ != kVerifyOk) {
    status_.how = CrlFaultWords(
        {.code = error_,
         .status = status_,
         .certificate = *subject_,
         .moment = {.at = walk_.judged_at, .asked = walk_.input.options.at_time.has_value()}});
  } else if (!doubt_.empty()) {
    status_.how = std::move(doubt_);
  } else if (!not_checked_.empty()) {
    status_.verdict = Verdict::kNotChecked;
    status_.how = std::move(not_checked_);
  } else {
    status_.verdict = Verdict::kOk;
    status_.how = "not revoked by " + CrlWords(status_.used.front());
  }
}

}  // namespace

bool CheckRevocation(ChainWalk& walk) {
  const VerifyOptions& options = walk.input.options;
  if (!options.checks_crls()) return true;
  // On the path of a CRL's issuer nobody is the leaf.
  if (!options.crl_check_all && walk.parent != nullptr) return true;
  const size_t count = options.crl_check_all ? walk.chain.size() : 1;
  for (size_t depth = 0; depth < count; ++depth) {
    const RevocationStatus& status =
        walk.revocations.emplace_back(CertificateCheck(walk, depth).Run());
    if (status.verdict == Verdict::kNotChecked && walk.crls_unchecked.empty()) {
      walk.crls_unchecked = status.how;
    }
  }
  return true;
}

}  // namespace tlsprobe
