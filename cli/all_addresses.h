// `--all-addresses`: the same question to every address of a name, and where the answers differ.
#ifndef TLSPROBE_CLI_ALL_ADDRESSES_H_
#define TLSPROBE_CLI_ALL_ADDRESSES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/session/probe_context.h"

namespace tlsprobe::cli {

// ShareTime cuts the total limit to what leaves room for two rounds: the first address, and then
// all others at once.
void ShareTime(Limits& limits);

// ProbeAllAddresses looks the name up once and probes each address by itself. The first report is
// that of an ordinary probe; it stands alone where there is no other address. Blocks. Errors: as
// Probe.
absl::StatusOr<std::vector<ProbeReport>> ProbeAllAddresses(
    std::shared_ptr<const ProbeContext> context, const Target& target);

// OrderAndCompare puts the report with the worst exit code first, adds a finding to it for each way
// in which addresses answer differently (verdict, certificate, version), and returns the exit code
// of all of them together.
int OrderAndCompare(std::vector<ProbeReport>& reports, Severity fail_on);

// The first report's text, and then each other one's below its address.
std::string AllAddressesText(const std::vector<ProbeReport>& reports, const RenderOptions& options);
// The first report, with all of them in its member "by_address".
std::string AllAddressesJson(const std::vector<ProbeReport>& reports, const RenderOptions& options);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_ALL_ADDRESSES_H_
