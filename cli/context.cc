#include "cli/context.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/load.h"

namespace tlsprobe::cli {

absl::StatusOr<std::shared_ptr<const ProbeContext>> MakeContext(const CommandLine& line) {
  for (const std::string& file : line.random_files) {
    if (access(file.c_str(), R_OK) == 0) continue;
    return InvalidArgument(
        fmt::format("Can't load {} into RNG: -rand expects files that can be read ({})",
                    Escape(file), std::generic_category().message(errno)));
  }
  absl::StatusOr<Materials> materials = Load(line.config);
  if (!materials.ok()) return materials.status();
  return ProbeContext::Create(line.config, *std::move(materials));
}

}  // namespace tlsprobe::cli
