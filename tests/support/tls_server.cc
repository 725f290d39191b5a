#include "tests/support/tls_server.h"

#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe::testing {
namespace {

void Require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(std::string("test server: cannot set ") + what);
}

struct TestPki {
  MadeCertificate root;
  TestIdentity server;
};

TestPki MakePki() {
  TestPki pki;
  pki.root = tlsprobe::MakeCertificate({.common_name = "Test Root", .ca = true}).value();
  const MadeCertificate issuer =
      tlsprobe::MakeCertificate({.common_name = "Test Issuer", .ca = true}, &pki.root).value();
  const MadeCertificate leaf =
      tlsprobe::MakeCertificate({.common_name = "server.test", .dns_names = {"server.test"}},
                                &issuer)
          .value();
  pki.server = {.chain = {leaf.der, issuer.der}, .private_key = leaf.private_key};
  return pki;
}

const TestPki& Pki() {
  static const TestPki kPki = MakePki();
  return kPki;
}

int CompressZlib(SSL*, CBB* out, const uint8_t* in, size_t size) {
  uLongf length = compressBound(static_cast<uLong>(size));
  Bytes packed(length);
  if (compress(packed.data(), &length, in, static_cast<uLong>(size)) != Z_OK) return 0;
  return CBB_add_bytes(out, packed.data(), length);
}

}  // namespace

struct TlsServer::Impl {
  TlsServerOptions options;
  bssl::UniquePtr<SSL_CTX> ctx;
  bssl::UniquePtr<SSL> ssl;
  BIO* input = nullptr;   // owned by ssl
  BIO* output = nullptr;  // owned by ssl
  Bytes clear = {};       // records written around libssl
  bool done = false;
  bool got_close_notify = false;
  std::string received = {};
  std::string error = {};
  std::vector<Alert> alerts = {};

  void Configure();
  void UseIdentity();
  void Run();
  void Fail();

  static Impl& Of(const SSL* ssl) { return *static_cast<Impl*>(SSL_get_app_data(ssl)); }
  static int SelectAlpn(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                        unsigned in_size, void*);
  static void OnMessage(int sent, int, int type, const void* bytes, size_t size, SSL* ssl, void*);
};

int TlsServer::Impl::SelectAlpn(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                                unsigned in_size, void*) {
  for (const std::string& wanted : Of(ssl).options.alpn) {
    CBS offered(BytesView(in, in_size));
    CBS name;
    while (CBS_get_u8_length_prefixed(&offered, &name)) {
      if (!CBS_mem_equal(&name, AsBytes(wanted).data(), wanted.size())) continue;
      *out = CBS_data(&name);
      *out_size = static_cast<uint8_t>(CBS_len(&name));
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void TlsServer::Impl::OnMessage(int sent, int, int type, const void* bytes, size_t size, SSL* ssl,
                                void*) {
  if (type != SSL3_RT_ALERT || size != 2) return;
  const auto* alert = static_cast<const uint8_t*>(bytes);
  Of(ssl).alerts.push_back({.sent = sent != 0, .level = alert[0], .description = alert[1]});
}

void TlsServer::Impl::UseIdentity() {
  const bool own = !options.chain.empty();
  const std::vector<Bytes>& chain = own ? options.chain : TestServerIdentity().chain;
  const Bytes& key = own ? options.private_key : TestServerIdentity().private_key;
  CBS in(key);
  bssl::UniquePtr<EVP_PKEY> parsed(EVP_parse_private_key(&in));
  std::vector<bssl::UniquePtr<CRYPTO_BUFFER>> owned;
  std::vector<CRYPTO_BUFFER*> buffers;
  for (const Bytes& der : chain) {
    owned.emplace_back(CRYPTO_BUFFER_new(der.data(), der.size(), nullptr));
    buffers.push_back(owned.back().get());
  }
  Require(SSL_CTX_set_chain_and_key(ctx.get(), buffers.data(), buffers.size(), parsed.get(),
                                    nullptr) == 1,
          "certificate and key");
}

void TlsServer::Impl::Configure() {
  SSL_CTX* c = ctx.get();
  SSL_CTX_set_min_proto_version(c, options.min_version);
  SSL_CTX_set_max_proto_version(c, options.max_version);
  UseIdentity();
  const int mode =
      (options.request_client_certificate ? SSL_VERIFY_PEER : 0) |
      (options.require_client_certificate ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
  SSL_CTX_set_custom_verify(c, mode, [](SSL*, uint8_t*) { return ssl_verify_ok; });
  if (!options.client_ca_names.empty()) {
    STACK_OF(CRYPTO_BUFFER)* names = sk_CRYPTO_BUFFER_new_null();
    for (const Bytes& name : options.client_ca_names) {
      sk_CRYPTO_BUFFER_push(names, CRYPTO_BUFFER_new(name.data(), name.size(), nullptr));
    }
    SSL_CTX_set0_client_CAs(c, names);
  }
  if (!options.alpn.empty()) SSL_CTX_set_alpn_select_cb(c, SelectAlpn, nullptr);
  if (!options.ocsp_staple.empty()) {
    SSL_CTX_set_ocsp_response(c, options.ocsp_staple.data(), options.ocsp_staple.size());
  }
  if (!options.sct_list.empty()) {
    Require(SSL_CTX_set_signed_cert_timestamp_list(c, options.sct_list.data(),
                                                   options.sct_list.size()) == 1,
            "SCT list");
  }
  if (!options.tickets) SSL_CTX_set_options(c, SSL_OP_NO_TICKET);
  if (!options.cipher_list.empty()) {
    Require(SSL_CTX_set_strict_cipher_list(c, options.cipher_list.c_str()) == 1, "ciphers");
  }
  if (!options.groups.empty()) {
    Require(SSL_CTX_set1_groups_list(c, options.groups.c_str()) == 1, "groups");
  }
  if (!options.signature_algorithms.empty()) {
    SSL_CTX_set_signing_algorithm_prefs(c, options.signature_algorithms.data(),
                                        options.signature_algorithms.size());
  }
  constexpr uint16_t kClientAlgorithms[] = {0x0403, 0x0503, 0x0603, 0x0807, 0x0804,
                                            0x0805, 0x0806, 0x0401, 0x0501, 0x0601};
  SSL_CTX_set_verify_algorithm_prefs(c, kClientAlgorithms, std::size(kClientAlgorithms));
  if (options.compress_certificate) SSL_CTX_add_cert_compression_alg(c, 1, CompressZlib, nullptr);
  if (options.acknowledge_server_name) {
    SSL_CTX_set_tlsext_servername_callback(
        c, [](SSL*, int*, void*) -> int { return SSL_TLSEXT_ERR_OK; });
  } else {
    SSL_CTX_set_tlsext_servername_callback(
        c, [](SSL*, int*, void*) -> int { return SSL_TLSEXT_ERR_NOACK; });
  }
  SSL_CTX_set_max_send_fragment(c, options.max_send_fragment);
  SSL_CTX_set_msg_callback(c, OnMessage);
  constexpr uint8_t kContext[] = "test";
  SSL_CTX_set_session_id_context(c, kContext, sizeof(kContext));
}

TlsServer::TlsServer(const TlsServerOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  impl_->ctx.reset(SSL_CTX_new(TLS_with_buffers_method()));
  impl_->Configure();
  impl_->ssl.reset(SSL_new(impl_->ctx.get()));
  SSL_set_app_data(impl_->ssl.get(), impl_.get());
  impl_->input = BIO_new(BIO_s_mem());
  impl_->output = BIO_new(BIO_s_mem());
  SSL_set_bio(impl_->ssl.get(), impl_->input, impl_->output);
  SSL_set_accept_state(impl_->ssl.get());
}

TlsServer::~TlsServer() { ERR_clear_error(); }

void TlsServer::Impl::Fail() {
  const uint32_t packed = ERR_peek_error();
  const char* reason = ERR_reason_error_string(packed);
  error = reason != nullptr ? reason : "unknown";
}

void TlsServer::Impl::Run() {
  if (!error.empty()) return;
  ERR_clear_error();
  while (true) {
    uint8_t buffer[16384];
    const int result =
        done ? SSL_read(ssl.get(), buffer, sizeof(buffer)) : SSL_do_handshake(ssl.get());
    if (result > 0) {
      if (done) received.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(result));
      // Tickets would wait for the first data.
      if (!done) SSL_write(ssl.get(), "", 0);
      done = true;
      continue;
    }
    const int kind = SSL_get_error(ssl.get(), result);
    if (kind == SSL_ERROR_ZERO_RETURN) got_close_notify = true;
    if (kind == SSL_ERROR_SSL) Fail();
    break;
  }
  ERR_clear_error();
}

void TlsServer::Feed(BytesView bytes) {
  BIO_write(impl_->input, bytes.data(), static_cast<int>(bytes.size()));
  impl_->Run();
}

Bytes TlsServer::TakeOutput() {
  const uint8_t* data = nullptr;
  size_t size = 0;
  Bytes out;
  if (BIO_mem_contents(impl_->output, &data, &size)) out.assign(data, data + size);
  BIO_reset(impl_->output);
  out.insert(out.end(), impl_->clear.begin(), impl_->clear.end());
  impl_->clear.clear();
  return out;
}

void TlsServer::Write(std::string_view data) {
  while (!data.empty()) {
    const int size = SSL_write(impl_->ssl.get(), data.data(), static_cast<int>(data.size()));
    if (size <= 0) break;
    data.remove_prefix(static_cast<size_t>(size));
  }
  ERR_clear_error();
}

void TlsServer::Close() {
  SSL_shutdown(impl_->ssl.get());
  ERR_clear_error();
}

void TlsServer::SendAlert(uint8_t description) {
  SSL_send_fatal_alert(impl_->ssl.get(), description);
  ERR_clear_error();
}

void TlsServer::SendClearAlert(uint8_t level, uint8_t description) {
  const uint8_t record[] = {21, 3, 3, 0, 2, level, description};
  impl_->clear.insert(impl_->clear.end(), std::begin(record), std::end(record));
}

void TlsServer::UpdateKeys(bool ask_back) {
  SSL_key_update(impl_->ssl.get(),
                 ask_back ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED);
  ERR_clear_error();
}

bool TlsServer::handshake_done() const { return impl_->done; }
bool TlsServer::failed() const { return !impl_->error.empty(); }
bool TlsServer::got_close_notify() const { return impl_->got_close_notify; }
const std::string& TlsServer::received() const { return impl_->received; }
const std::vector<Alert>& TlsServer::alerts() const { return impl_->alerts; }
const std::string& TlsServer::error() const { return impl_->error; }

std::string TlsServer::server_name() const {
  const char* name = SSL_get_servername(impl_->ssl.get(), TLSEXT_NAMETYPE_host_name);
  return name != nullptr ? name : "";
}

std::vector<Bytes> TlsServer::client_certificates() const {
  std::vector<Bytes> certificates;
  const STACK_OF(CRYPTO_BUFFER)* stack = SSL_get0_peer_certificates(impl_->ssl.get());
  if (stack == nullptr) return certificates;
  for (size_t i = 0; i < sk_CRYPTO_BUFFER_num(stack); ++i) {
    const CRYPTO_BUFFER* buffer = sk_CRYPTO_BUFFER_value(stack, i);
    certificates.emplace_back(CRYPTO_BUFFER_data(buffer),
                              CRYPTO_BUFFER_data(buffer) + CRYPTO_BUFFER_len(buffer));
  }
  return certificates;
}

uint16_t TlsServer::client_signature_algorithm() const {
  return SSL_get_peer_signature_algorithm(impl_->ssl.get());
}

uint16_t TlsServer::cipher_suite() const {
  const SSL_CIPHER* cipher = SSL_get_current_cipher(impl_->ssl.get());
  return cipher != nullptr ? SSL_CIPHER_get_protocol_id(cipher) : uint16_t{0};
}

const Bytes& TestRoot() { return Pki().root.der; }
const TestIdentity& TestServerIdentity() { return Pki().server; }

}  // namespace tlsprobe::testing
