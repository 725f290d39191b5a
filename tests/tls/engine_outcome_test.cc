#include "tlsprobe/tls/engine_outcome.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tlsprobe/tls/reason_table.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

uint32_t SslError(int reason) { return ERR_PACK(ERR_LIB_SSL, reason); }

TEST_CASE("BoringSSL's reasons read as OpenSSL's") {
  struct Case {
    int reason;
    std::string openssl;
  };
  const Case c = GENERATE(
      Case{SSL_R_WRONG_VERSION_NUMBER, "wrong version number"},
      Case{SSL_R_UNSUPPORTED_PROTOCOL, "unsupported protocol"},
      Case{SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, "decryption failed or bad record mac"},
      Case{SSL_R_UNEXPECTED_RECORD, "bad record type"},
      Case{SSL_R_TOO_MANY_WARNING_ALERTS, "too many warn alerts"},
      Case{SSL_R_EXCESSIVE_MESSAGE_SIZE, "excessive message size"},
      Case{SSL_R_NO_CIPHERS_AVAILABLE, "no ciphers available"},
      Case{SSL_R_NO_SUPPORTED_VERSIONS_ENABLED, "no protocols available"},
      Case{SSL_R_CERTIFICATE_VERIFY_FAILED, "certificate verify failed"},
      Case{SSL_R_TLS13_DOWNGRADE, "inappropriate fallback"},
      Case{SSL_R_KEY_USAGE_BIT_INCORRECT, "wrong certificate type"});
  CHECK(OpenSslReason(SslError(c.reason)) == c.openssl);
}

TEST_CASE("a reason outside of the table is its name in lower case, an alert the wire's text") {
  CHECK(OpenSslReason(SslError(SSL_R_EXTRA_DATA_IN_MESSAGE)) == "extra data in message");
  CHECK(OpenSslReason(SslError(1040)) == OpenSslAlertReason(40));
  CHECK(OpenSslReason(0) == "");
}

TEST_CASE("the error queue is drained whole, and libssl's own error says most") {
  ERR_clear_error();
  OPENSSL_PUT_ERROR(EC, 1);
  OPENSSL_PUT_ERROR(SSL, SSL_R_BAD_ECPOINT);
  EngineTrouble trouble{.errors = DrainErrors()};
  CHECK(ERR_peek_error() == 0);
  REQUIRE(trouble.errors.size() == 2);
  CHECK(DescribeFailure(trouble).openssl_reason == "bad ecpoint");
}

TEST_CASE("a failure without an alert of ours is no alert") {
  const Outcome outcome = DescribeFailure({.errors = {SslError(SSL_R_NO_CIPHERS_AVAILABLE)}});
  CHECK(outcome.how == How::kError);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK_FALSE(outcome.alert);
  CHECK_FALSE(outcome.advice.empty());
}

TEST_CASE("close_notify in the handshake is the server's doing") {
  HandshakeProgress progress;
  progress.OnMessage(true, kClientHello, false);
  const Outcome outcome = DescribeCloseNotify({.progress = progress}, false);
  CHECK(outcome.how == How::kCloseNotify);
  CHECK(outcome.ended_by == EndedBy::kPeer);
  CHECK(outcome.message ==
        "TLS handshake: expected ServerHello after ClientHello, got the server's close_notify");
}

TEST_CASE("every row of the table says what came") {
  for (int reason = 100; reason < 400; ++reason) {
    const ReasonRow* row = FindReason(reason);
    if (row == nullptr) continue;
    CAPTURE(reason);
    CHECK(row->reason == reason);
    CHECK_FALSE(row->got.empty());
    CHECK(ERR_reason_error_string(SslError(reason)) != nullptr);
  }
}

TEST_CASE("progress knows what a server sends next") {
  HandshakeProgress progress;
  CHECK(progress.at_message() == "");
  progress.OnMessage(true, kClientHello, false);
  CHECK(progress.at_message() == "ServerHello");
  progress.OnMessage(false, kServerHello, true);
  CHECK(progress.awaited() == "EncryptedExtensions");
  progress.OnMessage(false, kEncryptedExtensions, true);
  progress.OnMessage(false, kCertificate, true);
  CHECK(progress.awaited() == "CertificateVerify");
  progress.OnMessage(false, kCertificateVerify, true);
  CHECK(progress.awaited() == "Finished");
  progress.OnMessage(false, kFinished, true);
  CHECK(progress.awaited() == "");
  CHECK(progress.at_message() == "Finished");
  CHECK(progress.last_received() == "Finished");

  HandshakeProgress old;
  old.OnMessage(false, kServerHello, false);
  CHECK(old.awaited() == "Certificate");
  old.OnMessage(false, kCertificate, false);
  CHECK(old.awaited() == "ServerHelloDone");
  old.OnMessage(true, kFinished, false);
  CHECK(old.awaited() == "Finished");
  old.OnDone();
  CHECK(old.awaited() == "");
}

}  // namespace
}  // namespace tlsprobe
