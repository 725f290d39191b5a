// What was typed, as data: every option changes one of these and nothing else.
#ifndef TLSPROBE_CLI_COMMAND_LINE_H_
#define TLSPROBE_CLI_COMMAND_LINE_H_

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/driver/terminal.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {

// The faces of the program: the s_client dialect, `tlsprobe check`, and `tlsprobe verify`, which
// speaks as `openssl verify` does.
enum class Face : uint8_t { kDialect, kNative, kVerify };

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

// What `tlsprobe verify` has of its own.
struct VerifyWords {
  enum class FileKind : uint8_t { kUntrusted, kTrusted, kCrl };
  struct File {
    FileKind kind = FileKind::kUntrusted;
    std::string path = {};
  };
  std::vector<File> files = {};  // in the order they were named
  bool default_ca_store = true;  // what OpenSSL finds by the URI of the default directory
  bool show_chain = false;
  bool json_lines = false;
  std::vector<std::string> certificates = {};  // none: standard input

  // Whether -trusted was given, which takes the place of all other trust.
  bool names_trusted() const {
    return std::ranges::find(files, FileKind::kTrusted, &File::kind) != files.end();
  }
};

struct CommandLine {
  ProbeConfig config = {};
  // Made from `words` once every option is read.
  Target target = {};
  TargetWords words = {};
  VerifyWords verify = {};
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
