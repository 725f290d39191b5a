#include "tlsprobe/driver/fetcher.h"

#include <sys/socket.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using std::chrono::milliseconds;

constexpr std::string_view kFound = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nDER!";

// Reads up to the end of the request's header.
std::string ReadRequest(int fd) {
  std::string text;
  char byte = 0;
  while (!text.ends_with("\r\n\r\n") && recv(fd, &byte, 1, 0) == 1) text += byte;
  return text;
}

// False where the other side is gone.
bool SendAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

std::function<void(int)> Answering(std::string answer) {
  return [answer = std::move(answer)](int fd) {
    ReadRequest(fd);
    SendAll(fd, answer);
  };
}

// Redirects to what is told later, as a port of its own must be known first.
class Redirecting {
 public:
  Redirecting() : server_([this](int fd) { Serve(fd); }) {}
  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + std::string(path);
  }
  uint16_t port() const { return server_.port(); }
  int requests() const { return requests_; }

 private:
  // "/3" leads to "/2" and so on to "/0", which is there; "/to?x" leads to x.
  void Serve(int fd) {
    ++requests_;
    const std::string request = ReadRequest(fd);
    const std::string path = request.substr(4, request.find(' ', 4) - 4);
    if (path == "/0") {
      SendAll(fd, kFound);
      return;
    }
    const std::string to = path.starts_with("/to?")
                               ? path.substr(4)
                               : "/" + std::to_string(std::stoi(path.substr(1)) - 1);
    const int status = requests_ % 2 == 0 ? 307 : 302;
    SendAll(fd, "HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + to + "\r\n\r\n");
  }

  std::atomic<int> requests_ = 0;
  testing::Listener server_;
};

const FetchLimits kPrivate = {.timeout = std::chrono::seconds(10), .allow_private = true};

FetchResult Fetch(const std::string& url, FetchLimits limits = kPrivate,
                  FetchKind kind = FetchKind::kCrl) {
  Loop loop;
  Resolver resolver(loop);
  Fetcher fetcher(loop, resolver, limits);
  std::optional<FetchResult> result;
  fetcher.Start({.kind = kind, .url = url}, [&](FetchResult got) {
    result = std::move(got);
    loop.Stop();
  });
  CHECK_FALSE(result);
  loop.Run();
  return *std::move(result);
}

FetchResult FetchFrom(const testing::Listener& server, FetchLimits limits = kPrivate) {
  return Fetch("http://127.0.0.1:" + std::to_string(server.port()) + "/c.crl", limits);
}

std::string ErrorOf(const FetchResult& result) {
  return std::string(Message(result.body.status()));
}

TEST_CASE("what a URL names comes back, with the time it took") {
  std::string request;
  std::optional<testing::Listener> server([&](int fd) {
    request = ReadRequest(fd);
    SendAll(fd, kFound);
  });
  const std::string host = "127.0.0.1:" + std::to_string(server->port());
  const FetchResult result = Fetch("http://" + host + "/c a.crl?x#y");
  server.reset();  // and its thread
  REQUIRE(result.body.ok());
  CHECK(AsText(*result.body) == "DER!");
  CHECK(result.took.count() > 0);
  CHECK_THAT(request, ContainsSubstring("GET /c%20a.crl?x HTTP/1.1\r\nHost: " + host + "\r\n"));
}

TEST_CASE("a name is looked up, in the family that was asked for") {
  const testing::Listener server(Answering(std::string(kFound)));
  const std::string url = "http://localhost:" + std::to_string(server.port()) + "/";
  FetchLimits limits = kPrivate;
  limits.family = AddressFamily::kIpv4;
  CHECK(Fetch(url, limits).body.ok());
  limits.family = AddressFamily::kIpv6;
  CHECK_FALSE(Fetch(url, limits).body.ok());
}

TEST_CASE("a body may come in chunks, to the end of the connection, or byte by byte") {
  const std::string text = GENERATE(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nD\r\n3\r\nER!\r\n0\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\nDER!", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nDER!");
  const testing::Listener server([&](int fd) {
    ReadRequest(fd);
    for (const char c : text) {
      if (!SendAll(fd, {&c, 1})) return;
    }
  });
  const FetchResult result = FetchFrom(server);
  REQUIRE(result.body.ok());
  CHECK(AsText(*result.body) == "DER!");
}

TEST_CASE("a large body comes whole") {
  const std::string body(4'000'000, 'x');
  const testing::Listener server(
      Answering("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + body));
  const FetchResult result = FetchFrom(server);
  REQUIRE(result.body.ok());
  CHECK(AsText(*result.body) == body);
}

TEST_CASE("who speaks before being asked is understood, too") {
  const testing::Listener server([](int fd) {
    SendAll(fd, kFound);
    ReadRequest(fd);
  });
  CHECK(FetchFrom(server).body.ok());
}

TEST_CASE("the time is limited, however slowly somebody drips") {
  const std::string_view start = GENERATE("", "HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 200 OK\r\n\r\n");
  const testing::Listener server([&](int fd) {
    ReadRequest(fd);
    bool there = SendAll(fd, start);
    while (there) {
      std::this_thread::sleep_for(milliseconds(5));
      there = SendAll(fd, start.empty() ? "HTTP/1.1 100 Continue\r\n\r\n" : "x");
    }
  });
  FetchLimits limits = kPrivate;
  limits.timeout = milliseconds(100);
  const FetchResult result = FetchFrom(server, limits);
  CHECK(result.body.status().code() == absl::StatusCode::kDeadlineExceeded);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("timed out after 100 ms, waiting for the answer"));
  CHECK(result.took >= milliseconds(100));
  CHECK(result.took < milliseconds(5000));
}

TEST_CASE("the time is limited where nobody says a word") {
  const testing::Listener server;
  FetchLimits limits = kPrivate;
  limits.timeout = milliseconds(20);
  CHECK(FetchFrom(server, limits).body.status().code() == absl::StatusCode::kDeadlineExceeded);
}

TEST_CASE("a header without an end is cut off") {
  const testing::Listener server([](int fd) {
    ReadRequest(fd);
    bool there = SendAll(fd, "HTTP/1.1 200 OK\r\n");
    while (there) there = SendAll(fd, "X-Header: and so on\r\n");
  });
  const FetchResult result = FetchFrom(server);
  CHECK(result.body.status().code() == absl::StatusCode::kOutOfRange);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("expected a header of at most 65536 bytes"));
}

TEST_CASE("a body without an end is cut off") {
  const bool chunked = GENERATE(false, true);
  const testing::Listener server([&](int fd) {
    ReadRequest(fd);
    const std::string piece(1000, 'x');
    bool there = SendAll(fd, chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                     : "HTTP/1.1 200 OK\r\n\r\n");
    while (there) there = SendAll(fd, chunked ? "3e8\r\n" + piece + "\r\n" : piece);
  });
  FetchLimits limits = kPrivate;
  limits.max_bytes = 50'000;
  const FetchResult result = FetchFrom(server, limits);
  CHECK(result.body.status().code() == absl::StatusCode::kOutOfRange);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("expected a body of at most 50000 bytes"));
  CHECK_THAT(ErrorOf(result), ContainsSubstring("give it as a file."));
}

TEST_CASE("fetches that share a budget end where it does, and are not to blame for it") {
  const std::string answer = "HTTP/1.1 200 OK\r\n\r\nDER!";
  const testing::Listener server(Answering(answer));
  FetchLimits limits = kPrivate;
  limits.budget = std::make_shared<size_t>(2 * answer.size() - 1);
  CHECK(FetchFrom(server, limits).body.ok());
  const FetchResult second = FetchFrom(server, limits);
  CHECK(second.body.status().code() == absl::StatusCode::kResourceExhausted);
  CHECK_THAT(ErrorOf(second), ContainsSubstring("more than all fetches together may bring"));
}

TEST_CASE("less than was announced is an error, more is not looked at") {
  const testing::Listener less(Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nDER!"));
  const FetchResult cut = FetchFrom(less);
  CHECK(cut.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(cut),
             ContainsSubstring("expected the end of the body, got that of the connection after 4"));
  const testing::Listener more(Answering(std::string(kFound) + "more"));
  const FetchResult whole = FetchFrom(more);
  REQUIRE(whole.body.ok());
  CHECK(AsText(*whole.body) == "DER!");
}

TEST_CASE("who hangs up, or breaks off, without an answer is told of") {
  const testing::Listener closes([](int fd) { ReadRequest(fd); });
  CHECK_THAT(ErrorOf(FetchFrom(closes)),
             ContainsSubstring("expected an answer, got the end of the connection"));
  const testing::Listener resets([](int fd) {
    ReadRequest(fd);
    testing::Reset(fd);
  });
  const FetchResult reset = FetchFrom(resets);
  CHECK(reset.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(reset), ContainsSubstring("Connection reset by peer"));
}

TEST_CASE("what is not HTTP is shown") {
  const testing::Listener server(Answering("220 mail.test ESMTP\r\n"));
  const FetchResult result = FetchFrom(server);
  CHECK(result.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("\"220 mail.test ESMTP\\r\\n\""));
}

TEST_CASE("another status than 200 is an error with the server's words, made fit to print") {
  const testing::Listener missing(Answering("HTTP/1.1 404 Not\x1b[2JFound\r\n\r\nDER!"));
  const FetchResult gone = FetchFrom(missing);
  CHECK(gone.body.status().code() == absl::StatusCode::kUnavailable);
  const testing::Listener named(Answering("HTTP/1.1 404 Not Found\xff\r\n\r\nDER!"));
  const FetchResult not_found = FetchFrom(named);
  CHECK(not_found.body.status().code() == absl::StatusCode::kNotFound);
  CHECK(ErrorOf(not_found) == "fetch of http://127.0.0.1:" + std::to_string(named.port()) +
                                  "/c.crl: expected 200 OK, got 404 Not Found\\xff. Get the CRL "
                                  "by other means and give it as a file.");
  const std::string status = GENERATE("206 Partial Content", "300 Choose", "304 ", "500 ");
  const testing::Listener other(Answering("HTTP/1.1 " + status + "\r\nLocation: /x\r\n\r\n"));
  const FetchResult result = FetchFrom(other);
  CHECK(result.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("got " + status.substr(0, 3)));
}

TEST_CASE("three redirects are followed, a fourth is not") {
  const Redirecting server;
  const int count = GENERATE(0, 1, 3);
  const FetchResult result = Fetch(server.url("/" + std::to_string(count)));
  REQUIRE(result.body.ok());
  CHECK(AsText(*result.body) == "DER!");
  const FetchResult endless = Fetch(server.url("/4"));
  CHECK_THAT(ErrorOf(endless),
             ContainsSubstring("expected at most 3 redirects, got one more, to \"/0\""));
  CHECK(server.requests() == count + 1 + 4);
}

TEST_CASE("the deadline is one for all redirects together") {
  const testing::Listener server([](int fd) {
    ReadRequest(fd);
    std::this_thread::sleep_for(milliseconds(60));
    SendAll(fd, "HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n");
  });
  FetchLimits limits = kPrivate;
  limits.timeout = milliseconds(100);
  limits.max_redirects = 1000;
  CHECK(FetchFrom(server, limits).body.status().code() == absl::StatusCode::kDeadlineExceeded);
}

TEST_CASE("a redirect is under the rules of the first URL") {
  const Redirecting server;
  struct Case {
    std::string_view to;
    std::string_view why;
  };
  const auto [to, why] = GENERATE(
      Case{"https://a.test/", "redirected to https://a.test/: expected http, the only scheme"},
      Case{"file:///etc/passwd", "got file"}, Case{"ldap://a.test/", "got ldap"},
      Case{"http://u:p@a.test/", "expected no user and no password"},
      Case{"//a.test:0/", "expected a port from 1 to 65535"});
  const FetchResult result = Fetch(server.url("/to?" + std::string(to)));
  CHECK(result.body.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK_THAT(ErrorOf(result), ContainsSubstring(std::string(why)));
}

TEST_CASE("a redirect without a Location is an answer like any other") {
  const testing::Listener server(Answering("HTTP/1.1 302 Found\r\n\r\n"));
  CHECK_THAT(ErrorOf(FetchFrom(server)), ContainsSubstring("expected 200 OK, got 302 Found"));
}

TEST_CASE("loopback is refused unless it is allowed, by whatever name") {
  std::atomic<int> clients = 0;
  const testing::Listener server([&](int) { ++clients; });
  const std::string host =
      GENERATE("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]",
               "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]");
  const FetchResult result =
      Fetch("http://" + host + ":" + std::to_string(server.port()) + "/", FetchLimits());
  CAPTURE(host, ErrorOf(result));
  CHECK(result.body.status().code() == absl::StatusCode::kPermissionDenied);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("expected an address of a host on the Internet"));
  CHECK_THAT(ErrorOf(result), ContainsSubstring(" (RFC "));
  CHECK_THAT(ErrorOf(result), ContainsSubstring("--fetch-private allows it."));
  CHECK(clients == 0);
}

TEST_CASE("what is neither private nor loopback is refused even where those are allowed") {
  std::atomic<int> clients = 0;
  const testing::Listener server([&](int) { ++clients; });
  const std::string host = GENERATE("0", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255",
                                    "[::]", "[ff02::1]", "[::ffff:0.0.0.0]");
  const FetchLimits limits = GENERATE(FetchLimits(), kPrivate);
  const FetchResult result =
      Fetch("http://" + host + ":" + std::to_string(server.port()) + "/", limits);
  CAPTURE(host, ErrorOf(result));
  CHECK(result.body.status().code() == absl::StatusCode::kPermissionDenied);
  CHECK_THAT(ErrorOf(result), ContainsSubstring(" (RFC "));
  CHECK(ErrorOf(result).find("--fetch-private") == std::string::npos);
  CHECK(clients == 0);
}

// As if this machine's loopback addresses but those were on the Internet.
std::string NotTheSecond(BytesView address) {
  const bool second = FormatIpAddress(address) == "127.0.0.2" || address.size() == 16;
  return second ? "the second" : "";
}

TEST_CASE("a redirect to an address that is not allowed is refused before it is connected to") {
  std::atomic<int> clients = 0;
  const testing::Listener inner([&](int) { ++clients; }, "127.0.0.2");
  const Redirecting server;
  FetchLimits limits;
  limits.refusal = &NotTheSecond;
  const std::string to = "http://127.0.0.2:" + std::to_string(inner.port()) + "/";
  const FetchResult result = Fetch(server.url("/to?" + to), limits);
  CHECK(result.body.status().code() == absl::StatusCode::kPermissionDenied);
  CHECK(ErrorOf(result) ==
        "fetch of " + server.url("/to?" + to) + ", redirected to " + to +
            ": connect to 127.0.0.2: expected an address of a host on the Internet, got "
            "127.0.0.2, the second. --fetch-private allows it.");
  CHECK(clients == 0);
  CHECK(Fetch(server.url("/0"), limits).body.ok());
}

std::string NotIpv6(BytesView address) { return address.size() == 16 ? "IPv6" : ""; }

TEST_CASE("of the addresses of a name those that are allowed are connected to") {
  const testing::Listener server(Answering(std::string(kFound)));
  FetchLimits limits;
  limits.refusal = &NotIpv6;
  CHECK(Fetch("http://localhost:" + std::to_string(server.port()) + "/", limits).body.ok());
}

TEST_CASE("URLs that are not fetched cost no look-up and say so") {
  const std::string url = GENERATE("https://a.test/", "ldap:///CN=x", "file:///etc/passwd", "",
                                   "http://a.test:0/", "http://u@a.test/");
  const FetchResult result = Fetch(url, FetchLimits(), FetchKind::kIssuer);
  CHECK(result.body.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK_THAT(ErrorOf(result), ContainsSubstring("fetch of " + url + ": expected "));
  CHECK_THAT(ErrorOf(result), ContainsSubstring("give it with -untrusted."));
}

TEST_CASE("a name without an address and a port without a server say what is wrong") {
  const FetchResult unknown = Fetch("http://no-such-name.invalid/");
  CHECK(unknown.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(unknown), ContainsSubstring("look-up of no-such-name.invalid: expected an "));
  const uint16_t port = testing::ClosedPort();
  const FetchResult closed = Fetch("http://127.0.0.1:" + std::to_string(port) + "/");
  CHECK(closed.body.status().code() == absl::StatusCode::kUnavailable);
  CHECK_THAT(ErrorOf(closed), ContainsSubstring("expected a connection, got \"refused\""));
  CHECK_THAT(ErrorOf(closed), ContainsSubstring("Nothing listens on that port"));
}

TEST_CASE("a fetcher that is destroyed gives up, wherever it is") {
  const testing::Listener server;
  Loop loop;
  Resolver resolver(loop);
  const std::string host = GENERATE("localhost", "127.0.0.1");
  const int wait_ms = GENERATE(-1, 0, 5, 20);
  std::optional<Fetcher> fetcher(std::in_place, loop, resolver, kPrivate);
  bool called = false;
  fetcher->Start({.url = "http://" + host + ":" + std::to_string(server.port()) + "/"},
                 [&](const FetchResult&) { called = true; });
  Timer giving_up(loop), end(loop);
  if (wait_ms < 0) fetcher.reset();
  giving_up.Set(MonotonicNow() + milliseconds(wait_ms), [&] { fetcher.reset(); });
  end.Set(MonotonicNow() + milliseconds(40), [&] { loop.Stop(); });
  loop.Run();
  CHECK_FALSE(called);
}

TEST_CASE("a fetcher may be destroyed by what it calls") {
  const testing::Listener server(Answering(std::string(kFound)));
  const std::string found = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  const std::string url = GENERATE_COPY(found, "http://localhost:1/", "https://a.test/");
  Loop loop;
  Resolver resolver(loop);
  auto fetcher = std::make_unique<Fetcher>(loop, resolver, kPrivate);
  fetcher->Start({.url = url}, [&](const FetchResult&) {
    fetcher.reset();
    loop.Stop();
  });
  loop.Run();
  CHECK(fetcher == nullptr);
}

TEST_CASE("the limits are the config's") {
  ProbeConfig config;
  CHECK(FetchLimitsOf(config).timeout == std::chrono::seconds(5));
  CHECK(FetchLimitsOf(config).max_redirects == 3);
  CHECK_FALSE(FetchLimitsOf(config).allow_private);
  config.limits.fetch = milliseconds(7);
  config.limits.fetch_bytes = 9;
  config.verify.fetch_private = true;
  config.family = AddressFamily::kIpv6;
  CHECK(FetchLimitsOf(config).timeout == milliseconds(7));
  CHECK(FetchLimitsOf(config).max_bytes == 9);
  CHECK(FetchLimitsOf(config).allow_private);
  CHECK(FetchLimitsOf(config).family == AddressFamily::kIpv6);
}

}  // namespace
}  // namespace tlsprobe
