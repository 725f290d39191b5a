#include "tlsprobe/session/plain_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tlsprobe {
namespace {

struct Row {
  std::string_view protocol;
  std::string_view advice;
};
// Protocols that do not switch to TLS by a dialogue we speak.
constexpr Row kRows[] = {
    {"", "Check host and port: this is not a TLS server."},
    {"HTTP", "The server speaks plain HTTP here: use its HTTPS port, or switch TLS on."},
    {"SSH", "SSH has its own encryption and no TLS: check host and port."},
    {"rsync", "rsync's own protocol has no TLS: check host and port."},
    {"VNC", "VNC starts TLS, if at all, within its own protocol: check host and port."},
    {"Redis", "Redis speaks TLS on a port of its own (tls-port): use that, or switch it on."},
    {"AMQP", "AMQP speaks TLS on a port of its own (5671): use that, or switch it on."},
};

struct Word {
  std::string_view protocol;
  std::string_view name;  // of -starttls
};
constexpr Word kWords[] = {
    {"SMTP", "smtp"}, {"LMTP", "lmtp"}, {"FTP", "ftp"},   {"SMTP or FTP", "smtp"},
    {"IMAP", "imap"}, {"POP3", "pop3"}, {"NNTP", "nntp"}, {"ManageSieve", "sieve"},
    {"XMPP", "xmpp"}, {"IRC", "irc"},   {"LDAP", "ldap"}, {"MySQL", "mysql"},
    {"RDP", "rdp"},
};

}  // namespace

std::string_view StarttlsWord(std::string_view protocol) {
  const auto* row = std::ranges::find(kWords, protocol, &Word::protocol);
  return row == std::end(kWords) ? std::string_view() : row->name;
}

std::string PlainTextAdvice(std::string_view protocol) {
  const auto* row = std::ranges::find(kRows, protocol, &Row::protocol);
  if (row != std::end(kRows)) return std::string(row->advice);
  const std::string_view word = StarttlsWord(protocol);
  if (word.empty()) {
    return fmt::format("The server speaks {} here: use its TLS port, if it has one.", protocol);
  }
  return fmt::format("This is {}: try -starttls {}{}, or its TLS port.", protocol, word,
                     protocol == "SMTP or FTP" ? " or -starttls ftp" : "");
}

}  // namespace tlsprobe
