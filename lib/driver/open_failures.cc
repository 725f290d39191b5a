#include "tlsprobe/driver/open_failures.h"

#include <fmt/format.h>
#include <netdb.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// More addresses than this are counted, not listed, in a message; the report has them all.
constexpr size_t kMostListed = 8;

std::string_view FamilyWords(AddressFamily family) {
  switch (family) {
    case AddressFamily::kIpv4:
      return "an IPv4 address";
    case AddressFamily::kIpv6:
      return "an IPv6 address";
    case AddressFamily::kAny:
      return "an address";
  }
  return "an address";
}

struct LookUpRow {
  int error = 0;
  How how = How::kError;
  std::string_view got = {};
  std::string_view advice = {};
};
constexpr std::string_view kCheckName = "Check the spelling, and that the name is in the DNS.";
constexpr std::array<LookUpRow, 5> kLookUpRows = {{
    {EAI_NONAME, How::kNotFound, "no such name", kCheckName},
    {EAI_NODATA, How::kNotFound, "a name without one", "Check its records, or drop -4 or -6."},
    {EAI_ADDRFAMILY, How::kNotFound, "one of the other family", "Drop -4 or -6."},
    {EAI_AGAIN, How::kError, "no answer from the name servers",
     "Check this machine's network and its resolver (/etc/resolv.conf), then try again."},
    {EAI_FAIL, How::kError, "a failure of the name servers",
     "The zone or the resolver is broken: ask another resolver."},
}};

// In the order in which they say most about the target.
struct ConnectRow {
  int system_error = 0;
  How how = How::kError;
  std::string_view advice = {};
};
constexpr std::array<ConnectRow, 6> kConnectRows = {{
    {ECONNREFUSED, How::kRefused,
     "Nothing listens on that port: check the port, and that the service runs."},
    {ETIMEDOUT, How::kTimeout,
     "The host is down or a firewall drops what we send: check the address and the port."},
    {EHOSTUNREACH, How::kUnreachable,
     "There is no way to that host: check the address and this machine's network."},
    {ENETUNREACH, How::kUnreachable,
     "This machine has no route there: check its network, or choose -4 or -6."},
    {ENOENT, How::kNotFound, "There is no socket by that path: check that the service runs."},
    {EADDRNOTAVAIL, How::kError,
     "The local address to connect from (-bind) is not one of this machine's, or of the other "
     "family."},
}};

const AddressAttempt* FirstWith(int system_error, const std::vector<AddressAttempt>& attempts) {
  for (const AddressAttempt& attempt : attempts) {
    if (attempt.system_error == system_error) return &attempt;
  }
  return nullptr;
}

std::string ListAttempts(const std::vector<AddressAttempt>& attempts) {
  std::string list;
  for (size_t i = 0; i < attempts.size() && i < kMostListed; ++i) {
    const std::string& address = attempts[i].address;
    list += fmt::format("{}\"{}\" at {}", i == 0 ? "" : ", ", attempts[i].result, Escape(address));
  }
  if (attempts.size() > kMostListed)
    list += fmt::format(" and {} more", attempts.size() - kMostListed);
  return list;
}

std::string Where(const Target& target) {
  return target.unix_path.empty() ? Escape(FormatHostPort(target.host, target.port))
                                  : Escape(target.unix_path);
}

Outcome Failure(Phase phase, How how) {
  Outcome outcome;
  outcome.phase = phase;
  outcome.ended_by = EndedBy::kNetwork;
  outcome.how = how;
  return outcome;
}

}  // namespace

Outcome LookUpFailure(const std::string& host, AddressFamily family, const LookUp& result) {
  Outcome outcome = Failure(Phase::kResolve, How::kError);
  outcome.openssl_reason = LookUpErrorText(result);
  outcome.system_error = result.system_error;
  std::string got = fmt::format("an error of the resolver: {}", outcome.openssl_reason);
  for (const LookUpRow& row : kLookUpRows) {
    if (row.error != result.error) continue;
    outcome.how = row.how;
    outcome.advice = row.advice;
    got = row.got;
  }
  outcome.message =
      fmt::format("look-up of {}: expected {}, got: {}", Escape(host), FamilyWords(family), got);
  return outcome;
}

Outcome LookUpTimeout(const std::string& host, std::chrono::nanoseconds after) {
  Outcome outcome = Failure(Phase::kResolve, How::kTimeout);
  outcome.ended_by = EndedBy::kUs;
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(after).count();
  outcome.message =
      fmt::format("look-up of {}: expected an address, timed out after {} ms", Escape(host), ms);
  outcome.advice = "Check this machine's network and its resolver (/etc/resolv.conf).";
  outcome.openssl_reason = gai_strerror(EAI_AGAIN);
  return outcome;
}

Outcome ConnectFailure(const Target& target, const std::vector<AddressAttempt>& attempts) {
  Outcome outcome = Failure(Phase::kConnect, How::kError);
  for (const AddressAttempt& attempt : attempts) {
    if (attempt.system_error != 0) outcome.system_error = attempt.system_error;
  }
  for (const ConnectRow& row : kConnectRows) {
    if (FirstWith(row.system_error, attempts) == nullptr) continue;
    outcome.system_error = row.system_error;
    outcome.how = row.how;
    outcome.advice = row.advice;
    break;
  }
  if (outcome.how == How::kTimeout) outcome.ended_by = EndedBy::kUs;
  outcome.openssl_reason = ErrnoText(outcome.system_error);
  outcome.message = fmt::format("connect to {}: expected a connection, got {}", Where(target),
                                ListAttempts(attempts));
  return outcome;
}

Outcome BadBindAddress(const std::string& text) {
  Outcome outcome = Failure(Phase::kConnect, How::kError);
  outcome.ended_by = EndedBy::kUs;
  outcome.message = fmt::format(
      "-bind {}: expected an address or name of this machine, with :PORT in digits or without",
      Escape(text));
  return outcome;
}

}  // namespace tlsprobe
