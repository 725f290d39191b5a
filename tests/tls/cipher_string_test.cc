// Compared with the live openssl: its package must be installed (apt-get install openssl).
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tlsprobe/base/status.h"
#include "tlsprobe/tls/cipher_selection.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// A row of `openssl ciphers -V -stdname`.
struct LiveSuite {
  uint16_t id = 0;
  std::string iana = {};
  std::string openssl = {};
  std::string version = {};
  std::string encryption = {};
  std::string mac = {};
};

std::string RunOpenssl(const std::string& arguments) {
  const std::string command = "openssl " + arguments + " 2>/dev/null";
  std::FILE* const pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer = {};
  while (size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  pclose(pipe);
  return output;
}

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields;
  for (size_t at = 0; at < line.size();) {
    const size_t begin = line.find_first_not_of(' ', at);
    if (begin == std::string::npos) break;
    const size_t end = std::min(line.find(' ', begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
    at = end;
  }
  return fields;
}

// Later versions than the 3.0 we follow hold the short tag of CCM_8 for weak, and sort it so.
bool WeighsAlike(const LiveSuite& suite) {
  static const bool kIs30 = RunOpenssl("version").starts_with("OpenSSL 3.0.");
  return kIs30 || suite.iana.find("CCM_8") == std::string::npos;
}

// TLS 1.3 suites are left out: they are in every answer, whatever the string says.
std::vector<LiveSuite> Live(const std::string& cipher_string, const std::string& options = "") {
  const std::string output =
      RunOpenssl("ciphers -V -stdname " + options + " '" + cipher_string + "'");
  std::vector<LiveSuite> suites;
  for (size_t at = 0; at < output.size();) {
    const size_t end = output.find('\n', at);
    const std::vector<std::string> fields = Fields(output.substr(at, end - at));
    at = end + 1;
    REQUIRE(fields.size() >=
            10);  // "0xC0,0x2C - TLS_… - ECDHE-… TLSv1.2 Kx=ECDH Au=ECDSA Enc= Mac="
    const std::string number = fields[0].substr(2, 2) + fields[0].substr(7, 2);
    if (fields[5] == "TLSv1.3") continue;
    const LiveSuite suite{.id = static_cast<uint16_t>(std::stoul(number, nullptr, 16)),
                          .iana = fields[2],
                          .openssl = fields[4],
                          .version = fields[5],
                          .encryption = fields[8].substr(4),
                          .mac = fields[9].substr(4)};
    if (WeighsAlike(suite)) suites.push_back(suite);
  }
  return suites;
}

const std::vector<LiveSuite>& AllLive() {
  static const std::vector<LiveSuite> kAll = [] {
    std::vector<LiveSuite> suites = Live("ALL:COMPLEMENTOFALL");
    if (suites.empty()) FAIL("no openssl in PATH: apt-get install openssl");
    return suites;
  }();
  return kAll;
}

std::vector<uint16_t> IdsOf(const std::vector<LiveSuite>& suites) {
  std::vector<uint16_t> ids;
  for (const LiveSuite& suite : suites) ids.push_back(suite.id);
  return ids;
}

bool IsLive(uint16_t id) {
  return std::ranges::find(AllLive(), id, &LiveSuite::id) != AllLive().end();
}

// Strings in every construct of the language, made by combining words and prefixes with a fixed
// sequence of numbers.
std::vector<std::string> GeneratedStrings() {
  const std::vector<std::string> words = {"ALL",
                                          "COMPLEMENTOFALL",
                                          "COMPLEMENTOFDEFAULT",
                                          "HIGH",
                                          "FIPS",
                                          "kRSA",
                                          "kEDH",
                                          "kDHE",
                                          "DH",
                                          "kECDHE",
                                          "ECDH",
                                          "kPSK",
                                          "kRSAPSK",
                                          "kECDHEPSK",
                                          "kDHEPSK",
                                          "kSRP",
                                          "aRSA",
                                          "aDSS",
                                          "DSS",
                                          "aNULL",
                                          "aECDSA",
                                          "ECDSA",
                                          "aPSK",
                                          "aSRP",
                                          "EDH",
                                          "DHE",
                                          "EECDH",
                                          "ECDHE",
                                          "RSA",
                                          "ADH",
                                          "AECDH",
                                          "PSK",
                                          "SRP",
                                          "NULL",
                                          "eNULL",
                                          "AES128",
                                          "AES256",
                                          "AES",
                                          "AESGCM",
                                          "AESCCM",
                                          "AESCCM8",
                                          "CAMELLIA128",
                                          "CAMELLIA256",
                                          "CAMELLIA",
                                          "CHACHA20",
                                          "ARIA",
                                          "ARIAGCM",
                                          "ARIA128",
                                          "ARIA256",
                                          "CBC",
                                          "MD5",
                                          "SHA1",
                                          "SHA",
                                          "SHA256",
                                          "SHA384",
                                          "SSLv3",
                                          "TLSv1",
                                          "TLSv1.0",
                                          "TLSv1.2",
                                          "AES128-SHA",
                                          "ECDHE-RSA-AES128-GCM-SHA256",
                                          "AES256-GCM-SHA384",
                                          "NULL-MD5",
                                          "BOGUS",
                                          "kEECDH",
                                          "3DES",
                                          "RC4",
                                          "LOW",
                                          "MEDIUM",
                                          "DEFAULT",
                                          "DES-CBC3-SHA"};
  const std::vector<std::string> prefixes = {"", "", "", "!", "-", "+"};
  const std::vector<std::string> separators = {":", ":", ",", " ", ";"};
  std::vector<std::string> strings = words;
  uint32_t seed = 1;
  const auto pick = [&seed](const std::vector<std::string>& from) -> const std::string& {
    seed = seed * 1664525U + 1013904223U;
    return from[(seed >> 8) % from.size()];
  };
  while (strings.size() < 400) {
    std::string text = pick(words);
    const int pieces = static_cast<int>(strings.size() % 5);
    for (int i = 0; i < pieces; ++i) {
      text += pick(separators) + pick(prefixes) + pick(words);
      if ((strings.size() + static_cast<size_t>(i)) % 3 == 0) text += "+" + pick(words);
      if (strings.size() % 11 == 0) text += ":@STRENGTH";
    }
    strings.push_back(text);
  }
  strings.insert(strings.end(), {"DEFAULT:!SHA",
                                 "DEFAULTX",
                                 "DEFAULT AES128",
                                 "SUITEB128",
                                 "SUITEB128ONLY",
                                 "SUITEB192",
                                 "SUITEB128C2",
                                 "SUITEB128xyz",
                                 "HIGH+FIPS",
                                 "ALL!AES",
                                 "ALL:A_B:!AES",
                                 "COMPLEMENTOFDEFAULT+HIGH",
                                 "HIGH+COMPLEMENTOFDEFAULT",
                                 "AES128-SHA+AES256",
                                 "AES128-SHA+HIGH",
                                 "TLSv1.2+SSLv3",
                                 "ALL:@STRENGTH+SHA",
                                 "A=B:RSA",
                                 "all:RSA",
                                 "ALL:-AES:AES128",
                                 "ALL:-CHACHA20:+AESGCM:CHACHA20",
                                 "HIGH:!aNULL:!MD5",
                                 "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!aNULL",
                                 "kEECDH+AES:@STRENGTH:-SHA:SHA"});
  return strings;
}

// We know suites that openssl was built without; what is in both is compared.
std::vector<uint16_t> LiveOnes(const std::vector<size_t>& indices) {
  std::vector<uint16_t> ids;
  for (size_t index : indices) ids.push_back(AllCipherSuites()[index].id);
  std::erase_if(ids, [](uint16_t id) { return !IsLive(id); });
  return ids;
}

TEST_CASE("The table says of a suite what openssl says") {
  for (const LiveSuite& live : AllLive()) {
    CAPTURE(live.openssl);
    const CipherSuite* suite = FindCipherSuite(live.id);
    REQUIRE(suite != nullptr);
    CHECK(suite->iana == live.iana);
    CHECK(suite->openssl == live.openssl);
    CHECK(suite->encryption == live.encryption);
    CHECK(suite->mac == live.mac);
    // The `ciphers` command writes TLSv1 where s_client writes TLSv1.0.
    CHECK(suite->min_version == (live.version == "TLSv1" ? "TLSv1.0" : live.version));
  }
}

TEST_CASE("Cipher strings select what openssl selects, in its order") {
  AllLive();
  size_t with_suites = 0;
  for (const std::string& text : GeneratedStrings()) {
    CAPTURE(text);
    const std::vector<uint16_t> expected = IdsOf(Live(text));
    const absl::StatusOr<CipherSelection> selection = SelectCiphers(text);
    REQUIRE(selection.ok());
    CHECK(LiveOnes(selection->suites) == expected);
    if (!expected.empty()) ++with_suites;
  }
  CHECK(with_suites >= 300);
}

TEST_CASE("What openssl calls an invalid command is one here") {
  const std::string text = GENERATE("AES128-SHA:#", "ALL/AES", "ALL:@STRENGTHX", "ALL:@SECLEVEL=9",
                                    "ALL:@SECLEVEL=3x", "ALL:@SECLEVEL", "ALL:!", "ALL:++AES",
                                    "kRSA+", "kRSA+:ALL", "ALL_X", "RSA:\xC3\xA9");
  CAPTURE(text);
  const absl::Status status = CompileCipherString(text).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(status).find("invalid command") != std::string_view::npos);
  CHECK(Live(text).empty());
}

TEST_CASE("A security level leaves out what openssl would not send") {
  const int level = GENERATE(0, 1, 2, 3, 4, 5);
  const std::string text = "ALL:eNULL:@SECLEVEL=" + std::to_string(level);
  CAPTURE(text);
  const std::vector<uint16_t> sent = IdsOf(Live(text, "-s -psk -srp -tls1_2"));
  const absl::StatusOr<CompiledCipherString> ours = CompileCipherString(text);
  REQUIRE(ours.ok());
  CHECK(ours->security_level == level);
  std::set<uint16_t> expected;
  for (uint16_t id : sent) {
    if (FindCipherSuite(id)->offered) expected.insert(id);
  }
  std::set<uint16_t> offered(ours->suites.begin(), ours->suites.end());
  if (level < 3) CHECK(offered.erase(0x000A) == 1);  // 3DES, which Debian's openssl has not
  CHECK(offered == expected);
}

TEST_CASE("DEFAULT offers what we have and lists what openssl would have added") {
  const absl::StatusOr<CompiledCipherString> compiled = CompileCipherString("DEFAULT");
  REQUIRE(compiled.ok());
  CHECK(compiled->suites.front() == 0xC02C);
  CHECK_FALSE(compiled->security_level.has_value());
  const auto has = [&](std::string_view name) {
    return std::ranges::find(compiled->not_offered, name) != compiled->not_offered.end();
  };
  CHECK(has("DHE-RSA-AES256-GCM-SHA384"));
  CHECK(has("ECDHE-RSA-AES256-SHA384"));
  CHECK_FALSE(has("ECDHE-RSA-AES256-GCM-SHA384"));
  CHECK_FALSE(has("ADH-AES256-SHA"));
  CHECK_FALSE(has("SRP-AES-256-CBC-SHA"));
}

TEST_CASE("A suite that is named and cannot be offered is an error that names it") {
  const std::string name = GENERATE("DHE-RSA-AES256-GCM-SHA384", "RC4-MD5", "EXP-RC4-MD5",
                                    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "ECDH-RSA-AES128-SHA");
  const std::string text = "AES128-SHA:" + name;
  const absl::Status status = CompileCipherString(text).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  const std::string_view message = Message(status);
  CAPTURE(message);
  CHECK(message.find(name) != std::string_view::npos);
  CHECK(message.find("ECDHE-RSA-AES128-GCM-SHA256") != std::string_view::npos);
  CHECK(CompileCipherString("ALL:!" + name).ok());
  CHECK(CompileCipherString(text + ":!" + name).ok());
}

TEST_CASE("IANA names are words too") {
  const auto compiled = CompileCipherString("TLS_RSA_WITH_AES_128_CBC_SHA:AES256-SHA");
  REQUIRE(compiled.ok());
  CHECK(compiled->suites == std::vector<uint16_t>{0x002F, 0x0035});
}

TEST_CASE("Nothing left is no cipher match") {
  const std::string text = GENERATE("", "BOGUS", "TLS_AES_128_GCM_SHA256", "SEED", "@STRENGTH");
  CAPTURE(text);
  const absl::Status status = CompileCipherString(text).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(status).find("no cipher match") != std::string_view::npos);
}

}  // namespace
}  // namespace tlsprobe
