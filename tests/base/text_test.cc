#include "tlsprobe/base/text.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace tlsprobe;

TEST_CASE("escaped text has no control characters, and says what was cut") {
  CHECK(Escape("220 ok\r\n") == "220 ok\\r\\n");
  CHECK(Escape("a\\b") == "a\\\\b");
  CHECK(Escape(std::string_view("\x1b[31m\0\xff", 7)) == "\\x1b[31m\\x00\\xff");
  CHECK(Escape("0123456789", 4) == "0123... (10 bytes in all)");
  CHECK(Escape("0123", 4) == "0123");
}

TEST_CASE("names keep their letters and lose what would steer a terminal") {
  struct Case {
    std::string_view in;
    std::string_view out;
  };
  const auto [in, out] = GENERATE(Case{"Zürich 東京", "Zürich 東京"}, Case{"a\x1b[0m", "a\\x1b[0m"},
                                  Case{"a\x7f", "a\\x7f"},
                                  Case{"\xc2\x9b"
                                       "31m",
                                       "\\xc2\\x9b31m"},  // C1 CSI
                                  Case{"a\xe2\x80\xae"
                                       "b",
                                       "a\\xe2\\x80\\xae"
                                       "b"},  // right-to-left override
                                  Case{"\xe2\x81\xa6", "\\xe2\\x81\\xa6"},  // isolate
                                  Case{"\xff\xfe", "\\xff\\xfe"}, Case{"x\xc3", "x\\xc3"});
  CAPTURE(out);
  CHECK(EscapeControls(in) == out);
}

TEST_CASE("UTF-8 is what RFC 3629 says it is") {
  CHECK(IsUtf8(""));
  CHECK(IsUtf8("a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"));
  CHECK(IsUtf8("\xf4\x8f\xbf\xbf"));
  const std::string_view bad =
      GENERATE("\x80", "\xc0\xaf", "\xc1\x81", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
               "\xf5\x80\x80\x80", "\xe2\x82", "\xc3(", "\xf0\x8f\xbf\xbf", "\xff");
  CAPTURE(Escape(bad));
  CHECK_FALSE(IsUtf8(bad));
}

TEST_CASE("text is cut at every separator") {
  using Pieces = std::vector<std::string_view>;
  CHECK(Split("a:b::c:", ':') == Pieces{"a", "b", "", "c", ""});
  CHECK(Split("", ':') == Pieces{""});
}

TEST_CASE("decimal numbers are read strictly and up to their limit") {
  CHECK(ParseUint("0") == 0U);
  CHECK(ParseUint("65535", 65535) == 65535U);
  CHECK(ParseUint("18446744073709551615") == UINT64_MAX);
  const std::string_view bad =
      GENERATE("", "-1", "+1", " 1", "1 ", "0x1", "65536", "18446744073709551616", "1e3");
  CAPTURE(bad);
  CHECK_FALSE(ParseUint(bad, 65535));
}

TEST_CASE("ASCII case is folded and nothing else") {
  CHECK(ToLowerAscii("WwW.Ä") == "www.Ä");
  CHECK(EqualsIgnoreCase("AbC", "aBc"));
  CHECK_FALSE(EqualsIgnoreCase("abc", "abcd"));
  CHECK_FALSE(EqualsIgnoreCase("[", "{"));
}
