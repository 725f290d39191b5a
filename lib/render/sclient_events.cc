#include "tlsprobe/render/sclient_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/render/brief.h"
#include "tlsprobe/render/openssl_errors.h"
#include "tlsprobe/render/output.h"
#include "tlsprobe/render/sclient_report.h"
#include "tlsprobe/render/sclient_verify.h"
#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kHandshakeContent = 22;

bool IsClearText(const Finding& finding) {
  return finding.id.ends_with(".clear_text") && finding.severity == Severity::kError;
}

class SClientRenderer : public EventRenderer {
 public:
  explicit SClientRenderer(const RenderOptions& options)
      : options_(options), verify_lines_(options) {}

  Text OnEvent(const Event& event, const ProbeReport& report) override {
    Begin();
    SayNotOffered(report);
    if (!std::holds_alternative<AlertEvent>(event) && !std::holds_alternative<ClosedEvent>(event)) {
      SayServerNameNote();
    }
    std::visit([&](const auto& one) { On(one, report); }, event);
    return output_.Take();
  }

  Text Finish(const ProbeReport& report, bool user_quit) override {
    Begin();
    SayNotOffered(report);
    FinishConnection(report, user_quit);
    SayClearText(report);
    if (options_.prexit) Report(report.outcome.bytes_read, report.outcome.bytes_written, report);
    return output_.Take();
  }

 private:
  bool silent() const { return options_.quiet || options_.brief; }
  // What s_client writes to its own standard output, which -quiet and -brief close.
  void Say(std::string_view text) {
    if (!silent()) output_.Stdout(text);
  }

  void Begin() {
    if (begun_) return;
    begun_ = true;
    for (const int depth : options_.verify_notes) {
      output_.Stderr(fmt::format("verify depth is {}\n", depth));
    }
  }

  void On(const ConnectedEvent&, const ProbeReport& report) {
    connected_ = true;
    if (options_.profile == Profile::k35 && !report.connection.address.empty()) {
      output_.Stderr(fmt::format("Connecting to {}\n", EscapeControls(report.connection.address)));
    }
    Say(fmt::format("CONNECTED({:08X})\n", static_cast<unsigned>(options_.socket_number)));
  }

  // Of what is asked under TLS s_client knows nothing.
  void On(const LineEvent& event, const ProbeReport&) {
    if (!handshake_done_) return;
    output_.Stderr(fmt::format("{}: {}\n", event.sent ? "C" : "S", event.line));
  }

  // Said where the dialogue goes on without an offer.
  void SayNotOffered(const ProbeReport& report) {
    if (said_not_offered_ || report.hops.empty()) return;
    const auto insisted = [](const Hop& hop) { return hop.not_offered; };
    said_not_offered_ = std::ranges::any_of(report.hops, insisted);
    if (!said_not_offered_) return;
    const bool old = options_.profile == Profile::k110;
    output_.Stderr(fmt::format("{} in server response, trying anyway...\n",
                               old ? "didn't find starttls" : "Didn't find STARTTLS"));
  }

  // s_client says nothing of it, which is how it came to be known by a CVE number.
  void SayClearText(const ProbeReport& report) {
    if (std::exchange(said_clear_text_, true)) return;
    for (const Finding& finding : report.findings) {
      if (!IsClearText(finding)) continue;
      output_.Stderr(
          fmt::format("tlsprobe: {} ({})\n", EscapeControls(finding.text), finding.reference));
    }
  }

  void SayLastLine(const ProbeReport& report) {
    for (const Hop& hop : report.hops) {
      if (!hop.kind.starts_with("starttls") || hop.last_line.empty()) continue;
      output_.Stderr(EscapeControls(hop.last_line) + "\n");
    }
  }

  void On(const MessageEvent& event, const ProbeReport& report) {
    if (event.content_type != kHandshakeContent || event.bytes.empty()) return;
    const uint8_t type = event.bytes.front();
    if (event.sent && type == kClientKeyExchange) keys_made_ = true;
    if (!event.sent && type == kServerHello) OnServerHello(event.bytes, report);
    // In TLS 1.3 the answer to our server name is in this message.
    if (!event.sent && type == kEncryptedExtensions) NoteServerName(report);
  }

  void OnServerHello(BytesView message, const ProbeReport& report) {
    constexpr size_t kHeader = 4;
    if (message.size() < kHeader) return;
    const auto hello = ParseServerHello(message.subspan(kHeader));
    if (!hello.ok() || hello->version >= 0x0304) return;
    session_id_ = hello->session_id;
    NoteServerName(report);
  }

  void NoteServerName(const ProbeReport& report) {
    server_name_note_ = options_.profile != Profile::k110 && !options_.noservername &&
                        report.tls.server_name_sent.empty();
  }

  // Said once it is known that the message was taken: something else came after it.
  void SayServerNameNote() {
    if (std::exchange(server_name_note_, false)) output_.Stderr("Can't use SSL_get_servername\n");
  }

  void On(const VerifyEvent& event, const ProbeReport& report) {
    output_.Stderr(verify_lines_.OnStep(event, report.verification.chain.policies));
  }

  void On(const StapleEvent&, const ProbeReport& report) {
    if (!options_.status) return;
    const Bytes& staple = report.peer.ocsp_staple;
    if (staple.empty()) {
      Say("OCSP response: no response sent\n");
      return;
    }
    constexpr size_t kShownBytes = 64;
    constexpr std::string_view kFrame = "======================================\n";
    const BytesView head = BytesView(staple).first(std::min(staple.size(), kShownBytes));
    Say(fmt::format("OCSP response: \n{}OCSP response bytes: {}\n{}{}", kFrame, staple.size(),
                    HexDump(head, 4), kFrame));
  }

  void On(const HandshakeDoneEvent& event, const ProbeReport& report) {
    if (event.renegotiated) return;
    handshake_done_ = true;
    if (options_.brief) {
      output_.Stderr("CONNECTION ESTABLISHED\n" + BriefSummary(View(report, 0, 0)));
    }
    ReportHandshake(report);
    SayLastLine(report);
    SayClearText(report);
  }

  void On(const DataEvent& event, const ProbeReport&) { output_.Stdout(AsText(event.bytes)); }

  void On(const TicketEvent& event, const ProbeReport& report) {
    if (event.index >= report.tls.tickets.size()) return;
    Say("---\nPost-Handshake New Session Ticket arrived:\n" +
        SessionBlock(View(report, 0, 0), report.tls.tickets[event.index], true) +
        "---\nread R BLOCK\n");
  }

  void On(const KeyLogEvent& event, const ProbeReport&) { output_.KeyLog(event.line + "\n"); }
  void On(const AlertEvent&, const ProbeReport&) {}
  void On(const ClosedEvent&, const ProbeReport&) {}

  void FinishConnection(const ProbeReport& report, bool user_quit) {
    const Outcome& outcome = report.outcome;
    const bool alert = outcome.how == How::kAlertReceived || outcome.how == How::kAlertSent;
    if (handshake_done_ && user_quit && !alert) {
      output_.Stderr("DONE\n");
      // Anything else ended the connection before all that was typed had left.
      if (outcome.how == How::kCloseNotify || outcome.how == How::kTimeout) return;
    }
    if (handshake_done_ && outcome.how == How::kCloseNotify) {
      Say("closed\n");
      return;
    }
    if (handshake_done_ && outcome.how == How::kReset && options_.brief) {
      output_.Stderr("CONNECTION CLOSED BY SERVER\n");
      return;
    }
    if (outcome.how != How::kAlertSent) SayServerNameNote();
    output_.Stderr(OpenSslErrorLines(report, options_.profile));
    if (connected_ && !handshake_done_) ReportFailure(report);
  }

  void ReportFailure(const ProbeReport& report) {
    const TlsFacts& tls = report.tls;
    const bool counted = tls.handshake_bytes_read != 0 || tls.handshake_bytes_written != 0;
    if (counted) return ReportHandshake(report);
    Report(report.outcome.bytes_read, report.outcome.bytes_written, report);
  }

  // s_client counts what was said before TLS too.
  void ReportHandshake(const ProbeReport& report) {
    uint64_t bytes_read = report.tls.handshake_bytes_read;
    uint64_t bytes_written = report.tls.handshake_bytes_written;
    for (const Hop& hop : report.hops) {
      if (hop.kind == "tls") break;
      bytes_read += hop.bytes_read;
      bytes_written += hop.bytes_written;
    }
    Report(bytes_read, bytes_written, report);
  }

  void Report(uint64_t bytes_read, uint64_t bytes_written, const ProbeReport& report) {
    Say(SClientReport(View(report, bytes_read, bytes_written)));
  }

  SClientView View(const ProbeReport& report, uint64_t bytes_read, uint64_t bytes_written) const {
    return {.report = report,
            .options = options_,
            .keys_made = keys_made_ || handshake_done_,
            .offered_session_id = session_id_,
            .bytes_read = bytes_read,
            .bytes_written = bytes_written};
  }

  const RenderOptions options_;
  VerifyLines verify_lines_;
  Output output_ = {};
  Bytes session_id_ = {};  // of the ServerHello
  bool said_not_offered_ = false;
  bool said_clear_text_ = false;
  bool begun_ = false;
  bool connected_ = false;
  bool keys_made_ = false;
  bool handshake_done_ = false;
  bool server_name_note_ = false;
};

}  // namespace

std::unique_ptr<EventRenderer> NewSClientRenderer(const RenderOptions& options) {
  if (options.brief) return NewSClientBriefRenderer(options);
  return std::make_unique<SClientRenderer>(options);
}

std::unique_ptr<EventRenderer> NewSClientBriefRenderer(const RenderOptions& options) {
  RenderOptions brief = options;
  brief.brief = true;
  brief.verify_quiet = true;
  return std::make_unique<SClientRenderer>(brief);
}

}  // namespace tlsprobe
