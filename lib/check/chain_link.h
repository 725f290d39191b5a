// A certificate as a link of a chain under construction, with what several steps ask of it worked
// out once.
#ifndef TLSPROBE_CHECK_CHAIN_LINK_H_
#define TLSPROBE_CHECK_CHAIN_LINK_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "tlsprobe/check/signature.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// How far a certificate is one of a CA, in OpenSSL's order of trust (X509_check_ca).
enum class CaKind : uint8_t {
  kNone,
  kBasicConstraints,
  kVersion1Root,  // self-signed, version 1
  kKeyUsage,      // keyCertSign without basicConstraints
  kNetscape,      // nsCertType alone
};

class ChainLink {
 public:
  // `certificate` is not null.
  explicit ChainLink(CertificatePtr certificate);

  const Certificate& operator*() const { return *certificate_; }
  const Certificate* operator->() const { return certificate_.get(); }
  const CertificatePtr& certificate() const { return certificate_; }

  // The same certificate, byte for byte.
  bool Is(const ChainLink& other) const { return certificate_->sha256 == other->sha256; }

  const Bytes& canonical_subject() const { return canonical_subject_; }
  const Bytes& canonical_issuer() const { return canonical_issuer_; }
  bool self_issued() const { return canonical_subject_ == canonical_issuer_; }
  // Self-issued, and key identifiers and algorithms do not speak against it. The signature is not
  // verified.
  bool self_signed() const { return self_signed_; }
  // An extension that every verification reads is malformed or there twice; OpenSSL then holds the
  // whole certificate to be unusable.
  bool unusable() const { return unusable_; }
  CaKind ca_kind() const { return ca_kind_; }
  bool critical_unknown() const { return critical_unknown_; }

  // The key, made ready at the first call. Not thread-safe.
  const LoadedKey& key() const;

 private:
  CertificatePtr certificate_;
  Bytes canonical_subject_, canonical_issuer_;
  mutable std::optional<LoadedKey> key_ = {};
  bool unusable_ = false;
  bool self_signed_ = false;
  bool critical_unknown_ = false;
  CaKind ca_kind_ = CaKind::kNone;
};

// An extension that may be critical: verification knows what it means.
bool IsUnderstoodExtension(std::string_view oid);

// keyUsage is there and has none of `bits`, a mask of 1 << KeyUsageBit.
bool KeyUsageRefuses(const Certificate& certificate, unsigned bits);

// NamesKeyOf is true where `subject` has the key identifier of `issuer` in its authority key
// identifier: both have one. Names are not compared.
bool NamesKeyOf(const Certificate& subject, const Certificate& issuer);

// LikelyIssued is true where names, authority key identifier and algorithms allow that `issuer`
// made `subject` (RFC 5280 section 4.2.1.1). The signature is not verified.
bool LikelyIssued(const ChainLink& issuer, const ChainLink& subject);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHAIN_LINK_H_
