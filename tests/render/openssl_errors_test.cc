#include "tlsprobe/render/openssl_errors.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/sample_reports.h"

namespace tlsprobe::testing {
namespace {

constexpr std::string_view kThread = "0000000000000000:error:";

TEST_CASE("An alert from the peer is the line OpenSSL prints for it") {
  const ProbeReport report = HandshakeAlert().report;
  CHECK(OpenSslErrorLines(report, Profile::k30) ==
        std::string(kThread) +
            "0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:tlsprobe:0:SSL "
            "alert number 40\n");
  CHECK(OpenSslErrorLines(report, Profile::k110) ==
        "0:error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake "
        "failure:tlsprobe:0:SSL alert number 40\n");
  CHECK(OpenSslErrorLines(report, Profile::k35) ==
        std::string(kThread) +
            "0A000410:SSL routines:ssl3_read_bytes:ssl/tls alert handshake failure:tlsprobe:0:SSL "
            "alert number 40\n");
}

TEST_CASE("Bytes that are not TLS are a wrong version number") {
  CHECK(OpenSslErrorLines(PlainHttp().report, Profile::k30) ==
        std::string(kThread) +
            "0A00010B:SSL routines:ssl3_get_record:wrong version number:tlsprobe:0:\n");
}

TEST_CASE("The end of the stream in the handshake has OpenSSL's two ways of being told") {
  CHECK(OpenSslErrorLines(EofInHandshake().report, Profile::k30) ==
        std::string(kThread) +
            "0A000126:SSL routines:ssl3_read_n:unexpected eof while reading:tlsprobe:0:\n");
  CHECK(OpenSslErrorLines(EofInHandshake().report, Profile::k110) == "write:errno=0\n");
}

TEST_CASE("Each refused address has its pair of lines, and the last errno ends them") {
  const std::string pair = std::string(kThread) +
                           "8000006F:system library:BIO_connect:Connection "
                           "refused:tlsprobe:0:calling connect()\n" +
                           std::string(kThread) +
                           "10000067:BIO routines:BIO_connect:connect error:tlsprobe:0:\n";
  CHECK(OpenSslErrorLines(Refused().report, Profile::k30) == pair + pair + "connect:errno=111\n");
}

TEST_CASE("A refused connection of 1.1.0 has its own numbers") {
  ProbeReport report = Refused().report;
  report.connection.attempts.resize(1);
  CHECK(OpenSslErrorLines(report, Profile::k110) ==
        "0:error:0200206F:system library:connect:Connection refused:tlsprobe:0:\n"
        "0:error:2008A067:BIO routines:BIO_connect:connect error:tlsprobe:0:\n"
        "connect:errno=111\n");
}

TEST_CASE("A name without an address is a failed look-up") {
  CHECK(OpenSslErrorLines(UnknownHost().report, Profile::k30) ==
        std::string(kThread) +
            "10080002:BIO routines:BIO_lookup_ex:system lib:tlsprobe:0:Name or service not "
            "known\nconnect:errno=0\n");
}

TEST_CASE("A broken transport is an errno, by the direction s_client notices it in") {
  ProbeReport report = ResetAfterHandshake().report;
  CHECK(OpenSslErrorLines(report, Profile::k30) == "read:errno=104\n");
  report.outcome.handshake_complete = false;
  report.outcome.phase = Phase::kHandshake;
  CHECK(OpenSslErrorLines(report, Profile::k30) == "write:errno=104\n");
}

TEST_CASE("What OpenSSL has no word for is said in ours") {
  CHECK(OpenSslErrorLines(TimedOut().report, Profile::k30) ==
        "tlsprobe: TLS handshake: expected ServerHello after ClientHello within 10 s, got none\n");
}

TEST_CASE("A session that ended well has no error lines") {
  CHECK(OpenSslErrorLines(Healthy13().report, Profile::k30).empty());
}

}  // namespace
}  // namespace tlsprobe::testing
