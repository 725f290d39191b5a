#include "tlsprobe/check/check.h"

#include "tlsprobe/check/checks.h"

namespace tlsprobe {
namespace {

constexpr Check kChecks[] = {
    {.id = "chain", .reference = "RFC 5280 section 6", .run = CheckChain},
    {.id = "name", .reference = "RFC 9525", .run = CheckNames},
    {.id = "chain.findings", .reference = "RFC 5280", .run = ExplainChain},
    {.id = "sent", .reference = "RFC 8446 section 4.4.2", .run = CheckSentChain},
    {.id = "validity", .reference = "RFC 5280 section 4.1.2.5", .run = CheckValidity},
    {.id = "version", .reference = "RFC 8996", .run = CheckVersion},
    {.id = "renegotiation", .reference = "RFC 5746", .run = CheckRenegotiation},
};

}  // namespace

std::span<const Check> AllChecks() { return kChecks; }

void RunChecks(const CheckInput& input, CheckOutput& output) {
  output.verification = {};
  output.findings.clear();
  output.needs.clear();
  for (const Check& check : kChecks) check.run(input, output);
}

}  // namespace tlsprobe
