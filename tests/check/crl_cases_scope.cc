#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Table = std::vector<CrlCase>;
using Points = std::vector<DistributionPoint>;

constexpr std::string_view kUri = "http://lab.example/leaf.crl";

CrlLab LabWith(const Points& points) {
  return MakeLab([&](CertificateSpec& s) { s.extra_extensions = {PointsExtension(points)}; });
}

// One attribute of a relative name.
Bytes Relative(std::string_view oid, std::string_view text) {
  return Der(kDerSequence, {*DerObjectId(oid), Der(kDerUtf8String, AsBytes(text))});
}

Bytes NameWith(BytesView issuer_content, std::initializer_list<BytesView> sets) {
  Bytes content = ToBytes(issuer_content);
  for (const BytesView set : sets) Append(content, Der(kDerSet, set));
  return Der(kDerSequence, content);
}

BytesView ContentOf(const Bytes& name) { return BytesView(name).subspan(2); }

// What the leaf's CRL says it is about, against the leaf's distribution points.
void Add(Table& table, std::string section, std::string name, const Points& points,
         const std::optional<IssuingDistributionPoint>& scope, bool revoked = false) {
  const CrlLab lab = points.empty() ? PlainLab() : LabWith(points);
  const Bytes crl = CrlOf(lab.middle, [&](CrlSpec& s) {
    s.issuing_distribution_point = scope;
    if (revoked) s.entries = {EntryOf(lab.leaf, 1)};
  });
  table.push_back({std::move(section), CaseOf(std::move(name), lab, {crl, CrlOf(lab.root)})});
}

void AddKinds(Table& table) {
  Add(table, "5.2.5", "a scope that says nothing", {}, IssuingDistributionPoint{});
  Add(table, "5.2.5", "about users alone", {}, {{.only_user_certificates = true}});
  Add(table, "5.2.5", "about users alone, revoked", {}, {{.only_user_certificates = true}}, true);
  Add(table, "5.2.5", "about CAs alone", {}, {{.only_ca_certificates = true}});
  Add(table, "5.2.5", "about CAs alone, revoked", {}, {{.only_ca_certificates = true}}, true);
  Add(table, "5.2.5", "about attribute certificates alone", {},
      {{.only_attribute_certificates = true}});
  Add(table, "5.2.5", "about users alone and about CAs alone", {},
      {{.only_user_certificates = true, .only_ca_certificates = true}});
  Add(table, "5.2.5", "about users alone and about attribute certificates alone", {},
      {{.only_user_certificates = true, .only_attribute_certificates = true}});
  const CrlLab& lab = PlainLab();
  const auto of_root = [&](std::string name, const IssuingDistributionPoint& scope) {
    const Bytes crl = CrlOf(lab.root, [&](CrlSpec& s) { s.issuing_distribution_point = scope; });
    table.push_back({"5.2.5", CaseOf(std::move(name), lab, {CrlOf(lab.middle), crl})});
  };
  of_root("the root's CRL is about users alone", {.only_user_certificates = true});
  of_root("the root's CRL is about CAs alone", {.only_ca_certificates = true});
  const auto of_leaf_issuer = [&](std::string name, const ChangeCrl& change) {
    table.push_back(
        {"5.2.5", CaseOf(std::move(name), lab, {CrlOf(lab.middle, change), CrlOf(lab.root)})});
  };
  of_leaf_issuer("a scope that is not critical", [](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_ca_certificates = true}};
    s.issuing_distribution_point_critical = false;
  });
  of_leaf_issuer("a scope that does not parse",
                 [](CrlSpec& s) { s.extra_extensions = {RawExtension("2.5.29.28", true, {4})}; });
  of_leaf_issuer("two scopes", [](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_ca_certificates = true}};
    s.extra_extensions = {RawExtension(
        "2.5.29.28", true, IssuingDistributionPointValue({.only_user_certificates = true}))};
  });
  const auto two = [&](std::string name, const IssuingDistributionPoint& first,
                       const IssuingDistributionPoint& second) {
    const auto crl = [&](const IssuingDistributionPoint& scope, bool revoked) {
      return CrlOf(lab.middle, [&](CrlSpec& s) {
        s.issuing_distribution_point = scope;
        if (revoked) s.entries = {EntryOf(lab.leaf)};
      });
    };
    table.push_back({"6.3.3", CaseOf(std::move(name), lab,
                                     {crl(first, false), crl(second, true), CrlOf(lab.root)})});
  };
  two("one about CAs, one about users that revokes", {.only_ca_certificates = true},
      {.only_user_certificates = true});
  two("one about users, one about CAs that revokes", {.only_user_certificates = true},
      {.only_ca_certificates = true});
}

void AddNames(Table& table) {
  const GeneralName uri = UriName(kUri), other = UriName("http://lab.example/other.crl");
  const GeneralName dns = {GeneralName::Type::kDns, ToBytes(kUri)};
  const GeneralName mail = {GeneralName::Type::kEmail, ToBytes("crl@lab.example")};
  const GeneralName ip = {GeneralName::Type::kIp, {192, 0, 2, 1}};
  const GeneralName id = {GeneralName::Type::kRegisteredId, {0x2a, 0x03}};
  const auto add = [&](std::string name, const Points& points,
                       std::vector<GeneralName> scope_names) {
    Add(table, "6.3.3", std::move(name), points,
        IssuingDistributionPoint{.name = {.full_name = std::move(scope_names)}});
  };
  const auto at = [](std::vector<GeneralName> names) {
    return DistributionPoint{.name = {.full_name = std::move(names)}};
  };
  Add(table, "6.3.3", "the leaf names a point, the CRL none", {at({uri})}, std::nullopt);
  Add(table, "6.3.3", "the leaf names a point, the CRL has a scope without one", {at({uri})},
      IssuingDistributionPoint{});
  add("the CRL names a point, the leaf none", {}, {uri});
  add("the same point", {at({uri})}, {uri});
  add("another point", {at({uri})}, {other});
  add("the leaf's second point", {at({other}), at({uri})}, {uri});
  add("the second name of the point", {at({other, uri})}, {uri});
  add("one of two names of the CRL", {at({uri})}, {other, uri});
  add("a URI in other letters", {at({UriName("HTTP://LAB.EXAMPLE/LEAF.CRL")})}, {uri});
  add("the same text as another kind of name", {at({dns})}, {uri});
  add("an address for mail", {at({mail})}, {mail});
  add("an IP address", {at({ip})}, {ip});
  add("a registered ID", {at({id})}, {id});
  add("another registered ID", {at({id})}, {{GeneralName::Type::kRegisteredId, {0x2a, 0x04}}});
  const Bytes name = NameWith({}, {Relative("2.5.4.3", "Point")});
  const Bytes folded = NameWith({}, {Relative("2.5.4.3", " POINT ")});
  add("a directory name", {at({DirectoryName(name)})}, {DirectoryName(name)});
  add("a directory name in other letters", {at({DirectoryName(folded)})}, {DirectoryName(name)});
  add("another directory name", {at({DirectoryName(PlainLab().root.subject)})},
      {DirectoryName(name)});
}

void AddRelativeNames(Table& table) {
  const CrlLab& lab = PlainLab();
  const Bytes attribute = Relative("2.5.4.3", "Point"), other = Relative("2.5.4.3", "Other");
  Bytes two = attribute;
  Append(two, Relative("2.5.4.11", "Unit"));
  const BytesView issuer = ContentOf(lab.middle.subject);
  const Bytes full = NameWith(issuer, {attribute});
  const Bytes of_root = NameWith(ContentOf(lab.root.subject), {attribute});
  const Bytes one_set = NameWith(issuer, {two});
  const Bytes two_sets = NameWith(issuer, {attribute, Relative("2.5.4.11", "Unit")});
  const DistributionPointName relative = {.relative_name = attribute};
  const auto in_full = [](const Bytes& name) {
    return DistributionPointName{.full_name = {DirectoryName(name)}};
  };
  const auto add = [&](std::string name, const DistributionPointName& of_leaf,
                       const DistributionPointName& of_crl,
                       const std::vector<GeneralName>& crl_issuer = {}) {
    Add(table, "4.2.1.13", std::move(name), {{.name = of_leaf, .crl_issuer = crl_issuer}},
        IssuingDistributionPoint{.name = of_crl});
  };
  add("the same relative name", relative, relative);
  add("another relative name", relative, {.relative_name = other});
  add("relative in the leaf, full in the CRL", relative, in_full(full));
  add("full in the leaf, relative in the CRL", in_full(full), relative);
  add("relative in the leaf, full of another issuer", relative, in_full(of_root));
  add("relative to the named CRL issuer", relative, relative, {DirectoryName(lab.middle.subject)});
  add("relative to another CRL issuer", relative, relative, {DirectoryName(lab.root.subject)});
  add("relative to the second CRL issuer", relative, relative,
      {DirectoryName(lab.root.subject), DirectoryName(lab.middle.subject)});
  add("relative to a CRL issuer without a directory name", relative, relative, {UriName("x:y")});
  add("relative and full, no directory name", relative, {.full_name = {UriName(kUri)}});
  const DistributionPointName pair = {.relative_name = two};
  add("a relative name of two attributes", pair, pair);
  add("two attributes, full in one set", pair, in_full(one_set));
  add("two attributes, full in two sets", pair, in_full(two_sets));
  Add(table, "4.2.1.13", "a relative name, the CRL has none", {{.name = relative}}, std::nullopt);
}

void AddCrlIssuers(Table& table) {
  const CrlLab& lab = PlainLab();
  const auto add = [&](std::string name, const Points& points,
                       const std::optional<IssuingDistributionPoint>& scope) {
    Add(table, "4.2.1.13", std::move(name), points, scope);
  };
  const std::vector<GeneralName> itself = {DirectoryName(lab.middle.subject)};
  const std::vector<GeneralName> root = {DirectoryName(lab.root.subject)};
  add("the CRL issuer is the issuer", {{.crl_issuer = itself}}, std::nullopt);
  add("the CRL issuer is another", {{.crl_issuer = root}}, std::nullopt);
  add("the CRL issuer is another, at a named point",
      {{.name = {.full_name = {UriName(kUri)}}, .crl_issuer = root}},
      IssuingDistributionPoint{.name = {.full_name = {UriName(kUri)}}});
  add("the CRL issuer is no directory name", {{.crl_issuer = {UriName("x:y")}}}, std::nullopt);
}

struct Part {
  uint16_t reasons;
  bool revoked = false;
  bool expired = false;
};

// CRLs for some reasons each.
void AddParts(Table& table, std::string name, const std::vector<Part>& parts,
              const CrlLab& lab = PlainLab()) {
  std::vector<Bytes> crls;
  for (const Part& part : parts) {
    crls.push_back(CrlOf(lab.middle, [&](CrlSpec& s) {
      s.issuing_distribution_point = {{.only_some_reasons = part.reasons}};
      if (part.revoked) s.entries = {EntryOf(lab.leaf, 1)};
      if (part.expired) s.next_update = {kTestNow.seconds - kTestDay};
    }));
  }
  crls.push_back(CrlOf(lab.root));
  table.push_back({"5.2.5", CaseOf(std::move(name), lab, std::move(crls))});
}

void AddReasons(Table& table) {
  constexpr uint16_t kKey = 1 << 1, kRest = kAllReasons & ~(1 << 1);
  AddParts(table, "for key compromise alone", {{kKey}});
  AddParts(table, "for key compromise alone, revoked", {{kKey, true}});
  AddParts(table, "for every reason by name", {{kAllReasons}});
  AddParts(table, "for every reason that has a name", {{0x1fe}});
  AddParts(table, "for no reason", {{0}});
  AddParts(table, "for a bit that means nothing", {{1}});
  AddParts(table, "two parts", {{kKey}, {kRest}});
  AddParts(table, "two parts, the second revokes", {{kKey}, {kRest, true}});
  AddParts(table, "two parts, both revoke", {{kKey, true}, {kRest, true}});
  AddParts(table, "two parts, one out of date", {{kKey}, {kRest, false, true}});
  AddParts(table, "two parts that leave something out", {{kKey}, {1 << 2}});
  AddParts(table, "two parts that overlap", {{0x0ff}, {0x1f0, true}});
  AddParts(table, "three parts", {{0x006}, {0x018}, {0x1e0, true}});
  AddParts(table, "the last reason by itself", {{0x0fe}, {0x100, true}});
  AddParts(table, "the same part twice", {{kKey}, {kKey, true}, {kRest}});
  AddParts(table, "nine parts", {{2}, {4}, {8}, {16}, {32}, {64}, {128}, {256, true}});
  const auto pointed = [&](std::string name, std::optional<uint16_t> reasons) {
    Add(table, "4.2.1.13", std::move(name),
        {{.name = {.full_name = {UriName(kUri)}}, .reasons = reasons}}, std::nullopt);
  };
  pointed("the leaf's point is for key compromise alone", kKey);
  pointed("the leaf's point is for every reason", kAllReasons);
  pointed("the leaf's point is for no reason", uint16_t{0});
  const GeneralName a = UriName("http://lab.example/a"), b = UriName("http://lab.example/b");
  const CrlLab lab = LabWith({{.name = {.full_name = {a}}, .reasons = kKey},
                              {.name = {.full_name = {b}}, .reasons = kRest}});
  const auto named = [&](const GeneralName& name, std::optional<uint16_t> reasons, bool revoked) {
    return CrlOf(lab.middle, [&](CrlSpec& s) {
      s.issuing_distribution_point = {
          {.name = {.full_name = {name}}, .only_some_reasons = reasons}};
      if (revoked) s.entries = {EntryOf(lab.leaf, 3)};
    });
  };
  const auto add = [&](std::string name, std::vector<Bytes> crls) {
    crls.push_back(CrlOf(lab.root));
    table.push_back({"4.2.1.13", CaseOf(std::move(name), lab, std::move(crls))});
  };
  add("two points with complete CRLs", {named(a, {}, false), named(b, {}, true)});
  add("two points with CRLs in parts", {named(a, kKey, false), named(b, kRest, true)});
  add("two points, the CRL of one", {named(a, {}, false)});
  add("two points, parts exchanged", {named(a, kRest, false), named(b, kKey, true)});
  add("two points, a CRL without a point", {CrlOf(lab.middle)});
}

}  // namespace

const std::vector<CrlCase>& ScopeCrlCases() {
  static const Table kTable = [] {
    Table table;
    AddKinds(table);
    AddNames(table);
    AddRelativeNames(table);
    AddCrlIssuers(table);
    AddReasons(table);
    return table;
  }();
  return kTable;
}

}  // namespace tlsprobe
