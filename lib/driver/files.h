// Reads whole files and file descriptors, with errors that say which and why.
#ifndef TLSPROBE_DRIVER_FILES_H_
#define TLSPROBE_DRIVER_FILES_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/socket.h"

namespace tlsprobe {

// Files named by options are configuration: what is greater is a mistake, not a big one.
inline constexpr size_t kMostFileBytes = size_t{64} << 20;

// OpenFile opens for reading. Errors: as ReadFile.
absl::StatusOr<OwnedFd> OpenFile(const std::string& path);

// ReadFile reads to the end; pipes and devices too. Errors begin with the path: kNotFound where
// there is none, kInvalidArgument for a directory, what cannot be read, and more than `most` bytes.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t most = kMostFileBytes);

// ReadDescriptor reads to the end and leaves `fd` open; `name` begins the errors.
absl::StatusOr<std::string> ReadDescriptor(int fd, const std::string& name,
                                           size_t most = kMostFileBytes);

// ReadLine takes one line without its end, byte by byte: what follows stays in `fd`. Errors: as
// ReadDescriptor, and where there is not one byte.
absl::StatusOr<std::string> ReadLine(int fd, const std::string& name, size_t most);

bool IsDirectory(const std::string& path);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FILES_H_
