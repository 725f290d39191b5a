#include "tests/support/sample_certificates.h"

namespace tlsprobe::testing {
namespace {

constexpr int64_t kDay = 24 * 60 * 60;
constexpr uint8_t kUtf8String = 0x0c;

Bytes Repeated(uint8_t first, uint8_t second, size_t size) {
  Bytes bytes(size, second);
  bytes.front() = first;
  return bytes;
}

PublicKey MakeKey(KeyType type) {
  PublicKey key{.type = type};
  key.spki = {0x30, 0x03, 0x01, 0x02, 0x03};
  if (type == KeyType::kRsa) {
    key.algorithm_oid = "1.2.840.113549.1.1.1";
    key.bits = 2048;
  }
  if (type == KeyType::kEc) {
    key.algorithm_oid = "1.2.840.10045.2.1";
    key.curve_oid = "1.2.840.10045.3.1.7";
    key.bits = 256;
  }
  if (type == KeyType::kEd25519) key.algorithm_oid = "1.3.101.112";
  return key;
}

std::vector<GeneralName> MakeDnsNames(const std::vector<std::string>& names) {
  std::vector<GeneralName> list;
  for (const std::string& name : names) {
    list.push_back({.type = GeneralName::Type::kDns, .value = ToBytes(name)});
  }
  return list;
}

}  // namespace

Name MakeName(const std::vector<std::pair<std::string_view, std::string_view>>& attributes) {
  Name name;
  for (const auto& [oid, value] : attributes) {
    name.der.insert(name.der.end(), value.begin(), value.end());
    name.attributes.push_back({.rdn = name.attributes.size(),
                               .oid = std::string(oid),
                               .tag = kUtf8String,
                               .value = ToBytes(value)});
  }
  return name;
}

Name MakeName(std::string_view common_name) { return MakeName({{"2.5.4.3", common_name}}); }

CertificatePtr MakeCertificate(const SampleCertificate& sample) {
  auto certificate = std::make_shared<Certificate>();
  certificate->der = Repeated(0x30, sample.serial, 70);
  certificate->version = 3;
  certificate->serial = {sample.serial};
  certificate->signature_algorithm.oid = "1.2.840.113549.1.1.11";
  certificate->subject = sample.subject;
  certificate->issuer = sample.issuer;
  certificate->not_before = {kSampleNow.seconds - sample.days_before * kDay};
  certificate->not_after = {kSampleNow.seconds + sample.days_left * kDay};
  certificate->public_key = MakeKey(sample.key);
  certificate->basic_constraints = BasicConstraints{.ca = sample.ca};
  certificate->key_usage = sample.ca ? 1u << kKeyCertSign : 1u << kDigitalSignature;
  certificate->sha256 = Repeated(0x25, sample.serial, 32);
  certificate->sha1 = Repeated(0x01, sample.serial, 20);
  certificate->spki_sha256 = Repeated(0x5b, sample.serial, 32);
  certificate->self_issued = sample.subject.der == sample.issuer.der;
  if (!sample.dns_names.empty()) certificate->subject_alt_names = MakeDnsNames(sample.dns_names);
  if (!sample.ca) certificate->extended_key_usage = {"1.3.6.1.5.5.7.3.1"};
  return certificate;
}

CertificatePtr SampleRoot() {
  const Name name = MakeName({{"2.5.4.6", "CH"}, {"2.5.4.10", "Lab"}, {"2.5.4.3", "Lab Root"}});
  return MakeCertificate(
      {.subject = name, .issuer = name, .days_left = 3650, .ca = true, .serial = 3});
}

CertificatePtr SampleIntermediate() {
  return MakeCertificate({.subject = MakeName("Lab Intermediate"),
                          .issuer = SampleRoot()->subject,
                          .days_left = 1000,
                          .ca = true,
                          .serial = 2});
}

SampleCertificate SampleLeaf() {
  return {.subject = MakeName("www.example.org"),
          .issuer = SampleIntermediate()->subject,
          .dns_names = {"www.example.org", "*.cdn.example.org"}};
}

}  // namespace tlsprobe::testing
