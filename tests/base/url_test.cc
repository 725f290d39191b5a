#include "tlsprobe/base/url.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tlsprobe/base/status.h"

using namespace tlsprobe;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a URL is told to be of http by its scheme, in whatever letters") {
  const std::string_view http = GENERATE("http://a.test/", "HTTP://a.test/", "hTtP://", "http://");
  CAPTURE(http);
  CHECK(IsHttpUrl(http));
  const std::string_view other =
      GENERATE("", "http", "http:", "http:/a.test", "https://a.test/", "ldap://a.test/",
               " http://a.test/", "//a.test/", "xhttp://a.test/");
  CAPTURE(other);
  CHECK_FALSE(IsHttpUrl(other));
}

TEST_CASE("a URL of http is cut into what a request needs") {
  struct Case {
    std::string_view text;
    std::string_view host;
    int port;
    std::string_view target;
    std::string_view again;
  };
  const auto [text, host, port, target, again] =
      GENERATE(Case{"http://a.test", "a.test", 80, "/", "http://a.test/"},
               Case{"HTTP://a.test/c.crl", "a.test", 80, "/c.crl", "http://a.test/c.crl"},
               Case{"http://a.test:8080/c?x=1&y#z", "a.test", 8080, "/c?x=1&y",
                    "http://a.test:8080/c?x=1&y"},
               Case{"http://a.test:/c", "a.test", 80, "/c", "http://a.test/c"},
               Case{"http://a.test?q", "a.test", 80, "/?q", "http://a.test/?q"},
               Case{"http://a.test#f", "a.test", 80, "/", "http://a.test/"},
               Case{"http://[2001:db8::1]/c", "2001:db8::1", 80, "/c", "http://[2001:db8::1]/c"},
               Case{"http://[2001:db8::1]:81/", "2001:db8::1", 81, "/", "http://[2001:db8::1]:81/"},
               Case{"http://192.0.2.1:65535/", "192.0.2.1", 65535, "/", "http://192.0.2.1:65535/"},
               Case{"http://a_b.test./", "a_b.test.", 80, "/", "http://a_b.test./"},
               Case{"http://a.test/My CA (1)+%20.crl", "a.test", 80, "/My%20CA%20(1)+%20.crl",
                    "http://a.test/My%20CA%20(1)+%20.crl"},
               Case{"http://a.test/\xc3\xa9\\\"<>[]{}|^`", "a.test", 80,
                    "/%C3%A9%5C%22%3C%3E%5B%5D%7B%7D%7C%5E%60",
                    "http://a.test/%C3%A9%5C%22%3C%3E%5B%5D%7B%7D%7C%5E%60"},
               Case{"http://a.test/x@y:z", "a.test", 80, "/x@y:z", "http://a.test/x@y:z"});
  CAPTURE(text);
  const auto url = ParseHttpUrl(text);
  REQUIRE(url.ok());
  CHECK(url->host == host);
  CHECK(url->port == port);
  CHECK(url->target == target);
  CHECK(url->text() == again);
}

TEST_CASE("a URL that is not to be fetched is refused with the reason") {
  struct Case {
    std::string text;
    std::string why;
  };
  const auto [text, why] = GENERATE(
      Case{"https://a.test/", "expected http, the only scheme that is fetched, got https"},
      Case{"ldap:///CN=x?certificateRevocationList", "got ldap"},
      Case{"ldap://a.test/CN=x", "got ldap"}, Case{"ftp://a.test/x", "got ftp"},
      Case{"file:/etc/passwd", "got file"}, Case{"file:///etc/passwd", "got file"},
      Case{"javascript:alert(1)", "got javascript"}, Case{"", "expected it to begin with http://"},
      Case{"a.test/c.crl", "expected it to begin with http://"},
      Case{"//a.test/c.crl", "expected it to begin with http://"},
      Case{" http://a.test/", "expected it to begin with http://"},
      Case{"http:/a.test", "expected it to begin with scheme://"},
      Case{"http:a.test", "expected it to begin with scheme://"},
      Case{"http://u@a.test/", "expected no user and no password in it"},
      Case{"http://u:p@a.test/", "expected no user and no password in it"},
      Case{"http://:@a.test/", "expected no user and no password in it"},
      Case{"http://a.test\\@b.test/", "expected no user and no password in it"},
      Case{"http:///c.crl", "got \"\""}, Case{"http://./", "got \".\""},
      Case{"http://a b/", "got \"a b\""}, Case{"http://\xc3\xa9.test/", "a host's name in ASCII"},
      Case{"http://[fe80::1%25lo]/", "got \"fe80::1%25lo\""},
      Case{"http://a:b:c/", "got \"a:b:c\""}, Case{"http://%61.test/", "got \"%61.test\""},
      Case{"http://[::1/", "a closing bracket"},
      Case{"http://" + std::string(254, 'a') + "/", "a host's name"},
      Case{"http://a.test:0/", "expected a port from 1 to 65535, got \"0\""},
      Case{"http://a.test:65536/", "got \"65536\""}, Case{"http://a.test:http/", "got \"http\""},
      Case{"http://a.test:+80/", "got \"+80\""},
      Case{"http://a.test/\r\nHost: b", "expected no control characters"},
      Case{std::string("http://a.test/\0", 15), "expected no control characters"},
      Case{"http://a.test/\x7f", "expected no control characters"},
      Case{"http://a.test/" + std::string(8000, 'x'), "expected at most 8000 bytes"});
  CAPTURE(text);
  const auto url = ParseHttpUrl(text);
  CHECK(url.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK_THAT(std::string(Message(url.status())), ContainsSubstring(why));
}

TEST_CASE("the longest name and the longest URL are taken") {
  const std::string name = std::string(250, 'a') + ".de";
  CHECK(ParseHttpUrl("http://" + name + "./").ok());
  CHECK_FALSE(ParseHttpUrl("http://a" + name + "./").ok());
  CHECK(ParseHttpUrl("http://a.test/" + std::string(8000 - 14, 'x')).ok());
}

TEST_CASE("references are resolved as RFC 3986 section 5.4 says") {
  struct Case {
    std::string_view reference;
    std::string_view url;
  };
  const auto [reference, url] = GENERATE(
      Case{"g:h", "g:h"}, Case{"g", "http://a/b/c/g"}, Case{"./g", "http://a/b/c/g"},
      Case{"g/", "http://a/b/c/g/"}, Case{"/g", "http://a/g"}, Case{"//g", "http://g"},
      Case{"?y", "http://a/b/c/d;p?y"}, Case{"g?y", "http://a/b/c/g?y"},
      Case{"#s", "http://a/b/c/d;p?q"}, Case{"g#s", "http://a/b/c/g"},
      Case{"g?y#s", "http://a/b/c/g?y"}, Case{";x", "http://a/b/c/;x"},
      Case{"g;x", "http://a/b/c/g;x"}, Case{"", "http://a/b/c/d;p?q"}, Case{".", "http://a/b/c/"},
      Case{"./", "http://a/b/c/"}, Case{"..", "http://a/b/"}, Case{"../", "http://a/b/"},
      Case{"../g", "http://a/b/g"}, Case{"../..", "http://a/"}, Case{"../../", "http://a/"},
      Case{"../../g", "http://a/g"}, Case{"../../../g", "http://a/g"},
      Case{"../../../../g", "http://a/g"}, Case{"/./g", "http://a/g"}, Case{"/../g", "http://a/g"},
      Case{"g.", "http://a/b/c/g."}, Case{".g", "http://a/b/c/.g"}, Case{"g..", "http://a/b/c/g.."},
      Case{"..g", "http://a/b/c/..g"}, Case{"./../g", "http://a/b/g"},
      Case{"./g/.", "http://a/b/c/g/"}, Case{"g/./h", "http://a/b/c/g/h"},
      Case{"g/../h", "http://a/b/c/h"}, Case{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      Case{"g;x=1/../y", "http://a/b/c/y"}, Case{"g?y/./x", "http://a/b/c/g?y/./x"},
      Case{"g?y/../x", "http://a/b/c/g?y/../x"}, Case{"http:g", "http:g"},
      Case{"https://g/../h", "https://g/h"}, Case{"g//../h", "http://a/b/c/g/h"});
  CAPTURE(reference);
  CHECK(ResolveReference("http://a/b/c/d;p?q", reference) == url);
}

TEST_CASE("a reference to a URL without a path begins at its root") {
  CHECK(ResolveReference("http://a", "g") == "http://a/g");
  CHECK(ResolveReference("http://a?q", "g") == "http://a/g");
}
