#include "tlsprobe/driver/open_failures.h"

#include <fmt/format.h>
#include <netdb.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/opener.h"

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
constexpr std::string_view kCheckZone =
    "Check what is behind the percent sign: it is one of this machine's network interfaces.";
constexpr std::array<LookUpRow, 5> kLookUpRows = {{
    {EAI_NONAME, How::kNotFound, "no such name", kCheckName},
    {EAI_NODATA, How::kNotFound, "a name without one", "Check its records, or drop -4 or -6."},
    {EAI_ADDRFAMILY, How::kNotFound, "one of the other family", "Drop -4 or -6."},
    {EAI_AGAIN, How::kError, "no answer from the name servers",
     "Check this machine's network and its resolver (/etc/resolv.conf), then try again."},
    {EAI_FAIL, How::kError, "a failure of the name servers",
     "The zone or the resolver is broken: ask another resolver."},
}};

// In the order in which they say most about the target; what is on our side comes last.
struct ConnectRow {
  int system_error = 0;
  How how = How::kError;
  EndedBy ended_by = EndedBy::kNetwork;
  std::string_view advice = {};
  std::string_view bind_advice = {};  // where an address to connect from was given
};
constexpr std::string_view kOutOfDescriptors =
    "No descriptor is left: close something, or raise the limit (ulimit -n).";
constexpr std::string_view kNoLocalPort =
    "No local port is free: wait, or close some of this machine's connections.";
constexpr std::string_view kNotPermitted =
    "This machine does not allow it: check the permissions of the socket, and its firewall.";
constexpr std::array<ConnectRow, 12> kConnectRows = {{
    {ECONNREFUSED, How::kRefused, EndedBy::kNetwork,
     "Nothing listens on that port: check the port, and that the service runs.", ""},
    {ECONNRESET, How::kReset, EndedBy::kPeer,
     "Something took the connection and broke it off at once: check that the service behind it "
     "runs, and that it lets this machine in.",
     ""},
    {ETIMEDOUT, How::kTimeout, EndedBy::kUs,
     "The host is down or a firewall drops what we send: check the address and the port.", ""},
    {EHOSTUNREACH, How::kUnreachable, EndedBy::kNetwork,
     "There is no way to that host: check the address and this machine's network.", ""},
    {ENETUNREACH, How::kUnreachable, EndedBy::kNetwork,
     "This machine has no route there: check its network, or choose -4 or -6.", ""},
    {ENOENT, How::kNotFound, EndedBy::kNetwork,
     "There is no socket by that path: check that the service runs.", ""},
    {EADDRINUSE, How::kError, EndedBy::kUs, kNoLocalPort,
     "That address and port are taken: give -bind another port, or none."},
    {EADDRNOTAVAIL, How::kError, EndedBy::kUs, kNoLocalPort,
     "Give -bind one of this machine's addresses (`ip address` lists them), of the family of the "
     "target's."},
    {EACCES, How::kError, EndedBy::kUs, kNotPermitted,
     "This machine does not allow it: ports below 1024 for -bind are root's; else check its "
     "firewall."},
    {EPERM, How::kError, EndedBy::kUs, kNotPermitted, ""},
    {EMFILE, How::kError, EndedBy::kUs, kOutOfDescriptors, ""},
    {ENFILE, How::kError, EndedBy::kUs, kOutOfDescriptors, ""},
}};
constexpr std::string_view kFullQueue =
    "The service does not take connections off its queue, which is full: see what keeps it busy.";
constexpr std::string_view kGiveBind =
    "Give -bind one of this machine's addresses (`ip address` lists them), or leave it out.";

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
  if (WithoutZone(host) != host) outcome.advice = kCheckZone;
  outcome.message =
      fmt::format("look-up of {}: expected {}, got: {}", Escape(host), FamilyWords(family), got);
  return outcome;
}

Outcome OtherFamilyAlone(Outcome failure, const std::string& host, AddressFamily family) {
  const bool wants_ipv4 = family == AddressFamily::kIpv4;
  const std::string_view other = wants_ipv4 ? "IPv6" : "IPv4";
  const bool literal = ParseIpAddress(WithoutZone(host)).has_value();
  failure.message = fmt::format(
      "look-up of {}: expected {}, got {}", Escape(host), FamilyWords(family),
      literal ? fmt::format("an {} address", other) : fmt::format("{} addresses alone", other));
  failure.advice =
      fmt::format("{} {} no {} address; drop -{}.", Escape(host), literal ? "is" : "has",
                  wants_ipv4 ? "IPv4" : "IPv6", wants_ipv4 ? 4 : 6);
  return failure;
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

Outcome ConnectFailure(const Target& target, const std::vector<AddressAttempt>& attempts,
                       std::string_view bind_address) {
  Outcome outcome = Failure(Phase::kConnect, How::kError);
  for (const AddressAttempt& attempt : attempts) {
    if (attempt.system_error != 0) outcome.system_error = attempt.system_error;
  }
  std::string from;
  for (const ConnectRow& row : kConnectRows) {
    if (FirstWith(row.system_error, attempts) == nullptr) continue;
    const bool about_bind = !bind_address.empty() && !row.bind_advice.empty();
    outcome.system_error = row.system_error;
    outcome.how = row.how;
    outcome.ended_by = row.ended_by;
    outcome.advice = about_bind ? row.bind_advice : row.advice;
    if (about_bind) from = fmt::format(" with -bind {}", Escape(bind_address));
    break;
  }
  if (outcome.how == How::kTimeout && !target.unix_path.empty()) outcome.advice = kFullQueue;
  outcome.openssl_reason = ErrnoText(outcome.system_error);
  outcome.message = fmt::format("connect to {}{}: expected a connection, got {}",
                                Escape(PlaceOf(target)), from, ListAttempts(attempts));
  return outcome;
}

Outcome BindLookUpFailure(const std::string& text, AddressFamily family, const LookUp& result) {
  Outcome outcome = LookUpFailure(text, family, result);
  outcome.ended_by = EndedBy::kUs;
  outcome.message = fmt::format("-bind {}: expected {} of this machine or a name of one, got: {}",
                                Escape(text), FamilyWords(family), outcome.openssl_reason);
  outcome.advice = kGiveBind;
  return outcome;
}

Outcome BadBindAddress(const std::string& text) {
  Outcome outcome = Failure(Phase::kConnect, How::kError);
  outcome.ended_by = EndedBy::kUs;
  outcome.message = fmt::format(
      "-bind {}: expected an address or name of this machine, with :PORT in digits or without",
      Escape(text));
  outcome.advice = kGiveBind;
  return outcome;
}

}  // namespace tlsprobe
