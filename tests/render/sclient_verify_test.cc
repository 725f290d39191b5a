#include "tlsprobe/render/sclient_verify.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/sample_certificates.h"

namespace tlsprobe::testing {
namespace {

constexpr int kHasExpired = 10, kNotYetValid = 9, kUnableToGetIssuer = 2, kSelfSignedInChain = 19;

VerifyEvent Step(int depth, int code = 0) {
  return {.step = {.depth = depth, .code = code, .ok = code == 0}, .certificate = SampleRoot()};
}

const PolicyOutcome kNoPolicies = {};

constexpr std::string_view kDepth1 = "depth=1 C = CH, O = Lab, CN = Lab Root\n";

TEST_CASE("A certificate that passes has two lines, and none with -verify_quiet") {
  CHECK(VerifyLines({}).OnStep(Step(1), kNoPolicies) == std::string(kDepth1) + "verify return:1\n");
  CHECK(VerifyLines({.verify_quiet = true}).OnStep(Step(1), kNoPolicies).empty());
}

TEST_CASE("An error says its number, its text, and what belongs to it") {
  CHECK(VerifyLines({}).OnStep(Step(1, kHasExpired), kNoPolicies) ==
        std::string(kDepth1) +
            "verify error:num=10:certificate has expired\n"
            "notAfter=Nov 20 12:00:00 2036 GMT\nverify return:1\n");
  CHECK(VerifyLines({}).OnStep(Step(1, kNotYetValid), kNoPolicies) ==
        std::string(kDepth1) +
            "verify error:num=9:certificate is not yet valid\n"
            "notBefore=Oct 24 12:00:00 2026 GMT\nverify return:1\n");
  CHECK(VerifyLines({}).OnStep(Step(1, kUnableToGetIssuer), kNoPolicies) ==
        std::string(kDepth1) +
            "verify error:num=2:unable to get issuer certificate\n"
            "issuer= C = CH, O = Lab, CN = Lab Root\nverify return:1\n");
}

TEST_CASE("What belongs to an error is said again with each certificate after it") {
  VerifyLines lines(RenderOptions{});
  lines.OnStep(Step(1, kHasExpired), kNoPolicies);
  CHECK(lines.OnStep(Step(1), kNoPolicies) ==
        std::string(kDepth1) + "notAfter=Nov 20 12:00:00 2036 GMT\nverify return:1\n");
  VerifyLines quiet({.verify_quiet = true});
  quiet.OnStep(Step(1, kHasExpired), kNoPolicies);
  CHECK(quiet.OnStep(Step(1), kNoPolicies) == "notAfter=Nov 20 12:00:00 2036 GMT\n");
}

TEST_CASE("An error that ends the handshake has no return line, and nothing follows") {
  VerifyLines lines({.verify_return_error = true});
  CHECK(lines.OnStep(Step(1, kSelfSignedInChain), kNoPolicies) ==
        std::string(kDepth1) +
            "verify error:num=19:self-signed certificate in certificate chain\n");
  CHECK(lines.OnStep(Step(0), kNoPolicies).empty());
}

TEST_CASE("An error deeper than -verify allows ends the walk") {
  CHECK_FALSE(VerifyLines({.verify_given = true, .verify_depth = 0})
                  .OnStep(Step(1, kSelfSignedInChain), kNoPolicies)
                  .ends_with("verify return:1\n"));
  CHECK(VerifyLines({.verify_given = true, .verify_depth = 1})
            .OnStep(Step(1, kSelfSignedInChain), kNoPolicies)
            .ends_with("verify return:1\n"));
}

TEST_CASE("1.1.0 without -verify stops at an error above the leaf, 3.0 does not") {
  const RenderOptions old{.profile = Profile::k110};
  VerifyLines lines(old);
  CHECK(lines.OnStep(Step(1, kSelfSignedInChain), kNoPolicies) ==
        std::string(kDepth1) +
            "verify error:num=19:self signed certificate in certificate chain\n");
  CHECK(lines.OnStep(Step(0), kNoPolicies).empty());
  CHECK(VerifyLines(old).OnStep(Step(0, kHasExpired), kNoPolicies).ends_with("verify return:1\n"));
  CHECK(VerifyLines({})
            .OnStep(Step(1, kSelfSignedInChain), kNoPolicies)
            .ends_with("verify return:1\n"));
}

TEST_CASE("An error without a certificate says so") {
  VerifyEvent event = Step(0, kHasExpired);
  event.certificate = nullptr;
  CHECK(VerifyLines({}).OnStep(event, kNoPolicies) ==
        "depth=0 <no cert>\nverify error:num=10:certificate has expired\nverify return:1\n");
}

VerifyEvent PoliciesStep(int code, bool ok) {
  return {.step = {.depth = 0, .code = code, .ok = ok, .policies = true}, .certificate = {}};
}

constexpr std::string_view kEmptyPolicies =
    "Require explicit Policy: True\nAuthority Policies: <empty>\nUser Policies: <empty>\n";

TEST_CASE("The outcome of the policies is shown where it was asked for, and where none is valid") {
  const PolicyOutcome outcome{.processed = true, .explicit_required = true};
  CHECK(VerifyLines({}).OnStep(PoliciesStep(0, true), outcome) ==
        "depth=0 <no cert>\n" + std::string(kEmptyPolicies) + "verify return:2\n");
  CHECK(VerifyLines({}).OnStep(PoliciesStep(43, false), outcome) ==
        "depth=0 <no cert>\nverify error:num=43:no explicit policy\n" +
            std::string(kEmptyPolicies) + "verify return:1\n");
  CHECK(VerifyLines({.verify_quiet = true}).OnStep(PoliciesStep(0, true), outcome).empty());
  // With another error met before, OpenSSL shows nothing.
  VerifyLines lines(RenderOptions{});
  lines.OnStep(Step(1, kHasExpired), outcome);
  CHECK(lines.OnStep(PoliciesStep(0, true), outcome) == "depth=0 <no cert>\nverify return:2\n");
}

TEST_CASE("-nameopt changes how names are written") {
  RenderOptions options;
  options.name_format = NameFormat{.flags = kNameRfc2253};
  CHECK(VerifyLines(options).OnStep(Step(1), kNoPolicies) ==
        "depth=1 CN=Lab Root,O=Lab,C=CH\nverify return:1\n");
}

}  // namespace
}  // namespace tlsprobe::testing
