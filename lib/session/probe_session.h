// One connection as a pure machine: bytes and time go in; bytes, events and the report come out.
// No socket, no clock, no file, no callback. Drive it from any loop:
//
//   Wants wants = session.wants();                    // until wants.done
//   if (!wants.send.empty()) session.OnSent(Write(fd, wants.send), now);
//   if (wants.receive && readable) session.OnBytes(Read(fd), now);   // or OnEof, OnTransportError
//   if (wants.wake_by && now >= *wants.wake_by) session.OnTime(now);
//   while (auto event = session.TakeEvent()) Show(*event);
//
// Read before saying the time: what came before a deadline came in time. Take events until there
// are none before waiting for anything: they come out one step at a time, the report with them, and
// nothing is received meanwhile.
#ifndef TLSPROBE_SESSION_PROBE_SESSION_H_
#define TLSPROBE_SESSION_PROBE_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/probe_context.h"

namespace tlsprobe {

// A session starts when its transport is open.
struct Start {
  Instant now = {};  // when the transport opened
  // When the probe began (before the look-up); the total limit and timings count from here.
  // Nullopt: `now`.
  std::optional<Instant> began = {};
  UnixTime wall_clock = {};
  ConnectionFacts connection = {};  // to the proxy, where there is one
  // The target's address, for proxies that take no names (socks4, socks5). Not needed where the
  // target's host is an address, or `addresses` has one.
  std::string target_address = {};
};

using RequestId = uint64_t;

// A signature over `input` with the client's key, by the IANA SignatureScheme: `input` is to be
// hashed by its hash first. ECDSA as DER and RSA-PSS with a salt as long as the hash (RFC 8446
// section 4.2.3), RSA with PKCS#1 v1.5 padding (RFC 8017 section 8.2). Below TLS 1.2 RSA keys sign
// MD5 and SHA-1 joined, without DigestInfo (RFC 4346 section 7.4.3), told as 0xff01.
struct SignRequest {
  uint16_t signature_algorithm = 0;
  Bytes input = {};
};
// A SignRequest, or a CRL or certificate by its URL (VerifyOptions::crl_download, fetch_issuers):
// the verdict waits for it, and does without it where the answer is an error. The handshake waits
// only where it hangs on the verdict (VerifyOptions::fail_handshake, ProbeConfig::stay_open);
// otherwise it and the closing go on meanwhile, and answers are wanted until `done`.
struct Request {
  RequestId id = 0;
  std::variant<SignRequest, FetchRequest> what = {};
};
// The bytes asked for: a signature, what the URL gave.
struct Answer {
  Bytes bytes = {};
};

// What the machine wants now. Level-triggered, like poll(2): all of it can be wanted at once.
struct Wants {
  BytesView send = {};   // any prefix may go out
  bool receive = false;  // false while events wait to be taken: that is the back-pressure
  std::optional<Instant> wake_by = {};
  std::span<const Request> requests = {};  // each stays until it is answered
  bool done = false;                       // nothing more will happen; report() is final
};

// Not thread-safe; movable only by its pointer. Calls after `done` do nothing.
class ProbeSession {
 public:
  // `context` must not be null. Errors: kInvalidArgument naming what is wrong with the target.
  static absl::StatusOr<std::unique_ptr<ProbeSession>> Create(
      std::shared_ptr<const ProbeContext> context, Target target, Start start);
  ~ProbeSession();
  ProbeSession(const ProbeSession&) = delete;
  ProbeSession& operator=(const ProbeSession&) = delete;

  // Views are valid until the next non-const call.
  Wants wants() const;
  // The next event, in order; nullopt when there is none now.
  std::optional<Event> TakeEvent();

  // The first `size` bytes of wants().send have gone out.
  void OnSent(size_t size, Instant now);
  // Bytes from the peer, any number; all are taken.
  void OnBytes(BytesView bytes, Instant now);
  // The peer's FIN.
  void OnEof(Instant now);
  // Time has come to wants().wake_by, or any other moment.
  void OnTime(Instant now);
  // The transport failed: `error` says so in words, `system_error` is its errno (0: none). Hand in
  // what can still be read before: an alert may say why.
  void OnTransportError(absl::Status error, int system_error, Instant now);
  // The answer to a request. An error for a SignRequest fails the handshake with internal_error;
  // one for a FetchRequest is noted in the report. An unknown or answered id is ignored.
  void OnAnswer(RequestId id, absl::StatusOr<Answer> answer, Instant now);

  // Application data, once HandshakeDoneEvent came; takes what fits in
  // Limits::write_buffer_bytes and says how much (0 before the handshake or after Close). Nothing
  // tells when there is room again: try after each OnSent and OnBytes.
  size_t Write(BytesView data);
  // Ends the session with close_notify, once what was written has gone out, which may take as long
  // as the peer likes, and not before the handshake has settled (Limits::settle_…): a handshake
  // goes on. To give up at once, drop the session.
  void Close();
  // TLS 1.2 and below / TLS 1.3. Errors: kFailedPrecondition, kUnimplemented, with the reason.
  absl::Status Renegotiate();
  absl::Status UpdateKeys(bool ask_back);

  // What is known by now; also after a failure.
  const ProbeReport& report() const;

 private:
  class Impl;
  explicit ProbeSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// ReportWithoutTransport is the report of a probe that found no way to its target: `outcome` has
// the phase (kResolve or kConnect) and the reason.
ProbeReport ReportWithoutTransport(const ProbeContext& context, const Target& target,
                                   const Start& start, Outcome outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_PROBE_SESSION_H_
