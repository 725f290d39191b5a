#include "tlsprobe/dialogue/table.h"

#include <algorithm>

namespace tlsprobe {
namespace {

constexpr StarttlsRow kStarttls[] = {
    {Starttls::kSmtp, "smtp", 25, RunSmtp, "RFC 3207", true, AskSmtp},
    {Starttls::kPop3, "pop3", 110, RunPop3, "RFC 2595", true, AskPop3},
    {Starttls::kImap, "imap", 143, RunImap, "RFC 9051", true, AskImap},
    {Starttls::kFtp, "ftp", 21, RunFtp, "RFC 4217", true},
    {Starttls::kXmpp, "xmpp", 5222, RunXmppClient, "RFC 6120", true, AskXmppClient},
    {Starttls::kXmppServer, "xmpp-server", 5269, RunXmppServer, "RFC 6120", true, AskXmppServer},
    {Starttls::kTelnet, "telnet", 23, RunTelnet, "Telnet option 46", true},
    {Starttls::kIrc, "irc", 6667, RunIrc, "IRCv3 tls", true},
    {Starttls::kMysql, "mysql", 3306, RunMysql, "MySQL Client/Server Protocol", true},
    {Starttls::kPostgres, "postgres", 5432, RunPostgres, "PostgreSQL Protocol", true},
    {Starttls::kLmtp, "lmtp", 24, RunLmtp, "RFC 2033", true, AskLmtp},
    {Starttls::kNntp, "nntp", 119, RunNntp, "RFC 4642", true},
    {Starttls::kSieve, "sieve", 4190, RunSieve, "RFC 5804", true},
    {Starttls::kLdap, "ldap", 389, RunLdap, "RFC 4511", true, AskLdap},
    {Starttls::kRdp, "rdp", 3389, RunRdp, "[MS-RDPBCGR]", false},
    {Starttls::kMssql, "mssql", 1433, RunMssql, "[MS-TDS]", false, nullptr, true},
};

constexpr ProxyRow kProxies[] = {
    {ProxyKind::kHttp, "http", 8080, RunHttpConnect, false, true},
    {ProxyKind::kHttps, "https", 443, RunHttpConnect, true, true},
    {ProxyKind::kSocks4, "socks4", 1080, RunSocks4, false, false},
    {ProxyKind::kSocks4a, "socks4a", 1080, RunSocks4a, false, true},
    {ProxyKind::kSocks5, "socks5", 1080, RunSocks5, false, false},
    {ProxyKind::kSocks5h, "socks5h", 1080, RunSocks5, false, true},
};

}  // namespace

std::span<const StarttlsRow> StarttlsTable() { return kStarttls; }

const StarttlsRow& FindStarttls(Starttls protocol) {
  return *std::ranges::find(kStarttls, protocol, &StarttlsRow::protocol);
}

std::span<const ProxyRow> ProxyTable() { return kProxies; }

const ProxyRow& FindProxy(ProxyKind kind) {
  return *std::ranges::find(kProxies, kind, &ProxyRow::kind);
}

}  // namespace tlsprobe
