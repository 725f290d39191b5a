#include "tests/check/verify_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <iterator>

#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {
namespace {

// Errors that end no verification of that program (cb of apps/verify.c).
constexpr int kTolerated[] = {10, 11, 12, 18, 25, 26, 34, 37, 43, 78, 79, 80, 81,
                              82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93};

bool Tolerates(int code) { return std::ranges::find(kTolerated, code) != std::end(kTolerated); }

}  // namespace

VerifySetting PlainVerify(std::string name,
                          const std::function<void(VerifySetting& setting)>& change) {
  VerifySetting setting{.name = std::move(name)};
  setting.options.check_target_name = false;
  setting.options.purpose = Purpose::kAny;
  setting.options.crl_files_first = true;
  if (change) change(setting);
  return setting;
}

VerifyCase ToVerifyCase(const ChainCase& chain, std::vector<Bytes> crls) {
  VerifyCase what{.name = chain.name, .leaf = chain.sent[0].der, .crls = std::move(crls)};
  for (size_t i = 1; i < chain.sent.size(); ++i) what.untrusted.push_back(chain.sent[i].der);
  for (const MadeCertificate& each : chain.anchors) what.trusted.push_back(each.der);
  return what;
}

std::vector<std::string> VerifyArguments(const VerifySetting& setting) {
  constexpr const char* kPurposes[] = {"any",         "sslclient",  "sslserver",
                                       "nssslserver", "smimesign",  "smimeencrypt",
                                       "crlsign",     "ocsphelper", "timestampsign"};
  const VerifyOptions& options = setting.options;
  std::vector<std::string> words;
  const auto add = [&words](bool wanted, std::initializer_list<std::string> more) {
    if (wanted) words.insert(words.end(), more);
  };
  const auto flag = [&add](bool wanted, const char* name) { add(wanted, {name}); };
  const int64_t at = options.at_time.value_or(kTestNow).seconds;
  add(!options.no_check_time || options.at_time, {"-attime", std::to_string(at)});
  add(options.purpose != Purpose::kAny,
      {"-purpose", kPurposes[static_cast<size_t>(options.purpose)]});
  add(setting.level > 0, {"-auth_level", std::to_string(setting.level)});
  const int depth = options.max_depth.value_or(-1);
  add(depth >= 0, {"-verify_depth", std::to_string(depth)});
  add(!options.host.empty(), {"-verify_hostname", options.host});
  add(!options.email.empty(), {"-verify_email", options.email});
  add(!options.ip.empty(), {"-verify_ip", options.ip});
  for (const std::string& policy : options.policies) add(true, {"-policy", policy});
  flag(options.no_check_time, "-no_check_time");
  flag(options.partial_chain, "-partial_chain");
  flag(options.check_ss_sig, "-check_ss_sig");
  flag(options.ignore_critical, "-ignore_critical");
  flag(options.allow_proxy_certs, "-allow_proxy_certs");
  flag(options.x509_strict, "-x509_strict");
  flag(options.suite_b_128 && options.suite_b_192, "-suiteB_128");
  flag(options.suite_b_128 && !options.suite_b_192, "-suiteB_128_only");
  flag(!options.suite_b_128 && options.suite_b_192, "-suiteB_192");
  flag(options.policy_check, "-policy_check");
  flag(options.explicit_policy, "-explicit_policy");
  flag(options.inhibit_any, "-inhibit_any");
  flag(options.inhibit_map, "-inhibit_map");
  flag(options.policy_print, "-policy_print");
  flag(options.crl_check, "-crl_check");
  flag(options.crl_check_all, "-crl_check_all");
  flag(options.extended_crl, "-extended_crl");
  flag(options.use_deltas, "-use_deltas");
  return words;
}

Verification VerifyOurs(const VerifyCase& what, const VerifySetting& setting) {
  const PeerFacts peer = FactsOf({what.leaf});
  std::vector<CertificatePtr> untrusted;
  for (const Bytes& der : what.untrusted) {
    auto parsed = ParseCertificate(der);
    if (parsed.ok()) untrusted.push_back(*std::move(parsed));
  }
  std::vector<CrlFact> crls;
  for (const Bytes& der : what.crls) {
    auto parsed = ParseCrl(der);
    if (parsed.ok()) crls.push_back({.crl = *std::move(parsed), .source = "the test"});
  }
  std::vector<MadeCertificate> trusted;
  for (const Bytes& der : what.trusted) {
    auto parsed = ParseCertificate(der);
    REQUIRE(parsed.ok());
    trusted.push_back({.der = der, .subject = (*parsed)->subject.der});
  }
  const TestAnchors anchors(trusted);
  Verification verification;
  Findings findings;
  std::vector<Need> needs;
  CheckOutput output{verification, findings, needs};
  RunChecks({.options = setting.options,
             .target = {},
             .tls = {},
             .peer = peer,
             .anchors = &anchors,
             .now = kTestNow,
             .security_level = setting.level,
             .untrusted = untrusted,
             .crls = crls},
            output);
  return verification;
}

std::string OurSummary(const Verification& verification) {
  const ChainVerification& chain = verification.chain;
  std::string summary;
  for (const VerifyStep& step : chain.steps) {
    if (step.ok) continue;
    summary += fmt::format("{}{}:{} ", step.crl_path_of ? "crl:" : "", step.depth, step.code);
    if (!Tolerates(step.code)) break;
  }
  return summary + (chain.code == 0 ? "| OK" : "| failed");
}

void CompareWithVerify(const VerifyCase& what, const std::vector<VerifySetting>& settings) {
  const VerifyFiles files(what);
  for (const VerifySetting& setting : settings) {
    CAPTURE(what.name, setting.name);
    const OpensslVerify theirs = files.Run(VerifyArguments(setting));
    CAPTURE(theirs.output);
    CHECK(OurSummary(VerifyOurs(what, setting)) == theirs.Summary());
  }
}

}  // namespace tlsprobe
