#include "tlsprobe/driver/probe.h"

#include <optional>
#include <utility>

#include "tlsprobe/driver/connection.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/session/validate.h"

namespace tlsprobe {

absl::StatusOr<ProbeReport> Probe(const ProbeConfig& config, const Target& target) {
  absl::StatusOr<Materials> materials = Load(config);
  if (!materials.ok()) return materials.status();
  auto context = ProbeContext::Create(config, *std::move(materials));
  if (!context.ok()) return context.status();
  return Probe(*std::move(context), target);
}

absl::StatusOr<ProbeReport> Probe(std::shared_ptr<const ProbeContext> context,
                                  const Target& target) {
  if (absl::Status status = ValidateTarget(target); !status.ok()) return status;
  Loop loop;
  Resolver resolver(loop);
  std::optional<absl::StatusOr<ProbeReport>> result;
  Connection connection(loop, resolver, std::move(context), target,
                        [&result, &loop](absl::StatusOr<ProbeReport> report) {
                          result = std::move(report);
                          loop.Stop();
                        });
  connection.Begin();
  if (!result) loop.Run();
  return *std::move(result);
}

}  // namespace tlsprobe
