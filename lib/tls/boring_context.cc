#include "tlsprobe/tls/boring_context.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <span>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/boring_engine.h"
#include "tlsprobe/tls/client_credential.h"
#include "tlsprobe/tls/engine_outcome.h"
#include "tlsprobe/tls/suites.h"
#include "tlsprobe/tls/version_range.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

// Session lifetime that OpenSSL's clients assume, in seconds.
constexpr uint32_t kSessionTimeout = 7200;

constexpr size_t kMinSendFragment = 512;
constexpr size_t kMaxSendFragment = 16384;

// In OpenSSL's order, with what its security level 2 leaves out (SHA-1) at the end: a probe wants
// to see also the servers that can do no better.
constexpr uint16_t kDefaultSignatureAlgorithms[] = {
    0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
};
// X25519 first: libssl sends a key share for the first group alone.
constexpr uint16_t kDefaultGroups[] = {0x001d, 0x0017, 0x0018, 0x0019};

absl::Status Refused(std::string_view what) {
  const std::vector<uint32_t> errors = DrainErrors();
  return InvalidArgument(
      fmt::format("{}: {}", what, OpenSslReason(errors.empty() ? 0 : errors.front())));
}

// libssl can leave out TLS 1.3 suites only by these policies.
struct SuitePolicy {
  std::vector<uint16_t> suites;  // sorted
  ssl_compliance_policy_t policy;
};

absl::Status SetCiphersuites(SSL_CTX& context, const TlsOptions& options) {
  if (options.ciphersuites.empty()) return absl::OkStatus();
  absl::StatusOr<std::vector<uint16_t>> suites = CompileCiphersuites(options.ciphersuites);
  if (!suites.ok()) return suites.status();
  std::ranges::sort(*suites);
  suites->erase(std::unique(suites->begin(), suites->end()), suites->end());
  const SuitePolicy policies[] = {
      {{0x1301, 0x1302, 0x1303}, ssl_compliance_policy_none},
      {{0x1301, 0x1302}, ssl_compliance_policy_fips_202205},
      {{0x1302}, ssl_compliance_policy_wpa3_192_202304},
  };
  const auto* row = std::ranges::find(policies, *suites, &SuitePolicy::suites);
  if (row == std::end(policies)) {
    return InvalidArgument(fmt::format(
        "ciphersuites: expected all three of TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384 and "
        "TLS_CHACHA20_POLY1305_SHA256, or the two with AES, or TLS_AES_256_GCM_SHA384 alone, got "
        "\"{}\", which this TLS library cannot offer",
        Escape(options.ciphersuites)));
  }
  if (row->policy == ssl_compliance_policy_none) return absl::OkStatus();
  // The policy sets much else, which is set anew right after.
  if (!SSL_CTX_set_compliance_policy(&context, row->policy)) return Refused("ciphersuites");
  return absl::OkStatus();
}

absl::Status SetCiphers(BoringContext& context, const TlsOptions& options) {
  const std::string text = options.cipher_string.empty() ? "DEFAULT" : options.cipher_string;
  absl::StatusOr<CompiledCipherString> compiled = CompileCipherString(text);
  if (!compiled.ok()) return compiled.status();
  std::string names;
  for (const uint16_t id : compiled->suites) {
    const SSL_CIPHER* cipher = SSL_get_cipher_by_value(id);
    // The TLS 1.3 suites are not chosen by this string.
    if (cipher == nullptr || SSL_CIPHER_get_min_version(cipher) >= TLS1_3_VERSION) continue;
    if (!names.empty()) names += ':';
    names += SSL_CIPHER_get_name(cipher);
  }
  context.not_offered = std::move(compiled->not_offered);
  context.security_level = compiled->security_level;
  if (names.empty()) return absl::OkStatus();  // the string names TLS 1.3 suites alone
  if (!SSL_CTX_set_strict_cipher_list(context.ssl_ctx.get(), names.c_str())) {
    return Refused(fmt::format("cipher string \"{}\"", Escape(text)));
  }
  return absl::OkStatus();
}

absl::Status SetGroups(SSL_CTX& context, const TlsOptions& options) {
  std::vector<uint16_t> groups(std::begin(kDefaultGroups), std::end(kDefaultGroups));
  if (!options.groups.empty()) {
    absl::StatusOr<std::vector<uint16_t>> compiled = CompileGroups(options.groups);
    if (!compiled.ok()) return compiled.status();
    groups = *std::move(compiled);
  }
  std::string names;
  for (const uint16_t group : groups) {
    const char* name = SSL_get_curve_name(group);
    if (name == nullptr) continue;
    if (!names.empty()) names += ':';
    names += name;
  }
  if (!SSL_CTX_set1_groups_list(&context, names.c_str())) {
    return Refused(fmt::format("groups \"{}\"", Escape(options.groups)));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<uint16_t>> SignatureAlgorithmsOr(const std::string& text,
                                                            std::span<const uint16_t> otherwise) {
  if (!text.empty()) return CompileSignatureAlgorithms(text);
  return std::vector<uint16_t>(otherwise.begin(), otherwise.end());
}

// OpenSSL's -sigalgs decides for both directions, unless -client_sigalgs says otherwise.
absl::Status SetSignatureAlgorithms(BoringContext& context, const TlsOptions& options) {
  SSL_CTX* ctx = context.ssl_ctx.get();
  const absl::StatusOr<std::vector<uint16_t>> accepted =
      SignatureAlgorithmsOr(options.signature_algorithms, kDefaultSignatureAlgorithms);
  if (!accepted.ok()) return accepted.status();
  absl::StatusOr<std::vector<uint16_t>> own =
      SignatureAlgorithmsOr(options.client_signature_algorithms, *accepted);
  if (!own.ok()) return own.status();
  if (!SSL_CTX_set_verify_algorithm_prefs(ctx, accepted->data(), accepted->size()) ||
      !SSL_CTX_set_signing_algorithm_prefs(ctx, own->data(), own->size())) {
    return Refused("signature algorithms");
  }
  context.own_signature_algorithms = *std::move(own);
  return absl::OkStatus();
}

void NoteOwnKeyAlgorithms(BoringContext& context, const ClientMaterial& client) {
  if (client.certificates.empty()) return;
  const absl::StatusOr<CertificatePtr> leaf = ParseCertificate(client.certificates.front());
  if (!leaf.ok()) return;
  const KeyType type = (*leaf)->public_key.type;
  for (const uint16_t algorithm : context.own_signature_algorithms) {
    const int key = SSL_get_signature_algorithm_key_type(algorithm);
    if ((type == KeyType::kRsa && key == EVP_PKEY_RSA) ||
        (type == KeyType::kEc && key == EVP_PKEY_EC) ||
        (type == KeyType::kEd25519 && key == EVP_PKEY_ED25519)) {
      context.own_key_algorithms.push_back(algorithm);
    }
  }
}

absl::Status SetAlpn(SSL_CTX& context, const TlsOptions& options) {
  Bytes list;
  for (const std::string& name : options.alpn) {
    if (name.empty() || name.size() > 255) {
      return InvalidArgument(fmt::format(
          "ALPN: expected names of 1 to 255 bytes (RFC 7301 section 3.1), got \"{}\" of {} bytes",
          Escape(name), name.size()));
    }
    list.push_back(static_cast<uint8_t>(name.size()));
    list.insert(list.end(), name.begin(), name.end());
  }
  constexpr size_t kMaxList = 65535 - 2;  // with its length it fills the extension
  if (list.size() > kMaxList) {
    return InvalidArgument(fmt::format(
        "ALPN: expected at most {} bytes of names, got {}. Offer fewer", kMaxList, list.size()));
  }
  // Returns zero for success, unlike its neighbours.
  if (SSL_CTX_set_alpn_protos(&context, list.data(), list.size()) != 0) return Refused("ALPN");
  return absl::OkStatus();
}

absl::Status SetMaxSendFragment(SSL_CTX& context, size_t size) {
  if (size < kMinSendFragment || size > kMaxSendFragment) {
    return InvalidArgument(fmt::format("max_send_fragment: expected {} to {} bytes, got {}",
                                       kMinSendFragment, kMaxSendFragment, size));
  }
  if (!SSL_CTX_set_max_send_fragment(&context, size)) return Refused("max_send_fragment");
  return absl::OkStatus();
}

absl::Status SetVersions(SSL_CTX& context, const TlsOptions& options) {
  const absl::StatusOr<VersionRange> range = OfferedVersions(options);
  if (!range.ok()) return range.status();
  if (!SSL_CTX_set_min_proto_version(&context, range->min) ||
      !SSL_CTX_set_max_proto_version(&context, range->max)) {
    return Refused("TLS versions");
  }
  return absl::OkStatus();
}

void SetSwitches(SSL_CTX& context, const BoringContextInputs& inputs) {
  const TlsOptions& options = inputs.options;
  if (options.request_ocsp_staple) SSL_CTX_enable_ocsp_stapling(&context);
  if (options.request_scts) SSL_CTX_enable_signed_cert_timestamps(&context);
  if (!options.session_tickets) SSL_CTX_set_options(&context, SSL_OP_NO_TICKET);
  if (options.fallback_scsv) SSL_CTX_set_mode(&context, SSL_MODE_SEND_FALLBACK_SCSV);
  SSL_CTX_set_mode(&context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_CBC_RECORD_SPLITTING);
  SSL_CTX_set_max_cert_list(&context, inputs.handshake_message_bytes);
  SSL_CTX_set_timeout(&context, kSessionTimeout);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const BoringContext>> MakeBoringContext(BoringContextInputs inputs) {
  ERR_clear_error();
  auto context = std::make_shared<BoringContext>();
  context->pool.reset(CRYPTO_BUFFER_POOL_new());
  context->ssl_ctx.reset(SSL_CTX_new(TLS_with_buffers_method()));
  if (!context->ssl_ctx || !context->pool) return absl::ResourceExhaustedError("out of memory");
  SSL_CTX& ctx = *context->ssl_ctx;
  SSL_CTX_set0_buffer_pool(&ctx, context->pool.get());
  SetSwitches(ctx, inputs);
  BoringEngine::InstallCallbacks(ctx, inputs.options);

  const TlsOptions& options = inputs.options;
  // The suites of TLS 1.3 come first: their policies set what the others then set anew.
  for (const absl::Status& status :
       {SetCiphersuites(ctx, options), SetVersions(ctx, options), SetCiphers(*context, options),
        SetGroups(ctx, options), SetSignatureAlgorithms(*context, options), SetAlpn(ctx, options),
        SetMaxSendFragment(ctx, options.max_send_fragment),
        UseClientCredential(ctx, inputs.client, BoringEngine::ExternalKeyMethod())}) {
    if (!status.ok()) return status;
  }
  NoteOwnKeyAlgorithms(*context, inputs.client);
  context->inputs = std::move(inputs);
  return context;
}

}  // namespace tlsprobe
