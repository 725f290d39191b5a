#include "tlsprobe/driver/demo_endpoint.h"

#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pool.h>
#include <openssl/ssl.h>

#include <array>
#include <utility>
#include <vector>

#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

constexpr int64_t kDay = 24 * 3600;
// RFC 7301 section 3.1: each name behind its length.
constexpr std::array<uint8_t, 12> kProtocols = {2,   'h', '2', 8,   'h', 't',
                                                't', 'p', '/', '1', '.', '1'};

struct DemoChain {
  MadeCertificate root = {};
  MadeCertificate intermediate = {};
  MadeCertificate leaf = {};
};

CertificateSpec AuthoritySpec(std::string name, int64_t now) {
  CertificateSpec spec;
  spec.subject = {{"O", "tlsprobe demo"}, {"CN", std::move(name)}};
  spec.not_before = {now - kDay};
  spec.not_after = {now + 365 * kDay};
  spec.ca = true;
  spec.key_usage = uint16_t{1 << kKeyCertSign | 1 << kCrlSign};
  return spec;
}

CertificateSpec LeafSpec(int days, int64_t now) {
  CertificateSpec spec;
  spec.common_name = "localhost";
  spec.dns_names = {"localhost"};
  spec.ip_addresses = {"127.0.0.1", "::1"};
  spec.not_after = {now + days * kDay};
  spec.not_before = {(days < 0 ? spec.not_after.seconds : now) - kDay};
  spec.key_usage = uint16_t{1 << kDigitalSignature};
  spec.extended_key_usage = {"1.3.6.1.5.5.7.3.1"};  // serverAuth
  return spec;
}

absl::StatusOr<DemoChain> MakeChain(const DemoOptions& options) {
  const int64_t now = WallClockNow().seconds;
  DemoChain chain;
  auto root = MakeCertificate(AuthoritySpec("Demo Root", now));
  if (!root.ok()) return root.status();
  chain.root = *std::move(root);
  auto intermediate = MakeCertificate(AuthoritySpec("Demo Intermediate", now), &chain.root);
  if (!intermediate.ok()) return intermediate.status();
  chain.intermediate = *std::move(intermediate);
  auto leaf = MakeCertificate(LeafSpec(options.leaf_days, now), &chain.intermediate);
  if (!leaf.ok()) return leaf.status();
  chain.leaf = *std::move(leaf);
  return chain;
}

int SelectProtocol(SSL* /*ssl*/, const uint8_t** out, uint8_t* out_size, const uint8_t* in,
                   unsigned in_size, void* /*arg*/) {
  uint8_t* selected = nullptr;
  const int result =
      SSL_select_next_proto(&selected, out_size, kProtocols.data(), kProtocols.size(), in, in_size);
  if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

ssl_verify_result_t AcceptAnyone(SSL* /*ssl*/, uint8_t* /*alert*/) { return ssl_verify_ok; }

class MemoryConnection : public DemoConnection {
 public:
  explicit MemoryConnection(SSL_CTX* context)
      : ssl_(SSL_new(context)), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
    SSL_set_bio(ssl_.get(), in_, out_);  // which takes both
    SSL_set_accept_state(ssl_.get());
  }

  void Feed(BytesView bytes) override {
    if (ended_) return;
    BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
    Echo();
  }

  Bytes Take() override {
    const uint8_t* data = nullptr;
    size_t size = 0;
    if (!BIO_mem_contents(out_, &data, &size)) return {};
    Bytes taken(data, data + size);
    BIO_reset(out_);
    return taken;
  }

  bool ended() const override { return ended_; }

 private:
  void Echo() {
    ERR_clear_error();
    std::array<uint8_t, 16384> buffer;
    int got = 0;
    while ((got = SSL_read(ssl_.get(), buffer.data(), buffer.size())) > 0) {
      SSL_write(ssl_.get(), buffer.data(), got);
    }
    const int error = SSL_get_error(ssl_.get(), got);
    SendTickets();
    ended_ = error != SSL_ERROR_WANT_READ;
    if (error == SSL_ERROR_ZERO_RETURN) SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

  // libssl keeps TLS 1.3 tickets back until something is written. A client that waits for a sign of
  // life after the handshake should not wait in vain.
  void SendTickets() {
    if (tickets_sent_ || SSL_in_init(ssl_.get())) return;
    tickets_sent_ = true;
    SSL_write(ssl_.get(), "", 0);
  }

  bssl::UniquePtr<SSL> ssl_;
  bool tickets_sent_ = false;
  BIO* in_;   // owned by ssl_
  BIO* out_;  // owned by ssl_
  bool ended_ = false;
};

class MemoryEndpoint : public DemoEndpoint {
 public:
  MemoryEndpoint(bssl::UniquePtr<SSL_CTX> context, MadeCertificate root)
      : context_(std::move(context)), root_(std::move(root)), root_pem_(root_.Pem()) {}

  std::unique_ptr<DemoConnection> Accept() const override {
    return std::make_unique<MemoryConnection>(context_.get());
  }
  const Bytes& root_der() const override { return root_.der; }
  const std::string& root_pem() const override { return root_pem_; }

 private:
  bssl::UniquePtr<SSL_CTX> context_;
  MadeCertificate root_;
  std::string root_pem_;
};

bssl::UniquePtr<CRYPTO_BUFFER> Buffer(BytesView bytes) {
  return bssl::UniquePtr<CRYPTO_BUFFER>(CRYPTO_BUFFER_new(bytes.data(), bytes.size(), nullptr));
}

bool UseChain(SSL_CTX* context, const DemoChain& chain, bool send_intermediate) {
  const auto leaf = Buffer(chain.leaf.der);
  const auto intermediate = Buffer(chain.intermediate.der);
  CBS der(chain.leaf.private_key);
  const bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&der));
  const std::array<CRYPTO_BUFFER*, 2> sent = {leaf.get(), intermediate.get()};
  return SSL_CTX_set_chain_and_key(context, sent.data(), send_intermediate ? 2 : 1, key.get(),
                                   nullptr) == 1;
}

void AskForCertificate(SSL_CTX* context, BytesView authority_name) {
  SSL_CTX_set_custom_verify(context, SSL_VERIFY_PEER, AcceptAnyone);
  bssl::UniquePtr<STACK_OF(CRYPTO_BUFFER)> names(sk_CRYPTO_BUFFER_new_null());
  bssl::PushToStack(names.get(), Buffer(authority_name));
  SSL_CTX_set0_client_CAs(context, names.release());
}

}  // namespace

absl::StatusOr<std::shared_ptr<const DemoEndpoint>> DemoEndpoint::Create(
    const DemoOptions& options) {
  absl::StatusOr<DemoChain> chain = MakeChain(options);
  if (!chain.ok()) return chain.status();
  bssl::UniquePtr<SSL_CTX> context(SSL_CTX_new(TLS_with_buffers_method()));
  if (!UseChain(context.get(), *chain, options.send_intermediate)) {
    return absl::InternalError("demo server: libssl does not take the certificate we made");
  }
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_alpn_select_cb(context.get(), SelectProtocol, nullptr);
  if (options.request_client_certificate) AskForCertificate(context.get(), chain->root.subject);
  return std::make_shared<MemoryEndpoint>(std::move(context), std::move(chain->root));
}

}  // namespace tlsprobe
