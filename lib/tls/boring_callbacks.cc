// What libssl calls: each finds its engine and hands on.
#include <openssl/ssl.h>
#include <sys/time.h>

#include "tlsprobe/tls/boring_engine.h"
#include "tlsprobe/tls/certificate_compression.h"

namespace tlsprobe {

struct BoringCallbacks {
  static BoringEngine& EngineOf(const SSL* ssl) {
    return *static_cast<BoringEngine*>(SSL_get_app_data(ssl));
  }

  static void OnMessage(int is_write, int version, int content_type, const void* bytes, size_t size,
                        SSL* ssl, void*) {
    const BytesView view(static_cast<const uint8_t*>(bytes), size);
    BoringEngine& engine = EngineOf(ssl);
    if (content_type == SSL3_RT_ALERT) return engine.OnAlert(is_write != 0, view);
    if (content_type != SSL3_RT_HANDSHAKE && content_type != SSL3_RT_CHANGE_CIPHER_SPEC) return;
    engine.OnMessage(is_write != 0, static_cast<uint8_t>(content_type),
                     static_cast<uint16_t>(version), view);
  }

  static void OnInfo(const SSL* ssl, int type, int) {
    if (type == SSL_CB_HANDSHAKE_DONE) EngineOf(ssl).OnHandshakeComplete();
  }

  static void OnKeyLog(const SSL* ssl, const char* line) { EngineOf(ssl).OnKeyLog(line); }

  static int OnSession(SSL* ssl, SSL_SESSION* session) {
    EngineOf(ssl).OnSession(*session);
    return 0;  // libssl keeps its reference
  }

  static ssl_verify_result_t OnCertificates(SSL* ssl, uint8_t* alert) {
    return EngineOf(ssl).OnCertificates(*alert);
  }

  static int OnClientCertificateWanted(SSL* ssl, void*) {
    EngineOf(ssl).OnClientCertificateWanted();
    return 1;
  }

  // libssl does not say for which connection it asks, and no clock may be read here. It needs the
  // time only to age sessions, and the engine notes by itself when one began.
  static void OnTime(const SSL*, timeval* out) { *out = {}; }

  static ssl_private_key_result_t OnSign(SSL* ssl, uint8_t*, size_t*, size_t, uint16_t algorithm,
                                         const uint8_t* input, size_t size) {
    return EngineOf(ssl).OnSign(algorithm, {input, size});
  }

  static ssl_private_key_result_t OnCompleteSigning(SSL* ssl, uint8_t* out, size_t* size,
                                                    size_t capacity) {
    return EngineOf(ssl).OnCompleteSigning({out, capacity}, *size);
  }

  template <uint16_t algorithm>
  static int Decompress(SSL* ssl, CRYPTO_BUFFER** out, size_t size, const uint8_t* in,
                        size_t in_size) {
    const std::optional<Bytes> body = DecompressCertificate(algorithm, {in, in_size}, size);
    if (!body) return 0;
    EngineOf(ssl).OnDecompressedCertificate(*body);
    *out = CRYPTO_BUFFER_new(body->data(), body->size(), nullptr);
    return *out != nullptr;
  }

  // The callback has no argument to tell the algorithm by: one function for each.
  static ssl_cert_decompression_func_t DecompressorFor(uint16_t algorithm) {
    switch (algorithm) {
      case 1:
        return Decompress<1>;
      case 2:
        return Decompress<2>;
      case 3:
        return Decompress<3>;
      default:
        return nullptr;
    }
  }
};

void BoringEngine::InstallCallbacks(SSL_CTX& context, const TlsOptions& options) {
  SSL_CTX_set_custom_verify(&context, SSL_VERIFY_PEER, BoringCallbacks::OnCertificates);
  SSL_CTX_set_msg_callback(&context, BoringCallbacks::OnMessage);
  SSL_CTX_set_info_callback(&context, BoringCallbacks::OnInfo);
  SSL_CTX_set_current_time_cb(&context, BoringCallbacks::OnTime);
  SSL_CTX_set_cert_cb(&context, BoringCallbacks::OnClientCertificateWanted, nullptr);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(&context, BoringCallbacks::OnSession);
  if (options.key_log) SSL_CTX_set_keylog_callback(&context, BoringCallbacks::OnKeyLog);
  for (const uint16_t algorithm : CertificateCompressionAlgorithms()) {
    SSL_CTX_add_cert_compression_alg(&context, algorithm, nullptr,
                                     BoringCallbacks::DecompressorFor(algorithm));
  }
}

const SSL_PRIVATE_KEY_METHOD& BoringEngine::ExternalKeyMethod() {
  static constexpr SSL_PRIVATE_KEY_METHOD kMethod = {
      .sign = BoringCallbacks::OnSign,
      .decrypt = nullptr,
      .complete = BoringCallbacks::OnCompleteSigning,
  };
  return kMethod;
}

}  // namespace tlsprobe
