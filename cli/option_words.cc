#include "cli/option_words.h"

#include "fmt/format.h"

namespace tlsprobe::cli {
namespace {

struct FieldWords {
  std::string_view field = {};
  std::string_view words = {};
};
constexpr FieldWords kFields[] = {
    {"bind_address", "-bind"},
    {"target.host", "the host"},
    {"target.port", "the port"},
    {"target.unix_path", "-unix"},
    {"target.addresses", "--resolve"},
    {"tls.alpn", "-alpn"},
    {"ALPN", "-alpn"},
    {"tls.server_name", "-servername"},
    {"tls.max_send_fragment", "-max_send_frag"},
    {"max_send_fragment", "-max_send_frag"},
    {"cipher string", "-cipher"},
    {"ciphersuites", "-ciphersuites"},
    {"groups", "-groups"},
    {"signature algorithms", "-sigalgs"},
    {"TLS versions", "-min_protocol, -max_protocol, -tls1_x and -no_tls1_x"},
    {"verify.ip", "-verify_ip"},
    {"verify.host", "-verify_hostname"},
    {"verify.email", "-verify_email"},
    {"verify.max_depth", "-verify_depth"},
    {"verify.auth_level", "-auth_level"},
    {"proxy.host", "-proxy"},
    {"proxy.port", "-proxy"},
    {"proxy.user", "-proxy_user"},
    {"proxy.password", "-proxy_pass"},
    {"starttls.client_name", "-name"},
    {"starttls.xmpp_domain", "-xmpphost"},
    {"starttls.script_file", "-starttls"},
    {"starttls.after_tls", "--after-tls"},
    {"limits.connect", "-connect_timeout"},
    {"limits.dialogue", "-dialogue_timeout"},
    {"limits.handshake", "-handshake_timeout"},
};

}  // namespace

std::string InOptionWords(std::string_view message) {
  const std::string_view field = message.substr(0, message.find(": "));
  for (const FieldWords& row : kFields) {
    if (row.field == field) return fmt::format("{}{}", row.words, message.substr(field.size()));
  }
  return std::string(message);
}

}  // namespace tlsprobe::cli
