#include "tlsprobe/driver/http_get.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/optional/optional.hpp>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// All headers, those of status 1xx too.
constexpr size_t kMostHeader = 64 * 1024;
// Chunk sizes, their extensions, and what is behind the last chunk: this and a quarter of the body.
constexpr size_t kMostFraming = 64 * 1024;
// A last chunk without a trailer; Beast's parser takes for granted that so much is there.
constexpr size_t kLeastOfChunks = 5;

constexpr int kOk = 200;
constexpr int kSwitchingProtocols = 101;

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

bool IsWord(beast::string_view text, std::string_view word) {
  return EqualsIgnoreCase(View(text), word);
}

// Keeps of a message what HttpAnswer has. Fields are looked at and not stored.
class Parser final : public http::basic_parser<false> {
 public:
  Parser(HttpAnswer& answer, size_t most_body_bytes)
      : answer_(answer), most_body_bytes_(most_body_bytes) {
    answer_ = {};
    // Beast's caps count anew with each call, and also for bodies that are not read.
    body_limit(boost::none);
    header_limit(std::numeric_limits<uint32_t>::max());
  }

  // The encoding of the body where it is one nobody asked for.
  const std::string& encoding() const { return encoding_; }

 private:
  using Error = beast::error_code;

  void on_request_impl(http::verb, beast::string_view, beast::string_view, int, Error&) override {}
  void on_response_impl(int code, beast::string_view reason, int, Error&) override {
    answer_.status = code;
    answer_.reason = View(reason);
  }
  void on_field_impl(http::field name, beast::string_view, beast::string_view value,
                     Error&) override {
    if (has_header_) return;  // what is behind the last chunk says nothing about it
    const bool chunked = name == http::field::transfer_encoding && IsWord(value, "chunked");
    const bool encodes =
        name == http::field::content_encoding || name == http::field::transfer_encoding;
    if (encodes && !chunked && !IsWord(value, "identity")) encoding_ = View(value);
    if (name == http::field::location && answer_.location.empty()) answer_.location = View(value);
  }
  void on_header_impl(Error&) override { has_header_ = true; }
  void on_body_init_impl(const boost::optional<uint64_t>&, Error&) override {}
  size_t on_body_impl(beast::string_view body, Error& error) override {
    if (body.size() > most_body_bytes_ - answer_.body.size()) {
      error = http::error::body_limit;
      return 0;
    }
    const BytesView bytes = AsBytes(View(body));
    answer_.body.insert(answer_.body.end(), bytes.begin(), bytes.end());
    return body.size();
  }
  void on_chunk_header_impl(uint64_t, beast::string_view, Error&) override {}
  size_t on_chunk_body_impl(uint64_t, beast::string_view body, Error& error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(Error&) override {}

  HttpAnswer& answer_;
  const size_t most_body_bytes_;
  bool has_header_ = false;
  std::string encoding_ = {};
};

absl::Status TooLarge(std::string_view what, size_t most) {
  return absl::ResourceExhaustedError(
      fmt::format("expected {} of at most {} bytes, got more", what, most));
}

}  // namespace

std::string HttpRequest(const HttpUrl& url) {
  return fmt::format(
      "GET {} HTTP/1.1\r\n"
      "Host: {}\r\n"
      "User-Agent: tlsprobe\r\n"
      "Accept: */*\r\n"
      "Connection: close\r\n"
      "\r\n",
      url.target, url.authority());
}

class HttpReader::Impl {
 public:
  explicit Impl(size_t most_body_bytes) : most_body_bytes_(most_body_bytes) { NextMessage(); }

  void Feed(BytesView bytes) {
    while (state_ == State::kReading && !bytes.empty()) {
      size_t size = bytes.size();
      if (!parser_->is_header_done()) size = std::min(size, kMostHeader - header_bytes_);
      if (!parser_->is_header_done()) header_bytes_ += size;
      waiting_.append(AsText(bytes.first(size)));
      bytes = bytes.subspan(size);
      Parse();
    }
  }

  void FeedEnd() {
    if (state_ != State::kReading) return;
    if (!parser_->got_some()) return FailEarly("an answer, got the end of the connection");
    if (!parser_->is_header_done()) {
      return FailEarly("the end of the header, got that of the connection");
    }
    beast::error_code error;
    parser_->put_eof(error);
    if (!error) {
      state_ = State::kDone;
      return;
    }
    FailEarly(fmt::format("the end of the body, got that of the connection after {} bytes",
                          answer_.body.size()));
  }

  State state_ = State::kReading;
  HttpAnswer answer_;
  absl::Status error_;

 private:
  void NextMessage() { parser_.emplace(answer_, most_body_bytes_); }

  // Takes as much of `waiting_` as can be understood now.
  void Parse() {
    size_t taken = 0;
    while (state_ == State::kReading && taken < waiting_.size()) {
      const std::string_view rest = std::string_view(waiting_).substr(taken);
      const size_t used = ParseOne(rest);
      taken += used;
      if (used == 0) break;
    }
    waiting_.erase(0, taken);
    if (state_ != State::kReading) return;
    if (!parser_->is_header_done()) {
      if (header_bytes_ >= kMostHeader) Fail(TooLarge("a header", kMostHeader));
    } else {
      CheckFraming(waiting_.size());
    }
  }

  // One structure of the message, or a part of the body; 0 where more must come.
  size_t ParseOne(std::string_view rest) {
    const bool in_body = parser_->is_header_done();
    if (in_body && parser_->chunked() && rest.size() < kLeastOfChunks) return 0;
    const size_t body_before = answer_.body.size();
    beast::error_code error;
    const size_t used = parser_->put(asio::const_buffer(rest.data(), rest.size()), error);
    if (in_body) framing_bytes_ += used - (answer_.body.size() - body_before);
    if (error && error != http::error::need_more) {
      FailParse(error, rest);
    } else if (in_body) {
      CheckFraming(0);
    } else if (parser_->is_header_done()) {
      OnHeader();
    }
    if (state_ == State::kReading && parser_->is_done()) state_ = State::kDone;
    return used;
  }

  void OnHeader() {
    const bool interim = answer_.status / 100 == 1 && answer_.status != kSwitchingProtocols;
    if (interim) {
      NextMessage();
    } else if (answer_.status != kOk) {
      state_ = State::kDone;
    } else if (!parser_->encoding().empty()) {
      Fail(absl::UnimplementedError(
          fmt::format("expected the bytes as they are, got them encoded as {}",
                      Escape(parser_->encoding(), 40))));
    } else if (parser_->content_length().value_or(0) > most_body_bytes_) {
      Fail(TooLarge("a body", most_body_bytes_));
    }
  }

  void CheckFraming(size_t unparsed) {
    if (state_ != State::kReading || !parser_->chunked()) return;
    const size_t most = kMostFraming + answer_.body.size() / 4;
    if (framing_bytes_ + unparsed > most) Fail(TooLarge("sizes of chunks", most));
  }

  void FailParse(const beast::error_code& error, std::string_view rest) {
    if (error == http::error::body_limit) return Fail(TooLarge("a body", most_body_bytes_));
    Fail(InvalidArgument(fmt::format("expected an answer of HTTP/1, got a {} in \"{}\"",
                                     error.message(), Escape(rest, 60))));
  }

  void FailEarly(std::string_view what) {
    Fail(absl::UnavailableError(fmt::format("expected {}", what)));
  }

  void Fail(absl::Status error) {
    state_ = State::kFailed;
    error_ = std::move(error);
  }

  const size_t most_body_bytes_;
  std::optional<Parser> parser_;
  std::string waiting_;  // not understood yet
  size_t header_bytes_ = 0;
  size_t framing_bytes_ = 0;
};

HttpReader::HttpReader(size_t most_body_bytes) : impl_(std::make_unique<Impl>(most_body_bytes)) {}
HttpReader::~HttpReader() = default;

HttpReader::State HttpReader::Feed(BytesView bytes) {
  impl_->Feed(bytes);
  return impl_->state_;
}

HttpReader::State HttpReader::FeedEnd() {
  impl_->FeedEnd();
  return impl_->state_;
}

HttpReader::State HttpReader::state() const { return impl_->state_; }
HttpAnswer& HttpReader::answer() { return impl_->answer_; }
const absl::Status& HttpReader::error() const { return impl_->error_; }

}  // namespace tlsprobe
