// The way to the target: STARTTLS, proxies, both at once, TLS in TLS; and what goes wrong there.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <string>

#include "tests/support/dialogue_peer.h"
#include "tests/support/pair.h"
#include "tlsprobe/dialogue/tds_framer.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::seconds;

const std::deque<Exchange> kSmtp = {
    {.said = "220 mx.test ESMTP\r\n"},
    {.awaited = "EHLO mail.example.com\r\n", .said = "250-mx.test\r\n250-SIZE\r\n250 STARTTLS\r\n"},
    {.awaited = "STARTTLS\r\n", .said = "220 go\r\n"},
};
const std::string kConnect = "CONNECT server.test:443 HTTP/1.1\r\nHost: server.test:443\r\n\r\n";
const Exchange kTunnel = {.awaited = kConnect, .said = "HTTP/1.1 200 OK\r\n\r\n"};

ProbeConfig Smtp() { return {.starttls = {.protocol = Starttls::kSmtp}}; }
ProbeConfig Proxied(ProxyKind kind = ProxyKind::kHttp) {
  return {.proxy = ProxyOptions{.kind = kind, .host = "proxy.test", .port = 3128}};
}
Materials ProxyMaterials() {
  Materials materials = TestMaterials();
  materials.proxy.anchors = materials.anchors;
  return materials;
}

// What the hops are called and how they ended.
std::string Hops(const ProbeReport& report) {
  std::string text;
  for (const Hop& hop : report.hops) {
    text += (text.empty() ? "" : ", ") + hop.kind + ": " + hop.outcome;
  }
  return text;
}

void CheckGood(const ProbeReport& report) {
  CHECK(report.outcome.how == How::kCloseNotify);
  CHECK(report.outcome.handshake_complete);
  CHECK(report.verification.chain.verdict == Verdict::kOk);
  CHECK(report.verification.name.verdict == Verdict::kOk);
  for (const Finding& finding : report.findings) CHECK(finding.severity < Severity::kError);
}

TEST_CASE("TLS is begun within SMTP, however the bytes are cut") {
  const size_t chunk = GENERATE(size_t{1}, 2, 7, 100, SIZE_MAX);
  CAPTURE(chunk);
  TlsPeer tls;
  DialoguePeer peer(kSmtp, &tls);
  Pair pair(TestContext(Smtp()), peer, {.chunk = chunk});
  pair.RunToEnd();
  REQUIRE(pair.done());
  const ProbeReport& report = pair.report();
  CheckGood(report);
  CHECK(Hops(report) == "starttls-smtp: ready, tls: ready");
  CHECK(report.hops[0].transcript ==
        std::vector<std::string>{"S: 220 mx.test ESMTP", "C: EHLO mail.example.com",
                                 "S: 250-mx.test", "S: 250-SIZE", "S: 250 STARTTLS", "C: STARTTLS",
                                 "S: 220 go"});
  CHECK(report.hops[0].offered == std::vector<std::string>{"SIZE", "STARTTLS"});
  CHECK(report.hops[0].last_line == "250 STARTTLS");
  CHECK(pair.Count<LineEvent>() == 7);
}

TEST_CASE("a STARTTLS server that says no is quoted, and no ClientHello goes out") {
  struct Case {
    std::deque<Exchange> exchanges;
    How how;
    std::string_view hop;
    std::string_view cause;
    std::string_view message;
  };
  const Case each = GENERATE(
      Case{{{.said = "554 no\r\n"}},
           How::kDenied,
           "refused",
           "refuses to start TLS: 554 \"no\"",
           "STARTTLS (smtp): expected 220 as its greeting, got 554 \"no\" (0 bytes sent, 8 read)"},
      Case{{kSmtp[0], {.awaited = "EHLO mail.example.com\r\n", .said = "250 mx.test\r\n"}},
           How::kNotOffered,
           "not offered",
           "does not offer TLS within smtp",
           "expected an offer of STARTTLS"},
      Case{{kSmtp[0], kSmtp[1], {.awaited = "STARTTLS\r\n", .said = "454 later\r\n"}},
           How::kDenied,
           "refused",
           "refuses to start TLS: 454 \"later\"",
           "expected 220 after STARTTLS, got 454 \"later\""},
      Case{{{.said = "* OK IMAP4rev1 ready\r\n"}},
           How::kGarbled,
           "garbled",
           "speaks IMAP, not smtp",
           "got \"* OK IMAP4rev1 ready\""});
  DialoguePeer peer(each.exchanges, nullptr);
  Pair pair(TestContext(Smtp()), peer);
  pair.Run();
  REQUIRE(pair.done());
  const Outcome& outcome = pair.outcome();
  CHECK(outcome.phase == Phase::kStartTls);
  CHECK(outcome.how == each.how);
  CHECK(outcome.cause == each.cause);
  CAPTURE(outcome.message);
  CHECK(outcome.message.find(each.message) != std::string::npos);
  CHECK_FALSE(outcome.handshake_complete);
  CHECK(Hops(pair.report()) == "starttls-smtp: " + std::string(each.hop));
  CHECK(peer.heard().find('\x16') == std::string::npos);
  CHECK(pair.report().verification.chain.verdict == Verdict::kNotChecked);
}

TEST_CASE("what is not offered is asked for where the config insists") {
  TlsPeer tls;
  DialoguePeer peer(
      {kSmtp[0], {.awaited = "EHLO mail.example.com\r\n", .said = "250 mx.test\r\n"}, kSmtp[2]},
      &tls);
  ProbeConfig config = Smtp();
  config.starttls.insist = true;
  Pair pair(TestContext(config), peer);
  pair.RunToEnd();
  CheckGood(pair.report());
  CHECK(pair.report().hops[0].not_offered);
}

TEST_CASE("silence and an early end have their own words") {
  DialoguePeer silent({}, nullptr);
  Pair waiting(TestContext(Smtp()), silent);
  waiting.RunToEnd();
  CHECK(waiting.outcome().how == How::kTimeout);
  CHECK(waiting.outcome().phase == Phase::kStartTls);
  CHECK(waiting.outcome().cause == "said nothing within 10 s");
  CHECK(waiting.outcome().message ==
        "STARTTLS (smtp): expected 220 as its greeting within 10 s, got nothing (0 bytes sent, 0 "
        "read)");
  CHECK(waiting.outcome().advice.find("drop -starttls") != std::string::npos);
  CHECK(Hops(waiting.report()) == "starttls-smtp: timed out");

  DialoguePeer half({{.said = "220-half a gree"}}, nullptr);
  Pair stopped(TestContext(Smtp()), half);
  stopped.RunToEnd();
  CHECK(stopped.outcome().how == How::kTimeout);
  CHECK(stopped.outcome().message.find("got only \"220-half a gree\"") != std::string::npos);

  DialoguePeer gone({{.said = "220 mx\r\n"}}, nullptr);
  Pair closed(TestContext(Smtp()), gone);
  closed.Run();
  closed.Eof();
  closed.RunToEnd();
  CHECK(closed.outcome().how == How::kEof);
  CHECK(closed.outcome().ended_by == EndedBy::kPeer);
  CHECK(closed.outcome().cause == "closed the connection before TLS could start");

  DialoguePeer broken({}, nullptr);
  Pair reset(TestContext(Smtp()), broken);
  reset.Run();
  reset.Reset();
  reset.RunToEnd();
  CHECK(reset.outcome().how == How::kReset);
  CHECK(reset.outcome().cause == "reset the connection without a word");
}

TEST_CASE("a port that speaks TLS at once is recognised") {
  DialoguePeer peer({{.said = std::string("\x15\x03\x01\x00\x02\x02\x0a", 7)}}, nullptr);
  Pair pair(TestContext(Smtp()), peer);
  pair.Run();
  pair.Eof();
  pair.RunToEnd();
  CHECK(pair.outcome().phase == Phase::kStartTls);
  CHECK(pair.outcome().cause == "speaks TLS at once, not smtp");
  CHECK(pair.outcome().advice.starts_with("Drop -starttls smtp"));
}

TEST_CASE("clear text behind the go-ahead is an error, and the handshake goes on without it") {
  const size_t chunk = GENERATE(size_t{1}, 5, SIZE_MAX);
  const std::string injected = GENERATE(std::string("250 evil\r\n"), std::string("\x16\x03"),
                                        std::string("x\x16\x03\x01\x02\x03\x04"));
  CAPTURE(chunk, injected);
  TlsPeer tls;
  std::deque<Exchange> exchanges = kSmtp;
  exchanges.back().said += injected;
  DialoguePeer peer(exchanges, &tls);
  Pair pair(TestContext(Smtp()), peer, {.chunk = chunk});
  pair.RunToEnd();
  const ProbeReport& report = pair.report();
  if (injected.starts_with('\x16')) {
    // Begins as TLS does, and is none: nothing to go on with.
    CHECK_FALSE(report.outcome.handshake_complete);
    return;
  }
  CHECK(report.outcome.handshake_complete);
  CHECK(AsText(report.hops[0].injected) == injected);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].id == "starttls.clear_text");
  CHECK(report.findings[0].severity == Severity::kError);
}

TEST_CASE("a server that goes on in clear text after its go-ahead is quoted") {
  std::deque<Exchange> exchanges = kSmtp;
  exchanges.back().said += "454 after all not\r\n";
  DialoguePeer peer(exchanges, nullptr);
  Pair pair(TestContext(Smtp()), peer);
  SECTION("when it hangs up") {
    pair.Run();
    pair.Eof();
    pair.RunToEnd();
  }
  SECTION("when it stays") { pair.RunToEnd(); }
  CHECK(pair.outcome().phase == Phase::kHandshake);
  CHECK(pair.outcome().message.find("454 after all not") != std::string::npos);
  CHECK(pair.outcome().cause == "goes on in clear text after it said that TLS may start");
  CHECK(pair.report().findings.empty());
}

TEST_CASE("blanks behind the go-ahead are worth a word, and no error") {
  TlsPeer tls;
  std::deque<Exchange> exchanges = kSmtp;
  exchanges.back().said += "\r\n";
  DialoguePeer peer(exchanges, &tls);
  Pair pair(TestContext(Smtp()), peer);
  pair.RunToEnd();
  CheckGood(pair.report());
  REQUIRE(pair.report().findings.size() == 1);
  CHECK(pair.report().findings[0].severity == Severity::kNotice);
}

TEST_CASE("another protocol is recognised by its answers, garbled or not") {
  struct Case {
    Starttls protocol;
    std::string_view greeting;
    std::string_view cause;
  };
  const Case each = GENERATE(
      Case{Starttls::kSmtp, "200 news.test NNTP ready\r\n", "speaks NNTP, not smtp"},
      Case{Starttls::kNntp, "220 mx.test ESMTP\r\n", "speaks SMTP, not nntp"},
      Case{Starttls::kFtp, "220 mx.test ESMTP\r\n500 what?\r\n502 no\r\n", "speaks SMTP, not ftp"},
      Case{Starttls::kLmtp, "554 mx.test ESMTP\r\n",
           "refuses to start TLS: 554 \"mx.test ESMTP\""});
  DialoguePeer peer({{.said = std::string(each.greeting)}}, nullptr);
  Pair pair(TestContext({.starttls = {.protocol = each.protocol}}), peer);
  pair.RunToEnd();
  CHECK(pair.outcome().phase == Phase::kStartTls);
  CHECK(pair.outcome().cause == each.cause);
}

TEST_CASE("a server that says nothing after its go-ahead did not answer the ClientHello") {
  DialoguePeer silent(kSmtp, nullptr);
  Pair pair(TestContext(Smtp()), silent);
  SECTION("and stays") {
    pair.RunToEnd();
    CHECK(pair.outcome().cause == "did not answer the ClientHello within 10 s");
  }
  SECTION("and hangs up") {
    pair.Run();
    pair.Eof();
    pair.RunToEnd();
    CHECK(pair.outcome().cause == "closed the connection as soon as TLS began");
  }
  CHECK(pair.outcome().phase == Phase::kHandshake);
}

TEST_CASE("a target that speaks plain text behind a proxy is named, and no slip of the proxy's") {
  Exchange exchange = kTunnel;
  exchange.said += "220 mx.test ESMTP\r\n";
  DialoguePeer proxy({exchange}, nullptr);
  Pair pair(TestContext(Proxied()), proxy);
  pair.RunToEnd();
  CHECK(pair.outcome().phase == Phase::kHandshake);
  CHECK(pair.outcome().cause == "speaks SMTP, not TLS");
  CHECK(pair.report().findings.empty());
}

TEST_CASE("the bytes of each hop are counted, and a greeting behind a go-ahead is the next one's") {
  TlsPeer tls;
  DialoguePeer target(kSmtp, &tls);
  DialoguePeer proxy({kTunnel}, &target);
  ProbeConfig config = Proxied();
  config.starttls = Smtp().starttls;
  Pair pair(TestContext(config), proxy);
  pair.RunToEnd();
  const std::vector<Hop>& hops = pair.report().hops;
  REQUIRE(hops.size() == 3);
  CHECK(hops[0].bytes_read == kTunnel.said.size());
  CHECK(hops[0].bytes_written == kConnect.size());
  CHECK(hops[1].bytes_read == kSmtp[0].said.size() + kSmtp[1].said.size() + kSmtp[2].said.size());
  CHECK(hops[1].bytes_written == kSmtp[1].awaited.size() + kSmtp[2].awaited.size());
  CHECK(hops[2].bytes_read == pair.report().tls.handshake_bytes_read);
}

TEST_CASE("a proxy is asked for the target, and STARTTLS is spoken through it") {
  const size_t chunk = GENERATE(size_t{1}, SIZE_MAX);
  TlsPeer tls;
  DialoguePeer target(kSmtp, &tls);
  DialoguePeer proxy({kTunnel}, &target);
  ProbeConfig config = Proxied();
  config.starttls = Smtp().starttls;
  // The target's greeting may come in one piece with the proxy's answer: that is no slip.
  Pair pair(TestContext(config), proxy, {.chunk = chunk});
  pair.RunToEnd();
  CheckGood(pair.report());
  CHECK(Hops(pair.report()) == "proxy-http: ready, starttls-smtp: ready, tls: ready");
}

TEST_CASE("clear text behind the answer to CONNECT is an error") {
  TlsPeer tls;
  Exchange exchange = kTunnel;
  exchange.said += "boo";
  DialoguePeer proxy({exchange}, &tls);
  Pair pair(TestContext(Proxied()), proxy);
  pair.RunToEnd();
  CHECK(pair.outcome().handshake_complete);
  REQUIRE(pair.report().findings.size() == 1);
  CHECK(pair.report().findings[0].id == "proxy.clear_text");
}

TEST_CASE("what a proxy refuses is the proxy's") {
  DialoguePeer proxy(
      {{.awaited = kConnect, .said = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"}},
      nullptr);
  Pair pair(TestContext(Proxied()), proxy);
  pair.Run();
  const Outcome& outcome = pair.outcome();
  CHECK(outcome.phase == Phase::kProxy);
  CHECK(outcome.how == How::kDenied);
  CHECK(outcome.cause ==
        "cannot be reached: the proxy proxy.test:3128 refused: 407 \"Proxy Authentication "
        "Required\"");
  CHECK(outcome.advice.find("-proxy_user") != std::string::npos);
  CHECK(Hops(pair.report()) == "proxy-http: refused");
}

TEST_CASE("credentials go out at once and are told nobody") {
  TlsPeer tls;
  const std::string request =
      "CONNECT server.test:443 HTTP/1.1\r\nHost: server.test:443\r\n"
      "Proxy-Authorization: Basic dTpzZWNyZXQ=\r\n\r\n";
  DialoguePeer proxy({{.awaited = request, .said = "HTTP/1.0 200 OK\r\n\r\n"}}, &tls);
  ProbeConfig config = Proxied();
  config.proxy->user = "u";
  Materials materials = TestMaterials();
  materials.proxy.password = "secret";
  Pair pair(TestContext(config, std::move(materials)), proxy);
  pair.RunToEnd();
  CheckGood(pair.report());
  for (const std::string& line : pair.report().hops[0].transcript) {
    CHECK(line.find("dTpzZWNyZXQ=") == std::string::npos);
  }
}

TEST_CASE("a proxy that takes no names is told an address") {
  TlsPeer tls;
  const std::string request("\x05\x01\x00\x05\x01\x00\x01\xc0\x00\x02\x07\x01\xbb", 13);
  DialoguePeer proxy({{.awaited = request.substr(0, 3), .said = std::string("\x05\x00", 2)},
                      {.awaited = request.substr(3),
                       .said = std::string("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10)}},
                     &tls);
  Target target{.host = "server.test"};
  Start start{.wall_clock = kPairWallClock};
  ProbeConfig config = Proxied(ProxyKind::kSocks5);
  SECTION("that of the look-up") { start.target_address = "192.0.2.7"; }
  SECTION("one that was fixed, whatever the kind") {
    config = Proxied(ProxyKind::kSocks5h);
    target.addresses = {"192.0.2.7"};
  }
  Pair pair(TestContext(config), proxy, {.target = target, .start = start});
  pair.RunToEnd();
  CheckGood(pair.report());
}

TEST_CASE("an https proxy is spoken to by TLS of its own") {
  const size_t chunk = GENERATE(size_t{1}, 1000, SIZE_MAX);
  CAPTURE(chunk);
  TlsPeer tls;
  DialoguePeer connect({kTunnel}, &tls);
  TunnelPeer proxy({}, connect);
  ProbeConfig config = Proxied(ProxyKind::kHttps);
  config.proxy->host = "server.test";  // whose certificate it shows
  Pair pair(TestContext(config, ProxyMaterials()), proxy, {.chunk = chunk});
  pair.RunToEnd();
  const ProbeReport& report = pair.report();
  CheckGood(report);
  CHECK(Hops(report) == "proxy-tls: ready, proxy-https: ready, tls: ready");
  REQUIRE(report.hops[0].tls);
  CHECK(report.hops[0].tls->verification.chain.verdict == Verdict::kOk);
  CHECK(report.hops[0].tls->tls.version == 0x0304);
  CHECK(report.hops[0].tls->peer.certificates.size() == 2);
  // Of the proxy's certificates nothing is said as if they were the target's.
  CHECK(pair.Count<VerifyEvent>() == report.verification.chain.steps.size());
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
}

TEST_CASE("an https proxy whose certificate does not hold is not used, unless told so") {
  TlsPeer tls;
  DialoguePeer connect({kTunnel}, &tls);
  TunnelPeer proxy({}, connect);
  ProbeConfig config = Proxied(ProxyKind::kHttps);  // the certificate is for another name
  SECTION("not used") {
    Pair pair(TestContext(config, ProxyMaterials()), proxy);
    pair.RunToEnd();
    CHECK(pair.outcome().phase == Phase::kProxy);
    CHECK(pair.outcome().how == How::kAlertSent);
    CHECK(pair.outcome().cause.find("shows a certificate that does not hold") != std::string::npos);
    CHECK(pair.outcome().advice.find("--proxy-insecure") != std::string::npos);
    CHECK(Hops(pair.report()) == "proxy-tls: failed");
    REQUIRE(pair.report().hops[0].tls);
    CHECK(pair.report().hops[0].tls->verification.name.verdict == Verdict::kFailed);
  }
  SECTION("taken as it is") {
    config.proxy->verify.fail_handshake = false;
    Pair pair(TestContext(config, ProxyMaterials()), proxy);
    pair.RunToEnd();
    CheckGood(pair.report());
  }
}

TEST_CASE("an https proxy that breaks off within its TLS is to blame") {
  DialoguePeer connect({}, nullptr);
  TunnelPeer proxy({}, connect);
  ProbeConfig config = Proxied(ProxyKind::kHttps);
  config.proxy->host = "server.test";
  Pair pair(TestContext(config, ProxyMaterials()), proxy);
  pair.Run();
  SECTION("by an alert") {
    proxy.outer.SendAlert(80);
    pair.RunToEnd();
    CHECK(pair.outcome().how == How::kAlertReceived);
  }
  SECTION("by a farewell") {
    proxy.outer.Close();
    pair.RunToEnd();
    CHECK(pair.outcome().how == How::kEof);
  }
  CHECK(pair.outcome().phase == Phase::kProxy);
  CHECK(pair.outcome().cause.starts_with("cannot be reached: the proxy server.test:3128 "));
}

TEST_CASE("what an https proxy says along with the end of its handshake is heard") {
  DialoguePeer connect({{.said = "HTTP/1.1 400 Speak up\r\n\r\n"}}, nullptr);
  TunnelPeer proxy({.max_version = 0x0303}, connect);
  ProbeConfig config = Proxied(ProxyKind::kHttps);
  config.proxy->host = "server.test";
  Pair pair(TestContext(config, ProxyMaterials()), proxy);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kDenied);
  CHECK(pair.outcome().phase == Phase::kProxy);
}

TEST_CASE("a go-ahead that came along with the hop before takes no more bytes than came") {
  TlsPeer tls;
  DialoguePeer connect({{.said = kTunnel.said + "boo"}}, &tls);
  TunnelPeer proxy({.max_version = 0x0303}, connect);
  ProbeConfig config = Proxied(ProxyKind::kHttps);
  config.proxy->host = "server.test";
  Pair pair(TestContext(config, ProxyMaterials()), proxy);
  pair.RunToEnd();
  REQUIRE(pair.report().hops.size() == 3);
  for (const Hop& hop : pair.report().hops) CHECK(hop.bytes_read < 100000);
}

TEST_CASE("what goes wrong in the TLS of a proxy is told of the proxy, with its options") {
  struct Case {
    std::string said;
    std::string_view cause, advice;
  };
  const Case each =
      GENERATE(Case{"HTTP/1.1 400 Bad Request\r\n\r\n", "speaks plain HTTP, not TLS", "http://"},
               Case{std::string("\x15\x03\x03\x00\x02\x02\x74", 7),
                    "requires a client certificate and none was given", "--proxy-cert"},
               Case{std::string("\x15\x03\x03\x00\x02\x02\x46", 7),
                    "supports none of the TLS versions offered", "the TLS of the proxy itself"});
  BannerPeer proxy(each.said);
  Pair pair(TestContext(Proxied(ProxyKind::kHttps), ProxyMaterials()), proxy);
  pair.RunToEnd();
  const Outcome& outcome = pair.outcome();
  CAPTURE(outcome.cause, outcome.advice, outcome.message);
  CHECK(outcome.phase == Phase::kProxy);
  CHECK(outcome.cause.find(each.cause) != std::string::npos);
  CHECK(outcome.advice.find(each.advice) != std::string::npos);
  CHECK(outcome.message.starts_with("TLS handshake with the proxy: "));
}

TEST_CASE("what the server offers under TLS is asked where that is wanted") {
  // The answer comes as application data.
  class AskedPeer : public PairPeer {
   public:
    void Feed(BytesView bytes) override {
      tls.Feed(bytes);
      if (!answered_ && tls.server.received() == "EHLO mail.example.com\r\n") {
        tls.server.Write("250-mx.test\r\n250 AUTH PLAIN\r\n");
        answered_ = true;
      }
    }
    Bytes TakeOutput() override { return tls.TakeOutput(); }
    TlsPeer tls;

   private:
    bool answered_ = false;
  };
  ProbeConfig config = Smtp();
  config.starttls.after_tls = true;
  SECTION("and answered") {
    const size_t chunk = GENERATE(size_t{1}, SIZE_MAX);
    AskedPeer asked;
    DialoguePeer peer(kSmtp, &asked);
    Pair pair(TestContext(config), peer, {.chunk = chunk});
    pair.RunToEnd();
    CheckGood(pair.report());
    CHECK(Hops(pair.report()) == "starttls-smtp: ready, tls: ready, after-tls-smtp: ready");
    CHECK(pair.report().hops[2].offered == std::vector<std::string>{"AUTH PLAIN"});
    CHECK(pair.Count<DataEvent>() == 0);
  }
  SECTION("where clear text came before, which is told once and of its place") {
    AskedPeer asked;
    std::deque<Exchange> exchanges = kSmtp;
    exchanges.back().said += "250 evil\r\n";
    DialoguePeer peer(exchanges, &asked);
    Pair pair(TestContext(config), peer);
    pair.RunToEnd();
    CHECK(pair.report().findings.size() == 1);
    CHECK(AsText(pair.report().hops[0].injected) == "250 evil\r\n");
    CHECK(pair.report().hops[1].injected.empty());
  }
  SECTION("and not answered, which is no failure of the probe") {
    TlsPeer tls;
    DialoguePeer peer(kSmtp, &tls);
    Pair pair(TestContext(config), peer);
    pair.RunToEnd();
    CheckGood(pair.report());
    CHECK(Hops(pair.report()) == "starttls-smtp: ready, tls: ready, after-tls-smtp: timed out");
  }
}

TEST_CASE("the handshake of SQL Server travels in packets") {
  class TdsPeer : public PairPeer {
   public:
    explicit TdsPeer(TlsPeer& tls) : tls_(tls) {}
    void Feed(BytesView bytes) override {
      framer_.Feed(bytes);
      tls_.Feed(framer_.unwrapped());
      framer_.ClearUnwrapped();
    }
    Bytes TakeOutput() override {
      framer_.Write(tls_.TakeOutput());
      if (tls_.server.handshake_done()) framer_.Stop();
      Bytes out = ToBytes(framer_.output());
      framer_.ConsumeOutput(out.size());
      return out;
    }

   private:
    TlsPeer& tls_;
    TdsFramer framer_;
  };
  const size_t chunk = GENERATE(size_t{1}, SIZE_MAX);
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  TlsPeer tls({.max_version = version});
  TdsPeer framed(tls);
  // VERSION and ENCRYPTION, which is on.
  const std::string answer(
      "\x04\x01\x00\x1a\x00\x00\x01\x00"
      "\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff"
      "\x10\x00\x00\x00\x00\x00\x01",
      26);
  DialoguePeer peer(
      {{.awaited = std::string("\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00", 10), .said = answer}},
      &framed);
  Pair pair(TestContext({.starttls = {.protocol = Starttls::kMssql}}), peer, {.chunk = chunk});
  pair.RunToEnd();
  CAPTURE(pair.outcome().message);
  CheckGood(pair.report());
  CHECK(Hops(pair.report()) == "starttls-mssql: ready, tls: ready");
}

TEST_CASE("each dialogue has its own time, and all of them the whole") {
  DialoguePeer slow({kTunnel}, nullptr);
  ProbeConfig config = Proxied();
  config.starttls = Smtp().starttls;
  config.limits.dialogue = seconds(4);
  config.limits.total = seconds(6);
  Pair pair(TestContext(config), slow);
  pair.carry_output = false;
  pair.Run();
  pair.Wait(seconds(3));
  pair.carry_output = true;
  pair.RunToEnd();
  CHECK(pair.outcome().phase == Phase::kStartTls);
  CHECK(pair.outcome().message.find("within 6 s in all") != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe::testing
