// Errors of the library, which names fields of its config, in the words that were typed.
#ifndef TLSPROBE_CLI_OPTION_WORDS_H_
#define TLSPROBE_CLI_OPTION_WORDS_H_

#include <string>
#include <string_view>

namespace tlsprobe::cli {

// InOptionWords puts the option in the place of the field that `message` begins with:
// "tls.alpn: expected …" becomes "-alpn: expected …". Other messages stay as they are.
std::string InOptionWords(std::string_view message);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_OPTION_WORDS_H_
