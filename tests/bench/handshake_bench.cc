// What one handshake costs beyond its cryptography: run under callgrind (tests/bench/run), which
// writes one dump of instruction counts for each part named below. Only the client's side is
// counted; the server is in the same process.
#include <openssl/bytestring.h>
#include <openssl/curve25519.h>
#include <openssl/evp.h>
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/support.h"
#include "tests/support/tls_server.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/session/probe_context.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {
namespace {

// Root, intermediate and leaf with keys of one kind.
struct Chain {
  const char* name;
  MadeCertificate root;
  MadeCertificate issuer;
  MadeCertificate leaf;
};

Chain MakeChain(const char* name, MadeKeyKind kind) {
  Chain chain = {.name = name, .root = {}, .issuer = {}, .leaf = {}};
  chain.root = MakeCertificate({.common_name = "Bench Root", .ca = true, .key_kind = kind}).value();
  chain.issuer =
      MakeCertificate({.common_name = "Bench Issuer", .ca = true, .key_kind = kind}, &chain.root)
          .value();
  chain.leaf = MakeCertificate({.common_name = "server.test",
                                .dns_names = {"server.test"},
                                .extended_key_usage = {"1.3.6.1.5.5.7.3.1"},
                                .key_kind = kind},
                               &chain.issuer)
                   .value();
  return chain;
}

// Counts instructions while it lives.
class Counted {
 public:
  Counted() { CALLGRIND_TOGGLE_COLLECT; }
  ~Counted() { CALLGRIND_TOGGLE_COLLECT; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
};

// Writes what was counted since the last call, under `part`.
void Dump(const std::string& part) {
  CALLGRIND_DUMP_STATS_AT(part.c_str());
  std::printf("%s\n", part.c_str());
}

void Drive(ProbeSession& session, testing::TlsServer& server) {
  Instant now = {};
  for (int round = 0; round < 100; ++round) {
    Bytes to_server;
    {
      const Counted counted;
      while (session.TakeEvent()) {
      }
      const Wants wants = session.wants();
      if (wants.done) return;
      to_server = ToBytes(wants.send);
      session.OnSent(wants.send.size(), now);
    }
    server.Feed(to_server);
    const Bytes to_client = server.TakeOutput();
    const Counted counted;
    if (!to_client.empty()) session.OnBytes(to_client, now);
    // With nothing under way, time passes to the next deadline: the wait for tickets.
    if (to_client.empty() && to_server.empty() && session.wants().wake_by) {
      now = *session.wants().wake_by;
      session.OnTime(now);
    }
  }
  Require(false, "the session did not end");
}

void Handshake(const std::shared_ptr<const ProbeContext>& context, const Chain& chain) {
  testing::TlsServer server({.chain = {chain.leaf.der, chain.issuer.der},
                             .private_key = chain.leaf.private_key,
                             .groups = "X25519"});
  std::unique_ptr<ProbeSession> session;
  {
    const Counted counted;
    session =
        ProbeSession::Create(context, {.host = "server.test"}, {.wall_clock = kBenchNow}).value();
  }
  Drive(*session, server);
  const ProbeReport& report = session->report();
  Require(server.handshake_done(), "the handshake failed");
  Require(report.verification.chain.verdict == Verdict::kOk, "the chain was not found good");
  Require(report.tls.cipher_suite == 0x1301, "another suite than TLS_AES_128_GCM_SHA256");
  const Counted counted;
  session.reset();
}

bssl::UniquePtr<EVP_PKEY> PrivateKey(BytesView pkcs8) {
  CBS in;
  CBS_init(&in, pkcs8.data(), pkcs8.size());
  return bssl::UniquePtr<EVP_PKEY>(EVP_parse_private_key(&in));
}

// A new object: what libcrypto keeps with a key after its first use is not there yet.
bssl::UniquePtr<EVP_PKEY> PublicKey(EVP_PKEY* key) {
  bssl::ScopedCBB out;
  Require(CBB_init(out.get(), 256) && EVP_marshal_public_key(out.get(), key), "no public key");
  CBS in;
  CBS_init(&in, CBB_data(out.get()), CBB_len(out.get()));
  return bssl::UniquePtr<EVP_PKEY>(EVP_parse_public_key(&in));
}

// One signature over 1 kB, as over a certificate, verified with a key not used before.
void Verify(BytesView pkcs8) {
  const bssl::UniquePtr<EVP_PKEY> key = PrivateKey(pkcs8);
  const bssl::UniquePtr<EVP_PKEY> public_key = PublicKey(key.get());
  const Bytes message(1000, 0x5A);
  Bytes signature(static_cast<size_t>(EVP_PKEY_size(key.get())));
  size_t size = signature.size();
  bssl::ScopedEVP_MD_CTX signer;
  Require(EVP_DigestSignInit(signer.get(), nullptr, EVP_sha256(), nullptr, key.get()) &&
              EVP_DigestSign(signer.get(), signature.data(), &size, message.data(), message.size()),
          "cannot sign");
  const Counted counted;
  bssl::ScopedEVP_MD_CTX verifier;
  Require(
      EVP_DigestVerifyInit(verifier.get(), nullptr, EVP_sha256(), nullptr, public_key.get()) &&
          EVP_DigestVerify(verifier.get(), signature.data(), size, message.data(), message.size()),
      "cannot verify");
}

void KeyExchange() {
  uint8_t theirs[32];
  uint8_t secret[32];
  X25519_keypair(theirs, secret);
  uint8_t ours[32];
  uint8_t shared[32];
  const Counted counted;
  X25519_keypair(ours, secret);
  Require(X25519(shared, secret, theirs) == 1, "no shared secret");
}

void Measure(const Chain& chain) {
  ProbeConfig config;
  config.tls.groups = "X25519";
  const auto new_context = [&] {
    return ProbeContext::Create(config, {.anchors = std::make_shared<OneRoot>(chain.root.der)})
        .value();
  };
  Handshake(new_context(), chain);  // what is done once in a process
  // Of another context: it has not seen the signature of the intermediate.
  const auto context = new_context();
  CALLGRIND_ZERO_STATS;
  Handshake(context, chain);
  Dump(std::string("probe ") + chain.name);

  KeyExchange();
  Verify(chain.leaf.private_key);
  CALLGRIND_ZERO_STATS;
  KeyExchange();
  Verify(chain.leaf.private_key);    // CertificateVerify
  Verify(chain.issuer.private_key);  // the leaf
  Verify(chain.root.private_key);    // the intermediate
  Dump(std::string("crypto ") + chain.name);
}

}  // namespace
}  // namespace tlsprobe

int main() {
  tlsprobe::Measure(tlsprobe::MakeChain("ECDSA P-256", tlsprobe::MadeKeyKind::kP256));
  tlsprobe::Measure(tlsprobe::MakeChain("RSA 2048", tlsprobe::MadeKeyKind::kRsa));
  return 0;
}
