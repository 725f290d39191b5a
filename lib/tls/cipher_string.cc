// What of a cipher string we offer, and what not.
#include <algorithm>
#include <iterator>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/cipher_selection.h"
#include "tlsprobe/tls/cipher_words.h"
#include "tlsprobe/tls/suite_messages.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// What OpenSSL would not send at this level (its ssl_security_default_callback).
bool IsBelow(size_t level, const SuiteAlgorithms& suite) {
  constexpr int kBits[] = {0, 80, 112, 128, 192, 256};
  if (level == 0) return false;
  const int bits = kBits[std::min(level, std::size(kBits) - 1)];
  if (StrengthBits(suite.encryption) < bits) return true;
  if (suite.authentication == kAuNull || suite.mac == kMacMd5) return true;
  if (bits > 160 && suite.mac == kMacSha1) return true;
  if (level >= 2 && suite.encryption == kEncRc4) return true;
  return level >= 3 && (suite.key_exchange & (kKxDhe | kKxEcdhe | kKxDhePsk | kKxEcdhePsk)) == 0;
}

// A suite that was named, not removed again, and that we do not have; null where there is none.
const CipherSuite* NamedInVain(const CipherSelection& selection) {
  for (uint16_t id : selection.named) {
    const CipherSuite* suite = FindCipherSuite(id);
    const auto index = static_cast<size_t>(suite - AllCipherSuites().data());
    const bool is_former = index >= CurrentSuiteCount();
    const bool is_selected = std::ranges::find(selection.suites, index) != selection.suites.end();
    if (!suite->offered && (is_former || is_selected)) return suite;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<CompiledCipherString> CompileCipherString(std::string_view text,
                                                         int default_security_level) {
  const absl::StatusOr<CipherSelection> selection = SelectCiphers(text);
  if (!selection.ok()) return selection.status();
  if (const CipherSuite* suite = NamedInVain(*selection)) {
    return SuiteCannotBeOffered("cipher string", *suite);
  }
  CompiledCipherString result = {.security_level = selection->security_level};
  const int level = selection->security_level.value_or(default_security_level);
  for (size_t index : selection->suites) {
    const CipherSuite& suite = AllCipherSuites()[index];
    if (IsBelow(static_cast<size_t>(level), AlgorithmsOf(index))) continue;
    if (suite.offered) {
      result.suites.push_back(suite.id);
      continue;
    }
    // Nobody sends these before a pre-shared key or a password was given.
    if (AlgorithmsOf(index).key_exchange & (kAllPsk | kKxSrp)) continue;
    result.not_offered.emplace_back(suite.openssl);
  }
  if (!result.suites.empty()) return result;
  return InvalidArgument(fmt::format(
      "cipher string: no cipher match: expected suites this build offers below TLS 1.3 ({}), got "
      "\"{}\", which selects none of them",
      OfferedSuiteNames(SuiteVersions::kUpToTls12), Escape(text)));
}

}  // namespace tlsprobe
