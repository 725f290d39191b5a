#include "tlsprobe/session/causes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace tlsprobe {
namespace {

const ClientCertificateRequest kNoNames = {};

Progress AfterClientHello() {
  return {.awaited = "ServerHello", .last_message = "ClientHello", .bytes_written = 517};
}

// In the middle of a TLS 1.2 handshake.
Progress Midway() {
  return {.awaited = "Finished",
          .last_message = "Finished",
          .heard_tls = true,
          .bytes_read = 900,
          .version = 0x0303};
}

Progress Open() {
  Progress progress = Midway();
  progress.phase = Phase::kOpen;
  progress.handshake_complete = true;
  progress.version = 0x0304;
  return progress;
}

// We were asked for a certificate and answered with or without one.
Progress Asked(Progress progress, bool sent) {
  progress.certificate_request = &kNoNames;
  progress.certificate_answered = true;
  progress.certificate_sent = sent;
  return progress;
}

Outcome Ended(How how) {
  Outcome outcome;
  outcome.how = how;
  return outcome;
}

Outcome Alerted(uint8_t description) {
  Outcome outcome = Ended(How::kAlertReceived);
  outcome.alert = Alert{.level = 2, .description = description};
  return outcome;
}

std::string CauseOf(const Outcome& outcome, const Progress& progress) {
  return FindCause(outcome, progress).cause;
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an alert is told as what the server means by it, there and then") {
  struct Case {
    uint8_t alert;
    Progress progress;
    std::string_view cause;
  };
  const std::string_view needed = "requires a client certificate and none was given";
  const Case cases[] = {
      {40, AfterClientHello(),
       "shares no cipher suite, group or signature algorithm with this client"},
      {40, Midway(), "ended the handshake with the alert handshake_failure (40)"},
      {40, Asked(Midway(), false), needed},
      {42, Asked(Midway(), false), needed},
      {116, Asked(Open(), false), needed},
      {116, Open(), needed},
      {40, Asked(Midway(), true),
       "does not accept the client certificate (handshake_failure (40))"},
      {48, Asked(Open(), true), "does not know the CA of the client certificate"},
      {45, Asked(Open(), true), "holds the client certificate for expired or not yet valid"},
      {20, Asked(Midway(), false), "ended the handshake with the alert bad_record_mac (20)"},
      {70, AfterClientHello(), "supports none of the TLS versions offered (TLS 1.0 to 1.3)"},
      {80, AfterClientHello(), "reports an internal error of its own"},
      {112, AfterClientHello(), "wants a server name it knows, and none was sent"},
      {120, AfterClientHello(), "speaks none of the protocols offered by ALPN"},
      {90, AfterClientHello(), "ended the handshake with the alert user_canceled (90)"},
      {200, Midway(), "ended the handshake with the alert 0xc8 (200)"},
      {10, Open(), "ended the connection with the alert unexpected_message (10)"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.alert);
    CHECK(CauseOf(Alerted(each.alert), each.progress) == each.cause);
  }
}

TEST_CASE("every alert has a cause and advice, wherever it comes") {
  const Progress progress =
      GENERATE(AfterClientHello(), Midway(), Open(), Asked(Midway(), false), Asked(Open(), true));
  for (int description = 0; description < 256; ++description) {
    CAPTURE(description);
    const Explanation explanation = FindCause(Alerted(static_cast<uint8_t>(description)), progress);
    CHECK_FALSE(explanation.cause.empty());
    CHECK(explanation.advice.ends_with("."));
    CHECK_FALSE(Contains(explanation.cause + explanation.advice, "{"));
  }
}

TEST_CASE("advice about versions fits what was offered") {
  Progress progress = AfterClientHello();
  CHECK_FALSE(Contains(FindCause(Alerted(70), progress).advice, "-tls1_3"));
  progress.offered = {.min = 0x0303, .max = 0x0303};
  const Explanation narrow = FindCause(Alerted(70), progress);
  CHECK(narrow.cause == "supports none of the TLS versions offered (TLS 1.2)");
  CHECK(Contains(narrow.advice, "Offer more versions"));
}

TEST_CASE("a server that shares nothing is not blamed for what this client cannot offer") {
  const std::string advice = FindCause(Alerted(40), AfterClientHello()).advice;
  for (const std::string_view lacking : {"DHE", "CCM", "Camellia", "Ed448", "RSA-PSS"}) {
    CHECK(Contains(advice, lacking));
  }
}

TEST_CASE("the name that was sent is named where it is not known") {
  Progress progress = AfterClientHello();
  progress.server_name = "no.example\x1b";
  CHECK(CauseOf(Alerted(112), progress) == "does not know the server name no.example\\x1b");
}

TEST_CASE("advice for a missing client certificate names the CAs that are taken") {
  ClientCertificateRequest request;
  for (const char digit : {'1', '2', '3', '4', '5'}) {
    Name name;
    name.attributes = {
        {.oid = "2.5.4.3", .tag = 0x0c, .value = {'C', static_cast<uint8_t>(digit)}}};
    request.ca_names.push_back(name);
  }
  Progress progress = Asked(Midway(), false);
  progress.certificate_request = &request;
  const std::string advice = FindCause(Alerted(40), progress).advice;
  CHECK(
      advice ==
      "Give one with -cert and -key, of a CA the server takes (it names CN=C1, CN=C2, CN=C3 and 2 "
      "more).");
}

TEST_CASE("a connection that ends without a word is told by when it ends") {
  struct Case {
    How how;
    Progress progress;
    std::string_view cause;
  };
  const Case cases[] = {
      {How::kEof, AfterClientHello(), "closed the connection as soon as TLS began"},
      {How::kReset, AfterClientHello(), "reset the connection as soon as TLS began"},
      {How::kEof, Midway(), "closed the connection in the middle of the handshake"},
      {How::kReset, Midway(), "reset the connection in the middle of the handshake"},
      {How::kEof, Asked(Midway(), false),
       "closed the connection when no client certificate was given"},
      {How::kEof, Asked(Open(), false),
       "closed the connection after the handshake, in which no client certificate was given"},
      {How::kEof, Open(), "closed the connection after the handshake without close_notify"},
      {How::kReset, Open(), "reset the connection after the handshake"},
      {How::kTimeout, AfterClientHello(), "does not answer a TLS ClientHello"},
      {How::kTimeout, Midway(), "stopped answering in the middle of the handshake"},
      {How::kCloseNotify, Midway(), "closed the connection before the handshake was complete"},
      {How::kUnreachable, Midway(), "is no longer reachable: the network was lost"},
  };
  for (const Case& each : cases) {
    CAPTURE(HowName(each.how), each.cause);
    CHECK(CauseOf(Ended(each.how), each.progress) == each.cause);
  }
}

TEST_CASE("another protocol is named, however the connection ended") {
  struct Case {
    std::string_view said, cause, advice;
  };
  const auto [said, cause, advice] = GENERATE(
      Case{"HTTP/1.1 400 Bad Request\r\n", "speaks plain HTTP, not TLS", "use its HTTPS port"},
      Case{"SSH-2.0-OpenSSH_9.2\r\n", "speaks SSH, not TLS", "no TLS"},
      Case{"220 mx.example ESMTP\r\n", "speaks SMTP, not TLS", "-starttls smtp"},
      Case{"\x80\x81", "does not speak TLS", "Check host and port"});
  Progress progress = AfterClientHello();
  progress.first_bytes = AsBytes(said);
  progress.bytes_read = said.size();
  for (const How how : {How::kNotTls, How::kEof, How::kReset, How::kTimeout}) {
    CAPTURE(said, HowName(how));
    const Explanation explanation = FindCause(Ended(how), progress);
    CHECK(explanation.cause == cause);
    CHECK(Contains(explanation.advice, advice));
  }
}

TEST_CASE("an end that is in order has no cause") {
  CHECK(CauseOf(Ended(How::kCloseNotify), Open()).empty());
  CHECK(CauseOf(Ended(How::kStillOpen), Midway()).empty());
}

}  // namespace
}  // namespace tlsprobe
