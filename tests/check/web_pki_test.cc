// --profile webpki: a chain that nothing is wrong with, and what each rule says of one where one
// thing is.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <ctime>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

constexpr std::string_view kSan = "2.5.29.17";
constexpr std::string_view kCrl = "2.5.29.31";
constexpr std::string_view kPolicies = "2.5.29.32";
constexpr std::string_view kAia = "1.3.6.1.5.5.7.1.1";
constexpr std::string_view kSct = "1.3.6.1.4.1.11129.2.4.2";
constexpr char kServer[] = "1.3.6.1.5.5.7.3.1";
constexpr char kClient[] = "1.3.6.1.5.5.7.3.2";

// What a chain is made from. `direct`: without the intermediate. `rename`: the leaf writes its
// issuer's name in small letters.
struct Specs {
  CertificateSpec root, middle, leaf;
  bool direct = false;
  bool rename = false;
};

Bytes Policies(const std::vector<std::string>& oids) {
  std::vector<PolicyInformation> policies;
  for (const std::string& oid : oids) policies.push_back({.oid = oid});
  return CertificatePoliciesValue(policies);
}

Bytes CrlAt(const std::string& url) {
  return DistributionPointsValue({{.name = {.full_name = {{Type::kUri, ToBytes(url)}}}}});
}

void Remove(CertificateSpec& spec, std::string_view oid) {
  std::erase_if(spec.extra_extensions,
                [oid](const CertificateExtension& each) { return each.oid == oid; });
}

void Set(CertificateSpec& spec, std::string_view oid, Bytes value, bool critical = false) {
  Remove(spec, oid);
  spec.extra_extensions.push_back({std::string(oid), critical, std::move(value)});
}

void SetLife(CertificateSpec& spec, UnixTime not_before, int64_t days) {
  spec.not_before = not_before;
  spec.not_after = {not_before.seconds + days * kTestDay - 1};  // both ends count
}

CertificateSpec GoodCa(const std::string& name) {
  CertificateSpec spec = CaSpec("");
  spec.subject = {{"C", "CH"}, {"O", "Lab"}, {"CN", name}};
  SetLife(spec, DayOf(2025, 1, 1), 1000);
  return spec;
}

Specs GoodSpecs() {
  Specs specs{.root = GoodCa("Lab Root"), .middle = GoodCa("Lab CA"), .leaf = LeafSpec("")};
  CertificateSpec& middle = specs.middle;
  middle.path_length = 0;
  middle.key_id = {1, 2, 3, 4};
  middle.extended_key_usage = {kServer};
  Set(middle, kPolicies, Policies({"2.23.140.1.2.1"}));
  Set(middle, kAia, AuthorityInfoAccessValue({}, {"http://ca.example.com/root.cer"}));
  Set(middle, kCrl, CrlAt("http://ca.example.com/root.crl"));
  CertificateSpec& leaf = specs.leaf;
  leaf.subject = {{"C", "CH"}, {"CN", "shop.example.com"}};
  leaf.dns_names = {"shop.example.com", "*.shop.example.com"};
  leaf.ip_addresses = {"8.8.8.8"};
  SetLife(leaf, DayOf(2025, 12, 1), 398);
  Set(leaf, kPolicies, Policies({"2.23.140.1.2.1"}));
  Set(leaf, kAia,
      AuthorityInfoAccessValue({"http://ocsp.example.com"}, {"http://ca.example.com/ca.cer"}));
  Set(leaf, kCrl, CrlAt("http://ca.example.com/ca.crl"));
  Set(leaf, kSct, {0x04, 0x00});
  return specs;
}

struct Made {
  PeerFacts peer;
  MadeCertificate root;
};

Made Make(const Specs& specs) {
  Made made{.peer = {}, .root = MakeOrFail(specs.root)};
  MadeCertificate middle = MakeOrFail(specs.middle, &made.root);
  std::vector<Bytes> sent = {middle.der};
  if (specs.rename) {
    std::ranges::transform(middle.subject, middle.subject.begin(),
                           [](uint8_t byte) { return byte == 'L' ? uint8_t{'l'} : byte; });
  }
  const MadeCertificate leaf = MakeOrFail(specs.leaf, specs.direct ? &made.root : &middle);
  sent.insert(sent.begin(), leaf.der);
  made.peer = FactsOf(sent);
  return made;
}

Findings WebFindings(const Made& made, UnixTime at, bool profile = true) {
  const VerifyOptions options = {
      .check_target_name = false, .at_time = at, .web_pki_profile = profile};
  Judged judged = JudgeFacts({}, made.peer, {made.root}, options);
  std::erase_if(judged.findings,
                [](const Finding& each) { return !each.id.starts_with("webpki."); });
  return judged.findings;
}

Findings WebFindings(const Specs& specs) {
  return WebFindings(Make(specs), {specs.leaf.not_before.seconds + 3600});
}

using Ids = std::vector<std::string>;

Ids IdsOf(const Findings& findings) {
  Ids ids;
  for (const Finding& finding : findings) ids.push_back(finding.id);
  return ids;
}

// ---- Keys that are not made here, with numbers that need not be real

Bytes RsaInfo(int bits, const Bytes& exponent = {1, 0, 1}, const Bytes& parameters = {5, 0},
              std::string_view oid = "1.2.840.113549.1.1.1") {
  Bytes modulus(static_cast<size_t>((bits + 7) / 8), 0xff);
  modulus[0] = static_cast<uint8_t>(0xff >> ((8 - bits % 8) % 8));
  if (modulus[0] >= 0x80) modulus.insert(modulus.begin(), 0);
  Bytes key = {0};
  Append(key, Der(kDerSequence, {Der(kDerInteger, modulus), Der(kDerInteger, exponent)}));
  return Der(kDerSequence,
             {Der(kDerSequence, {*DerObjectId(oid), parameters}), Der(kDerBitString, key)});
}

Bytes EcdsaWithNull() {
  return Der(kDerSequence, {*DerObjectId("1.2.840.10045.4.3.2"), Bytes{5, 0}});
}

// ---- One row for each thing that can be wrong

struct Row {
  std::string_view name;
  void (*spoil)(Specs& specs);
  std::string_view id;
};

constexpr uint16_t Bit(KeyUsageBit bit) { return static_cast<uint16_t>(1U << bit); }

constexpr Row kBasicRows[] = {
    {"version 1", [](Specs& s) { s.leaf.version = 1; }, "webpki.version"},
    {"serial zero", [](Specs& s) { s.leaf.serial = {0}; }, "webpki.serial.range"},
    {"serial negative", [](Specs& s) { s.leaf.serial = Bytes(9, 0x80); }, "webpki.serial.range"},
    {"serial of 21 bytes", [](Specs& s) { s.leaf.serial = Bytes(21, 7); }, "webpki.serial.range"},
    {"CA's serial of 21 bytes", [](Specs& s) { s.middle.serial = Bytes(21, 7); },
     "webpki.serial.range"},
    {"serial short", [](Specs& s) { s.leaf.serial = Bytes(6, 7); }, "webpki.serial.length"},
    {"serial short behind a zero", [](Specs& s) { s.leaf.serial = {0, 0x80, 1, 1, 1, 1, 1}; },
     "webpki.serial.length"},
    {"CA's serial short", [](Specs& s) { s.middle.serial = {1}; }, "webpki.serial.length"},
    {"398 days and a second", [](Specs& s) { ++s.leaf.not_after.seconds; },
     "webpki.validity.too_long"},
    {"SHA-1", [](Specs& s) { s.leaf.digest = MadeDigest::kSha1; }, "webpki.signature.digest"},
    {"SHA-1 CA", [](Specs& s) { s.middle.digest = MadeDigest::kSha1; }, "webpki.signature.digest"},
    {"ECDSA with NULL",
     [](Specs& s) { s.leaf.inner_algorithm = s.leaf.outer_algorithm = EcdsaWithNull(); },
     "webpki.signature.encoding"},
    {"ECDSA with NULL outside", [](Specs& s) { s.leaf.outer_algorithm = EcdsaWithNull(); },
     "webpki.signature.encoding"},
    {"P-256 with SHA-384", [](Specs& s) { s.leaf.digest = MadeDigest::kSha384; },
     "webpki.signature.ecdsa_digest"},
    {"P-384 with SHA-256", [](Specs& s) { s.middle.key_kind = MadeKeyKind::kP384; },
     "webpki.signature.ecdsa_digest"},
    {"Ed25519 key", [](Specs& s) { s.leaf.key_kind = MadeKeyKind::kEd25519; }, "webpki.key.kind"},
    {"P-224 key", [](Specs& s) { s.leaf.key_kind = MadeKeyKind::kP224; }, "webpki.key.kind"},
    {"RSA-PSS key",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048, {1, 0, 1}, {}, "1.2.840.113549.1.1.10");
     },
     "webpki.key.kind"},
    {"RSA 1024", [](Specs& s) { s.leaf.public_key = RsaInfo(1024); }, "webpki.key.size"},
    {"RSA 2047 and a bit", [](Specs& s) { s.leaf.public_key = RsaInfo(2049); },
     "webpki.key.modulus"},
    {"exponent 1", [](Specs& s) { s.leaf.public_key = RsaInfo(2048, {1}); }, "webpki.key.exponent"},
    {"exponent 0", [](Specs& s) { s.leaf.public_key = RsaInfo(2048, {0}); }, "webpki.key.exponent"},
    {"exponent even",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048, {1, 0, 0});
     },
     "webpki.key.exponent"},
    {"exponent 3", [](Specs& s) { s.leaf.public_key = RsaInfo(2048, {3}); },
     "webpki.key.exponent_unusual"},
    {"exponent of 33 bytes", [](Specs& s) { s.leaf.public_key = RsaInfo(2048, Bytes(33, 1)); },
     "webpki.key.exponent_unusual"},
    {"RSA without NULL",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048, {1, 0, 1}, {});
     },
     "webpki.key.encoding"},
    {"RSA by X.500's name",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048, {1, 0, 1}, {5, 0}, "2.5.8.1.1");
     },
     "webpki.key.encoding"},
};

constexpr Row kNameRows[] = {
    {"no names", [](Specs& s) { s.leaf.dns_names = s.leaf.ip_addresses = {}; },
     "webpki.san.missing"},
    {"mail address", [](Specs& s) { s.leaf.email_addresses = {"me@example.com"}; },
     "webpki.san.type"},
    {"URI", [](Specs& s) { s.leaf.uris = {"https://example.com"}; }, "webpki.san.type"},
    {"critical names",
     [](Specs& s) {
       s.leaf.dns_names = s.leaf.ip_addresses = {};
       Set(s.leaf, kSan, GeneralNamesValue({{Type::kDns, ToBytes("shop.example.com")}}), true);
     },
     "webpki.san.critical"},
    {"empty subject, names not critical", [](Specs& s) { s.leaf.subject = {}; },
     "webpki.san.critical"},
    {"dot at the end", [](Specs& s) { s.leaf.dns_names.push_back("a.example.com."); },
     "webpki.san.malformed"},
    {"empty label", [](Specs& s) { s.leaf.dns_names.push_back("a..example.com"); },
     "webpki.san.malformed"},
    {"hyphen in front", [](Specs& s) { s.leaf.dns_names.push_back("-a.example.com"); },
     "webpki.san.malformed"},
    {"hyphen behind", [](Specs& s) { s.leaf.dns_names.push_back("a-.example.com"); },
     "webpki.san.malformed"},
    {"reserved label", [](Specs& s) { s.leaf.dns_names.push_back("ab--c.example.com"); },
     "webpki.san.malformed"},
    {"not ASCII", [](Specs& s) { s.leaf.dns_names.push_back("b\xc3\xbc.example.com"); },
     "webpki.san.malformed"},
    {"label too long",
     [](Specs& s) { s.leaf.dns_names.push_back(std::string(64, 'a') + ".example.com"); },
     "webpki.san.malformed"},
    {"name too long",
     [](Specs& s) {
       std::string name = "example.com";
       while (name.size() <= 253) name.insert(0, "abcdefgh.");
       s.leaf.dns_names.push_back(name);
     },
     "webpki.san.malformed"},
    {"address of five bytes",
     [](Specs& s) {
       s.leaf.dns_names = s.leaf.ip_addresses = {};
       Set(s.leaf, kSan,
           GeneralNamesValue(
               {{Type::kDns, ToBytes("shop.example.com")}, {Type::kIp, {1, 2, 3, 4, 5}}}));
     },
     "webpki.san.malformed"},
    {"half a wildcard", [](Specs& s) { s.leaf.dns_names.push_back("a*.example.com"); },
     "webpki.san.wildcard"},
    {"wildcard inside", [](Specs& s) { s.leaf.dns_names.push_back("a.*.example.com"); },
     "webpki.san.wildcard"},
    {"two wildcards", [](Specs& s) { s.leaf.dns_names.push_back("*.*.example.com"); },
     "webpki.san.wildcard"},
    {"wildcard of all of com", [](Specs& s) { s.leaf.dns_names.push_back("*.com"); },
     "webpki.san.wildcard"},
    {"wildcard of everything", [](Specs& s) { s.leaf.dns_names.push_back("*"); },
     "webpki.san.wildcard"},
    {"underscore", [](Specs& s) { s.leaf.dns_names.push_back("a_b.example.com"); },
     "webpki.san.underscore"},
    {"single label", [](Specs& s) { s.leaf.dns_names.push_back("printer"); },
     "webpki.san.internal_name"},
    {"wildcard in a local domain", [](Specs& s) { s.leaf.dns_names.push_back("*.lab.local"); },
     "webpki.san.internal_name"},
    {"private address", [](Specs& s) { s.leaf.ip_addresses.push_back("10.1.2.3"); },
     "webpki.san.reserved_ip"},
    {"loopback address", [](Specs& s) { s.leaf.ip_addresses.push_back("::1"); },
     "webpki.san.reserved_ip"},
    {"reverse zone",
     [](Specs& s) {
       SetLife(s.leaf, DayOf(2026, 3, 15), 200);
       s.leaf.dns_names.push_back("8.8.8.8.in-addr.arpa");
     },
     "webpki.san.reverse_zone"},
    {"common name of another host",
     [](Specs& s) { s.leaf.subject.back().second = "www.example.com"; },
     "webpki.subject.common_name"},
    {"common name in capitals", [](Specs& s) { s.leaf.subject.back().second = "Shop.example.com"; },
     "webpki.subject.common_name"},
    {"two common names",
     [](Specs& s) {
       s.leaf.subject.push_back({"CN", "8.8.8.8"});
     },
     "webpki.subject.common_name"},
};

// An organization's certificate, to spoil further.
void Organization(Specs& s) {
  s.leaf.subject = {{"C", "CH"}, {"L", "Bern"}, {"O", "Shop"}, {"CN", "shop.example.com"}};
  Set(s.leaf, kPolicies, Policies({"2.23.140.1.2.2"}));
}

constexpr Row kSubjectRows[] = {
    {"unit",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject.push_back({"OU", "IT"});
     },
     "webpki.subject.unit"},
    {"metadata",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject[1].second = " - ";
     },
     "webpki.subject.metadata"},
    {"empty attribute",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject[1].second = "";
     },
     "webpki.subject.metadata"},
    {"country of three letters", [](Specs& s) { s.leaf.subject[0].second = "CHE"; },
     "webpki.subject.country"},
    {"country in small letters", [](Specs& s) { s.leaf.subject[0].second = "ch"; },
     "webpki.subject.country"},
    {"CA's country in small letters", [](Specs& s) { s.middle.subject[0].second = "ch"; },
     "webpki.subject.country"},
    {"domain validated, with an organization",
     [](Specs& s) {
       Organization(s);
       Set(s.leaf, kPolicies, Policies({"2.23.140.1.2.1"}));
     },
     "webpki.subject.validated"},
    {"organization validated, without one",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject.erase(s.leaf.subject.begin() + 2);
     },
     "webpki.subject.validated"},
    {"organization validated, without a place",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject.erase(s.leaf.subject.begin() + 1);
     },
     "webpki.subject.validated"},
    {"individual validated, without a given name",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject[2] = {"SN", "Muster"};
       Set(s.leaf, kPolicies, Policies({"2.23.140.1.2.3"}));
     },
     "webpki.subject.validated"},
    {"attribute twice",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject.push_back({"O", "Other"});
     },
     "webpki.subject.form"},
    {"country as UTF8String", [](Specs& s) { s.leaf.subject[0].first = "2.5.4.6"; },
     "webpki.subject.encoding"},
    {"organization too long",
     [](Specs& s) {
       Organization(s);
       s.leaf.subject[2].second = std::string(65, 'a');
     },
     "webpki.subject.encoding"},
    {"issuer in other letters", [](Specs& s) { s.rename = true; }, "webpki.issuer.name"},
};

constexpr Row kUsageRows[] = {
    {"no extended key usage", [](Specs& s) { s.leaf.extended_key_usage = {}; },
     "webpki.eku.server_auth"},
    {"for clients alone", [](Specs& s) { s.leaf.extended_key_usage = {kClient}; },
     "webpki.eku.server_auth"},
    {"CA for clients alone", [](Specs& s) { s.middle.extended_key_usage = {kClient}; },
     "webpki.eku.server_auth"},
    {"CA without limits", [](Specs& s) { s.middle.extended_key_usage = {}; },
     "webpki.eku.unrestricted"},
    {"CA for any use", [](Specs& s) { s.middle.extended_key_usage = {"2.5.29.37.0"}; },
     "webpki.eku.unrestricted"},
    {"also for code", [](Specs& s) { s.leaf.extended_key_usage.push_back("1.3.6.1.5.5.7.3.3"); },
     "webpki.eku.forbidden"},
    {"also for any use", [](Specs& s) { s.leaf.extended_key_usage.push_back("2.5.29.37.0"); },
     "webpki.eku.forbidden"},
    {"CA also for mail",
     [](Specs& s) { s.middle.extended_key_usage.push_back("1.3.6.1.5.5.7.3.4"); },
     "webpki.eku.forbidden"},
    {"CA also for any use", [](Specs& s) { s.middle.extended_key_usage.push_back("2.5.29.37.0"); },
     "webpki.eku.forbidden"},
    {"also for IPsec", [](Specs& s) { s.leaf.extended_key_usage.push_back("1.3.6.1.5.5.7.3.17"); },
     "webpki.eku.other"},
    {"CA also for IPsec",
     [](Specs& s) { s.middle.extended_key_usage.push_back("1.3.6.1.5.5.7.3.17"); },
     "webpki.eku.other"},
    {"also for clients",
     [](Specs& s) {
       SetLife(s.leaf, DayOf(2027, 3, 15), 100);
       s.leaf.extended_key_usage.push_back(kClient);
     },
     "webpki.eku.client_auth"},
    {"CA also for clients",
     [](Specs& s) {
       SetLife(s.middle, DayOf(2026, 6, 15), 100);
       s.middle.extended_key_usage.push_back(kClient);
     },
     "webpki.eku.client_auth"},
    {"no key usage", [](Specs& s) { s.leaf.key_usage.reset(); }, "webpki.key_usage.missing"},
    {"CA without key usage", [](Specs& s) { s.middle.key_usage.reset(); },
     "webpki.key_usage.missing"},
    {"leaf that signs certificates", [](Specs& s) { *s.leaf.key_usage |= Bit(kKeyCertSign); },
     "webpki.key_usage.forbidden"},
    {"EC key to encrypt keys", [](Specs& s) { *s.leaf.key_usage |= Bit(kKeyEncipherment); },
     "webpki.key_usage.forbidden"},
    {"RSA key to agree",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048);
       *s.leaf.key_usage |= Bit(kKeyAgreement);
     },
     "webpki.key_usage.forbidden"},
    {"CA that encrypts", [](Specs& s) { *s.middle.key_usage |= Bit(kDataEncipherment); },
     "webpki.key_usage.forbidden"},
    {"EC key that may not sign", [](Specs& s) { *s.leaf.key_usage = Bit(kKeyAgreement); },
     "webpki.key_usage.digital_signature"},
    {"RSA key that may not sign",
     [](Specs& s) {
       s.leaf.public_key = RsaInfo(2048);
       *s.leaf.key_usage = Bit(kKeyEncipherment);
     },
     "webpki.key_usage.digital_signature"},
    {"CA that may not sign CRLs", [](Specs& s) { *s.middle.key_usage = Bit(kKeyCertSign); },
     "webpki.key_usage.ca"},
    {"CA without basicConstraints",
     [](Specs& s) {
       s.middle.ca = false;
       s.middle.path_length.reset();
     },
     "webpki.basic_constraints.ca"},
    {"CA that is none",
     [](Specs& s) {
       s.middle.ca = false;
       s.middle.path_length.reset();
       Set(s.middle, "2.5.29.19", BasicConstraintsValue({}), true);
     },
     "webpki.basic_constraints.ca"},
    {"leaf that is a CA", [](Specs& s) { s.leaf.ca = true; }, "webpki.basic_constraints.leaf"},
    {"leaf with a path length", [](Specs& s) { s.leaf.path_length = 0; },
     "webpki.basic_constraints.path_length"},
    {"issued by the root", [](Specs& s) { s.direct = true; }, "webpki.issuer.root"},
};

DistributionPoint GoodPoint() {
  return {.name = {.full_name = {{Type::kUri, ToBytes("http://ca.example.com/ca.crl")}}}};
}

constexpr Row kExtensionRows[] = {
    {"critical policies",
     [](Specs& s) { Set(s.leaf, kPolicies, Policies({"2.23.140.1.2.1"}), true); },
     "webpki.extension.critical"},
    {"CA's critical policies",
     [](Specs& s) { Set(s.middle, kPolicies, Policies({"2.23.140.1.2.1"}), true); },
     "webpki.extension.critical"},
    {"key usage not critical",
     [](Specs& s) {
       Set(s.leaf, "2.5.29.15", KeyUsageValue(*s.leaf.key_usage));
       s.leaf.key_usage.reset();
     },
     "webpki.extension.not_critical"},
    {"CA's basicConstraints not critical",
     [](Specs& s) {
       Set(s.middle, "2.5.29.19", BasicConstraintsValue({.ca = true}));
       s.middle.ca = false;
       s.middle.path_length.reset();
     },
     "webpki.extension.not_critical"},
    {"extension twice",
     [](Specs& s) {
       const CertificateExtension copy = s.leaf.extra_extensions.back();
       s.leaf.extra_extensions.push_back(copy);
     },
     "webpki.extension.duplicate"},
    {"no authorityKeyIdentifier", [](Specs& s) { s.leaf.authority_key_id = false; },
     "webpki.authority_key_id.missing"},
    {"CA without authorityKeyIdentifier", [](Specs& s) { s.middle.authority_key_id = false; },
     "webpki.authority_key_id.missing"},
    {"authorityKeyIdentifier with a serial number",
     [](Specs& s) {
       s.middle.serial = Bytes(9, 7);
       s.leaf.authority_key_id = false;
       Set(s.leaf, "2.5.29.35",
           AuthorityKeyIdentifierValue({.key_id = s.middle.key_id, .serial = s.middle.serial}));
     },
     "webpki.authority_key_id.issuer"},
    {"CA without subjectKeyIdentifier", [](Specs& s) { s.middle.subject_key_id = false; },
     "webpki.subject_key_id.missing"},
    {"no policies", [](Specs& s) { Remove(s.leaf, kPolicies); }, "webpki.policies.missing"},
    {"CA without policies", [](Specs& s) { Remove(s.middle, kPolicies); },
     "webpki.policies.missing"},
    {"no reserved policy", [](Specs& s) { Set(s.leaf, kPolicies, Policies({"1.2.3"})); },
     "webpki.policies.reserved"},
    {"two reserved policies",
     [](Specs& s) {
       Organization(s);
       Set(s.leaf, kPolicies, Policies({"2.23.140.1.1", "2.23.140.1.2.2"}));
     },
     "webpki.policies.reserved"},
    {"CA without reserved policy", [](Specs& s) { Set(s.middle, kPolicies, Policies({"1.2.3"})); },
     "webpki.policies.reserved"},
    {"CA with more than any policy",
     [](Specs& s) {
       Set(s.middle, kPolicies, Policies({"2.5.29.32.0", "2.23.140.1.2.1"}));
     },
     "webpki.policies.reserved"},
    {"any policy",
     [](Specs& s) {
       Set(s.leaf, kPolicies, Policies({"2.23.140.1.2.1", "2.5.29.32.0"}));
     },
     "webpki.policies.any"},
    {"user notice",
     [](Specs& s) {
       Set(s.leaf, kPolicies,
           CertificatePoliciesValue(
               {{.oid = "2.23.140.1.2.1", .qualifiers = {UserNoticeQualifier("trust us")}}}));
     },
     "webpki.policies.qualifier"},
    {"CA's user notice",
     [](Specs& s) {
       Set(s.middle, kPolicies,
           CertificatePoliciesValue(
               {{.oid = "2.5.29.32.0", .qualifiers = {UserNoticeQualifier("trust us")}}}));
     },
     "webpki.policies.qualifier"},
    {"no authorityInfoAccess", [](Specs& s) { Remove(s.leaf, kAia); }, "webpki.aia.missing"},
    {"no issuer's address",
     [](Specs& s) { Set(s.leaf, kAia, AuthorityInfoAccessValue({"http://ocsp.example.com"}, {})); },
     "webpki.aia.issuer"},
    {"issuer by https",
     [](Specs& s) { Set(s.leaf, kAia, AuthorityInfoAccessValue({}, {"https://example.com/ca"})); },
     "webpki.aia.location"},
    {"CA's issuer by LDAP",
     [](Specs& s) { Set(s.middle, kAia, AuthorityInfoAccessValue({}, {"ldap://example.com/ca"})); },
     "webpki.aia.location"},
    {"another access method",
     [](Specs& s) {
       const Bytes url = Der(kDerContext + 6, AsBytes("http://example.com/ca"));
       Set(s.leaf, kAia,
           Der(kDerSequence, {Der(kDerSequence, {*DerObjectId("1.3.6.1.5.5.7.48.2"), url}),
                              Der(kDerSequence, {*DerObjectId("1.3.6.1.5.5.7.48.5"), url})}));
     },
     "webpki.aia.location"},
    {"neither CRL nor OCSP",
     [](Specs& s) {
       Remove(s.leaf, kCrl);
       Set(s.leaf, kAia, AuthorityInfoAccessValue({}, {"http://ca.example.com/ca.cer"}));
     },
     "webpki.crl.missing"},
    {"CA without CRL", [](Specs& s) { Remove(s.middle, kCrl); }, "webpki.crl.missing"},
    {"CRL by LDAP", [](Specs& s) { Set(s.leaf, kCrl, CrlAt("ldap://example.com/ca")); },
     "webpki.crl.location"},
    {"CA's CRL by https", [](Specs& s) { Set(s.middle, kCrl, CrlAt("https://example.com/ca")); },
     "webpki.crl.location"},
    {"CRL for some reasons",
     [](Specs& s) {
       DistributionPoint point = GoodPoint();
       point.reasons = 2;
       Set(s.leaf, kCrl, DistributionPointsValue({point}));
     },
     "webpki.crl.location"},
    {"CRL of another issuer",
     [](Specs& s) {
       DistributionPoint point = GoodPoint();
       point.crl_issuer = {{Type::kUri, ToBytes("http://example.com")}};
       Set(s.leaf, kCrl, DistributionPointsValue({point}));
     },
     "webpki.crl.location"},
    {"no distribution point at all",
     [](Specs& s) { Set(s.leaf, kCrl, DistributionPointsValue({})); }, "webpki.crl.location"},
    {"no SCT", [](Specs& s) { Remove(s.leaf, kSct); }, "webpki.sct.missing"},
    {"leaf with name constraints",
     [](Specs& s) {
       Set(s.leaf, "2.5.29.30",
           NameConstraintsValue({.excluded = {{Type::kDns, ToBytes("example.org")}}}), true);
     },
     "webpki.name_constraints.leaf"},
    {"CA's name constraints not critical",
     [](Specs& s) {
       Set(s.middle, "2.5.29.30",
           NameConstraintsValue({.excluded = {{Type::kDns, ToBytes("example.org")}}}));
     },
     "webpki.name_constraints.not_critical"},
};

struct Group {
  std::span<const Row> rows;
  std::vector<std::span<const WebPkiRule>> rules;
};

std::vector<Group> AllGroups() {
  return {{kBasicRows, {WebPkiBasicRules(), WebPkiAlgorithmRules()}},
          {kNameRows, {WebPkiNameRules()}},
          {kSubjectRows, {WebPkiSubjectRules()}},
          {kUsageRows, {WebPkiUsageRules()}},
          {kExtensionRows, {WebPkiExtensionRules()}}};
}

TEST_CASE("a chain of the public PKI as it should be has no finding") {
  CHECK(IdsOf(WebFindings(GoodSpecs())) == Ids{});
  Specs organization = GoodSpecs();
  Organization(organization);
  CHECK(IdsOf(WebFindings(organization)) == Ids{});
  Specs rsa = GoodSpecs();
  rsa.leaf.public_key = RsaInfo(2048);
  *rsa.leaf.key_usage |= Bit(kKeyEncipherment);
  CHECK(IdsOf(WebFindings(rsa)) == Ids{});
  Specs nameless = GoodSpecs();
  nameless.leaf.subject = {};
  nameless.leaf.dns_names = nameless.leaf.ip_addresses = {};
  Set(nameless.leaf, kSan, GeneralNamesValue({{Type::kIp, {8, 8, 8, 8}}}), true);
  CHECK(IdsOf(WebFindings(nameless)) == Ids{});
}

TEST_CASE("a serial number that 64 random bits can make is left alone") {
  Specs specs = GoodSpecs();
  specs.leaf.serial = Bytes(7, 7);  // the first of eight random bytes was zero
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
  specs.leaf.serial = {0, 0x80, 1, 1, 1, 1, 1, 1};
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
}

TEST_CASE("an extended key usage that is absent or allows any is none that refuses") {
  Specs specs = GoodSpecs();
  specs.leaf.extended_key_usage = {};
  Findings findings = WebFindings(specs);
  REQUIRE(IdsOf(findings) == Ids{"webpki.eku.server_auth"});
  CHECK(findings[0].severity == Severity::kWarning);
  specs.leaf.extended_key_usage = {kClient};
  findings = WebFindings(specs);
  REQUIRE(IdsOf(findings) == Ids{"webpki.eku.server_auth"});
  CHECK(findings[0].severity == Severity::kError);
  specs.leaf.extended_key_usage = {"2.5.29.37.0"};
  CHECK(IdsOf(WebFindings(specs)) == Ids{"webpki.eku.forbidden"});
  Specs ca = GoodSpecs();
  ca.middle.extended_key_usage = {"1.3.6.1.5.5.7.3.17", "2.5.29.37.0"};
  CHECK(IdsOf(WebFindings(ca)) == Ids{"webpki.eku.forbidden", "webpki.eku.other"});
}

TEST_CASE("http is http in capitals, too") {
  Specs specs = GoodSpecs();
  Set(specs.leaf, kAia, AuthorityInfoAccessValue({}, {"HTTP://ca.example.com/ca.cer"}));
  Set(specs.leaf, kCrl, CrlAt("Http://ca.example.com/ca.crl"));
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
}

TEST_CASE("RSA in both paddings and EC on each curve are signed with as they should be") {
  struct Case {
    MadeKeyKind key;
    MadeDigest digest;
    bool pss;
  };
  const Case each = GENERATE(Case{MadeKeyKind::kRsa, MadeDigest::kSha256, false},
                             Case{MadeKeyKind::kRsa, MadeDigest::kSha512, false},
                             Case{MadeKeyKind::kRsa, MadeDigest::kSha256, true},
                             Case{MadeKeyKind::kRsa, MadeDigest::kSha384, true},
                             Case{MadeKeyKind::kRsa, MadeDigest::kSha512, true},
                             Case{MadeKeyKind::kP384, MadeDigest::kSha384, false},
                             Case{MadeKeyKind::kP521, MadeDigest::kSha512, false});
  Specs specs = GoodSpecs();
  static const Bytes rsa_key = *MakeKey(MadeKeyKind::kRsa);
  specs.middle.key_kind = each.key;
  if (each.key == MadeKeyKind::kRsa) specs.middle.private_key = rsa_key;
  specs.leaf.digest = each.digest;
  specs.leaf.pss = each.pss;
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
  if (!each.pss) return;
  specs.leaf.pss_salt_bytes = 10;
  CHECK(IdsOf(WebFindings(specs)) == Ids{"webpki.signature.encoding"});
}

TEST_CASE("one thing that is wrong gives its finding alone, and every rule finds something") {
  for (const Group& group : AllGroups()) {
    std::set<std::pair<std::string, std::string>> met;  // ids, and the ends of references
    for (const Row& row : group.rows) {
      CAPTURE(row.name);
      Specs specs = GoodSpecs();
      row.spoil(specs);
      const Findings findings = WebFindings(specs);
      CHECK(IdsOf(findings) == Ids{std::string(row.id)});
      for (const Finding& finding : findings) {
        CHECK(finding.text.find("certificate") != std::string::npos);
        CHECK(finding.advice.ends_with('.'));
        met.insert({finding.id, finding.reference});
      }
    }
    for (const std::span<const WebPkiRule> rules : group.rules) {
      for (const WebPkiRule& rule : rules) {
        const std::string section(rule.section);
        const bool own = section[0] < '0' || section[0] > '9';
        CAPTURE(rule.id, section);
        CHECK(met.contains(
            {std::string(rule.id), own ? section : "CA/Browser Forum TLS BR " + section}));
      }
    }
  }
}

TEST_CASE("a finding says who, what and where it is written") {
  Specs specs = GoodSpecs();
  specs.leaf.dns_names = {"shop.example.com", "a.local", "b.local", "c.local", "d.local"};
  specs.middle.subject_key_id = false;
  const Findings findings = WebFindings(specs);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].text ==
        "the server's certificate names hosts of internal networks: a.local, b.local, c.local and "
        "1 more");
  CHECK(findings[0].severity == Severity::kWarning);
  CHECK(findings[0].reference == "CA/Browser Forum TLS BR 7.1.2.7.12");
  CHECK(findings[1].text == "the intermediate certificate CN=Lab CA has no subjectKeyIdentifier");
}

TEST_CASE("what browsers refuse is an error") {
  std::set<std::string> errors;
  for (const Group& group : AllGroups()) {
    for (const std::span<const WebPkiRule> rules : group.rules) {
      for (const WebPkiRule& rule : rules) {
        if (rule.severity == Severity::kError) errors.insert(std::string(rule.id));
      }
    }
  }
  CHECK(errors == std::set<std::string>{"webpki.version", "webpki.validity.too_long",
                                        "webpki.signature.digest", "webpki.key.kind",
                                        "webpki.key.size", "webpki.san.missing",
                                        "webpki.eku.server_auth", "webpki.basic_constraints.ca",
                                        "webpki.basic_constraints.leaf"});
}

TEST_CASE("how long a certificate may be valid goes by the day it was issued") {
  struct Case {
    UnixTime not_before;
    int64_t days;  // the most
  };
  const Case each =
      GENERATE(Case{DayOf(2018, 3, 1), 825}, Case{{DayOf(2020, 9, 1).seconds - 1}, 825},
               Case{DayOf(2020, 9, 1), 398}, Case{{DayOf(2026, 3, 15).seconds - 1}, 398},
               Case{DayOf(2026, 3, 15), 200}, Case{{DayOf(2027, 3, 15).seconds - 1}, 200},
               Case{DayOf(2027, 3, 15), 100}, Case{{DayOf(2029, 3, 15).seconds - 1}, 100},
               Case{DayOf(2029, 3, 15), 47}, Case{DayOf(2040, 1, 1), 47});
  CAPTURE(each.not_before.seconds, each.days);
  Specs specs = GoodSpecs();
  SetLife(specs.leaf, each.not_before, each.days);
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
  ++specs.leaf.not_after.seconds;
  const Findings findings = WebFindings(specs);
  REQUIRE(IdsOf(findings) == Ids{"webpki.validity.too_long"});
  const std::string wanted = "is valid for " + std::to_string(each.days + 1) +
                             " days, longer than the " + std::to_string(each.days) + " days";
  CHECK(findings[0].text.find(wanted) != std::string::npos);
}

TEST_CASE("before 2018 the length of validity is left alone") {
  Specs specs = GoodSpecs();
  SetLife(specs.leaf, {DayOf(2018, 3, 1).seconds - 1}, 1000);
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
}

TEST_CASE("a rule is for certificates issued since its day") {
  Specs specs = GoodSpecs();
  Organization(specs);
  specs.leaf.subject.push_back({"OU", "IT"});
  SetLife(specs.leaf, {DayOf(2022, 9, 1).seconds - 1}, 90);
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
  SetLife(specs.leaf, DayOf(2022, 9, 1), 90);
  CHECK(IdsOf(WebFindings(specs)) == Ids{"webpki.subject.unit"});
  // A date that cannot be read tells no day.
  specs.leaf.not_before_element = Der(kDerUtcTime, AsBytes("soon"));
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
}

TEST_CASE("rules that came later are not for what was there before them") {
  struct Case {
    void (*spoil)(Specs& specs);
    UnixTime since;
    std::string_view id;
  };
  const Case each =
      GENERATE(Case{[](Specs& s) { s.leaf.subject.back().second = "Shop.Example.com"; },
                    DayOf(2021, 8, 25), "webpki.subject.common_name"},
               Case{[](Specs& s) { s.leaf.dns_names.push_back("ab--c.example.com"); },
                    DayOf(2021, 10, 1), "webpki.san.malformed"},
               Case{[](Specs& s) {
                      Set(s.leaf, kPolicies, Policies({"2.23.140.1.1", "2.23.140.1.2.1"}));
                    },
                    DayOf(2023, 9, 15), "webpki.policies.reserved"},
               Case{[](Specs& s) { Set(s.leaf, kPolicies, Policies({"1.2.3"})); },
                    DayOf(2020, 9, 30), "webpki.policies.reserved"});
  CAPTURE(each.id, each.since.seconds);
  Specs specs = GoodSpecs();
  each.spoil(specs);
  SetLife(specs.leaf, {each.since.seconds - 1}, 90);
  CHECK(IdsOf(WebFindings(specs)) == Ids{});
  SetLife(specs.leaf, each.since, 90);
  CHECK(IdsOf(WebFindings(specs)) == Ids{std::string(each.id)});
}

TEST_CASE("a common name of another host was always wrong") {
  Specs specs = GoodSpecs();
  specs.leaf.subject.back().second = "www.example.com";
  SetLife(specs.leaf, DayOf(2020, 1, 1), 90);
  CHECK(IdsOf(WebFindings(specs)) == Ids{"webpki.subject.common_name"});
}

// Beside what a rule says, how long it takes: each common name held against each address took
// minutes.
TEST_CASE("thousands of common names and of addresses are no work") {
  Specs specs = GoodSpecs();
  std::vector<GeneralName> names = {{Type::kDns, ToBytes("shop.example.com")}};
  for (int i = 0; i < 10000; ++i) {
    Bytes address(16, 0x26);
    address[14] = static_cast<uint8_t>(i >> 8);
    address[15] = static_cast<uint8_t>(i & 0xff);
    names.push_back({Type::kIp, address});
  }
  specs.leaf.dns_names = specs.leaf.ip_addresses = {};
  Set(specs.leaf, kSan, GeneralNamesValue(names));
  for (int i = 0; i < 10000; ++i) specs.leaf.subject.push_back({"CN", std::to_string(i)});
  const Made made = Make(specs);
  const std::clock_t begin = std::clock();
  const Findings findings = WebFindings(made, kTestNow);
  CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 5);
  REQUIRE(IdsOf(findings) == Ids{"webpki.subject.common_name"});
  CHECK(findings[0].text ==
        "the server's certificate has more than one common name: shop.example.com, 0, 1 and 9998 "
        "more");
}

TEST_CASE("a certificate for a few days needs no revocation") {
  struct Case {
    UnixTime not_before;
    int64_t days;
    bool short_lived;
  };
  const Case each =
      GENERATE(Case{DayOf(2026, 3, 14), 10, true}, Case{DayOf(2026, 3, 14), 11, false},
               Case{DayOf(2026, 3, 15), 7, true}, Case{DayOf(2026, 3, 15), 8, false});
  CAPTURE(each.not_before.seconds, each.days);
  Specs specs = GoodSpecs();
  SetLife(specs.leaf, each.not_before, each.days);
  Remove(specs.leaf, kCrl);
  Set(specs.leaf, kAia, AuthorityInfoAccessValue({}, {"http://ca.example.com/ca.cer"}));
  CHECK(IdsOf(WebFindings(specs)) == (each.short_lived ? Ids{} : Ids{"webpki.crl.missing"}));
}

TEST_CASE("SCTs may come in the handshake") {
  Specs specs = GoodSpecs();
  Remove(specs.leaf, kSct);
  Made made = Make(specs);
  made.peer.sct_list = {0, 0};
  CHECK(IdsOf(WebFindings(made, kTestNow)) == Ids{});
}

TEST_CASE("SCTs may come in an OCSP response, and do not where it has none") {
  Specs specs = GoodSpecs();
  Remove(specs.leaf, kSct);
  Made made = Make(specs);
  const Bytes with_scts =
      Der(kDerSequence, {Bytes{5, 0}, *DerObjectId("1.3.6.1.4.1.11129.2.4.5"), Bytes{4, 2, 0, 0}});
  made.peer.ocsp_staple = with_scts;
  CHECK(IdsOf(WebFindings(made, kTestNow)) == Ids{});
  made.peer.ocsp_staple = Der(kDerSequence, {*DerObjectId("1.3.6.1.5.5.7.48.1.1")});
  CHECK(IdsOf(WebFindings(made, kTestNow)) == Ids{"webpki.sct.missing"});
}

TEST_CASE("two attributes in one part of the subject are told") {
  Specs specs = GoodSpecs();
  Made made = Make(specs);
  Certificate leaf = *made.peer.certificates[0];
  leaf.subject.attributes[1].rdn = leaf.subject.attributes[0].rdn;
  made.peer.certificates[0] = std::make_shared<const Certificate>(leaf);
  CHECK(IdsOf(WebFindings(made, kTestNow)) == Ids{"webpki.subject.form"});
}

TEST_CASE("neither an anchor nor a root that is not trusted is judged") {
  Specs specs = GoodSpecs();
  specs.root.subject = {{"CN", "a root of its own kind"}};
  specs.root.key_usage.reset();
  specs.root.serial = {0};
  specs.root.digest = MadeDigest::kSha1;
  const Made made = Make(specs);
  CHECK(IdsOf(WebFindings(made, kTestNow)) == Ids{});
  Made sent = made;
  sent.peer.certificates.push_back(FactsOf({made.root.der}).certificates[0]);
  sent.root = MakeOrFail(GoodCa("Another Root"));
  CHECK(IdsOf(WebFindings(sent, kTestNow)) == Ids{});
}

TEST_CASE("lists name three and count the rest") {
  CHECK(ListText({}).empty());
  CHECK(ListText({"a"}) == "a");
  CHECK(ListText({"a", "b"}) == "a and b");
  CHECK(ListText({"a", "b", "c"}) == "a, b and c");
  CHECK(ListText({"a", "b", "c", "d", "e"}) == "a, b, c and 2 more");
  CHECK(ListText({"a", "b", "c"}, 1) == "a and 2 more");
  CHECK(ListText({"\x1b"}) == "\x1b");
  CHECK(ListEscaped({"\x1b[2J", "b"}) == "\\x1b[2J and b");
  CHECK(ListEscaped({std::string(90, 'a')}).find("90 bytes") != std::string::npos);
  CHECK(WithList("has", {}).empty());
  CHECK(WithList("has", {"a", "b"}) == "has a and b");
}

TEST_CASE("without the option there is nothing, and without certificates nothing to judge") {
  Specs specs = GoodSpecs();
  specs.leaf.extended_key_usage = {};
  CHECK(WebFindings(Make(specs), kTestNow, false).empty());
  CHECK(WebFindings(Made{.peer = {}, .root = MakeOrFail(specs.root)}, kTestNow).empty());
}

}  // namespace
}  // namespace tlsprobe
