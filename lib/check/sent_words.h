// Phrases about the list of certificates: as the server sent it, and as it should be.
#ifndef TLSPROBE_CHECK_SENT_WORDS_H_
#define TLSPROBE_CHECK_SENT_WORDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// Where `certificate` stands in what was sent, for the first time; the leaf is 0.
std::optional<size_t> SentIndex(const PeerFacts& peer, const Certificate& certificate);

// "certificate 2 (CN=…)"; where another key certified it "certificate 2 (CN=…, issued by CN=…)".
std::string SentWords(size_t index, const Certificate& certificate);

// "the server's chain file", or "the chain" (CheckInput::from_server).
std::string_view ChainFileWords(bool from_server);

// "the server's certificate, then CN=A, then CN=B" for certificates from the leaf up.
std::string ListWords(const std::vector<CertificatePtr>& certificates, bool from_server);

// " Send, in this order: the server's certificate, then CN=A." Empty where it is not known what
// should be sent.
std::string ListAdvice(const ChainVerification& chain, bool from_server);

// "Configure the full chain on the server.", or "Add what it lacks to the chain.", and the list.
std::string FullChainAdvice(const ChainVerification& chain, bool from_server);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_SENT_WORDS_H_
