// A GET of HTTP/1.1 (RFC 9112) as a pure machine: the bytes of the request, and a reader that takes
// the bytes of the answer as they come. The one place that knows Boost.Beast.
#ifndef TLSPROBE_DRIVER_HTTP_GET_H_
#define TLSPROBE_DRIVER_HTTP_GET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/url.h"

namespace tlsprobe {

// HttpRequest asks for `url` once; compression is not asked for.
std::string HttpRequest(const HttpUrl& url);

struct HttpAnswer {
  int status = 0;
  std::string reason = {};    // the peer's words behind the status
  std::string location = {};  // as sent, the first of several
  Bytes body = {};            // of status 200 alone; others are not read on
};

// Reads one answer. What may come before it (status 1xx) is skipped.
class HttpReader {
 public:
  enum class State : uint8_t { kReading, kDone, kFailed };

  // Header and chunk sizes have caps of their own.
  explicit HttpReader(size_t most_body_bytes);
  ~HttpReader();
  HttpReader(const HttpReader&) = delete;
  HttpReader& operator=(const HttpReader&) = delete;

  // Both do nothing once it is done or failed; bytes behind the answer are dropped.
  State Feed(BytesView bytes);
  State FeedEnd();  // the peer's FIN

  State state() const;
  HttpAnswer& answer();  // complete where done
  // Where failed: kInvalidArgument (this is not HTTP/1), kUnavailable (it closed early),
  // kResourceExhausted (too large), kUnimplemented (compressed); what was expected, and got.
  const absl::Status& error() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_HTTP_GET_H_
