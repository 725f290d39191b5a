#include "tlsprobe/driver/probe.h"

#include <algorithm>
#include <cstddef>
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

absl::StatusOr<ProbeReport> Probe(const std::shared_ptr<const ProbeContext>& context,
                                  const Target& target) {
  ProbeWatch nobody;
  return std::move(ProbeTogether(context, {&target, 1}, nobody).front());
}

std::vector<absl::StatusOr<ProbeReport>> ProbeTogether(
    const std::shared_ptr<const ProbeContext>& context, std::span<const Target> targets,
    ProbeWatch& watch) {
  Loop loop;
  std::vector<absl::StatusOr<ProbeReport>> reports(targets.size());
  if (!loop.status().ok()) {
    std::fill(reports.begin(), reports.end(), loop.status());
    return reports;
  }
  Resolver resolver(loop);
  std::vector<std::unique_ptr<Connection>> running;
  size_t left = targets.size();
  for (size_t i = 0; i < targets.size(); ++i) {
    const auto done = [&, i](absl::StatusOr<ProbeReport> report) {
      reports[i] = std::move(report);
      if (--left == 0) loop.Stop();
    };
    if (absl::Status status = ValidateTarget(context->config(), targets[i]); !status.ok()) {
      done(status);
      continue;
    }
    running.push_back(
        std::make_unique<Connection>(loop, resolver, context, targets[i], done, &watch));
  }
  for (const std::unique_ptr<Connection>& connection : running) connection->Begin();
  if (left > 0) loop.Run();
  return reports;
}

}  // namespace tlsprobe
