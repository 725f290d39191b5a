#include "cli/said_beside.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

Verification NotChecked() {
  Verification verification;
  verification.chain.how = "the signature at depth 0 is SM2, which this build cannot check";
  verification.chain.built = {std::make_shared<const Certificate>()};
  return verification;
}

}  // namespace

TEST_CASE("why a chain was not checked is said, where there is one") {
  CHECK(SaidBeside(NotChecked(), {}) ==
        "tlsprobe: the signature at depth 0 is SM2, which this build cannot check\n");
  Verification none;
  none.chain.how = "no certificate arrived";
  CHECK(SaidBeside(none, {}) == "");
  CHECK(SaidBeside({}, {}) == "");
}

TEST_CASE("why a CRL was not checked is said, where nothing worse is to be said") {
  Verification verification = NotChecked();
  verification.crl.how = "the certificate: the CRL of CN=\x1b[31m: its signature is SM2";
  verification.crl.certificates = {{.verdict = Verdict::kNotChecked}};
  CHECK(SaidBeside(verification, {}).find("CRL") == std::string::npos);
  verification.chain.verdict = Verdict::kFailed;
  CHECK(SaidBeside(verification, {}) == "");
  verification.chain.verdict = Verdict::kOk;
  CHECK(SaidBeside(verification, {}) ==
        "tlsprobe: the certificate: the CRL of CN=\\x1b[31m: its signature is SM2\n");
  // Nothing was asked of CRLs.
  verification.crl.certificates.clear();
  CHECK(SaidBeside(verification, {}) == "");
}

TEST_CASE("a fetch that failed is said with what to do about it") {
  const Findings findings = {
      {.id = "fetch.crl", .text = "no CRL: refused. --fetch-private allows it.", .advice = "Wait."},
      {.id = "fetch.issuer", .text = "no issuer: got\na page", .advice = "Put it there."},
      {.id = "chain.expired", .text = "expired", .advice = "Renew it."}};
  CHECK(SaidBeside({}, findings) ==
        "tlsprobe: no CRL: refused. --fetch-private allows it.\n"
        "tlsprobe: no issuer: got\\na page. Put it there.\n");
}

TEST_CASE("what the rules of the web have against a chain is said with how bad it is") {
  const Findings findings = {{.id = "webpki.san.missing",
                              .severity = Severity::kWarning,
                              .text = "the certificate names no host",
                              .advice = "Name one.",
                              .reference = "CA/Browser Forum TLS BR 7.1.2.7.12"}};
  CHECK(SaidBeside({}, findings) ==
        "tlsprobe: warning: the certificate names no host (CA/Browser Forum TLS BR 7.1.2.7.12)\n");
}
