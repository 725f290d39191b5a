// The certificates in s_client's report: the chain as sent, and the server's own.
#include <fmt/format.h>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/render/sclient_report.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

std::string UnparsedText(const PeerFacts& peer, size_t index) {
  const std::string_view reason =
      index < peer.parse_errors.size() ? std::string_view(peer.parse_errors[index]) : "";
  return fmt::format("(does not parse: {})", EscapeControls(reason));
}

std::string SignatureAlgorithmText(const SignatureAlgorithm& algorithm, Profile profile) {
  return profile == Profile::k35 ? OidLongName(algorithm.oid) : OidShortName(algorithm.oid);
}

// The lines 3.0 added below subject and issuer.
std::string DetailLines(const Certificate& certificate, Profile profile) {
  if (profile == Profile::k110) return "";
  std::string out;
  if (certificate.public_key.type != KeyType::kUnknown) {
    out +=
        fmt::format("   a:PKEY: {}; sigalg: {}\n", PublicKeyText(certificate.public_key, profile),
                    SignatureAlgorithmText(certificate.signature_algorithm, profile));
  }
  out +=
      fmt::format("   v:NotBefore: {}; NotAfter: {}\n", FormatOpenSslTime(certificate.not_before),
                  FormatOpenSslTime(certificate.not_after));
  return out;
}

std::string ChainEntry(const SClientView& view, size_t index) {
  const PeerFacts& peer = view.report.peer;
  const CertificatePtr& certificate = peer.certificates[index];
  if (certificate == nullptr) {
    return fmt::format("{:2} s:{}\n", index, UnparsedText(peer, index));
  }
  return fmt::format("{:2} s:{}\n   i:{}\n", index, StdoutName(certificate->subject, view.options),
                     StdoutName(certificate->issuer, view.options)) +
         DetailLines(*certificate, view.options.profile);
}

}  // namespace

void ChainSection(const SClientView& view, std::string& out) {
  out += "---\n";
  const PeerFacts& peer = view.report.peer;
  if (peer.certificates.empty()) return;
  out += "Certificate chain\n";
  for (size_t i = 0; i < peer.certificates.size(); ++i) {
    out += ChainEntry(view, i);
    if (view.options.showcerts) out += ToPem("CERTIFICATE", peer.certificates_der[i]);
  }
  out += "---\n";
}

void ServerCertificateSection(const SClientView& view, std::string& out) {
  if (!view.has_peer_certificate()) {
    out += "no peer certificate available\n";
    return;
  }
  const PeerFacts& peer = view.report.peer;
  out += "Server certificate\n";
  if (!view.options.showcerts) out += ToPem("CERTIFICATE", peer.certificates_der.front());
  const CertificatePtr& leaf = peer.certificates.front();
  if (leaf == nullptr) {
    out += fmt::format("subject={}\n", UnparsedText(peer, 0));
    return;
  }
  out += StdoutTitledName("subject=", leaf->subject, view.options) + "\n";
  out += StdoutTitledName("issuer=", leaf->issuer, view.options) + "\n";
}

}  // namespace tlsprobe
