// Suite B (RFC 5759, as OpenSSL asks for it): certificates of version 3, keys on P-256 or P-384
// alone, and signatures with the hash that belongs to the key that made them. The security of a
// chain never rises from an issuer to what it signs.
#include "tlsprobe/check/suite_b.h"

#include <optional>
#include <string_view>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kP256 = "1.2.840.10045.3.1.7";
constexpr std::string_view kP384 = "1.3.132.0.34";
constexpr std::string_view kEcdsaSha256 = "1.2.840.10045.4.3.2";
constexpr std::string_view kEcdsaSha384 = "1.2.840.10045.4.3.3";

// The depth an error is reported at, and the error.
struct Fault {
  size_t depth = 0;
  int code = kVerifyOk;
};

// Signatures and levels are the fault of what was signed, not of the key.
Fault Blame(size_t depth, int code) {
  const bool of_signed = code == kSuiteBSignature || code == kSuiteBLevel || code == kSuiteBMixed;
  return {.depth = of_signed && depth > 0 ? depth - 1 : depth, .code = code};
}

// Walks from the leaf up; `levels` shrinks on the way.
Fault FindFault(const std::vector<ChainLink>& chain, SuiteBLevels levels) {
  const SuiteBLevels at_first = levels;
  const auto judge = [&](const Certificate& holder, std::optional<std::string_view> signature) {
    const int code = SuiteBError(holder.public_key, signature, levels);
    const bool mixed = code == kSuiteBLevel && levels != at_first;
    return mixed ? static_cast<int>(kSuiteBMixed) : code;
  };
  for (size_t depth = 0; depth < chain.size(); ++depth) {
    if (chain[depth]->version != 3) return {.depth = depth, .code = kSuiteBVersion};
    std::optional<std::string_view> made;  // the leaf's key has signed nothing here
    if (depth > 0) made = chain[depth - 1]->signature_algorithm.oid;
    const int code = judge(*chain[depth], made);
    if (code != kVerifyOk) return Blame(depth, code);
  }
  // The root is judged by its signature of itself.
  const Certificate& root = *chain.back();
  const int code = judge(root, root.signature_algorithm.oid);
  return code == kVerifyOk ? Fault{} : Blame(chain.size(), code);
}

}  // namespace

int SuiteBError(const PublicKey& key, std::optional<std::string_view> signature,
                SuiteBLevels& levels) {
  if (key.type != KeyType::kEc) return kSuiteBAlgorithm;
  if (key.curve_oid == kP384) {
    if (signature && *signature != kEcdsaSha384) return kSuiteBSignature;
    if (!levels.p384) return kSuiteBLevel;
    levels.p256 = false;  // what is above a key of 192 bits must be as good
    return kVerifyOk;
  }
  if (key.curve_oid != kP256) return kSuiteBCurve;
  if (signature && *signature != kEcdsaSha256) return kSuiteBSignature;
  return levels.p256 ? kVerifyOk : kSuiteBLevel;
}

bool CheckSuiteB(ChainWalk& walk) {
  const VerifyOptions& options = walk.input.options;
  if (!options.suite_b()) return true;
  const Fault fault =
      FindFault(walk.chain, {.p256 = options.suite_b_128, .p384 = options.suite_b_192});
  if (fault.code != kVerifyOk) walk.Fail(fault.depth, fault.code);
  return true;
}

}  // namespace tlsprobe
