// The parts of `tlsprobe verify` that need no program: tests/cli/verify runs it.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "cli/chain_words.h"
#include "cli/help.h"
#include "cli/line_reader.h"
#include "cli/option.h"
#include "cli/parser.h"
#include "cli/request_json.h"
#include "cli/request_time.h"
#include "cli/verify_callback.h"
#include "cli/verify_judge.h"
#include "cli/verify_lines.h"
#include "cli/verify_request.h"
#include "cli/verify_text.h"
#include "fmt/format.h"
#include "tests/driver/fixtures.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/wire/certificate.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

VerifyEvent Fault(int depth, int code, std::optional<int> crl_path_of = {}) {
  return {.step = {.depth = depth, .code = code, .ok = false, .crl_path_of = crl_path_of}};
}
VerifyEvent Pass(int depth) { return {.step = {.depth = depth}}; }

// "0:10 1:ok crl:0:20 !": what the callback was told; "!" where it ended the verification.
std::string Told(const std::vector<VerifyEvent>& events) {
  const CallbackRun run = RunVerifyCallback(events, {});
  std::string text;
  for (const VerifyEvent& event : run.events) {
    const VerifyStep& step = event.step;
    text += fmt::format("{}{}:{} ", step.crl_path_of ? "crl:" : "", step.depth,
                        step.ok ? "ok" : std::to_string(step.code));
  }
  return text + (run.refused ? "!" : "");
}

struct Chain {
  MadeCertificate root = {};
  MadeCertificate leaf = {};
};

const Chain& ExampleChain() {
  static const Chain kChain = [] {
    Chain chain;
    chain.root = MakeCertificate({.common_name = "root", .ca = true}).value();
    chain.leaf =
        MakeCertificate({.common_name = "leaf", .dns_names = {"host.test"}}, &chain.root).value();
    return chain;
  }();
  return kChain;
}

std::string Request(const Json& json) { return json.dump(); }

Json GoodRequest() {
  return {{"id", "one"},
          {"chain", {ExampleChain().leaf.Pem()}},
          {"anchors", {ExampleChain().root.Pem()}},
          {"time", "2026-11-23T09:28:11Z"}};
}

std::string ErrorOf(std::string_view line) {
  const auto read = ReadVerifyRequest(line, {});
  const auto* bad = std::get_if<BadRequest>(&read);
  REQUIRE(bad != nullptr);
  return bad->error;
}

std::string ErrorWith(std::string_view member, const Json& value) {
  Json json = GoodRequest();
  json[std::string(member)] = value;
  return ErrorOf(Request(json));
}

std::vector<std::string> LinesOf(const std::string& input, size_t most) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
  close(ends[1]);
  LineReader reader(ends[0], most);
  std::vector<std::string> lines;
  while (const std::optional<InputLine> line = reader.Next()) {
    lines.push_back(line->too_long ? "(too long)" : line->text);
  }
  close(ends[0]);
  return lines;
}

CommandLine Parsed(const std::vector<std::string>& words) {
  auto parsed = ParseArguments(Face::kVerify, words);
  REQUIRE(std::holds_alternative<CommandLine>(parsed));
  return std::get<CommandLine>(std::move(parsed));
}

std::vector<std::string> Refused(const std::vector<std::string>& words) {
  auto parsed = ParseArguments(Face::kVerify, words);
  REQUIRE(std::holds_alternative<UsageError>(parsed));
  return std::get<UsageError>(parsed).lines;
}

}  // namespace

TEST_CASE("the callback goes on behind the errors that openssl verify tolerates, and no others") {
  // X509_V_ERR_… in the switch of cb() in apps/verify.c of OpenSSL 3.0.
  const std::vector<int> tolerated = {10, 11, 12, 18, 25, 26, 34, 37, 43, 78, 79, 80, 81,
                                      82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93};
  for (int code = 1; code < 120; ++code) {
    CAPTURE(code);
    CHECK(IsTolerated(code) == (std::ranges::find(tolerated, code) != tolerated.end()));
  }
}

TEST_CASE("behind an error that is not tolerated the callback hears of nothing") {
  CHECK(Told({}) == "");
  CHECK(Told({Pass(1), Pass(0)}) == "1:ok 0:ok ");
  CHECK(Told({Fault(0, 10), Pass(1), Fault(0, 34)}) == "0:10 1:ok 0:34 ");
  CHECK(Told({Fault(0, 10), Fault(0, 20), Fault(0, 34), Pass(0)}) == "0:10 0:20 !");
}

TEST_CASE("a refusal on the path of a CRL's issuer is one of the certificate it is about") {
  CHECK(Told({Fault(0, 10, 0), Pass(0)}) == "crl:0:10 0:ok ");
  CHECK(Told({Fault(1, 20, 0), Fault(0, 10, 0), Pass(0)}) == "crl:1:20 0:54 !");
  CHECK(Told({Fault(1, 20, 1), Fault(0, 10, 1), Fault(1, 23)}) == "crl:1:20 1:54 !");
}

TEST_CASE("what verify prints names the certificate meant, its error, and the verdict") {
  const auto certificate = ReadAnchors({ExampleChain().leaf.Pem()}, Purpose::kAny);
  REQUIRE(certificate.ok());
  VerifyReport report = {.certificates = {certificate->front()}};
  ChainVerification& chain = report.judgement.verification.chain;
  chain.verdict = Verdict::kFailed;
  report.run.events = {Fault(0, 10), Fault(0, 3, true)};
  report.run.events[0].certificate = certificate->front();
  Text text = VerifyText("leaf.pem", report, {});
  REQUIRE(text.size() == 1);
  CHECK(text[0].stream == Stream::kStderr);
  CHECK(text[0].bytes ==
        "CN = leaf\nerror 10 at 0 depth lookup: certificate has expired\n"
        "[CRL path] error 3 at 0 depth lookup: unable to get certificate CRL\n"
        "error leaf.pem: verification failed\n");

  report.run.events.clear();
  chain.verdict = Verdict::kNotChecked;
  chain.built = {certificate->front()};
  chain.how = "a signature nobody knows";
  CHECK(VerifyText("x", report, {})[0].bytes ==
        "error x: verification failed\ntlsprobe: a signature nobody knows\n");

  chain.verdict = Verdict::kOk;
  chain.code = 0;
  chain.built = {certificate->front(), certificate->front()};
  chain.untrusted = 1;
  text = VerifyText("x", report, {.names = {.flags = kNameRfc2253}, .show_chain = true});
  REQUIRE(text.size() == 3);
  CHECK(text[0].bytes.empty());
  CHECK(text[2].bytes.empty());
  CHECK(text[1].stream == Stream::kStdout);
  CHECK(text[1].bytes == "x: OK\nChain:\ndepth=0: CN=leaf (untrusted)\ndepth=1: CN=leaf\n");
}

TEST_CASE("behind an OK that is not all there is to say, the rest comes on standard error") {
  VerifyReport report;
  report.judgement.verification.chain = {.verdict = Verdict::kOk, .code = 0};
  report.judgement.findings = {{.id = "webpki.san.missing",
                                .severity = Severity::kError,
                                .text = "names no host",
                                .reference = "BR"}};
  const Text text = VerifyText("x", report, {});
  REQUIRE(text.size() == 3);
  CHECK(text[1].bytes == "x: OK\n");
  CHECK(text[2].stream == Stream::kStderr);
  CHECK(text[2].bytes == "tlsprobe: error: names no host (BR)\n");
}

TEST_CASE("a CRL that could not be looked at is no failure, no OK, and has a reason") {
  VerifyReport report;
  Verification& verification = report.judgement.verification;
  verification.chain = {.verdict = Verdict::kOk, .code = 65535};
  verification.crl = {.how = "its CRL is signed with SM2",
                      .certificates = {{.verdict = Verdict::kNotChecked}}};
  CHECK(report.verdict() == Verdict::kNotChecked);
  CHECK_FALSE(report.ok());
  CHECK(VerifyText("x", report, {})[0].bytes ==
        "error x: verification failed\ntlsprobe: its CRL is signed with SM2\n");
  report.run.refused = true;
  CHECK(report.verdict() == Verdict::kFailed);
}

TEST_CASE("a chain is not verified where its last error was tolerated") {
  VerifyReport report;
  report.judgement.verification.chain.verdict = Verdict::kOk;
  report.judgement.verification.chain.code = 0;
  CHECK(report.ok());
  report.judgement.verification.chain.code = 10;
  CHECK(report.verdict() == Verdict::kFailed);
  report.judgement.verification.chain.code = 0;
  report.run.refused = true;
  CHECK(report.verdict() == Verdict::kFailed);
}

namespace {

// Serves issuers by path, "/0" and so on, to whom it may concern.
class IssuerServer {
 public:
  std::string url(size_t number) const {
    return fmt::format("http://127.0.0.1:{}/{}", server_.port(), number);
  }
  std::vector<MadeCertificate> issuers = {};

 private:
  void Answer(int fd) const {
    std::string text;
    char byte = 0;
    while (!text.ends_with("\r\n\r\n") && recv(fd, &byte, 1, 0) == 1) text += byte;
    const size_t number = static_cast<size_t>(text.at(5) - '0');
    tlsprobe::testing::WriteAll(
        fd, "HTTP/1.1 200 OK\r\n\r\n" + std::string(AsText(issuers.at(number).der)));
  }

  tlsprobe::testing::Listener server_ = tlsprobe::testing::Listener([this](int fd) { Answer(fd); });
};

}  // namespace

TEST_CASE("both rounds of fetches share what they may bring, and running out of it is not kept") {
  IssuerServer server;
  const auto below = [&](size_t number) {
    return std::vector<CertificateExtension>{
        {.oid = "1.3.6.1.5.5.7.1.1", .value = AuthorityInfoAccessValue({}, {server.url(number)})}};
  };
  const MadeCertificate root = MakeCertificate({.common_name = "root", .ca = true}).value();
  const MadeCertificate upper =
      MakeCertificate({.common_name = "upper", .ca = true}, &root).value();
  const MadeCertificate lower =
      MakeCertificate({.common_name = "lower", .ca = true, .extra_extensions = below(0)}, &upper)
          .value();
  const MadeCertificate leaf =
      MakeCertificate({.common_name = "leaf", .extra_extensions = below(1)}, &lower).value();
  server.issuers = {upper, lower};
  ProbeConfig config = {.verify = {.check_target_name = false, .purpose = Purpose::kAny}};
  config.verify.fetch_issuers = config.verify.fetch_private = true;
  config.limits.fetch_total_bytes = upper.der.size() + lower.der.size();  // not the headers
  const Materials materials = {.anchors = NewBundle(root.Pem(), "test").value()};
  const std::vector<CertificatePtr> chain = {ParseCertificate(leaf.der).value()};
  FetchCache kept;
  const VerifyRules rules = {
      .config = config, .materials = materials, .now = {1795426091}, .fetches = &kept};
  const VerifyReport first = JudgeCertificates(rules, chain);
  REQUIRE(first.fetches.size() == 2);
  CHECK(first.fetches[0].error.empty());
  CHECK(first.fetches[1].error.find("all fetches together") != std::string::npos);
  CHECK_FALSE(first.ok());
  // The first is kept, so that there is enough for the other.
  CHECK(JudgeCertificates(rules, chain).ok());
}

TEST_CASE("files are taken in the order they are named, and nothing else is asked for") {
  const CommandLine line =
      Parsed({"-untrusted", "a", "--trusted=b", "-CRLfile", "c", "-trusted", "d", "-nameopt",
              "RFC2253", "-nameopt", "-dn_rev", "-show_chain", "leaf.pem", "-CAfile"});
  REQUIRE(line.verify.files.size() == 4);
  using Kind = VerifyWords::FileKind;
  CHECK(line.verify.files[0].kind == Kind::kUntrusted);
  CHECK(line.verify.files[1].kind == Kind::kTrusted);
  CHECK(line.verify.files[2].kind == Kind::kCrl);
  CHECK(line.verify.files[3].path == "d");
  CHECK(line.verify.names_trusted());
  CHECK(line.render.name_format->flags == (kNameRfc2253 & ~uint32_t{kNameReverse}));
  CHECK(line.verify.show_chain);
  CHECK(line.verify.certificates == std::vector<std::string>{"leaf.pem", "-CAfile"});
  CHECK(line.config.verify.purpose == Purpose::kAny);
  CHECK_FALSE(line.config.verify.check_target_name);
  CHECK(line.config.verify.default_security_level == 0);
}

TEST_CASE("every option of verify has its effect") {
  CHECK(Parsed({"-help"}).help);
  CHECK(Parsed({"-json"}).json);
  CHECK(Parsed({"--jsonl"}).verify.json_lines);
  CHECK(Refused({"-CAfile", ""})[0].starts_with("verify: -CAfile: expected the name of"));
  CHECK(Parsed({"-CAfile", "ca.pem"}).config.verify.ca_file == "ca.pem");
  CHECK(Parsed({"-CApath", "/"}).config.verify.ca_path == "/");
  CHECK_FALSE(Parsed({"-no-CAfile"}).config.verify.default_ca_file);
  CHECK_FALSE(Parsed({"-no-CApath"}).config.verify.default_ca_path);
  CHECK_FALSE(Parsed({"-no-CAstore"}).verify.default_ca_store);
  CHECK(Parsed({"-crl_download"}).config.verify.crl_download);
  CHECK(Parsed({"-fetch-issuers"}).config.verify.fetch_issuers);
  CHECK(Parsed({"-fetch-private"}).config.verify.fetch_private);
  CHECK(Parsed({"-purpose", "sslserver"}).config.verify.purpose == Purpose::kSslServer);
  CHECK(Parsed({"-attime", "5"}).config.verify.at_time == UnixTime{5});
  // These change nothing; they are there so that a command line of openssl works.
  CHECK(Parsed({"-verbose", "x"}).verify.certificates.size() == 1);
}

TEST_CASE("what is wrong with the words is said as openssl verify says it") {
  const std::string help = "verify: Use -help for summary.";
  using Lines = std::vector<std::string>;
  CHECK(Refused({"-bad"}) == Lines{"verify: Unknown option: -bad", help});
  CHECK(Refused({"-connect", "a"})[0] == "verify: Unknown option: -connect");
  CHECK(Refused({"-"}) == Lines{"verify: Unknown option: -", help});
  CHECK(Refused({"-CAfile"}) == Lines{"verify: Option -CAfile needs a value", help});
  CHECK(Refused({"-verbose=1"}) == Lines{"verify: Option -verbose does not take a value", help});
  CHECK(Refused({"-CApath", "/dev/null"}) == Lines{"verify: Not a directory: /dev/null", help});
  CHECK(Refused({"-trusted", "a", "-CAfile", "b"}) ==
        Lines{"verify: Cannot use -trusted with -CAfile, -CApath or -CAstore"});
  CHECK(Refused({"-purpose", "x"})[0].starts_with("verify: Invalid purpose x"));
  CHECK(Refused({"-nameopt", "x"})[0].starts_with(
      "verify: -nameopt: name options: got \"x\", expected"));
  CHECK(Refused({"--jsonl", "file"})[0].find("expected no files") != std::string::npos);
}

TEST_CASE("options of openssl verify that are not there are unknown, with the reason") {
  for (const MissingOption& option : MissingVerifyOptions()) {
    CAPTURE(option.name);
    CHECK(FindOption(Face::kVerify, option.name) == nullptr);
    const std::vector<std::string> lines = Refused({"-" + std::string(option.name), "x"});
    REQUIRE(lines.size() == 3);
    CHECK(lines[1] == fmt::format("tlsprobe: -{} is not supported: {}", option.name, option.why));
  }
}

TEST_CASE("the help of verify lists its own options and those about chains, and no others") {
  const std::string help = OptionHelp(Face::kVerify);
  CHECK(help.starts_with("Usage: verify [options] [cert...]\n"));
  for (const std::span<const Option> options : {VerifyFileOptions(), ChainOptions()}) {
    for (const Option& option : options) {
      CAPTURE(option.name);
      CHECK(help.find("\n -" + std::string(option.name) + " ") != std::string::npos);
      CHECK(FindOption(Face::kVerify, option.name) == &option);
    }
  }
  CHECK(help.find(" -connect ") == std::string::npos);
  CHECK(ShortUsage().find("tlsprobe verify") != std::string::npos);
}

TEST_CASE("a request has its chain, the leaf first, and other certificates apart from it") {
  const Chain& chain = ExampleChain();
  Json json = GoodRequest();
  json["chain"] = {chain.leaf.Pem() + chain.root.Pem()};
  json["untrusted"] = {ToBase64(chain.leaf.der)};
  json["options"] = {"-crl_check", "-policy", "1.2.3", "--verify_depth=3"};
  json["name"] = "host.test";
  json["purpose"] = "sslclient";
  const auto read = ReadVerifyRequest(Request(json), {.partial_chain = true});
  const auto* request = std::get_if<VerifyRequest>(&read);
  REQUIRE(request != nullptr);
  CHECK(request->id == "one");
  REQUIRE(request->chain.size() == 2);
  CHECK(request->chain[0]->der == chain.leaf.der);
  CHECK(request->chain[1]->der == chain.root.der);
  REQUIRE(request->untrusted.size() == 1);
  CHECK(request->untrusted[0]->der == chain.leaf.der);
  CHECK(request->options.at_time == UnixTime{1795426091});
  CHECK(request->options.host == "host.test");
  CHECK(request->options.purpose == Purpose::kSslClient);
  CHECK(request->options.crl_check);
  CHECK(request->options.policies == std::vector<std::string>{"1.2.3"});
  CHECK(request->options.max_depth == 3);
  CHECK(request->options.partial_chain);
  REQUIRE(request->anchors.has_value());
  CHECK(ReadAnchors(*request->anchors, request->options.purpose)->front()->der == chain.root.der);
}

TEST_CASE(
    "a name is an address where it reads as one, and a time is seconds where it is a number") {
  Json json = GoodRequest();
  json["id"] = 7;
  json["name"] = "::1";
  json["time"] = -5;
  json.erase("anchors");
  const auto read = ReadVerifyRequest(Request(json), {.host = "other"});
  const auto* request = std::get_if<VerifyRequest>(&read);
  REQUIRE(request != nullptr);
  CHECK(request->id == 7);
  CHECK(request->options.ip == "::1");
  CHECK(request->options.host.empty());
  CHECK(request->options.at_time == UnixTime{-5});
  CHECK_FALSE(request->anchors.has_value());
}

TEST_CASE("a request that cannot be read is told why: where, which member, what was expected") {
  CHECK(ErrorOf("") == "expected JSON (RFC 8259), got none at byte 0");
  CHECK(ErrorOf(R"({"id": 1, "chain": [}])") == "expected JSON (RFC 8259), got none at byte 20");
  CHECK(ErrorOf(R"({"id": "a)") == "expected JSON (RFC 8259), got none at byte 9");
  CHECK(ErrorOf("{} {}") == "expected JSON (RFC 8259), got none at byte 3");
  CHECK(ErrorOf("[]") == "expected a JSON object");
  CHECK(ErrorOf("{}") == "chain: expected a list of certificates, the leaf first");
  CHECK(ErrorOf(R"({"id": [[1]]})").find("more levels") != std::string::npos);
  CHECK(ErrorWith("id", {1}) == "id: expected a string, a number or null");
  CHECK(ErrorWith("ID", 1) ==
        "unknown member \"ID\": expected id, untrusted, chain, anchors, crls, time, name, purpose, "
        "options");
  CHECK(ErrorWith("chain", "x") == "chain: expected a list of strings");
  CHECK(ErrorWith("chain", {1}) == "chain[0]: expected a string");
  CHECK(ErrorWith("chain", Json::array()) ==
        "chain: expected at least one certificate, the leaf first");
  CHECK(ErrorWith("chain", {"%"}) == "chain[0]: expected PEM, or DER in base64");
  CHECK(ErrorWith("untrusted", {ExampleChain().leaf.Pem(), "AAAA"}).starts_with("untrusted[1]: "));
  CHECK(ErrorWith("crls", {ExampleChain().leaf.Pem()}) == "crls[0]: expected CRLs, got none");
  CHECK(ErrorWith("time", "yesterday") ==
        "time: expected \"2026-11-23T09:28:11Z\", or seconds since 1970, -62167219200 to "
        "253402300799");
  CHECK(ErrorWith("time", 1.5).starts_with("time: expected"));
  CHECK(ErrorWith("name", "") == "name: expected a DNS name or an IP address");
  CHECK(ErrorWith("purpose", "x").starts_with("purpose: Invalid purpose x"));
  CHECK(ErrorWith("options", {"-CAfile", "x"}) ==
        "options: expected options about the chain, such as -crl_check, got \"-CAfile\"");
  CHECK(ErrorWith("options", {"-attime"}) == "options: Option -attime needs a value");
  CHECK(ErrorWith("options", {"-crl_check=1"}) ==
        "options: Option -crl_check does not take a value");
  CHECK(ErrorWith("options", {"word"}).ends_with("got \"word\""));
}

TEST_CASE("a time is one of the years 0 to 9999, in a request as for -attime") {
  const auto time_of = [](const Json& value) {
    Json json = GoodRequest();
    json["time"] = value;
    const auto read = ReadVerifyRequest(Request(json), {});
    const auto* request = std::get_if<VerifyRequest>(&read);
    REQUIRE(request != nullptr);
    return request->options.at_time->seconds;
  };
  CHECK(time_of(-62167219200) == -62167219200);
  CHECK(time_of(253402300799) == 253402300799);
  CHECK(time_of("9999-12-31T23:59:59Z") == 253402300799);
  for (const Json& value : {Json(-62167219201), Json(253402300800), Json(INT64_MIN),
                            Json(INT64_MAX), Json(UINT64_MAX), Json(uint64_t{1} << 63),
                            Json("0000-01-01T00:00:00+00:01"), Json("9999-12-31T23:59:59-00:01")}) {
    CAPTURE(value.dump());
    CHECK(ErrorWith("time", value).starts_with("time: expected"));
  }
  CHECK(
      ErrorWith("options", {"-attime", "253402300800"}).starts_with("options: -attime: expected"));
  CHECK(Parsed({"-attime", "-62167219200"}).config.verify.at_time == kFirstCivilTime);
}

TEST_CASE("a request cannot allow fetching, and may repeat what the command line allows") {
  const struct {
    std::string option;
    bool VerifyOptions::*member;
  } kFetches[] = {{"crl_download", &VerifyOptions::crl_download},
                  {"fetch-issuers", &VerifyOptions::fetch_issuers},
                  {"fetch-private", &VerifyOptions::fetch_private}};
  for (const auto& fetch : kFetches) {
    for (const char* dashes : {"-", "--"}) {
      const Json words = {"-crl_check", dashes + fetch.option};
      CHECK(ErrorWith("options", words) ==
            "options: -" + fetch.option +
                " is not allowed here: only the command line may allow fetching, and it does not "
                "have it");
      Json json = GoodRequest();
      json["options"] = words;
      VerifyOptions defaults;
      defaults.*fetch.member = true;
      const auto read = ReadVerifyRequest(Request(json), defaults);
      REQUIRE(std::holds_alternative<VerifyRequest>(read));
      for (const auto& other : kFetches) {
        CHECK(std::get<VerifyRequest>(read).options.*other.member == (&other == &fetch));
      }
    }
  }
}

TEST_CASE("no option of a request makes anything be fetched, whatever options there are") {
  for (const Option& option : ChainOptions()) {
    CAPTURE(option.name);
    for (const char* value : {"1", "a", "sslserver", "ssl_server", "1.2.3", "::1", "webpki"}) {
      std::vector<std::string> words = {"-" + std::string(option.name)};
      if (!option.argument.empty()) words.emplace_back(value);
      VerifyOptions options;
      const absl::Status status = ApplyChainWords(words, options);
      CHECK((status.ok() || !Message(status).empty()));
      CHECK_FALSE(options.crl_download);
      CHECK_FALSE(options.fetch_issuers);
      CHECK_FALSE(options.fetch_private);
    }
  }
}

TEST_CASE("a request is told that its answer has no text") {
  CHECK(ErrorWith("options", {"-nameopt", "RFC2253"}) ==
        "options: -nameopt is not allowed here: it changes how text is written, and the answer is "
        "JSON");
}

TEST_CASE("a broken block is an error of a request, and so is an anchor not to be trusted") {
  const std::string broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  CHECK(ErrorWith("chain", {ExampleChain().leaf.Pem() + broken}) ==
        "chain[0]: expected certificates in PEM, got a block that is broken");
  CHECK_FALSE(ReadAnchors({broken}, Purpose::kAny).ok());
}

TEST_CASE("a certificate that is not trusted for the purpose of a request is no anchor of it") {
  const tlsprobe::testing::TemporaryFolder folder;
  const std::string root = folder.Write("root.pem", ExampleChain().root.Pem());
  const std::string settings = tlsprobe::testing::Run(
      {"openssl", "x509", "-in", root, "-addtrust", "clientAuth", "-trustout"});
  CHECK(ReadAnchors({settings}, Purpose::kSslClient).ok());
  const auto refused = ReadAnchors({settings}, Purpose::kSslServer);
  CHECK(std::string(Message(refused.status())).find("trust settings do not allow") !=
        std::string::npos);
  // The same anchors again, for something else: they are not those of before.
  const ProbeConfig config = {.verify = {.check_target_name = false, .purpose = Purpose::kAny}};
  std::vector<Purpose> asked;
  const Materials nothing;
  RequestJudge judge(config, nothing, [&](Purpose purpose) -> absl::StatusOr<CertificateSourcePtr> {
    asked.push_back(purpose);
    if (purpose == Purpose::kCrlSign) return InvalidArgument("no such file");
    return CertificateSourcePtr();
  });
  const auto answer = [&](Json json) {
    json["time"] = 1795426091;
    return Json::parse(judge.OnLine(Request(json), {1795426091}).line);
  };
  Json json = GoodRequest();
  json["anchors"] = {settings};
  json["purpose"] = "sslclient";
  CHECK(answer(json)["error"].is_null());
  json["purpose"] = "sslserver";
  CHECK(answer(json)["error"].get<std::string>().starts_with("anchors[0]: "));
  CHECK(asked.empty());
  // Those of the command line are asked for once for each purpose that is not its own.
  json.erase("anchors");
  for (int i = 0; i < 2; ++i) CHECK(answer(json)["error"].is_null());
  json["purpose"] = "any";
  CHECK(answer(json)["error"].is_null());
  json["purpose"] = "crlsign";
  CHECK(answer(json)["error"] == "no such file");
  CHECK(asked == std::vector<Purpose>{Purpose::kSslServer, Purpose::kCrlSign});
}

TEST_CASE("many members are refused before they are put together") {
  const auto members = [](std::string_view format, int number) {
    std::string text = R"({"id": 5)";
    for (int i = 0; i < number; ++i) text += ", " + fmt::format(fmt::runtime(format), i);
    return text + "}";
  };
  const auto bad_of = [](std::string_view line) {
    const auto read = ReadVerifyRequest(line, {});
    REQUIRE(std::holds_alternative<BadRequest>(read));
    return std::get<BadRequest>(read);
  };
  const BadRequest unknown = bad_of(members(R"("m{}": 1)", 200'000));
  CHECK(unknown.id == 5);
  CHECK(unknown.error.starts_with("unknown member \"m0\": expected id, untrusted, chain, "));
  const BadRequest doubled = bad_of(members(R"("time": {})", 200'000));
  CHECK(doubled.error == "expected an object of at most 100 members");
  std::string inside = R"({"chain": )" + members(R"("m{}": 1)", 200'000) + "}";
  CHECK(bad_of(inside).error == "expected an object of at most 100 members");
  CHECK(ErrorOf(R"({")" + std::string(1000, 'x') + R"(": 1})").size() < 400);
  // What is no JSON is said first, and a name is not read inside of a value.
  CHECK(ErrorOf(R"({"other": 1, )").starts_with("expected JSON (RFC 8259)"));
  CHECK(ErrorOf(R"({"chain": {"other": 1}})") == "chain: expected a list of strings");
  CHECK(ErrorOf(R"({"id": {"id": 7}})") == "id: expected a string, a number or null");
}

TEST_CASE("an id is short, of members that come twice the last counts, and numbers have an end") {
  CHECK(ErrorWith("id", std::string(1001, 'x')) == "id: expected at most 1000 bytes, got 1001");
  Json longest = GoodRequest();
  longest["id"] = std::string(1000, 'x');
  CHECK(std::holds_alternative<VerifyRequest>(ReadVerifyRequest(Request(longest), {})));
  std::string twice = Request(GoodRequest());
  twice.insert(1, R"("id": 1, "time": "never", "chain": 3, )");
  const auto last = ReadVerifyRequest(twice, {});
  REQUIRE(std::holds_alternative<VerifyRequest>(last));
  CHECK(std::get<VerifyRequest>(last).id == "one");
  const auto too_late = ReadVerifyRequest(R"({"id": 1, "id": [], "other": 2})", {});
  CHECK(std::get<BadRequest>(too_late).id == nullptr);
  CHECK(ErrorOf(R"({"id": 1e400})") ==
        "expected numbers of at most 1.7e308, got one that is larger and ends at byte 11");
  const auto id_of = [](const std::string& id) {
    const auto bad = ReadVerifyRequest("{\"id\": " + id + "}", {});
    return Json::parse(RequestJudge::Refuse(std::get<BadRequest>(bad)).line)["id"].dump();
  };
  CHECK(id_of("1E2") == "100.0");
  CHECK(id_of("18446744073709551615") == "18446744073709551615");
  CHECK(id_of("18446744073709551617") == "1.8446744073709552e+19");
}

TEST_CASE("the id comes back with an error, where it could be read") {
  const auto read = ReadVerifyRequest(R"({"name": "a", "id": "x", "other": 1})", {});
  const auto* bad = std::get_if<BadRequest>(&read);
  REQUIRE(bad != nullptr);
  CHECK(bad->id == "x");
  const Json answer = Json::parse(RequestJudge::Refuse(*bad).line);
  CHECK(answer["id"] == "x");
  CHECK(answer["error"].get<std::string>().starts_with("unknown member"));
  CHECK(answer["verification"].is_null());
}

TEST_CASE("requests are judged one after the other, each by its own anchors") {
  const ProbeConfig config = {.verify = {.check_target_name = false, .purpose = Purpose::kAny}};
  const Materials nothing;
  RequestJudge judge(config, nothing);
  const UnixTime now{1795426091};
  const RequestJudge::Answer good = judge.OnLine(Request(GoodRequest()), now);
  CHECK(good.ok);
  CHECK(good.line.find('\n') == good.line.size() - 1);
  const Json json = Json::parse(good.line);
  CHECK(json["schema"] == "tlsprobe.verify/1");
  CHECK(json["id"] == "one");
  CHECK(json["verdict"] == "ok");
  CHECK(json["exit_status"] == 0);
  CHECK(json["certificate"]["subject"] == "CN = leaf");
  CHECK(json["verification"]["chain"]["verdict"] == "ok");

  Json other = GoodRequest();
  other.erase("anchors");
  const RequestJudge::Answer failed = judge.OnLine(Request(other), now);
  CHECK_FALSE(failed.ok);
  CHECK(Json::parse(failed.line)["exit_status"] == 2);
  CHECK(judge.OnLine(Request(GoodRequest()), now).ok);

  other["anchors"] = {"nothing"};
  const Json refused = Json::parse(judge.OnLine(Request(other), now).line);
  CHECK(refused["error"].get<std::string>().starts_with("anchors[0]: "));
}

TEST_CASE("a chain in a request is judged as what is sent, and nothing speaks of a server") {
  const MadeCertificate root = MakeCertificate({.common_name = "root", .ca = true}).value();
  const MadeCertificate middle =
      MakeCertificate({.common_name = "middle", .ca = true}, &root).value();
  const MadeCertificate leaf = MakeCertificate({.common_name = "leaf"}, &middle).value();
  const ProbeConfig config = {.verify = {.check_target_name = false, .purpose = Purpose::kAny}};
  const Materials nothing;
  RequestJudge judge(config, nothing);
  const auto sent_findings = [&](const Json& members) {
    Json json = {{"anchors", {root.Pem()}}};
    json.update(members);
    const RequestJudge::Answer answer = judge.OnLine(Request(json), {1795426091});
    CHECK(answer.ok);
    const Json report = Json::parse(answer.line);
    std::string ids;
    for (const Json& finding : report["findings"]) {
      const std::string id = finding["id"];
      CHECK(finding.dump().find("server") == std::string::npos);
      if (id.starts_with("sent.")) ids += id + " ";
    }
    return ids;
  };
  const std::string all = leaf.Pem() + middle.Pem();
  CHECK(sent_findings({{"chain", {all}}}) == "");
  CHECK(sent_findings({{"chain", {leaf.Pem(), middle.Pem()}}}) == "");
  CHECK(sent_findings({{"chain", {all + root.Pem()}}}) == "sent.root ");
  CHECK(sent_findings({{"chain", {leaf.Pem()}}, {"untrusted", {middle.Pem()}}}) == "");
  CHECK(sent_findings({{"chain", {leaf.Pem() + root.Pem()}}, {"untrusted", {middle.Pem()}}})
            .find("sent.missing") != std::string::npos);
}

TEST_CASE("times of RFC 3339 are read, others are not") {
  CHECK(ParseRfc3339("1970-01-01T00:00:00Z") == UnixTime{0});
  CHECK(ParseRfc3339("2026-11-23t09:28:11.75z") == UnixTime{1795426091});
  CHECK(ParseRfc3339("2026-11-23T10:28:11+01:00") == UnixTime{1795426091});
  CHECK(ParseRfc3339("2026-11-22T21:28:11-12:00") == UnixTime{1795426091});
  const auto bad =
      GENERATE(as<std::string_view>{}, "", "2026-11-23", "2026-11-23T09:28:11",
               "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T09:28:11.Z",
               "2026-11-23T09:28:11+1:00", "2026-11-23T09:28:11+24:00", "2026-11-23 09:28:11Z",
               "2026-11-23T09:28:11Zx", "2026-11-23T09:28:11.5");
  CAPTURE(bad);
  CHECK_FALSE(ParseRfc3339(bad).has_value());
}

TEST_CASE("a read that fails is not the end of the input, and what came before it is no line") {
  const int folder = open("/", O_RDONLY | O_DIRECTORY);
  REQUIRE(folder >= 0);
  LineReader of_folder(folder, 10);
  CHECK_FALSE(of_folder.Next().has_value());
  CHECK(of_folder.error() == EISDIR);
  close(folder);
  LineReader of_nothing(-1, 10);
  CHECK_FALSE(of_nothing.Next().has_value());
  CHECK(of_nothing.error() == EBADF);

  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  REQUIRE(write(ends[1], "whole\nhalf", 10) == 10);
  LineReader reader(ends[0], 10);
  CHECK(reader.Next()->text == "whole");
  // Whoever goes with unread input resets the connection.
  REQUIRE(write(ends[0], "x", 1) == 1);
  close(ends[1]);
  CHECK_FALSE(reader.Next().has_value());
  CHECK(reader.error() == ECONNRESET);
  close(ends[0]);
}

TEST_CASE("a descriptor that does not block is waited for") {
  int ends[2];
  REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
  std::thread late([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(write(ends[1], "a\n", 2) == 2);
    close(ends[1]);
  });
  LineReader reader(ends[0], 10);
  const std::optional<InputLine> line = reader.Next();
  late.join();
  REQUIRE(line.has_value());
  CHECK(line->text == "a");
  CHECK_FALSE(reader.Next().has_value());
  CHECK(reader.error() == 0);
  close(ends[0]);
}

TEST_CASE("lines are taken as they come, and one that is too long is skipped alone") {
  using Lines = std::vector<std::string>;
  CHECK(LinesOf("", 10) == Lines{});
  CHECK(LinesOf("a\r\n\nbc", 10) == Lines{"a", "", "bc"});
  CHECK(LinesOf("a\n", 10) == Lines{"a"});
  CHECK(LinesOf("0123456789\n0123456789x\nb\n", 10) == Lines{"0123456789", "(too long)", "b"});
  CHECK(LinesOf("0123456789x", 10) == Lines{"(too long)"});
  CHECK(LinesOf(std::string(60000, 'x') + "\nb", 10) == Lines{"(too long)", "b"});
}
