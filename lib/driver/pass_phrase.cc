// Where pass phrases come from, in OpenSSL's notation (openssl-passphrase-options(1)).
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"

namespace tlsprobe {
namespace {

constexpr size_t kMostPassPhrase = size_t{1} << 20;

absl::StatusOr<std::string> FromText(std::string_view text) { return std::string(text); }

absl::StatusOr<std::string> FromEnvironment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) {
    return NotFound(
        fmt::format("expected the environment variable {}, got: it is not set.", Escape(name)));
  }
  return std::string(value);
}

// OpenSSL takes the first line of a file. Not a byte more is read: a pipe may stay open, and what
// follows may be the session's data.
absl::StatusOr<std::string> FirstLine(int fd, const std::string& name) {
  return ReadLine(fd, name, kMostPassPhrase);
}

absl::StatusOr<std::string> FromFile(std::string_view path) {
  const std::string name(path);
  const absl::StatusOr<OwnedFd> file = OpenFile(name);
  if (!file.ok()) return file.status();
  return FirstLine(file->get(), name);
}

absl::StatusOr<std::string> FromDescriptor(std::string_view number) {
  const std::optional<uint64_t> fd = ParseUint(number, 0x7fffffff);
  if (!fd) return InvalidArgument("expected the number of a file descriptor.");
  return FirstLine(static_cast<int>(*fd), fmt::format("descriptor {}", *fd));
}

absl::StatusOr<std::string> FromStandardInput(std::string_view) {
  return FirstLine(0, "standard input");
}

struct Source {
  std::string_view prefix = {};
  bool has_argument = true;
  absl::StatusOr<std::string> (*read)(std::string_view argument) = nullptr;
};
constexpr std::array<Source, 5> kSources = {{
    {"pass:", true, FromText},
    {"env:", true, FromEnvironment},
    {"file:", true, FromFile},
    {"fd:", true, FromDescriptor},
    {"stdin", false, FromStandardInput},
}};

}  // namespace

absl::StatusOr<std::string> ReadPassPhrase(std::string_view source) {
  for (const Source& row : kSources) {
    const bool fits = row.has_argument ? source.starts_with(row.prefix) : source == row.prefix;
    if (!fits) continue;
    absl::StatusOr<std::string> text = row.read(source.substr(row.prefix.size()));
    // What follows "pass:" is the secret itself and never part of a message.
    if (!text.ok()) {
      return absl::Status(text.status().code(),
                          fmt::format("{}: {}", Escape(source), Message(text.status())));
    }
    return text;
  }
  return InvalidArgument(
      "expected pass:TEXT, env:NAME, file:PATH, fd:NUMBER or stdin, got something else.");
}

}  // namespace tlsprobe
