#include "cli/request_json.h"

#include <cstddef>
#include <optional>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe::cli {
namespace {

// An object, a list in it, and values.
constexpr int kDeepest = 2;

// Goes over a text without keeping any of it, to find out what is wrong where.
class Inspector : public nlohmann::json_sax<Json> {
 public:
  const std::optional<absl::Status>& error() const { return error_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool key(string_t&) override { return true; }
  bool start_object(size_t) override { return Enter(); }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool parse_error(size_t position, const std::string&, const Json::exception&) override {
    // The byte behind the one that does not fit.
    const size_t at = position == 0 ? 0 : position - 1;
    error_ = InvalidArgument(fmt::format("expected JSON (RFC 8259), got none at byte {}", at));
    return false;
  }

 private:
  bool Enter() {
    if (++depth_ <= kDeepest) return true;
    error_ = InvalidArgument("expected an object with values and lists of values, got more levels");
    return false;
  }
  bool Leave() {
    --depth_;
    return true;
  }

  int depth_ = 0;
  std::optional<absl::Status> error_ = {};
};

}  // namespace

absl::StatusOr<Json> ParseRequestJson(std::string_view text) {
  Inspector inspector;
  if (!Json::sax_parse(text, &inspector)) {
    return inspector.error().value_or(InvalidArgument("expected JSON (RFC 8259)"));
  }
  constexpr bool kNoExceptions = false;
  Json json = Json::parse(text, nullptr, kNoExceptions);
  if (json.is_discarded()) return InvalidArgument("expected JSON (RFC 8259)");
  return json;
}

absl::StatusOr<std::vector<std::string>> StringsOf(std::string_view member, const Json& value) {
  if (!value.is_array()) {
    return InvalidArgument(fmt::format("{}: expected a list of strings", member));
  }
  std::vector<std::string> strings;
  for (const Json& item : value) {
    const std::string* text = item.get_ptr<const std::string*>();
    if (text == nullptr) {
      return InvalidArgument(fmt::format("{}[{}]: expected a string", member, strings.size()));
    }
    strings.push_back(*text);
  }
  return strings;
}

}  // namespace tlsprobe::cli
