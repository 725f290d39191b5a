#include "tests/rules/rules.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace tlsprobe {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Relative to the top of the project, which is where Bazel starts a test.
std::vector<std::string> SourcesBelow(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().generic_string();
    if (path.ends_with(".h") || path.ends_with(".cc")) paths.push_back(path);
  }
  std::ranges::sort(paths);
  return paths;
}

std::string Rules(std::string_view path, std::string_view source) {
  std::string all;
  for (const Violation& violation : CheckSource(path, source)) {
    all += std::to_string(violation.line) + ": " + violation.what + "\n";
  }
  return all;
}

TEST_CASE("Every source of lib/ and cli/ keeps the rules") {
  const std::string folder = GENERATE("lib", "cli");
  REQUIRE(std::filesystem::is_directory(folder));
  const std::vector<std::string> paths = SourcesBelow(folder);
  CHECK(paths.size() > 10);
  for (const std::string& path : paths) {
    for (const Violation& violation : CheckSource(path, ReadFile(path))) {
      FAIL_CHECK(violation.path << ":" << violation.line << ": " << violation.what);
    }
  }
}

TEST_CASE("Every folder of lib/ has a floor") {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator("lib")) {
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  }
  CHECK(folders.size() >= 8);
  for (const std::string& folder : folders) {
    CAPTURE(folder);
    CHECK(std::ranges::find(kFloors, folder, &Floor::folder) != std::end(kFloors));
  }
}

TEST_CASE("An include upwards or sideways is found") {
  struct Case {
    std::string_view path;
    std::string_view header;
    bool allowed;
  };
  const auto [path, header, allowed] = GENERATE(
      Case{"lib/wire/a.cc", "tlsprobe/base/hex.h", true},
      Case{"lib/wire/a.cc", "tlsprobe/wire/b.h", true},
      Case{"lib/base/a.h", "tlsprobe/model/facts.h", false},
      Case{"lib/tls/a.cc", "tlsprobe/check/check.h", false},
      Case{"lib/render/a.cc", "tlsprobe/tls/suites.h", false},
      Case{"lib/session/a.cc", "tlsprobe/driver/load.h", false},
      Case{"lib/session/a.cc", "tlsprobe/tls/engine.h", true},
      Case{"lib/driver/a.cc", "tlsprobe/session/probe_session.h", true},
      Case{"lib/model/a.h", "lib/base/hex.h", false}, Case{"lib/model/a.h", "../base/hex.h", false},
      Case{"lib/model/a.h", "tlsprobe/nowhere/hex.h", false},
      Case{"lib/cellar/a.h", "tlsprobe/base/hex.h", false},
      Case{"lib/wire/a.cc", "tlsprobe/wire/cbs.h", true},
      Case{"lib/wire/crl_entries.h", "tlsprobe/wire/cbs.h", true},
      Case{"lib/wire/a.h", "tlsprobe/wire/cbs.h", false},
      Case{"lib/check/a.h", "tlsprobe/wire/signed_reader.h", false},
      Case{"cli/main.cc", "tlsprobe/driver/load.h", true});
  CAPTURE(path, header);
  CHECK(Rules(path, "#include \"" + std::string(header) + "\"\n").empty() == allowed);
}

TEST_CASE("BoringSSL is found where it may not be") {
  struct Case {
    std::string_view path;
    std::string_view source;
    bool allowed;
  };
  const auto [path, source, allowed] =
      GENERATE(Case{"lib/tls/a.cc", "#include <openssl/ssl.h>\n", true},
               Case{"lib/driver/a.cc", "#include <openssl/ssl.h>\n", true},
               Case{"lib/wire/a.cc", "#include <openssl/bytestring.h>\n", true},
               Case{"lib/wire/a.cc", "#include <openssl/ssl.h>\n", false},
               Case{"lib/check/a.cc", "#include <openssl/ssl.h>\n", false},
               Case{"lib/check/a.h", "#include <openssl/x509.h>\n", false},
               Case{"lib/wire/a.h", "#include <openssl/bytestring.h>\n", false},
               Case{"lib/driver/a.h", "#include <openssl/ssl.h>\n", false},
               Case{"lib/session/a.cc", "#include <openssl/evp.h>\n", false},
               Case{"cli/a.cc", "#include <openssl/evp.h>\n", false},
               Case{"lib/tls/a.h", "SSL* Make();\n", true},
               Case{"lib/driver/a.h", "struct A { SSL* ssl = nullptr; };\n", false},
               Case{"lib/check/a.h", "int Verify(X509* leaf);\n", false},
               Case{"lib/check/a.h", "// X509 in a comment\nint Verify();\n", true},
               Case{"lib/check/a.h", "int VerifyX509();\n", true});
  CAPTURE(path, source);
  CHECK(Rules(path, source).empty() == allowed);
}

TEST_CASE("The outside is found in the core, and allowed in the driver and the program") {
  const std::string source = GENERATE(
      "#include <sys/socket.h>\n", "#include <fstream>\n", "#include \"boost/asio.hpp\"\n",
      "#include <boost/asio.hpp>\n", "auto now = std::chrono::steady_clock::now();\n",
      "void F() { time_t t = time(nullptr); }\n", "void F() { G(std::getenv(\"HOME\")); }\n",
      "void F() { std::ifstream file(G()); }\n", "void F() { std::printf(G()); }\n",
      "void F() { fprintf(stderr, G()); }\n", "void F() { std::cout << 1; }\n",
      "void F() { fmt::print(G()); }\n", "void F() { gettimeofday(&t, nullptr); }\n");
  CAPTURE(source);
  CHECK_FALSE(Rules("lib/wire/a.cc", source).empty());
  CHECK(Rules("cli/a.cc", source).empty());
  CHECK(Rules("lib/driver/a.cc", source).empty());
}

TEST_CASE("What only looks like the outside is left alone") {
  const std::string source =
      GENERATE("// std::cout << time(nullptr)\n", "const char* const kHelp = \"getenv(3)\";\n",
               "/* fopen\n printf */\n", "void OnTime(Instant now);\n", "int wake_time(int a);\n",
               "constexpr auto kText = R\"x(std::cout \" )\" printf)x\";\n",
               "void F() { std::string s = fmt::format(\"x\"); }\n",
               "constexpr int kMillion = 1'000'000;  // printf\n");
  CAPTURE(source);
  CHECK(Rules("lib/wire/a.cc", source).empty());
}

TEST_CASE("A mutable variable that outlives its function is found") {
  const std::string source = GENERATE(
      "int counter = 0;\n", "namespace a {\nnamespace {\nstd::vector<int> cache;\n}\n}\n",
      "void F() {\n  static int calls = 0;\n}\n", "thread_local int depth = 0;\n",
      "static const char* name = nullptr;\n", "const char* name = nullptr;\n",
      "struct A {\n  static int count;\n};\n", "void F() {\n  static std::map<int, int> seen;\n}\n",
      "inline std::string text{};\n", "void F() {\n  thread_local Rng random(1);\n}\n",
      "void F() {}\nint after_a_function = 1;\n", "#define A 1\nint after_a_macro = 1;\n");
  CAPTURE(source);
  CHECK_FALSE(Rules("lib/session/a.cc", source).empty());
  CHECK(Rules("lib/driver/a.cc", source).empty());
}

TEST_CASE("Constants, functions and members are no mutable variables") {
  const std::string source = GENERATE(
      "constexpr int kCount = 1;\n", "static const char* const kName = nullptr;\n",
      "inline constexpr Row kRows[] = {\n    {1, 2},\n};\n", "const int kCount = 1;\n",
      "struct A {\n  static A Make(int);\n  int member = 0;\n};\n", "static int F();\n",
      "using Bytes = std::vector<int>;\n", "class A;\nstruct B;\n", "extern int x;\n",
      "void F() {\n  static constexpr int kTable[] = {1, 2};\n  int local = 0;\n}\n",
      "template <typename T>\nbool F(T t) { return t == 1; }\n", "enum class A : int { kB = 1 };\n",
      "bool operator==(const A& a, const A& b) { return a.x == b.x; }\n",
      "A::A() : x_(1) { int y = x_; }\n", "static_assert(sizeof(int) == 4);\n",
      "static_assert(std::ranges::is_sorted(kRows, {}, &Row::name));\n");
  CAPTURE(source);
  CHECK(Rules("lib/session/a.cc", source).empty());
}

TEST_CASE("Marks of unfinished work and files that grew too long are found") {
  const std::string mark = std::string("TO") + "DO";
  CHECK_FALSE(Rules("cli/a.cc", "// " + mark + ": later\n").empty());
  std::string lines;
  for (int i = 0; i < 400; ++i) lines += "//\n";
  CHECK(Rules("lib/base/a.cc", lines).empty());
  CHECK_FALSE(Rules("lib/base/a.cc", lines + "//\n").empty());
}

TEST_CASE("A violation says the line") {
  const std::vector<Violation> found =
      CheckSource("lib/base/a.cc", "#include <string>\n\nvoid F() { puts(G()); }\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "lib/base/a.cc");
  CHECK(found[0].line == 3);
  CHECK(found[0].what == "puts: nothing in the core prints");
}

}  // namespace
}  // namespace tlsprobe
