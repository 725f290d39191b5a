// The engine that drives libssl over memory.
#ifndef TLSPROBE_TLS_BORING_ENGINE_H_
#define TLSPROBE_TLS_BORING_ENGINE_H_

#include <openssl/ssl.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tlsprobe/tls/boring_context.h"
#include "tlsprobe/tls/engine.h"
#include "tlsprobe/tls/engine_outcome.h"
#include "tlsprobe/tls/memory_bio.h"
#include "tlsprobe/tls/message_facts.h"

namespace tlsprobe {

// See Engine. The error queue of BoringSSL is empty after each call.
class BoringEngine final : public Engine {
 public:
  BoringEngine(std::shared_ptr<const BoringContext> context, const TlsOptions& options,
               const Limits& limits, std::string_view server_name, UnixTime now);
  ~BoringEngine() override;

  // Makes every connection of `context` tell its BoringEngine what happens.
  static void InstallCallbacks(SSL_CTX& context, const TlsOptions& options);
  // The way to sign with a key held elsewhere: EngineSignRequest.
  static const SSL_PRIVATE_KEY_METHOD& ExternalKeyMethod();

  void Start() override;
  void Feed(BytesView bytes) override;
  void FeedEof() override;
  BytesView output() const override { return transport_.output(); }
  void ConsumeOutput(size_t size) override { transport_.ConsumeOutput(size); }
  std::optional<EngineEvent> TakeEvent() override;
  void AcceptCertificates() override;
  void RejectCertificates(uint8_t alert, std::string_view why) override;
  void CompleteSignature(absl::StatusOr<Bytes> signature) override;
  size_t Write(BytesView data, size_t limit) override;
  void Close() override;
  absl::Status Renegotiate() override;
  absl::Status UpdateKeys(bool ask_back) override;
  const TlsFacts& facts() const override { return facts_; }
  const PeerFacts& peer() const override { return peer_; }
  uint64_t revision() const override { return revision_; }
  std::string at_message() const override { return messages_.progress().at_message(); }

 private:
  friend struct BoringCallbacks;  // what libssl calls, boring_callbacks.cc

  enum class State : uint8_t { kIdle, kHandshake, kOpen, kEnded };
  // The peer's certificates: judged outside, while libssl waits.
  enum class Judgement : uint8_t { kNotAsked, kAsked, kAccepted, kRejected };
  struct Rejection {
    uint8_t alert = 0;
    std::string why = {};
    std::string openssl_reason = {};
  };
  struct Signing {
    bool asked = false;
    std::optional<absl::StatusOr<Bytes>> answer = {};
  };

  // What libssl tells while it runs.
  void OnMessage(bool sent, uint8_t content_type, uint16_t version, BytesView bytes);
  void OnAlert(bool sent, BytesView bytes);
  void OnKeyLog(std::string_view line);
  void OnSession(const SSL_SESSION& session);
  void OnHandshakeComplete();
  ssl_verify_result_t OnCertificates(uint8_t& alert);
  ssl_private_key_result_t OnSign(uint16_t algorithm, BytesView input);
  ssl_private_key_result_t OnCompleteSigning(std::span<uint8_t> out, size_t& size);
  void OnClientCertificateWanted();
  void OnDecompressedCertificate(BytesView body) {
    ++revision_;
    messages_.OnDecompressedCertificate(body);
  }

  // Lets libssl work until it needs something from outside.
  void Pump();
  bool Step();
  bool Read();
  bool paused() const;
  // Handles a result of libssl that is not success. False: nothing more can be done now.
  bool HandleResult(int result);
  void FinishHandshake();

  ssl_verify_result_t Refuse(uint8_t alert, std::string_view why, std::string_view openssl_reason,
                             uint8_t& out_alert);
  EngineTrouble Trouble(std::vector<uint32_t> errors) const;
  void EndWithFailure();
  void EndTooLarge(std::string_view what);
  void End(Outcome outcome);

  // facts_ from libssl's getters, as far as they know by now.
  void UpdateFacts();
  SessionFacts ReadSession(const SSL_SESSION& session) const;

  const std::shared_ptr<const BoringContext> context_;
  const TlsOptions options_;
  const Limits limits_;
  const UnixTime now_;
  TlsFacts facts_ = {};
  PeerFacts peer_ = {};
  uint64_t revision_ = 1;  // of the two
  MessageFacts messages_;
  MemoryTransport transport_ = {};
  std::deque<EngineEvent> events_ = {};
  State state_ = State::kIdle;
  Judgement judgement_ = Judgement::kNotAsked;
  std::optional<Rejection> rejection_ = {};
  Signing signing_ = {};
  std::optional<Alert> alert_received_ = {};
  std::optional<Alert> alert_sent_ = {};
  size_t unread_data_events_ = 0;
  size_t handshakes_ = 0;  // complete ones; the second is a renegotiation
  bool eof_ = false;
  bool closing_ = false;  // our close_notify is out
  Bytes read_buffer_ = {};
  bssl::UniquePtr<SSL> ssl_ = {};  // last: it calls back and uses transport_
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_BORING_ENGINE_H_
