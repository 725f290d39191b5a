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

std::string ListWords(const std::vector<CertificatePtr>& certificates) {
  constexpr size_t kMost = 10;
  std::string words;
  for (size_t i = 0; i < certificates.size(); ++i) {
    if (i == kMost) return words + fmt::format(", and {} more", certificates.size() - i);
    words += i == 0 ? "the server's certificate" : ", then " + NameWords(certificates[i]->subject);
  }
  return words;
}

std::string ListAdvice(const ChainVerification& chain) {
  switch (chain.should_send.size()) {
    case 0:
      return "";
    case 1:
      return " Send the server's certificate alone.";
    default:
      return fmt::format(" Send, in this order: {}.", ListWords(chain.should_send));
  }
}

}  // namespace tlsprobe
