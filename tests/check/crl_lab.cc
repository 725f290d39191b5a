#include <catch2/catch_test_macros.hpp>

#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

MadeCertificate Make(CertificateSpec spec, uint8_t serial, const ChangeSpec& change,
                     const MadeCertificate* issuer) {
  spec.serial = {serial};
  if (change) change(spec);
  return MakeOrFail(spec, issuer);
}

}  // namespace

CrlLab MakeLab(const ChangeSpec& leaf, const ChangeSpec& middle, const ChangeSpec& root) {
  CrlLab lab;
  lab.root = Make(CaSpec("Root"), 0x33, root, nullptr);
  lab.middle = Make(CaSpec("Intermediate"), 0x22, middle, &lab.root);
  lab.leaf = Make(LeafSpec(), 0x11, leaf, &lab.middle);
  return lab;
}

const CrlLab& PlainLab() {
  static const CrlLab kLab = MakeLab();
  return kLab;
}

Bytes CrlOf(const MadeCertificate& issuer, const ChangeCrl& change) {
  CrlSpec spec = {.issuer = &issuer};
  if (change) change(spec);
  const absl::StatusOr<Bytes> made = MakeCrl(spec);
  INFO(std::string(made.status().message()));
  REQUIRE(made.ok());
  return *made;
}

CrlEntrySpec EntryOf(const MadeCertificate& certificate, std::optional<int> reason) {
  return {.serial = certificate.serial, .reason = reason};
}

VerifyCase CaseOf(std::string name, const CrlLab& lab, std::vector<Bytes> crls) {
  return {.name = std::move(name),
          .leaf = lab.leaf.der,
          .untrusted = {lab.middle.der},
          .trusted = {lab.root.der},
          .crls = std::move(crls)};
}

CertificateExtension RawExtension(std::string oid, bool critical, Bytes value) {
  return {.oid = std::move(oid), .critical = critical, .value = std::move(value)};
}

GeneralName UriName(std::string_view uri) { return {GeneralName::Type::kUri, ToBytes(uri)}; }

GeneralName DirectoryName(BytesView name) { return {GeneralName::Type::kDirectory, ToBytes(name)}; }

CertificateExtension PointsExtension(const std::vector<DistributionPoint>& points) {
  return RawExtension("2.5.29.31", false, DistributionPointsValue(points));
}

CertificateExtension FreshestExtension(std::string_view uri) {
  return RawExtension("2.5.29.46", false,
                      DistributionPointsValue({{.name = {.full_name = {UriName(uri)}}}}));
}

}  // namespace tlsprobe
