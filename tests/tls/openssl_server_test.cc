// The engine against the installed openssl.
#include "tests/tls/openssl_server.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <fstream>

#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe::testing {
namespace {

constexpr UnixTime kNow{1790000000};
const std::string kKeys = "tests/tls/testdata/keys/";

std::unique_ptr<Engine> NewEngine(const TlsOptions& options, const ClientMaterial& client = {}) {
  return NewBoringEngineFactory(options, {}, client, nullptr, nullptr)
      .value()
      ->NewEngine("localhost", kNow);
}

TEST_CASE("openssl speaks every version with us and both sides say the same") {
  const std::string version = GENERATE("-tls1", "-tls1_1", "-tls1_2", "-tls1_3");
  CAPTURE(version);
  OpensslServer server({version, "-cipher", "DEFAULT:@SECLEVEL=0"});
  EngineConnection connection(NewEngine({}), server.port());
  REQUIRE(connection.RunUntil([&] { return connection.handshakes() == 1; }));
  server.Say("hello from openssl");
  REQUIRE(connection.RunUntil([&] { return connection.received() == "hello from openssl\n"; }));
  if (version == "-tls1_3") CHECK(connection.Count<TicketEvent>() == 2);
}

TEST_CASE("each suite of TLS 1.2 with an ECDSA or RSA certificate is spoken") {
  const auto [suite, rsa] = GENERATE(table<std::string, bool>({
      {"ECDHE-ECDSA-AES128-GCM-SHA256", false},
      {"ECDHE-ECDSA-AES256-GCM-SHA384", false},
      {"ECDHE-ECDSA-CHACHA20-POLY1305", false},
      {"ECDHE-ECDSA-AES128-SHA", false},
      {"ECDHE-ECDSA-AES256-SHA", false},
      {"ECDHE-RSA-AES128-GCM-SHA256", true},
      {"ECDHE-RSA-AES256-GCM-SHA384", true},
      {"ECDHE-RSA-CHACHA20-POLY1305", true},
      {"ECDHE-RSA-AES128-SHA", true},
      {"ECDHE-RSA-AES256-SHA", true},
      {"AES128-GCM-SHA256", true},
      {"AES256-GCM-SHA384", true},
      {"AES128-SHA", true},
      {"AES256-SHA", true},
  }));
  CAPTURE(suite);
  std::vector<std::string> arguments = {"-tls1_2", "-cipher", suite};
  if (rsa) {
    arguments.insert(arguments.end(), {"-cert", kKeys + "rsa.certificate.der", "-certform", "DER",
                                       "-key", kKeys + "rsa.pkcs8.pem"});
  }
  OpensslServer server(arguments);
  EngineConnection connection(NewEngine({}), server.port());
  REQUIRE(connection.RunUntil([&] { return connection.handshakes() == 1; }));
  CHECK(connection.engine().facts().cipher_openssl == suite);
  CHECK((connection.engine().facts().group == 0) == suite.starts_with("AES"));
}

TEST_CASE("a renegotiation the server asks for is done, and data flows on") {
  const std::string command = GENERATE("r", "R");  // R asks for a client certificate
  CAPTURE(command);
  const MadeCertificate made = MakeCertificate({.common_name = "client"}).value();
  OpensslServer server({"-tls1_2"});
  EngineConnection connection(
      NewEngine({}, {.certificates = {made.der}, .private_key = made.private_key}), server.port());
  REQUIRE(connection.RunUntil([&] { return connection.handshakes() == 1; }));
  CHECK_FALSE(connection.engine().peer().client_certificate_request);
  // Asked twice with R, openssl does not ask for the certificate again.
  const size_t rounds = command == "R" ? 2 : 3;
  for (size_t round = 2; round <= rounds; ++round) {
    server.Say(command);
    const bool done = connection.RunUntil([&] { return connection.handshakes() == round; });
    const auto* end = std::get_if<EngineEnded>(&connection.events().back());
    CAPTURE(round, end != nullptr ? end->outcome.message : "");
    REQUIRE(done);
    server.Say("hello");
    REQUIRE(connection.RunUntil([&] { return connection.received().ends_with("hello\n"); }));
  }
  CHECK(connection.engine().Write(AsBytes("mine\n"), 65536) == 5);
  for (size_t i = 0, done = 0; i < connection.events().size(); ++i) {
    const auto* event = std::get_if<HandshakeDoneEvent>(&connection.events()[i]);
    if (event != nullptr) CHECK(event->renegotiated == (done++ > 0));
  }
  CHECK(connection.engine().facts().secure_renegotiation);
  CHECK(
      connection.engine().peer().client_certificate ==
      (command == "R" ? ClientCertificateOutcome::kSent : ClientCertificateOutcome::kNotRequested));
  CHECK(connection.engine().peer().certificates_der.size() == 1);
}

TEST_CASE("KeyUpdates from openssl are followed, with and without an answer") {
  const std::string command = GENERATE("k", "K");
  OpensslServer server({"-tls1_3"});
  EngineConnection connection(NewEngine({}), server.port());
  REQUIRE(connection.RunUntil([&] { return connection.Count<TicketEvent>() == 2; }));
  server.Say(command);
  // What stands behind the command in one read is lost to openssl.
  REQUIRE(connection.RunUntil([&] {
    const auto* last = std::get_if<MessageEvent>(&connection.events().back());
    return last != nullptr && last->bytes.front() == 24;
  }));
  server.Say("after");
  REQUIRE(connection.RunUntil([&] { return connection.received() == "after\n"; }));
  CHECK(connection.engine().UpdateKeys(true).ok());
  server.Say("again");
  REQUIRE(connection.RunUntil([&] { return connection.received() == "after\nagain\n"; }));
}

TEST_CASE("bytes behind the handshake are not counted to it") {
  OpensslServer server({"-tls1_2", "-no_ticket"});
  EngineConnection connection(NewEngine({}), server.port());
  uint64_t output = 0;
  REQUIRE(connection.RunUntil([&] {
    output = connection.engine().facts().handshake_bytes_written;
    return connection.handshakes() == 1;
  }));
  const uint64_t read = connection.engine().facts().handshake_bytes_read;
  server.Say("data behind the handshake");
  REQUIRE(connection.RunUntil([&] { return !connection.received().empty(); }));
  CHECK(read > 500);
  CHECK(connection.engine().facts().handshake_bytes_read == read);
  CHECK(connection.engine().facts().handshake_bytes_written == output);
}

TEST_CASE("a staple from openssl is kept as it was sent") {
  const std::string version = GENERATE("-tls1_2", "-tls1_3");
  // Any OCSP response will do: an unsuccessful one is the shortest.
  const std::string file =
      std::string(std::getenv("TEST_TMPDIR") != nullptr ? std::getenv("TEST_TMPDIR") : "/tmp") +
      "/tlsprobe_staple.der";
  const std::string staple = {0x30, 0x03, 0x0a, 0x01, 0x06};
  std::ofstream(file, std::ios::binary) << staple;
  OpensslServer server({version, "-status_file", file});
  EngineConnection connection(NewEngine({}), server.port());
  REQUIRE(connection.RunUntil([&] { return connection.handshakes() == 1; }));
  CHECK(AsText(connection.engine().peer().ocsp_staple) == staple);
}

}  // namespace
}  // namespace tlsprobe::testing
