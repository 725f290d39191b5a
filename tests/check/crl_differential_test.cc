// Every situation with CRLs there is against the installed `openssl verify`: the same errors at the
// same depths in the same order.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <iterator>
#include <string>
#include <vector>

#include "tests/check/crl_support.h"

namespace tlsprobe {
namespace {

// Here RFC 5280 is right, and OpenSSL 3.0 is not: it has not read the key identifier and key usage
// of a CRL's issuer when it chooses and judges it, and takes an empty list of reasons for all of
// them.
constexpr std::string_view kOurWay[] = {
    "CRL issuer: another of the same name before it",
    "CRL issuer: may not sign CRLs",
    "for no reason",
};

// Errors on the path of a CRL's issuer that the program gets over; any other ends that path.
constexpr int kToleratedOnPath[] = {10, 11, 12, 18, 26, 34};

bool EndsPath(const VerifyStep& step) {
  return !step.ok && step.crl_path_of &&
         std::ranges::find(kToleratedOnPath, step.code) == std::end(kToleratedOnPath);
}

// OurSummary always goes on; the program has the path fail, and with it the CRL.
std::string Summary(const Verification& verification) {
  const std::vector<VerifyStep>& steps = verification.chain.steps;
  const auto end = std::ranges::find_if(steps, EndsPath);
  std::string summary = OurSummary(verification);
  if (end == steps.end()) return summary;
  // An error of the chain itself may have ended all before.
  Verification until = verification;
  until.chain.steps.assign(steps.begin(), end + 1);
  summary = OurSummary(until);
  summary.resize(summary.find('|'));
  if (!summary.ends_with("crl:" + std::to_string(end->depth) + ":" + std::to_string(end->code) +
                         " ")) {
    return summary + "| failed";
  }
  return summary + std::to_string(*end->crl_path_of) + ":54 | failed";
}

void Compare(const std::vector<CrlCase>& table, const std::vector<VerifySetting>& settings) {
  SkipUnlessOpenssl30();
  for (const CrlCase& each : table) {
    if (std::ranges::find(kOurWay, each.what.name) != std::end(kOurWay)) continue;
    const VerifyFiles files(each.what);
    for (const VerifySetting& setting : settings) {
      CAPTURE(each.what.name, each.section, setting.name);
      const OpensslVerify theirs = files.Run(VerifyArguments(setting));
      CAPTURE(theirs.output);
      CHECK(Summary(JudgeCrls(each.what, setting).verification) == theirs.Summary());
    }
  }
}

void Extend(VerifyOptions& options) { options.extended_crl = true; }
void UseDeltas(VerifyOptions& options) { options.use_deltas = true; }
void UseAll(VerifyOptions& options) { options.extended_crl = options.use_deltas = true; }

std::vector<VerifySetting> CommonSettings() {
  return {CrlCheck(), CrlCheckAll(), CrlCheckAll("all, extended", Extend),
          CrlCheckAll("all, extended, deltas", UseAll)};
}

TEST_CASE("plain CRLs are judged as by the live openssl verify") {
  CHECK(PlainCrlCases().size() >= 60);
  Compare(PlainCrlCases(), CommonSettings());
}

TEST_CASE("what a CRL is about is judged as by the live openssl verify") {
  CHECK(ScopeCrlCases().size() >= 60);
  Compare(ScopeCrlCases(), CommonSettings());
}

TEST_CASE("indirect CRLs are judged as by the live openssl verify") {
  CHECK(IndirectCrlCases().size() >= 20);
  Compare(IndirectCrlCases(), CommonSettings());
  Compare(IndirectCrlCases(), {CrlCheck("extended", Extend)});
}

TEST_CASE("delta CRLs are judged as by the live openssl verify") {
  CHECK(DeltaCrlCases().size() >= 20);
  Compare(DeltaCrlCases(), CommonSettings());
  Compare(DeltaCrlCases(), {CrlCheck("deltas", UseDeltas)});
}

TEST_CASE("CRLs with other options are judged as by the live openssl verify") {
  const std::vector<VerifySetting> settings = {
      CrlCheckAll("ignore_critical, partial_chain",
                  [](VerifyOptions& options) {
                    UseAll(options);
                    options.ignore_critical = options.partial_chain = true;
                  }),
      CrlCheckAll("years later",
                  [](VerifyOptions& options) {
                    UseAll(options);
                    options.at_time = UnixTime{2300000000};
                  }),
      CrlCheckAll("no_check_time",
                  [](VerifyOptions& options) {
                    UseAll(options);
                    options.no_check_time = true;
                  }),
      CrlCheckAll("suiteB_128",
                  [](VerifyOptions& options) {
                    UseAll(options);
                    options.suite_b_128 = options.suite_b_192 = true;
                  }),
      CrlCheckAll("wrong name, strict",
                  [](VerifyOptions& options) {
                    UseAll(options);
                    options.host = "host.example";
                    options.x509_strict = true;
                  }),
  };
  for (const auto* table :
       {&PlainCrlCases(), &ScopeCrlCases(), &IndirectCrlCases(), &DeltaCrlCases()}) {
    std::vector<CrlCase> some;
    for (size_t i = 0; i < table->size(); i += 3) some.push_back((*table)[i]);
    Compare(some, settings);
  }
}

// `openssl verify` takes CRLs out of the file of anchors, too.
TEST_CASE("CRLs of the trust store are judged as by the live openssl verify") {
  SkipUnlessOpenssl30();
  const ScratchFolder folder;
  for (const auto* table : {&PlainCrlCases(), &ScopeCrlCases(), &DeltaCrlCases()}) {
    for (const CrlCase& each : *table) {
      if (each.what.crls.size() < 2 || each.what.name == kOurWay[2]) continue;
      VerifyCase given = each.what;
      given.crls.resize(1);
      std::string store;
      for (const Bytes& der : each.what.trusted) store += MadeCertificate{.der = der}.Pem();
      for (size_t i = 1; i < each.what.crls.size(); ++i) store += CrlPem(each.what.crls[i]);
      const VerifySetting setting = CrlCheckAll("all, extended, deltas", UseAll);
      std::vector<std::string> arguments = VerifyArguments(setting);
      arguments.insert(arguments.end(), {"-CAfile", folder.Write("store", store)});
      CAPTURE(each.what.name);
      const OpensslVerify theirs = VerifyFiles(given).Run(arguments);
      CAPTURE(theirs.output);
      CHECK(Summary(JudgeCrls(each.what, setting, 1).verification) == theirs.Summary());
    }
  }
}

TEST_CASE("where we differ from OpenSSL it is as RFC 5280 has it") {
  const VerifySetting setting = CrlCheck("extended", Extend);
  const auto steps = [&](const std::vector<CrlCase>& table, std::string_view name) {
    return CrlStepsText(
        JudgeCrls(CrlCaseNamed(table, name).what, setting).verification.chain.steps);
  };
  CHECK(steps(IndirectCrlCases(), kOurWay[0]) == "crl:1:ok crl:0:ok 2:ok 1:ok 0:ok");
  CHECK(steps(IndirectCrlCases(), kOurWay[1]) == "0:35 crl:0:26 crl:1:ok crl:0:ok 2:ok 1:ok 0:ok");
  CHECK(steps(ScopeCrlCases(), kOurWay[2]) == "0:3 2:ok 1:ok 0:ok");
  SkipUnlessOpenssl30();
  // RFC 5280 section 5.1.1.2.
  const CrlLab& lab = PlainLab();
  const VerifyCase two = CaseOf("two algorithms", lab, {CrlOf(lab.middle, [](CrlSpec& s) {
                                  // ecdsa-with-SHA384
                                  s.inner_algorithm = {0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86,
                                                       0x48, 0xce, 0x3d, 0x04, 0x03, 0x03};
                                })});
  CHECK(VerifyFiles(two).Run(VerifyArguments(CrlCheck())).Summary() == "| OK");
  CHECK(Summary(JudgeCrls(two, CrlCheck()).verification) == "0:8 | failed");
}

}  // namespace
}  // namespace tlsprobe
