// A short name for long texts.
#ifndef TLSPROBE_DRIVER_TEXT_DIGEST_H_
#define TLSPROBE_DRIVER_TEXT_DIGEST_H_

#include <span>
#include <string>

namespace tlsprobe {

// DigestOf gives the 32 bytes of a SHA-256 over the texts and where each ends: lists that differ
// have different ones, whoever made them.
std::string DigestOf(std::span<const std::string> texts);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TEXT_DIGEST_H_
