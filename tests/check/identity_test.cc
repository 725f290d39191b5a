#include "tlsprobe/check/identity.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

Certificate WithNames(std::vector<GeneralName> names) {
  Certificate certificate;
  certificate.subject_alt_names = std::move(names);
  return certificate;
}

GeneralName Dns(std::string_view text) { return {GeneralName::Type::kDns, ToBytes(text)}; }
GeneralName Email(std::string_view text) { return {GeneralName::Type::kEmail, ToBytes(text)}; }

Certificate WithSubject(std::vector<std::pair<std::string, std::string>> attributes) {
  Certificate certificate;
  for (size_t i = 0; i < attributes.size(); ++i) {
    certificate.subject.attributes.push_back({.rdn = i,
                                              .oid = attributes[i].first,
                                              .tag = 0x0c,
                                              .value = ToBytes(attributes[i].second)});
  }
  return certificate;
}

constexpr std::string_view kCommonName = "2.5.4.3";
constexpr std::string_view kEmailAddress = "1.2.840.113549.1.9.1";

// The names OpenSSL's own test of these functions holds against each other.
constexpr std::string_view kNames[] = {"a",
                                       "b",
                                       ".",
                                       "*",
                                       "@",
                                       ".a",
                                       "a.",
                                       ".b",
                                       "b.",
                                       ".*",
                                       "*.",
                                       "*@",
                                       "@*",
                                       "a@",
                                       "@a",
                                       "b@",
                                       "..",
                                       "-example.com",
                                       "example-.com",
                                       "@@",
                                       "**",
                                       "*.com",
                                       "*com",
                                       "*.*.com",
                                       "com*",
                                       "*example.com",
                                       "*@example.com",
                                       "test@*.example.com",
                                       "example.com",
                                       "www.example.com",
                                       "test.www.example.com",
                                       "*.example.com",
                                       "*.www.example.com",
                                       "test.*.example.com",
                                       "www.*.com",
                                       ".www.example.com",
                                       "*www.example.com",
                                       "example.net",
                                       "xn--rger-koa.example.com",
                                       "*.xn--rger-koa.example.com",
                                       "www.xn--rger-koa.example.com",
                                       "*.good--example.com",
                                       "www.good--example.com",
                                       "*.xn--bar.com",
                                       "xn--foo.xn--bar.com",
                                       "a.example.com",
                                       "b.example.com",
                                       "postmaster@example.com",
                                       "Postmaster@example.com",
                                       "postmaster@EXAMPLE.COM"};

// (in the certificate, asked for): what matches though it is not the same.
const std::set<std::pair<std::string_view, std::string_view>> kHostMatches = {
    {"*.example.com", "a.example.com"},
    {"*.example.com", "b.example.com"},
    {"*.example.com", "www.example.com"},
    {"*.example.com", "xn--rger-koa.example.com"},
    {"*.www.example.com", "test.www.example.com"},
    {"*.www.example.com", ".www.example.com"},
    {"*www.example.com", "www.example.com"},
    {"test.www.example.com", ".www.example.com"},
    {"*.xn--rger-koa.example.com", "www.xn--rger-koa.example.com"},
    {"*.xn--bar.com", "xn--foo.xn--bar.com"},
    {"*.good--example.com", "www.good--example.com"},
};

TEST_CASE("hosts match as OpenSSL's vectors say, in DNS names and common names") {
  for (const std::string_view presented : kNames) {
    const Certificate by_alt_name = WithNames({Dns(presented)});
    const Certificate by_common_name =
        WithSubject({{std::string(kCommonName), "dummy value"},
                     {std::string(kCommonName), std::string(presented)}});
    for (const std::string_view asked : kNames) {
      CAPTURE(presented, asked);
      const bool expected =
          EqualsIgnoreCase(presented, asked) || kHostMatches.contains({presented, asked});
      CHECK(MatchHost(by_alt_name, asked).has_value() == expected);
      CHECK(MatchHost(by_common_name, asked).has_value() == expected);
      CHECK(!MatchHost(WithNames({Email(presented)}), asked));
    }
  }
}

TEST_CASE("addresses match by exact local part and any case of the domain") {
  for (const std::string_view presented : kNames) {
    const Certificate by_alt_name = WithNames({Email(presented)});
    const Certificate by_subject =
        WithSubject({{std::string(kEmailAddress), std::string(presented)}});
    for (const std::string_view asked : kNames) {
      CAPTURE(presented, asked);
      const size_t at = presented.find('@');
      const bool expected = presented == asked || (at != std::string_view::npos && at > 0 &&
                                                   EqualsIgnoreCase(presented, asked) &&
                                                   presented.substr(0, at) == asked.substr(0, at));
      CHECK(MatchEmail(by_alt_name, asked).has_value() == expected);
      CHECK(MatchEmail(by_subject, asked).has_value() == expected);
      CHECK(!MatchEmail(WithNames({Dns(presented)}), asked));
    }
  }
}

TEST_CASE("a wildcard stands for one label or a part of the first") {
  struct Case {
    std::string_view presented, asked;
    bool matches;
  };
  const Case each = GENERATE(
      Case{"*.example.com", "a.b.example.com", false}, Case{"*.example.com", ".example.com", true},
      Case{"*.example.com", "a_b.example.com", false}, Case{"*.example.com", "A.EXAMPLE.COM", true},
      Case{"f*.example.com", "foo.example.com", true},
      Case{"f*.example.com", "f.example.com", true},
      Case{"f*.example.com", "goo.example.com", false},
      Case{"*f.example.com", "xn--f.example.com", false},
      Case{"xn--*.example.com", "xn--a.example.com", false},
      Case{"f*o.example.com", "foo.example.com", false},
      Case{"*-.example.com", "a-.example.com", false},
      Case{"f-*.example.com", "f-a.example.com", false},
      Case{"*-a.example.com", "b-a.example.com", true},
      Case{"-*.example.com", "-a.example.com", false}, Case{"*.com", "example.com", false},
      Case{"*.-a.example.com", "b.-a.example.com", false},
      Case{"*.example.com.", "a.example.com.", false},
      Case{"*.example.com", "*.example.com", true});
  CAPTURE(each.presented, each.asked);
  CHECK(MatchHost(WithNames({Dns(each.presented)}), each.asked).has_value() == each.matches);
}

TEST_CASE("the name that matched comes back as the certificate has it") {
  const Certificate certificate = WithNames({Dns("b.example"), Dns("*.Example")});
  CHECK(MatchHost(certificate, "B.example") == "b.example");
  const Certificate wild = WithNames({Dns("*.sub.Example")});
  CHECK(MatchHost(wild, "x.sub.example") == "*.sub.Example");
}

TEST_CASE("a common name counts only where there is no DNS name") {
  Certificate certificate = WithSubject({{std::string(kCommonName), "cn.example"}});
  CHECK(MatchHost(certificate, "cn.example"));
  certificate.subject_alt_names = std::vector<GeneralName>{Email("me@cn.example")};
  CHECK(MatchHost(certificate, "cn.example"));
  certificate.subject_alt_names->push_back(Dns("other.example"));
  CHECK(!MatchHost(certificate, "cn.example"));
}

TEST_CASE("a NUL in a name never matches") {
  using namespace std::string_view_literals;
  CHECK(!MatchHost(WithNames({Dns("good.example\0.evil.example"sv)}), "good.example"));
  CHECK(!MatchHost(WithNames({Dns("good.example\0"sv)}), "good.example"));
  CHECK(!MatchHost(WithNames({Dns("a\0b"sv)}), "a\0b"sv));
  CHECK(!MatchHost(WithNames({Dns("a\0.sub.example"sv)}), ".sub.example"));
  CHECK(!MatchHost(WithNames({Dns("")}), ""));
}

TEST_CASE("addresses match byte for byte, and never by name") {
  const Certificate certificate =
      WithNames({{GeneralName::Type::kIp, {192, 0, 2, 7}}, Dns("192.0.2.8")});
  CHECK(MatchIp(certificate, *ParseIpAddress("192.0.2.7")) == "192.0.2.7");
  CHECK(!MatchIp(certificate, *ParseIpAddress("192.0.2.8")));
  CHECK(!MatchIp(certificate, *ParseIpAddress("::ffff:192.0.2.7")));
  CHECK(!MatchIp(certificate, {}));
  CHECK(!MatchIp(Certificate{}, *ParseIpAddress("192.0.2.7")));
}

TEST_CASE("an internationalised mailbox matches an address, not a host") {
  // otherName { SmtpUTF8Mailbox, [0] UTF8String "a@b" }
  const GeneralName mailbox = {GeneralName::Type::kOther,
                               {0xa0, 0x11, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08,
                                0x09, 0xa0, 0x05, 0x0c, 0x03, 'a', '@', 'b'}};
  CHECK(MatchEmail(WithNames({mailbox}), "a@B") == "a@b");
  CHECK(!MatchHost(WithNames({mailbox}), "a@b"));
  Certificate certificate = WithSubject({{std::string(kCommonName), "cn.example"}});
  certificate.subject_alt_names = std::vector<GeneralName>{mailbox};
  CHECK(MatchHost(certificate, "cn.example"));
}

}  // namespace
}  // namespace tlsprobe
