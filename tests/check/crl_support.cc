#include "tests/check/crl_support.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {
namespace {

CrlFact FactOf(const Bytes& der, std::string source) {
  auto parsed = ParseCrl(der);
  INFO(std::string(parsed.status().message()));
  REQUIRE(parsed.ok());
  return {.crl = *std::move(parsed), .source = std::move(source)};
}

CertificatePtr Parsed(const Bytes& der) {
  auto parsed = ParseCertificate(der);
  REQUIRE(parsed.ok());
  return *std::move(parsed);
}

// Gives everything it has, whatever it is asked for: callers compare again.
class CarelessStore : public CertificateSource {
 public:
  CarelessStore(const std::vector<Bytes>& certificates, std::vector<CrlFact> crls)
      : crls_(std::move(crls)) {
    for (const Bytes& der : certificates) {
      certificates_.push_back(std::make_shared<const Bytes>(der));
    }
  }
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView) const override {
    return certificates_;
  }
  std::vector<CrlFact> FindCrlsByIssuer(BytesView) const override { return crls_; }

 private:
  std::vector<std::shared_ptr<const Bytes>> certificates_ = {};
  std::vector<CrlFact> crls_;
};

}  // namespace

CrlJudged JudgeCrls(const VerifyCase& what, const VerifySetting& setting, size_t given,
                    const Target& target) {
  const PeerFacts peer = FactsOf({what.leaf});
  std::vector<CertificatePtr> untrusted;
  for (const Bytes& der : what.untrusted) untrusted.push_back(Parsed(der));
  std::vector<CrlFact> crls, stored;
  for (const Bytes& der : what.crls) {
    if (crls.size() < given) {
      crls.push_back(FactOf(der, "the file test.crl"));
    } else {
      stored.push_back(FactOf(der, "the trust store"));
    }
  }
  const CarelessStore anchors(what.trusted, std::move(stored));
  CrlJudged judged;
  CheckOutput output{judged.verification, judged.findings, judged.needs};
  RunChecks({.options = setting.options,
             .target = target,
             .tls = {},
             .peer = peer,
             .anchors = &anchors,
             .now = kTestNow,
             .security_level = setting.level,
             .untrusted = untrusted,
             .crls = crls},
            output);
  return judged;
}

VerifySetting CrlCheck(std::string name, const ChangeOptions& change) {
  return PlainVerify(std::move(name), [&](VerifySetting& setting) {
    setting.options.crl_check = true;
    if (change) change(setting.options);
  });
}

VerifySetting CrlCheckAll(std::string name, const ChangeOptions& change) {
  return PlainVerify(std::move(name), [&](VerifySetting& setting) {
    setting.options.crl_check_all = true;
    if (change) change(setting.options);
  });
}

std::string CrlStepsText(const std::vector<VerifyStep>& steps) {
  std::string text;
  for (const VerifyStep& step : steps) {
    if (!text.empty()) text += " ";
    if (step.crl_path_of) text += "crl:";
    text += std::to_string(step.depth) + ":" + (step.ok ? "ok" : std::to_string(step.code));
  }
  return text;
}

const CrlCase& CrlCaseNamed(const std::vector<CrlCase>& table, std::string_view name) {
  const auto found = std::ranges::find(
      table, name, [](const CrlCase& each) -> const std::string& { return each.what.name; });
  INFO(name);
  REQUIRE(found != table.end());
  return *found;
}

}  // namespace tlsprobe
