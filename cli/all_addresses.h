// `--all-addresses`: the same question to every address of a name, and where the answers differ.
#ifndef TLSPROBE_CLI_ALL_ADDRESSES_H_
#define TLSPROBE_CLI_ALL_ADDRESSES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/session/probe_context.h"

namespace tlsprobe::cli {

// ShareTime cuts the total limit to what leaves room for two rounds: the first address, and then
// all others at once.
void ShareTime(Limits& limits);

// ProbeAllAddresses looks the name up once and probes each address by itself. The first report is
// that of an ordinary probe, with what each address said to its own; it stands alone where there is
// no other address. `watch` is told of all. Blocks. Errors: as Probe.
absl::StatusOr<std::vector<ProbeReport>> ProbeAllAddresses(
    const std::shared_ptr<const ProbeContext>& context, const Target& target, ProbeWatch& watch);

struct AllAddresses {
  std::vector<ProbeReport> reports = {};  // the first stands for all
  size_t probed = 0;                      // addresses; 0 where the name has none
  size_t failed = 0;                      // of them, those that alone would not exit with 0
  int exit_code = 0;
};

// OrderAndCompare puts the report with the worst exit code first, gives it all attempts, and adds a
// finding to it for each way in which addresses answer differently (verdict, certificate, version).
// `reports` as ProbeAllAddresses returns them, not empty.
AllAddresses OrderAndCompare(std::vector<ProbeReport> reports, Severity fail_on);

// The first report's verdict with the count of addresses, and then each report below its address.
std::string AllAddressesText(const AllAddresses& all, const RenderOptions& options);
// The first report, with all of them in its member "by_address".
std::string AllAddressesJson(const AllAddresses& all, const RenderOptions& options);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_ALL_ADDRESSES_H_
