#include "cli/parser.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/option.h"
#include "fmt/format.h"
#include "fmt/ranges.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

using Words = std::vector<std::string>;

CommandLine Parsed(const Words& words, Face face = Face::kDialect) {
  auto result = ParseArguments(face, words);
  if (const auto* error = std::get_if<UsageError>(&result)) {
    FAIL(fmt::format("{}", fmt::join(error->lines, " | ")));
  }
  return std::get<CommandLine>(std::move(result));
}

Words Refused(const Words& words, Face face = Face::kDialect) {
  auto result = ParseArguments(face, words);
  REQUIRE(std::holds_alternative<UsageError>(result));
  return std::get<UsageError>(result).lines;
}

// What each option does to the command line, with a value it takes and one it refuses.
struct Row {
  std::string_view name;
  std::string_view value;  // of the good use; empty for an option without argument
  bool (*did)(const CommandLine& line);
  std::string_view bad;  // refused; "-" where every value is taken
};

const TlsOptions& Tls(const CommandLine& line) { return line.config.tls; }
const VerifyOptions& Verify(const CommandLine& line) { return line.config.verify; }
const Limits& LimitsOf(const CommandLine& line) { return line.config.limits; }
const StarttlsOptions& StarttlsOf(const CommandLine& line) { return line.config.starttls; }
const ProxyOptions& Proxy(const CommandLine& line) { return *line.config.proxy; }

template <TlsVersion kVersion>
bool Only(const CommandLine& line) {
  return Tls(line).min_version == kVersion && Tls(line).max_version == kVersion;
}
template <TlsVersion kVersion>
bool Without(const CommandLine& line) {
  return Tls(line).disabled_versions == std::vector<TlsVersion>{kVersion};
}
bool Nothing(const CommandLine&) { return true; }

constexpr std::string_view kAllSuites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

const Row kRows[] = {
    {"help", "", [](const CommandLine& l) { return l.help; }, ""},
    {"compat", "1.1.0", [](const CommandLine& l) { return l.render.profile == Profile::k110; },
     "2.0"},
    {"json", "", [](const CommandLine& l) { return l.json; }, ""},
    {"rand", "a:b",
     [](const CommandLine& l) {
       return l.random_files == Words{"a", "b"};
     },
     "-"},
    {"connect", "h:1", [](const CommandLine& l) { return l.target.port == 1; }, "a:b:c"},
    {"host", "h", [](const CommandLine& l) { return l.target.host == "h"; }, "-"},
    {"port", "99", [](const CommandLine& l) { return l.target.port == 99; }, "99999999"},
    {"bind", "127.0.0.1:0",
     [](const CommandLine& l) { return l.config.bind_address == "127.0.0.1:0"; }, "[::1"},
    {"unix", "/s", [](const CommandLine& l) { return l.target.unix_path == "/s"; }, ""},
    {"4", "", [](const CommandLine& l) { return l.config.family == AddressFamily::kIpv4; }, ""},
    {"6", "", [](const CommandLine& l) { return l.config.family == AddressFamily::kIpv6; }, ""},
    {"connect_timeout", "7",
     [](const CommandLine& l) { return LimitsOf(l).connect == std::chrono::seconds(7); }, "0"},
    {"handshake_timeout", "60",
     [](const CommandLine& l) {
       return LimitsOf(l).handshake == std::chrono::seconds(60) &&
              LimitsOf(l).total > std::chrono::seconds(60);
     },
     "1s"},
    {"dialogue_timeout", "8",
     [](const CommandLine& l) { return LimitsOf(l).dialogue == std::chrono::seconds(8); }, "0"},
    {"starttls", "nntp",
     [](const CommandLine& l) { return StarttlsOf(l).protocol == Starttls::kNntp; }, "script:"},
    {"name", "n", [](const CommandLine& l) { return StarttlsOf(l).client_name == "n"; }, ""},
    {"xmpphost", "n", [](const CommandLine& l) { return StarttlsOf(l).xmpp_domain == "n"; }, ""},
    {"after-tls", "", [](const CommandLine& l) { return StarttlsOf(l).after_tls; }, ""},
    {"proxy", "socks4a://p",
     [](const CommandLine& l) {
       return Proxy(l).kind == ProxyKind::kSocks4a && Proxy(l).port == 1080;
     },
     "q"},
    {"proxy_user", "u", [](const CommandLine& l) { return Proxy(l).user == "u"; }, "-"},
    {"proxy_pass", "env:X", [](const CommandLine& l) { return Proxy(l).password == "env:X"; },
     "foo:bar"},
    {"proxy-env", "", [](const CommandLine& l) { return l.proxy_from_environment; }, ""},
    {"proxy-CAfile", "f", [](const CommandLine& l) { return Proxy(l).verify.ca_file == "f"; }, ""},
    {"proxy-CApath", "d", [](const CommandLine& l) { return Proxy(l).verify.ca_path == "d"; }, ""},
    {"proxy-insecure", "", [](const CommandLine& l) { return !Proxy(l).verify.fail_handshake; },
     ""},
    {"proxy-cert", "f",
     [](const CommandLine& l) { return Proxy(l).tls.client.certificate.path == "f"; }, ""},
    {"proxy-key", "f", [](const CommandLine& l) { return Proxy(l).tls.client.key.path == "f"; },
     ""},
    {"max_send_frag", "512", [](const CommandLine& l) { return Tls(l).max_send_fragment == 512; },
     "100"},
    {"split_send_frag", "1", Nothing, "0"},
    {"max_pipelines", "1", Nothing, "x"},
    {"read_buf", "1", Nothing, "-1"},
    {"fallback_scsv", "", [](const CommandLine& l) { return Tls(l).fallback_scsv; }, ""},
    {"cert", "f", [](const CommandLine& l) { return Tls(l).client.certificate.path == "f"; }, ""},
    {"certform", "der",
     [](const CommandLine& l) { return Tls(l).client.certificate.format == FileFormat::kDer; },
     "XYZ"},
    {"key", "f", [](const CommandLine& l) { return Tls(l).client.key.path == "f"; }, ""},
    {"keyform", "DER",
     [](const CommandLine& l) { return Tls(l).client.key.format == FileFormat::kDer; }, "ENGINE"},
    {"pass", "env:X", [](const CommandLine& l) { return Tls(l).client.pass_phrase == "env:X"; },
     "foo:bar"},
    {"cert_chain", "f", [](const CommandLine& l) { return Tls(l).client.chain.path == "f"; }, ""},
    {"showcerts", "", [](const CommandLine& l) { return l.render.showcerts; }, ""},
    {"brief", "", [](const CommandLine& l) { return l.render.brief && l.render.verify_quiet; }, ""},
    {"quiet", "",
     [](const CommandLine& l) {
       return l.render.quiet && !l.terminal.end_on_eof && !l.terminal.commands;
     },
     ""},
    {"prexit", "", [](const CommandLine& l) { return l.render.prexit; }, ""},
    {"crlf", "", [](const CommandLine& l) { return l.terminal.crlf; }, ""},
    {"ign_eof", "",
     [](const CommandLine& l) { return !l.terminal.end_on_eof && !l.terminal.commands; }, ""},
    {"no_ign_eof", "", [](const CommandLine& l) { return l.terminal.end_on_eof; }, ""},
    {"nocommands", "",
     [](const CommandLine& l) { return !l.terminal.commands && l.terminal.end_on_eof; }, ""},
    {"no-interactive", "", [](const CommandLine& l) { return !l.terminal.read_input; }, ""},
    {"keylogfile", "f",
     [](const CommandLine& l) { return l.key_log_path == "f" && Tls(l).key_log; }, ""},
    {"tls1", "", Only<TlsVersion::kTls1>, ""},
    {"tls1_1", "", Only<TlsVersion::kTls1_1>, ""},
    {"tls1_2", "", Only<TlsVersion::kTls1_2>, ""},
    {"tls1_3", "", Only<TlsVersion::kTls1_3>, ""},
    {"no_ssl3", "", Without<TlsVersion::kSsl3>, ""},
    {"no_tls1", "", Without<TlsVersion::kTls1>, ""},
    {"no_tls1_1", "", Without<TlsVersion::kTls1_1>, ""},
    {"no_tls1_2", "", Without<TlsVersion::kTls1_2>, ""},
    {"no_tls1_3", "", Without<TlsVersion::kTls1_3>, ""},
    {"min_protocol", "TLSv1.2",
     [](const CommandLine& l) { return Tls(l).min_version == TlsVersion::kTls1_2; }, "tls1.2"},
    {"max_protocol", "TLSv1.2",
     [](const CommandLine& l) {
       return Tls(l).max_version == TlsVersion::kTls1_2 && l.render.highest_version == 0x0303;
     },
     "DTLSv1"},
    {"servername", "n", [](const CommandLine& l) { return Tls(l).server_name == "n"; }, ""},
    {"noservername", "", [](const CommandLine& l) { return !Tls(l).send_server_name; }, ""},
    {"alpn", "h2,,http/1.1",
     [](const CommandLine& l) {
       return Tls(l).alpn == Words{"h2", "http/1.1"};
     },
     ","},
    {"cipher", "HIGH", [](const CommandLine& l) { return Tls(l).cipher_string == "HIGH"; }, "NOPE"},
    {"ciphersuites", kAllSuites,
     [](const CommandLine& l) { return Tls(l).ciphersuites == kAllSuites; }, "NOPE"},
    {"groups", "X25519", [](const CommandLine& l) { return Tls(l).groups == "X25519"; }, "NOPE"},
    {"curves", "P-256", [](const CommandLine& l) { return Tls(l).groups == "P-256"; }, "NOPE"},
    {"sigalgs", "ECDSA+SHA256",
     [](const CommandLine& l) { return Tls(l).signature_algorithms == "ECDSA+SHA256"; }, "NOPE"},
    {"client_sigalgs", "RSA+SHA256",
     [](const CommandLine& l) { return Tls(l).client_signature_algorithms == "RSA+SHA256"; },
     "NOPE"},
    {"no_ticket", "", [](const CommandLine& l) { return !Tls(l).session_tickets; }, ""},
    {"status", "",
     [](const CommandLine& l) { return l.render.status && Tls(l).request_ocsp_staple; }, ""},
    {"legacy_server_connect", "", [](const CommandLine& l) { return Tls(l).legacy_server_connect; },
     ""},
    {"no_legacy_server_connect", "",
     [](const CommandLine& l) { return !Tls(l).legacy_server_connect; }, ""},
    {"serverpref", "", Nothing, ""},
    {"bugs", "", Nothing, ""},
    {"no_comp", "", Nothing, ""},
    {"CAfile", "f", [](const CommandLine& l) { return Verify(l).ca_file == "f"; }, ""},
    {"CApath", "d", [](const CommandLine& l) { return Verify(l).ca_path == "d"; }, ""},
    {"no-CAfile", "", [](const CommandLine& l) { return !Verify(l).default_ca_file; }, ""},
    {"no-CApath", "", [](const CommandLine& l) { return !Verify(l).default_ca_path; }, ""},
    {"verifyCAfile", "f", [](const CommandLine& l) { return Verify(l).verify_ca_file == "f"; }, ""},
    {"verifyCApath", "d", [](const CommandLine& l) { return Verify(l).verify_ca_path == "d"; }, ""},
    {"verify", "3",
     [](const CommandLine& l) { return l.render.verify_given && l.render.verify_depth == 3; }, "0"},
    {"verify_return_error", "",
     [](const CommandLine& l) { return Verify(l).fail_handshake && l.render.verify_return_error; },
     ""},
    {"verify_quiet", "", [](const CommandLine& l) { return l.render.verify_quiet; }, ""},
    {"verify_depth", "2", [](const CommandLine& l) { return Verify(l).max_depth == 2; }, "two"},
    {"verify_hostname", "n", [](const CommandLine& l) { return Verify(l).host == "n"; }, ""},
    {"verify_email", "a@b", [](const CommandLine& l) { return Verify(l).email == "a@b"; }, ""},
    {"verify_ip", "::1", [](const CommandLine& l) { return Verify(l).ip == "::1"; }, "x"},
    {"attime", "-5", [](const CommandLine& l) { return Verify(l).at_time == UnixTime{-5}; },
     "yesterday"},
    {"no_check_time", "", [](const CommandLine& l) { return Verify(l).no_check_time; }, ""},
    {"partial_chain", "", [](const CommandLine& l) { return Verify(l).partial_chain; }, ""},
    {"purpose", "timestampsign",
     [](const CommandLine& l) { return Verify(l).purpose == Purpose::kTimestampSign; }, "foo"},
    {"auth_level", "0", [](const CommandLine& l) { return Verify(l).auth_level == 0; }, "6"},
    {"CRL", "f", [](const CommandLine& l) { return Verify(l).crl_files == Words{"f"}; }, ""},
    {"CRLform", "der",
     [](const CommandLine& l) { return Verify(l).crl_format == FileFormat::kDer; }, "XYZ"},
    {"untrusted", "f",
     [](const CommandLine& l) { return Verify(l).untrusted_files == Words{"f"}; }, ""},
    {"verify_name", "ssl_client",
     [](const CommandLine& l) { return Verify(l).purpose == Purpose::kSslClient; }, "foo"},
    {"policy", "anyPolicy",
     [](const CommandLine& l) { return Verify(l).policies == Words{"2.5.29.32.0"}; }, "1.2.x"},
    {"suiteB_128_only", "",
     [](const CommandLine& l) { return Verify(l).suite_b_128 && !Verify(l).suite_b_192; }, ""},
    {"suiteB_128", "",
     [](const CommandLine& l) { return Verify(l).suite_b_128 && Verify(l).suite_b_192; }, ""},
    {"suiteB_192", "",
     [](const CommandLine& l) { return !Verify(l).suite_b_128 && Verify(l).suite_b_192; }, ""},
    {"nameopt", "RFC2253",
     [](const CommandLine& l) {
       return l.render.name_format == NameFormat{.flags = kNameRfc2253};
     },
     "-"},
    {"profile", "webpki", [](const CommandLine& l) { return Verify(l).web_pki_profile; }, "web"},
    {"issuer_checks", "", Nothing, ""},
    {"trusted_first", "", Nothing, ""},
    {"no_alt_chains", "", Nothing, ""},
    {"check_ss_sig", "", [](const CommandLine& l) { return Verify(l).check_ss_sig; }, ""},
    {"ignore_critical", "", [](const CommandLine& l) { return Verify(l).ignore_critical; }, ""},
    {"x509_strict", "", [](const CommandLine& l) { return Verify(l).x509_strict; }, ""},
    {"allow_proxy_certs", "", [](const CommandLine& l) { return Verify(l).allow_proxy_certs; }, ""},
    {"crl_check", "", [](const CommandLine& l) { return Verify(l).crl_check; }, ""},
    {"crl_check_all", "", [](const CommandLine& l) { return Verify(l).crl_check_all; }, ""},
    {"extended_crl", "", [](const CommandLine& l) { return Verify(l).extended_crl; }, ""},
    {"use_deltas", "", [](const CommandLine& l) { return Verify(l).use_deltas; }, ""},
    {"crl_download", "", [](const CommandLine& l) { return Verify(l).crl_download; }, ""},
    {"fetch-issuers", "", [](const CommandLine& l) { return Verify(l).fetch_issuers; }, ""},
    {"fetch-private", "", [](const CommandLine& l) { return Verify(l).fetch_private; }, ""},
    {"policy_check", "", [](const CommandLine& l) { return Verify(l).policy_check; }, ""},
    {"policy_print", "", [](const CommandLine& l) { return Verify(l).policy_print; }, ""},
    {"explicit_policy", "", [](const CommandLine& l) { return Verify(l).explicit_policy; }, ""},
    {"inhibit_any", "", [](const CommandLine& l) { return Verify(l).inhibit_any; }, ""},
    {"inhibit_map", "", [](const CommandLine& l) { return Verify(l).inhibit_map; }, ""},
    {"resolve", "H:443:127.0.0.1,[::1]",
     [](const CommandLine& l) {
       return l.resolve_rules.size() == 1 && l.resolve_rules[0].host == "h" &&
              l.resolve_rules[0].port == 443 &&
              l.resolve_rules[0].addresses == Words{"127.0.0.1", "::1"};
     },
     "h:1:name"},
    {"all-addresses", "", [](const CommandLine& l) { return l.all_addresses; }, ""},
    {"fail-on", "notice", [](const CommandLine& l) { return l.fail_on == Severity::kNotice; },
     "fatal"},
};

Face FaceOf(const Row& row) {
  return FindOption(row.name)->in_check == InCheck::kOnly ? Face::kNative : Face::kDialect;
}

// What is said about a proxy needs one.
Words Before(const Row& row) {
  const bool about_proxy = row.name.starts_with("proxy") && row.name != "proxy";
  return about_proxy ? Words{"-proxy", "p:1", "-proxy_user", "v"} : Words();
}

// A native command needs a target.
Words Use(const Row& row, std::string_view dashes) {
  Words words = Before(row);
  words.push_back(std::string(dashes) + std::string(row.name));
  if (!FindOption(row.name)->argument.empty()) words.emplace_back(row.value);
  if (FaceOf(row) == Face::kNative) words.emplace_back("h");
  return words;
}

}  // namespace

TEST_CASE("every option of the table is tried here") {
  std::set<std::string_view> tried;
  for (const Row& row : kRows) tried.insert(row.name);
  for (const OptionGroup& group : OptionGroups()) {
    for (const Option& option : group.options) {
      CAPTURE(option.name);
      CHECK(tried.contains(option.name));
    }
  }
}

TEST_CASE("every option does what it is for, with one dash, with two, and with an equals sign") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    CHECK(row.did(Parsed(Use(row, "-"), FaceOf(row))));
    CHECK(row.did(Parsed(Use(row, "--"), FaceOf(row))));
    if (FindOption(row.name)->argument.empty()) continue;
    Words joined = Before(row);
    joined.push_back(fmt::format("-{}={}", row.name, row.value));
    if (FaceOf(row) == Face::kNative) joined.emplace_back("h");
    CHECK(row.did(Parsed(joined, FaceOf(row))));
  }
}

TEST_CASE("a bad value is refused in one line that names the option and the value") {
  for (const Row& row : kRows) {
    if (FindOption(row.name)->argument.empty() || row.bad == "-") continue;
    CAPTURE(row.name, row.bad);
    Words words = {fmt::format("-{}", row.name), std::string(row.bad)};
    if (FaceOf(row) == Face::kNative) words.emplace_back("h");
    const Words lines = Refused(words, FaceOf(row));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find(row.name) != std::string::npos);
    // What was given for a pass phrase may be one.
    CHECK((lines[0].find(row.bad) != std::string::npos) == !row.name.ends_with("pass"));
    CHECK(lines[0].find("expected") + lines[0].find("takes") != 2 * std::string::npos);
  }
}

TEST_CASE("an option without its value and one with a value too many are refused") {
  CHECK(Refused({"-connect"}) ==
        Words{"s_client: Option -connect needs a value", "s_client: Use -help for summary."});
  CHECK(Refused({"-brief=x"}) ==
        Words{"s_client: Option -brief does not take a value", "s_client: Use -help for summary."});
}

TEST_CASE("unknown options are answered as s_client answers them") {
  CHECK(Refused({"-foo"}) ==
        Words{"s_client: Unknown option: -foo", "s_client: Use -help for summary."});
  CHECK(Refused({"-compat", "1.1.0", "-foo"}) ==
        Words{"s_client: Option unknown option -foo", "s_client: Use -help for summary."});
  CHECK(Refused({"-all-addresses"}).front() == "s_client: Unknown option: -all-addresses");
  CHECK(Refused({"-"}).front() == "s_client: Unknown option: -");
}

TEST_CASE("options of s_client that are not there yet say why") {
  for (const MissingOption& option : MissingOptions()) {
    CAPTURE(option.name);
    const Words lines = Refused({"-" + std::string(option.name), "x"});
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == fmt::format("s_client: Unknown option: -{}", option.name));
    CHECK(lines[1] == fmt::format("tlsprobe: -{} is not supported: {}", option.name, option.why));
    CHECK(lines[2] == "s_client: Use -help for summary.");
  }
}

TEST_CASE("contradictions are refused in OpenSSL's words") {
  struct Case {
    Words words;
    std::string first;
  };
  const auto [words, first] =
      GENERATE(Case{{"-tls1", "-tls1_2"}, "Cannot supply multiple protocol flags"},
               Case{{"-no_tls1", "-tls1_2"}, "Cannot supply both a protocol flag and '-no_<prot>'"},
               Case{{"-4", "-6"}, "s_client: Can't use both -4 and -6"},
               Case{{"-servername", "a", "-noservername"},
                    "s_client: Can't use -servername and -noservername together"},
               Case{{"-unix", "/x", "-4"},
                    "s_client: Intermixed protocol flags (unix and internet domains)"},
               Case{{"-connect", "a:1", "-unix", "/x"},
                    "s_client: Intermixed protocol flags (unix and internet domains)"},
               Case{{"-connect", "a:1", "b:2"},
                    "s_client: cannot provide both -connect option and target parameter"},
               Case{{"a:1", "b:2"}, "s_client: Use -help for summary."});
  CHECK(Refused(words).front() == first);
}

TEST_CASE("the dialect's defaults are s_client's") {
  const CommandLine line = Parsed({"-connect", "example.org:443"});
  CHECK(line.config.stay_open);
  CHECK_FALSE(line.config.verify.check_target_name);
  CHECK_FALSE(line.config.verify.fail_handshake);
  CHECK(line.config.verify.default_security_level == 2);
  CHECK_FALSE(line.config.tls.request_ocsp_staple);
  CHECK_FALSE(line.config.tls.request_scts);
  CHECK_FALSE(line.config.tls.legacy_server_connect);
  CHECK(line.config.tls.sni_needs_dot);
  CHECK_FALSE(line.config.tls.server_name);
  CHECK(line.render.highest_version == 0x0304);
}

TEST_CASE("profile 1.1.0 guesses no SNI, judges at level 1, and needs -verify to fail") {
  const CommandLine line =
      Parsed({"-compat", "1.1.0", "-connect", "example.org:443", "-verify_return_error"});
  CHECK_FALSE(line.config.tls.send_server_name);
  CHECK(line.config.verify.default_security_level == 1);
  CHECK_FALSE(line.config.verify.fail_handshake);
  CHECK(line.config.tls.legacy_server_connect);
  CHECK(Parsed({"-compat", "1.1.0", "-servername", "n"}).config.tls.send_server_name);
  CHECK(Parsed({"-compat", "1.1.0", "-verify", "1", "-verify_return_error"})
            .config.verify.fail_handshake);
}

TEST_CASE("-verify tolerates errors down to its depth, -verify_return_error none") {
  const VerifyOptions verify = Parsed({"-verify", "3"}).config.verify;
  CHECK(verify.fail_handshake);
  CHECK(verify.tolerated_depth == 3);
  CHECK(Parsed({"-verify", "3", "-verify_return_error"}).config.verify.tolerated_depth == -1);
}

TEST_CASE("without a host it is localhost, also as SNI") {
  for (const Words& words : {Words{}, Words{"-connect", ":4433"}, Words{"-port", "4433"}}) {
    const CommandLine line = Parsed(words);
    CHECK(line.target.host == "localhost");
    CHECK(line.target.port == 4433);
    CHECK(line.config.tls.server_name == "localhost");
  }
  CHECK_FALSE(Parsed({"-connect", "localhost:1"}).config.tls.server_name);
}

TEST_CASE("a hole in the versions is closed from above") {
  CHECK(Parsed({"-no_tls1_2"}).render.highest_version == 0x0302);
  CHECK(Parsed({"-no_tls1", "-no_tls1_1", "-no_tls1_2"}).render.highest_version == 0x0304);
  CHECK(Parsed({"-tls1_1"}).render.highest_version == 0x0302);
}

TEST_CASE("-no_ign_eof takes back what -quiet implies") {
  const CommandLine line = Parsed({"-quiet", "-no_ign_eof"});
  CHECK(line.terminal.end_on_eof);
  CHECK(line.render.quiet);
}

TEST_CASE("check takes options before and behind its target, and never reads input") {
  for (const Words& words : {Words{"example.org", "-no_ticket"}, Words{"-no_ticket", "example.org"},
                             Words{"-connect", "example.org", "--no_ticket"}}) {
    const CommandLine line = Parsed(words, Face::kNative);
    CHECK(line.target.host == "example.org");
    CHECK(line.target.port == 443);
    CHECK_FALSE(line.config.tls.session_tickets);
    CHECK_FALSE(line.terminal.read_input);
    CHECK_FALSE(line.config.stay_open);
    CHECK(line.config.verify.check_target_name);
  }
}

TEST_CASE("a check ends within 45 seconds whatever is asked for") {
  const CommandLine line = Parsed({"h", "-handshake_timeout", "3600"}, Face::kNative);
  CHECK(line.config.limits.total <= std::chrono::seconds(45));
}

TEST_CASE("--resolve is used for its own name and port") {
  const Words rule = {"--resolve", "example.org:443:127.0.0.1"};
  Words words = rule;
  words.emplace_back("EXAMPLE.org");
  CHECK(Parsed(words, Face::kNative).target.addresses == Words{"127.0.0.1"});
  words.back() = "example.org.";
  CHECK(Parsed(words, Face::kNative).target.addresses == Words{"127.0.0.1"});
  for (const char* other : {"example.org:8443", "www.example.org"}) {
    words.back() = other;
    CHECK(
        Refused(words, Face::kNative).front().find("--resolve example.org:443 matches no target") !=
        std::string::npos);
  }
  CHECK(Parsed({"--resolve", "A.example.:443:::1", "a.example"}, Face::kNative).target.addresses ==
        Words{"::1"});
  CHECK(Parsed({"--resolve", "*:443:127.0.0.1", "a.example"}, Face::kNative).target.addresses ==
        Words{"127.0.0.1"});
  CHECK(Parsed({"--resolve", "h:443:[fe80::1%eth0]", "h"}, Face::kNative).target.addresses ==
        Words{"fe80::1%eth0"});
}

TEST_CASE("natively an error is one line, contradictions too") {
  for (const Words& words :
       {Words{"h", "-foo"}, Words{"h", "-starttls", "foo"}, Words{"h", "-4", "-6"},
        Words{"h", "-tls1", "-tls1_2"}, Words{"h", "-brief=x"}, Words{"h", "-connect"},
        Words{"h", "-servername", "a", "-noservername"}, Words{"h", "-unix", "/x"}}) {
    CAPTURE(words);
    CHECK(Refused(words, Face::kNative).size() == 1);
  }
}

TEST_CASE("natively what cannot be used is refused") {
  CHECK(Refused({"h", "-key", "k"}, Face::kNative).front().find("-key needs -cert") !=
        std::string::npos);
  CHECK(Refused({"h", "-cert_chain", "c"}, Face::kNative).front().find("-cert_chain needs -cert") !=
        std::string::npos);
  CHECK(Refused({"h", "-host", "i"}, Face::kNative).front().find("one target") !=
        std::string::npos);
  CHECK(Parsed({"-key", "k", "-connect", "h:1"}).config.tls.client.key.path == "k");
  CHECK(Parsed({"h", "-key", "k", "-cert", "c"}, Face::kNative).config.tls.client.key.path == "k");
}

TEST_CASE("a bad list says natively what is wrong before what is allowed") {
  for (const char* option : {"-cipher", "-ciphersuites", "-groups", "-sigalgs", "-min_protocol"}) {
    CAPTURE(option);
    const std::string native = Refused({"h", option, "NOPE"}, Face::kNative).front();
    CAPTURE(native);
    CHECK(native.starts_with(fmt::format("tlsprobe: {} \"NOPE\": ", option)));
    CHECK(native.find("SSL_CONF_cmd") == std::string::npos);
    CHECK(Refused({option, "NOPE"})
              .front()
              .find(fmt::format("Call to SSL_CONF_cmd({}, NOPE) failed: ", option)) !=
          std::string::npos);
  }
  const std::string groups = Refused({"h", "-groups", "NOPE"}, Face::kNative).front();
  CHECK(groups.find("got \"NOPE\"") < groups.find("X25519"));
}

TEST_CASE("a refusal knows the target where that can be told") {
  const auto target = [](const Words& words) {
    return std::get<UsageError>(ParseArguments(Face::kNative, words)).target.host;
  };
  CHECK(target({"-groups", "NOPE", "example.org"}) == "example.org");
  CHECK(target({"example.org:8443", "-foo"}) == "example.org");
  CHECK(target({"-groups", "NOPE", "-connect", "example.org:1", "-help"}) == "example.org");
  // What follows an unknown option may be its value.
  CHECK(target({"-psk", "00"}).empty());
}

TEST_CASE("native errors speak as tlsprobe") {
  CHECK(
      Refused({"h", "-foo"}, Face::kNative).front().starts_with("tlsprobe: Unknown option: -foo"));
  CHECK(Refused({"h", "-psk", "00"}, Face::kNative).front() ==
        "tlsprobe: -psk is not supported: pre-shared keys are not used yet");
  CHECK(Refused({"a", "b"}, Face::kNative).front() ==
        "tlsprobe: expected one target, got \"a\" and \"b\"");
  CHECK(Refused({}, Face::kNative).front().find("expected a target") != std::string::npos);
}

TEST_CASE("an unknown protocol is answered with the list, s_client's first") {
  const std::string list = Refused({"-starttls", "foo"}).front();
  CHECK(
      list.starts_with("s_client: Value must be one of:\n\tsmtp\n\tpop3\n\timap\n\tftp\n"
                       "\txmpp\n\txmpp-server\n\ttelnet\n\tirc\n\tmysql\n\tpostgres\n"
                       "\tlmtp\n\tnntp\n\tsieve\n\tldap\n\trdp\n"));
  CHECK(list.ends_with("\n\tscript:FILE"));
  CHECK(Refused({"h", "-starttls", "foo"}, Face::kNative).front().find("expected one of smtp, ") !=
        std::string::npos);
}

TEST_CASE("each -verify tells its depth, unless it was hushed before") {
  const auto notes = [](std::vector<std::string> words) {
    words.insert(words.end(), {"-connect", "h:1"});
    return Parsed(words).render.verify_notes;
  };
  using Depths = std::vector<int>;
  CHECK(notes({}).empty());
  CHECK(notes({"-verify", "1", "-verify", "3"}) == Depths{1, 3});
  CHECK(notes({"-verify", "1", "-brief", "-verify", "3"}) == Depths{1});
  CHECK(notes({"-verify", "1", "-quiet"}) == Depths{1});
  CHECK(notes({"-quiet", "-verify", "1"}).empty());
  CHECK(notes({"-brief", "-verify", "1"}).empty());
}

TEST_CASE("STARTTLS is asked for in both faces, and insisted on in the dialect") {
  const CommandLine dialect = Parsed({"-starttls", "xmpp-server", "-name", "d", "-connect", "h:1"});
  CHECK(dialect.config.starttls.protocol == Starttls::kXmppServer);
  CHECK(dialect.config.starttls.xmpp_domain == "d");
  CHECK(dialect.config.starttls.client_name == "d");
  CHECK(dialect.config.starttls.insist);
  const CommandLine native =
      Parsed({"h", "-starttls", "script:f", "-dialogue_timeout", "3"}, Face::kNative);
  CHECK(native.config.starttls.script_file == "f");
  CHECK_FALSE(native.config.starttls.insist);
  CHECK(native.config.limits.dialogue == std::chrono::seconds(3));
  CHECK(Parsed({"smtp://h", "--after-tls"}, Face::kNative).config.starttls.after_tls);
}

TEST_CASE("proxies are taken as host:port and as URLs") {
  const auto proxy = [](const Words& words) { return *Parsed(words).config.proxy; };
  CHECK(proxy({"-proxy", "p:3128", "-connect", "h:1"}).kind == ProxyKind::kHttp);
  CHECK(Parsed({"-connect", "h:1"}).config.tls.sni_needs_dot);
  CHECK_FALSE(Parsed({"-connect", "h:1", "-proxy", "p:1"}).config.tls.sni_needs_dot);
  const ProxyOptions url =
      proxy({"-connect", "h:1", "-proxy", "socks5h://u%40x:p%3aw@[::1]", "--proxy-CAfile", "f"});
  CHECK(url.kind == ProxyKind::kSocks5h);
  CHECK(url.host == "::1");
  CHECK(url.port == 1080);
  CHECK(url.user == "u@x");
  CHECK(url.password == "pass:p:w");
  CHECK(url.verify.ca_file == "f");
  CHECK(url.verify.fail_handshake);
  const ProxyOptions short_form = proxy({"-proxy", "u:w@p:3128", "-connect", "h:1"});
  CHECK(short_form.kind == ProxyKind::kHttp);
  CHECK(short_form.user == "u");
  CHECK(short_form.password == "pass:w");
  CHECK(short_form.port == 3128);
  const ProxyOptions options = proxy({"-proxy_user", "u", "-proxy_pass", "env:X", "-proxy",
                                      "https://p", "--proxy-insecure", "-connect", "h:1"});
  CHECK(options.user == "u");
  CHECK(options.password == "env:X");
  CHECK(options.port == 443);
  CHECK_FALSE(options.verify.fail_handshake);
}

TEST_CASE("what is said wrong about a proxy is refused, and no password with it") {
  CHECK(Refused({"-proxy_pass", "pass:x", "-proxy", "p:1"}).front() ==
        "Error: Must specify proxy_user with proxy_pass");
  for (const char* proxy : {"p", ":1", "ftp://u:secret@p", "http://u:secret@p:0", "http://p/path",
                            "http://u:sec%zzret@p:1", "u:secret@p:x", "http://u:a/secret@p",
                            "http://u:1?secret@p:1", "http://u:se@secret:cret@", "u:secret@"}) {
    CAPTURE(proxy);
    const std::string error = Refused({"h", "-proxy", proxy}, Face::kNative).front();
    CAPTURE(error);
    CHECK(error.find("expected") != std::string::npos);
    CHECK(error.find("sec") == std::string::npos);
  }
  CHECK(Refused({"h", "-proxy_user", "u"}, Face::kNative).front().find("--proxy-env") !=
        std::string::npos);
  CHECK(Refused({"-unix", "/x", "-proxy", "p:1"}, Face::kNative).front().find("-unix") !=
        std::string::npos);
  CHECK(
      Refused({"h", "--all-addresses", "-proxy", "p:1"}, Face::kNative).front().find("--resolve") !=
      std::string::npos);
}

TEST_CASE("JSON is recognised as asked for whatever else is wrong") {
  CHECK(AsksForJson(Words{"-foo", "--json"}));
  CHECK_FALSE(AsksForJson(Words{"-connect", "json"}));
}
