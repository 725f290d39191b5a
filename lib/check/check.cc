#include "tlsprobe/check/check.h"

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/memory.h"

namespace tlsprobe {
namespace {

constexpr Check kChecks[] = {
    {.id = "chain", .reference = "RFC 5280 section 6", .run = CheckChain},
    {.id = "name", .reference = "RFC 9525", .run = CheckNames},
    {.id = "crl", .reference = "RFC 5280 section 6.3", .run = ExplainCrls},
    {.id = "paths", .reference = "RFC 4158", .run = FindAllPaths},
    {.id = "should_send", .reference = "RFC 8446 section 4.4.2", .run = FindWhatToSend},
    {.id = "chain.findings", .reference = "RFC 5280", .run = ExplainChain},
    {.id = "paths.findings", .reference = "RFC 4158", .run = ExplainPaths},
    {.id = "sent", .reference = "RFC 8446 section 4.4.2", .run = CheckSentChain},
    {.id = "sent.missing", .reference = "RFC 8446 section 4.4.2", .run = CheckMissingSent},
    {.id = "fetched", .reference = "RFC 5280 section 4.2.2.1", .run = CheckFetchedIssuers},
    {.id = "validity", .reference = "RFC 5280 section 4.1.2.5", .run = CheckValidity},
    {.id = "expiry", .reference = "RFC 5280 section 4.1.2.5", .run = CheckExpiry},
    {.id = "webpki", .reference = "CA/Browser Forum TLS BR", .run = CheckWebPki},
    {.id = "rfc5280", .reference = "RFC 5280 section 4", .run = CheckMusts},
    {.id = "version", .reference = "RFC 8996", .run = CheckVersion},
    {.id = "renegotiation", .reference = "RFC 5746", .run = CheckRenegotiation},
};

}  // namespace

std::span<const Check> AllChecks() { return kChecks; }

void RunChecks(const CheckInput& input, CheckOutput& output) {
  output.verification = {};
  output.findings.clear();
  output.needs.clear();
  CheckMemory memory(input.anchors, input.signatures);
  CheckInput remembering = input;
  remembering.memory = &memory;
  for (const Check& check : kChecks) check.run(remembering, output);
}

}  // namespace tlsprobe
