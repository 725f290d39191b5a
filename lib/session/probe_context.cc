#include "tlsprobe/session/probe_context.h"

#include <optional>
#include <utility>

#include "tlsprobe/session/validate.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe {
namespace {

int ResolveSecurityLevel(const VerifyOptions& verify, const EngineFactory& engines) {
  if (verify.auth_level) return *verify.auth_level;
  return engines.security_level().value_or(verify.default_security_level);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const ProbeContext>> ProbeContext::Create(ProbeConfig config,
                                                                         Materials materials,
                                                                         const ProbeContext* like) {
  if (absl::Status status = ValidateConfig(config); !status.ok()) return status;
  auto context =
      std::shared_ptr<ProbeContext>(new ProbeContext(std::move(config), std::move(materials)));
  auto engines = NewBoringEngineFactory(
      context->config_.tls, context->config_.limits, context->materials_.client,
      context->materials_.own_chain.get(), like == nullptr ? nullptr : like->engines_.get());
  if (!engines.ok()) return engines.status();
  context->engines_ = *std::move(engines);
  context->security_level_ = ResolveSecurityLevel(context->config_.verify, *context->engines_);
  return context;
}

ProbeContext::ProbeContext(ProbeConfig config, Materials materials)
    : config_(std::move(config)), materials_(std::move(materials)) {}
ProbeContext::~ProbeContext() = default;

}  // namespace tlsprobe
