// The installed openssl as the measure: s_client against s_server on loopback.
#ifndef TLSPROBE_TESTS_CHECK_LIVE_OPENSSL_H_
#define TLSPROBE_TESTS_CHECK_LIVE_OPENSSL_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/support/program.h"

namespace tlsprobe {

// What s_client said of one chain.
struct LiveVerdict {
  std::string steps = {};  // as StepsText
  int code = -1;           // "Verify return code"
  std::string output = {};
};

// `openssl s_server` with the certificates of one case, until destroyed.
class LiveServer {
 public:
  explicit LiveServer(const ChainCase& chain);
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  LiveVerdict Verify(const std::vector<std::string>& arguments) const;

 private:
  ScratchFolder folder_;
  pid_t pid_ = -1;
  int keep_input_open_ = -1;
  int output_ = -1;
  int port_ = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_LIVE_OPENSSL_H_
