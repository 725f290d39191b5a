#include "cli/help.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "cli/option.h"

using namespace tlsprobe::cli;

TEST_CASE("help lists every option the face accepts, and no other") {
  const std::string dialect = OptionHelp(Face::kDialect);
  const std::string native = OptionHelp(Face::kNative);
  CHECK(dialect.starts_with("Usage: s_client [options]"));
  for (const OptionGroup& group : OptionGroups()) {
    for (const Option& option : group.options) {
      const std::string start = "\n -" + std::string(option.name) + " ";
      CAPTURE(option.name);
      CHECK(native.find(start) != std::string::npos);
      CHECK((dialect.find(start) != std::string::npos) == (option.in_check != InCheck::kOnly));
    }
  }
  for (const MissingOption& option : MissingOptions()) {
    CAPTURE(option.name);
    CHECK(dialect.find("\n -" + std::string(option.name) + " ") == std::string::npos);
  }
}

TEST_CASE("the values of -purpose are listed for verify, and each of them is taken") {
  const std::string help = OptionHelp(Face::kVerify);
  CHECK(help.find("\n  timestampsign    Time Stamp signing\n") != std::string::npos);
  CHECK(help.ends_with("\n  ssl_server\n"));
  CHECK(OptionHelp(Face::kDialect).find("Time Stamp signing") == std::string::npos);
  size_t taken = 0;
  for (const char* name : {"any", "sslclient", "sslserver", "nssslserver", "smimesign",
                           "smimeencrypt", "crlsign", "ocsphelper", "timestampsign"}) {
    CAPTURE(name);
    CommandLine line;
    CHECK(FindOption(Face::kVerify, "purpose")->apply({"purpose", name}, line).ok());
    CHECK(line.config.verify.purpose == static_cast<tlsprobe::Purpose>(taken++));
    CHECK(help.find("\n  " + std::string(name) + " ") != std::string::npos);
  }
}

TEST_CASE("what has no effect in check is said to have none, there and in the document") {
  const std::string dialect = OptionHelp(Face::kDialect);
  const std::string native = OptionHelp(Face::kNative);
  const std::string document = OptionsMarkdown();
  size_t idle = 0;
  for (const OptionGroup& group : OptionGroups()) {
    for (const Option& option : group.options) {
      CAPTURE(option.name);
      const bool none = option.in_check == InCheck::kNoEffect;
      const std::string marked = std::string(option.help) + " (no effect in check)";
      CHECK((native.find(marked) != std::string::npos) == none);
      CHECK((document.find(marked) != std::string::npos) == none);
      idle += none ? 1 : 0;
    }
  }
  CHECK(idle >= 8);
  CHECK(FindOption("showcerts")->in_check == InCheck::kSame);
  CHECK(dialect.find("no effect in check") == std::string::npos);
}

TEST_CASE("an option has one row, and is not said to be missing") {
  std::set<std::string_view> names;
  for (const OptionGroup& group : OptionGroups()) {
    for (const Option& option : group.options) {
      CAPTURE(option.name);
      CHECK(names.insert(option.name).second);
      CHECK(FindOption(option.name) == &option);
      CHECK(FindMissingOption(option.name) == nullptr);
      CHECK_FALSE(option.help.empty());
      CHECK(option.apply != nullptr);
    }
  }
  for (const MissingOption& option : MissingOptions()) {
    CAPTURE(option.name);
    CHECK(names.insert(option.name).second);
    CHECK_FALSE(option.why.empty());
  }
}

TEST_CASE("docs/options.md is what the table says") {
  std::ifstream file("docs/options.md");
  REQUIRE(file.is_open());
  const std::string committed((std::istreambuf_iterator<char>(file)), {});
  // Rewrite it with: bazel run //cli:tlsprobe -- --options-markdown > docs/options.md
  CHECK(committed == OptionsMarkdown());
}

TEST_CASE("the short usage names every command") {
  const std::string usage = ShortUsage();
  for (const char* command : {"check", "s_client", "demo", "--version"}) {
    CHECK(usage.find(command) != std::string::npos);
  }
}
