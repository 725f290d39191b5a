// What to do about a port that speaks another protocol than TLS.
#ifndef TLSPROBE_SESSION_PLAIN_ADVICE_H_
#define TLSPROBE_SESSION_PLAIN_ADVICE_H_

#include <string>
#include <string_view>

namespace tlsprobe {

// PlainTextAdvice takes a protocol as DescribePlainText names it; empty: not known.
std::string PlainTextAdvice(std::string_view protocol);

// StarttlsWord is the name -starttls has for such a protocol; empty: none.
std::string_view StarttlsWord(std::string_view protocol);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_PLAIN_ADVICE_H_
