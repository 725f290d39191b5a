// What is printed where nothing was probed because something on this side is wrong.
#ifndef TLSPROBE_CLI_LOCAL_ERROR_H_
#define TLSPROBE_CLI_LOCAL_ERROR_H_

#include <string>
#include <string_view>

#include "tlsprobe/model/probe_config.h"

namespace tlsprobe::cli {

// LocalErrorVerdict is one line of at most 300 characters with its line end: "error: …".
std::string LocalErrorVerdict(std::string_view message);

// LocalErrorJson is a report in which nothing happened but `message`, without a phase.
std::string LocalErrorJson(const Target& target, std::string_view message, int exit_status);

// CutVerdict cuts a verdict to its 300 characters, between characters.
std::string CutVerdict(std::string text);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_LOCAL_ERROR_H_
