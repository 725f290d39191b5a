#include "tests/check/path_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/check/memory.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

class CountedAnchors : public TestAnchors {
 public:
  using TestAnchors::TestAnchors;
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const override {
    ++asked;
    return TestAnchors::FindBySubject(name);
  }
  mutable size_t asked = 0;
};

std::vector<CertificatePtr> Parsed(const std::vector<MadeCertificate>& made) {
  std::vector<CertificatePtr> parsed;
  for (const MadeCertificate& each : made) {
    const auto certificate = ParseCertificate(each.der);
    REQUIRE(certificate.ok());
    parsed.push_back(*certificate);
  }
  return parsed;
}

}  // namespace

const Finding* PathsSeen::Find(std::string_view id) const {
  const auto found = std::ranges::find(findings, id, &Finding::id);
  return found == findings.end() ? nullptr : &*found;
}

PathsSeen SeePaths(const PathCase& each) {
  std::vector<Bytes> sent;
  for (const MadeCertificate& certificate : each.sent) sent.push_back(certificate.der);
  const PeerFacts peer = FactsOf(sent);
  std::vector<CertificatePtr> untrusted = Parsed(each.untrusted);
  const std::vector<CertificatePtr> fetched = Parsed(each.fetched);
  untrusted.insert(untrusted.end(), fetched.begin(), fetched.end());
  const CountedAnchors anchors(each.anchors);
  const TlsFacts tls;
  CheckMemory memory(&anchors, nullptr);
  const CheckInput input{.options = each.options,
                         .target = each.target,
                         .tls = tls,
                         .peer = peer,
                         .from_server = each.from_server,
                         .anchors = &anchors,
                         .now = kTestNow,
                         .security_level = each.level,
                         .untrusted = untrusted,
                         .fetched = fetched,
                         .crls = each.crls,
                         .memory = &memory};
  PathsSeen seen;
  CheckOutput output{seen.verification, seen.findings, seen.needs};
  for (const Check& check : AllChecks()) {
    const bool paths = check.id == "paths";
    if (paths) seen.verified_before = memory.verified(), seen.asked_before = anchors.asked;
    check.run(input, output);
    if (paths) seen.verified = memory.verified(), seen.asked = anchors.asked;
  }
  return seen;
}

std::string PathText(const CertificationPath& path) {
  std::string text;
  for (const CertificatePtr& certificate : path.certificates) {
    text += (text.empty() ? "" : " < ") + CommonName(certificate->subject);
  }
  if (path.chosen) text += " *";
  if (!path.anchored) text += " open";
  if (path.not_checked) text += " not checked";
  for (const VerifyError& error : path.errors) {
    text += fmt::format(" {}@{}", error.code, error.depth);
  }
  return text;
}

std::vector<std::string> PathTexts(const ChainVerification& chain) {
  std::vector<std::string> texts;
  for (const CertificationPath& path : chain.paths) texts.push_back(PathText(path));
  return texts;
}

std::string NamesText(const std::vector<CertificatePtr>& certificates) {
  std::string text;
  for (const CertificatePtr& certificate : certificates) {
    text += (text.empty() ? "" : ", ") + CommonName(certificate->subject);
  }
  return text;
}

CertificateSpec CaWithKey(std::string name) {
  CertificateSpec spec = CaSpec(std::move(name));
  spec.private_key = *MakeKey(MadeKeyKind::kP256);
  return spec;
}

CertificateSpec Expired(CertificateSpec spec) {
  spec.not_after = {kTestNow.seconds - 3 * kTestDay};
  return spec;
}

}  // namespace tlsprobe
