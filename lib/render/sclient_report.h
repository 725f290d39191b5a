// The report s_client prints on standard output: sections in a fixed order, one function each.
#ifndef TLSPROBE_RENDER_SCLIENT_REPORT_H_
#define TLSPROBE_RENDER_SCLIENT_REPORT_H_

#include <cstdint>
#include <string>

#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/render/sclient_names.h"

namespace tlsprobe {

// What a section may look at; valid for the call.
struct SClientView {
  const ProbeReport& report;
  const RenderOptions& options;
  // The keys of TLS 1.2 and below were made: our ClientKeyExchange went out. s_client names the
  // cipher only from then on.
  bool keys_made = false;
  // The session id of the ServerHello: what there is of a session that never came to be.
  BytesView offered_session_id = {};
  // For "SSL handshake has read".
  uint64_t bytes_read = 0;
  uint64_t bytes_written = 0;

  // Of the connection; what was offered at most where no ServerHello came, or one with a version
  // we do not take.
  uint16_t version() const;
  bool tls13() const { return version() >= 0x0304; }
  // OpenSSL forgets the peer's certificate where it refuses it.
  bool has_peer_certificate() const;
};

// The whole report, from the first "---" to the last.
std::string SClientReport(const SClientView& view);

// The "SSL-Session:" block. `ticket`: it stands for a TLS 1.3 ticket.
std::string SessionBlock(const SClientView& view, const SessionFacts& session, bool ticket);

// "Verification: OK" and what belongs to it; also in -brief.
std::string VerificationLines(const SClientView& view);
// "Server Temp Key: …" or its successors, empty where there is none; also in -brief.
std::string TempKeyLine(const SClientView& view);
// "Requested Signature Algorithms: …", or "Shared …"; empty where there are none.
std::string RequestedSignatureLine(const SClientView& view, bool shared);

// Sections kept in files of their own.
void ChainSection(const SClientView& view, std::string& out);
void ServerCertificateSection(const SClientView& view, std::string& out);
void ClientAuthenticationSection(const SClientView& view, std::string& out);
void PeerSignatureSection(const SClientView& view, std::string& out);

// What the server signed its part of the handshake with, null where it did not.
const SignatureWords* PeerSignature(const ProbeReport& report);

// An extension of the ServerHello, by its IANA number; null where there is none.
const TlsExtension* FindServerHelloExtension(const PeerFacts& peer, uint16_t type);

// The code behind "Verify return code:".
int VerifyReturnCode(const ProbeReport& report);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_SCLIENT_REPORT_H_
