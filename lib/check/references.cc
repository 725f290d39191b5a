#include "tlsprobe/check/references.h"

#include <optional>
#include <string_view>

#include "tlsprobe/base/address.h"
#include "tlsprobe/check/identity.h"

namespace tlsprobe {

References FindReferences(const VerifyOptions& options, const Target& target) {
  References references = {.host = options.host, .email = options.email, .ip = options.ip};
  const bool named =
      !references.host.empty() || !references.email.empty() || !references.ip.empty();
  if (named || !options.check_target_name || target.host.empty()) return references;
  // A zone is this machine's business: no certificate names it.
  const std::string_view literal = WithoutZone(target.host);
  if (ParseIpAddress(literal)) {
    references.ip = literal;
    return references;
  }
  references.host = target.host;
  if (references.host.size() > 1 && references.host.ends_with('.')) references.host.pop_back();
  return references;
}

std::string MatchedHost(const References& references, const Certificate& certificate) {
  return MatchHost(certificate, references.host).value_or("");
}

std::string MatchedEmail(const References& references, const Certificate& certificate) {
  return MatchEmail(certificate, references.email).value_or("");
}

std::string MatchedIp(const References& references, const Certificate& certificate) {
  const std::optional<Bytes> address = ParseIpAddress(references.ip);
  return address ? MatchIp(certificate, *address).value_or("") : "";
}

}  // namespace tlsprobe
