// The cases, one function each group.
#include "tests/check/chain_cases.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Change = std::function<void(CertificateSpec&)>;

// Root, intermediate, leaf, each as changed; the leaf and the intermediate are sent, the root is
// trusted.
struct Plan {
  Change root = [](CertificateSpec&) {};
  Change intermediate = [](CertificateSpec&) {};
  Change leaf = [](CertificateSpec&) {};
};

struct Made {
  MadeCertificate root, intermediate, leaf;
};

Made MakeThree(const Plan& plan) {
  Made made;
  CertificateSpec root = CaSpec("Root"), intermediate = CaSpec("Intermediate"), leaf = LeafSpec();
  plan.root(root);
  plan.intermediate(intermediate);
  plan.leaf(leaf);
  made.root = MakeOrFail(root);
  made.intermediate = MakeOrFail(intermediate, &made.root);
  made.leaf = MakeOrFail(leaf, &made.intermediate);
  return made;
}

ChainCase Usual(std::string name, const Plan& plan) {
  const Made made = MakeThree(plan);
  return {std::move(name), {made.leaf, made.intermediate}, {made.root}};
}

CertificateExtension Raw(std::string oid, bool critical, Bytes value) {
  return {.oid = std::move(oid), .critical = critical, .value = std::move(value)};
}

void Expire(CertificateSpec& spec) { spec.not_after = {kTestNow.seconds - 3 * kTestDay}; }
void Postpone(CertificateSpec& spec) { spec.not_before = {kTestNow.seconds + 3 * kTestDay}; }

void AddTrustCases(std::vector<ChainCase>& cases) {
  const Made made = MakeThree({});
  const MadeCertificate other = MakeOrFail(CaSpec("Other root"));
  const auto& [root, intermediate, leaf] = made;
  cases.push_back({"in order", {leaf, intermediate}, {root}});
  cases.push_back({"root sent", {leaf, intermediate, root}, {root}});
  cases.push_back({"intermediate missing", {leaf}, {root}});
  cases.push_back({"root sent, not trusted", {leaf, intermediate, root}, {other}});
  cases.push_back({"root not sent, not trusted", {leaf, intermediate}, {other}});
  cases.push_back({"nothing sent above, nothing trusted", {leaf}, {other}});
  cases.push_back({"intermediate trusted, root not", {leaf, intermediate}, {intermediate}});
  cases.push_back({"intermediate trusted, not sent", {leaf}, {intermediate}});
  cases.push_back({"leaf trusted", {leaf, intermediate}, {leaf}});
  cases.push_back({"leaf trusted, alone", {leaf}, {leaf}});
  cases.push_back({"all trusted", {leaf}, {leaf, intermediate, root}});
  cases.push_back({"wrong order", {leaf, root, intermediate}, {root}});
  cases.push_back({"unrelated sent", {leaf, other, intermediate}, {root}});
  cases.push_back({"sent twice", {leaf, leaf, intermediate, intermediate}, {root}});
  const MadeCertificate direct = MakeOrFail(LeafSpec(), &root);
  cases.push_back({"without intermediate", {direct}, {root}});
  MadeCertificate impostor = MakeOrFail(CaSpec("Root"));
  cases.push_back({"root of the same name sent", {leaf, intermediate, impostor}, {root}});
  cases.push_back({"root of the same name trusted", {leaf, intermediate, root}, {impostor}});
}

void AddSelfSignedCases(std::vector<ChainCase>& cases) {
  const MadeCertificate other = MakeOrFail(CaSpec("Other root"));
  const MadeCertificate self = MakeOrFail(LeafSpec());
  cases.push_back({"self-signed leaf", {self}, {other}});
  cases.push_back({"self-signed leaf, trusted", {self}, {self}});
  CertificateSpec ca = LeafSpec();
  ca.ca = true;
  ca.key_usage = std::nullopt;
  const MadeCertificate both = MakeOrFail(ca);
  cases.push_back({"self-signed CA as leaf", {both}, {other}});
  cases.push_back({"self-signed CA as leaf, trusted", {both}, {both}});
  CertificateSpec plain = {.common_name = "host.example"};
  plain.subject_key_id = false;
  const MadeCertificate bare = MakeOrFail(plain);
  cases.push_back({"self-signed without extensions", {bare}, {other}});
  CertificateSpec old = LeafSpec();
  Expire(old);
  const MadeCertificate expired = MakeOrFail(old);
  cases.push_back({"self-signed and expired", {expired}, {other}});
  cases.push_back({"self-signed, expired, trusted", {expired}, {expired}});
}

void AddTimeCases(std::vector<ChainCase>& cases) {
  cases.push_back(Usual("expired leaf", {.leaf = Expire}));
  cases.push_back(Usual("leaf not yet valid", {.leaf = Postpone}));
  cases.push_back(Usual("expired intermediate", {.intermediate = Expire}));
  cases.push_back(Usual("intermediate not yet valid", {.intermediate = Postpone}));
  cases.push_back(Usual("expired root", {.root = Expire}));
  cases.push_back(
      Usual("everything expired", {.root = Expire, .intermediate = Expire, .leaf = Expire}));
  const auto now_ends = [](CertificateSpec& spec) { spec.not_after = kTestNow; };
  cases.push_back(Usual("leaf ends this second", {.leaf = now_ends}));
  const auto now_begins = [](CertificateSpec& spec) { spec.not_before = kTestNow; };
  cases.push_back(Usual("leaf begins this second", {.leaf = now_begins}));

  // The same CA renewed: an expired certificate and a valid one for one key.
  CertificateSpec spec = CaSpec("Root");
  spec.private_key = *MakeKey(MadeKeyKind::kP256);
  const MadeCertificate valid = MakeOrFail(spec);
  CertificateSpec older = spec, oldest = spec;
  older.not_after = {kTestNow.seconds - 3 * kTestDay};
  oldest.not_after = {kTestNow.seconds - 300 * kTestDay};
  const MadeCertificate expired = MakeOrFail(older), long_expired = MakeOrFail(oldest);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &valid);
  cases.push_back({"expired and valid root, one key", {leaf}, {expired, valid}});
  cases.push_back({"two expired roots, one key", {leaf}, {long_expired, expired}});
  cases.push_back({"two expired roots sent", {leaf, long_expired, expired}, {valid}});
}

void AddCaCases(std::vector<ChainCase>& cases) {
  const auto add = [&](std::string name, Change change) {
    cases.push_back(Usual(std::move(name), {.intermediate = std::move(change)}));
  };
  add("intermediate without extensions", [](CertificateSpec& s) {
    s.ca = false;
    s.key_usage = std::nullopt;
  });
  add("intermediate not a CA", [](CertificateSpec& s) {
    s.ca = false;
    s.key_usage = std::nullopt;
    s.extra_extensions = {Raw("2.5.29.19", true, {0x30, 0x00})};
  });
  add("intermediate of version 1", [](CertificateSpec& s) { s.version = 1; });
  add("intermediate by key usage alone", [](CertificateSpec& s) { s.ca = false; });
  add("intermediate that may not sign",
      [](CertificateSpec& s) { s.key_usage = uint16_t{1 << kDigitalSignature}; });
  add("intermediate without key usage", [](CertificateSpec& s) { s.key_usage = std::nullopt; });
  add("intermediate by Netscape's type alone", [](CertificateSpec& s) {
    s.ca = false;
    s.key_usage = std::nullopt;
    s.extra_extensions = {Raw("2.16.840.1.113730.1.1", false, {0x03, 0x02, 0x02, 0x04})};
  });
  const auto old_root = [](CertificateSpec& s) { s.version = 1; };
  cases.push_back(Usual("root of version 1", {.root = old_root}));
  const auto by_usage = [](CertificateSpec& s) { s.ca = false; };
  cases.push_back(Usual("root by key usage alone", {.root = by_usage}));
  const auto no_ca = [](CertificateSpec& s) {
    s.ca = false;
    s.key_usage = std::nullopt;
  };
  cases.push_back(Usual("root not a CA", {.root = no_ca}));
  const auto may_not_sign = [](CertificateSpec& s) { s.key_usage = uint16_t{1 << kCrlSign}; };
  cases.push_back(Usual("root that may not sign", {.root = may_not_sign}));
}

void AddLengthCases(std::vector<ChainCase>& cases) {
  const auto limit = [](uint64_t length) {
    return [length](CertificateSpec& s) { s.path_length = length; };
  };
  cases.push_back(Usual("root allows no intermediate", {.root = limit(0)}));
  cases.push_back(Usual("root allows one intermediate", {.root = limit(1)}));
  cases.push_back(Usual("intermediate allows none", {.intermediate = limit(0)}));
  std::vector<MadeCertificate> made = {MakeOrFail(CaSpec("Root"))};
  for (int i = 0; i < 5; ++i) {
    CertificateSpec spec = CaSpec("CA " + std::to_string(i));
    if (i == 1) spec.path_length = 2;
    made.push_back(MakeOrFail(spec, &made.back()));
  }
  made.push_back(MakeOrFail(LeafSpec(), &made.back()));
  std::vector<MadeCertificate> sent(made.rbegin(), made.rend() - 1);
  cases.push_back({"five intermediates, one too many", sent, {made[0]}});
  cases.push_back({"five intermediates, all trusted", {made.back()}, made});
  // A CA that renewed its key by certifying itself does not count.
  CertificateSpec root_spec = CaSpec("Root");
  root_spec.path_length = 0;
  const MadeCertificate root = MakeOrFail(root_spec);
  const MadeCertificate rollover = MakeOrFail(CaSpec("Root"), &root);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &rollover);
  cases.push_back({"self-issued intermediate", {leaf, rollover}, {root}});
}

void AddPurposeCases(std::vector<ChainCase>& cases) {
  const auto uses = [](std::vector<std::string> oids) {
    return [oids](CertificateSpec& s) { s.extended_key_usage = oids; };
  };
  const auto usage = [](uint16_t bits) {
    return [bits](CertificateSpec& s) { s.key_usage = bits; };
  };
  const std::string client = "1.3.6.1.5.5.7.3.2", any = "2.5.29.37.0", email = "1.3.6.1.5.5.7.3.4";
  cases.push_back(Usual("leaf for clients", {.leaf = uses({client})}));
  cases.push_back(Usual("leaf for any use", {.leaf = uses({any})}));
  cases.push_back(Usual("leaf for mail", {.leaf = uses({email})}));
  cases.push_back(Usual("leaf with no extended use", {.leaf = uses({})}));
  cases.push_back(Usual("leaf for gated crypto", {.leaf = uses({"1.3.6.1.4.1.311.10.3.3"})}));
  cases.push_back(Usual("intermediate for clients", {.intermediate = uses({client})}));
  cases.push_back(Usual("root for clients", {.root = uses({client})}));
  cases.push_back(Usual("leaf that signs CRLs", {.leaf = usage(1 << kCrlSign)}));
  cases.push_back(Usual("leaf that enciphers", {.leaf = usage(1 << kKeyEncipherment)}));
  cases.push_back(Usual("leaf that agrees", {.leaf = usage(1 << kKeyAgreement)}));
  cases.push_back(Usual("leaf without usages", {.leaf = [](CertificateSpec& s) {
                          s.key_usage = std::nullopt;
                          s.extended_key_usage = {};
                        }}));
  const auto netscape = [](uint8_t bits) {
    return [bits](CertificateSpec& s) {
      s.extended_key_usage = {};
      s.extra_extensions = {Raw("2.16.840.1.113730.1.1", false, {0x03, 0x02, 0x00, bits})};
    };
  };
  cases.push_back(Usual("leaf of Netscape's server type", {.leaf = netscape(0x40)}));
  cases.push_back(Usual("leaf of Netscape's client type", {.leaf = netscape(0x80)}));
  const auto stamp = [](bool critical) {
    return [critical](CertificateSpec& s) {
      s.extended_key_usage = {};
      s.extra_extensions = {
          Raw("2.5.29.37", critical,
              {0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08})};
    };
  };
  cases.push_back(Usual("leaf for time stamps", {.leaf = stamp(true)}));
  cases.push_back(Usual("leaf for time stamps, not critical", {.leaf = stamp(false)}));
}

void AddExtensionCases(std::vector<ChainCase>& cases) {
  const auto extra = [](std::string oid, bool critical, Bytes value) {
    return [=](CertificateSpec& s) { s.extra_extensions.push_back(Raw(oid, critical, value)); };
  };
  const Change unknown = extra("1.2.3.4.5", true, {0x05, 0x00});
  cases.push_back(Usual("unknown critical in the leaf", {.leaf = unknown}));
  cases.push_back(Usual("unknown critical in the intermediate", {.intermediate = unknown}));
  cases.push_back(Usual("unknown critical in the root", {.root = unknown}));
  cases.push_back(Usual("unknown, not critical", {.leaf = extra("1.2.3.4.5", false, {5, 0})}));
  const auto critical_key_id = [](CertificateSpec& s) {
    s.subject_key_id = false;
    s.extra_extensions = {Raw("2.5.29.14", true, {0x04, 0x02, 0x01, 0x02})};
  };
  cases.push_back(Usual("critical key identifier", {.leaf = critical_key_id}));
  const auto bad_names = [](CertificateSpec& s) {
    s.dns_names = {};
    s.extra_extensions = {Raw("2.5.29.17", false, {0x30, 0x05, 0x01})};
  };
  cases.push_back(Usual("malformed names in the leaf", {.leaf = bad_names}));
  const auto bad_basic = [](CertificateSpec& s) {
    s.ca = false;
    s.extra_extensions = {Raw("2.5.29.19", true, {0x30, 0x05, 0x01})};
  };
  cases.push_back(
      Usual("malformed basicConstraints in the intermediate", {.intermediate = bad_basic}));
  cases.push_back(Usual("malformed basicConstraints in the root", {.root = bad_basic}));
  const Change twice =
      extra("2.5.29.37", false, {0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 1});
  cases.push_back(Usual("extended key usage twice", {.leaf = twice}));
  cases.push_back(Usual("malformed AIA", {.leaf = extra("1.3.6.1.5.5.7.1.1", false, {1, 2})}));
  const auto no_bits = [](CertificateSpec& s) {
    s.key_usage = std::nullopt;
    s.extra_extensions = {Raw("2.5.29.15", true, {0x03, 0x01, 0x00})};
  };
  cases.push_back(Usual("key usage without a bit", {.leaf = no_bits}));
  const auto nobody = [](CertificateSpec& s) { s.common_name = ""; };
  cases.push_back(Usual("leaf without a subject", {.leaf = nobody}));
}

void AddKeyIdCases(std::vector<ChainCase>& cases) {
  const auto authority = [](Bytes value) {
    return [value](CertificateSpec& s) {
      s.authority_key_id = false;
      s.extra_extensions.push_back(Raw("2.5.29.35", false, value));
    };
  };
  cases.push_back(
      Usual("authority key id of another", {.leaf = authority({0x30, 0x04, 0x80, 2, 1, 2})}));
  cases.push_back(
      Usual("authority serial of another", {.leaf = authority({0x30, 0x03, 0x82, 1, 9})}));
  cases.push_back(Usual("intermediate points elsewhere",
                        {.intermediate = authority({0x30, 0x04, 0x80, 2, 1, 2})}));
  cases.push_back(Usual("root points elsewhere", {.root = authority({0x30, 0x04, 0x80, 2, 1, 2})}));
  const auto none = [](CertificateSpec& s) { s.subject_key_id = s.authority_key_id = false; };
  cases.push_back(Usual("no key identifiers", {.root = none, .intermediate = none, .leaf = none}));
  // Without identifiers, another key of the same name is taken, and fails.
  const Made made = MakeThree({.intermediate = none, .leaf = none});
  CertificateSpec twin_spec = CaSpec("Intermediate");
  none(twin_spec);
  const MadeCertificate twin = MakeOrFail(twin_spec, &made.root);
  cases.push_back({"intermediate of the same name", {made.leaf, twin}, {made.root}});
  cases.push_back({"both of the same name", {made.leaf, twin, made.intermediate}, {made.root}});
  MadeCertificate broken = made.leaf;
  broken.der.back() ^= 1;
  cases.push_back({"broken signature", {broken, made.intermediate}, {made.root}});
  MadeCertificate disagreeing = made.leaf;  // ecdsa-with-SHA384 outside, SHA256 inside
  const Bytes oid = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
  const auto outer =
      std::find_end(disagreeing.der.begin(), disagreeing.der.end(), oid.begin(), oid.end());
  *(outer + 7) = 3;
  cases.push_back({"algorithms disagree", {disagreeing, made.intermediate}, {made.root}});
}

void AddKeyCases(std::vector<ChainCase>& cases) {
  const auto kind = [](MadeKeyKind key, int bits = 2048) {
    return [=](CertificateSpec& s) {
      s.key_kind = key;
      s.rsa_bits = bits;
    };
  };
  const auto all = [&](std::string name, const Change& change) {
    cases.push_back(Usual(std::move(name), {change, change, change}));
  };
  all("P-384", kind(MadeKeyKind::kP384));
  all("P-521", kind(MadeKeyKind::kP521));
  all("Ed25519", kind(MadeKeyKind::kEd25519));
  const Change rsa = kind(MadeKeyKind::kRsa, 2048), weak = kind(MadeKeyKind::kRsa, 1024);
  cases.push_back(Usual("RSA 1024 leaf", {.leaf = weak}));
  cases.push_back(Usual("RSA 1024 intermediate", {.intermediate = weak}));
  cases.push_back(Usual("RSA 1024 root", {.root = weak}));
  CertificateSpec alone = LeafSpec();
  weak(alone);
  cases.push_back({"RSA 1024 self-signed", {MakeOrFail(alone)}, {MakeOrFail(CaSpec("Other"))}});
  const auto digest = [](MadeDigest made) {
    return [made](CertificateSpec& s) { s.digest = made; };
  };
  cases.push_back(Usual("SHA-1 leaf", {.leaf = digest(MadeDigest::kSha1)}));
  cases.push_back(Usual("SHA-1 intermediate", {.intermediate = digest(MadeDigest::kSha1)}));
  cases.push_back(Usual("SHA-1 root", {.root = digest(MadeDigest::kSha1)}));
  cases.push_back(Usual("SHA-384 leaf", {.leaf = digest(MadeDigest::kSha384)}));
  cases.push_back(Usual("RSA, MD5 leaf", {rsa, rsa, digest(MadeDigest::kMd5)}));
  cases.push_back(Usual("RSA, SHA-1 leaf", {rsa, rsa, digest(MadeDigest::kSha1)}));
  const auto pss = [](int salt) {
    return [salt](CertificateSpec& s) {
      s.pss = true;
      s.pss_salt_bytes = salt;
    };
  };
  cases.push_back(Usual("RSA-PSS", {rsa, rsa, pss(-1)}));
  cases.push_back(Usual("RSA-PSS with a salt of 10", {rsa, rsa, pss(10)}));
  cases.push_back(Usual("RSA-PSS without salt", {rsa, rsa, pss(0)}));
}

void AddLoopCases(std::vector<ChainCase>& cases) {
  CertificateSpec a_spec = CaSpec("A"), b_spec = CaSpec("B");
  a_spec.private_key = *MakeKey(MadeKeyKind::kP256);
  b_spec.private_key = *MakeKey(MadeKeyKind::kP256);
  const MadeCertificate a = MakeOrFail(a_spec), b = MakeOrFail(b_spec);
  const MadeCertificate a_by_b = MakeOrFail(a_spec, &b), b_by_a = MakeOrFail(b_spec, &a);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &a);
  const MadeCertificate other = MakeOrFail(CaSpec("Other root"));
  cases.push_back({"a loop, sent", {leaf, a_by_b, b_by_a}, {other}});
  cases.push_back({"a loop, trusted", {leaf}, {a_by_b, b_by_a}});
  cases.push_back({"cross-signed, old root trusted", {leaf, a_by_b}, {b}});
  cases.push_back({"cross-signed, new root trusted", {leaf, a_by_b}, {a}});
  cases.push_back({"cross-signed, both trusted", {leaf, a_by_b}, {a, b}});
  cases.push_back({"cross-signed, none trusted", {leaf, a_by_b, b}, {other}});
}

void AddProxyCases(std::vector<ChainCase>& cases) {
  CertificateSpec user_spec = LeafSpec();
  user_spec.subject = {{"O", "Lab"}, {"CN", "host.example"}};
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate user = MakeOrFail(user_spec, &root);
  const Bytes info = {0x30, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2b,
                      0x06, 0x01, 0x05, 0x05, 0x07, 0x15, 0x01};
  const auto proxy = [&](std::vector<std::pair<std::string, std::string>> subject) {
    CertificateSpec spec = {.subject = std::move(subject),
                            .key_usage = uint16_t{1 << kDigitalSignature}};
    spec.extra_extensions = {Raw("1.3.6.1.5.5.7.1.14", true, info)};
    return MakeOrFail(spec, &user);
  };
  cases.push_back({"proxy certificate",
                   {proxy({{"O", "Lab"}, {"CN", "host.example"}, {"CN", "1"}}), user},
                   {root}});
  cases.push_back({"proxy certificate of a wrong name", {proxy({{"CN", "x"}}), user}, {root}});
}

GeneralName Dns(std::string_view text) { return {GeneralName::Type::kDns, ToBytes(text)}; }
GeneralName Email(std::string_view text) { return {GeneralName::Type::kEmail, ToBytes(text)}; }
GeneralName Uri(std::string_view text) { return {GeneralName::Type::kUri, ToBytes(text)}; }
GeneralName Ip(Bytes bytes) { return {GeneralName::Type::kIp, std::move(bytes)}; }
GeneralName Directory(std::string_view organisation) {
  CertificateSpec spec;
  spec.subject = {{"O", std::string(organisation)}};
  return {GeneralName::Type::kDirectory, MakeOrFail(spec).subject};
}

void AddConstraintCases(std::vector<ChainCase>& cases) {
  const auto leaf = [](CertificateSpec& s) {
    s.subject = {{"O", "Lab"}, {"CN", "host.example"}, {"emailAddress", "me@mail.example"}};
    s.dns_names = {"host.example", "other.test"};
    s.ip_addresses = {"192.0.2.7", "2001:db8::7"};
    s.email_addresses = {"me@mail.example"};
    s.uris = {"https://host.example:8443/x"};
  };
  const auto plain = [](CertificateSpec& s) {
    s.subject = {{"O", "Lab"}, {"CN", "host.example"}};
    s.dns_names = {};
  };
  const auto bound = [](const NameConstraints& constraints) {
    return [constraints](CertificateSpec& s) {
      s.extra_extensions = {Raw("2.5.29.30", true, NameConstraintsValue(constraints))};
    };
  };
  const auto add = [&](std::string name, const NameConstraints& constraints) {
    cases.push_back(Usual("names: " + name, {.intermediate = bound(constraints), .leaf = leaf}));
    cases.push_back(
        Usual("common name: " + name, {.intermediate = bound(constraints), .leaf = plain}));
  };
  const Bytes net4 = {192, 0, 2, 0, 255, 255, 255, 0}, far4 = {10, 0, 0, 0, 255, 0, 0, 0};
  add("all DNS permitted", {.permitted = {Dns("")}});
  add("both domains permitted", {.permitted = {Dns("example"), Dns("TEST")}});
  add("one domain permitted", {.permitted = {Dns("example")}});
  add("dotted domain permitted", {.permitted = {Dns(".example"), Dns(".test")}});
  add("exact host permitted", {.permitted = {Dns("host.example"), Dns("other.test")}});
  add("half a label permitted", {.permitted = {Dns("ost.example"), Dns("test")}});
  add("domain excluded", {.excluded = {Dns("test")}});
  add("foreign domain excluded", {.excluded = {Dns("elsewhere")}});
  add("host excluded", {.permitted = {Dns("")}, .excluded = {Dns("host.example")}});
  add("mail host permitted", {.permitted = {Email("mail.example")}});
  add("mail domain permitted", {.permitted = {Email(".example")}});
  add("mailbox permitted", {.permitted = {Email("me@mail.example")}});
  add("mailbox of another permitted", {.permitted = {Email("you@mail.example")}});
  add("mailbox in capitals permitted", {.permitted = {Email("ME@mail.example")}});
  add("mail host excluded", {.excluded = {Email("MAIL.example")}});
  add("URI host permitted", {.permitted = {Uri("host.example")}});
  add("URI domain permitted", {.permitted = {Uri(".example")}});
  add("URI domain excluded", {.excluded = {Uri(".example")}});
  add("foreign URI permitted", {.permitted = {Uri("elsewhere")}});
  add("IPv4 net permitted", {.permitted = {Ip(net4)}});
  add("IPv4 net excluded", {.excluded = {Ip(net4)}});
  add("far IPv4 net excluded", {.excluded = {Ip(far4)}});
  Bytes net6 = {0x20, 0x01, 0x0d, 0xb8};
  net6.resize(16);
  net6.insert(net6.end(), {0xff, 0xff, 0xff, 0xff});
  net6.resize(32);
  add("both nets permitted", {.permitted = {Ip(net4), Ip(net6)}});
  add("malformed net", {.permitted = {Ip({1, 2, 3})}});
  add("organisation permitted", {.permitted = {Directory("lab")}});
  add("foreign organisation permitted", {.permitted = {Directory("Elsewhere")}});
  add("organisation excluded", {.excluded = {Directory(" LAB ")}});
  cases.push_back(Usual("names: constraints in the root",
                        {.root = bound({.permitted = {Dns("elsewhere")}}), .leaf = leaf}));
  cases.push_back(Usual("names: constraints in root and intermediate",
                        {.root = bound({.permitted = {Dns("elsewhere")}}),
                         .intermediate = bound({.excluded = {Dns("example")}}),
                         .leaf = leaf}));
  cases.push_back(Usual(
      "names: intermediate's organisation excluded",
      {.root = bound({.excluded = {Directory("Lab")}}), .intermediate = [](CertificateSpec& s) {
         s.subject = {{"O", "Lab"}, {"CN", "Intermediate"}};
       }}));
}

std::vector<ChainCase> MakeCases() {
  std::vector<ChainCase> cases;
  AddTrustCases(cases);
  AddSelfSignedCases(cases);
  AddTimeCases(cases);
  AddCaCases(cases);
  AddLengthCases(cases);
  AddPurposeCases(cases);
  AddExtensionCases(cases);
  AddKeyIdCases(cases);
  AddKeyCases(cases);
  AddLoopCases(cases);
  AddProxyCases(cases);
  AddConstraintCases(cases);
  return cases;
}

}  // namespace

const std::vector<ChainCase>& AllChainCases() {
  static const std::vector<ChainCase> cases = MakeCases();
  return cases;
}

}  // namespace tlsprobe
