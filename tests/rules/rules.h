// The rules that keep the floors of lib/ apart and the core pure. A rule reads the text of one
// file, so that a test can show each of them failing.
#ifndef TLSPROBE_TESTS_RULES_RULES_H_
#define TLSPROBE_TESTS_RULES_RULES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

struct Violation {
  std::string path = {};
  int line = 0;  // from 1; 0 where the whole file is meant
  std::string what = {};
};

// Folders of lib/, lowest first. A folder may include itself and those of a lower floor.
struct Floor {
  std::string_view folder;
  int floor;
};
inline constexpr Floor kFloors[] = {
    {"base", 0},  {"model", 1},  {"wire", 2},    {"dialogue", 3}, {"tls", 3},
    {"check", 3}, {"render", 3}, {"session", 4}, {"survey", 5},   {"driver", 6},
};

inline constexpr size_t kMostLines = 400;

// Everything wrong with the file `path` ("lib/wire/record.h", "cli/main.cc") of text `source`.
std::vector<Violation> CheckSource(std::string_view path, std::string_view source);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_RULES_RULES_H_
