#include "tlsprobe/tls/suite_order.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

bool Overlaps(uint32_t wanted, uint32_t has) { return wanted == 0 || (wanted & has) != 0; }

bool Matches(const SuiteSelector& selector, size_t index) {
  const SuiteAlgorithms& suite = AlgorithmsOf(index);
  if (selector.id != 0 && selector.id != AllCipherSuites()[index].id) return false;
  if (selector.min_version != 0 && selector.min_version != suite.min_version) return false;
  return Overlaps(selector.key_exchange, suite.key_exchange) &&
         Overlaps(selector.authentication, suite.authentication) &&
         Overlaps(selector.encryption, suite.encryption) && Overlaps(selector.mac, suite.mac) &&
         Overlaps(selector.classes & kStrengthClasses, suite.classes) &&
         Overlaps(selector.classes & kClassNotDefault, suite.classes);
}

constexpr SuiteSelector kEverything = {};

}  // namespace

SuiteOrder::SuiteOrder() {
  for (size_t i = CurrentSuiteCount(); i-- > 0;) {  // the highest number first
    if (AlgorithmsOf(i).key_exchange != kKxAny) entries_.push_back({.index = i, .active = false});
  }
  Prefer();
}

// The order before any rule of the user's: forward secrecy and AEAD first, then by strength.
void SuiteOrder::Prefer() {
  Add({.key_exchange = kKxEcdhe, .authentication = kAuEcdsa});
  Add({.key_exchange = kKxEcdhe});
  Deactivate({.key_exchange = kKxEcdhe});
  Add({.encryption = kAesGcm});
  Add({.encryption = kEncChaCha20});
  Add({.encryption = kAes & ~kAesGcm});
  Add(kEverything);
  MoveToEnd({.mac = kMacMd5});
  MoveToEnd({.authentication = kAuNull});
  MoveToEnd({.key_exchange = kKxRsa});
  MoveToEnd({.key_exchange = kKxPsk});
  MoveToEnd({.encryption = kEncRc4});
  SortByStrength();
  MoveToFront({.min_version = 0x0303});
  MoveToFront({.mac = kMacAead});
  MoveToFront({.key_exchange = kKxDhe | kKxEcdhe});
  MoveToFront({.key_exchange = kKxDhe | kKxEcdhe, .mac = kMacAead});
  Deactivate(kEverything);
}

template <typename Predicate>
void SuiteOrder::Move(bool to_front, Predicate selected) {
  std::vector<Entry> front;
  std::vector<Entry> back;
  for (const Entry& entry : entries_) {
    (selected(entry) == to_front ? front : back).push_back(entry);
  }
  front.insert(front.end(), back.begin(), back.end());
  entries_ = std::move(front);
}

void SuiteOrder::Add(const SuiteSelector& selector) {
  const auto is_new = [&](const Entry& entry) {
    return !entry.active && Matches(selector, entry.index);
  };
  Move(false, is_new);
  for (Entry& entry : entries_) {
    if (is_new(entry)) entry.active = true;
  }
}

void SuiteOrder::MoveToEnd(const SuiteSelector& selector) {
  Move(false, [&](const Entry& entry) { return entry.active && Matches(selector, entry.index); });
}

void SuiteOrder::MoveToFront(const SuiteSelector& selector) {
  Move(true, [&](const Entry& entry) { return entry.active && Matches(selector, entry.index); });
}

// What was removed goes to the front, so that it comes first where it is added again.
void SuiteOrder::Deactivate(const SuiteSelector& selector) {
  MoveToFront(selector);
  for (Entry& entry : entries_) {
    if (Matches(selector, entry.index)) entry.active = false;
  }
}

void SuiteOrder::Kill(const SuiteSelector& selector) {
  std::erase_if(entries_, [&](const Entry& entry) { return Matches(selector, entry.index); });
}

void SuiteOrder::SortByStrength() {
  const auto strength = [](const Entry& entry) {
    return entry.active ? StrengthBits(AlgorithmsOf(entry.index).encryption)
                        : std::numeric_limits<int>::max();
  };
  std::ranges::stable_sort(entries_, std::ranges::greater(), strength);
}

std::vector<size_t> SuiteOrder::Active() const {
  std::vector<size_t> indices;
  for (const Entry& entry : entries_) {
    if (entry.active) indices.push_back(entry.index);
  }
  return indices;
}

}  // namespace tlsprobe
