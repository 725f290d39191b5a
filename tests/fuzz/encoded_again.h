// BoringSSL's d2i functions take more than DER: a SEQUENCE OF or SET OF need not be marked as
// constructed, for one. Whether an input is DER shows when what was read is encoded again.
#ifndef TLSPROBE_TESTS_FUZZ_ENCODED_AGAIN_H_
#define TLSPROBE_TESTS_FUZZ_ENCODED_AGAIN_H_

#include <openssl/mem.h>
#include <openssl/x509.h>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// A name keeps the bytes it was read from; one put together again does not have them.
inline bssl::UniquePtr<X509_NAME> PutTogetherAgain(const X509_NAME* name) {
  bssl::UniquePtr<X509_NAME> again(X509_NAME_new());
  int before = -1;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    const int set = X509_NAME_ENTRY_set(entry);
    X509_NAME_add_entry(again.get(), entry, -1, set == before ? -1 : 0);
    before = set;
  }
  return again;
}

inline Bytes EncodedAgain(const X509_NAME* name) {
  uint8_t* der = nullptr;
  const int size = i2d_X509_NAME(PutTogetherAgain(name).get(), &der);
  bssl::UniquePtr<uint8_t> owner(der);
  return size < 0 ? Bytes() : Bytes(der, der + size);
}

inline Bytes EncodedAgain(X509* certificate) {
  X509_set_subject_name(certificate, PutTogetherAgain(X509_get_subject_name(certificate)).get());
  X509_set_issuer_name(certificate, PutTogetherAgain(X509_get_issuer_name(certificate)).get());
  uint8_t* der = nullptr;
  i2d_re_X509_tbs(certificate, &der);  // forgets the bytes it was read from
  OPENSSL_free(der);
  der = nullptr;
  const int size = i2d_X509(certificate, &der);
  bssl::UniquePtr<uint8_t> owner(der);
  return size < 0 ? Bytes() : Bytes(der, der + size);
}

inline Bytes EncodedAgain(X509_CRL* crl) {
  X509_CRL_set_issuer_name(crl, PutTogetherAgain(X509_CRL_get_issuer(crl)).get());
  uint8_t* der = nullptr;
  i2d_re_X509_CRL_tbs(crl, &der);  // forgets the bytes it was read from
  OPENSSL_free(der);
  der = nullptr;
  const int size = i2d_X509_CRL(crl, &der);
  bssl::UniquePtr<uint8_t> owner(der);
  return size < 0 ? Bytes() : Bytes(der, der + size);
}

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_FUZZ_ENCODED_AGAIN_H_
