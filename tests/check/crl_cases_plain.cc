#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Table = std::vector<CrlCase>;

// The leaf's CRL is as changed; the root has one without entries.
void Add(Table& table, std::string section, std::string name, const ChangeCrl& change,
         const CrlLab& lab = PlainLab()) {
  table.push_back({std::move(section),
                   CaseOf(std::move(name), lab, {CrlOf(lab.middle, change), CrlOf(lab.root)})});
}

void AddPresence(Table& table) {
  const CrlLab& lab = PlainLab();
  const Bytes root = CrlOf(lab.root), middle = CrlOf(lab.middle);
  table.push_back({"6.3.3", CaseOf("no CRL at all", lab, {})});
  table.push_back({"6.3.3", CaseOf("the root's CRL alone", lab, {root})});
  table.push_back({"6.3.3", CaseOf("the intermediate's CRL alone", lab, {middle})});
  table.push_back({"6.3.3", CaseOf("nobody is revoked", lab, {middle, root})});
  table.push_back({"6.3.3", CaseOf("each CRL is there twice", lab, {root, root, middle, middle})});
  VerifyCase open = CaseOf("the chain ends below the root", lab, {middle, root});
  open.trusted = {MakeOrFail(CaSpec("Other root")).der};
  table.push_back({"6.3.3", std::move(open)});
  VerifyCase partial = CaseOf("the intermediate is trusted", lab, {middle, root});
  partial.trusted = {lab.middle.der};
  partial.untrusted = {};
  table.push_back({"6.3.3", std::move(partial)});
  const MadeCertificate alone = MakeOrFail(LeafSpec());
  table.push_back({"6.3.3",
                   {.name = "a self-signed leaf with its own CRL",
                    .leaf = alone.der,
                    .trusted = {alone.der},
                    .crls = {CrlOf(alone)}}});
  table.push_back({"6.3.3",
                   {.name = "a self-signed leaf that nobody trusts",
                    .leaf = alone.der,
                    .trusted = {lab.root.der},
                    .crls = {root}}});
}

void AddRevoked(Table& table) {
  const CrlLab& lab = PlainLab();
  for (int reason = 0; reason <= 10; ++reason) {
    Add(table, "5.3.1", "revoked: " + CrlReasonName(reason),
        [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf, reason)}; });
  }
  Add(table, "5.3.1", "revoked without a reason",
      [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf)}; });
  Add(table, "5.3.1", "revoked for a reason nobody knows",
      [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf, 99)}; });
  Add(table, "5.3.2", "revoked, invalid since before", [&](CrlSpec& s) {
    s.entries = {EntryOf(lab.leaf, 1)};
    s.entries[0].invalid_since = UnixTime{1600000000};
  });
  Add(table, "5.1.2.6", "others are revoked", [](CrlSpec& s) {
    s.entries = {{.serial = {0x10}}, {.serial = {0x12}}, {.serial = {0x11, 0x11}}};
  });
  Add(table, "5.1.2.6", "taken off and revoked again", [&](CrlSpec& s) {
    s.entries = {EntryOf(lab.leaf, 8), EntryOf(lab.leaf, 1)};
  });
  Add(table, "5.1.2.6", "revoked and taken off", [&](CrlSpec& s) {
    s.entries = {EntryOf(lab.leaf, 1), EntryOf(lab.leaf, 8)};
  });
  Add(table, "5.1.2.6", "revoked in the future", [&](CrlSpec& s) {
    s.entries = {EntryOf(lab.leaf)};
    s.entries[0].revoked_at = {kTestNow.seconds + 5 * kTestDay};
  });
  const Bytes revokes_middle =
      CrlOf(lab.root, [&](CrlSpec& s) { s.entries = {EntryOf(lab.middle, 2)}; });
  const Bytes revokes_root =
      CrlOf(lab.root, [&](CrlSpec& s) { s.entries = {EntryOf(lab.root, 2)}; });
  const Bytes revokes_leaf =
      CrlOf(lab.middle, [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf, 1)}; });
  table.push_back(
      {"6.3.3", CaseOf("the intermediate is revoked", lab, {revokes_middle, CrlOf(lab.middle)})});
  table.push_back(
      {"6.3.3", CaseOf("leaf and intermediate are revoked", lab, {revokes_middle, revokes_leaf})});
  table.push_back(
      {"6.3.3", CaseOf("the root has revoked itself", lab, {revokes_root, CrlOf(lab.middle)})});
  const CrlLab high = MakeLab([](CertificateSpec& s) { s.serial = {0x00, 0x80, 0x01}; });
  Add(
      table, "5.1.2.6", "a serial number with the first bit set is revoked",
      [&](CrlSpec& s) { s.entries = {EntryOf(high.leaf)}; }, high);
}

void AddTimes(Table& table) {
  const auto at = [](int64_t days) { return UnixTime{kTestNow.seconds + days * kTestDay}; };
  Add(table, "5.1.2.5", "the CRL is out of date", [&](CrlSpec& s) { s.next_update = at(-3); });
  Add(table, "5.1.2.5", "out of date and revoked", [&](CrlSpec& s) {
    s.next_update = at(-3);
    s.entries = {EntryOf(PlainLab().leaf, 1)};
  });
  Add(table, "5.1.2.4", "the CRL is not valid yet", [&](CrlSpec& s) { s.this_update = at(3); });
  Add(table, "5.1.2.4", "the CRL ends before it begins", [&](CrlSpec& s) {
    s.this_update = at(3);
    s.next_update = at(-3);
  });
  Add(table, "5.1.2.5", "the CRL has no end", [](CrlSpec& s) { s.next_update = std::nullopt; });
  Add(table, "5.1.2.5", "the CRL ends this second", [&](CrlSpec& s) { s.next_update = kTestNow; });
  Add(table, "5.1.2.4", "the CRL begins this second",
      [&](CrlSpec& s) { s.this_update = kTestNow; });
  Add(table, "5.1.2.4", "thisUpdate without seconds",
      [](CrlSpec& s) { s.this_update_element = Der(kDerUtcTime, AsBytes("2001010000Z")); });
  Add(table, "5.1.2.5", "nextUpdate in another time zone",
      [](CrlSpec& s) { s.next_update_element = Der(kDerUtcTime, AsBytes("400101000000+0100")); });
  Add(table, "5.1.2.5", "nextUpdate with fractions of seconds", [](CrlSpec& s) {
    s.next_update_element = Der(kDerGeneralizedTime, AsBytes("20400101000000.5Z"));
  });
  Add(table, "5.1.2.4", "thisUpdate is no time at all",
      [](CrlSpec& s) { s.this_update_element = Der(kDerUtcTime, AsBytes("yesterday")); });
}

void AddSignatures(Table& table) {
  Add(table, "5.1.1.3", "the signature is broken", [](CrlSpec& s) { s.corrupt_signature = true; });
  const CrlLab& lab = PlainLab();
  const MadeCertificate impostor = MakeOrFail(CaSpec("Intermediate"));
  const auto by_impostor = [&](std::string name, const ChangeCrl& change) {
    table.push_back(
        {"5.2.1", CaseOf(std::move(name), lab, {CrlOf(impostor, change), CrlOf(lab.root)})});
  };
  by_impostor("another key of the same name", {});
  by_impostor("another key of the same name, no key identifier",
              [](CrlSpec& s) { s.authority_key_id = false; });
  by_impostor("another key that says it is the issuer's", [&](CrlSpec& s) {
    s.authority_key_id = false;
    s.extra_extensions = {RawExtension("2.5.29.35", false,
                                       AuthorityKeyIdentifierValue({.key_id = lab.middle.key_id}))};
  });
  const auto identified = [&](std::string name, const AuthorityKeyIdentifier& by) {
    Add(table, "5.2.1", std::move(name), [&](CrlSpec& s) {
      s.authority_key_id = false;
      s.extra_extensions = {RawExtension("2.5.29.35", false, AuthorityKeyIdentifierValue(by))};
    });
  };
  identified("identified by issuer and serial number",
             {.issuer = {DirectoryName(lab.root.subject)}, .serial = Bytes{0x22}});
  identified("identified by another serial number",
             {.issuer = {DirectoryName(lab.root.subject)}, .serial = Bytes{0x23}});
  identified("identified by another issuer",
             {.issuer = {DirectoryName(lab.leaf.subject)}, .serial = Bytes{0x22}});
  identified("identified by a name that is no directory name", {.issuer = {UriName("x:y")}});
  identified("identified by nothing", {});
  CertificateSpec rsa = CaSpec("Intermediate");
  const auto with_key = [&](std::string name, const ChangeSpec& middle, const ChangeCrl& change) {
    Add(table, "5.1.1.2", std::move(name), change, MakeLab({}, middle));
  };
  const auto is_rsa = [](CertificateSpec& s) { s.key_kind = MadeKeyKind::kRsa; };
  with_key("signed with Ed25519", [](CertificateSpec& s) { s.key_kind = MadeKeyKind::kEd25519; },
           {});
  with_key("signed with RSA", is_rsa, {});
  with_key("signed with RSA-PSS", is_rsa, [](CrlSpec& s) { s.pss = true; });
  with_key("signed with RSA and SHA-1", is_rsa, [](CrlSpec& s) { s.digest = MadeDigest::kSha1; });
  with_key("signed with RSA and MD5", is_rsa, [](CrlSpec& s) { s.digest = MadeDigest::kMd5; });
  with_key(
      "signed on P-384", [](CertificateSpec& s) { s.key_kind = MadeKeyKind::kP384; },
      [](CrlSpec& s) { s.digest = MadeDigest::kSha384; });
  with_key("signed on P-384 with SHA-256",
           [](CertificateSpec& s) { s.key_kind = MadeKeyKind::kP384; }, {});
}

void AddIssuers(Table& table) {
  const auto usage = [&](std::string name, std::optional<uint16_t> bits) {
    Add(table, "4.2.1.3", std::move(name), {},
        MakeLab({}, [&](CertificateSpec& s) { s.key_usage = bits; }));
  };
  usage("the issuer may not sign CRLs", uint16_t{1 << kKeyCertSign});
  usage("the issuer may sign nothing", uint16_t{1 << kDigitalSignature});
  usage("the issuer has no key usage", std::nullopt);
  const CrlLab& lab = PlainLab();
  Add(table, "6.3.3", "the issuer's name in other letters and blanks", [](CrlSpec& s) {
    const Bytes oid = *DerObjectId("2.5.4.3");
    const Bytes text = Der(kDerPrintableString, AsBytes("  INTERMEDIATE "));
    s.issuer_name = Der(kDerSequence, Der(kDerSet, Der(kDerSequence, {oid, text})));
  });
  table.push_back(
      {"6.3.3", CaseOf("the root's CRL for the leaf", lab,
                       {CrlOf(lab.root, [&](CrlSpec& s) { s.entries = {EntryOf(lab.leaf)}; })})});
  // The same CA with the same key, certified twice.
  CertificateSpec again = CaSpec("Intermediate");
  again.private_key = lab.middle.private_key;
  again.serial = {0x24};
  const MadeCertificate twin = MakeOrFail(again, &lab.root);
  VerifyCase same_key =
      CaseOf("signed by another certificate of the same key", lab, {CrlOf(twin), CrlOf(lab.root)});
  same_key.untrusted.push_back(twin.der);
  table.push_back({"6.3.3", std::move(same_key)});
  // The same CA with another key.
  const MadeCertificate renewed = MakeOrFail(CaSpec("Intermediate"), &lab.root);
  VerifyCase other_key =
      CaseOf("signed by the CA's next key", lab, {CrlOf(renewed), CrlOf(lab.root)});
  other_key.untrusted.push_back(renewed.der);
  table.push_back({"6.3.3", std::move(other_key)});
  VerifyCase unnamed_key =
      CaseOf("signed by the CA's next key, no key identifier", lab,
             {CrlOf(renewed, [](CrlSpec& s) { s.authority_key_id = false; }), CrlOf(lab.root)});
  unnamed_key.untrusted.push_back(renewed.der);
  table.push_back({"6.3.3", std::move(unnamed_key)});
}

void AddExtensions(Table& table) {
  const CrlLab& lab = PlainLab();
  const auto with = [&](std::string section, std::string name, CertificateExtension extension,
                        std::vector<CrlEntrySpec> entries = {}) {
    Add(table, std::move(section), std::move(name), [&](CrlSpec& s) {
      s.extra_extensions = {extension};
      s.entries = entries;
    });
  };
  const Bytes null = Der(kDerNull, BytesView());
  with("5.2", "an unknown critical extension", RawExtension("1.2.3.4", true, null));
  with("5.2", "an unknown critical extension, and revoked", RawExtension("1.2.3.4", true, null),
       {EntryOf(lab.leaf, 1)});
  with("5.2", "an unknown extension", RawExtension("1.2.3.4", false, null));
  with("5.2.6", "a critical freshestCRL",
       RawExtension("2.5.29.46", true, FreshestExtension().value));
  with("5.2", "a critical issuerAltName",
       RawExtension("2.5.29.18", true, GeneralNamesValue({UriName("x:y")})));
  with("5.2", "an authority key identifier that does not parse, twice",
       RawExtension("2.5.29.35", false, {0x01}));
  with("5.2.3", "two numbers", RawExtension("2.5.29.20", false, Der(kDerInteger, Bytes{2})));
  Add(table, "5.2.3", "a critical number", [](CrlSpec& s) {
    s.number = {};
    s.extra_extensions = {RawExtension("2.5.29.20", true, Der(kDerInteger, Bytes{2}))};
  });
  Add(table, "5.2.3", "a number that does not parse", [](CrlSpec& s) {
    s.number = {};
    s.extra_extensions = {RawExtension("2.5.29.20", false, {0x04, 0x00})};
  });
  Add(table, "5.2.1", "a critical authority key identifier", [&](CrlSpec& s) {
    s.authority_key_id = false;
    s.extra_extensions = {RawExtension("2.5.29.35", true,
                                       AuthorityKeyIdentifierValue({.key_id = lab.middle.key_id}))};
  });
  Add(table, "5.2.1", "an authority key identifier that does not parse", [](CrlSpec& s) {
    s.authority_key_id = false;
    s.extra_extensions = {RawExtension("2.5.29.35", true, {0x01})};
  });
  Add(table, "5.1.2.1", "a CRL of version 1", [](CrlSpec& s) { s.version = 1; });
  Add(table, "5.1.2.1", "revoked in a CRL of version 1", [&](CrlSpec& s) {
    s.version = 1;
    s.entries = {EntryOf(lab.leaf)};
  });
}

void AddEntryExtensions(Table& table) {
  const CrlLab& lab = PlainLab();
  const auto with = [&](std::string section, std::string name, CertificateExtension extension,
                        const Bytes& serial) {
    Add(table, std::move(section), std::move(name),
        [&](CrlSpec& s) { s.entries = {{.serial = serial, .extra_extensions = {extension}}}; });
  };
  const Bytes null = Der(kDerNull, BytesView()), other = {0x77};
  const Bytes reason = Der(0x0a, Bytes{1});
  with("5.3", "an unknown critical extension in another's entry",
       RawExtension("1.2.3.4", true, null), other);
  with("5.3", "an unknown critical extension in its entry", RawExtension("1.2.3.4", true, null),
       lab.leaf.serial);
  with("5.3", "an unknown extension in its entry", RawExtension("1.2.3.4", false, null),
       lab.leaf.serial);
  with("5.3.1", "a critical reason in another's entry", RawExtension("2.5.29.21", true, reason),
       other);
  with("5.3.1", "a reason that does not parse", RawExtension("2.5.29.21", false, null),
       lab.leaf.serial);
  with("5.3.2", "an invalidity date that does not parse", RawExtension("2.5.29.24", false, null),
       lab.leaf.serial);
  with("5.3.3", "a certificate issuer that does not parse", RawExtension("2.5.29.29", true, null),
       lab.leaf.serial);
  const auto owned = [&](std::string name, const Bytes& first_owner, const Bytes& second_owner) {
    Add(table, "5.3.3", std::move(name), [&](CrlSpec& s) {
      s.entries = {{.serial = other, .certificate_issuer = first_owner}, EntryOf(lab.leaf)};
      s.entries[1].certificate_issuer = second_owner;
    });
  };
  owned("the entry is the root's in a CRL that is not indirect", lab.root.subject, {});
  owned("the entry is the issuer's again", lab.root.subject, lab.middle.subject);
  owned("the entry is the issuer's by name", lab.middle.subject, {});
  Add(table, "5.3.3", "the entry is the root's by a name that is not critical", [&](CrlSpec& s) {
    s.entries = {EntryOf(lab.leaf)};
    s.entries[0].certificate_issuer = lab.root.subject;
    s.entries[0].certificate_issuer_critical = false;
  });
}

void AddSeveral(Table& table) {
  const CrlLab& lab = PlainLab();
  const auto dated = [&](int64_t days, bool revoked, bool expired = false) {
    return CrlOf(lab.middle, [&](CrlSpec& s) {
      s.this_update = {kTestNow.seconds + days * kTestDay};
      if (revoked) s.entries = {EntryOf(lab.leaf, 1)};
      if (expired) s.next_update = {kTestNow.seconds - kTestDay};
    });
  };
  const auto add = [&](std::string name, std::vector<Bytes> crls) {
    crls.push_back(CrlOf(lab.root));
    table.push_back({"6.3.3", CaseOf(std::move(name), lab, std::move(crls))});
  };
  add("the newer of two CRLs revokes", {dated(-5, false), dated(-2, true)});
  add("the newer of two CRLs revokes, and stands first", {dated(-2, true), dated(-5, false)});
  add("the older of two CRLs revokes", {dated(-5, true), dated(-2, false)});
  add("two CRLs of one day, the first revokes", {dated(-5, true), dated(-5, false)});
  add("two CRLs of one day, the second revokes", {dated(-5, false), dated(-5, true)});
  add("the newer CRL is out of date", {dated(-5, false), dated(-2, true, true)});
  add("the older CRL is out of date", {dated(-5, true, true), dated(-2, false)});
  add("both CRLs are out of date", {dated(-5, true, true), dated(-2, false, true)});
  add("the newer CRL is not valid yet", {dated(-5, false), dated(2, true)});
  const Bytes critical = CrlOf(lab.middle, [](CrlSpec& s) {
    s.this_update = {kTestNow.seconds - kTestDay};
    s.extra_extensions = {RawExtension("1.2.3.4", true, Der(kDerNull, BytesView()))};
  });
  add("the newer CRL has an unknown critical extension", {critical, dated(-5, true)});
}

}  // namespace

const std::vector<CrlCase>& PlainCrlCases() {
  static const Table kTable = [] {
    Table table;
    AddPresence(table);
    AddRevoked(table);
    AddTimes(table);
    AddSignatures(table);
    AddIssuers(table);
    AddExtensions(table);
    AddEntryExtensions(table);
    AddSeveral(table);
    return table;
  }();
  return kTable;
}

}  // namespace tlsprobe
