// The lines s_client's verify callback prints on standard error.
#ifndef TLSPROBE_RENDER_SCLIENT_VERIFY_H_
#define TLSPROBE_RENDER_SCLIENT_VERIFY_H_

#include <string>

#include "tlsprobe/model/event.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe {

// Prints steps one by one; it must see them in order. One object serves one handshake.
class VerifyLines {
 public:
  explicit VerifyLines(const RenderOptions& options) : options_(options) {}

  // The lines of one step; empty once the callback would have ended the walk. `policies` is what
  // their processing came to, for the steps that show it.
  std::string OnStep(const VerifyEvent& event, const PolicyOutcome& policies);

 private:
  bool Continues(const VerifyStep& step) const;
  bool ShowsPolicies(const VerifyStep& step) const;

  const RenderOptions options_;
  int last_error_ = 0;  // OpenSSL keeps it, and prints what belongs to it again and again
  bool ended_ = false;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_SCLIENT_VERIFY_H_
