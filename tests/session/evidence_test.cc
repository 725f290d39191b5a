#include "tlsprobe/session/evidence.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;

FetchRequest Crl(std::string url) { return {FetchKind::kCrl, std::move(url)}; }
FetchRequest Issuer(std::string url) { return {FetchKind::kIssuer, std::move(url)}; }

const MadeCertificate& Root() {
  static const MadeCertificate root = MakeCertificate({.common_name = "Root", .ca = true}).value();
  return root;
}

TEST_CASE("nothing is asked for twice") {
  Evidence evidence({}, 16);
  const std::vector<FetchRequest> needs = {Crl("http://a"), Crl("http://a"), Issuer("http://a")};
  CHECK(evidence.Next(needs).size() == 2);
  CHECK(evidence.waiting());
  CHECK(evidence.Next(needs).empty());
}

TEST_CASE("there are two rounds, and no more fetches than allowed") {
  Evidence evidence({}, 3);
  CHECK(evidence.Next(std::vector{Crl("http://a"), Crl("http://b")}).size() == 2);
  CHECK(evidence.Next(std::vector{Crl("http://c"), Crl("http://d")}).size() == 1);
  CHECK(evidence.Next(std::vector{Crl("http://e")}).empty());
  Evidence patient({}, 16);
  for (const char* url : {"http://a", "http://b"}) {
    CHECK(patient.Next(std::vector{Crl(url)}).size() == 1);
  }
  CHECK(patient.Next(std::vector{Crl("http://c")}).empty());
}

TEST_CASE("what comes is kept beside what was given") {
  Materials given;
  const Bytes crl = MakeCrl({.issuer = &Root()}).value();
  Evidence evidence(given, 16);
  CHECK(evidence.Next(std::vector{Crl("http://a"), Issuer("http://b")}).size() == 2);
  evidence.Take(Crl("http://a"), crl, {100}, milliseconds(5));
  CHECK(evidence.waiting());
  evidence.Take(Issuer("http://b"), Root().der, {101}, milliseconds(6));
  CHECK_FALSE(evidence.waiting());
  REQUIRE(evidence.crls().size() == 1);
  CHECK(evidence.crls()[0].source == "http://a");
  REQUIRE(evidence.untrusted().size() == 1);
  CHECK(evidence.untrusted()[0]->der == Root().der);
  CHECK(evidence.fetched().size() == 1);
  REQUIRE(evidence.records().size() == 2);
  CHECK(evidence.records()[0].at == UnixTime{100});
  CHECK(evidence.records()[0].took == milliseconds(5));
  CHECK(evidence.records()[0].bytes == crl.size());
  CHECK(evidence.FailedFetches().empty());
}

TEST_CASE("what does not come, or is something else, is told once each") {
  Evidence evidence({}, 16);
  CHECK(evidence.Next(std::vector{Crl("http://a"), Issuer("http://b\n")}).size() == 2);
  evidence.Take(Crl("http://a"), absl::StatusOr<Bytes>(Root().der), {}, {});
  evidence.Take(Issuer("http://b\n"), absl::UnavailableError("no route"), {}, {});
  const Findings findings = evidence.FailedFetches();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].id == "fetch.crl");
  CHECK(findings[1].id == "fetch.issuer");
  CHECK(findings[1].text.find("no route") != std::string::npos);
  CHECK(findings[1].text.find('\n') == std::string::npos);
  CHECK(evidence.crls().empty());
}

TEST_CASE("what was fetched is told from what was given") {
  const MadeCertificate other = MakeCertificate({.common_name = "Other", .ca = true}).value();
  Materials given;
  given.untrusted = {ParseCertificate(other.der).value()};
  Evidence evidence(given, 16);
  CHECK(evidence.fetched().empty());
  evidence.Next(std::vector{Issuer("http://a")});
  evidence.Take(Issuer("http://a"), Root().der, {}, {});
  CHECK(evidence.untrusted().size() == 2);
  REQUIRE(evidence.fetched().size() == 1);
  CHECK(evidence.fetched()[0]->der == Root().der);
}

TEST_CASE("who runs the CA is only told to do better where it was not this program that refused") {
  using Code = absl::StatusCode;
  const auto advice_for = [](const absl::StatusOr<Bytes>& answer) {
    Evidence evidence({}, 16);
    evidence.Next(std::vector{Crl("http://a")});
    evidence.Take(Crl("http://a"), answer, {}, {});
    REQUIRE(evidence.FailedFetches().size() == 1);
    return evidence.FailedFetches()[0].advice;
  };
  for (const Code code : {Code::kUnavailable, Code::kNotFound, Code::kDeadlineExceeded}) {
    CHECK(advice_for(absl::Status(code, "x"))
              .starts_with("Whoever runs the CA must keep this address answering"));
  }
  CHECK(advice_for(Root().der).starts_with("Whoever runs the CA must put there"));
  for (const Code code : {Code::kInvalidArgument, Code::kPermissionDenied, Code::kOutOfRange,
                          Code::kResourceExhausted, Code::kInternal}) {
    const std::string advice = advice_for(absl::Status(code, "x"));
    CAPTURE(advice);
    CHECK_FALSE(advice.empty());
    CHECK(advice.find("answering") == std::string::npos);
  }
}

TEST_CASE("what is given up is told, and the CA not blamed for it") {
  Evidence evidence({}, 16);
  evidence.Next(std::vector{Crl("http://a"), Crl("http://b")});
  evidence.Take(Crl("http://a"), MakeCrl({.issuer = &Root()}).value(), {}, {});
  evidence.GiveUp();
  CHECK_FALSE(evidence.waiting());
  REQUIRE(evidence.records().size() == 2);
  CHECK(evidence.records()[1].error == "no answer came in time");
  REQUIRE(evidence.FailedFetches().size() == 1);
  CHECK(evidence.FailedFetches()[0].text.find("http://b") != std::string::npos);
  CHECK(evidence.FailedFetches()[0].advice.starts_with("The probe's own time was over"));
}

}  // namespace
}  // namespace tlsprobe
