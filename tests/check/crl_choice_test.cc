#include "tlsprobe/check/crl_choice.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/crl_support.h"
#include "tlsprobe/check/crl_facts.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {
namespace {

KnownCrl Known(const Bytes& der) {
  auto parsed = ParseCrl(der);
  REQUIRE(parsed.ok());
  return KnowCrl({.crl = *std::move(parsed), .source = "the test"});
}

KnownCrl Known(const ChangeCrl& change = {}) { return Known(CrlOf(PlainLab().middle, change)); }

// The source of the CRL that the leaf's status rests on: "0", "1" … by place in the list.
std::string Chosen(const std::vector<ChangeCrl>& changes, size_t given = SIZE_MAX,
                   const ChangeOptions& options = {}) {
  const CrlLab& lab = PlainLab();
  std::vector<Bytes> crls;
  for (size_t i = 0; i < changes.size(); ++i) {
    // Each is known by the only one it revokes.
    crls.push_back(CrlOf(lab.middle, [&](CrlSpec& s) {
      s.entries = {{.serial = {static_cast<uint8_t>(0x60 + i)}}};
      if (changes[i]) changes[i](s);
    }));
  }
  const CrlJudged judged = JudgeCrls(CaseOf("choice", lab, crls), CrlCheck("", options), given);
  std::string text;
  for (const CrlFact& fact : judged.at(0).used) {
    for (size_t i = 0; i < crls.size(); ++i) {
      if (fact.crl->der == crls[i]) text += std::to_string(i);
    }
  }
  return text;
}

UnixTime InDays(int64_t days) { return {kTestNow.seconds + days * kTestDay}; }

const ChangeCrl kOver = [](CrlSpec& s) { s.next_update = InDays(-1); };
const ChangeCrl kNewer = [](CrlSpec& s) { s.this_update = InDays(-1); };
const ChangeCrl kAboutCas = [](CrlSpec& s) {
  s.issuing_distribution_point = {{.only_ca_certificates = true}};
};
const ChangeCrl kCritical = [](CrlSpec& s) {
  s.extra_extensions = {RawExtension("1.2.3.4", true, {0x05, 0x00})};
};

TEST_CASE("what fits better is chosen, then what is newer, then what is first") {
  CHECK(Chosen({{}, {}}) == "0");
  CHECK(Chosen({{}, kNewer}) == "1");
  CHECK(Chosen({kNewer, {}}) == "0");
  CHECK(Chosen({kOver, {}}) == "1");
  CHECK(Chosen({kCritical, {}}) == "1");
  CHECK(Chosen({kAboutCas, {}}) == "1");
  // Critical extensions count most, then the scope, then the time.
  CHECK(Chosen({kCritical, kAboutCas}) == "1");
  CHECK(Chosen({kAboutCas, kOver}) == "1");
  CHECK(Chosen({kAboutCas, kOver, kCritical}) == "1");
}

TEST_CASE("the trust store is asked where what was given does not fit") {
  CHECK(Chosen({{}, kNewer}, 1) == "0");
  CHECK(Chosen({kAboutCas, {}}, 1) == "1");
  CHECK(Chosen({}, 0).empty());
  // OpenSSL holds every reason to be covered by what is out of date: nothing else is looked for.
  CHECK(Chosen({kOver, {}}, 1) == "0");
  CHECK(Chosen({{}}, 0) == "0");
  // As good as what was given, newer or not.
  CHECK(Chosen({kAboutCas, kAboutCas}, 1) == "1");
}

TEST_CASE("a delta goes with its base where deltas are asked for") {
  const ChangeCrl base = [](CrlSpec& s) { s.extra_extensions = {FreshestExtension()}; };
  const ChangeCrl delta = [](CrlSpec& s) {
    s.number = {2};
    s.base_number = {1};
  };
  const auto use = [](VerifyOptions& options) { options.use_deltas = true; };
  CHECK(Chosen({base, delta}) == "0");
  CHECK(Chosen({base, delta}, SIZE_MAX, use) == "01");
  CHECK(Chosen({base, delta}, 1, use) == "0");  // only one list is searched
  CHECK(Chosen({{}, delta}, SIZE_MAX, use) == "0");
}

TEST_CASE("a delta fits a base by numbers, issuer and what it is about") {
  const auto base = [](Bytes number) {
    return Known([&](CrlSpec& s) { s.number = std::move(number); });
  };
  const auto delta = [](Bytes since, Bytes number) {
    return Known([&](CrlSpec& s) {
      s.base_number = std::move(since);
      s.number = std::move(number);
    });
  };
  CHECK(DeltaFits(delta({5}, {6}), base({5})));
  CHECK(DeltaFits(delta({4}, {6}), base({5})));
  CHECK(!DeltaFits(delta({6}, {7}), base({5})));
  CHECK(!DeltaFits(delta({5}, {5}), base({5})));
  CHECK(!DeltaFits(base({6}), base({5})));
  CHECK(!DeltaFits(delta({5}, {6}), base({})));
  // OpenSSL 3.0 does not survive a delta without a number of its own.
  CHECK(!DeltaFits(delta({5}, {}), base({5})));
  const KnownCrl of_root = Known(CrlOf(PlainLab().root, [](CrlSpec& s) { s.number = {5}; }));
  CHECK(!DeltaFits(delta({5}, {6}), of_root));
}

TEST_CASE("the numbers of CRLs are compared as numbers") {
  const auto compare = [](const Bytes& a, const Bytes& b) {
    const int order = CompareIntegers(a, b);
    CHECK((CompareIntegers(b, a) < 0) == (order > 0));
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  };
  CHECK(compare({5}, {5}) == 0);
  CHECK(compare({5}, {6}) == -1);
  CHECK(compare({0x7f}, {0x00, 0x80}) == -1);
  CHECK(compare({0x01, 0x00}, {0x00, 0xff}) == 1);
  CHECK(compare({0x00, 0x00, 0x05}, {0x05}) == 0);
  CHECK(compare({0xff}, {0x00}) == -1);
  CHECK(compare({0xfe}, {0xff}) == -1);
  CHECK(compare({0xff, 0x00}, {0xff}) == -1);
  CHECK(compare(Bytes(20, 0x11), Bytes(20, 0x12)) == -1);
}

TEST_CASE("the names of distribution points meet") {
  const Bytes& issuer = PlainLab().middle.subject;
  const auto at = [&](std::vector<GeneralName> names) {
    return PointNames({.full_name = std::move(names)}, issuer);
  };
  const PointNames none({}, issuer), a = at({UriName("http://a")}), b = at({UriName("http://b")});
  CHECK(none.empty());
  CHECK(none.Meet(a));
  CHECK(a.Meet(none));
  CHECK(a.Meet(a));
  CHECK(!a.Meet(b));
  CHECK(at({UriName("http://c"), UriName("http://b")}).Meet(b));
  CHECK(!at({{GeneralName::Type::kDns, ToBytes("http://a")}}).Meet(a));
  // What does not parse is a name, too, that nothing meets.
  const PointNames broken({.relative_name = {0x30, 0x05}}, issuer);
  CHECK(!broken.empty());
  CHECK(!broken.Meet(broken));
}

TEST_CASE("what is there twice in a CRL does not count") {
  const KnownCrl numbers = Known([](CrlSpec& s) {
    s.extra_extensions = {RawExtension("2.5.29.20", false, {0x02, 0x01, 0x09})};
  });
  CHECK(!numbers.number);
  CHECK(!numbers.malformed);
  const KnownCrl scopes = Known([](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_ca_certificates = true}};
    s.extra_extensions = {RawExtension("2.5.29.28", true, {0x30, 0x00})};
  });
  CHECK(scopes.scope == nullptr);
  CHECK(scopes.malformed);
  CHECK(scopes.ambiguous);
  const KnownCrl plain = Known();
  CHECK(plain.number == Bytes{1});
  CHECK(!plain.malformed);
  CHECK(!plain.ambiguous);
  CHECK(plain.scope == nullptr);
  CHECK(plain.reasons == kEveryReason);
}

}  // namespace
}  // namespace tlsprobe
