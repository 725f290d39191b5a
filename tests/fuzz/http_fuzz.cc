// The answer of a hostile HTTP server: whole, cut in two, or byte by byte, it must be read the
// same, and never more than the cap. And a URL out of a hostile certificate: what is taken must be
// fit for a request, and the same when it is read again; what it redirects to, too.
//
// Input: one byte that chooses, one that says where to cut, then the answer or two URLs.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/url.h"
#include "tlsprobe/driver/http_get.h"

namespace {

using tlsprobe::BytesView;
using tlsprobe::HttpReader;

constexpr size_t kMostBody = 1000;

void Require(bool holds) {
  if (!holds) std::abort();
}

void Finish(HttpReader& reader) {
  const HttpReader::State state = reader.FeedEnd();
  Require(state != HttpReader::State::kReading);
  Require(reader.answer().body.size() <= kMostBody);
  Require((state == HttpReader::State::kFailed) == !reader.error().ok());
}

void Compare(HttpReader& a, HttpReader& b) {
  Require(a.state() == b.state());
  if (a.state() != HttpReader::State::kDone) return;
  Require(a.answer().status == b.answer().status);
  Require(a.answer().location == b.answer().location);
  Require(a.answer().body == b.answer().body);
}

void ReadAnswer(BytesView words, size_t at) {
  HttpReader whole(kMostBody), cut(kMostBody), crumbs(kMostBody);
  whole.Feed(words);
  cut.Feed(words.first(at));
  cut.Feed(words.subspan(at));
  for (size_t i = 0; i < words.size(); ++i) crumbs.Feed(words.subspan(i, 1));
  Finish(whole);
  Finish(cut);
  Finish(crumbs);
  Compare(whole, cut);
  Compare(whole, crumbs);
}

bool IsFitForRequest(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c >= '\x7f') return false;
  }
  return !text.empty();
}

void ReadUrl(std::string_view text) {
  const auto url = tlsprobe::ParseHttpUrl(text);
  if (!url.ok()) {
    const std::string_view why = tlsprobe::Message(url.status());
    Require(why.find("expected ") != why.npos);
    return;
  }
  Require(url->port != 0 && IsFitForRequest(url->host) && IsFitForRequest(url->target));
  const auto again = tlsprobe::ParseHttpUrl(url->text());
  // Encoding may make it longer than what is taken.
  if (!again.ok()) return Require(url->text().size() > 8000);
  Require(again->text() == url->text() && again->host == url->host);
}

void ReadUrls(std::string_view text, size_t at) {
  const std::string_view base = text.substr(0, at);
  ReadUrl(base);
  const std::string next = tlsprobe::ResolveReference(base, text.substr(at));
  Require(next.size() <= text.size() + 4);
  ReadUrl(next);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const BytesView words(data + 2, size - 2);
  const size_t at = words.size() * data[1] / 255;
  if (data[0] % 4 == 0) {
    ReadUrls(tlsprobe::AsText(words), at);
  } else {
    ReadAnswer(words, at);
  }
  return 0;
}
