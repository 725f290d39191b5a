// The dialogues by name.
#ifndef TLSPROBE_DIALOGUE_TABLE_H_
#define TLSPROBE_DIALOGUE_TABLE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/model/dialogue.h"

namespace tlsprobe {

struct StarttlsRow {
  Starttls protocol = Starttls::kSmtp;
  std::string_view name = {};  // of -starttls
  uint16_t port = 0;           // where the protocol is spoken by habit; 0: nowhere
  DialogueFunction run = nullptr;
  std::string_view reference = {};  // where it is defined
  bool in_s_client = false;         // openssl's s_client knows it too
  DialogueFunction ask = nullptr;   // asks under TLS what is offered; null: nothing to ask
  bool framed = false;  // the handshake travels in packets of the protocol: tds_framer.h
};
// In the order of s_client's list, those it does not know behind.
std::span<const StarttlsRow> StarttlsTable();
const StarttlsRow& FindStarttls(Starttls protocol);

struct ProxyRow {
  ProxyKind kind = ProxyKind::kHttp;
  std::string_view scheme = {};  // of a proxy's URL
  uint16_t port = 0;             // where its URL says none
  DialogueFunction run = nullptr;
  bool tls = false;             // the proxy itself is spoken to by TLS
  bool resolves_names = false;  // it is told names; else addresses
};
std::span<const ProxyRow> ProxyTable();
const ProxyRow& FindProxy(ProxyKind kind);

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_TABLE_H_
