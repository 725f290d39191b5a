#include "tlsprobe/session/deadlines.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kFlushLimit = std::chrono::seconds(2);

}  // namespace

std::optional<Deadline> LayerDeadline(const Limits& limits, Deadline::What what, Instant since,
                                      Instant began) {
  std::optional<Deadline> earliest;
  const milliseconds own = what == Deadline::What::kDialogue ? limits.dialogue : limits.handshake;
  if (own.count() > 0) earliest = Deadline{since + own, what, own};
  const std::optional<Deadline> total = TotalDeadline(limits, began);
  return total && (!earliest || total->at < earliest->at) ? total : earliest;
}

std::optional<Deadline> TotalDeadline(const Limits& limits, Instant began) {
  if (limits.total.count() == 0) return std::nullopt;
  return Deadline{began + limits.total, Deadline::What::kTotal, limits.total};
}

Deadline SettleDeadline(const Limits& limits, nanoseconds round_trip,
                        bool client_certificate_requested, Instant now) {
  const milliseconds least =
      client_certificate_requested ? limits.settle_min_client_auth : limits.settle_min;
  const nanoseconds trips = round_trip * (client_certificate_requested ? 4 : 2);
  nanoseconds wait = std::max<nanoseconds>(least, trips);
  if (limits.settle_max.count() > 0) wait = std::min<nanoseconds>(wait, limits.settle_max);
  return {now + wait, Deadline::What::kSettle, std::chrono::ceil<milliseconds>(wait)};
}

Deadline FlushDeadline(Instant now) {
  return {now + kFlushLimit, Deadline::What::kFlush, kFlushLimit};
}

std::string LimitText(const Deadline& deadline) {
  const auto count = deadline.limit.count();
  const std::string amount =
      count % 1000 == 0 ? fmt::format("{} s", count / 1000) : fmt::format("{} ms", count);
  const bool total = deadline.what == Deadline::What::kTotal;
  return fmt::format("within {}{}", amount, total ? " in all" : "");
}

}  // namespace tlsprobe
