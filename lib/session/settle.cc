#include "tlsprobe/session/settle.h"

namespace tlsprobe {

ClientCertificateOutcome ConcludeClientCertificate(const ClientCertificateStory& story) {
  using Result = ClientCertificateOutcome;
  if (!story.requested) return Result::kNotRequested;
  // Before our Certificate message the server can refuse anything but that.
  if (!story.answered) return Result::kNotSent;
  if (story.sign == SignOfLife::kRefusal) return Result::kRejected;
  if (story.handshake_complete && story.server_finished_last) {
    return story.sent ? Result::kSent : Result::kNotSent;
  }
  if (story.sign == SignOfLife::kNone) return Result::kNoAnswer;
  return story.sent ? Result::kAccepted : Result::kNotSent;
}

}  // namespace tlsprobe
