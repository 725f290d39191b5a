// The options about chains, out of a request's list of words, which is no whole command line.
#ifndef TLSPROBE_CLI_CHAIN_WORDS_H_
#define TLSPROBE_CLI_CHAIN_WORDS_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe::cli {

// ApplyChainWords takes what ChainOptions() (cli/option.h) has, as on a command line: -name value,
// --name value, -name=value. Only who runs the program may say that it fetches, and from where: the
// options for that are taken where `options` has them already, and change nothing. Errors:
// kInvalidArgument, naming the word and what is wrong with it.
absl::Status ApplyChainWords(std::span<const std::string> words, VerifyOptions& options);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_CHAIN_WORDS_H_
