// What is said before TLS: the proxies and STARTTLS protocols there are, and what came of talking
// to one.
#ifndef TLSPROBE_MODEL_DIALOGUE_H_
#define TLSPROBE_MODEL_DIALOGUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsprobe {

// Protocols that begin TLS by words of their own; dialogue/table.h has their names.
enum class Starttls : uint8_t {
  kSmtp,
  kPop3,
  kImap,
  kFtp,
  kXmpp,
  kXmppServer,
  kTelnet,
  kIrc,
  kMysql,
  kPostgres,
  kLmtp,
  kNntp,
  kSieve,
  kLdap,
  kRdp,
  kMssql,
};

enum class ProxyKind : uint8_t { kHttp, kHttps, kSocks4, kSocks4a, kSocks5, kSocks5h };

struct DialogueFailure {
  enum class Kind : uint8_t {
    kRefused,     // the peer said no
    kNotOffered,  // it does not offer what is wanted, and was not asked for it
    kGarbled,     // what came is not of this protocol
    kTooLong,     // more came than a dialogue may have
    kClosed,      // the connection ended
  };
  Kind kind = Kind::kRefused;
  std::string expected = {};  // "220 after STARTTLS"
  std::string got = {};       // "454 \"TLS not available\"", escaped
  std::string advice = {};    // may be empty
};

struct DialogueLine {
  bool sent = false;
  std::string text = {};  // escaped, secrets masked; packets as "<8 bytes: 0000…>"

  friend bool operator==(const DialogueLine&, const DialogueLine&) = default;
};

struct DialogueOutcome {
  std::vector<DialogueLine> transcript = {};
  std::vector<std::string> offered = {};  // the server's capabilities, as it says them
  bool not_offered = false;               // the go-ahead was asked for without an offer
  std::string last_line = {};             // what s_client repeats on standard error; may be empty
  std::optional<DialogueFailure> failure = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_DIALOGUE_H_
