#include "tlsprobe/session/plain_advice.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace tlsprobe {
namespace {

TEST_CASE("only protocols that have a STARTTLS are sent to it") {
  for (const std::string_view protocol : {"SMTP", "IMAP", "POP3", "LDAP", "XMPP", "MySQL", "RDP"}) {
    CAPTURE(protocol);
    CHECK(PlainTextAdvice(protocol).find("-starttls") != std::string::npos);
  }
  for (const std::string_view protocol : {"", "HTTP", "SSH", "rsync", "VNC", "Redis", "AMQP"}) {
    CAPTURE(protocol);
    CHECK(PlainTextAdvice(protocol).find("-starttls") == std::string::npos);
    CHECK(StarttlsWord(protocol).empty());
  }
  CHECK(PlainTextAdvice("SMTP or FTP").find("-starttls ftp") != std::string::npos);
}

TEST_CASE("what has no TLS is not sent to a TLS port") {
  CHECK(PlainTextAdvice("SSH").find("TLS port") == std::string::npos);
  CHECK(PlainTextAdvice("rsync").find("TLS port") == std::string::npos);
}

}  // namespace
}  // namespace tlsprobe
