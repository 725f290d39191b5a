#include "cli/request_json.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// An object, a list in it, and values.
constexpr int kDeepest = 2;

// Those of objects in the request, too. There are fewer names; one may come twice.
constexpr size_t kMostMembers = 100;

// nlohmann's number of a number that is too large.
constexpr int kOutOfRange = 406;

// Goes over a text without keeping any of it but the id, to find out what is wrong where.
class Inspector : public nlohmann::json_sax<Json> {
 public:
  explicit Inspector(std::span<const std::string_view> members) : members_(members) {}

  const absl::Status& error() const { return error_; }
  Json TakeId() { return std::move(id_); }

  bool null() override { return Value(nullptr); }
  bool boolean(bool) override { return Value(nullptr); }
  bool number_integer(number_integer_t number) override { return Value(number); }
  bool number_unsigned(number_unsigned_t number) override { return Value(number); }
  bool number_float(number_float_t number, const string_t&) override { return Value(number); }
  bool string(string_t& text) override {
    return text.size() <= kMostIdBytes ? Value(text) : Value(nullptr);
  }
  bool binary(binary_t&) override { return true; }
  bool key(string_t& name) override {
    if (++count_ > kMostMembers) {
      // Of many members that nobody knows the first says more.
      if (!error_.ok()) return false;
      return Fail(fmt::format("expected an object of at most {} members", kMostMembers));
    }
    if (depth_ != 1) return true;
    at_id_ = name == "id";
    // The rest is still looked at: it may be no JSON, and may have the id.
    if (error_.ok() && std::ranges::find(members_, name) == members_.end()) {
      error_ = InvalidArgument(fmt::format("unknown member \"{}\": expected {}", Escape(name),
                                           fmt::join(members_, ", ")));
    }
    return true;
  }
  bool start_object(size_t) override { return Enter(); }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool parse_error(size_t position, const std::string&, const Json::exception& exception) override {
    // The byte behind the one that does not fit.
    const size_t at = position == 0 ? 0 : position - 1;
    id_ = nullptr;
    return Fail(exception.id == kOutOfRange
                    ? fmt::format("expected numbers of at most 1.7e308, got one that is larger and "
                                  "ends at byte {}",
                                  at)
                    : fmt::format("expected JSON (RFC 8259), got none at byte {}", at));
  }

 private:
  bool Enter() {
    Value(nullptr);
    if (++depth_ <= kDeepest) return true;
    return Fail("expected an object with values and lists of values, got more levels");
  }
  bool Leave() {
    --depth_;
    return true;
  }
  bool Value(Json value) {
    if (std::exchange(at_id_, false)) id_ = std::move(value);
    return true;
  }
  bool Fail(std::string_view why) {
    error_ = InvalidArgument(why);
    return false;
  }

  const std::span<const std::string_view> members_;
  int depth_ = 0;
  size_t count_ = 0;  // of members
  bool at_id_ = false;
  Json id_ = nullptr;
  absl::Status error_ = {};
};

}  // namespace

RequestJson ParseRequestJson(std::string_view text, std::span<const std::string_view> members) {
  Inspector inspector(members);
  const bool whole = Json::sax_parse(text, &inspector);
  RequestJson read = {.status = inspector.error(), .id = inspector.TakeId()};
  if (!read.status.ok()) return read;
  constexpr bool kNoExceptions = false;
  if (whole) read.value = Json::parse(text, nullptr, kNoExceptions);
  if (!whole || read.value.is_discarded()) {
    read.status = InvalidArgument("expected JSON (RFC 8259)");
  }
  return read;
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
