#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

Words NoTrustStore() {
  return {.text = "no trust anchors were given, so no certificate can be trusted",
          .advice = "Name a file or directory of CA certificates (-CAfile, -CApath)."};
}

// The trust store itself says that it is not to be trusted; nullopt where it does not.
std::optional<Words> RejectedByStore(const ChainFault& it, const Name& name) {
  if (it.input.anchors == nullptr || !it.input.anchors->Rejects(name.der)) return std::nullopt;
  return Words{
      .text = fmt::format("the trust store has {}, with trust settings that do not allow this use",
                          NameWords(name)),
      .advice = "If it is to be trusted, give it without them (openssl x509 -clrtrust)."};
}

// The issuer's own issuer, as the certificate names it: whatever has another is no root.
bool IssuerIsIntermediate(const Certificate& certificate) {
  if (!certificate.authority_key_id) return false;
  const std::vector<GeneralName>& above = certificate.authority_key_id->issuer;
  return std::ranges::any_of(above, [&certificate](const GeneralName& name) {
    return name.type == GeneralName::Type::kDirectory &&
           CanonicalName(name.value) != CanonicalName(certificate.issuer.der);
  });
}

// "number 1 and number 2": those sent that could not be read, any of which may be what is missing.
std::string UnreadNumbers(const PeerFacts& peer) {
  std::vector<std::string> numbers;
  for (size_t i = 1; i < peer.certificates.size(); ++i) {
    if (peer.certificates[i] == nullptr) numbers.push_back(fmt::format("number {}", i));
  }
  return ListText(numbers);
}

Words UnreadIssuer(const ChainFault& it, const std::string& issuer, const std::string& numbers) {
  return {.text = fmt::format("{} of those sent does not parse, and the issuer {} of {} is not "
                              "among the others",
                              numbers, issuer, it.who()),
          .advice = "Install the chain anew on the server, in DER or PEM as the CA gave it."};
}

// Where the certificate says its issuer is, and nobody looked.
std::string FetchAdvice(const ChainFault& it) {
  const bool can_be_fetched = std::ranges::any_of(it.certificate().issuer_urls, IsHttpUrl);
  if (!can_be_fetched || it.input.options.fetch_issuers) return "";
  return " The certificate says where its issuer is: --fetch-issuers gets it.";
}

// "the server's certificate first, then CN=A, then CN=Missing and what is above".
std::string FullChain(const ChainFault& it, const std::string& issuer) {
  std::string list = "its certificate first";
  for (size_t i = 1; i < it.chain.untrusted && i < it.chain.built.size() && i < 10; ++i) {
    list += ", then " + NameWords(it.chain.built[i]->subject);
  }
  return fmt::format("{}, then {} and what is above", list, issuer);
}

// Where nobody sent anything.
Words MissingFromChain(const ChainFault& it, const std::string& issuer) {
  return {
      .text = fmt::format("the chain stops at {}: its issuer {} is neither given nor trusted",
                          it.who(), issuer),
      .advice = fmt::format("If {} is an intermediate, give its certificate (-untrusted); if it "
                            "is a CA of yours, give it as a trust anchor (-CAfile).{}",
                            issuer, FetchAdvice(it))};
}

}  // namespace

Words SelfSignedLeaf(const ChainFault& it) {
  if (std::optional<Words> words = RejectedByStore(it, it.certificate().subject)) return *words;
  return {.text = fmt::format("{} ({}) is self-signed and not trusted here", it.who(),
                              NameWords(it.certificate().subject)),
          .advice =
              fmt::format("{} a certificate of a CA the clients trust, or give this one as a trust "
                          "anchor (-CAfile).",
                          it.input.from_server ? "Install" : "Use")};
}

Words UntrustedRoot(const ChainFault& it) {
  if (std::optional<Words> words = RejectedByStore(it, it.certificate().subject)) return *words;
  return {
      .text = fmt::format("the chain ends at the root {}, which is not trusted here",
                          NameWords(it.certificate().subject)),
      .advice = fmt::format("If it is your CA, give its certificate as a trust anchor (-CAfile); "
                            "otherwise {} a certificate of a publicly trusted CA.",
                            it.input.from_server ? "install" : "use")};
}

// A lone leaf does not say what its issuer is: an intermediate that was forgotten, or a root.
Words MissingIssuer(const ChainFault& it) {
  if (it.input.anchors == nullptr) return NoTrustStore();
  if (std::optional<Words> words = RejectedByStore(it, it.certificate().issuer)) return *words;
  const std::string issuer = NameWords(it.certificate().issuer);
  const std::string unread = UnreadNumbers(it.input.peer);
  if (!unread.empty()) return UnreadIssuer(it, issuer, unread);
  if (!it.input.from_server) return MissingFromChain(it, issuer);
  if (it.depth == 0 && IssuerIsIntermediate(it.certificate())) {
    return {.text = fmt::format("the server does not send its intermediate certificate {}", issuer),
            .advice = fmt::format("Configure the full chain on the server: {}.{}",
                                  FullChain(it, issuer), FetchAdvice(it))};
  }
  const std::string what =
      it.depth == 0 ? fmt::format("the issuer {} of the server's certificate", issuer)
                    : fmt::format("the chain stops at {}: its issuer {}", it.who(), issuer);
  return {.text = fmt::format("{} is neither sent nor trusted: an intermediate the server does not "
                              "send, or a CA that is not known here",
                              what),
          .advice = fmt::format("If {} is an intermediate, configure the full chain on the server: "
                                "{}; if it is your own CA, give it as a trust anchor (-CAfile).{}",
                                issuer, FullChain(it, issuer), FetchAdvice(it))};
}

Words IncompleteStore(const ChainFault& it) {
  return {.text = fmt::format("the trust store has {}, but not its issuer {}", it.who(),
                              NameWords(it.certificate().issuer)),
          .advice =
              "Add the root to the trust store, or accept what it has as an anchor "
              "(-partial_chain)."};
}

}  // namespace tlsprobe
