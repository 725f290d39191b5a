// Bytes to a certificate, and to all that is said of it. What BoringSSL's parser accepts and is
// DER, ours must accept too; what both accept they must read in the same way.
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/encoded_again.h"
#include "tests/fuzz/extension_checks.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace {

using namespace tlsprobe;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckText(const Name& name) {
  for (const NameStyle style : {NameStyle::kOneline, NameStyle::kSlash}) {
    const std::string text = RenderName(name, style);
    Require(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; }));
  }
  const std::string compact = RenderName(name, NameStyle::kCompact);
  Require(IsUtf8(compact));
  Require(std::ranges::none_of(compact, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }));
  Require(IsUtf8(ShortSubject(name)));
}

void CheckOurs(const Certificate& certificate) {
  CheckText(certificate.subject);
  CheckText(certificate.issuer);
  Require(AsText(certificate.der).find(AsText(certificate.tbs)) != std::string_view::npos);
  Require(certificate.bad_extensions.size() <= certificate.extensions.size());
  Require(certificate.duplicate_extensions.size() * 2 <= certificate.extensions.size());
  DescribeSignature(certificate.signature_algorithm);
  Require(KeySecurityBits(certificate.public_key) <= 1200);
  for (const CertificateExtension& extension : certificate.extensions) {
    Require(!OidShortName(extension.oid).empty() || extension.oid.empty());
  }
  CheckExtensions(certificate);
}

bool SameTime(const ASN1_TIME* theirs, UnixTime ours, bool bad) {
  int64_t seconds = 0;
  return !ASN1_TIME_to_posix(theirs, &seconds) || bad || seconds == ours.seconds;
}

void CheckAgainst(const Certificate& ours, X509* theirs) {
  Require(NameHash(ours.subject.der) == X509_NAME_hash(X509_get_subject_name(theirs)));
  Require(NameHash(ours.issuer.der) == X509_NAME_hash(X509_get_issuer_name(theirs)));
  Require(ours.self_issued ==
          (X509_NAME_cmp(X509_get_subject_name(theirs), X509_get_issuer_name(theirs)) == 0));
  Require(ours.extensions.size() == static_cast<size_t>(X509_get_ext_count(theirs)));
  Require(SameTime(X509_get0_notBefore(theirs), ours.not_before, ours.bad_not_before));
  Require(SameTime(X509_get0_notAfter(theirs), ours.not_after, ours.bad_not_after));
  Require(ours.version == X509_get_version(theirs) + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto ours = ParseCertificate({data, size});
  if (ours.ok()) CheckOurs(**ours);
  const uint8_t* rest = data;
  bssl::UniquePtr<X509> theirs(d2i_X509(nullptr, &rest, static_cast<long>(size)));
  ERR_clear_error();
  if (theirs != nullptr && rest == data + size) {
    if (ours.ok())
      CheckAgainst(**ours, theirs.get());
    else
      Require(EncodedAgain(theirs.get()) != Bytes(data, data + size));
  }
  return 0;
}
