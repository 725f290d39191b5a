// Our parse of every certificate in this machine's trust store against BoringSSL's.
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

using namespace tlsprobe;

namespace {

constexpr char kBundle[] = "/etc/ssl/certs/ca-certificates.crt";

std::string Oneline(X509_NAME* name) {
  bssl::UniquePtr<BIO> bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE);
  const uint8_t* data = nullptr;
  size_t size = 0;
  REQUIRE(BIO_mem_contents(bio.get(), &data, &size));
  std::string text(AsText({data, size}));
  // Newer than BoringSSL's table.
  constexpr std::string_view kOrganizationIdentifier = "2.5.4.97";
  const size_t at = text.find(kOrganizationIdentifier);
  if (at != std::string::npos) {
    text.replace(at, kOrganizationIdentifier.size(), "organizationIdentifier");
  }
  return text;
}

Bytes Serial(X509* x509) {
  uint8_t* der = nullptr;
  const int size = i2d_ASN1_INTEGER(X509_get_serialNumber(x509), &der);
  REQUIRE(size > 2);
  bssl::UniquePtr<uint8_t> owner(der);
  return {der + 2, der + size};
}

int64_t Seconds(const ASN1_TIME* time) {
  int64_t seconds = 0;
  REQUIRE(ASN1_TIME_to_posix(time, &seconds));
  return seconds;
}

void CompareName(const Name& ours, X509_NAME* theirs) {
  CHECK(NameHash(ours.der) == X509_NAME_hash(theirs));
  CHECK(RenderName(ours) == Oneline(theirs));
}

void CompareUsages(const Certificate& ours, X509* theirs) {
  if (ours.key_usage) {
    // The numbers of OpenSSL's flags: bit 0 is 0x80 of the first byte.
    const uint32_t usage = X509_get_key_usage(theirs);
    for (unsigned bit = 0; bit < 9; ++bit) {
      const uint32_t flag = bit < 8 ? 0x80u >> bit : 0x8000u;
      CHECK(((*ours.key_usage & (1u << bit)) != 0) == ((usage & flag) != 0));
    }
  }
  CHECK((ours.basic_constraints && ours.basic_constraints->ca) ==
        (X509_get_extension_flags(theirs) & EXFLAG_CA) / EXFLAG_CA);
  const bool bounded = ours.basic_constraints && ours.basic_constraints->path_length;
  CHECK(X509_get_pathlen(theirs) ==
        (bounded ? static_cast<long>(*ours.basic_constraints->path_length) : -1));
}

}  // namespace

TEST_CASE("every certificate of the system's trust store is read as BoringSSL reads it") {
  std::ifstream file(kBundle, std::ios::binary);
  if (!file.good()) SKIP("no " << kBundle << " on this machine");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto blocks = ParsePem(text);
  REQUIRE(blocks.ok());
  REQUIRE_FALSE(blocks->empty());
  for (const PemBlock& block : *blocks) {
    const uint8_t* der = block.body.data();
    bssl::UniquePtr<X509> theirs(d2i_X509(nullptr, &der, static_cast<long>(block.body.size())));
    const auto parsed = ParseCertificate(block.body);
    REQUIRE(theirs != nullptr);
    REQUIRE(parsed.ok());
    const Certificate& ours = **parsed;
    CAPTURE(RenderName(ours.subject));
    CompareName(ours.subject, X509_get_subject_name(theirs.get()));
    CompareName(ours.issuer, X509_get_issuer_name(theirs.get()));
    CompareUsages(ours, theirs.get());
    CHECK(ours.serial == Serial(theirs.get()));
    CHECK(ours.version == X509_get_version(theirs.get()) + 1);
    CHECK(ours.not_before.seconds == Seconds(X509_get0_notBefore(theirs.get())));
    CHECK(ours.not_after.seconds == Seconds(X509_get0_notAfter(theirs.get())));
    bssl::UniquePtr<EVP_PKEY> key(X509_get_pubkey(theirs.get()));
    REQUIRE(key != nullptr);
    CHECK(ours.public_key.bits == EVP_PKEY_bits(key.get()));
    CHECK(ours.extensions.size() == static_cast<size_t>(X509_get_ext_count(theirs.get())));
    CHECK(ours.bad_extensions.empty());
  }
}
