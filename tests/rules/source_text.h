// C++ source made fit for looking at: comments and the contents of literals blanked out.
#ifndef TLSPROBE_TESTS_RULES_SOURCE_TEXT_H_
#define TLSPROBE_TESTS_RULES_SOURCE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

// Same length and same lines as `source`; what is not code is blanks. The file names of #include
// lines stay.
std::string CodeOnly(std::string_view source);

std::vector<std::string_view> LinesOf(std::string_view text);

// Where `word` stands in `line` as a word of its own (no letter, digit or _ beside an end of it
// that is one); npos where it does not.
size_t FindWord(std::string_view line, std::string_view word);

struct Declaration {
  int line = 0;  // from 1, where it ends
  std::string text = {};
};
// Variables outside of every function and class: the text of the declaration up to its first
// ";", "=" or "{".
std::vector<Declaration> NamespaceVariables(std::string_view code);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_RULES_SOURCE_TEXT_H_
