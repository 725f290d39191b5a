// The step of policies against the installed `openssl verify`: the same errors at the same depths,
// and the same policies, word for word.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/check/live_openssl.h"
#include "tests/support/verify_openssl.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/render/policy_text.h"

namespace tlsprobe {
namespace {

constexpr char kPolicies[] = "2.5.29.32", kMappings[] = "2.5.29.33", kConstraints[] = "2.5.29.36",
               kInhibitAny[] = "2.5.29.54", kAny[] = "2.5.29.32.0";
const std::string kA = "1.2.3.1", kB = "1.2.3.2", kC = "1.2.3.300", kD = "2.999.4";

// What a certificate says about policies.
struct Says {
  std::vector<PolicyInformation> policies = {};
  std::vector<PolicyMapping> mappings = {};
  std::optional<PolicyConstraints> constraints = {};
  std::optional<uint64_t> inhibit_any = {};
  bool self_issued = false;
  bool critical = false;
  std::vector<CertificateExtension> more = {};
};

std::vector<CertificateExtension> ExtensionsOf(const Says& says) {
  std::vector<CertificateExtension> all;
  if (!says.policies.empty()) {
    all.push_back({kPolicies, says.critical, CertificatePoliciesValue(says.policies)});
  }
  if (!says.mappings.empty()) all.push_back({kMappings, false, PolicyMappingsValue(says.mappings)});
  if (says.constraints) {
    all.push_back({kConstraints, false, PolicyConstraintsValue(*says.constraints)});
  }
  if (says.inhibit_any)
    all.push_back({kInhibitAny, false, InhibitAnyPolicyValue(*says.inhibit_any)});
  all.insert(all.end(), says.more.begin(), says.more.end());
  return all;
}

// A chain for `path`, which begins below the root.
ChainCase MakeChain(std::string name, const std::vector<Says>& path) {
  ChainCase chain = {.name = std::move(name)};
  std::string issuer = "Root";
  MadeCertificate above = MakeOrFail(CaSpec(issuer));
  chain.anchors = {above};
  for (size_t i = 0; i < path.size(); ++i) {
    const bool leaf = i + 1 == path.size();
    const std::string subject = path[i].self_issued ? issuer : fmt::format("Certificate {}", i);
    CertificateSpec spec = leaf ? LeafSpec("host.example") : CaSpec(subject);
    spec.common_name = subject;
    spec.extra_extensions = ExtensionsOf(path[i]);
    above = MakeOrFail(spec, &above);
    chain.sent.insert(chain.sent.begin(), above);
    issuer = subject;
  }
  return chain;
}

VerifyFiles FilesOf(const ChainCase& chain) {
  VerifyCase files = {.name = chain.name, .leaf = chain.sent[0].der};
  for (size_t i = 1; i < chain.sent.size(); ++i) files.untrusted.push_back(chain.sent[i].der);
  for (const MadeCertificate& each : chain.anchors) files.trusted.push_back(each.der);
  return VerifyFiles(files);
}

VerifyOptions Plain() {
  return {.check_target_name = false, .purpose = Purpose::kAny, .policy_print = true};
}

std::vector<VerifyOptions> Settings() {
  std::vector<VerifyOptions> all(9, Plain());
  all[1].policy_check = true;
  all[2].policies = {kA};
  all[3].policies = {kB, kA, kD};
  all[3].explicit_policy = true;
  all[4].explicit_policy = true;
  all[5].policies = {kC, kAny};
  all[5].explicit_policy = true;
  all[6].inhibit_any = true;
  all[7].inhibit_map = true;
  all[7].policies = {kC, kB};
  all[8].policies = {kA, kA};
  all[8].explicit_policy = all[8].inhibit_any = all[8].inhibit_map = true;
  return all;
}

std::vector<std::string> Arguments(const VerifyOptions& options) {
  std::vector<std::string> arguments = {"-attime", std::to_string(kTestNow.seconds)};
  const auto add = [&](bool wanted, const char* name) {
    if (wanted) arguments.emplace_back(name);
  };
  add(options.policy_check, "-policy_check");
  add(options.explicit_policy, "-explicit_policy");
  add(options.inhibit_any, "-inhibit_any");
  add(options.inhibit_map, "-inhibit_map");
  add(options.policy_print, "-policy_print");
  for (const std::string& oid : options.policies) {
    arguments.insert(arguments.end(), {"-policy", oid});
  }
  return arguments;
}

// Errors, verdict, and what is printed of the policies: an empty line can be among it.
std::string Said(const OpensslVerify& openssl) {
  const std::string& output = openssl.output;
  const size_t begin = output.find("Require explicit Policy");
  if (begin == std::string::npos) return openssl.Summary() + '\n';
  // "/tmp/leaf: OK" or "error /tmp/leaf: verification failed".
  const size_t end = std::min(output.find("\n/", begin), output.find("\nerror ", begin));
  return openssl.Summary() + '\n' + output.substr(begin, end + 1 - begin);
}

// The same of ours. `openssl verify` ends at error 42.
std::string Said(const ChainVerification& chain) {
  std::string errors, printed;
  for (const VerifyStep& step : chain.steps) {
    if (!step.ok) errors += fmt::format("{}:{} ", step.depth, step.code);
    if (step.policies) printed += PoliciesText(chain.policies);
    if (step.code == 42) break;
  }
  return fmt::format("{}| {}\n{}", errors, chain.code == 0 ? "OK" : "failed", printed);
}

void Compare(const ChainCase& chain) {
  SkipUnlessOpenssl30();
  const VerifyFiles files = FilesOf(chain);
  for (const VerifyOptions& options : Settings()) {
    const OpensslVerify openssl = files.Run(Arguments(options));
    INFO(chain.name << ", " << fmt::format("{}", fmt::join(Arguments(options), " ")) << ":\n"
                    << openssl.output);
    CHECK(Said(Judge(chain, options).verification.chain) == Said(openssl));
  }
}

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  // One of `count`.
  unsigned Roll(unsigned count) { return static_cast<unsigned>(random_() % count); }
  bool OneIn(unsigned count) { return Roll(count) == 0; }
  const std::string& Oid() {
    static const std::string kPool[] = {kA, kB, kC, kD};
    return kPool[Roll(4)];
  }

 private:
  std::minstd_rand random_;
};

std::vector<PolicyInformation> RollPolicies(Dice& dice) {
  std::vector<PolicyInformation> policies;
  for (const std::string& oid : {kD, kA, kC, kB}) {
    if (!dice.OneIn(3)) policies.push_back({.oid = oid});
  }
  if (dice.OneIn(2)) policies.push_back({.oid = kAny});
  for (PolicyInformation& each : policies) {
    if (dice.OneIn(4)) each.qualifiers.push_back(CpsQualifier("http://cps.example/" + each.oid));
  }
  if (dice.OneIn(40) && !policies.empty()) policies.push_back(policies[0]);
  return policies;
}

Says Roll(Dice& dice) {
  Says says;
  if (!dice.OneIn(15)) says.policies = RollPolicies(dice);
  for (unsigned i = dice.OneIn(2) ? dice.Roll(5) : 0; i > 0; --i) {
    says.mappings.push_back({dice.Oid(), dice.OneIn(60) ? kAny : dice.Oid()});
  }
  if (dice.OneIn(4)) {
    says.constraints.emplace();
    if (dice.OneIn(2)) says.constraints->require_explicit_policy = dice.Roll(4);
    if (dice.OneIn(2)) says.constraints->inhibit_policy_mapping = dice.Roll(3);
    if (dice.Roll(8) != 0 && !says.constraints->inhibit_policy_mapping) {
      says.constraints->require_explicit_policy = dice.Roll(4);
    }
  }
  if (dice.OneIn(4)) says.inhibit_any = dice.Roll(3);
  says.self_issued = dice.OneIn(5);
  says.critical = dice.OneIn(3);
  return says;
}

TEST_CASE("chains of all sorts come to what openssl verify says") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    std::vector<Says> path(1 + dice.Roll(4));
    for (Says& says : path) says = Roll(dice);
    Compare(MakeChain(fmt::format("seed {}", seed), path));
  }
}

Says Policies(std::vector<PolicyInformation> policies) { return {.policies = std::move(policies)}; }

Says Extension(const char* oid, Bytes value) {
  Says says = {.policies = {{kA}}};
  if (std::string_view(oid) == kPolicies) says.policies.clear();
  says.more = {{oid, false, std::move(value)}};
  return says;
}

TEST_CASE("extensions nobody can go by are told of each certificate") {
  const Bytes nothing = Der(kDerSequence, BytesView()), negative = Der(kDerInteger, Bytes{0xff});
  const Bytes policies = CertificatePoliciesValue({{kA}});
  const Says good = Policies({{kA}});
  const std::vector<Says> odd = {
      Policies({{kA}, {kB}, {kA}}),
      Policies({{kAny}, {kAny}}),
      {.policies = {{kA}}, .mappings = {{kA, kAny}}},
      {.policies = {{kA}}, .mappings = {{kAny, kA}}},
      {.mappings = {{kAny, kA}}},  // no policies: not looked at
      {.policies = {{kA}}, .constraints = PolicyConstraints()},
      {.constraints = PolicyConstraints()},
      Extension(kPolicies, nothing),
      Extension(kPolicies, Bytes{1, 2, 3}),
      Extension(kPolicies, Bytes()),
      Extension(kMappings, nothing),
      Extension(kMappings, Bytes{5, 0}),
      Extension(kConstraints, Bytes{5, 0}),
      Extension(kConstraints, Der(kDerSequence, Bytes{0x80, 1, 0xff})),
      Extension(kInhibitAny, negative),
      Extension(kInhibitAny, nothing),
      Extension(kInhibitAny, Der(kDerInteger, Bytes{0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 1})),
      {.policies = {{kA}}, .more = {{kPolicies, false, policies}}},
      {.policies = {{kA}}, .inhibit_any = 1, .more = {{kInhibitAny, false, Bytes{2, 1, 0}}}},
      Policies({{kA, {{.oid = "1.3.6.1.5.5.7.2.1", .value = {0x0c, 1, 'x'}}}}}),
      Policies({{kA, {{.oid = "1.3.6.1.5.5.7.2.2", .value = {0x0c, 1, 'x'}}}}}),
      Policies({{kA, {{.oid = "1.2.3.4"}}}}),
  };
  for (size_t i = 0; i < odd.size(); ++i) {
    Compare(MakeChain(fmt::format("odd leaf {}", i), {good, odd[i]}));
    Compare(MakeChain(fmt::format("odd CA {}", i), {odd[i], good}));
  }
  Compare(MakeChain("all odd", {odd[0], good, odd[1], odd[0]}));
}

TEST_CASE("qualifiers are printed as openssl prints them") {
  const auto notice = [](const Bytes& content) {
    return PolicyQualifier{.oid = "1.3.6.1.5.5.7.2.2", .value = Der(kDerSequence, content)};
  };
  const Bytes bmp = {0x1e, 4, 0, 'a', 0, 'b'}, visible = {0x1a, 3, 'a', 0, 'b'};
  const Bytes numbers = {0x02, 1,    0x80, 0x02, 16,   0x7f, 0xff, 0xff, 0xff, 0xff,
                         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                         0xff, 0x02, 17,   0,    0x80, 0,    0,    0,    0,    0,
                         0,    0,    0,    0,    0,    0,    0,    0,    0,    0};
  const Bytes reference = Der(kDerSequence, {visible, Der(kDerSequence, numbers)});
  const Bytes without_numbers = Der(kDerSequence, {visible, Der(kDerSequence, BytesView())});
  Bytes both = reference;
  Append(both, bmp);
  const Says leaf = Policies({
      {kA, {CpsQualifier("http://a.example/"), CpsQualifier("http://b.example/")}},
      {kB,
       {UserNoticeQualifier("Straße", "Org", {1, 2, 300000}), UserNoticeQualifier("only text"),
        UserNoticeQualifier("", "only reference", {7}), UserNoticeQualifier("")}},
      {kC, {{.oid = "1.2.3.4", .value = {5, 0}}, {.oid = "2.5.4.3", .value = {5, 0}}}},
      {kD, {notice(bmp), notice(visible), notice(both), notice(without_numbers)}},
      {"1.3.6.1.5.5.7.3.1"},
      {"2.5.29.32.5", {CpsQualifier("")}},
  });
  const Says any = Policies({{kAny, {CpsQualifier("http://any.example/")}}});
  Compare(MakeChain("qualifiers", {any, leaf}));
  Compare(MakeChain("qualifiers, then any", {leaf, any}));
  Compare(MakeChain("any to the end", {any, any}));
  Says maps = any;
  maps.mappings = {{kA, kB}, {"1.2", kC}};
  maps.critical = true;
  Compare(MakeChain("mapped out of any", {maps, leaf}));
}

TEST_CASE("what would steer a terminal is escaped") {
  const ChainCase chain =
      MakeChain("controls", {Policies({{kA, {CpsQualifier("a\x1b[31m\nb\xff")}}})});
  VerifyOptions options = Plain();
  options.policy_check = true;
  CHECK(Said(Judge(chain, options).verification.chain).find("    CPS: a\\x1b[31m\\nb\\xff\n") !=
        std::string::npos);
}

ChainCase ManyPolicies(size_t count) {
  std::vector<PolicyInformation> policies;
  for (size_t i = 0; i < count; ++i) policies.push_back({.oid = fmt::format("1.2.3.{}", i)});
  return MakeChain(fmt::format("{} policies", count), {Policies(policies)});
}

TEST_CASE("a thousand nodes are too many for both") {
  Compare(ManyPolicies(999));
  Compare(ManyPolicies(1000));
}

TEST_CASE("s_client's callback is called at the same depths, and ends with the same code") {
  const auto compare = [](const ChainCase& chain, const VerifyOptions& options, int code) {
    const LiveServer server(chain);
    const LiveVerdict live = server.Verify(Arguments(options));
    INFO(chain.name << ":\n" << live.output);
    VerifyOptions ours = options;
    ours.purpose = Purpose::kSslServer;
    const ChainVerification chosen = Judge(chain, ours, 0).verification.chain;
    CHECK(StepsText(chosen.steps) == live.steps);
    CHECK(chosen.code == live.code);
    CHECK(live.code == code);
  };
  VerifyOptions options = Plain();
  options.policies = {kB};
  const Says a = Policies({{kA}}), twice = Policies({{kA}, {kA}});
  compare(MakeChain("good", {a, a}), options, 0);
  compare(MakeChain("invalid", {twice, twice}), options, 42);
  compare(ManyPolicies(1000), options, 17);
  options.explicit_policy = true;
  compare(MakeChain("not met", {a, a}), options, 43);
}

TEST_CASE("errors of policies have findings") {
  VerifyOptions options = Plain();
  options.policy_check = true;
  const auto text = [&](const ChainCase& chain, const char* id) {
    const Judged judged = Judge(chain, options);
    const Finding* finding = judged.Find(id);
    REQUIRE(finding != nullptr);
    CHECK(finding->severity == Severity::kError);
    CHECK(!finding->advice.empty());
    CHECK(judged.verification.chain.verdict == Verdict::kFailed);
    return finding->text;
  };
  const Says a = Policies({{kA}}), twice = Policies({{kA}, {kA}});
  CHECK(text(MakeChain("invalid", {a, twice}), "chain.policy_extension") ==
        "nobody can go by what the server's certificate says about policies: its "
        "certificatePolicies names one twice");
  CHECK(text(ManyPolicies(1000), "chain.too_many_policies") ==
        "the certificate policies of the chain combine in more than 1000 ways, and were not "
        "followed to the end");
  Says requires_one = a;
  requires_one.constraints = {.require_explicit_policy = 0};
  const ChainCase required = MakeChain("required", {requires_one, Policies({{kB}})});
  CHECK(text(required, "chain.no_explicit_policy") ==
        "no certificate policy holds for the whole chain, and the intermediate certificate "
        "CN=Certificate 0 requires one");
  options.explicit_policy = true;
  const ChainCase plain = MakeChain("plain", {a, a});
  CHECK(text(plain, "chain.no_explicit_policy") ==
        "the chain is valid for the policies 1.2.3.1, but none is named as accepted, and this "
        "verification requires one");
  options.policies = {kB, kC};
  CHECK(text(plain, "chain.no_explicit_policy") ==
        "the chain is valid for the policies 1.2.3.1, none of which is accepted (1.2.3.2, "
        "1.2.3.300), and this verification requires one");
}

}  // namespace
}  // namespace tlsprobe
