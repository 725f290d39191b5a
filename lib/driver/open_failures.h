// Why no stream could be opened, as outcomes.
#ifndef TLSPROBE_DRIVER_OPEN_FAILURES_H_
#define TLSPROBE_DRIVER_OPEN_FAILURES_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// `host` has no address of `family`: "no such name" where that is known, else why not.
Outcome LookUpFailure(const std::string& host, AddressFamily family, const LookUp& result);
// `host` has addresses, but none of `family`; `failure` is what its look-up ended with.
Outcome OtherFamilyAlone(Outcome failure, const std::string& host, AddressFamily family);
Outcome LookUpTimeout(const std::string& host, std::chrono::nanoseconds after);

// No address answered: all of them, with what each said. `bind_address` is the config's.
Outcome ConnectFailure(const Target& target, const std::vector<AddressAttempt>& attempts,
                       std::string_view bind_address = {});

// Of ProbeConfig::bind_address, before anything was sent, and so ended by us: the host in it has
// no address, and `text` is not "host" or "host:port" with a port in digits.
Outcome BindLookUpFailure(const std::string& text, AddressFamily family, const LookUp& result);
Outcome BadBindAddress(const std::string& text);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_OPEN_FAILURES_H_
