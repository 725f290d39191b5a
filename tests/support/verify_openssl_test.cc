#include "tests/support/verify_openssl.h"

#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

MadeCertificate Make(const CertificateSpec& spec, const MadeCertificate* issuer = nullptr) {
  const auto made = MakeCertificate(spec, issuer);
  REQUIRE(made.ok());
  return *made;
}

const CertificateSpec kRoot = {.common_name = "Root", .ca = true};

TEST_CASE("What openssl verify writes is taken apart") {
  const OpensslVerify read = ReadVerifyOutput(
      "C = CH, CN = leaf\n"
      "error 3 at 0 depth lookup: unable to get certificate CRL\n"
      "Require explicit Policy: True\n"
      "Authority Policies: <empty>\n"
      "User Policies:\n"
      "  Policy: 1.2.3\n"
      "    Non Critical\n"
      "error 43 at 0 depth lookup: no explicit policy\n"
      "CN = Other\n"
      "[CRL path] error 10 at 12 depth lookup: certificate has expired\n"
      "error /tmp/leaf: verification failed\n");
  REQUIRE(read.steps.size() == 3);
  CHECK(read.steps[0].text == "unable to get certificate CRL");
  CHECK(read.steps[0].subject == "C = CH, CN = leaf");
  CHECK(!read.steps[0].crl_path);
  CHECK(read.steps[1].code == 43);
  CHECK(read.steps[1].subject.empty());
  CHECK(read.steps[2].depth == 12);
  CHECK(read.steps[2].subject == "CN = Other");
  CHECK(read.steps[2].crl_path);
  CHECK(read.policies.size() == 5);
  CHECK(read.policies.back() == "    Non Critical");
  CHECK(read.failed);
  CHECK(read.Summary() == "0:3 0:43 crl:12:10 | failed");
}

TEST_CASE("Words that only look like an error are none") {
  CHECK(ReadVerifyOutput("error 1 at depth lookup: x\n").steps.empty());
  CHECK(ReadVerifyOutput("error at 0 depth lookup: x\n").steps.empty());
  CHECK(ReadVerifyOutput("CN = error 1 at 0 depth lookup: x\n").steps.empty());
}

TEST_CASE("The chain is shown of a certificate that is trusted") {
  const MadeCertificate root = Make(kRoot), leaf = Make({.common_name = "leaf"}, &root);
  const VerifyFiles files({.name = "good", .leaf = leaf.der, .trusted = {root.der}});
  const OpensslVerify said = files.Run({});
  CHECK(said.ok);
  CHECK(said.exit_status == 0);
  CHECK(said.Summary() == "| OK");
  CHECK(said.chain ==
        std::vector<std::string>{"depth=0: CN = leaf (untrusted)", "depth=1: CN = Root"});
}

TEST_CASE("One case is verified with one option after the other") {
  const MadeCertificate root = Make(kRoot),
                        middle = Make({.common_name = "Middle", .ca = true}, &root),
                        leaf = Make({.common_name = "leaf"}, &middle);
  const VerifyFiles files({.leaf = leaf.der, .untrusted = {middle.der}, .trusted = {root.der}});
  CHECK(files.Run({}).Summary() == "| OK");
  const OpensslVerify late = files.Run({"-attime", "2300000000"});
  CHECK(late.Summary() == "2:10 1:10 0:10 | failed");
  CHECK(late.steps[2].subject == "CN = leaf");
  CHECK(late.steps[2].text == "certificate has expired");
  CHECK(late.exit_status == 2);
  CHECK(files.Run({"-crl_check"}).Summary() == "0:3 | failed");
  CHECK(files.Run({"-nonsense"}).Summary() == "| exit 1");
}

TEST_CASE("Without trusted certificates nothing is trusted") {
  const MadeCertificate root = Make(kRoot);
  CHECK(VerifyFiles({.leaf = root.der}).Run({}).Summary() == "0:18 | failed");
}

TEST_CASE("Policies are kept as they are printed") {
  const MadeCertificate root = Make(kRoot);
  const MadeCertificate leaf = Make(
      {.common_name = "leaf",
       .extra_extensions = {{"2.5.29.32", false,
                             CertificatePoliciesValue({{"1.2.3", {CpsQualifier("http://x/")}}})}}},
      &root);
  const VerifyFiles files({.leaf = leaf.der, .trusted = {root.der}});
  const OpensslVerify said = files.Run({"-policy_print", "-policy", "1.2.3", "-explicit_policy"});
  CHECK(said.Summary() == "| OK");
  CHECK(said.policies == std::vector<std::string>{"Require explicit Policy: True",
                                                  "Authority Policies:", "  Policy: 1.2.3",
                                                  "    Non Critical", "    CPS: http://x/",
                                                  "User Policies:", "  Policy: 1.2.3",
                                                  "    Non Critical", "    CPS: http://x/"});
}

TEST_CASE("CRLs are given to openssl verify") {
  const MadeCertificate root = Make(kRoot), leaf = Make({.common_name = "leaf"}, &root);
  const auto crl = MakeCrl({.issuer = &root, .entries = {{.serial = leaf.serial}}});
  REQUIRE(crl.ok());
  const VerifyFiles files({.leaf = leaf.der, .trusted = {root.der}, .crls = {*crl}});
  CHECK(files.Run({"-crl_check"}).Summary() == "0:23 | failed");
  CHECK(files.Run({}).Summary() == "| OK");
}

}  // namespace
}  // namespace tlsprobe
