#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/tls/engine_pair.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe::testing {
namespace {

TEST_CASE("a handshake completes in every version, however small the pieces") {
  const uint16_t version =
      GENERATE(uint16_t{0x0301}, uint16_t{0x0302}, uint16_t{0x0303}, uint16_t{0x0304});
  const size_t chunk = GENERATE(size_t{1}, size_t{7}, SIZE_MAX);
  CAPTURE(version, chunk);
  EnginePair pair({.server = {.min_version = version, .max_version = version}, .chunk = chunk});
  pair.Run();
  CHECK(pair.server.error() == "");
  REQUIRE_FALSE(pair.outcome());
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
  CHECK(pair.Count<EngineCertificates>() == 1);

  const TlsFacts& facts = pair.engine->facts();
  CHECK(facts.version == version);
  CHECK(facts.cipher_suite == pair.server.cipher_suite());
  CHECK(facts.group_name == "x25519");
  CHECK(facts.server_name_sent == "server.test");
  CHECK(facts.server_name_acknowledged);
  CHECK(facts.secure_renegotiation);
  CHECK(facts.extended_master_secret);
  CHECK_FALSE(facts.resumed);
  CHECK_FALSE(facts.hello_retry);
  CHECK(pair.engine->peer().certificates_der == TestServerIdentity().chain);
  REQUIRE(pair.engine->peer().certificates.size() == 2);
  REQUIRE(pair.engine->peer().certificates[0]);
  CHECK(pair.engine->peer().certificates[0]->der == TestServerIdentity().chain[0]);
  CHECK(pair.engine->peer().parse_errors.empty());
  CHECK(pair.server.server_name() == "server.test");

  pair.server.Write("hello");
  CHECK(pair.engine->Write(AsBytes("good day"), 65536) == 8);
  pair.Run();
  CHECK(pair.received() == "hello");
  CHECK(pair.server.received() == "good day");

  pair.engine->Close();
  pair.Run();
  CHECK(pair.server.got_close_notify());
  CHECK_FALSE(pair.outcome());
  pair.server.Close();
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kCloseNotify);
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
}

}  // namespace
}  // namespace tlsprobe::testing
