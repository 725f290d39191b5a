// What a dialogue may need to know, besides what the peer says.
#ifndef TLSPROBE_DIALOGUE_DIALOGUE_INPUT_H_
#define TLSPROBE_DIALOGUE_DIALOGUE_INPUT_H_

#include <cstdint>
#include <memory>
#include <string>

namespace tlsprobe {

class ScriptFile;

struct DialogueInput {
  std::string client_name = {};  // of EHLO and LHLO
  std::string xmpp_domain = {};  // `to` of the stream header
  std::string server_name = {};  // for proxies: the target's name or address
  uint16_t server_port = 0;
  std::string user = {};  // at a proxy
  std::string password = {};
  bool has_credentials = false;
  std::shared_ptr<const ScriptFile> script = {};  // for RunScriptFile
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_DIALOGUE_INPUT_H_
