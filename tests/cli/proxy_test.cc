#include "cli/proxy.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

namespace tlsprobe::cli {
namespace {

using Variables = std::map<std::string, std::string>;

NamedProxy Named(std::string_view host, const Variables& variables) {
  return ProxyFromEnvironment(host, [&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  });
}

TEST_CASE("https_proxy counts before all_proxy, lower case before upper case") {
  CHECK(Named("h", {}).value.empty());
  CHECK(Named("h", {{"ALL_PROXY", "a"}}).variable == "ALL_PROXY");
  CHECK(Named("h", {{"ALL_PROXY", "a"}, {"all_proxy", "b"}}).value == "b");
  CHECK(Named("h", {{"all_proxy", "b"}, {"HTTPS_PROXY", "c"}}).value == "c");
  CHECK(Named("h", {{"HTTPS_PROXY", "c"}, {"https_proxy", "d"}}).value == "d");
  CHECK(Named("h", {{"http_proxy", "e"}}).value.empty());
}

TEST_CASE("no_proxy names what is reached directly") {
  const auto direct = [](std::string_view host, const std::string& list) {
    return Named(host, {{"https_proxy", "p"}, {"no_proxy", list}}).value.empty();
  };
  CHECK(direct("anything", "*"));
  CHECK(direct("example.org", "example.org"));
  CHECK(direct("www.example.org", "other.test, example.org"));
  CHECK(direct("WWW.Example.ORG.", ".example.org"));
  CHECK_FALSE(direct("badexample.org", "example.org"));
  CHECK_FALSE(direct("example.org", "www.example.org"));
  CHECK_FALSE(direct("example.org", ""));
  CHECK(direct("a.test", "b.test a.test"));
  CHECK(direct("192.0.2.1", "192.0.2.1"));
  CHECK(direct("192.0.2.200", "192.0.2.0/24"));
  CHECK_FALSE(direct("192.0.3.1", "192.0.2.0/24"));
  CHECK_FALSE(direct("192.0.2.1", "192.0.2.0/33"));
  CHECK(direct("2001:db8::1", "[2001:db8::1]"));
  CHECK(direct("2001:db8::1", "2001:db8::/32"));
  CHECK_FALSE(direct("192.0.2.1", "2001:db8::/32"));
  CHECK_FALSE(direct("192.0.2.1", "2.1"));
}

}  // namespace
}  // namespace tlsprobe::cli
