#include "tlsprobe/driver/crl_files.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe::testing {
namespace {

struct Ca {
  MadeCertificate root;
  Bytes crl;

  explicit Ca(std::string name)
      : root(MakeCertificate({.common_name = std::move(name), .ca = true}).value()),
        crl(MakeCrl({.issuer = &root}).value()) {}
};

std::string Text(const Bytes& bytes) { return std::string(AsText(bytes)); }

std::string ErrorOf(const absl::StatusOr<std::vector<CrlFact>>& result) {
  return result.ok() ? "" : std::string(result.status().message());
}

TEST_CASE("a file of CRLs is read in PEM, any number, and in DER") {
  const TemporaryFolder folder;
  const Ca a("A"), b("B");
  const std::string pem = folder.Write("two.pem", CrlPem(a.crl) + "words\n" + CrlPem(b.crl));
  const std::string der = folder.Write("a.crl", Text(a.crl));
  for (const FileFormat format : {FileFormat::kAny, FileFormat::kPem}) {
    const auto crls = ReadCrlFile(pem, format);
    REQUIRE(crls.ok());
    REQUIRE(crls->size() == 2);
    CHECK((*crls)[1].crl->der == b.crl);
    CHECK((*crls)[1].source == pem);
  }
  for (const FileFormat format : {FileFormat::kAny, FileFormat::kDer}) {
    const auto crls = ReadCrlFile(der, format);
    REQUIRE(crls.ok());
    REQUIRE(crls->size() == 1);
    CHECK((*crls)[0].crl->der == a.crl);
  }
}

TEST_CASE("what is no CRL is refused by name") {
  const TemporaryFolder folder;
  const Ca a("A");
  CHECK(ErrorOf(ReadCrlFile(folder.path("none"), FileFormat::kAny)).find("none") !=
        std::string::npos);
  const std::string words = folder.Write("words", "no CRL here\n");
  CHECK(ErrorOf(ReadCrlFile(words, FileFormat::kAny)) ==
        words + ": expected a CRL in PEM (\"BEGIN X509 CRL\") or DER, got none.");
  const std::string certificate = folder.Write("cert", Text(a.root.der));
  CHECK(ErrorOf(ReadCrlFile(certificate, FileFormat::kAny)).starts_with(certificate + ": "));
  std::string cut = CrlPem(a.crl);
  cut.replace(cut.find("\nM") + 1, 4, "AAAA");
  const std::string broken = folder.Write("broken", cut);
  CHECK(ErrorOf(ReadCrlFile(broken, FileFormat::kAny)).starts_with(broken + ": "));
  const std::string der = folder.Write("der", Text(a.crl));
  CHECK(ErrorOf(ReadCrlFile(der, FileFormat::kPem)) ==
        der +
            ": expected a CRL in PEM (\"BEGIN X509 CRL\"), got one in DER. For DER add -CRLform "
            "DER.");
  CHECK(ErrorOf(ReadCrlFile(words, FileFormat::kPem)) ==
        words + ": expected a CRL in PEM (\"BEGIN X509 CRL\"), got none.");
}

TEST_CASE("CRLs of a trust store are found by their issuer") {
  const TemporaryFolder folder;
  const Ca a("A"), b("B");
  const auto bundle = NewBundle(a.root.Pem() + CrlPem(b.crl) + CrlPem(a.crl), "bundle");
  REQUIRE(bundle.ok());
  const auto of_a = (*bundle)->FindCrlsByIssuer(a.root.subject);
  REQUIRE(of_a.size() == 1);
  CHECK(of_a[0].crl->der == a.crl);
  CHECK((*bundle)->FindCrlsByIssuer(MakeCertificate({.common_name = "C"})->subject).empty());
  // A file of CRLs alone is a trust store, too.
  CHECK(NewBundle(CrlPem(a.crl), "bundle").ok());
}

TEST_CASE("a hashed directory has CRLs in .r0 and on, in PEM") {
  const TemporaryFolder folder;
  const Ca a("A");
  const Bytes newer = MakeCrl({.issuer = &a.root, .number = {2}}).value();
  const std::string hash = fmt::format("{:08x}", NameHash(a.root.subject));
  folder.Write(hash + ".r0", CrlPem(a.crl));
  folder.Write(hash + ".r1", CrlPem(newer));
  folder.Write(hash + ".r3", CrlPem(newer));  // behind a gap: not looked for
  const auto directory = OpenHashedDirectory(folder.path("."));
  REQUIRE(directory.ok());
  const auto found = (*directory)->FindCrlsByIssuer(a.root.subject);
  REQUIRE(found.size() == 2);
  CHECK(found[1].crl->der == newer);
  CHECK(found[1].source == folder.path(".") + "/" + hash + ".r1");
  const auto both = NewUnion({*directory, NewBundle(CrlPem(a.crl), "bundle").value()});
  CHECK(both->FindCrlsByIssuer(a.root.subject).size() == 3);
  const auto first = NewFirstOf({*directory, NewBundle(CrlPem(a.crl), "bundle").value()});
  CHECK(first->FindCrlsByIssuer(a.root.subject).size() == 2);
}

TEST_CASE("a text of CRLs is PEM or DER, and a broken block is passed over or refused") {
  const Ca ca("Issuer");
  const std::string good =
      "-----BEGIN X509 CRL-----\n" + ToBase64(ca.crl) + "\n-----END X509 CRL-----\n";
  const std::string bad = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n";
  for (const std::string& text : {Text(ca.crl), good, bad + good, "0 words\n" + good}) {
    CAPTURE(text);
    const auto crls = CrlsOfText(text, "here", BrokenBlocks::kSkip);
    REQUIRE(crls.ok());
    REQUIRE(crls->size() == 1);
    CHECK(crls->front().crl->der == ca.crl);
    CHECK(crls->front().source == "here");
  }
  CHECK_FALSE(CrlsOfText(bad + good, "here", BrokenBlocks::kRefuse).ok());
  CHECK_FALSE(CrlsOfText(bad, "here", BrokenBlocks::kSkip).ok());
  CHECK_FALSE(CrlsOfText("words", "here", BrokenBlocks::kSkip).ok());
  CHECK(CrlsOfText(ca.root.Pem(), "here", BrokenBlocks::kSkip).status().message() ==
        "expected CRLs, got none");
}

}  // namespace
}  // namespace tlsprobe::testing
