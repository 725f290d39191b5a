// What several checks ask of a certificate.
#ifndef TLSPROBE_CHECK_FACTS_H_
#define TLSPROBE_CHECK_FACTS_H_

#include <algorithm>
#include <string_view>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// By basicConstraints alone; ChainLink::ca_kind() knows older signs, too.
inline bool IsCa(const Certificate& certificate) {
  return certificate.basic_constraints && certificate.basic_constraints->ca;
}

inline bool HasPathLength(const Certificate& certificate) {
  return certificate.basic_constraints && certificate.basic_constraints->path_length;
}

// It names its issuer's key.
inline bool HasAuthorityKeyId(const Certificate& certificate) {
  return certificate.authority_key_id && certificate.authority_key_id->key_id;
}

// The signature algorithm inside of what is signed is the one outside (RFC 5280 section 4.1.1.2).
inline bool SameAlgorithm(const Certificate& certificate) {
  return certificate.tbs_signature.oid == certificate.signature_algorithm.oid &&
         certificate.tbs_signature.parameters == certificate.signature_algorithm.parameters;
}

// The first extension of that OID; null where there is none.
inline const CertificateExtension* FindExtension(const Certificate& certificate,
                                                 std::string_view oid) {
  const auto found = std::ranges::find(certificate.extensions, oid, &CertificateExtension::oid);
  return found == certificate.extensions.end() ? nullptr : &*found;
}

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_FACTS_H_
