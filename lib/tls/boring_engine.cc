#include "tlsprobe/tls/boring_engine.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr size_t kReadSize = 16 * 1024;  // the plaintext of one record, RFC 8446 section 5.1
constexpr size_t kFirstBytes = 200;      // PeerFacts::first_bytes

}  // namespace

BoringEngine::BoringEngine(std::shared_ptr<const BoringContext> context, const TlsOptions& options,
                           const Limits& limits, std::string_view server_name, UnixTime now)
    : context_(std::move(context)),
      options_(options),
      limits_(limits),
      now_(now),
      messages_(limits_, facts_, peer_) {
  ERR_clear_error();
  facts_.not_offered = context_->not_offered;
  facts_.server_name_sent = server_name;
  messages_.set_own_signature_algorithms(context_->own_signature_algorithms);
  ssl_.reset(SSL_new(context_->ssl_ctx.get()));
  if (!ssl_) return;
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_connect_state(ssl_.get());
  SSL_set_renegotiate_mode(ssl_.get(), ssl_renegotiate_freely);
  // A key used against its keyUsage is for the checks to report; TLS 1.3 refuses it anyway.
  SSL_set_enforce_rsa_key_usage(ssl_.get(), 0);
  bssl::UniquePtr<BIO> bio = transport_.NewBio();
  const bool named = server_name.empty() ||
                     SSL_set_tlsext_host_name(ssl_.get(), std::string(server_name).c_str()) == 1;
  if (!bio || !named) {
    ssl_.reset();
    return;
  }
  // One reference serves for both where they are the same.
  SSL_set_bio(ssl_.get(), bio.get(), bio.get());
  bio.release();
  ERR_clear_error();
}

BoringEngine::~BoringEngine() = default;

void BoringEngine::Start() {
  if (state_ != State::kIdle) return;
  state_ = State::kHandshake;
  if (!ssl_) {
    return End(DescribeRefusal(
        Trouble({}),
        fmt::format("expected a server name of 1 to 255 bytes, got \"{}\" of {} bytes",
                    Escape(facts_.server_name_sent), facts_.server_name_sent.size()),
        "ssl3 ext invalid servername"));
  }
  transport_.set_read_limit(limits_.handshake_bytes);
  Pump();
}

void BoringEngine::Feed(BytesView bytes) {
  if (state_ == State::kEnded) return;
  const size_t room = kFirstBytes - std::min(kFirstBytes, peer_.first_bytes.size());
  const BytesView first = bytes.first(std::min(room, bytes.size()));
  peer_.first_bytes.insert(peer_.first_bytes.end(), first.begin(), first.end());
  if (!first.empty()) ++revision_;
  transport_.Feed(bytes);
  Pump();
}

void BoringEngine::FeedEof() {
  eof_ = true;
  Pump();
}

std::optional<EngineEvent> BoringEngine::TakeEvent() {
  if (events_.empty()) return std::nullopt;
  EngineEvent event = std::move(events_.front());
  events_.pop_front();
  if (std::holds_alternative<DataEvent>(event)) {
    --unread_data_events_;
    Pump();  // what waited behind the data
  }
  return event;
}

void BoringEngine::AcceptCertificates() {
  if (judgement_ != Judgement::kAsked) return;
  judgement_ = Judgement::kAccepted;
  Pump();
}

void BoringEngine::RejectCertificates(uint8_t alert, std::string_view why) {
  if (judgement_ != Judgement::kAsked) return;
  judgement_ = Judgement::kRejected;
  rejection_ = Rejection{
      .alert = alert, .why = std::string(why), .openssl_reason = "certificate verify failed"};
  Pump();
}

void BoringEngine::CompleteSignature(absl::StatusOr<Bytes> signature) {
  if (!signing_.asked || signing_.answer) return;
  signing_.answer = std::move(signature);
  Pump();
}

size_t BoringEngine::Write(BytesView data, size_t limit) {
  if (state_ != State::kOpen || closing_) return 0;
  ERR_clear_error();
  size_t taken = 0;
  while (taken < data.size() && state_ == State::kOpen) {
    const size_t pending = transport_.output().size();
    if (pending >= limit) break;
    const size_t size = std::min({data.size() - taken, kReadSize, limit - pending});
    const int result = SSL_write(ssl_.get(), data.data() + taken, static_cast<int>(size));
    if (result <= 0) {
      HandleResult(result);
      break;
    }
    taken += static_cast<size_t>(result);
  }
  ERR_clear_error();
  return taken;
}

void BoringEngine::Close() {
  if (state_ == State::kEnded || state_ == State::kIdle || closing_) return;
  ERR_clear_error();
  closing_ = true;
  if (state_ == State::kHandshake || SSL_in_init(ssl_.get())) {
    SSL_send_fatal_alert(ssl_.get(), SSL_AD_USER_CANCELLED);
    return End(DescribeRefusal(Trouble(DrainErrors()), "given up by us", ""));
  }
  SSL_shutdown(ssl_.get());
  Pump();
}

absl::Status BoringEngine::Renegotiate() {
  if (state_ != State::kOpen) {
    return absl::FailedPreconditionError("renegotiation: the connection is not open");
  }
  if (messages_.tls13()) {
    return absl::FailedPreconditionError(
        "renegotiation: TLS 1.3 has none (RFC 8446 section 4.1.2); KeyUpdate renews its keys");
  }
  return absl::UnimplementedError(
      "renegotiation: this TLS library renegotiates only when the server asks");
}

absl::Status BoringEngine::UpdateKeys(bool ask_back) {
  if (state_ != State::kOpen || closing_) {
    return absl::FailedPreconditionError("KeyUpdate: the connection is not open");
  }
  if (!messages_.tls13()) {
    return absl::FailedPreconditionError("KeyUpdate: only TLS 1.3 has it (RFC 8446 section 4.6.3)");
  }
  ERR_clear_error();
  const int request = ask_back ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED;
  if (!SSL_key_update(ssl_.get(), request)) {
    const std::vector<uint32_t> errors = DrainErrors();
    const std::string why = "KeyUpdate: " + OpenSslReason(errors.empty() ? 0 : errors.front());
    return absl::FailedPreconditionError(absl::string_view(why.data(), why.size()));
  }
  // libssl only queues it: it would go out before the next data. An empty write sends it.
  SSL_write(ssl_.get(), "", 0);
  ERR_clear_error();
  return absl::OkStatus();
}

void BoringEngine::Pump() {
  if (state_ == State::kIdle) return;
  ERR_clear_error();
  while (Step()) {
  }
  ERR_clear_error();
}

bool BoringEngine::paused() const {
  return judgement_ == Judgement::kAsked || (signing_.asked && !signing_.answer);
}

bool BoringEngine::Step() {
  if (state_ == State::kEnded || paused() || unread_data_events_ > 0) return false;
  if (state_ == State::kOpen) return Read();
  const int result = SSL_do_handshake(ssl_.get());
  if (result != 1) return HandleResult(result);
  FinishHandshake();
  return true;
}

bool BoringEngine::Read() {
  read_buffer_.resize(kReadSize);
  const int size = SSL_read(ssl_.get(), read_buffer_.data(), static_cast<int>(read_buffer_.size()));
  if (size <= 0) return HandleResult(size);
  ++unread_data_events_;
  events_.push_back(
      DataEvent{.bytes = ToBytes(BytesView(read_buffer_).first(static_cast<size_t>(size)))});
  return false;
}

bool BoringEngine::HandleResult(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      if (transport_.hit_read_limit()) {
        EndTooLarge(fmt::format("the handshake has more than the {} bytes allowed",
                                limits_.handshake_bytes));
        return false;
      }
      if (!eof_) return false;
      End(closing_ ? DescribeCloseNotify(Trouble({}), true) : DescribeEof(Trouble({})));
      return false;
    case SSL_ERROR_WANT_CERTIFICATE_VERIFY:
    case SSL_ERROR_WANT_PRIVATE_KEY_OPERATION:
      return false;  // the event that asks for it is queued
    case SSL_ERROR_ZERO_RETURN:
      // Answered with ours (RFC 5246 section 7.2.1), which changes nothing if it went out before.
      SSL_shutdown(ssl_.get());
      End(DescribeCloseNotify(Trouble({}), closing_));
      return false;
    default:
      EndWithFailure();
      return false;
  }
}

void BoringEngine::FinishHandshake() {
  state_ = State::kOpen;
  transport_.set_read_limit(std::nullopt);
  facts_.handshake_bytes_read = transport_.bytes_read();
  facts_.handshake_bytes_written = transport_.bytes_written();
  ++revision_;
}

EngineTrouble BoringEngine::Trouble(std::vector<uint32_t> errors) const {
  // Our close_notify is a farewell, no complaint.
  const bool complained = alert_sent_ && alert_sent_->description != SSL3_AD_CLOSE_NOTIFY;
  return {.errors = std::move(errors),
          .handshake_complete = handshakes_ > 0,
          .progress = messages_.progress(),
          .received = alert_received_,
          .sent = complained ? alert_sent_ : std::nullopt,
          .first_bytes = peer_.first_bytes,
          .bytes_read = transport_.bytes_read(),
          .version = facts_.version};
}

void BoringEngine::EndWithFailure() {
  std::vector<uint32_t> errors = DrainErrors();
  if (signing_.answer && !signing_.answer->ok()) {
    SSL_send_fatal_alert(ssl_.get(), SSL_AD_INTERNAL_ERROR);
    return End(DescribeRefusal(
        Trouble({}),
        fmt::format("no signature with our key: {}", Message(signing_.answer->status())),
        "private key operation failed"));
  }
  if (handshakes_ == 0 && !messages_.too_large().empty()) {
    return End(DescribeTooLarge(Trouble({}), messages_.too_large()));
  }
  if (rejection_) {
    return End(DescribeRefusal(Trouble({}), rejection_->why, rejection_->openssl_reason));
  }
  End(DescribeFailure(Trouble(std::move(errors))));
}

void BoringEngine::EndTooLarge(std::string_view what) {
  SSL_send_fatal_alert(ssl_.get(), SSL_AD_ILLEGAL_PARAMETER);
  End(DescribeTooLarge(Trouble(DrainErrors()), what));
}

void BoringEngine::End(Outcome outcome) {
  if (state_ == State::kEnded) return;
  if (handshakes_ == 0) {
    facts_.handshake_bytes_read = transport_.bytes_read();
    facts_.handshake_bytes_written = transport_.bytes_written();
    if (ssl_) UpdateFacts();
  }
  state_ = State::kEnded;
  events_.push_back(EngineEnded{.outcome = std::move(outcome)});
}

}  // namespace tlsprobe
