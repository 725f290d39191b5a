// What -policy_print prints. check/policies_test holds it against the installed openssl.
#include "tlsprobe/render/policy_text.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

PolicyQualifier Qualifier(const char* oid, std::string_view hex) {
  return {.oid = oid, .value = FromHex(hex).value()};
}

PolicyQualifier Cps(std::string_view text) {
  PolicyQualifier qualifier = {.oid = "1.3.6.1.5.5.7.2.1", .value = {0x16}};
  if (text.size() > 0x7f) qualifier.value.push_back(0x81);
  qualifier.value.push_back(static_cast<uint8_t>(text.size()));
  qualifier.value.insert(qualifier.value.end(), text.begin(), text.end());
  return qualifier;
}

std::string TextOf(PolicyQualifier qualifier) {
  const std::string text = PoliciesText({.user = {{.oid = "1.2", .qualifiers = {qualifier}}}});
  const std::string before = "    Non Critical\n";
  return text.substr(text.find(before) + before.size());
}

TEST_CASE("no policies at all are printed as empty sets") {
  CHECK(PoliciesText({}) ==
        "Require explicit Policy: False\n"
        "Authority Policies: <empty>\n"
        "User Policies: <empty>\n");
}

TEST_CASE("policies are printed with all there is to them") {
  const ValidPolicy any = {.oid = "2.5.29.32.0", .critical = true};
  const ValidPolicy plain = {.oid = "1.2.3", .qualifiers = {Cps("http://a/"), Cps("http://b/")}};
  CHECK(PoliciesText({.explicit_required = true, .authority = {any}, .user = {any, plain}}) ==
        "Require explicit Policy: True\n"
        "Authority Policies:\n"
        "  Policy: X509v3 Any Policy\n"
        "    Critical\n"
        "    No Qualifiers\n"
        "User Policies:\n"
        "  Policy: X509v3 Any Policy\n"
        "    Critical\n"
        "    No Qualifiers\n"
        "  Policy: 1.2.3\n"
        "    Non Critical\n"
        "    CPS: http://a/\n"
        "    CPS: http://b/\n");
}

TEST_CASE("a long pointer to a statement is printed whole") {
  const std::string url = "http://a/" + std::string(150, 'x');
  CHECK(TextOf(Cps(url)) == "    CPS: " + url + "\n");
}

TEST_CASE("a user notice is printed with what it has") {
  constexpr char kNotice[] = "1.3.6.1.5.5.7.2.2";
  CHECK(TextOf(Qualifier(kNotice, "3015300d16034f726730060201010201020c0474657874")) ==
        "    User Notice:\n"
        "      Organization: Org\n"
        "      Numbers: 1, 2\n"
        "      Explicit Text: text\n");
  CHECK(TextOf(Qualifier(kNotice, "300c300a16034f72673003020105")) ==
        "    User Notice:\n"
        "      Organization: Org\n"
        "      Number: 5\n");
  CHECK(TextOf(Qualifier(kNotice, "3000")) == "    User Notice:\n\n");
  CHECK(TextOf(Qualifier(kNotice, "30050c03610062")) ==
        "    User Notice:\n"
        "      Explicit Text: a\n");  // up to the zero
}

TEST_CASE("a qualifier nobody knows is named") {
  CHECK(TextOf(Qualifier("1.2.3.4", "0500")) == "      Unknown Qualifier: 1.2.3.4\n");
}

TEST_CASE("what would steer a terminal is escaped, and what is broken prints nothing") {
  CHECK(TextOf(Cps("a\x1b[31m\nb\xff")) == "    CPS: a\\x1b[31m\\nb\\xff\n");
  CHECK(TextOf({.oid = "1.3.6.1.5.5.7.2.1"}) == "    CPS: \n");
  CHECK(TextOf({.oid = "1.3.6.1.5.5.7.2.1", .value = {0x16, 0xff, 'x'}}) == "    CPS: \n");
  CHECK(TextOf(Qualifier("1.3.6.1.5.5.7.2.2", "0500")) == "    User Notice:\n\n");
}

}  // namespace
}  // namespace tlsprobe
