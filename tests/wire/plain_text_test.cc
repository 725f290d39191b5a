#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/wire/handshake.h"

using namespace tlsprobe;
using std::string_view_literals::operator""sv;

TEST_CASE("a peer that does not speak TLS is named by its first bytes") {
  struct Case {
    std::string_view bytes;
    std::string_view protocol;
  };
  const auto [bytes, protocol] = GENERATE(
      Case{"HTTP/1.1 400 Bad Request\r\n", "HTTP"}, Case{"<html>\r\n", "HTTP"},
      Case{"SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "SSH"},
      Case{"220 mail.test ESMTP Postfix\r\n", "SMTP"}, Case{"220-hello\r\n", "SMTP or FTP"},
      Case{"220 (vsFTPd 3.0.3)\r\n", "FTP"}, Case{"421 busy\r\n", "SMTP or FTP"},
      Case{"200 news.test InterNetNews ready\r\n", "NNTP"}, Case{"* OK IMAP4rev1\r\n", "IMAP"},
      Case{"* BYE\r\n", "IMAP"}, Case{"+OK ready\r\n", "POP3"},
      Case{"-ERR unknown command\r\n", "Redis"}, Case{"<?xml version='1.0'?>", "XMPP"},
      Case{"\"IMPLEMENTATION\" \"Dovecot\"\r\n", "ManageSieve"}, Case{"RFB 003.008\n", "VNC"},
      Case{":irc.test NOTICE * :*** Looking up\r\n", "IRC"},
      Case{"\x4a\x00\x00\x00\x0a"
           "8.0.36\0"sv,
           "MySQL"},
      Case{"\x30\x0c\x02\x01\x00\x78\x07"sv, "LDAP"}, Case{"AMQP\x00\x01\x00\x00"sv, "AMQP"});
  CAPTURE(bytes);
  CHECK(DescribePlainText(AsBytes(bytes)) == protocol);
}

TEST_CASE("TLS, and what nothing is known of, has no name") {
  const std::string_view bytes =
      GENERATE(""sv, "\x16\x03\x03\x00\x5a\x02"sv, "\x15\x03\x01\x00\x02\x02\x28"sv, "\x15"sv,
               "\x00\x00\x00\x00"sv, "2"sv, "220"sv, "2200 x"sv, "hello"sv, "\xff\xff\xff"sv);
  CAPTURE(bytes);
  CHECK(DescribePlainText(AsBytes(bytes)).empty());
}
