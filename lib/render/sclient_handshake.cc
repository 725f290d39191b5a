// What the handshake was made of, in s_client's report: the request for our certificate, the
// server's signature, its ephemeral key.
#include <fmt/format.h>

#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/render/sclient_report.h"

namespace tlsprobe {
namespace {

std::string CertificateTypesLine(const ClientCertificateRequest& request) {
  if (request.certificate_types.empty()) return "";
  std::string out = "Client Certificate Types: ";
  for (size_t i = 0; i < request.certificate_types.size(); ++i) {
    if (i > 0) out += ", ";
    out += ClientCertificateTypeText(request.certificate_types[i]);
  }
  return out + "\n";
}

// 1.1.0 cannot share what it has no name for.
bool IsListed(uint16_t scheme, Profile profile, bool shared) {
  return !shared || profile != Profile::k110 || (scheme & 0xff) <= 3;
}

}  // namespace

std::string RequestedSignatureLine(const SClientView& view, bool shared) {
  const auto& request = view.report.peer.client_certificate_request;
  if (!request) return "";
  std::string list;
  for (const uint16_t scheme :
       shared ? request->shared_signature_algorithms : request->signature_algorithms) {
    if (!IsListed(scheme, view.options.profile, shared)) continue;
    if (!list.empty()) list += ":";
    list += ListedSignature(scheme, view.options.profile);
  }
  if (list.empty()) return "";
  return fmt::format("{}Requested Signature Algorithms: {}\n", shared ? "Shared " : "", list);
}

void ClientAuthenticationSection(const SClientView& view, std::string& out) {
  out += "---\n";
  const auto& request = view.report.peer.client_certificate_request;
  if (!request || request->ca_names.empty()) {
    out += "No client certificate CA names sent\n";
  } else {
    out += "Acceptable client certificate CA names\n";
    for (const Name& name : request->ca_names) {
      out += StdoutName(name, view.options) + "\n";
    }
  }
  if (!request) return;
  out += CertificateTypesLine(*request);
  out += RequestedSignatureLine(view, false);
  out += RequestedSignatureLine(view, true);
}

const SignatureWords* PeerSignature(const ProbeReport& report) {
  const TlsFacts& tls = report.tls;
  if (tls.resumed) return nullptr;
  if (tls.peer_signature_algorithm != 0) return FindSignatureWords(tls.peer_signature_algorithm);
  // Before TLS 1.2 the key's type says it (RFC 4346 section 7.4.3, RFC 8422 section 5.4).
  constexpr uint16_t kTls12 = 0x0303, kRsaBothDigests = 0xff01, kEcdsaSha1 = 0x0203;
  const PeerFacts& peer = report.peer;
  const bool signed_key = tls.version != 0 && tls.version < kTls12 && tls.group != 0;
  if (!signed_key || peer.certificates.empty() || peer.certificates.front() == nullptr) {
    return nullptr;
  }
  switch (peer.certificates.front()->public_key.type) {
    case KeyType::kRsa:
      return FindSignatureWords(kRsaBothDigests);
    case KeyType::kEc:
      return FindSignatureWords(kEcdsaSha1);
    default:
      return nullptr;
  }
}

void PeerSignatureSection(const SClientView& view, std::string& out) {
  const SignatureWords* words = PeerSignature(view.report);
  if (words != nullptr) {
    if (!words->digest.empty()) out += fmt::format("Peer signing digest: {}\n", words->digest);
    if (view.options.profile == Profile::k30) {
      out += fmt::format("Peer signature type: {}\n", words->type);
    }
    if (view.options.profile == Profile::k35) {
      out += fmt::format("Peer signature type: {}\n", words->iana);
    }
  }
  out += TempKeyLine(view);
}

std::string TempKeyLine(const SClientView& view) {
  const TlsFacts& tls = view.report.tls;
  const bool new_words = view.options.profile == Profile::k35;
  if (tls.group == 0) {
    return new_words && view.tls13() ? "Negotiated TLS1.3 group: <NULL>\n" : "";
  }
  // A resumed session of TLS 1.2 has no key exchange.
  if (tls.resumed && !view.tls13()) return "";
  if (new_words && IsKemGroup(tls.group)) {
    return fmt::format("Negotiated TLS1.3 group: {}\n", tls.group_name);
  }
  return fmt::format("{} Temp Key: {}\n", new_words ? "Peer" : "Server",
                     TempKeyText(tls.group, tls.group_name, view.options.profile));
}

}  // namespace tlsprobe
