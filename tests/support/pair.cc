#include "tests/support/pair.h"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe::testing {
namespace {

class ListSource : public CertificateSource {
 public:
  explicit ListSource(std::vector<Bytes> certificates) {
    for (Bytes& der : certificates) {
      Row row;
      row.subject = CanonicalName(ParseCertificate(der).value()->subject.der);
      row.der = std::make_shared<const Bytes>(std::move(der));
      rows_.push_back(std::move(row));
    }
  }

  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const override {
    std::vector<std::shared_ptr<const Bytes>> found;
    const Bytes wanted = CanonicalName(name);
    for (const Row& row : rows_) {
      if (row.subject == wanted) found.push_back(row.der);
    }
    return found;
  }

 private:
  struct Row {
    Bytes subject = {};
    std::shared_ptr<const Bytes> der = {};
  };
  std::vector<Row> rows_;
};

struct EventNamer {
  std::string_view operator()(const ConnectedEvent&) const { return "connected"; }
  std::string_view operator()(const LineEvent&) const { return "line"; }
  std::string_view operator()(const MessageEvent&) const { return ""; }
  std::string_view operator()(const VerifyEvent&) const { return "verify"; }
  std::string_view operator()(const StapleEvent&) const { return "staple"; }
  std::string_view operator()(const HandshakeDoneEvent&) const { return "done"; }
  std::string_view operator()(const DataEvent&) const { return "data"; }
  std::string_view operator()(const TicketEvent&) const { return "ticket"; }
  std::string_view operator()(const KeyLogEvent&) const { return ""; }
  std::string_view operator()(const AlertEvent&) const { return "alert"; }
  std::string_view operator()(const ClosedEvent&) const { return "closed"; }
};

}  // namespace

std::shared_ptr<const CertificateSource> TrustIn(std::vector<Bytes> certificates) {
  return std::make_shared<const ListSource>(std::move(certificates));
}

Materials TestMaterials() { return {.anchors = TrustIn({TestRoot()})}; }

std::shared_ptr<const ProbeContext> TestContext(const ProbeConfig& config, Materials materials) {
  auto context = ProbeContext::Create(config, std::move(materials));
  if (!context.ok()) throw std::runtime_error(std::string(Message(context.status())));
  return *std::move(context);
}

Pair::Pair(std::shared_ptr<const ProbeContext> context, PairPeer& peer, PairOptions options)
    : now(options.start.now), peer_(peer), options_(std::move(options)) {
  auto created = ProbeSession::Create(std::move(context), options_.target, options_.start);
  if (!created.ok()) throw std::runtime_error(std::string(Message(created.status())));
  session = *std::move(created);
}

void Pair::Run() {
  while (Move()) {
  }
}

void Pair::RunToEnd() {
  while (!done()) {
    Run();
    const Wants wants = session->wants();
    if (wants.done) break;
    if (!wants.wake_by) throw std::runtime_error("the session waits for nothing");
    now = std::max(now, *wants.wake_by);
    session->OnTime(now);
  }
  TakeEvents();
}

bool Pair::Move() {
  bool moved = TakeEvents();
  if (!to_write.empty()) {
    const size_t taken = session->Write(AsBytes(to_write));
    to_write.erase(0, taken);
    moved |= taken > 0;
  }
  moved |= CarryOut();
  moved |= CarryIn();
  return moved;
}

bool Pair::TakeEvents() {
  bool any = false;
  while (std::optional<Event> event = session->TakeEvent()) {
    any = true;
    if (on_event) on_event(*event);
    events.push_back(*std::move(event));
  }
  return any;
}

bool Pair::CarryOut() {
  if (!carry_output || to_session_.size() - taken_ > options_.peer_backlog) return false;
  const BytesView wanted = session->wants().send;
  const Bytes bytes = ToBytes(wanted.first(std::min(options_.chunk, wanted.size())));
  if (bytes.empty()) return false;
  session->OnSent(bytes.size(), now);
  peer_.Feed(bytes);
  return true;
}

bool Pair::CarryIn() {
  const Bytes more = peer_.TakeOutput();
  to_session_.insert(to_session_.end(), more.begin(), more.end());
  const BytesView waiting = BytesView(to_session_).subspan(taken_);
  const size_t size = std::min({options_.chunk, waiting.size(), options_.arrives - handed_});
  if (size == 0 || !session->wants().receive) return false;
  session->OnBytes(waiting.first(size), now);
  taken_ += size;
  handed_ += size;
  if (taken_ < to_session_.size()) return true;
  to_session_.clear();
  taken_ = 0;
  return true;
}

void Pair::Arrive() {
  options_.arrives = SIZE_MAX;
  Run();
}

void Pair::LetArrive(size_t bytes) {
  options_.arrives += bytes;
  Run();
}

void Pair::Eof() {
  Run();
  session->OnEof(now);
  Run();
}

void Pair::Reset() {
  Run();
  session->OnTransportError(absl::UnavailableError("reset"), ECONNRESET, now);
  Run();
}

void Pair::Wait(std::chrono::nanoseconds time) {
  now = now + time;
  session->OnTime(now);
  Run();
}

std::string Pair::received() const {
  std::string text;
  for (const DataEvent& event : Events<DataEvent>()) text += AsText(event.bytes);
  return text;
}

std::string Pair::Story() const {
  std::string story;
  std::string_view last;
  for (const Event& event : events) {
    const std::string_view name = std::visit(EventNamer(), event);
    if (name.empty() || name == last) continue;
    if (!story.empty()) story += ' ';
    story += name;
    last = name;
  }
  return story;
}

}  // namespace tlsprobe::testing
