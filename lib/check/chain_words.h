// Words for errors of the chain that take more than a sentence to find.
#ifndef TLSPROBE_CHECK_CHAIN_WORDS_H_
#define TLSPROBE_CHECK_CHAIN_WORDS_H_

#include <string>

#include "tlsprobe/check/check.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {

// One error of the chain, and everything there is to say it with.
struct ChainFault {
  const CheckInput& input;
  const ChainVerification& chain;
  int depth;
  int code;

  std::string who() const { return CertificateWords(chain, depth, input.from_server); }
  const Certificate& certificate() const { return *chain.built[static_cast<size_t>(depth)]; }
};

// What is wrong, and what to do about it.
struct Words {
  std::string text = {};
  std::string advice = {};
};

// chain_trust_words.cc: where the path ends, and why that is no anchor.
Words SelfSignedLeaf(const ChainFault& it);
Words UntrustedRoot(const ChainFault& it);
Words MissingIssuer(const ChainFault& it);
Words IncompleteStore(const ChainFault& it);

// chain_fitness_words.cc: what a certificate may be used for, and how strong it is.
Words WrongPurpose(const ChainFault& it);
Words WeakKey(const ChainFault& it);
Words WeakDigest(const ChainFault& it);

// constraint_words.cc: names that a CA may not certify (errors 47 to 53).
Words Constrained(const ChainFault& it);

// chain_policy_words.cc: certification policies.
Words PolicyExtension(const ChainFault& it);
Words NoExplicitPolicy(const ChainFault& it);
Words TooManyPolicies(const ChainFault& it);

// chain_strict_words.cc: what is asked for under -x509_strict (errors 78 to 93) and by Suite B (56
// to 61).
Words StrictlyWrong(const ChainFault& it);
Words NotSuiteB(const ChainFault& it);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHAIN_WORDS_H_
