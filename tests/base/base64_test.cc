#include "tlsprobe/base/base64.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tlsprobe/base/status.h"

using namespace tlsprobe;

namespace {

std::string Decoded(std::string_view text) {
  const auto bytes = FromBase64(text);
  return bytes.ok() ? std::string(AsText(*bytes))
                    : "error: " + std::string(Message(bytes.status()));
}

}  // namespace

TEST_CASE("the vectors of RFC 4648 section 10 go both ways") {
  struct Case {
    std::string_view plain;
    std::string_view base64;
  };
  const auto [plain, base64] =
      GENERATE(Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="}, Case{"foo", "Zm9v"},
               Case{"foob", "Zm9vYg=="}, Case{"fooba", "Zm9vYmE="}, Case{"foobar", "Zm9vYmFy"});
  CHECK(ToBase64(AsBytes(plain)) == base64);
  CHECK(Decoded(base64) == plain);
}

TEST_CASE("every byte value survives") {
  Bytes bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<uint8_t>(i));
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const BytesView part = BytesView(bytes).first(size);
    REQUIRE(FromBase64(ToBase64(part)).value() == ToBytes(part));
  }
}

TEST_CASE("blanks and line ends between the characters are skipped") {
  CHECK(Decoded(" Zm9v\r\n\tYmFy \n") == "foobar");
}

TEST_CASE("what is not padded base64 is refused with its offset") {
  const std::string_view text = GENERATE("Z", "Zg", "Zg=", "Zm9", "=", "Zg===", "Zm9v=", "Zm=v",
                                         "Zg==Zg==", "Zm9v!", "Zm9v-_==", "Zh==", "Zm9=");
  CAPTURE(text);
  const auto result = FromBase64(text);
  REQUIRE(result.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(result.status()).find("offset ") != std::string_view::npos);
}

TEST_CASE("PEM blocks are found between other text") {
  const auto blocks = ParsePem(
      "subject=CN = x\r\n-----BEGIN CERTIFICATE-----\r\nZm9v\r\nYmFy\r\n-----END "
      "CERTIFICATE-----\r\n"
      "noise\n-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,\n"
      "  00FF\n\nZg==\n-----END EC PRIVATE KEY-----");
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == 2);
  const PemBlock& first = blocks->front();
  CHECK(first.label == "CERTIFICATE");
  CHECK(AsText(first.body) == "foobar");
  CHECK(first.headers.empty());
  CHECK(first.offset == 16);
  const PemBlock& second = blocks->back();
  CHECK(second.label == "EC PRIVATE KEY");
  CHECK(AsText(second.body) == "f");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  CHECK(second.headers == Headers{{"Proc-Type", "4,ENCRYPTED"}, {"DEK-Info", "AES-128-CBC,00FF"}});
}

TEST_CASE("text without a PEM block is an empty list, not an error") {
  CHECK(ParsePem("").value().empty());
  CHECK(ParsePem("x -----BEGIN CERTIFICATE-----\n").value().empty());
  CHECK(ParsePem("-----BEGIN CERTIFICATE\nZg==\n").value().empty());
}

TEST_CASE("a PEM block that does not end or does not decode is refused with its line") {
  struct Case {
    std::string_view text;
    std::string_view expected;
  };
  const auto [text, expected] =
      GENERATE(Case{"\n\n-----BEGIN A-----\nZg==\n", "line 3"},
               Case{"-----BEGIN A-----\nZg==\n-----END B-----\n", "line 1"},
               Case{"\n-----BEGIN A-----\nZg=!\n-----END A-----\n", "line 2"});
  const auto result = ParsePem(text);
  REQUIRE(result.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(result.status()).find(expected) != std::string_view::npos);
}

TEST_CASE("blocks are handed out one by one without being decoded") {
  std::string_view rest =
      "-----BEGIN X-----\nnot base64!\n-----END X-----\n-----BEGIN A-----\n-----BEGIN "
      "B-----\nZg==\n"
      "-----END B-----\n-----BEGIN C-----\nno end";
  RawPemBlock block;
  REQUIRE(NextPemBlock(rest, block));
  CHECK(block.label == "X");
  CHECK(block.base64 == "not base64!\n");
  REQUIRE(NextPemBlock(rest, block));
  CHECK(block.label == "B");
  CHECK(block.base64 == "Zg==\n");
  CHECK_FALSE(NextPemBlock(rest, block));
}

TEST_CASE("a block with the END line of another hides none behind it") {
  for (const std::string_view between : {"", "AAAA\n", "-----BEGIN C-----\n"}) {
    const std::string text = "-----BEGIN A-----\n" + std::string(between) +
                             "-----END B-----\n-----BEGIN X-----\nAQ==\n-----END X-----\n";
    CAPTURE(text);
    std::string_view rest = text;
    RawPemBlock block;
    REQUIRE(NextPemBlock(rest, block));
    CHECK(block.label == "X");
    CHECK_FALSE(NextPemBlock(rest, block));
  }
}

TEST_CASE("a megabyte of BEGIN lines costs one look at each") {
  std::string text;
  while (text.size() < 1000 * 1000) text += "-----BEGIN A-----\n";
  text += "-----END B-----\n";
  std::string_view rest = text;
  RawPemBlock block;
  CHECK_FALSE(NextPemBlock(rest, block));
}

TEST_CASE("PEM is written in lines of 64 characters and read back") {
  const Bytes body(100, 0x5a);
  const std::string pem = ToPem("TEST", body);
  CHECK(pem.starts_with("-----BEGIN TEST-----\n"));
  CHECK(pem.ends_with("-----END TEST-----\n"));
  CHECK(pem.find('\n', 21) == 21 + 64);
  const auto blocks = ParsePem(pem);
  REQUIRE(blocks.ok());
  CHECK(blocks->at(0).body == body);
}
