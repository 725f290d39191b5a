#include "tlsprobe/render/sclient_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

void BytesSection(const SClientView& view, std::string& out) {
  out += fmt::format("---\nSSL handshake has read {} bytes and written {} bytes\n", view.bytes_read,
                     view.bytes_written);
}

void VerificationSection(const SClientView& view, std::string& out) {
  out += VerificationLines(view);
}

bool CipherIsKnown(const SClientView& view) {
  const TlsFacts& tls = view.report.tls;
  if (tls.cipher_suite == 0) return false;
  return view.report.outcome.handshake_complete || view.keys_made || tls.version >= 0x0304;
}

void CipherSection(const SClientView& view, std::string& out) {
  const TlsFacts& tls = view.report.tls;
  const bool known = CipherIsKnown(view);
  out +=
      fmt::format("---\n{}, {}, Cipher is {}\n", tls.resumed ? "Reused" : "New",
                  known ? tls.cipher_min_version : "(NONE)", known ? tls.cipher_openssl : "(NONE)");
  if (view.options.profile == Profile::k35) {
    out += fmt::format("Protocol: {}\n", TlsVersionName(view.version()));
  }
}

void PublicKeySection(const SClientView& view, std::string& out) {
  if (!view.has_peer_certificate()) return;
  const CertificatePtr& leaf = view.report.peer.certificates.front();
  if (leaf == nullptr) return;
  out += fmt::format("Server public key is {} bit\n", PublicKeyBits(leaf->public_key));
}

// 3.0 says "NOT" for every TLS 1.3 connection, which has no renegotiation to secure.
void RenegotiationSection(const SClientView& view, std::string& out) {
  if (view.tls13() && view.options.profile == Profile::k35) {
    out += "This TLS version forbids renegotiation.\n";
    return;
  }
  const bool secure = view.report.tls.secure_renegotiation && !view.tls13();
  out += fmt::format("Secure Renegotiation IS{} supported\n", secure ? "" : " NOT");
}

void CompressionSection(const SClientView&, std::string& out) {
  out += "Compression: NONE\nExpansion: NONE\n";
}

void AlpnSection(const SClientView& view, std::string& out) {
  const std::string& alpn = view.report.tls.alpn;
  out += alpn.empty() ? "No ALPN negotiated\n"
                      : fmt::format("ALPN protocol: {}\n", EscapeControls(alpn));
}

void SessionSection(const SClientView& view, std::string& out) {
  if (!view.tls13()) {
    out += SessionBlock(view, view.report.tls.session, false);
    return;
  }
  const int code = VerifyReturnCode(view.report);
  out += fmt::format("Early data was not sent\nVerify return code: {} ({})\n", code,
                     VerifyText(code, view.options.profile));
}

void EndSection(const SClientView&, std::string& out) { out += "---\n"; }

using Section = void (*)(const SClientView& view, std::string& out);
constexpr Section kSections[] = {
    ChainSection,
    ServerCertificateSection,
    ClientAuthenticationSection,
    PeerSignatureSection,
    BytesSection,
    VerificationSection,
    CipherSection,
    PublicKeySection,
    RenegotiationSection,
    CompressionSection,
    AlpnSection,
    SessionSection,
    EndSection,
};

}  // namespace

uint16_t SClientView::version() const {
  const bool taken = report.outcome.openssl_reason != "unsupported protocol";
  return report.tls.version != 0 && taken ? report.tls.version : options.highest_version;
}

bool SClientView::has_peer_certificate() const {
  if (report.peer.certificates_der.empty()) return false;
  return report.outcome.handshake_complete ||
         report.outcome.openssl_reason != "certificate verify failed";
}

const TlsExtension* FindServerHelloExtension(const PeerFacts& peer, uint16_t type) {
  for (const MessageExtensions& message : peer.extensions) {
    if (message.message != kServerHello || message.hello_retry) continue;
    const auto found = std::ranges::find(message.extensions, type, &TlsExtension::type);
    if (found != message.extensions.end()) return &*found;
  }
  return nullptr;
}

int VerifyReturnCode(const ProbeReport& report) {
  if (report.verification.chain.verdict == Verdict::kNotChecked) return 65535;
  return report.verification.chain.code;
}

std::string VerificationLines(const SClientView& view) {
  const int code = VerifyReturnCode(view.report);
  if (code == 65535) return "Verification: not performed\n";
  if (code != 0) {
    return fmt::format("Verification error: {}\n", VerifyText(code, view.options.profile));
  }
  const NameVerification& name = view.report.verification.name;
  // OpenSSL remembers the name that matched for host names alone.
  const bool host_matched = name.verdict == Verdict::kOk && !name.matched.empty() &&
                            name.matched.find('@') == std::string::npos &&
                            !ParseIpAddress(name.matched);
  if (!host_matched) return "Verification: OK\n";
  return fmt::format("Verification: OK\nVerified peername: {}\n", EscapeControls(name.matched));
}

std::string SClientReport(const SClientView& view) {
  std::string out;
  for (const Section section : kSections) section(view, out);
  return out;
}

}  // namespace tlsprobe
