#include "tlsprobe/render/brief.h"

#include <fmt/format.h>

#include "tlsprobe/render/openssl_errors.h"
#include "tlsprobe/render/output.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

constexpr uint16_t kPointFormatsExtension = 11;  // RFC 8422 section 5.1.2

std::string PointFormatText(uint8_t format) {
  constexpr std::string_view kNames[] = {"uncompressed", "ansiX962_compressed_prime",
                                         "ansiX962_compressed_char2"};
  return format < std::size(kNames) ? std::string(kNames[format])
                                    : fmt::format("unknown({})", format);
}

std::string PointFormatsLine(const PeerFacts& peer) {
  const TlsExtension* formats = FindServerHelloExtension(peer, kPointFormatsExtension);
  // One length byte, then the formats.
  if (formats == nullptr || formats->data.size() < 2) return "";
  std::string list;
  for (size_t i = 1; i < formats->data.size(); ++i) {
    list += (i > 1 ? ":" : "") + PointFormatText(formats->data[i]);
  }
  return fmt::format("Supported Elliptic Curve Point Formats: {}\n", list);
}

std::string SignatureLines(const SClientView& view) {
  const SignatureWords* words = PeerSignature(view.report);
  if (words == nullptr) return "";
  std::string out = fmt::format("Hash used: {}\n", words->digest.empty() ? "UNDEF" : words->digest);
  if (view.options.profile == Profile::k30) out += fmt::format("Signature type: {}\n", words->type);
  if (view.options.profile == Profile::k35) {
    out += fmt::format("Signature type: {}\n", words->iana);
  }
  return out;
}

std::string PeerLines(const SClientView& view) {
  if (!view.has_peer_certificate()) {
    return view.options.profile == Profile::k35 ? "No peer certificate or raw public key\n"
                                                : "No peer certificate\n";
  }
  const CertificatePtr& leaf = view.report.peer.certificates.front();
  const std::string subject =
      leaf == nullptr ? "(does not parse)" : StderrName(leaf->subject, view.options);
  return fmt::format("Peer certificate: {}\n", subject) + SignatureLines(view) +
         VerificationLines(view);
}

}  // namespace

std::string BriefSummary(const SClientView& view) {
  const TlsFacts& tls = view.report.tls;
  return fmt::format("Protocol version: {}\nCiphersuite: {}\n", TlsVersionName(view.version()),
                     tls.cipher_openssl) +
         RequestedSignatureLine(view, false) + PeerLines(view) +
         PointFormatsLine(view.report.peer) + TempKeyLine(view);
}

Text RenderBrief(const ProbeReport& report, const RenderOptions& options) {
  Output out;
  if (report.outcome.handshake_complete) {
    const SClientView view{.report = report, .options = options, .keys_made = true};
    out.Stdout("CONNECTION ESTABLISHED\n" + BriefSummary(view));
  }
  out.Stdout(OpenSslErrorLines(report, options.profile));
  return out.Take();
}

}  // namespace tlsprobe
