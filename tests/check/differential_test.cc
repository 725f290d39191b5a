// Our verification against the installed openssl's, callback by callback.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/check/live_openssl.h"

namespace tlsprobe {
namespace {

struct Setting {
  std::string name = {};
  VerifyOptions options = {};
  int level = 0;
};

VerifyOptions Plain() { return {.check_target_name = false}; }

Setting With(std::string name, void (*change)(Setting& setting)) {
  Setting setting{.name = std::move(name), .options = Plain()};
  change(setting);
  return setting;
}

// The settings every case is tried with.
std::vector<Setting> CommonSettings() {
  return {
      With("level 0", [](Setting&) {}),
      With("level 2", [](Setting& s) { s.level = 2; }),
      With("partial chain", [](Setting& s) { s.options.partial_chain = true; }),
  };
}

std::vector<Setting> MoreSettings() {
  return {
      With("level 1", [](Setting& s) { s.level = 1; }),
      With("level 3", [](Setting& s) { s.level = 3; }),
      With("level 4", [](Setting& s) { s.level = 4; }),
      With("level 5", [](Setting& s) { s.level = 5; }),
      With("level 2, partial chain",
           [](Setting& s) {
             s.level = 2;
             s.options.partial_chain = true;
           }),
      With("depth 0", [](Setting& s) { s.options.max_depth = 0; }),
      With("depth 1", [](Setting& s) { s.options.max_depth = 1; }),
      With("depth 0, partial chain",
           [](Setting& s) {
             s.options.max_depth = 0;
             s.options.partial_chain = true;
           }),
      With("any purpose", [](Setting& s) { s.options.purpose = Purpose::kAny; }),
      With("refused",
           [](Setting& s) {
             s.level = 2;
             s.options.fail_handshake = true;
           }),
      With("refused beyond depth 1",
           [](Setting& s) {
             s.level = 2;
             s.options.fail_handshake = true;
             s.options.tolerated_depth = 1;
           }),
      With("wrong name, refused",
           [](Setting& s) {
             s.options.host = "wrong.example";
             s.options.fail_handshake = true;
           }),
      With("wrong names",
           [](Setting& s) {
             s.options.host = "wrong.example";
             s.options.email = "wrong@mail.example";
             s.options.ip = "192.0.2.99";
           }),
  };
}

std::vector<std::string> Arguments(const Setting& setting) {
  static const char* const kPurposes[] = {"any",         "sslclient",  "sslserver",
                                          "nssslserver", "smimesign",  "smimeencrypt",
                                          "crlsign",     "ocsphelper", "timestampsign"};
  const VerifyOptions& options = setting.options;
  std::vector<std::string> arguments = {"-auth_level", std::to_string(setting.level), "-purpose",
                                        kPurposes[static_cast<size_t>(options.purpose)]};
  if (options.no_check_time) arguments.push_back("-no_check_time");
  if (!options.no_check_time || options.at_time) {
    arguments.push_back("-attime");
    arguments.push_back(std::to_string(options.at_time.value_or(kTestNow).seconds));
  }
  if (options.fail_handshake && options.tolerated_depth < 0) {
    arguments.push_back("-verify_return_error");
  }
  if (options.tolerated_depth >= 0) {
    arguments.push_back("-verify");
    arguments.push_back(std::to_string(options.tolerated_depth));
  }
  if (options.partial_chain) arguments.push_back("-partial_chain");
  if (options.max_depth) {
    arguments.push_back("-verify_depth");
    arguments.push_back(std::to_string(*options.max_depth));
  }
  const auto add = [&](const char* option, const std::string& value) {
    if (value.empty()) return;
    arguments.push_back(option);
    arguments.push_back(value);
  };
  add("-verify_hostname", options.host);
  add("-verify_email", options.email);
  add("-verify_ip", options.ip);
  return arguments;
}

void Compare(const ChainCase& chain, const LiveServer& server, const Setting& setting) {
  CAPTURE(chain.name, setting.name);
  const LiveVerdict live = server.Verify(Arguments(setting));
  const Judged judged = Judge(chain, setting.options, setting.level);
  CAPTURE(live.output);
  CHECK(StepsText(judged.verification.chain.steps) == live.steps);
  CHECK(judged.verification.chain.code == live.code);
}

const ChainCase& CaseNamed(std::string_view name) {
  for (const ChainCase& each : AllChainCases()) {
    if (each.name == name) return each;
  }
  FAIL("no such case: " << name);
  return AllChainCases()[0];
}

TEST_CASE("every chain is judged as by the live openssl") {
  for (const ChainCase& chain : AllChainCases()) {
    const LiveServer server(chain);
    for (const Setting& setting : CommonSettings()) Compare(chain, server, setting);
  }
}

TEST_CASE("levels, depths and names are judged as by the live openssl") {
  for (const char* name : {"in order",
                           "intermediate missing",
                           "root sent, not trusted",
                           "root not sent, not trusted",
                           "intermediate trusted, root not",
                           "leaf trusted",
                           "self-signed leaf",
                           "self-signed leaf, trusted",
                           "everything expired",
                           "five intermediates, one too many",
                           "five intermediates, all trusted",
                           "RSA 1024 leaf",
                           "RSA 1024 intermediate",
                           "RSA 1024 root",
                           "RSA 1024 self-signed",
                           "SHA-1 intermediate",
                           "RSA, MD5 leaf",
                           "RSA-PSS",
                           "Ed25519",
                           "P-384",
                           "P-521",
                           "a loop, sent",
                           "a loop, trusted",
                           "names: all DNS permitted"}) {
    const ChainCase& chain = CaseNamed(name);
    const LiveServer server(chain);
    for (const Setting& setting : MoreSettings()) Compare(chain, server, setting);
  }
}

TEST_CASE("purposes are judged as by the live openssl") {
  for (const char* name : {"in order",
                           "leaf for clients",
                           "leaf for any use",
                           "leaf for mail",
                           "leaf with no extended use",
                           "leaf for gated crypto",
                           "intermediate for clients",
                           "root for clients",
                           "leaf that signs CRLs",
                           "leaf that enciphers",
                           "leaf that agrees",
                           "leaf without usages",
                           "leaf of Netscape's server type",
                           "leaf of Netscape's client type",
                           "leaf for time stamps",
                           "leaf for time stamps, not critical",
                           "intermediate by Netscape's type alone",
                           "malformed names in the leaf",
                           "self-signed CA as leaf, trusted",
                           "root of version 1"}) {
    const ChainCase& chain = CaseNamed(name);
    const LiveServer server(chain);
    for (int purpose = 0; purpose <= static_cast<int>(Purpose::kTimestampSign); ++purpose) {
      Setting setting{.name = "purpose " + std::to_string(purpose), .options = Plain()};
      setting.options.purpose = static_cast<Purpose>(purpose);
      Compare(chain, server, setting);
    }
  }
}

TEST_CASE("times are judged as by the live openssl") {
  for (const char* name : {"in order", "expired leaf", "leaf not yet valid", "expired root",
                           "expired and valid root, one key", "two expired roots, one key"}) {
    const ChainCase& chain = CaseNamed(name);
    const LiveServer server(chain);
    for (const int64_t days : {-4000, -4, 0, 4, 10000}) {
      Setting setting{.name = "day " + std::to_string(days), .options = Plain()};
      setting.options.at_time = UnixTime{kTestNow.seconds + days * kTestDay};
      Compare(chain, server, setting);
      setting.name += ", no_check_time too";
      setting.options.no_check_time = true;  // a named time has precedence
      Compare(chain, server, setting);
    }
    Setting setting{.name = "no_check_time", .options = Plain()};
    setting.options.no_check_time = true;
    Compare(chain, server, setting);
  }
}

TEST_CASE("names are judged as by the live openssl") {
  CertificateSpec spec = LeafSpec();
  spec.subject = {{"CN", "common.example"}, {"emailAddress", "subject@mail.example"}};
  spec.dns_names = {"plain.example", "*.wild.example",    "f*.part.example",   "*g.part.example",
                    "*.example",     "xn--*.bad.example", "*.xn--bar.example", "a.*.bad.example"};
  spec.ip_addresses = {"192.0.2.7", "2001:db8::7"};
  spec.email_addresses = {"Me@Mail.example"};
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const ChainCase with_names{"with names", {MakeOrFail(spec, &root)}, {root}};
  spec.dns_names = {};
  spec.email_addresses = {};
  const ChainCase without{"with a common name", {MakeOrFail(spec, &root)}, {root}};
  for (const ChainCase& chain : {with_names, without}) {
    const LiveServer server(chain);
    for (const char* host :
         {"plain.example",      "PLAIN.EXAMPLE",    "plain.example.",      "x.plain.example",
          "a.wild.example",     "a.b.wild.example", "wild.example",        ".wild.example",
          ".example",           "foo.part.example", "f.part.example",      "bag.part.example",
          "xn--g.part.example", "y.example",        "xn--foo.bad.example", "xn--q.xn--bar.example",
          "a.b.bad.example",    "common.example",   "192.0.2.7",           "a_b.wild.example",
          "*.wild.example"}) {
      Setting setting{.name = host, .options = Plain()};
      setting.options.host = host;
      Compare(chain, server, setting);
    }
    for (const char* email : {"Me@mail.EXAMPLE", "me@mail.example", "subject@MAIL.example",
                              "Subject@mail.example", "mail.example"}) {
      Setting setting{.name = email, .options = Plain()};
      setting.options.email = email;
      Compare(chain, server, setting);
    }
    for (const char* ip : {"192.0.2.7", "192.0.2.8", "2001:db8::7", "2001:db8:0::0:7", "::7"}) {
      Setting setting{.name = ip, .options = Plain()};
      setting.options.ip = ip;
      Compare(chain, server, setting);
    }
  }
}

}  // namespace
}  // namespace tlsprobe
