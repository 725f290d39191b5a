// What a peer speaks that does not speak TLS, by its first bytes.
#include <algorithm>

#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

using std::string_view_literals::operator""sv;

struct Row {
  std::string_view prefix;    // the bytes begin with it
  std::string_view contains;  // and hold this too; empty: anything
  std::string_view protocol;
};

// The first that fits counts.
constexpr Row kProtocols[] = {
    {"HTTP/", "", "HTTP"},
    {"<!DOCTYPE", "", "HTTP"},
    {"<!doctype", "", "HTTP"},
    {"<html", "", "HTTP"},
    {"<HTML", "", "HTTP"},
    {"SSH-", "", "SSH"},
    {"* OK", "", "IMAP"},
    {"* PREAUTH", "", "IMAP"},
    {"* BYE", "", "IMAP"},
    {"+OK", "", "POP3"},
    {"-ERR", "unknown command", "Redis"},
    {"-ERR", "", "POP3"},
    {"-DENIED Redis", "", "Redis"},
    {"-NOAUTH", "", "Redis"},
    {"<?xml", "", "XMPP"},
    {"<stream:", "", "XMPP"},
    {"\"IMPLEMENTATION\"", "", "ManageSieve"},
    {"RFB 0", "", "VNC"},
    {"AMQP", "", "AMQP"},
    {"NOTICE ", "", "IRC"},
    {":", " NOTICE ", "IRC"},
    {"ERROR :", "", "IRC"},
    {"@RSYNCD:", "", "rsync"},
    {"INFO {", "", "NATS"},
    {"\x03\x00\x00"sv, "", "RDP"},
    {"\x30", "\x02\x01\x00\x78"sv, "LDAP"},  // notice of disconnection, RFC 4511 section 4.4.1
    {"", "mysql_native_password", "MySQL"},
    {"", "caching_sha2_password", "MySQL"},
    {"", "MariaDB", "MySQL"},
};

// A reply of three digits: SMTP and FTP cannot be told apart by it alone (RFC 5321 section 4.2,
// RFC 959 section 4.2); 200 and 201 greet in NNTP (RFC 3977 section 5.1).
std::string_view DescribeReply(std::string_view text) {
  const auto digit = [text](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() < 4 || !digit(0) || !digit(1) || !digit(2)) return {};
  if (text[3] != ' ' && text[3] != '-' && text[3] != '\r' && text[3] != '\n') return {};
  const auto has = [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  };
  if (has("SMTP")) return "SMTP";
  if (has("LMTP")) return "LMTP";
  if (has("FTP")) return "FTP";
  if (has("NNTP") || text.starts_with("200") || text.starts_with("201")) return "NNTP";
  return "SMTP or FTP";
}

// An initial handshake packet: 3 bytes of length, number 0, protocol 10, a version in digits.
bool IsMysql(std::string_view text) {
  return text.size() >= 6 && text[2] == 0 && text[3] == 0 && text[4] == '\n' && text[5] >= '0' &&
         text[5] <= '9';
}

}  // namespace

bool LooksLikeTls(BytesView first_bytes) {
  if (first_bytes.empty() || first_bytes[0] < 20 || first_bytes[0] > 23) return false;
  return first_bytes.size() < 2 || first_bytes[1] == 3;
}

std::string_view DescribePlainText(BytesView first_bytes) {
  const std::string_view text = AsText(first_bytes);
  if (text.empty() || LooksLikeTls(first_bytes)) return {};
  if (const std::string_view reply = DescribeReply(text); !reply.empty()) return reply;
  if (IsMysql(text)) return "MySQL";
  const auto fits = [text](const Row& row) {
    return text.starts_with(row.prefix) && text.find(row.contains) != std::string_view::npos;
  };
  const auto* row = std::ranges::find_if(kProtocols, fits);
  return row == std::end(kProtocols) ? std::string_view() : row->protocol;
}

}  // namespace tlsprobe
