// Everything a config names, already read: the driver's Load makes it from files, a test from
// memory. Immutable and shared between threads once it is in a ProbeContext.
#ifndef TLSPROBE_MODEL_MATERIALS_H_
#define TLSPROBE_MODEL_MATERIALS_H_

#include <memory>
#include <string>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// A store of certificates that is asked by name. Implementations are thread-safe and may read
// files when asked (a hashed directory, an index over a bundle) or hold everything (a test).
class CertificateSource {
 public:
  virtual ~CertificateSource() = default;
  // Every certificate, in DER, whose subject equals `name` (a DER Name, RFC 5280 section
  // 4.1.2.4) under OpenSSL's canonical comparison (case and blanks folded); see
  // wire/name.h CanonicalName. More than that is allowed: callers compare again. No match, and
  // anything unreadable, is an empty list.
  virtual std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const = 0;
  // Whether certificates of that name are there which are not among those, as trust settings
  // (openssl-x509(1), Trust Settings) reject what they would be trusted for.
  virtual bool Rejects(BytesView) const { return false; }
  // As FindBySubject, CRLs by their issuer. A store that keeps none has this one.
  virtual std::vector<CrlFact> FindCrlsByIssuer(BytesView) const { return {}; }
};

// Our certificate and key, as bytes of the formats of ProbeConfig.
struct ClientMaterial {
  std::vector<Bytes> certificates = {};  // DER, leaf first; empty: no client certificate
  // DER or PEM of the private key: PKCS#8, PKCS#1, SEC1, encrypted or not. Empty with
  // `external_key`.
  Bytes private_key = {};
  std::string pass_phrase = {};
  bool has_pass_phrase = false;
  // The key is held elsewhere: each signature becomes a SignRequest.
  bool external_key = false;
  // Names for error messages.
  std::string certificate_name = "the client certificate";
  std::string key_name = "the private key";

  friend bool operator==(const ClientMaterial&, const ClientMaterial&) = default;
};

// The same for a proxy.
struct ProxyMaterial {
  std::shared_ptr<const CertificateSource> anchors = {};
  std::shared_ptr<const CertificateSource> own_chain = {};
  ClientMaterial client = {};
  std::string password = {};
};

struct Materials {
  // Trust anchors. Null: nothing is trusted.
  std::shared_ptr<const CertificateSource> anchors = {};
  // CRLs that were given (VerifyOptions::crl_files); the store of anchors may have more.
  std::vector<CrlFact> crls = {};
  // Certificates that may complete a chain besides those the peer sends
  // (VerifyOptions::untrusted_files).
  std::vector<CertificatePtr> untrusted = {};
  // Where our own chain is completed from when the identity has the leaf alone. Null: it is not.
  std::shared_ptr<const CertificateSource> own_chain = {};
  ClientMaterial client = {};
  ProxyMaterial proxy = {};
  // The text of StarttlsOptions::script_file.
  std::string starttls_script = {};
  // What a person should know about how these were read, though nothing was refused for it: one
  // sentence each.
  std::vector<std::string> notes = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_MATERIALS_H_
