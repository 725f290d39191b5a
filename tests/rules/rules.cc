#include "tests/rules/rules.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "tests/rules/source_text.h"

namespace tlsprobe {
namespace {

struct Forbidden {
  std::string_view word;
  std::string_view why;
};

// Outside lib/driver and cli/.
constexpr Forbidden kOutside[] = {
    {"<sys/socket.h>", "sockets are the driver's"},
    {"<sys/un.h>", "sockets are the driver's"},
    {"<netdb.h>", "name look-ups are the driver's"},
    {"<netinet/in.h>", "sockets are the driver's"},
    {"<arpa/inet.h>", "sockets are the driver's"},
    {"<poll.h>", "waiting is the driver's"},
    {"<unistd.h>", "system calls are the driver's"},
    {"<fcntl.h>", "files are the driver's"},
    {"<sys/stat.h>", "files are the driver's"},
    {"<dirent.h>", "files are the driver's"},
    {"<filesystem>", "files are the driver's"},
    {"<fstream>", "files are the driver's"},
    {"<thread>", "threads are the driver's"},
    {"<boost", "Boost is the driver's"},
    {"\"boost/", "Boost is the driver's"},
    {"<iostream>", "nothing in the core prints"},
    {"_clock::now", "the core is told the time"},
    {"gettimeofday", "the core is told the time"},
    {"clock_gettime", "the core is told the time"},
    {"time(", "the core is told the time"},
    {"getenv", "the environment is the driver's"},
    {"secure_getenv", "the environment is the driver's"},
    {"fopen", "files are the driver's"},
    {"fstream", "files are the driver's"},
    {"ifstream", "files are the driver's"},
    {"ofstream", "files are the driver's"},
    {"BIO_new_file", "files are the driver's"},
    {"X509_load_cert_crl_file", "files are the driver's"},
    {"fprintf", "nothing in the core prints"},
    {"printf", "nothing in the core prints"},
    {"puts", "nothing in the core prints"},
    {"fputs", "nothing in the core prints"},
    {"fwrite", "nothing in the core prints"},
    {"perror", "nothing in the core prints"},
    {"std::cout", "nothing in the core prints"},
    {"std::cerr", "nothing in the core prints"},
    {"std::clog", "nothing in the core prints"},
    {"fmt::print", "nothing in the core prints"},
};

// Names of BoringSSL's in headers that outsiders see.
constexpr Forbidden kBoringNames[] = {
    {"bssl::", ""}, {"SSL", ""}, {"SSL_CTX", ""},    {"SSL_SESSION", ""},   {"X509", ""},
    {"CBS", ""},    {"CBB", ""}, {"EVP_PKEY", ""},   {"EVP_MD", ""},        {"BIO", ""},
    {"EC_KEY", ""}, {"RSA", ""}, {"X509_STORE", ""}, {"CRYPTO_BUFFER", ""}, {"X509_CRL", ""},
};

constexpr std::string_view kFoldersWithBoring[] = {"wire", "dialogue", "tls", "check", "driver"};
constexpr std::string_view kFoldersWithSsl[] = {"tls", "driver"};

// Shared by the sources of a few folders, out of reach for whoever includes us: no public header
// may lead to them.
constexpr std::string_view kInternalHeaders[] = {
    "wire/cbs.h", "wire/crl_entries.h", "wire/distribution_point.h", "wire/signed_reader.h"};

template <size_t kSize>
bool Contains(const std::string_view (&list)[kSize], std::string_view item) {
  return std::ranges::find(list, item) != std::end(list);
}

// "wire" of "lib/wire/record.h"; empty outside of lib/ and for lib/ itself.
std::string_view FolderOf(std::string_view path) {
  if (!path.starts_with("lib/")) return "";
  path.remove_prefix(4);
  const size_t slash = path.find('/');
  return slash == path.npos ? "" : path.substr(0, slash);
}

std::optional<int> FloorOf(std::string_view folder) {
  const auto* row = std::ranges::find(kFloors, folder, &Floor::folder);
  if (row == std::end(kFloors)) return std::nullopt;
  return row->floor;
}

class Checker {
 public:
  Checker(std::string_view path, std::string_view source)
      : path_(path), folder_(FolderOf(path)), source_(source), code_(CodeOnly(source)) {}

  std::vector<Violation> Run() {
    CheckSize();
    const std::vector<std::string_view> lines = LinesOf(code_);
    for (size_t i = 0; i < lines.size(); ++i) {
      line_ = static_cast<int>(i) + 1;
      CheckInclude(lines[i]);
      CheckWords(lines[i]);
      if (IsCore()) CheckStatic(lines[i]);
    }
    if (IsCore()) CheckNamespaceVariables();
    CheckUnfinished();
    return std::move(violations_);
  }

 private:
  bool IsCore() const { return path_.starts_with("lib/") && folder_ != "driver"; }
  bool IsHeader() const { return path_.ends_with(".h"); }
  bool IsPublicHeader() const {
    return path_.starts_with("lib/") && IsHeader() && folder_ != "tls" &&
           !Contains(kInternalHeaders, path_.substr(4));
  }

  void Report(std::string what) {
    violations_.push_back({.path = std::string(path_), .line = line_, .what = std::move(what)});
  }

  void CheckSize() {
    const bool is_long = LinesOf(source_).size() > kMostLines;
    if (is_long) Report("more than 400 lines: split it by purpose");
  }

  void CheckInclude(std::string_view line) {
    if (!line.starts_with("#include")) return;
    const size_t open = line.find_first_of("<\"");
    if (open == line.npos) return;
    const std::string_view name = line.substr(open + 1, line.size() - open - 2);
    if (name.starts_with("openssl/")) return CheckOpensslInclude(name);
    if (name.starts_with("lib/") || name.find("..") != name.npos) {
      return Report("headers of ours are spelt tlsprobe/<folder>/<file>.h");
    }
    constexpr std::string_view kOurs = "tlsprobe/";
    if (name.starts_with(kOurs)) CheckFloor(name.substr(kOurs.size()));
  }

  void CheckFloor(std::string_view name) {
    if (IsPublicHeader() && Contains(kInternalHeaders, name)) {
      Report("an internal header in a public one: " + std::string(name));
    }
    const std::string_view other = name.substr(0, name.find('/'));
    const std::optional<int> theirs = FloorOf(other);
    if (!theirs) return Report("no such floor: " + std::string(other));
    if (!path_.starts_with("lib/") || other == folder_) return;
    const std::optional<int> ours = FloorOf(folder_);
    if (!ours) return Report("this folder has no floor: " + std::string(folder_));
    if (*theirs >= *ours) {
      Report(std::string(folder_) + "/ may not include " + std::string(other) + "/");
    }
  }

  void CheckOpensslInclude(std::string_view name) {
    if (!path_.starts_with("lib/")) return Report("BoringSSL is for lib/ alone");
    if (IsPublicHeader()) return Report("no BoringSSL header in a public header");
    if (!Contains(kFoldersWithBoring, folder_)) Report("BoringSSL is not for this folder");
    if (name == "openssl/ssl.h" && !Contains(kFoldersWithSsl, folder_)) {
      Report("<openssl/ssl.h> is for tls/ and driver/");
    }
  }

  void CheckWords(std::string_view line) {
    if (IsPublicHeader()) {
      for (const Forbidden& name : kBoringNames) {
        if (FindWord(line, name.word) == line.npos) continue;
        Report("a BoringSSL name in a public header: " + std::string(name.word));
      }
    }
    if (!IsCore()) return;
    for (const Forbidden& row : kOutside) {
      if (FindWord(line, row.word) == line.npos) continue;
      Report(std::string(row.word) + ": " + std::string(row.why));
    }
  }

  // Variables in functions and classes; those outside are CheckNamespaceVariables'.
  void CheckStatic(std::string_view line) {
    for (std::string_view word : {"static", "thread_local"}) {
      const size_t at = FindWord(line, word);
      if (at == line.npos) continue;
      const std::string_view rest = line.substr(at);
      const size_t end = rest.find_first_of(";={(");
      const bool is_function = end != rest.npos && rest[end] == '(' && word == "static";
      if (!is_function && !IsConstant(rest.substr(0, end))) {
        Report("a variable that lives for ever must be constant");
      }
    }
  }

  void CheckNamespaceVariables() {
    for (const Declaration& variable : NamespaceVariables(code_)) {
      line_ = variable.line;
      if (!IsConstant(variable.text)) Report("a variable outside of functions must be constant");
    }
  }

  // "const char* p" is a variable; "const char* const p" is none.
  static bool IsConstant(std::string_view declaration) {
    if (FindWord(declaration, "constexpr") != declaration.npos) return true;
    const size_t star = declaration.rfind('*');
    const std::string_view own = star == declaration.npos ? declaration : declaration.substr(star);
    return FindWord(own, "const") != own.npos;
  }

  void CheckUnfinished() {
    const std::vector<std::string_view> lines = LinesOf(source_);
    for (size_t i = 0; i < lines.size(); ++i) {
      line_ = static_cast<int>(i) + 1;
      for (std::string_view mark : {"TODO", "FIXME", "XXX"}) {
        if (FindWord(lines[i], mark) != lines[i].npos) Report("unfinished: " + std::string(mark));
      }
    }
  }

  std::string_view path_;
  std::string_view folder_;
  std::string_view source_;
  std::string code_;
  int line_ = 0;
  std::vector<Violation> violations_ = {};
};

}  // namespace

std::vector<Violation> CheckSource(std::string_view path, std::string_view source) {
  return Checker(path, source).Run();
}

}  // namespace tlsprobe
