// Does the server's certificate name what we wanted to reach?
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/references.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

bool HasAltName(const Certificate& certificate, Type type) {
  return certificate.subject_alt_names &&
         std::ranges::find(*certificate.subject_alt_names, type, &GeneralName::type) !=
             certificate.subject_alt_names->end();
}

// What the certificate names, fit to print. Common names count where there is no DNS name.
std::vector<std::string> Presented(const Certificate& certificate) {
  std::vector<std::string> names;
  if (certificate.subject_alt_names) {
    for (const GeneralName& name : *certificate.subject_alt_names) {
      if (name.type == Type::kIp) names.push_back(FormatIpAddress(name.value));
      if (name.type == Type::kDns || name.type == Type::kEmail) {
        names.push_back(EscapeControls(AsText(name.value)));
      }
    }
  }
  if (HasAltName(certificate, Type::kDns)) return names;
  for (const NameAttribute& attribute : certificate.subject.attributes) {
    if (attribute.oid == "2.5.4.3") names.push_back(EscapeControls(AttributeText(attribute)));
  }
  return names;
}

// A name that is cut says so. The names are escaped already, so that a cut may fall anywhere but
// within a character.
std::string Shortened(const std::string& name) {
  constexpr size_t kMost = 80;
  if (name.size() <= kMost) return name;
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end) + "...";
}

// All of few, the first two of many.
std::string ShortList(const std::vector<std::string>& names) {
  constexpr size_t kFew = 3;
  const size_t shown = names.size() <= kFew ? names.size() : kFew - 1;
  std::string text;
  for (size_t i = 0; i < shown; ++i) {
    const bool last = i > 0 && i + 1 == names.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + Shortened(names[i]);
  }
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

// One row for each kind of reference.
struct Kind {
  std::string References::*reference;
  std::string (*match)(const References& references, const Certificate& certificate);
};
constexpr Kind kKinds[] = {
    {&References::host, MatchedHost},
    {&References::email, MatchedEmail},
    {&References::ip, MatchedIp},
};

// An address was reached by asking for a name: whoever did that wants the name checked.
std::string AdviceForNameSent(const CheckInput& input) {
  const std::string& sent = input.tls.server_name_sent;
  const VerifyOptions& options = input.options;
  const bool by_target = options.host.empty() && options.email.empty() && options.ip.empty();
  if (sent.empty() || !by_target || EqualsIgnoreCase(sent, input.target.host)) return "";
  const std::string name = EscapeControls(Shortened(sent));
  return fmt::format(
      "Only {} was checked. -verify_hostname {} checks the name that was sent, and so "
      "does --resolve {}:{}:ADDRESS with {} as the target. ",
      EscapeControls(Shortened(input.target.host)), name, name, input.target.port, name);
}

void ReportMismatch(const CheckInput& input, const NameVerification& name,
                    const std::vector<std::string>& missing, CheckOutput& output) {
  std::string wanted = ShortList(missing);
  std::string text =
      name.presented.empty()
          ? fmt::format("the certificate is not for {}: it names no host or address", wanted)
          : fmt::format("the certificate is not for {} but for {}", wanted,
                        ShortList(name.presented));
  output.findings.push_back(
      {.id = "name.mismatch",
       .severity = Severity::kError,
       .text = std::move(text),
       .advice = fmt::format(
           "{}Get a certificate with a subjectAltName for {}{}.", AdviceForNameSent(input), wanted,
           input.from_server ? ", or reach the server by a name the certificate has" : ""),
       .reference = "RFC 9525 section 6"});
}

void ReportQuirks(const Certificate& certificate, bool from_server, CheckOutput& output) {
  const NameVerification& name = output.verification.name;
  const bool by_common_name = !HasAltName(certificate, Type::kDns) &&
                              !HasAltName(certificate, Type::kIp) &&
                              !HasAltName(certificate, Type::kEmail);
  if (by_common_name) {
    output.findings.push_back(
        {.id = "name.common_name_only",
         .severity = Severity::kWarning,
         .text = fmt::format("the certificate {} only in its common name, which browsers and most "
                             "libraries ignore",
                             from_server ? "names the server" : "has the name"),
         .advice = "Get a certificate with the name as a subjectAltName.",
         .reference = "RFC 9525 section 2"});
  }
  const size_t star = name.matched.find('*');
  const bool partial = star != std::string::npos && !name.matched.starts_with("*.");
  if (partial) {
    output.findings.push_back(
        {.id = "name.partial_wildcard",
         .severity = Severity::kWarning,
         .text = fmt::format("the name matched by the wildcard {}, which is not a whole label and "
                             "which many clients refuse",
                             EscapeControls(name.matched)),
         .advice =
             "Get a certificate with the name itself, or with \"*\" as its whole first label.",
         .reference = "RFC 9525 section 6.3"});
  }
}

}  // namespace

void CheckNames(const CheckInput& input, CheckOutput& output) {
  NameVerification& name = output.verification.name;
  const References references = FindReferences(input.options, input.target);
  for (const Kind& kind : kKinds) {
    if (!(references.*kind.reference).empty())
      name.references.push_back(references.*kind.reference);
  }
  if (input.peer.certificates.empty()) {
    name.how = "no certificate arrived";
    return;
  }
  if (input.peer.certificates[0] == nullptr) {
    name.how = "the server's certificate does not parse";
    return;
  }
  const Certificate& leaf = *input.peer.certificates[0];
  name.presented = Presented(leaf);
  if (name.references.empty()) {
    name.how = input.target.unix_path.empty()
                   ? "no name was asked for"
                   : "a Unix socket has no name; -verify_hostname gives one";
    return;
  }
  std::vector<std::string> missing;
  for (const Kind& kind : kKinds) {
    const std::string& reference = references.*kind.reference;
    if (reference.empty()) continue;
    const std::string matched = kind.match(references, leaf);
    if (matched.empty()) missing.push_back(EscapeControls(reference));
    if (name.matched.empty()) name.matched = matched;
  }
  if (missing.empty()) {
    name.verdict = Verdict::kOk;
    name.how = fmt::format("the certificate names {}", EscapeControls(name.matched));
    ReportQuirks(leaf, input.from_server, output);
    return;
  }
  name.verdict = Verdict::kFailed;
  name.how = fmt::format("the certificate does not name {}", ShortList(missing));
  ReportMismatch(input, name, missing, output);
}

}  // namespace tlsprobe
