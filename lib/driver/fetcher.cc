#include "tlsprobe/driver/fetcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/open_failures.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

constexpr size_t kReadSize = 16384;
// One fetch does not keep the loop for itself.
constexpr int kMostRounds = 32;

constexpr int kOk = 200;
constexpr int kRedirects[] = {301, 302, 303, 307, 308};
constexpr int kMissing[] = {404, 410};

template <size_t kSize>
bool IsOneOf(int status, const int (&list)[kSize]) {
  return std::ranges::find(list, status) != std::end(list);
}

std::string_view ByHand(FetchKind kind) {
  switch (kind) {
    case FetchKind::kCrl:
      return "Get the CRL by other means and give it as a file.";
    case FetchKind::kIssuer:
      return "Get the issuer's certificate by other means and give it with -untrusted.";
  }
  return "";
}

// Only the size is a rule of ours; an answer that cannot be read is the server's doing.
absl::StatusCode CodeOf(const absl::Status& unread) {
  return absl::IsResourceExhausted(unread) ? absl::StatusCode::kOutOfRange
                                           : absl::StatusCode::kUnavailable;
}

std::string StatusLine(const HttpAnswer& answer) {
  const std::string reason = Escape(answer.reason, 60);
  return reason.empty() ? fmt::format("{}", answer.status)
                        : fmt::format("{} {}", answer.status, reason);
}

}  // namespace

FetchLimits FetchLimitsOf(const ProbeConfig& config) {
  FetchLimits limits;
  limits.timeout = config.limits.fetch;
  limits.max_bytes = config.limits.fetch_bytes;
  limits.max_issuer_bytes = config.limits.fetch_issuer_bytes;
  limits.budget = std::make_shared<size_t>(config.limits.fetch_total_bytes);
  limits.family = config.family;
  limits.allow_private = config.verify.fetch_private;
  return limits;
}

Fetcher::Fetcher(Loop& loop, Resolver& resolver, FetchLimits limits)
    : loop_(loop), resolver_(resolver), limits_(std::move(limits)), begin_(loop), deadline_(loop) {}

Fetcher::~Fetcher() = default;

void Fetcher::Start(FetchRequest request, Done done) {
  request_ = std::move(request);
  done_ = std::move(done);
  began_ = MonotonicNow();
  // At once, but from the loop: `done` must not run inside of this.
  begin_.Set(began_, [this] { Visit(request_.url); });
  if (limits_.timeout.count() > 0) {
    deadline_.Set(began_ + limits_.timeout, [this] { OnDeadline(); });
  }
}

void Fetcher::Visit(const std::string& url) {
  url_text_ = url;
  absl::StatusOr<HttpUrl> parsed = ParseHttpUrl(url);
  if (!parsed.ok()) {
    return Fail(absl::StatusCode::kInvalidArgument, Message(parsed.status()),
                ByHand(request_.kind));
  }
  url_ = *std::move(parsed);
  url_text_ = url_.text();
  waiting_for_ = "the look-up of " + url_.host;
  const LookUp literal = LookUpLiteral(url_.host, AddressFamily::kAny);
  if (literal.error == 0) return OnFound(LookUpLiteral(url_.host, limits_.family));
  look_up_ = resolver_.Start(url_.host, limits_.family, [this](const LookUp& found) {
    const Resolver::Handle keep = std::move(look_up_);
    OnFound(found);
  });
}

void Fetcher::OnFound(const LookUp& found) {
  if (found.error != 0) {
    const Outcome failure = LookUpFailure(url_.host, limits_.family, found);
    return Fail(absl::StatusCode::kUnavailable, failure.message, failure.advice);
  }
  Refused refused;
  std::vector<SocketAddress> allowed = Allowed(found.addresses, refused);
  if (allowed.empty()) {
    return Fail(absl::StatusCode::kPermissionDenied,
                fmt::format("connect to {}: expected an address of a host on the Internet, got {}",
                            url_.host, refused.what),
                refused.as_private ? "--fetch-private allows it." : ByHand(request_.kind));
  }
  Connect(std::move(allowed));
}

// Those that may be connected to, with the port; `refused` says what the first of the others is.
std::vector<SocketAddress> Fetcher::Allowed(const std::vector<SocketAddress>& addresses,
                                            Refused& refused) const {
  const auto refusal = limits_.allow_private ? &RefusalBesidePrivate : limits_.refusal;
  std::vector<SocketAddress> allowed;
  for (SocketAddress address : Interleave(addresses)) {
    const std::string text = address.text();
    const Bytes bytes = ParseIpAddress(WithoutZone(text)).value_or(Bytes());
    const std::string why = refusal(bytes);
    if (!why.empty() && refused.what.empty()) {
      refused.what = fmt::format("{}, {}", text, why);
      refused.as_private = !limits_.allow_private && RefusalBesidePrivate(bytes).empty();
    }
    if (!why.empty()) continue;
    address.SetPort(url_.port);
    allowed.push_back(std::move(address));
  }
  return allowed;
}

void Fetcher::Connect(std::vector<SocketAddress> addresses) {
  waiting_for_ = "a connection to " + FormatHostPort(url_.host, url_.port);
  ConnectPlan plan = {.addresses = std::move(addresses)};
  connector_ = std::make_unique<Connector>(
      loop_, std::move(plan), [this](Connector::Result result) { OnConnected(std::move(result)); });
}

void Fetcher::OnConnected(Connector::Result result) {
  if (!result.fd.open()) {
    const Target target = {.host = url_.host, .port = url_.port};
    const Outcome failure = ConnectFailure(target, result.attempts);
    return Fail(absl::StatusCode::kUnavailable, failure.message, failure.advice);
  }
  waiting_for_ = "the answer";
  unsent_ = HttpRequest(url_);
  const bool issuer = request_.kind == FetchKind::kIssuer;
  reader_.emplace(issuer ? std::min(limits_.max_issuer_bytes, limits_.max_bytes)
                         : limits_.max_bytes);
  socket_ = std::make_unique<Watched>(loop_, std::move(result.fd));
  Move();
}

void Fetcher::Move() {
  Send();
  std::array<uint8_t, kReadSize> buffer;
  for (int round = 0; round < kMostRounds; ++round) {
    const IoResult result = ReceiveSome(socket_->fd(), buffer);
    if (result.error != 0) return OnBroken(result.error);
    if (result.bytes == 0 && !result.end) break;
    if (limits_.budget && result.bytes > *limits_.budget) {
      return Fail(absl::StatusCode::kResourceExhausted,
                  "expected less, got more than all fetches together may bring",
                  ByHand(request_.kind));
    }
    if (limits_.budget) *limits_.budget -= result.bytes;
    const HttpReader::State state =
        result.end ? reader_->FeedEnd() : reader_->Feed(BytesView(buffer).first(result.bytes));
    if (state == HttpReader::State::kDone) return OnAnswer();
    if (state == HttpReader::State::kFailed) {
      return Fail(CodeOf(reader_->error()), Message(reader_->error()), ByHand(request_.kind));
    }
  }
  socket_->WhenReadable([this] { Move(); });
  if (!unsent_.empty()) socket_->WhenWritable([this] { Move(); });
}

void Fetcher::Send() {
  if (unsent_.empty()) return;
  const IoResult result = SendSome(socket_->fd(), AsBytes(unsent_));
  unsent_.erase(0, result.bytes);
  // A server that does not want all of it may have said why before it hung up.
  if (result.error != 0) unsent_.clear();
}

void Fetcher::OnBroken(int error) {
  Fail(absl::StatusCode::kUnavailable,
       fmt::format("expected {}, got an error after {} bytes of the body: {}", waiting_for_,
                   reader_->answer().body.size(), ErrnoText(error)),
       ByHand(request_.kind));
}

void Fetcher::OnAnswer() {
  HttpAnswer& answer = reader_->answer();
  if (answer.status == kOk) return Finish(std::move(answer.body));
  if (IsOneOf(answer.status, kRedirects) && !answer.location.empty()) {
    return Redirect(answer.location);
  }
  Fail(IsOneOf(answer.status, kMissing) ? absl::StatusCode::kNotFound
                                        : absl::StatusCode::kUnavailable,
       fmt::format("expected 200 OK, got {}", StatusLine(answer)), ByHand(request_.kind));
}

void Fetcher::Redirect(std::string_view location) {
  if (redirects_ == limits_.max_redirects) {
    return Fail(absl::StatusCode::kUnavailable,
                fmt::format("expected at most {} redirects, got one more, to \"{}\"",
                            limits_.max_redirects, Escape(location)),
                ByHand(request_.kind));
  }
  ++redirects_;
  const std::string next = ResolveReference(url_.text(), location);
  socket_ = nullptr;
  Visit(next);
}

void Fetcher::OnDeadline() {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(limits_.timeout).count();
  const size_t got = reader_ ? reader_->answer().body.size() : 0;
  const std::string so_far = got == 0 ? "" : fmt::format(", {} bytes of which came", got);
  Fail(absl::StatusCode::kDeadlineExceeded,
       fmt::format("timed out after {} ms, waiting for {}{}", ms, Escape(waiting_for_), so_far),
       ByHand(request_.kind));
}

void Fetcher::Fail(absl::StatusCode code, std::string_view what, std::string_view advice) {
  std::string words = fmt::format("fetch of {}", Escape(request_.url));
  if (redirects_ > 0) words += fmt::format(", redirected to {}", Escape(url_text_));
  words += fmt::format(": {}. {}", what, advice);
  Finish(absl::Status(code, words));
}

void Fetcher::Finish(absl::StatusOr<Bytes> body) {
  FetchResult result = {.body = std::move(body), .took = MonotonicNow() - began_};
  begin_.Cancel();
  deadline_.Cancel();
  look_up_ = nullptr;
  connector_ = nullptr;
  socket_ = nullptr;
  std::exchange(done_, nullptr)(std::move(result));  // may destroy this
}

}  // namespace tlsprobe
