// Phrases the findings share.
#ifndef TLSPROBE_CHECK_WORDS_H_
#define TLSPROBE_CHECK_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// "CN=Lab Root", or the whole name where it has no common name; fit to print; of more than
// 200 bytes no more than those, and "...".
std::string NameWords(const Name& name);

// "the server's certificate", or "the leaf certificate" (CheckInput::from_server).
std::string_view LeafWords(bool from_server);

// That, "the intermediate certificate CN=…", "the root certificate CN=…".
std::string CertificateWords(const ChainVerification& chain, int depth, bool from_server);

// "3 days", "1 hour": a span in its largest whole unit.
std::string SpanWords(int64_t seconds);

// When something is judged: now, or at a time that was asked for (VerifyOptions::at_time).
struct Moment {
  UnixTime at = {};
  bool asked = false;
};
// That of a chain which has been judged by these options.
Moment MomentOf(const VerifyOptions& options, const ChainVerification& chain);

// A span before or after the moment, in its largest whole unit; `seconds` is not negative: "3 days
// ago", "3 days before the time asked for"; "3 days from now", "3 days after …".
std::string BeforeWords(int64_t seconds, const Moment& moment);
std::string AfterWords(int64_t seconds, const Moment& moment);

// "… expires in 12 days, on 2026-12-07T…", "… expired 3 days ago, on …".
std::string EndWords(std::string_view who, UnixTime end, const Moment& moment);

// "RSA key of 1024 bits", "EC key (prime256v1)".
std::string KeyWords(const PublicKey& key);

// Capitalises the first letter, to begin a sentence.
std::string Sentence(std::string text);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_WORDS_H_
