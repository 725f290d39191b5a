// Looks at the list of certificates as it was sent: order, and what does not belong there
// (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2). Clients that build paths get along with much
// of it; others do not.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

struct Sent {
  size_t index;
  const Certificate* certificate;
  Bytes subject, issuer;  // canonical
};

std::vector<Sent> ReadSent(const PeerFacts& peer) {
  std::vector<Sent> sent;
  for (size_t i = 0; i < peer.certificates.size(); ++i) {
    const Certificate* certificate = peer.certificates[i].get();
    if (certificate == nullptr) continue;
    sent.push_back({i, certificate, CanonicalName(certificate->subject.der),
                    CanonicalName(certificate->issuer.der)});
  }
  return sent;
}

bool IsDuplicate(const std::vector<Sent>& sent, size_t at) {
  return std::any_of(
      sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(at),
      [&](const Sent& each) { return each.certificate->sha256 == sent[at].certificate->sha256; });
}

bool IssuedAny(const std::vector<Sent>& sent, size_t at) {
  for (size_t i = 0; i < sent.size(); ++i) {
    if (i != at && sent[i].issuer == sent[at].subject && sent[i].subject != sent[at].subject) {
      return true;
    }
  }
  return false;
}

void Add(CheckOutput& output, std::string_view id, Severity severity, std::string text,
         std::string_view advice) {
  output.findings.push_back({.id = std::string(id),
                             .severity = severity,
                             .text = std::move(text),
                             .advice = std::string(advice),
                             .reference = "RFC 8446 section 4.4.2"});
}

// What is odd about one certificate behind the leaf by itself; true where it has its place in the
// list.
bool Belongs(const std::vector<Sent>& sent, size_t at, CheckOutput& output) {
  const Sent& it = sent[at];
  const std::string name = NameWords(it.certificate->subject);
  if (IsDuplicate(sent, at)) {
    Add(output, "sent.duplicate", Severity::kNotice,
        fmt::format("certificate {} ({}) is sent twice", it.index, name),
        "Leave the second copy out of the server's chain file.");
    return false;
  }
  if (!IssuedAny(sent, at)) {
    Add(output, "sent.unrelated", Severity::kNotice,
        fmt::format("certificate {} ({}) issued none of the others that are sent", it.index, name),
        "Leave it out of the server's chain file.");
    return false;
  }
  if (it.subject == it.issuer) {
    Add(output, "sent.root", Severity::kInfo,
        fmt::format("the root certificate {} is sent; clients must have it anyway", name),
        "Leave it out of the server's chain file to save its size in each handshake.");
  }
  return true;
}

}  // namespace

void CheckSentChain(const CheckInput& input, CheckOutput& output) {
  const std::vector<Sent> sent = ReadSent(input.peer);
  bool in_order = true;
  size_t last = 0;  // of those that belong
  for (size_t i = 1; i < sent.size(); ++i) {
    if (!Belongs(sent, i, output)) continue;
    if (sent[i].subject != sent[last].issuer) in_order = false;
    last = i;
  }
  if (in_order) return;
  Add(output, "sent.order", Severity::kNotice,
      "the certificates are not sent in order: each should certify the one before it",
      "Put the server's certificate first in its chain file, then the certificate of its issuer, "
      "and so on.");
}

}  // namespace tlsprobe
