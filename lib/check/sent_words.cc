#include "tlsprobe/check/sent_words.h"

#include <fmt/format.h>

#include "tlsprobe/check/words.h"

namespace tlsprobe {

std::optional<size_t> SentIndex(const PeerFacts& peer, const Certificate& certificate) {
  for (size_t i = 0; i < peer.certificates.size(); ++i) {
    const CertificatePtr& each = peer.certificates[i];
    if (each != nullptr && each->sha256 == certificate.sha256) return i;
  }
  return std::nullopt;
}

std::string SentWords(size_t index, const Certificate& certificate) {
  const std::string subject = NameWords(certificate.subject);
  if (certificate.self_issued) return fmt::format("certificate {} ({})", index, subject);
  return fmt::format("certificate {} ({}, issued by {})", index, subject,
                     NameWords(certificate.issuer));
}

std::string_view ChainFileWords(bool from_server) {
  return from_server ? "the server's chain file" : "the chain";
}

std::string ListWords(const std::vector<CertificatePtr>& certificates, bool from_server) {
  constexpr size_t kMost = 10;
  std::string words;
  for (size_t i = 0; i < certificates.size(); ++i) {
    if (i == kMost) return words + fmt::format(", and {} more", certificates.size() - i);
    words += i == 0 ? std::string(LeafWords(from_server))
                    : ", then " + NameWords(certificates[i]->subject);
  }
  return words;
}

std::string ListAdvice(const ChainVerification& chain, bool from_server) {
  switch (chain.should_send.size()) {
    case 0:
      return "";
    case 1:
      return fmt::format(" Send {} alone.", LeafWords(from_server));
    default:
      return fmt::format(" Send, in this order: {}.", ListWords(chain.should_send, from_server));
  }
}

std::string FullChainAdvice(const ChainVerification& chain, bool from_server) {
  const std::string_view what =
      from_server ? "Configure the full chain on the server." : "Add what it lacks to the chain.";
  return std::string(what) + ListAdvice(chain, from_server);
}

}  // namespace tlsprobe
