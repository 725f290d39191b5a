// What was typed, as data: every option changes one of these and nothing else.
#ifndef TLSPROBE_CLI_COMMAND_LINE_H_
#define TLSPROBE_CLI_COMMAND_LINE_H_

#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/driver/terminal.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {

// The two faces of the program: the s_client dialect, and `tlsprobe check`.
enum class Face : uint8_t { kDialect, kNative };

// Where to connect, in the pieces it was typed in. An empty piece was not given.
struct TargetWords {
  std::optional<std::string> connect = {};     // -connect
  std::optional<std::string> positional = {};  // the word without a dash
  std::string host = {};                       // -host
  std::string port = {};                       // -port
};

// One --resolve: addresses to use for a name at a port instead of looking it up.
struct ResolveRule {
  std::string host = {};  // lower case, without a dot at its end; "*": any
  uint16_t port = 0;
  std::vector<std::string> addresses = {};
};

struct CommandLine {
  ProbeConfig config = {};
  // Made from `words` once every option is read.
  Target target = {};
  TargetWords words = {};
  RenderOptions render = {};
  TerminalOptions terminal = {};

  bool help = false;
  bool json = false;
  std::string key_log_path = {};               // empty: no key log
  std::vector<std::string> random_files = {};  // only looked at
  std::vector<ResolveRule> resolve_rules = {};
  bool all_addresses = false;
  bool proxy_from_environment = false;
  Severity fail_on = Severity::kError;

  // What contradictions are found by, and what the profile decides where it was not said.
  int protocol_flags = 0;          // -tls1_2 and its kind
  bool protocol_excluded = false;  // -no_tls1 and its kind
  bool ipv4 = false;
  bool ipv6 = false;
  bool verify_return_error = false;
  std::optional<bool> legacy_server_connect = {};
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_COMMAND_LINE_H_
