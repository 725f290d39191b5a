#include "tlsprobe/tls/cipher_selection.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/cipher_words.h"
#include "tlsprobe/tls/suite_order.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kSeparators = ": ;,";

bool IsSeparator(char c) { return kSeparators.find(c) != kSeparators.npos; }

bool IsWordCharacter(char c) {
  const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '=';
}

enum class Rule : uint8_t { kAdd, kDeactivate, kMoveToEnd, kKill, kCommand };

absl::Status Invalid(std::string_view text, size_t offset, std::string_view what) {
  return InvalidArgument(
      fmt::format("cipher string: invalid command at offset {} of \"{}\": {}. Words are separated "
                  "by \":\", may begin with ! - or +, and commands are @STRENGTH and @SECLEVEL=0 "
                  "to 5.",
                  offset, Escape(text), what));
}

// Narrows `mask` to what `word` allows too; false where nothing is left.
bool Narrow(uint32_t& mask, uint32_t word) {
  if (word == 0) return true;
  mask = mask == 0 ? word : mask & word;
  return mask != 0;
}

// "A+B" selects what both select; false where they exclude each other. `word` may be a suite,
// whose version is then no condition.
bool Combine(SuiteSelector& all, const SuiteSelector& word) {
  if (!Narrow(all.key_exchange, word.key_exchange)) return false;
  if (!Narrow(all.authentication, word.authentication)) return false;
  if (!Narrow(all.encryption, word.encryption)) return false;
  if (!Narrow(all.mac, word.mac)) return false;
  uint32_t strength = all.classes & kStrengthClasses;
  uint32_t not_default = all.classes & kClassNotDefault;
  // The first strength class of a word wipes out what COMPLEMENTOFDEFAULT said before it: so it
  // is in OpenSSL.
  if (strength == 0 && (word.classes & kStrengthClasses) != 0) not_default = 0;
  if (!Narrow(strength, word.classes & kStrengthClasses)) return false;
  if (!Narrow(not_default, word.classes & kClassNotDefault)) return false;
  all.classes = strength | not_default;
  all.id = word.id;
  if (word.min_version == 0) return true;
  if (all.min_version != 0 && all.min_version != word.min_version) return false;
  all.min_version = word.min_version;
  return true;
}

class Selector {
 public:
  absl::Status Run(std::string_view text);
  CipherSelection Take() &&;

 private:
  // Where a rule ends and what it selects; `selects` is false for a word nobody knows.
  struct Parsed {
    size_t end = 0;
    bool selects = false;
    SuiteSelector selector = {};
  };

  absl::StatusOr<Parsed> ParseSelector(std::string_view text, size_t begin) const;
  absl::Status RunCommand(std::string_view text, size_t begin);
  void Apply(Rule rule, const SuiteSelector& selector);

  SuiteOrder order_ = {};
  std::vector<uint16_t> named_ = {};
  std::optional<int> level_ = {};
};

size_t SkipToSeparator(std::string_view text, size_t at) {
  return std::min(text.find_first_of(kSeparators, at), text.size());
}

const CipherSuite* FindSuite(std::string_view word) {
  const CipherSuite* suite = FindCipherSuite(word);
  // TLS 1.3 suites are not a cipher string's business.
  return suite != nullptr && suite->key_exchange != "any" ? suite : nullptr;
}

// OpenSSL's words have no "_"; IANA's names, which newer versions of it take too, have.
size_t WordEnd(std::string_view text, size_t begin) {
  size_t end = begin;
  while (end < text.size() && IsWordCharacter(text[end])) ++end;
  size_t iana_end = end;
  while (iana_end < text.size() && (IsWordCharacter(text[iana_end]) || text[iana_end] == '_')) {
    ++iana_end;
  }
  return FindSuite(text.substr(begin, iana_end - begin)) != nullptr ? iana_end : end;
}

SuiteSelector SelectorOf(const CipherSuite& suite) {
  const auto index = static_cast<size_t>(&suite - AllCipherSuites().data());
  const SuiteAlgorithms& algorithms = AlgorithmsOf(index);
  return {.key_exchange = algorithms.key_exchange,
          .authentication = algorithms.authentication,
          .encryption = algorithms.encryption,
          .mac = algorithms.mac,
          .classes = algorithms.classes,
          .id = suite.id};
}

std::optional<SuiteSelector> FindWord(std::string_view word, const CipherSuite* suite) {
  if (suite != nullptr) return SelectorOf(*suite);
  const auto* row = std::ranges::find(kCipherWords, word, &CipherWord::word);
  if (row == std::ranges::end(kCipherWords)) return std::nullopt;
  return row->selects;
}

absl::StatusOr<Selector::Parsed> Selector::ParseSelector(std::string_view text,
                                                         size_t begin) const {
  Parsed parsed;
  for (size_t at = begin;; ++at) {
    const size_t end = WordEnd(text, at);
    if (end == at) return Invalid(text, at, "expected a word");
    const std::string_view word = text.substr(at, end - at);
    const std::optional<SuiteSelector> selector = FindWord(word, FindSuite(word));
    if (!selector.has_value() || !Combine(parsed.selector, *selector)) {
      return Parsed{.end = SkipToSeparator(text, end)};
    }
    at = end;
    if (at == text.size() || text[at] != '+') {
      parsed.end = end;
      parsed.selects = true;
      return parsed;
    }
  }
}

absl::Status Selector::RunCommand(std::string_view text, size_t begin) {
  const std::string_view command = text.substr(begin, WordEnd(text, begin) - begin);
  constexpr std::string_view kLevel = "SECLEVEL=";
  if (command == "STRENGTH") {
    order_.SortByStrength();
    return absl::OkStatus();
  }
  if (!command.starts_with(kLevel)) return Invalid(text, begin, "expected a command after \"@\"");
  const std::optional<uint64_t> level = ParseUint(command.substr(kLevel.size()), 5);
  if (!level.has_value() || command.size() != kLevel.size() + 1) {
    return Invalid(text, begin, "expected a security level from 0 to 5");
  }
  level_ = static_cast<int>(*level);
  return absl::OkStatus();
}

void Selector::Apply(Rule rule, const SuiteSelector& selector) {
  switch (rule) {
    case Rule::kAdd:
      if (selector.id != 0) named_.push_back(selector.id);
      return order_.Add(selector);
    case Rule::kDeactivate:
      std::erase(named_, selector.id);
      return order_.Deactivate(selector);
    case Rule::kMoveToEnd:
      return order_.MoveToEnd(selector);
    case Rule::kKill:
      std::erase(named_, selector.id);
      return order_.Kill(selector);
    case Rule::kCommand:
      return;
  }
}

Rule RuleOf(char c) {
  switch (c) {
    case '-':
      return Rule::kDeactivate;
    case '+':
      return Rule::kMoveToEnd;
    case '!':
      return Rule::kKill;
    case '@':
      return Rule::kCommand;
    default:
      return Rule::kAdd;
  }
}

absl::Status Selector::Run(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (IsSeparator(text[at])) {
      ++at;
      continue;
    }
    const Rule rule = RuleOf(text[at]);
    if (rule != Rule::kAdd) ++at;
    if (rule == Rule::kCommand) {
      if (absl::Status status = RunCommand(text, at); !status.ok()) return status;
      at = SkipToSeparator(text, at);
      continue;
    }
    absl::StatusOr<Parsed> parsed = ParseSelector(text, at);
    if (!parsed.ok()) return parsed.status();
    if (parsed->selects) Apply(rule, parsed->selector);
    at = parsed->end;
  }
  return absl::OkStatus();
}

CipherSelection Selector::Take() && {
  return {.suites = order_.Active(), .named = std::move(named_), .security_level = level_};
}

}  // namespace

absl::StatusOr<CipherSelection> SelectCiphers(std::string_view text) {
  for (const WholeString& row : kSuiteB) {
    if (!text.starts_with(row.beginning)) continue;
    text = row.means;
    break;
  }
  Selector selector;
  constexpr std::string_view kDefault = "DEFAULT";
  if (text.starts_with(kDefault)) {
    if (absl::Status status = selector.Run(kDefaultMeans); !status.ok()) return status;
    text.remove_prefix(kDefault.size());
  }
  if (absl::Status status = selector.Run(text); !status.ok()) return status;
  return std::move(selector).Take();
}

}  // namespace tlsprobe
