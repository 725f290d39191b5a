#include "tlsprobe/session/sni.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLabelCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), IsLabelCharacter);
}

// No top-level domain is a number, and resolvers take "127.1" and "0x7f.1" for IPv4 addresses, as
// inet_aton(3) does.
bool EndsInNumber(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string_view last = host.substr(host.rfind('.') + 1);
  const bool hex = last.starts_with("0x") || last.starts_with("0X");
  if (hex) last.remove_prefix(2);
  const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
  return (hex || !last.empty()) && last.find_first_not_of(digits) == std::string_view::npos;
}

// s_client guesses: two labels or more, and not digits alone.
bool LooksLikeDnsName(std::string_view host) {
  const std::vector<std::string_view> labels = Split(host, '.');
  const bool all_digits =
      std::all_of(host.begin(), host.end(), [](char c) { return IsDigit(c) || c == '.'; });
  return labels.size() >= 2 && !all_digits && std::all_of(labels.begin(), labels.end(), IsLabel);
}

}  // namespace

std::string ServerNameToSend(const TlsOptions& options, const Target& target) {
  if (!options.send_server_name) return "";
  if (options.server_name) return *options.server_name;
  if (!target.unix_path.empty()) return "";
  // A colon makes it IPv6, also with a zone, which ParseIpAddress does not know.
  if (target.host.find(':') != std::string::npos || ParseIpAddress(target.host)) return "";
  if (EndsInNumber(target.host)) return "";
  if (options.sni_needs_dot && !LooksLikeDnsName(target.host)) return "";
  std::string name = target.host;
  if (name.ends_with('.')) name.pop_back();
  return name;
}

}  // namespace tlsprobe
