// A TLS server in memory, BoringSSL's, for tests: no socket, no clock. Feed it what the client
// sends, take what it sends.
#ifndef TLSPROBE_TESTS_SUPPORT_TLS_SERVER_H_
#define TLSPROBE_TESTS_SUPPORT_TLS_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/outcome.h"

namespace tlsprobe::testing {

struct TlsServerOptions {
  uint16_t min_version = 0x0301;
  uint16_t max_version = 0x0304;
  // DER, leaf first, and its key as PKCS#8. Empty: a P-256 leaf for "server.test" below
  // TestRoot(), sent with its issuer.
  std::vector<Bytes> chain = {};
  Bytes private_key = {};
  bool request_client_certificate = false;
  bool require_client_certificate = false;
  std::vector<Bytes> client_ca_names = {};  // DER Names
  std::vector<std::string> alpn = {};       // what it selects from, best first
  Bytes ocsp_staple = {};
  Bytes sct_list = {};
  bool tickets = true;
  std::string cipher_list = {};                     // BoringSSL's language
  std::string groups = {};                          // "P-256:X25519"
  std::vector<uint16_t> signature_algorithms = {};  // what it signs with, best first
  bool compress_certificate = false;                // RFC 8879, zlib
  bool acknowledge_server_name = true;
  size_t max_send_fragment = 16384;
};

class TlsServer {
 public:
  explicit TlsServer(const TlsServerOptions& options = {});
  ~TlsServer();

  void Feed(BytesView bytes);
  Bytes TakeOutput();

  // Application data, and close_notify.
  void Write(std::string_view data);
  void Close();
  // A fatal alert, in the protection of the moment; `level` 1 can only be sent before keys are
  // there (clear text), by SendClearAlert.
  void SendAlert(uint8_t description);
  void SendClearAlert(uint8_t level, uint8_t description);
  // Asks for new keys (TLS 1.3); `ask_back`: of the client too.
  void UpdateKeys(bool ask_back);

  bool handshake_done() const;
  bool failed() const;
  bool got_close_notify() const;
  const std::string& received() const;             // application data
  const std::vector<Alert>& alerts() const;        // `sent` is true for the server's own
  const std::string& error() const;                // BoringSSL's reason, empty while well
  std::string server_name() const;                 // what the client sent as SNI
  std::vector<Bytes> client_certificates() const;  // DER
  uint16_t client_signature_algorithm() const;
  uint16_t cipher_suite() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The PKI behind TlsServerOptions' defaults, made once for each program. All DER.
struct TestIdentity {
  std::vector<Bytes> chain = {};  // leaf first, without the root
  Bytes private_key = {};         // PKCS#8
};
const Bytes& TestRoot();
const TestIdentity& TestServerIdentity();

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_SUPPORT_TLS_SERVER_H_
