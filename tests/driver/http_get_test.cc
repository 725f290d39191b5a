#include "tlsprobe/driver/http_get.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>
#include <string_view>

#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using State = HttpReader::State;

constexpr size_t kMostBody = 100'000;

struct Result {
  State state = State::kReading;
  int status = 0;
  std::string reason = {};
  std::string location = {};
  std::string body = {};
  std::string error = {};
  absl::StatusCode code = absl::StatusCode::kOk;
};

Result ResultOf(HttpReader& reader) {
  return {.state = reader.state(),
          .status = reader.answer().status,
          .reason = reader.answer().reason,
          .location = reader.answer().location,
          .body = std::string(AsText(reader.answer().body)),
          .error = std::string(Message(reader.error())),
          .code = reader.error().code()};
}

// Feeds pieces of `size` bytes, then the end.
Result Read(std::string_view text, size_t size = std::string_view::npos,
            size_t most_body = kMostBody) {
  HttpReader reader(most_body);
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
    reader.Feed(AsBytes(text.substr(0, size)));
  }
  reader.FeedEnd();
  return ResultOf(reader);
}

constexpr std::string_view kWithLength =
    "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view kChunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "2\r\nhe\r\n3;name=value\r\nllo\r\n0\r\n\r\n";
constexpr std::string_view kChunkedWithTrailer =
    "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
    "5\r\nhello\r\n000;last\r\nX: y\r\nLocation: http://b.test/\r\n\r\n";
constexpr std::string_view kToTheEnd = "HTTP/1.0 200 \r\n\r\nhello";
constexpr std::string_view kAfterInterim =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

TEST_CASE("the request names host and target and asks for nothing special") {
  HttpUrl url = {.host = "a.test", .port = 80, .target = "/c.crl?x"};
  CHECK(HttpRequest(url) ==
        "GET /c.crl?x HTTP/1.1\r\nHost: a.test\r\nUser-Agent: tlsprobe\r\nAccept: */*\r\n"
        "Connection: close\r\n\r\n");
  url = {.host = "::1", .port = 8080};
  CHECK_THAT(HttpRequest(url), ContainsSubstring("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n"));
}

TEST_CASE("a body is read by its length, in chunks, and to the end, wherever it is cut") {
  const std::string_view text =
      GENERATE(kWithLength, kChunked, kChunkedWithTrailer, kToTheEnd, kAfterInterim);
  CAPTURE(text);
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    CAPTURE(cut);
    HttpReader reader(kMostBody);
    reader.Feed(AsBytes(text.substr(0, cut)));
    reader.Feed(AsBytes(text.substr(cut)));
    reader.FeedEnd();
    const Result result = ResultOf(reader);
    CHECK(result.state == State::kDone);
    CHECK(result.status == 200);
    CHECK(result.location.empty());
    CHECK(result.body == "hello");
  }
  for (size_t size = 1; size <= 7; ++size) CHECK(Read(text, size).body == "hello");
}

TEST_CASE("a message that knows its length is done before the connection ends") {
  const std::string_view text = GENERATE(kWithLength, kChunked, kChunkedWithTrailer);
  HttpReader reader(kMostBody);
  CHECK(reader.Feed(AsBytes(text.substr(0, text.size() - 1))) == State::kReading);
  CHECK(reader.Feed(AsBytes(text.substr(text.size() - 1))) == State::kDone);
  CHECK(reader.Feed(AsBytes("HTTP/1.1 404 no\r\n\r\n")) == State::kDone);
  CHECK(ResultOf(reader).body == "hello");
}

TEST_CASE("a message cut off anywhere is no message") {
  const std::string_view text = GENERATE(kWithLength, kChunked, kChunkedWithTrailer, kAfterInterim);
  for (size_t size = 0; size < text.size(); ++size) {
    const Result result = Read(text.substr(0, size));
    CAPTURE(size);
    CHECK(result.state == State::kFailed);
    CHECK(result.code == absl::StatusCode::kUnavailable);
  }
  CHECK(Read("").error == "expected an answer, got the end of the connection");
  CHECK(Read("HTTP/1.1 200 OK\r\nA: b").error ==
        "expected the end of the header, got that of the connection");
  CHECK(Read(kWithLength.substr(0, kWithLength.size() - 1)).error ==
        "expected the end of the body, got that of the connection after 4 bytes");
}

TEST_CASE("an answer of another status is done with its header") {
  HttpReader reader(10);
  const std::string_view text =
      "HTTP/1.1 302 Found  it\r\nContent-Length: 99999999\r\nLocation: /a b\r\nLocation: "
      "/c\r\n\r\n";
  CHECK(reader.Feed(AsBytes(text)) == State::kDone);
  const Result result = ResultOf(reader);
  CHECK(result.status == 302);
  CHECK(result.reason == "Found  it");
  CHECK(result.location == "/a b");
  CHECK(result.body.empty());
  const int status = GENERATE(101, 204, 206, 304, 404, 503, 999);
  const std::string other =
      "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Encoding: gzip\r\n\r\nbody";
  CHECK(Read(other).state == State::kDone);
  CHECK(Read(other).status == status);
  CHECK(Read(other).body.empty());
}

TEST_CASE("a body may be as long as the cap and no longer, however it is sent") {
  const std::string five = "HTTP/1.1 200 OK\r\n";
  const std::string text = GENERATE("Content-Length: 5\r\n\r\nhello", "\r\nhello",
                                    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                                    "Transfer-Encoding: chunked\r\n\r\n1\r\nh\r\n4\r\nello\r\n"
                                    "0\r\n\r\n");
  CAPTURE(text);
  for (const size_t size : {size_t{1}, size_t{3}, size_t{1000}}) {
    CHECK(Read(five + text, size, 5).state == State::kDone);
    const Result result = Read(five + text, size, 4);
    CHECK(result.state == State::kFailed);
    CHECK(result.code == absl::StatusCode::kResourceExhausted);
    CHECK(result.error == "expected a body of at most 4 bytes, got more");
  }
}

TEST_CASE("a length above the cap is refused before any of it comes") {
  HttpReader reader(1000);
  CHECK(reader.Feed(AsBytes("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")) == State::kFailed);
  CHECK(reader.error().code() == absl::StatusCode::kResourceExhausted);
}

TEST_CASE("a header has an end, however it is cut and however many come before it") {
  const std::string line = "X-Header: of thirty-two bytes!!\r\n";
  std::string text;
  const bool interim = GENERATE(false, true);
  if (!interim) text = "HTTP/1.1 200 OK\r\n";
  while (text.size() < 70'000) text += interim ? "HTTP/1.1 100 Continue\r\n\r\n" : line;
  const std::string end = interim ? "HTTP/1.1 200 OK\r\n\r\n" : "\r\n";
  for (const size_t size : {size_t{1}, line.size(), size_t{16'384}, text.size() + 10}) {
    CAPTURE(interim, size);
    const Result result = Read(text + end, size);
    CHECK(result.state == State::kFailed);
    CHECK(result.code == absl::StatusCode::kResourceExhausted);
    CHECK(result.error == "expected a header of at most 65536 bytes, got more");
  }
  const std::string shorter = text.substr(0, interim ? 25 * 2000 : 17 + 33 * 1500);
  for (const size_t size : {size_t{1}, size_t{100}, size_t{70'000}}) {
    CHECK(Read(shorter + end, size).state == State::kDone);
  }
}

TEST_CASE("a status line without an end is a header without one") {
  const Result result = Read("HTTP/1.1 200 " + std::string(70'000, 'x'), 1000);
  CHECK(result.code == absl::StatusCode::kResourceExhausted);
}

TEST_CASE("chunks may not be all size and no content") {
  const std::string header = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string small_chunks, extension, trailer;
  for (int i = 0; i < 20'000; ++i) small_chunks += "1;abcdef\r\nx\r\n";
  extension = "1;" + std::string(70'000, 'e') + "\r\nx\r\n";
  trailer = "0\r\n";
  while (trailer.size() < 70'000) trailer += "A: b\r\n";
  trailer += "\r\n";
  const std::string body = GENERATE_COPY(small_chunks, extension, trailer);
  for (const size_t size : {size_t{1}, size_t{1000}, size_t{1'000'000}}) {
    CAPTURE(body.substr(0, 20), size);
    const Result result = Read(header + body + "0\r\n\r\n", size);
    CHECK(result.state == State::kFailed);
    CHECK(result.code == absl::StatusCode::kResourceExhausted);
    CHECK_THAT(result.error, ContainsSubstring("expected sizes of chunks of at most "));
  }
  std::string fair;
  for (int i = 0; i < 3000; ++i) fair += "20\r\n" + std::string(32, 'x') + "\r\n";
  CHECK(Read(header + fair + "0\r\n\r\n", 1000).body.size() == 96'000);
}

TEST_CASE("what is not HTTP/1 is refused, and shown without its control characters") {
  struct Case {
    std::string_view text;
    std::string_view error;
  };
  const std::string_view ok = "HTTP/1.1 200 OK\r\n";
  const auto [text, error] = GENERATE_COPY(
      Case{"SSH-2.0-OpenSSH_9.2\r\n", "got a bad version in \"SSH-2.0-OpenSSH_9.2\\r\\n\""},
      Case{"HTTP/2.0 200 OK\r\n\r\n", "got a bad version in"},
      Case{"<html>\x1b[2J</html>", "in \"<html>\\x1b[2J</html>\""},
      Case{"HTTP/1.1 2000 OK\r\n\r\n", "got a bad status in"},
      Case{"HTTP/1.1 abc OK\r\n\r\n", "got a bad status in"},
      Case{"HTTP/1.1 200 OK\nA: b\n\n", "got a bad"},
      Case{"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "got a bad field in"},
      Case{"HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "got a bad"},
      Case{"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "got a bad Content-Length in"},
      Case{"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n",
           "got a bad Content-Length in"},
      Case{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "Content-Length"},
      Case{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
           "got a bad Transfer-Encoding in"},
      Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
           "got a bad chunk in \"xyz"},
      Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n",
           "got a bad chunk in"},
      Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
           "got a bad chunk in"},
      Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 z\r\na\r\n0\r\n\r\n",
           "got a bad chunk extension in"});
  CAPTURE(text, ok);
  const Result result = Read(text);
  CHECK(result.state == State::kFailed);
  CHECK(result.code == absl::StatusCode::kInvalidArgument);
  CHECK_THAT(result.error, ContainsSubstring("expected an answer of HTTP/1, "));
  CHECK_THAT(result.error, ContainsSubstring(std::string(error)));
  for (size_t size = 1; size < 4; ++size) CHECK(Read(text, size).state == State::kFailed);
}

TEST_CASE("an encoding nobody asked for is named") {
  const std::string_view field = GENERATE(
      "Content-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip");
  const Result result = Read("HTTP/1.1 200 OK\r\n" + std::string(field) + "\r\n\r\nx");
  CHECK(result.code == absl::StatusCode::kUnimplemented);
  CHECK_THAT(result.error, ContainsSubstring("got them encoded as gzip"));
  CHECK(Read("HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\n\r\nx").body == "x");
}

TEST_CASE("an empty body is a body") {
  const std::string_view rest =
      GENERATE("Content-Length: 0\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  const Result result = Read("HTTP/1.1 200 OK\r\n" + std::string(rest));
  CHECK(result.state == State::kDone);
  CHECK(result.body.empty());
}

}  // namespace
}  // namespace tlsprobe
