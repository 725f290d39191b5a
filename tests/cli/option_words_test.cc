#include "cli/option_words.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tlsprobe/base/status.h"
#include "tlsprobe/session/validate.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

TEST_CASE("errors of the library are said in the words that were typed") {
  CHECK(InOptionWords("tls.alpn: expected fewer, got 9.") == "-alpn: expected fewer, got 9.");
  CHECK(InOptionWords("TLS versions: expected one").starts_with("-min_protocol"));
  CHECK(InOptionWords("-CAfile x: expected a file") == "-CAfile x: expected a file");
  CHECK(InOptionWords("no colon") == "no colon");
}

TEST_CASE("every field an option can spoil is known by its option") {
  ProbeConfig configs[4];
  configs[0].tls.alpn = {std::string(256, 'a')};
  configs[1].tls.server_name = "a b";
  configs[2].verify.host = "a b";
  configs[3].verify.email = "a b";
  for (const ProbeConfig& config : configs) {
    const absl::Status status = ValidateConfig(config);
    REQUIRE_FALSE(status.ok());
    CHECK(InOptionWords(Message(status)).starts_with('-'));
  }
  CHECK(InOptionWords(Message(ValidateTarget({.host = "a b"}))).starts_with("the host: "));
}
