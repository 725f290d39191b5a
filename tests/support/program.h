// Runs a program of the outside, such as the installed openssl, and keeps what it says.
#ifndef TLSPROBE_TESTS_SUPPORT_PROGRAM_H_
#define TLSPROBE_TESTS_SUPPORT_PROGRAM_H_

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

// A folder for the program's files, gone with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string path(std::string_view name) const { return (path_ / name).string(); }
  // Gives the path back.
  std::string Write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

struct ProgramAnswer {
  int exit_status = -1;     // -1: a signal ended it
  std::string output = {};  // both streams, as they came
};

// RunProgram runs `command`, found in PATH, to its end with no input. The test fails where the
// program cannot be started or takes more than 20 seconds.
ProgramAnswer RunProgram(std::vector<std::string> command);

// StartProgram leaves it running, with `input` and both its streams to `output`, descriptors that
// stay the caller's. The test fails where the program cannot be started.
pid_t StartProgram(std::vector<std::string> command, int input, int output);

// SkipUnlessOpenssl30 leaves the test case where the installed openssl is of another release than
// the one our answers are those of.
void SkipUnlessOpenssl30();

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_SUPPORT_PROGRAM_H_
