#include "tests/rules/source_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace tlsprobe {
namespace {

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

size_t EndOfRawString(std::string_view source, size_t quote) {
  const size_t open = source.find('(', quote);
  if (open == source.npos) return source.size();
  std::string close = ")";
  close += source.substr(quote + 1, open - quote - 1);
  close += '"';
  const size_t end = source.find(close, open);
  return end == source.npos ? source.size() : end + close.size();
}

size_t EndOfLiteral(std::string_view source, size_t quote) {
  size_t at = quote + 1;
  while (at < source.size() && source[at] != source[quote] && source[at] != '\n') {
    at += source[at] == '\\' ? size_t{2} : size_t{1};
  }
  return std::min(at + 1, source.size());
}

// The end of the comment or literal that begins at `at`; `at` itself where none does.
size_t EndOfText(std::string_view source, size_t at) {
  if (source.substr(at, 2) == "//") return std::min(source.find('\n', at), source.size());
  if (source.substr(at, 2) == "/*") {
    const size_t end = source.find("*/", at + 2);
    return end == source.npos ? source.size() : end + 2;
  }
  if (source[at] == '"') {
    const bool raw = at > 0 && source[at - 1] == 'R';
    return raw ? EndOfRawString(source, at) : EndOfLiteral(source, at);
  }
  // 1'000 is a number.
  const bool literal = source[at] == '\'' && (at == 0 || !IsWordCharacter(source[at - 1]));
  return literal ? EndOfLiteral(source, at) : at;
}

bool IsIncludeLine(std::string_view source, size_t at) {
  const size_t newline = source.rfind('\n', at);
  const size_t begin = newline == source.npos ? 0 : newline + 1;
  return source.substr(begin, at - begin).starts_with("#include");
}

bool DeclaresVariable(std::string_view statement) {
  constexpr std::string_view kOtherBeginnings[] = {
      "using",  "typedef", "class",         "struct",    "enum",    "union",
      "extern", "friend",  "static_assert", "namespace", "template"};
  const size_t begin = statement.find_first_not_of(" \n");
  if (begin == statement.npos) return false;
  statement.remove_prefix(begin);
  const bool is_other = std::ranges::any_of(kOtherBeginnings, [&](std::string_view word) {
    return statement.starts_with(word) && FindWord(statement, word) == 0;
  });
  if (is_other || statement.find('(') != statement.npos) return false;
  return statement.find_first_of(" *&>") != statement.npos;  // a type and a name
}

// Reads code statement by statement and looks into namespaces, but not into other braces.
class VariableScanner {
 public:
  std::vector<Declaration> Run(std::string_view code) {
    for (std::string_view line : LinesOf(code)) {
      ++line_;
      if (line.starts_with('#')) continue;
      for (char c : line) Take(c);
      Take(' ');
    }
    return std::move(variables_);
  }

 private:
  void Take(char c) {
    if (depth_ > 0 || in_initializer_) return SkipOver(c);
    open_parentheses_ += c == '(' ? 1 : 0;
    open_parentheses_ -= c == ')' ? 1 : 0;
    const bool ends = open_parentheses_ == 0 &&
                      (c == ';' || c == '{' || c == '}' || (c == '=' && !IsPartOfName()));
    if (!ends) {
      statement_ += c;
      return;
    }
    if (c != '}' && DeclaresVariable(statement_)) {
      variables_.push_back({.line = line_, .text = statement_});
    }
    in_initializer_ = c == '=';
    if (c == '{' && FindWord(statement_, "namespace") == std::string::npos) depth_ = 1;
    statement_.clear();
  }

  // operator==, a default argument, a default template argument.
  bool IsPartOfName() const {
    return FindWord(statement_, "operator") != std::string::npos ||
           FindWord(statement_, "template") != std::string::npos ||
           statement_.find('(') != std::string::npos;
  }

  void SkipOver(char c) {
    if (c == '{') ++depth_;
    if (c == '}') --depth_;
    if (c == ';' && depth_ == 0) in_initializer_ = false;
  }

  std::string statement_ = {};
  int line_ = 0;
  int open_parentheses_ = 0;
  int depth_ = 0;  // of braces that are not a namespace's
  bool in_initializer_ = false;
  std::vector<Declaration> variables_ = {};
};

}  // namespace

std::string CodeOnly(std::string_view source) {
  std::string code(source);
  for (size_t at = 0; at < source.size();) {
    const size_t end = EndOfText(source, at);
    if (end == at) {
      ++at;
      continue;
    }
    const bool keep = source[at] == '"' && IsIncludeLine(source, at);
    for (; at < end; ++at) {
      if (!keep && code[at] != '\n') code[at] = ' ';
    }
  }
  return code;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

size_t FindWord(std::string_view line, std::string_view word) {
  for (size_t at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !IsWordCharacter(word.front()) || !IsWordCharacter(line[at - 1]);
    const bool ends =
        end == line.size() || !IsWordCharacter(word.back()) || !IsWordCharacter(line[end]);
    if (begins && ends) return at;
  }
  return line.npos;
}

std::vector<Declaration> NamespaceVariables(std::string_view code) {
  return VariableScanner().Run(code);
}

}  // namespace tlsprobe
