// Bytes to a CRL, and to what is found on it. What BoringSSL's parser accepts and is DER, ours must
// accept too; what both accept they must read in the same way, and find the same certificates on.
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/encoded_again.h"
#include "tests/fuzz/extension_checks.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/crl_entries.h"
#include "tlsprobe/wire/name.h"

namespace {

using namespace tlsprobe;

constexpr size_t kMostLookups = 8;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Every entry that can be taken is counted, and what stands first for a serial number is found.
void CheckEntries(const Crl& crl) {
  const Bytes issuer = CanonicalName(crl.issuer.der);
  CBS list(crl.revoked());
  size_t count = 0;
  for (CrlEntry entry; TakeCrlEntry(list, entry); ++count) {
    CrlEntryExtensions extensions;
    Require(ReadCrlEntryExtensions(entry.extensions, extensions));
    Require(!extensions.ends_reading || crl.entries_end_early);
    Require(!extensions.critical_unknown || crl.critical_unknown_entry);
    if (count >= kMostLookups) continue;
    const auto found = FindRevoked(crl, entry.serial, issuer);
    Require(!found || found->issuer.der.empty() || CanonicalName(found->issuer.der) == issuer);
    Require(!FindRevoked(crl, entry.serial, AsBytes("no name")).has_value());
  }
  Require(count == crl.revoked_count);
}

void CheckOurs(const Crl& crl) {
  Require(crl.tbs_begin + crl.tbs_size <= crl.der.size());
  Require(crl.revoked_begin + crl.revoked_size <= crl.der.size());
  Require(crl.bad_extensions.size() <= crl.extensions.size());
  Require(crl.duplicate_extensions.size() * 2 <= crl.extensions.size());
  Require(crl.sha256.size() == 32);
  CheckEntries(crl);
  CheckExtensions(crl);
}

bool SameTime(const ASN1_TIME* theirs, UnixTime ours, bool bad) {
  int64_t seconds = 0;
  return !ASN1_TIME_to_posix(theirs, &seconds) || bad || seconds == ours.seconds;
}

// The content of the INTEGER.
Bytes Content(const ASN1_INTEGER* number) {
  uint8_t* der = nullptr;
  const int size = i2d_ASN1_INTEGER(number, &der);
  bssl::UniquePtr<uint8_t> owner(der);
  Require(size > 0);
  CBS in, content;
  CBS_init(&in, der, static_cast<size_t>(size));
  Require(CBS_get_asn1(&in, &content, CBS_ASN1_INTEGER));
  return {CBS_data(&content), CBS_data(&content) + CBS_len(&content)};
}

// Looks for the serial number of `entry` among the certificates of `issuer`, on both sides.
void LookUp(const Crl& ours, X509_CRL* theirs, const X509_REVOKED* entry, X509_NAME* issuer) {
  const ASN1_INTEGER* serial = X509_REVOKED_get0_serialNumber(entry);
  bssl::UniquePtr<X509> certificate(X509_new());
  X509_set_serialNumber(certificate.get(), serial);
  X509_set_issuer_name(certificate.get(), issuer);
  uint8_t* der = nullptr;
  const int size = i2d_X509_NAME(issuer, &der);
  bssl::UniquePtr<uint8_t> owner(der);
  if (size < 0) return;
  X509_REVOKED* revoked = nullptr;
  const int result = X509_CRL_get0_by_cert(theirs, &revoked, certificate.get());
  const auto found =
      FindRevoked(ours, Content(serial), CanonicalName({der, static_cast<size_t>(size)}));
  Require(found.has_value() == (result != 0));
  if (!found) return;
  Require(Content(X509_REVOKED_get0_serialNumber(revoked)) == Content(serial));
}

// Ours in the order of theirs, before a look-up sorts it.
void CheckTimes(const Crl& ours, const STACK_OF(X509_REVOKED) * theirs) {
  CBS list(ours.revoked());
  CrlEntry entry;
  for (size_t i = 0; i < sk_X509_REVOKED_num(theirs); ++i) {
    const X509_REVOKED* revoked = sk_X509_REVOKED_value(theirs, i);
    Require(TakeCrlEntry(list, entry));
    const ASN1_TIME* time = X509_REVOKED_get0_revocationDate(revoked);
    Require(std::ranges::equal(
        entry.time,
        BytesView(ASN1_STRING_get0_data(time), static_cast<size_t>(ASN1_STRING_length(time)))));
  }
}

bool Reads(const X509_REVOKED* entry, int nid) {
  int critical = 0;
  void* value = X509_REVOKED_get_ext_d2i(entry, nid, &critical, nullptr);
  if (nid == NID_certificate_issuer) {
    GENERAL_NAMES_free(static_cast<GENERAL_NAMES*>(value));
  } else {
    ASN1_ENUMERATED_free(static_cast<ASN1_ENUMERATED*>(value));
  }
  return value != nullptr || critical == -1;
}

// Whether both stop at the same entry for the same malformed extension. Names we read that
// BoringSSL does not.
bool SameEnd(const Crl& ours, const STACK_OF(X509_REVOKED) * theirs) {
  CBS list(ours.revoked());
  CrlEntry entry;
  for (size_t i = 0; TakeCrlEntry(list, entry); ++i) {
    const X509_REVOKED* revoked = sk_X509_REVOKED_value(theirs, i);
    const bool issuer = Reads(revoked, NID_certificate_issuer);
    const bool goes_on = issuer && Reads(revoked, NID_crl_reason);
    CrlEntryExtensions extensions;
    ReadCrlEntryExtensions(entry.extensions, extensions);
    if (issuer == extensions.bad_certificate_issuer) return false;
    if (extensions.ends_reading == goes_on) return false;
    if (!goes_on) return true;
  }
  return true;
}

void CheckLookUps(const Crl& ours, X509_CRL* theirs) {
  const STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(theirs);
  Require(sk_X509_REVOKED_num(entries) == ours.revoked_count);
  CheckTimes(ours, entries);
  if (!SameEnd(ours, entries)) return;
  for (size_t i = 0; i < std::min(sk_X509_REVOKED_num(entries), kMostLookups); ++i) {
    const X509_REVOKED* entry = sk_X509_REVOKED_value(entries, i);
    LookUp(ours, theirs, entry, X509_CRL_get_issuer(theirs));
    bssl::UniquePtr<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
        X509_REVOKED_get_ext_d2i(entry, NID_certificate_issuer, nullptr, nullptr)));
    for (size_t j = 0; names != nullptr && j < sk_GENERAL_NAME_num(names.get()); ++j) {
      const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), j);
      if (name->type == GEN_DIRNAME) LookUp(ours, theirs, entry, name->d.directoryName);
    }
  }
}

void CheckAgainst(const Crl& ours, X509_CRL* theirs) {
  Require(NameHash(ours.issuer.der) == X509_NAME_hash(X509_CRL_get_issuer(theirs)));
  Require(ours.version == X509_CRL_get_version(theirs) + 1);
  Require(ours.extensions.size() == static_cast<size_t>(X509_CRL_get_ext_count(theirs)));
  Require(SameTime(X509_CRL_get0_lastUpdate(theirs), ours.this_update, ours.bad_this_update));
  const ASN1_TIME* next = X509_CRL_get0_nextUpdate(theirs);
  Require(ours.next_update.has_value() == (next != nullptr));
  if (next != nullptr) Require(SameTime(next, *ours.next_update, ours.bad_next_update));
  CheckLookUps(ours, theirs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto ours = ParseCrl({data, data + size});
  if (ours.ok()) CheckOurs(**ours);
  const uint8_t* rest = data;
  bssl::UniquePtr<X509_CRL> theirs(d2i_X509_CRL(nullptr, &rest, static_cast<long>(size)));
  if (theirs != nullptr && rest == data + size) {
    if (ours.ok())
      CheckAgainst(**ours, theirs.get());
    else
      Require(EncodedAgain(theirs.get()) != Bytes(data, data + size));
  }
  ERR_clear_error();
  return 0;
}
