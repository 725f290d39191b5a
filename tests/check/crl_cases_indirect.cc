#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Table = std::vector<CrlCase>;

// Another CA issues CRLs for the intermediate's certificates; the leaf says so.
struct IndirectLab : CrlLab {
  MadeCertificate crl_issuer = {};
};

IndirectLab MakeIndirect(const ChangeSpec& crl_issuer = {},
                         const std::vector<DistributionPoint>& points = {}) {
  CertificateSpec spec = {.common_name = "CRL issuer",
                          .serial = {0x44},
                          .key_usage = static_cast<uint16_t>(1 << kCrlSign)};
  if (crl_issuer) crl_issuer(spec);
  IndirectLab lab;
  CertificateSpec root = CaSpec("Root");
  root.serial = {0x33};
  lab.root = MakeOrFail(root);
  lab.crl_issuer = MakeOrFail(spec, &lab.root);
  const std::vector<DistributionPoint> usual = {
      {.name = {.full_name = {UriName("http://lab.example/indirect.crl")}},
       .crl_issuer = {DirectoryName(lab.crl_issuer.subject)}}};
  CertificateSpec middle = CaSpec("Intermediate"), leaf = LeafSpec();
  middle.serial = {0x22};
  lab.middle = MakeOrFail(middle, &lab.root);
  leaf.serial = {0x11};
  leaf.extra_extensions = {PointsExtension(points.empty() ? usual : points)};
  lab.leaf = MakeOrFail(leaf, &lab.middle);
  return lab;
}

const IndirectLab& UsualIndirect() {
  static const IndirectLab kLab = MakeIndirect();
  return kLab;
}

Bytes IndirectCrl(const IndirectLab& lab, const ChangeCrl& change = {}) {
  return CrlOf(lab.crl_issuer, [&](CrlSpec& s) {
    s.issuing_distribution_point = {{.indirect = true}};
    if (change) change(s);
  });
}

CrlEntrySpec Owned(const MadeCertificate& certificate, const Bytes& issuer,
                   std::optional<int> reason = 1) {
  CrlEntrySpec entry = EntryOf(certificate, reason);
  entry.certificate_issuer = issuer;
  return entry;
}

VerifyCase IndirectCase(std::string name, const IndirectLab& lab, std::vector<Bytes> crls) {
  crls.push_back(CrlOf(lab.root));
  VerifyCase what = CaseOf(std::move(name), lab, std::move(crls));
  what.untrusted.push_back(lab.crl_issuer.der);
  return what;
}

void Add(Table& table, std::string name, const ChangeCrl& change = {},
         const IndirectLab& lab = UsualIndirect()) {
  table.push_back({"6.3.3", IndirectCase(std::move(name), lab, {IndirectCrl(lab, change)})});
}

void AddEntries(Table& table) {
  const IndirectLab& lab = UsualIndirect();
  const Bytes &middle = lab.middle.subject, &root = lab.root.subject;
  const auto with = [&](std::string name, const std::vector<CrlEntrySpec>& entries) {
    Add(table, std::move(name), [&](CrlSpec& s) { s.entries = entries; });
  };
  Add(table, "indirect: nobody is revoked");
  with("indirect: revoked", {Owned(lab.leaf, middle)});
  with("indirect: the serial number of the CRL issuer's own", {EntryOf(lab.leaf, 1)});
  with("indirect: the serial number of another issuer's", {Owned(lab.leaf, root)});
  with("indirect: the issuer stands in an entry before",
       {{.serial = {0x10}, .certificate_issuer = middle}, EntryOf(lab.leaf, 1)});
  with("indirect: another issuer stands in an entry before",
       {{.serial = {0x10}, .certificate_issuer = middle},
        {.serial = {0x12}, .certificate_issuer = root},
        EntryOf(lab.leaf, 1)});
  with("indirect: the same serial number of three issuers",
       {EntryOf(lab.leaf, 2), Owned(lab.leaf, root, 3), Owned(lab.leaf, middle, 4)});
  with("indirect: taken off", {Owned(lab.leaf, middle, 8)});
  with("indirect: an entry that does not parse before",
       {{.serial = {0x10}, .certificate_issuer = middle},
        {.serial = {0x12}, .extra_extensions = {RawExtension("2.5.29.21", false, {0x05, 0x00})}},
        EntryOf(lab.leaf, 1)});
  with("indirect: a foreign entry with a malformed invalidityDate",
       {{.serial = {0x10},
         .certificate_issuer = root,
         .extra_extensions = {RawExtension("2.5.29.24", false, {0x17, 0x01, 0x32})}}});
  Bytes two = GeneralNamesValue({DirectoryName(root), DirectoryName(middle)});
  CrlEntrySpec of_two = EntryOf(lab.leaf, 1);
  of_two.extra_extensions = {RawExtension("2.5.29.29", true, two)};
  with("indirect: the entry names two issuers", {of_two});
  Add(table, "indirect: the CRL does not say that it is", [&](CrlSpec& s) {
    s.issuing_distribution_point = std::nullopt;
    s.entries = {Owned(lab.leaf, middle)};
  });
  Add(table, "indirect: about CAs alone", [](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_ca_certificates = true, .indirect = true}};
  });
  Add(table, "indirect: at the leaf's point", [](CrlSpec& s) {
    s.issuing_distribution_point = {
        {.name = {.full_name = {UriName("http://lab.example/indirect.crl")}}, .indirect = true}};
  });
  Add(table, "indirect: at another point", [](CrlSpec& s) {
    s.issuing_distribution_point = {
        {.name = {.full_name = {UriName("http://lab.example/other.crl")}}, .indirect = true}};
  });
  Add(table, "indirect: for key compromise alone", [](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_some_reasons = uint16_t{2}, .indirect = true}};
  });
  Add(table, "indirect: out of date",
      [](CrlSpec& s) { s.next_update = {kTestNow.seconds - kTestDay}; });
  Add(table, "indirect: a broken signature", [](CrlSpec& s) { s.corrupt_signature = true; });
  Add(table, "indirect: no key identifier", [](CrlSpec& s) { s.authority_key_id = false; });
  Add(table, "indirect: an unknown critical extension", [](CrlSpec& s) {
    s.extra_extensions = {RawExtension("1.2.3.4", true, {0x05, 0x00})};
  });
}

void AddIssuers(Table& table) {
  const auto issued = [&](std::string name, const ChangeSpec& change) {
    Add(table, std::move(name), {}, MakeIndirect(change));
  };
  issued("CRL issuer: expired",
         [](CertificateSpec& s) { s.not_after = {kTestNow.seconds - kTestDay}; });
  issued("CRL issuer: not valid yet",
         [](CertificateSpec& s) { s.not_before = {kTestNow.seconds + kTestDay}; });
  issued("CRL issuer: may not sign CRLs",
         [](CertificateSpec& s) { s.key_usage = uint16_t{1 << kDigitalSignature}; });
  issued("CRL issuer: no key usage", [](CertificateSpec& s) { s.key_usage = std::nullopt; });
  issued("CRL issuer: a CA, too", [](CertificateSpec& s) {
    s.ca = true;
    s.key_usage = static_cast<uint16_t>(1 << kCrlSign | 1 << kKeyCertSign);
  });
  issued("CRL issuer: for other uses by its extended key usage",
         [](CertificateSpec& s) { s.extended_key_usage = {"1.3.6.1.5.5.7.3.4"}; });
  issued("CRL issuer: an unknown critical extension", [](CertificateSpec& s) {
    s.extra_extensions = {RawExtension("1.2.3.4", true, {0x05, 0x00})};
  });
  issued("CRL issuer: a broken signature", [](CertificateSpec& s) { s.corrupt_signature = true; });
  issued("CRL issuer: a weak key", [](CertificateSpec& s) {
    s.key_kind = MadeKeyKind::kRsa;
    s.rsa_bits = 1024;
  });
  const IndirectLab& lab = UsualIndirect();
  VerifyCase absent =
      IndirectCase("CRL issuer: its certificate is not there", lab, {IndirectCrl(lab)});
  absent.untrusted.pop_back();
  table.push_back({"6.3.3", absent});
  VerifyCase trusted = std::move(absent);
  trusted.name = "CRL issuer: its certificate is in the trust store alone";
  trusted.trusted.push_back(lab.crl_issuer.der);
  table.push_back({"6.3.3", std::move(trusted)});
  const Bytes revokes = CrlOf(lab.root, [&](CrlSpec& s) { s.entries = {EntryOf(lab.crl_issuer)}; });
  VerifyCase revoked = CaseOf("CRL issuer: revoked", lab, {IndirectCrl(lab), revokes});
  revoked.untrusted.push_back(lab.crl_issuer.der);
  table.push_back({"6.3.3", std::move(revoked)});
  VerifyCase unknown = CaseOf("CRL issuer: no CRL about it", lab, {IndirectCrl(lab)});
  unknown.untrusted.push_back(lab.crl_issuer.der);
  table.push_back({"6.3.3", std::move(unknown)});
  // An impostor first, the real one second.
  VerifyCase two =
      IndirectCase("CRL issuer: another of the same name before it", lab, {IndirectCrl(lab)});
  const MadeCertificate impostor = MakeOrFail({.common_name = "CRL issuer"}, &lab.root);
  two.untrusted.insert(two.untrusted.begin(), impostor.der);
  table.push_back({"6.3.3", two});
  two.name = "CRL issuer: another of the same name before it, no key identifier";
  two.crls[0] = IndirectCrl(lab, [](CrlSpec& s) { s.authority_key_id = false; });
  table.push_back({"6.3.3", std::move(two)});
}

void AddOtherRoots(Table& table) {
  const IndirectLab& lab = UsualIndirect();
  const MadeCertificate other_root = MakeOrFail(CaSpec("Other root"));
  IndirectLab other = lab;
  other.crl_issuer =
      MakeOrFail({.common_name = "CRL issuer", .key_usage = uint16_t{1 << kCrlSign}}, &other_root);
  VerifyCase what =
      IndirectCase("CRL issuer: under a root nobody trusts", other, {IndirectCrl(other)});
  what.untrusted.push_back(other_root.der);
  table.push_back({"6.3.3", what});
  what.name = "CRL issuer: under another trusted root";
  what.trusted.push_back(other_root.der);
  table.push_back({"6.3.3", what});
  other.crl_issuer = MakeOrFail({.common_name = "CRL issuer"});
  what = IndirectCase("CRL issuer: self-signed", other, {IndirectCrl(other)});
  table.push_back({"6.3.3", what});
  what.name = "CRL issuer: self-signed and trusted";
  what.trusted.push_back(other.crl_issuer.der);
  table.push_back({"6.3.3", what});
  other.crl_issuer =
      MakeOrFail({.common_name = "CRL issuer", .key_usage = uint16_t{1 << kCrlSign}}, &lab.middle);
  table.push_back({"6.3.3", IndirectCase("CRL issuer: under the intermediate, checked itself",
                                         other, {IndirectCrl(other), CrlOf(lab.middle)})});
  table.push_back({"6.3.3", IndirectCase("CRL issuer: under the intermediate without a CRL", other,
                                         {IndirectCrl(other)})});
}

void AddPaths(Table& table) {
  // The root, which is on the path, issues for the intermediate.
  const CrlLab& plain = PlainLab();
  IndirectLab lab = MakeIndirect({}, {{.crl_issuer = {DirectoryName(plain.root.subject)}}});
  lab.crl_issuer = lab.root;
  const auto by_root = [&](std::string name, const ChangeCrl& change) {
    table.push_back({"6.3.3", CaseOf(std::move(name), lab, {IndirectCrl(lab, change)})});
  };
  by_root("indirect by the root: nobody is revoked", {});
  by_root("indirect by the root: revoked",
          [&](CrlSpec& s) { s.entries = {Owned(lab.leaf, lab.middle.subject)}; });
  by_root("indirect by the root: its own certificates' serial number",
          [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf)}; });
  by_root("indirect by the root: the intermediate is revoked",
          [&](CrlSpec& s) { s.entries = {EntryOf(lab.middle)}; });
  const IndirectLab unnamed = MakeIndirect({}, {{.name = {.full_name = {UriName("http://x/")}}}});
  Add(table, "indirect: the leaf names no CRL issuer", {}, unnamed);
  const IndirectLab& usual = UsualIndirect();
  // The issuer itself marks its CRL as indirect.
  const Bytes itself = CrlOf(plain.middle, [&](CrlSpec& s) {
    s.issuing_distribution_point = {{.indirect = true}};
    s.entries = {EntryOf(plain.leaf)};
  });
  table.push_back(
      {"5.2.5", CaseOf("indirect by the issuer itself", plain, {itself, CrlOf(plain.root)})});
  const Bytes direct = CrlOf(usual.middle);
  const IndirectLab both =
      MakeIndirect({}, {{.crl_issuer = {DirectoryName(usual.crl_issuer.subject)}},
                        {.name = {.full_name = {UriName("http://lab.example/direct.crl")}}}});
  table.push_back({"6.3.3", IndirectCase("an indirect CRL and one of the issuer", both,
                                         {IndirectCrl(both), CrlOf(both.middle, [&](CrlSpec& s) {
                                            s.entries = {EntryOf(both.leaf)};
                                          })})});
  table.push_back(
      {"6.3.3", IndirectCase("an indirect CRL for some reasons and one of the issuer", both,
                             {IndirectCrl(both,
                                          [](CrlSpec& s) {
                                            s.issuing_distribution_point = {
                                                {.only_some_reasons = uint16_t{2},
                                                 .indirect = true}};
                                          }),
                              CrlOf(both.middle)})});
  // Partitions by two issuers.
  const auto part = [](const MadeCertificate& issuer, uint16_t reasons, bool indirect) {
    return CrlOf(issuer, [&](CrlSpec& s) {
      s.issuing_distribution_point = {{.only_some_reasons = reasons, .indirect = indirect}};
    });
  };
  table.push_back({"6.3.3", IndirectCase("two issuers share the reasons", both,
                                         {part(both.crl_issuer, 0x002, true),
                                          part(both.middle, 0x1fc, false)})});
}

}  // namespace

const std::vector<CrlCase>& IndirectCrlCases() {
  static const Table kTable = [] {
    Table table;
    AddEntries(table);
    AddIssuers(table);
    AddOtherRoots(table);
    AddPaths(table);
    return table;
  }();
  return kTable;
}

}  // namespace tlsprobe
