#include "tlsprobe/session/probe_context.h"

#include <optional>
#include <utility>

#include "tlsprobe/check/signature_cache.h"
#include "tlsprobe/dialogue/script_file.h"
#include "tlsprobe/dialogue/table.h"
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
  context->signatures_ = like == nullptr ? std::make_shared<SignatureCache>() : like->signatures_;
  if (absl::Status status = context->PrepareTarget(like); !status.ok()) return status;
  if (absl::Status status = context->PrepareProxy(like); !status.ok()) return status;
  if (absl::Status status = context->PrepareScript(); !status.ok()) return status;
  return context;
}

absl::Status ProbeContext::PrepareTarget(const ProbeContext* like) {
  auto engines = NewBoringEngineFactory(config_.tls, config_.limits, materials_.client,
                                        materials_.own_chain.get(),
                                        like == nullptr ? nullptr : like->engines_.get());
  if (!engines.ok()) return engines.status();
  engines_ = *std::move(engines);
  security_level_ = ResolveSecurityLevel(config_.verify, *engines_);
  return absl::OkStatus();
}

absl::Status ProbeContext::PrepareProxy(const ProbeContext* like) {
  if (!config_.proxy) return absl::OkStatus();
  absl::Status status = ValidateProxyPassword(materials_.proxy.password);
  if (!status.ok() || !FindProxy(config_.proxy->kind).tls) return status;
  const ProxyMaterial& material = materials_.proxy;
  auto engines = NewBoringEngineFactory(config_.proxy->tls, config_.limits, material.client,
                                        material.own_chain.get(),
                                        like == nullptr ? nullptr : like->proxy_engines_.get());
  if (!engines.ok()) return engines.status();
  proxy_engines_ = *std::move(engines);
  proxy_security_level_ = ResolveSecurityLevel(config_.proxy->verify, *proxy_engines_);
  return absl::OkStatus();
}

absl::Status ProbeContext::PrepareScript() {
  const std::string& file = config_.starttls.script_file;
  if (file.empty()) return absl::OkStatus();
  auto script = ScriptFile::Parse(materials_.starttls_script, file);
  if (!script.ok()) return script.status();
  script_ = *std::move(script);
  return absl::OkStatus();
}

ProbeContext::ProbeContext(ProbeConfig config, Materials materials)
    : config_(std::move(config)), materials_(std::move(materials)) {}
ProbeContext::~ProbeContext() = default;

}  // namespace tlsprobe
