// Why no stream could be opened, as outcomes.
#ifndef TLSPROBE_DRIVER_OPEN_FAILURES_H_
#define TLSPROBE_DRIVER_OPEN_FAILURES_H_

#include <chrono>
#include <string>
#include <vector>

#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// `host` has no address of `family`: "no such name" where that is known, else why not.
Outcome LookUpFailure(const std::string& host, AddressFamily family, const LookUp& result);
Outcome LookUpTimeout(const std::string& host, std::chrono::nanoseconds after);

// No address answered: all of them, with what each said.
Outcome ConnectFailure(const Target& target, const std::vector<AddressAttempt>& attempts);

// `text` is not "host" or "host:port" with a port in digits.
Outcome BadBindAddress(const std::string& text);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_OPEN_FAILURES_H_
