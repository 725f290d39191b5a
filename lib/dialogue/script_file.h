// A dialogue of the user's own, for a protocol that is not known here. One step a line:
//
//   # TLS for a server that greets with 220 and answers to UPGRADE
//   expect "220"               a line that begins so; other lines are passed over
//   expect-re "^250 "          a line in which the expression matches (RE2's syntax)
//   send "UPGRADE\r\n"         these bytes, with \r \n \t \\ \" and \xNN
//   expect-bytes 53            exactly these bytes, in hex
//   send-bytes 0000000804d2162f
//   fail-on "454"              from here on: a line that begins so is a refusal
//
// Behind the last step TLS begins.
#ifndef TLSPROBE_DIALOGUE_SCRIPT_FILE_H_
#define TLSPROBE_DIALOGUE_SCRIPT_FILE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace re2 {
class RE2;
}

namespace tlsprobe {

struct ScriptStep {
  enum class Kind : uint8_t { kExpect, kExpectRe, kExpectBytes, kSend, kSendBytes, kFailOn };
  Kind kind = Kind::kExpect;
  std::string text = {};   // as it is compared or sent; the expression of kExpectRe
  std::string shown = {};  // the step as it was written, for failures
  std::shared_ptr<const re2::RE2> pattern = {};  // of kExpectRe
};

// Immutable and thread-safe.
class ScriptFile {
 public:
  // `name` is the file's, for errors. Errors: kInvalidArgument with file, line, what was expected
  // and what came.
  static absl::StatusOr<std::shared_ptr<const ScriptFile>> Parse(std::string_view text,
                                                                 std::string_view name);

  std::span<const ScriptStep> steps() const { return steps_; }

 private:
  std::vector<ScriptStep> steps_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_SCRIPT_FILE_H_
