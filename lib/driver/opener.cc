#include "tlsprobe/driver/opener.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"
#include "tlsprobe/driver/open_failures.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/session/dialogue_outcomes.h"
#include "tlsprobe/session/route.h"

namespace tlsprobe {
namespace {

std::optional<std::chrono::nanoseconds> Limited(std::chrono::milliseconds limit) {
  if (limit.count() == 0) return std::nullopt;
  return limit;
}

}  // namespace

std::string PlaceOf(const Target& target) {
  return target.unix_path.empty() ? FormatHostPort(target.host, target.port) : target.unix_path;
}

Opener::Opener(Loop& loop, Resolver& resolver, const ProbeConfig& config, const Target& target,
               Instant began, Done done, ProbeWatch* watch)
    : loop_(loop),
      resolver_(resolver),
      config_(config),
      target_(target),
      peer_(TransportTarget(config, target)),
      began_(began),
      done_(std::move(done)),
      watch_(watch),
      look_up_limit_(loop) {}

void Opener::Start() {
  if (!target_.unix_path.empty()) return Connect({UnixSocketAddress(target_.unix_path)});
  ResolveBehindProxy();
}

// A proxy that takes no names is told the address.
void Opener::ResolveBehindProxy() {
  const bool told_name = !config_.proxy || FindProxy(config_.proxy->kind).resolves_names ||
                         !target_.addresses.empty() || ParseIpAddress(target_.host);
  if (told_name) return ResolveBind();
  const bool ipv4_alone = config_.proxy->kind == ProxyKind::kSocks4;
  LookUpName(target_.host, ipv4_alone ? AddressFamily::kIpv4 : config_.family,
             &Opener::OnBehindProxy);
}

void Opener::OnBehindProxy(const LookUp& found) {
  if (found.error != 0) return Fail(LookUpFailure(target_.host, config_.family, found));
  opened_.target_address = Interleave(found.addresses).front().text();
  ResolveBind();
}

// The earlier of `limit` from now and the total one; nullopt where both are off.
std::optional<Instant> Opener::DeadlineOf(std::chrono::milliseconds limit) const {
  std::optional<Instant> deadline;
  if (limit.count() > 0) deadline = MonotonicNow() + limit;
  const std::chrono::milliseconds total = config_.limits.total;
  if (total.count() > 0 && (!deadline || began_ + total < *deadline)) deadline = began_ + total;
  return deadline;
}

void Opener::LookUpName(const std::string& host, AddressFamily family,
                        void (Opener::*next)(const LookUp&)) {
  const LookUp literal = LookUpLiteral(host, AddressFamily::kAny);
  if (literal.error == 0) {
    const LookUp filtered = LookUpLiteral(host, family);
    return (this->*next)(filtered);
  }
  SayWait("looking up " + host);
  look_up_ = resolver_.Start(host, family, [this, next](const LookUp& found) {
    look_up_limit_.Cancel();
    const Resolver::Handle keep = std::move(look_up_);
    (this->*next)(found);
  });
  if (const std::optional<Instant> deadline = DeadlineOf(config_.limits.resolve)) {
    const std::string what = next == &Opener::OnBind ? "-bind " + host : host;
    look_up_limit_.Set(*deadline, [this, what] {
      look_up_ = nullptr;
      Fail(LookUpTimeout(what, MonotonicNow() - began_));
    });
  }
}

void Opener::ResolveBind() {
  if (config_.bind_address.empty()) return ResolveTarget();
  const absl::StatusOr<HostPort> parts = ParseHostPort(config_.bind_address);
  const std::optional<uint64_t> port =
      parts.ok() && parts->port.empty() ? 0 : ParseUint(parts.ok() ? parts->port : "", 65535);
  if (!parts.ok() || !port) return Fail(BadBindAddress(config_.bind_address));
  if (parts->host.empty()) {
    // A port alone: from whatever address of either family.
    for (const char* any : {"0.0.0.0", "::"}) {
      for (SocketAddress& address : LookUpLiteral(any, AddressFamily::kAny).addresses) {
        address.SetPort(static_cast<uint16_t>(*port));
        bind_.push_back(std::move(address));
      }
    }
    return ResolveTarget();
  }
  LookUpName(parts->host, config_.family, &Opener::OnBind);
}

void Opener::OnBind(const LookUp& found) {
  if (found.error != 0) return Fail(BindLookUpFailure(config_.bind_address, config_.family, found));
  const absl::StatusOr<HostPort> parts = ParseHostPort(config_.bind_address);
  const uint64_t port = parts.ok() ? ParseUint(parts->port, 65535).value_or(0) : 0;
  bind_ = found.addresses;
  for (SocketAddress& address : bind_) address.SetPort(static_cast<uint16_t>(port));
  ResolveTarget();
}

void Opener::ResolveTarget() {
  at_proxy_ = config_.proxy.has_value();
  if (peer_.addresses.empty()) {
    return LookUpName(peer_.host, config_.family, &Opener::OnTarget);
  }
  LookUp given;
  for (const std::string& literal : peer_.addresses) {
    LookUp one = LookUpLiteral(literal, config_.family);
    given.error = one.error;
    for (SocketAddress& address : one.addresses) given.addresses.push_back(std::move(address));
  }
  if (!given.addresses.empty()) given.error = 0;
  OnTarget(given);
}

void Opener::OnTarget(const LookUp& found) {
  opened_.connection.resolve_took = MonotonicNow() - began_;
  if (found.error != 0) return OnNoAddress(LookUpFailure(peer_.host, config_.family, found));
  // Addresses that were given are tried in the order they were given in.
  std::vector<SocketAddress> addresses =
      peer_.addresses.empty() ? Interleave(found.addresses) : found.addresses;
  for (SocketAddress& address : addresses) address.SetPort(peer_.port);
  Connect(std::move(addresses));
}

// Whether it is the name or the family that is wrong is another look-up.
void Opener::OnNoAddress(Outcome failure) {
  if (config_.family == AddressFamily::kAny || failure.how != How::kNotFound) {
    return Fail(std::move(failure));
  }
  no_address_ = std::move(failure);
  if (!peer_.addresses.empty()) return OnAnyFamily({});
  LookUpName(peer_.host, AddressFamily::kAny, &Opener::OnAnyFamily);
}

void Opener::OnAnyFamily(const LookUp& found) {
  if (found.error != 0) return Fail(std::move(no_address_));
  Fail(OtherFamilyAlone(std::move(no_address_), peer_.host, config_.family));
}

void Opener::Connect(std::vector<SocketAddress> addresses) {
  connect_began_ = MonotonicNow();
  SayWait("connecting to " + PlaceOf(peer_));
  ConnectPlan plan = {.addresses = std::move(addresses),
                      .bind = bind_,
                      .each = Limited(config_.limits.connect),
                      .deadline = DeadlineOf(std::chrono::milliseconds(0))};
  connector_ = std::make_unique<Connector>(
      loop_, std::move(plan), [this](Connector::Result result) { OnConnected(std::move(result)); });
}

void Opener::OnConnected(Connector::Result result) {
  opened_.at = MonotonicNow();
  opened_.connection.connect_took = opened_.at - connect_began_;
  opened_.connection.attempts = std::move(result.attempts);
  if (!result.fd.open()) {
    return Fail(ConnectFailure(peer_, opened_.connection.attempts, config_.bind_address));
  }
  const AddressAttempt& winner = opened_.connection.attempts[result.winner];
  opened_.connection.address = winner.address;
  opened_.connection.port = winner.port;
  opened_.connection.round_trip = winner.took;
  opened_.connection.local_address = LocalAddress(result.fd.get());
  opened_.fd = std::move(result.fd);
  std::exchange(done_, nullptr)(std::move(opened_));  // may destroy this
}

void Opener::SayWait(const std::string& words) {
  if (watch_ != nullptr && watch_->on_wait) watch_->on_wait(words);
}

void Opener::Fail(Outcome outcome) {
  opened_.at = MonotonicNow();
  // What is wrong on this side is not the proxy's.
  if (at_proxy_ && outcome.ended_by != EndedBy::kUs) {
    outcome.cause = outcome.phase == Phase::kResolve ? "has no address that could be looked up"
                                                     : "cannot be connected to";
    BlameProxy(PlaceOf(peer_), outcome);
  }
  opened_.outcome = std::move(outcome);
  if (opened_.connection.attempts.empty()) opened_.connection.resolve_took = opened_.at - began_;
  std::exchange(done_, nullptr)(std::move(opened_));  // may destroy this
}

}  // namespace tlsprobe
