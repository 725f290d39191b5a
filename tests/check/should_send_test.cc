// The list a server should send, what is asked for to know it, and what is said of the list sent.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/path_cases.h"
#include "tlsprobe/check/needs.h"
#include "tlsprobe/check/sent_words.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

struct Usual {
  MadeCertificate root, upper, lower, leaf;
};

// Two intermediates; each certificate below the root says where its issuer is.
Usual MakeUsual(const std::vector<std::string>& leaf_urls = {"http://ca.example/lower.cer"}) {
  const auto below = [](CertificateSpec spec, const std::vector<std::string>& urls) {
    spec.extra_extensions = {
        {.oid = "1.3.6.1.5.5.7.1.1", .value = AuthorityInfoAccessValue({}, urls)}};
    return spec;
  };
  Usual made;
  made.root = MakeOrFail(CaSpec("Root"));
  made.upper = MakeOrFail(below(CaSpec("Upper"), {"http://ca.example/root.cer"}), &made.root);
  made.lower = MakeOrFail(below(CaSpec("Lower"), {"http://ca.example/upper.cer"}), &made.upper);
  made.leaf = MakeOrFail(below(LeafSpec(), leaf_urls), &made.lower);
  return made;
}

std::vector<std::string> UrlsOf(const PathsSeen& seen) {
  std::vector<std::string> urls;
  for (const Need& need : seen.needs) {
    CHECK(need.kind == FetchKind::kIssuer);
    urls.push_back(need.url);
  }
  return urls;
}

const std::string kList =
    " Send, in this order: the server's certificate, then CN=Lower, then CN=Upper.";

TEST_CASE("the leaf and what is below the anchor should be sent, whatever is") {
  const Usual made = MakeUsual();
  const auto& [root, upper, lower, leaf] = made;
  const std::vector<std::vector<MadeCertificate>> lists = {{leaf, lower, upper},
                                                           {leaf, lower, upper, root},
                                                           {leaf, upper, lower},
                                                           {leaf, lower, lower, upper, upper}};
  for (const std::vector<MadeCertificate>& sent : lists) {
    CHECK(NamesText(SeePaths({.sent = sent, .anchors = {root}}).chain().should_send) ==
          "host.example, Lower, Upper");
  }
}

TEST_CASE("a root that is not trusted need not be sent either") {
  const Usual made = MakeUsual();
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.lower, made.upper, made.root}});
  CHECK(NamesText(seen.chain().should_send) == "host.example, Lower, Upper");
}

TEST_CASE("where nobody knows what is missing there is no list") {
  const Usual made = MakeUsual();
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.upper}, .anchors = {made.root}});
  CHECK(seen.chain().should_send.empty());
  CHECK(SeePaths({}).chain().should_send.empty());
}

TEST_CASE("a list that cannot verify is none") {
  struct Row {
    std::string what;
    CertificateSpec upper;
    int code;
  };
  Row rows[] = {{"too close to the leaf", CaSpec("Upper"), 25}, {"expired", CaSpec("Upper"), 10}};
  rows[0].upper.path_length = 0;
  rows[1].upper.not_after = {kTestNow.seconds - kTestDay};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const MadeCertificate root = MakeOrFail(CaSpec("Root"));
    const MadeCertificate upper = MakeOrFail(row.upper, &root);
    const MadeCertificate lower = MakeOrFail(CaSpec("Lower"), &upper);
    const MadeCertificate leaf = MakeOrFail(LeafSpec(), &lower);
    const PathsSeen seen =
        SeePaths({.sent = {leaf, upper}, .anchors = {root}, .untrusted = {lower}});
    REQUIRE(seen.chain().paths.size() == 1);
    REQUIRE(seen.chain().paths[0].errors.size() == 1);
    CHECK(seen.chain().paths[0].errors[0].code == row.code);
    CHECK(seen.chain().should_send.empty());
    CHECK_FALSE(seen.Has("sent.missing"));
  }
}

TEST_CASE("what is wrong with the leaf alone is no reason to have no list") {
  const Usual made = MakeUsual();
  CertificateSpec expired = LeafSpec();
  expired.not_after = {kTestNow.seconds - kTestDay};
  const PathsSeen seen = SeePaths(
      {.sent = {MakeOrFail(expired, &made.lower), made.lower, made.upper}, .anchors = {made.root}});
  CHECK(seen.Has("chain.expired"));
  CHECK(NamesText(seen.chain().should_send) == "host.example, Lower, Upper");
}

TEST_CASE("a leaf that is its own anchor is sent alone") {
  const MadeCertificate self = MakeOrFail(LeafSpec()), other = MakeOrFail(CaSpec("Other"));
  const PathsSeen seen = SeePaths({.sent = {self, other}, .anchors = {self}});
  CHECK(NamesText(seen.chain().should_send) == "host.example");
  REQUIRE(seen.Has("sent.unrelated"));
  CHECK(seen.Find("sent.unrelated")->advice ==
        "Leave it out of the server's chain file. Send the server's certificate alone.");
}

TEST_CASE("with partial_chain what the store has is an anchor and not to be sent") {
  const Usual made = MakeUsual();
  PathCase each{.sent = {made.leaf, made.lower}, .anchors = {made.upper}};
  each.options.partial_chain = true;
  CHECK(NamesText(SeePaths(each).chain().should_send) == "host.example, Lower");
}

TEST_CASE("issuers are asked for where a path ends open, and only when that is wanted") {
  const Usual made = MakeUsual({"http://ca.example/lower.cer", "ldap://ca.example/lower",
                                "HTTP://mirror.example/lower.cer", "http://ca.example/lower.cer",
                                "https://ca.example/lower.cer"});
  PathCase each{.sent = {made.leaf}, .anchors = {made.root}};
  CHECK(SeePaths(each).needs.empty());
  each.options.fetch_issuers = true;
  CHECK(UrlsOf(SeePaths(each)) ==
        std::vector<std::string>{"http://ca.example/lower.cer", "HTTP://mirror.example/lower.cer"});
  each.sent = {made.leaf, made.lower};
  CHECK(UrlsOf(SeePaths(each)) == std::vector<std::string>{"http://ca.example/upper.cer"});
  each.sent = {made.leaf, made.lower, made.upper};
  CHECK(SeePaths(each).needs.empty());
  each.sent = {made.leaf};
  each.untrusted = {made.lower};
  CHECK(UrlsOf(SeePaths(each)) == std::vector<std::string>{"http://ca.example/upper.cer"});
}

TEST_CASE("every open end is asked for") {
  const CertificateSpec spec = CaWithKey("Lower");
  const auto with_url = [&](std::string url) {
    CertificateSpec changed = spec;
    changed.extra_extensions = {
        {.oid = "1.3.6.1.5.5.7.1.1", .value = AuthorityInfoAccessValue({}, {std::move(url)})}};
    return changed;
  };
  const MadeCertificate one = MakeOrFail(CaSpec("One")), two = MakeOrFail(CaSpec("Two"));
  const MadeCertificate by_one = MakeOrFail(with_url("http://one.example/"), &one);
  const MadeCertificate by_two = MakeOrFail(with_url("http://two.example/"), &two);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &by_one);
  PathCase each{.sent = {leaf, by_one, by_two}};
  each.options.fetch_issuers = true;
  std::vector<std::string> urls = UrlsOf(SeePaths(each));
  std::sort(urls.begin(), urls.end());
  CHECK(urls == std::vector<std::string>{"http://one.example/", "http://two.example/"});
  each.sent = {leaf, by_one, by_two, two};
  CHECK(UrlsOf(SeePaths(each)) == std::vector<std::string>{"http://one.example/"});
}

TEST_CASE("however many URLs there are, few are asked for") {
  std::vector<std::string> urls;
  for (int i = 0; i < 7000; ++i) urls.push_back("http://a.example/" + std::to_string(i));
  const Usual made = MakeUsual(urls);
  PathCase each{.sent = {made.leaf}, .anchors = {made.root}};
  each.options.fetch_issuers = true;
  const std::vector<std::string> asked = UrlsOf(SeePaths(each));
  REQUIRE(asked.size() == kMostNeeds);
  CHECK(asked.front() == urls[0]);
  CHECK(asked.back() == urls[kMostNeeds - 1]);
}

TEST_CASE("a list of needs takes each once, and no more than it holds") {
  std::vector<Need> needs;
  AddNeed(needs, {FetchKind::kCrl, "http://a.example/"});
  AddNeed(needs, {FetchKind::kCrl, "http://a.example/"});
  AddNeed(needs, {FetchKind::kIssuer, "http://a.example/"});
  CHECK(needs.size() == 2);
  CHECK_FALSE(IsFull(needs));
  for (size_t i = 0; i < 2 * kMostNeeds; ++i) {
    AddNeed(needs, {FetchKind::kCrl, std::to_string(i)});
  }
  CHECK(needs.size() == kMostNeeds);
  CHECK(IsFull(needs));
}

TEST_CASE("what the server does not send is said, by where it was found") {
  const Usual made = MakeUsual();
  PathCase each{.sent = {made.leaf, made.lower}, .anchors = {made.root}};
  SECTION("fetched") {
    each.fetched = {made.upper};
    each.options.fetch_issuers = true;
    const PathsSeen seen = SeePaths(each);
    CHECK(seen.chain().verdict == Verdict::kOk);
    const Finding* finding = seen.Find("sent.fetched_issuer");
    REQUIRE(finding != nullptr);
    CHECK(finding->severity == Severity::kWarning);
    CHECK(finding->text ==
          "the server does not send its intermediate certificate CN=Upper: it was fetched from "
          "where the certificate below says it is, as browsers do; other clients fail");
    CHECK(finding->advice == "Configure the full chain on the server." + kList);
    CHECK(seen.findings.size() == 1);
  }
  SECTION("given, though it could have been fetched") {
    each.untrusted = {made.upper};
    each.options.fetch_issuers = true;
    const PathsSeen seen = SeePaths(each);
    REQUIRE(seen.Has("sent.missing"));
    CHECK(seen.Find("sent.missing")->severity == Severity::kWarning);
    CHECK(seen.Find("sent.missing")->text.find("-untrusted") != std::string::npos);
    CHECK_FALSE(seen.Has("sent.fetched_issuer"));
  }
  SECTION("in the trust store") {
    each.anchors = {made.root, made.upper};
    const PathsSeen seen = SeePaths(each);
    CHECK(seen.chain().verdict == Verdict::kOk);
    REQUIRE(seen.Has("sent.missing"));
    CHECK(seen.Find("sent.missing")->severity == Severity::kNotice);
    CHECK(seen.Find("sent.missing")->advice.ends_with(kList));
  }
  SECTION("sent after all") {
    each.untrusted = {made.upper};
    each.sent.push_back(made.upper);
    CHECK(SeePaths(each).findings.empty());
  }
}

TEST_CASE("where nobody sent the chain no words speak of a server") {
  const Usual made = MakeUsual();
  PathCase each{.anchors = {made.root}, .untrusted = {made.upper}, .from_server = false};
  const auto words_of = [&each](std::vector<MadeCertificate> sent) {
    each.sent = std::move(sent);
    std::string words;
    for (const Finding& finding : SeePaths(each).findings) {
      words += finding.text + "\n" + finding.advice + "\n";
    }
    return words;
  };
  const std::string list =
      " Send, in this order: the leaf certificate, then CN=Lower, then CN=Upper.\n";
  CHECK(words_of({made.leaf, made.lower}) ==
        "the chain lacks the intermediate certificate CN=Upper: it was given here (-untrusted); "
        "clients that do not have it fail\nAdd what it lacks to the chain." +
            list);
  const std::string odd =
      words_of({made.leaf, made.upper, made.lower, made.lower, made.root, made.leaf});
  for (const char* part :
       {"Put the leaf certificate first in the chain, then",
        "Leave the second copy out of the chain.", "Leave it out of the chain to save its size"}) {
    CAPTURE(part);
    CHECK(odd.find(part) != std::string::npos);
  }
  CHECK(odd.find("server") == std::string::npos);
  each.untrusted.clear();
  const std::string missing = words_of({made.leaf});
  CHECK(
      missing.starts_with("the chain stops at the leaf certificate: its issuer CN=Lower is "
                          "neither given nor trusted\nIf CN=Lower is an intermediate, give its "
                          "certificate (-untrusted); if it is a CA of yours, give it as a trust "
                          "anchor (-CAfile)."));
  CHECK(missing.find("server") == std::string::npos);
}

TEST_CASE("advice about a missing issuer names the list as far as it is known") {
  const Usual made = MakeUsual();
  PathCase each{.sent = {made.leaf, made.lower}, .anchors = {made.root}};
  const PathsSeen seen = SeePaths(each);
  REQUIRE(seen.Has("chain.missing_issuer"));
  CHECK(seen.Find("chain.missing_issuer")->advice ==
        "If CN=Upper is an intermediate, configure the full chain on the server: its certificate "
        "first, then CN=Lower, then CN=Upper and what is above; if it is your own CA, give it as a "
        "trust anchor (-CAfile). The certificate says where its issuer is: --fetch-issuers gets "
        "it.");
  each.options.fetch_issuers = true;
  CHECK(SeePaths(each).Find("chain.missing_issuer")->advice.find("--fetch") == std::string::npos);
  each.options.fetch_issuers = false;
  const Usual silent = MakeUsual({"ldap://ca.example/lower"});
  each.sent = {silent.leaf};
  CHECK(SeePaths(each).Find("chain.missing_issuer")->advice.find("--fetch") == std::string::npos);
}

TEST_CASE("what is odd in the list is named, and the list that would be right") {
  const Usual made = MakeUsual();
  const auto& [root, upper, lower, leaf] = made;
  const MadeCertificate other = MakeOrFail(CaSpec("Other"));
  struct Case {
    std::vector<MadeCertificate> sent;
    std::string_view id;
    std::string_view text;
  };
  const Case cases[] = {
      {{leaf, upper, lower},
       "sent.order",
       "the certificates are not sent in order: each should certify the one before it"},
      {{leaf, lower, lower, upper}, "sent.duplicate", "certificate 2 (CN=Lower) is sent twice"},
      {{leaf, lower, other, upper},
       "sent.unrelated",
       "certificate 2 (CN=Other) issued none of the others that are sent"}};
  for (const Case& each : cases) {
    CAPTURE(each.id);
    const PathsSeen seen = SeePaths({.sent = each.sent, .anchors = {root}});
    REQUIRE(seen.Has(each.id));
    CHECK(seen.Find(each.id)->text == each.text);
    CHECK(seen.Find(each.id)->advice.ends_with(kList));
    CHECK(seen.findings.size() == 1);
  }
}

TEST_CASE("an issuer of the right name and the wrong key is found, and the right key named") {
  const Usual made = MakeUsual();
  const MadeCertificate twin = MakeOrFail(CaSpec("Lower"), &made.upper);
  const PathsSeen seen =
      SeePaths({.sent = {made.leaf, twin, made.lower, made.upper}, .anchors = {made.root}});
  CHECK(seen.chain().verdict == Verdict::kOk);
  const Finding* finding = seen.Find("sent.wrong_key");
  REQUIRE(finding != nullptr);
  CHECK(finding->severity == Severity::kWarning);
  CHECK(finding->text ==
        "certificate 1 (CN=Lower, issued by CN=Upper) has the name of an issuer of those sent, "
        "but its key signed none of them");
  CHECK(
      finding->advice.starts_with("Put the CA's certificate for the key that signed in its "
                                  "place: its subject key identifier is "));
  CHECK(finding->advice.ends_with(kList));
  CHECK_FALSE(seen.Has("sent.order"));
}

TEST_CASE("without key identifiers the signature tells the wrong key from the right one") {
  for (const ChainCase& each : AllChainCases()) {
    if (each.name != "intermediate of the same name" && each.name != "both of the same name") {
      continue;
    }
    const PathsSeen seen = SeePaths({.sent = each.sent, .anchors = each.anchors});
    REQUIRE(seen.Has("sent.wrong_key"));
    CHECK(seen.Find("sent.wrong_key")->text.starts_with("certificate 1 "));
    CHECK(seen.Find("sent.wrong_key")->advice.find("identifier") == std::string::npos);
  }
}

TEST_CASE("a long list is cut in words") {
  const Usual made = MakeUsual();
  const CertificatePtr upper = FactsOf({made.upper.der}).certificates[0];
  const std::vector<CertificatePtr> list(12, upper);
  const std::string words = ListWords(list, true);
  CHECK(words.starts_with("the server's certificate, then CN=Upper, then CN=Upper"));
  CHECK(words.ends_with(", and 2 more"));
  CHECK(ListAdvice({}, true).empty());
}

TEST_CASE("what stands on the path above something that is not sent has its place in the list") {
  const Usual made = MakeUsual();
  const auto& [root, upper, lower, leaf] = made;
  SECTION("an intermediate") {
    const PathsSeen seen =
        SeePaths({.sent = {leaf, upper}, .anchors = {root}, .untrusted = {lower}});
    CHECK(NamesText(seen.chain().should_send) == "host.example, Lower, Upper");
    CHECK(seen.Has("sent.missing"));
    CHECK_FALSE(seen.Has("sent.unrelated"));
    CHECK_FALSE(seen.Has("sent.order"));
  }
  SECTION("the root") {
    const PathsSeen seen =
        SeePaths({.sent = {leaf, root}, .anchors = {root}, .untrusted = {lower, upper}});
    CHECK(seen.Has("sent.root"));
    CHECK_FALSE(seen.Has("sent.unrelated"));
    CHECK_FALSE(seen.Has("sent.order"));
  }
  SECTION("a root that another one certified") {
    const CertificateSpec new_root = CaWithKey("New Root");
    const MadeCertificate cross = MakeOrFail(new_root, &root);
    const MadeCertificate middle = MakeOrFail(CaSpec("Middle"), &cross);
    const MadeCertificate below = MakeOrFail(LeafSpec(), &middle);
    const PathsSeen seen =
        SeePaths({.sent = {below, cross}, .anchors = {root}, .untrusted = {middle}});
    CHECK(NamesText(seen.chain().should_send) == "host.example, Middle, New Root");
    for (const Finding& finding : seen.findings) {
      CAPTURE(finding.text);
      CHECK(finding.id == "sent.missing");
      CHECK(finding.advice.find("Leave") == std::string::npos);
    }
  }
}

TEST_CASE("a certificate that was changed is told also where no chain needs it") {
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate upper = MakeOrFail(CaSpec("Upper"), &root);
  CertificateSpec spec = CaWithKey("Lower");
  const MadeCertificate lower = MakeOrFail(spec, &upper);
  spec.corrupt_signature = true;
  const MadeCertificate changed = MakeOrFail(spec, &upper);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &lower);
  const PathsSeen seen =
      SeePaths({.sent = {leaf, changed, upper}, .anchors = {root, upper, lower}});
  CHECK(seen.chain().verdict == Verdict::kOk);
  CHECK_FALSE(seen.Has("sent.wrong_key"));
  REQUIRE(seen.Has("sent.bad_signature"));
  CHECK(seen.Find("sent.bad_signature")->text ==
        "the signature of CN=Lower is wrong: the key that it names is that of certificate 2 "
        "(CN=Upper, issued by CN=Root), which did not make it");
}

}  // namespace
}  // namespace tlsprobe
