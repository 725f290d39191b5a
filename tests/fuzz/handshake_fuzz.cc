// A selector byte, then the body of a handshake message to its parser. What was read can never be
// more than what came.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/handshake.h"

namespace {

using namespace tlsprobe;

void Require(bool holds) {
  if (!holds) std::abort();
}

size_t Size(const std::vector<TlsExtension>& extensions) {
  size_t size = 0;
  for (const TlsExtension& extension : extensions) size += 4 + extension.data.size();
  return size;
}

template <typename T>
bool Read(const absl::StatusOr<T>& parsed) {
  Require(parsed.ok() || Message(parsed.status()).find(": expected ") != std::string_view::npos);
  return parsed.ok();
}

void ParseRequest(BytesView body, uint16_t version) {
  std::vector<TlsExtension> extensions;
  const auto request = ParseCertificateRequest(body, version, &extensions);
  if (!Read(request)) return;
  Require(Size(extensions) <= body.size());
  size_t names = 0;
  for (const Name& name : request->ca_names) names += 2 + name.der.size();
  Require(names + 2 * request->signature_algorithms.size() + request->certificate_types.size() <=
          body.size());
}

void ParseCertificates(BytesView body, bool tls13) {
  const auto entries = ParseCertificateMessage(body, tls13);
  if (!Read(entries)) return;
  size_t size = 3 + (tls13 ? 1 : 0);
  for (const CertificateEntry& entry : *entries) {
    size += 3 + entry.der.size() + (tls13 ? 2 + Size(entry.extensions) : 0);
  }
  Require(size <= body.size());
}

void ParseTicket(BytesView body, bool tls13) {
  const auto ticket = ParseNewSessionTicket(body, tls13);
  if (Read(ticket)) Require(ticket->ticket.size() + Size(ticket->extensions) <= body.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const BytesView body(data + 1, size - 1);
  switch (data[0]) {
    case 0:
      if (const auto hello = ParseServerHello(body); Read(hello)) {
        Require(Size(hello->extensions) + 38 <= body.size());
      }
      break;
    case 1:
      if (const auto list = ParseEncryptedExtensions(body); Read(list)) {
        Require(Size(*list) + 2 == body.size());
      }
      break;
    case 2:
    case 3:
      ParseCertificates(body, data[0] == 2);
      break;
    case 4:
    case 5:
    case 6:
      ParseRequest(body, static_cast<uint16_t>(0x0304 - (data[0] - 4)));
      break;
    case 7:
    case 8:
      ParseTicket(body, data[0] == 7);
      break;
    default:
      DescribePlainText(body);
      break;
  }
  return 0;
}
