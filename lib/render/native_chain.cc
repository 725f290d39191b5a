// The certificates of the native report: the path that was built as a tree, from the anchor down to
// the server, with what is wrong where; what was sent beside it; and the names.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/general_names.h"
#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/render/sclient_names.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

std::string NameText(const Name& name) {
  const std::string text = RenderName(name, NameStyle::kCompact);
  return text.empty() ? "(no name)" : Quote(text);
}

bool WasSent(const PeerFacts& peer, const Certificate& certificate) {
  return std::ranges::find(peer.certificates_der, certificate.der) != peer.certificates_der.end();
}

bool IsUsed(const ChainVerification& chain, const Bytes& der) {
  return std::ranges::any_of(chain.built, [&](const CertificatePtr& certificate) {
    return certificate != nullptr && certificate->der == der;
  });
}

std::string Origin(const ProbeReport& report, size_t depth) {
  const ChainVerification& chain = report.verification.chain;
  const bool anchor = chain.anchor == depth;
  const bool sent = WasSent(report.peer, *chain.built[depth]);
  if (anchor) return sent ? "trusted, sent too" : "trusted";
  if (sent) return "sent";
  if (depth >= chain.untrusted && chain.anchor != 0) return "found in the trust store";
  return report.fetches.empty() ? "not sent, but given" : "not sent, but given or fetched";
}

std::string KeyText(const PublicKey& key) {
  if (key.type == KeyType::kEc && !key.curve_oid.empty()) return "EC " + EcCurveName(key.curve_oid);
  const int bits = PublicKeyBits(key);
  return std::string(KeyTypeName(key.type)) + (bits == 0 ? "" : fmt::format(" {}", bits));
}

std::string ErrorLines(const ChainVerification& chain, size_t depth, const std::string& indent,
                       const RenderOptions& options) {
  std::string out;
  for (const VerifyError& error : chain.errors) {
    if (error.depth != static_cast<int>(depth)) continue;
    const std::string text = fmt::format("! {} (error {})", VerifyCodeText(error.code), error.code);
    out += indent + Paint(text, Color::kBad, options) + "\n";
  }
  return out;
}

// One certificate: a line for what it is, one for how long and with which key, its errors.
std::string Branch(const ProbeReport& report, size_t depth, size_t level,
                   const RenderOptions& options) {
  const ChainVerification& chain = report.verification.chain;
  const Certificate& certificate = *chain.built[depth];
  const std::string indent(2 + 3 * level, ' ');
  const std::string below = indent + "   ";
  return fmt::format("{}+- {}  {}\n", indent, NameText(certificate.subject),
                     Paint(fmt::format("[{}]", Origin(report, depth)), Color::kFaint, options)) +
         fmt::format("{}{}; {}\n", below, ValidityWithDate(certificate, JudgedAt(report)),
                     KeyText(certificate.public_key)) +
         ErrorLines(chain, depth, below, options);
}

// Whether the path ends where it does for want of an issuer: not where it may not be longer.
bool LacksIssuer(const ChainVerification& chain) {
  constexpr int kNoIssuerCertificate = 2, kNoLocalIssuer = 20, kChainTooLong = 22;
  const auto met = [&chain](int code) {
    return std::ranges::find(chain.errors, code, &VerifyError::code) != chain.errors.end();
  };
  return (met(kNoLocalIssuer) || met(kNoIssuerCertificate)) && !met(kChainTooLong);
}

// The issuer that would have to stand above the last certificate that was found.
std::string MissingIssuer(const ChainVerification& chain, const RenderOptions& options) {
  const Certificate& top = *chain.built.back();
  if (top.self_issued || !LacksIssuer(chain)) return "";
  const std::string text =
      fmt::format("? {}  [neither sent nor in the trust store]", NameText(top.issuer));
  return "  " + Paint(text, Color::kBad, options) + "\n";
}

std::string Tree(const ProbeReport& report, const RenderOptions& options) {
  const ChainVerification& chain = report.verification.chain;
  std::string out = MissingIssuer(chain, options);
  size_t level = out.empty() ? 0 : 1;
  for (size_t depth = chain.built.size(); depth-- > 0;) {
    if (chain.built[depth] != nullptr) out += Branch(report, depth, level++, options);
  }
  return out;
}

std::string UnreadText(const PeerFacts& peer, size_t index) {
  const std::string why = index < peer.parse_errors.size() ? peer.parse_errors[index] : "";
  return fmt::format("  sent as number {}, and does not parse{}{}\n", index,
                     why.empty() ? "" : ": ", Quote(why));
}

// What was sent beside the path. Without a path nobody knows what it would have needed.
std::string Unused(const ProbeReport& report) {
  const PeerFacts& peer = report.peer;
  const std::string_view needed = report.verification.chain.built.empty() ? "" : " and not needed";
  std::string out;
  for (size_t i = 0; i < peer.certificates_der.size(); ++i) {
    if (IsUsed(report.verification.chain, peer.certificates_der[i])) continue;
    const bool parsed = i < peer.certificates.size() && peer.certificates[i] != nullptr;
    out += parsed ? fmt::format("  sent as number {}{}: {}\n", i, needed,
                                NameText(peer.certificates[i]->subject))
                  : UnreadText(peer, i);
  }
  return out;
}

std::string NameVerdict(const NameVerification& name) {
  std::string wanted;
  for (const std::string& reference : name.references) {
    wanted += (wanted.empty() ? "" : ", ") + Quote(reference);
  }
  if (name.verdict == Verdict::kNotChecked) {
    return name.how.empty() ? "not checked" : "not checked: " + EscapeControls(name.how);
  }
  if (name.verdict == Verdict::kFailed) return wanted + ": not among them";
  return fmt::format("{}: matches {}", wanted, Quote(name.matched));
}

}  // namespace

std::string ChainTreeSection(const ProbeReport& report, const RenderOptions& options) {
  if (report.peer.certificates_der.empty()) return "";
  const ChainVerification& chain = report.verification.chain;
  const bool built = !chain.built.empty() && chain.built.back() != nullptr;
  std::string out = fmt::format("\nchain ({})\n", VerdictName(chain.verdict));
  if (built) out += Tree(report, options);
  return out + Unused(report);
}

std::string NamesSection(const ProbeReport& report, const RenderOptions&) {
  constexpr size_t kShown = 20;
  if (report.peer.certificates.empty() || report.peer.certificates.front() == nullptr) return "";
  const Certificate& leaf = *report.peer.certificates.front();
  const std::vector<GeneralName>& names = SubjectAltNames(leaf);
  std::string list;
  for (size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    list += (list.empty() ? "" : ", ") + Quote(GeneralNameText(names[i]));
  }
  if (names.size() > kShown) list += fmt::format(" and {} more", names.size() - kShown);
  if (list.empty()) list = "none; its common name is " + Quote(CommonName(leaf.subject));
  return "\nnames\n" + Row("certificate", list) +
         Row("wanted", NameVerdict(report.verification.name));
}

}  // namespace tlsprobe
