#include "tlsprobe/driver/trust_store.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "tests/driver/fixtures.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/outline.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;

constexpr const char* kSystemBundle = "/etc/ssl/certs/ca-certificates.crt";
constexpr const char* kSystemDirectory = "/etc/ssl/certs";

MadeCertificate Authority(std::string name) {
  CertificateSpec spec;
  spec.common_name = std::move(name);
  spec.ca = true;
  auto made = MakeCertificate(spec);
  REQUIRE(made.ok());
  return *std::move(made);
}

bool Finds(const CertificateSource& source, BytesView subject, BytesView der) {
  const auto found = source.FindBySubject(subject);
  return std::any_of(found.begin(), found.end(),
                     [&](const auto& each) { return std::ranges::equal(*each, der); });
}

std::vector<Bytes> SystemRoots() {
  const auto text = ReadFile(kSystemBundle);
  REQUIRE(text.ok());
  std::vector<Bytes> roots;
  const auto blocks = ParsePem(*text);
  REQUIRE(blocks.ok());
  for (const PemBlock& block : *blocks) roots.push_back(block.body);
  REQUIRE(roots.size() > 50);
  return roots;
}

TEST_CASE("every root of the system is found in the bundle and in the directory") {
  const auto bundle = OpenBundle(kSystemBundle);
  const auto directory = OpenHashedDirectory(kSystemDirectory);
  REQUIRE(bundle.ok());
  REQUIRE(directory.ok());
  const CertificateSourcePtr deferred = NewDeferredBundle(kSystemBundle);
  const CertificateSourcePtr defaults = DefaultTrust(true, true);
  for (const Bytes& root : SystemRoots()) {
    const std::optional<BytesView> subject = SubjectOf(root);
    REQUIRE(subject);
    CHECK(Finds(**bundle, *subject, root));
    CHECK(Finds(**directory, *subject, root));
    CHECK(Finds(*deferred, *subject, root));
    CHECK(Finds(*defaults, *subject, root));
  }
}

TEST_CASE("a name is found however its case and blanks are written") {
  const MadeCertificate root = Authority("Example  Root");
  const auto bundle = NewBundle(root.Pem(), "test");
  REQUIRE(bundle.ok());
  const MadeCertificate other = Authority(" example root");
  CHECK(Finds(**bundle, other.subject, root.der));
  CHECK((*bundle)->FindBySubject(Authority("Other Root").subject).empty());
  CHECK((*bundle)->FindBySubject({}).empty());
}

TEST_CASE("several certificates of one name are all found") {
  const testing::TemporaryFolder folder;
  const MadeCertificate first = Authority("Twin");
  const MadeCertificate second = Authority("Twin");
  folder.Write("first.pem", first.Pem());
  folder.Write("second.pem", second.Pem());
  testing::Run({"openssl", "rehash", folder.path("")});
  const auto directory = OpenHashedDirectory(folder.path(""));
  const auto bundle = NewBundle(first.Pem() + "words between\n" + second.Pem(), "test");
  REQUIRE(directory.ok());
  REQUIRE(bundle.ok());
  for (const auto& source : {*directory, *bundle}) {
    CHECK(source->FindBySubject(first.subject).size() == 2);
    CHECK(Finds(*source, first.subject, first.der));
    CHECK(Finds(*source, first.subject, second.der));
  }
}

TEST_CASE("a directory is read when it is asked, not when it is opened") {
  const testing::TemporaryFolder folder;
  const auto directory = OpenHashedDirectory(folder.path(""));
  REQUIRE(directory.ok());
  const MadeCertificate late = Authority("Late");
  CHECK((*directory)->FindBySubject(late.subject).empty());
  folder.Write("late.pem", late.Pem());
  testing::Run({"openssl", "rehash", folder.path("")});
  CHECK(Finds(**directory, late.subject, late.der));
}

TEST_CASE("files of a directory may be DER, certificates and CRLs") {
  const testing::TemporaryFolder folder;
  const MadeCertificate root = Authority("Root"), cut = Authority("Cut");
  const auto file = [&](const MadeCertificate& of, std::string_view suffix, BytesView bytes) {
    folder.Write(fmt::format("{:08x}.{}", NameHash(of.subject), suffix), AsText(bytes));
  };
  const auto crl = MakeCrl({.issuer = &root});
  REQUIRE(crl.ok());
  file(root, "0", root.der);
  file(root, "r0", *crl);
  file(root, "r1", AsBytes(CrlPem(*crl)));
  file(root, "r2", AsBytes("neither"));
  file(cut, "0", BytesView(cut.der).first(cut.der.size() - 1));
  const auto directory = OpenHashedDirectory(folder.path(""));
  REQUIRE(directory.ok());
  CHECK(Finds(**directory, root.subject, root.der));
  CHECK_FALSE((*directory)->Rejects(root.subject));
  CHECK((*directory)->FindCrlsByIssuer(root.subject).size() == 2);
  CHECK((*directory)->FindBySubject(cut.subject).empty());
}

TEST_CASE("a deferred bundle is read when it is asked, and is empty where it cannot be") {
  const testing::TemporaryFolder folder;
  const MadeCertificate root = Authority("Late");
  const CertificateSourcePtr late = NewDeferredBundle(folder.path("late.pem"));
  const CertificateSourcePtr missing = NewDeferredBundle(folder.path("missing.pem"));
  folder.Write("late.pem", root.Pem());
  CHECK(Finds(*late, root.subject, root.der));
  CHECK(missing->FindBySubject(root.subject).empty());
}

TEST_CASE("a bundle may be asked by many threads at once") {
  const CertificateSourcePtr source = NewDeferredBundle(kSystemBundle);
  const std::vector<Bytes> roots = SystemRoots();
  std::vector<size_t> found(4);
  std::vector<std::thread> threads;
  for (size_t& count : found) {
    threads.emplace_back([&] {
      for (const Bytes& root : roots)
        if (Finds(*source, *SubjectOf(root), root)) ++count;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(found == std::vector<size_t>(4, roots.size()));
}

TEST_CASE("what is no bundle is refused with what it is instead") {
  const MadeCertificate root = Authority("Root");
  const auto words = [](std::string text) {
    const auto result = NewBundle(std::move(text), "FILE");
    return result.ok() ? "(no error)" : std::string(Message(result.status()));
  };
  CHECK_THAT(words(""), ContainsSubstring("FILE: expected certificates in PEM, got none"));
  CHECK_THAT(words("hello\n"), ContainsSubstring("got none"));
  CHECK_THAT(words(PrivateKeyPem(root.private_key)), ContainsSubstring("got none"));
  CHECK_THAT(words(std::string(AsText(root.der))),
             ContainsSubstring("got one in DER") && ContainsSubstring("-inform DER"));
  std::string broken = root.Pem() + root.Pem();
  broken[broken.size() - 400] = '!';
  CHECK_THAT(words(broken), ContainsSubstring("number 2") && ContainsSubstring("broken"));
  CHECK_THAT(words(ToPem("CERTIFICATE", AsBytes("not DER"))), ContainsSubstring("number 1"));
}

TEST_CASE("OpenBundle and OpenHashedDirectory name what they cannot open") {
  const testing::TemporaryFolder folder;
  const std::string file = folder.Write("file", "");
  const auto bundle = OpenBundle(folder.path("missing"));
  CHECK(absl::IsNotFound(bundle.status()));
  const auto directory = OpenHashedDirectory(file);
  CHECK_THAT(std::string(Message(directory.status())),
             ContainsSubstring(file) && ContainsSubstring("got something else"));
  const auto missing = OpenHashedDirectory(folder.path("missing"));
  CHECK_THAT(std::string(Message(missing.status())), ContainsSubstring("nothing by that name"));
}

TEST_CASE("a trusted certificate counts only where its settings allow the purpose") {
  using enum Purpose;
  struct Case {
    std::vector<std::string> options;
    std::vector<Purpose> trusted_for;  // beside those for which settings do not count
  };
  const std::vector<Purpose> all = {kAny,         kSslClient,  kSslServer,
                                    kNsSslServer, kSmimeSign,  kSmimeEncrypt,
                                    kCrlSign,     kOcspHelper, kTimestampSign};
  const Case cases[] = {
      {{"-addtrust", "serverAuth"}, {kSslServer, kNsSslServer}},
      {{"-addtrust", "clientAuth"}, {kSslClient}},
      {{"-addtrust", "emailProtection"}, {kSmimeSign, kSmimeEncrypt}},
      {{"-addtrust", "timeStamping"}, {kTimestampSign}},
      {{"-addtrust", "codeSigning"}, {}},
      {{"-addtrust", "anyExtendedKeyUsage"}, all},
      {{"-addreject", "anyExtendedKeyUsage"}, {}},
      {{"-addreject", "serverAuth"}, {kAny, kSslClient, kSmimeSign, kSmimeEncrypt, kTimestampSign}},
      {{"-addreject", "emailProtection"},
       {kAny, kSslClient, kSslServer, kNsSslServer, kTimestampSign}},
      {{"-addtrust", "serverAuth", "-addreject", "serverAuth"}, {}},
      {{"-addtrust", "anyExtendedKeyUsage", "-addreject", "clientAuth"},
       {kAny, kSslServer, kNsSslServer, kSmimeSign, kSmimeEncrypt, kTimestampSign}},
      {{"-setalias", "a name alone"}, all},
  };
  const testing::TemporaryFolder folder;
  const MadeCertificate root = Authority("Root"), other = Authority("Other");
  const std::string plain = folder.Write("root.pem", root.Pem());
  for (const Case& each : cases) {
    CAPTURE(each.options);
    std::vector<std::string> command = {"openssl", "x509", "-in", plain, "-trustout"};
    command.insert(command.end(), each.options.begin(), each.options.end());
    const std::string text = testing::Run(command);
    REQUIRE(text.find("TRUSTED CERTIFICATE") != std::string::npos);
    const testing::TemporaryFolder hashed;
    hashed.Write(fmt::format("{:08x}.0", NameHash(root.subject)), text);
    for (const Purpose purpose : all) {
      CAPTURE(static_cast<int>(purpose));
      const bool ignored = purpose == kCrlSign || purpose == kOcspHelper;
      const bool trusted = ignored || std::ranges::count(each.trusted_for, purpose) > 0;
      const auto bundle = NewBundle(text, "test", purpose);
      const auto directory = OpenHashedDirectory(hashed.path(""), purpose);
      REQUIRE(bundle.ok());
      REQUIRE(directory.ok());
      CHECK(Finds(**bundle, root.subject, root.der) == trusted);
      CHECK(Finds(**directory, root.subject, root.der) == trusted);
      for (const CertificateSourcePtr& store :
           {*bundle, *directory, NewUnion({*bundle}), NewFirstOf({*directory})}) {
        CHECK(store->Rejects(root.subject) == !trusted);
        CHECK_FALSE(store->Rejects(other.subject));
      }
    }
  }
}

TEST_CASE("the defaults are those of the environment, where it names any") {
  const testing::TemporaryFolder folder;
  const MadeCertificate in_file = Authority("In the file");
  const MadeCertificate in_folder = Authority("In the folder");
  folder.Write("in_folder.pem", in_folder.Pem());
  testing::Run({"openssl", "rehash", folder.path("")});
  const testing::ScopedVariable file("SSL_CERT_FILE", folder.Write("bundle.crt", in_file.Pem()));
  const testing::ScopedVariable directories("SSL_CERT_DIR", "/nonexistent:" + folder.path(""));
  const auto both = DefaultTrust(true, true);
  CHECK(Finds(*both, in_file.subject, in_file.der));
  CHECK(Finds(*both, in_folder.subject, in_folder.der));
  CHECK_FALSE(Finds(*DefaultTrust(false, true), in_file.subject, in_file.der));
  CHECK_FALSE(Finds(*DefaultTrust(true, false), in_folder.subject, in_folder.der));
  CHECK(DefaultTrust(false, false) == nullptr);
}

TEST_CASE("the second source is asked only where the first has nothing") {
  const MadeCertificate first = Authority("Twin");
  const MadeCertificate second = Authority("Twin");
  const MadeCertificate alone = Authority("Alone");
  const CertificateSourcePtr a = *NewBundle(first.Pem(), "a");
  const CertificateSourcePtr b = *NewBundle(second.Pem() + alone.Pem(), "b");
  const CertificateSourcePtr cheap = NewFirstOf({a, b});
  CHECK(cheap->FindBySubject(first.subject).size() == 1);
  CHECK(Finds(*cheap, alone.subject, alone.der));
  CHECK(NewUnion({a, b})->FindBySubject(first.subject).size() == 2);
}

TEST_CASE("the subject is found in a certificate that is cut off behind it, and nowhere else") {
  const MadeCertificate root = Authority("Root");
  size_t shortest = root.der.size();
  for (size_t size = 0; size <= root.der.size(); ++size) {
    const std::optional<BytesView> subject = SubjectOf(BytesView(root.der).first(size));
    if (!subject) continue;
    shortest = std::min(shortest, size);
    CHECK(std::ranges::equal(*subject, root.subject));
  }
  CHECK(shortest < root.der.size() / 2);
}

TEST_CASE("a variable of the environment that names nothing usable is noted") {
  const testing::TemporaryFolder folder;
  const std::string empty = folder.Write("empty.pem", "");
  const std::string root = folder.Write("root.pem", Authority("Root").Pem());
  const auto notes = [](const std::string& file, const std::string& directory) {
    const testing::ScopedVariable named_file("SSL_CERT_FILE", file);
    const testing::ScopedVariable named_directory("SSL_CERT_DIR", directory);
    std::vector<std::string> words;
    DefaultTrust(true, true, &words);
    return words;
  };
  CHECK(notes(root, kSystemDirectory).empty());
  const std::vector<std::string> missing = notes("/nonexistent", "/nonexistent");
  REQUIRE(missing.size() == 2);
  CHECK(missing[0] == "SSL_CERT_DIR=/nonexistent is no directory: no trusted certificates from it");
  CHECK(missing[1] == "SSL_CERT_FILE=/nonexistent cannot be read: no trusted certificates from it");
  const std::vector<std::string> barren = notes(empty, folder.path("."));
  REQUIRE(barren.size() == 2);
  CHECK_THAT(barren[0], ContainsSubstring("under the name of its hash"));
  CHECK_THAT(barren[1], ContainsSubstring("holds no certificate"));
  // As OpenSSL, what can be read of it is taken all the same.
  const MadeCertificate good = Authority("Good");
  const std::string broken = ToPem("CERTIFICATE", AsBytes("not DER"));
  const std::string some = folder.Write("some.pem", good.Pem() + broken + good.Pem());
  const std::vector<std::string> of_some = notes(some, kSystemDirectory);
  REQUIRE(of_some.size() == 1);
  CHECK(of_some[0] == "SSL_CERT_FILE=" + some +
                          " has a block, number 2, that is no certificate: its base64 or DER is "
                          "broken");
  {
    const testing::ScopedVariable file("SSL_CERT_FILE", some);
    std::vector<std::string> words;
    const CertificateSourcePtr source = DefaultTrust(true, false, &words);
    folder.Write("some.pem", "");  // it is not read again
    CHECK(Finds(*source, good.subject, good.der));
  }
  const std::vector<std::string> of_none = notes(folder.Write("bad.pem", broken), kSystemDirectory);
  REQUIRE(of_none.size() == 1);
  CHECK_THAT(of_none[0], ContainsSubstring("number 1") &&
                             ContainsSubstring("broken: no trusted certificates from it"));
  std::vector<std::string> unasked;
  const testing::ScopedVariable named_file("SSL_CERT_FILE", "/nonexistent");
  DefaultTrust(false, false, &unasked);
  CHECK(unasked.empty());
}

}  // namespace
}  // namespace tlsprobe
