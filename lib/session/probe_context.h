// A config with everything it needs, checked and compiled once for any number of sessions.
#ifndef TLSPROBE_SESSION_PROBE_CONTEXT_H_
#define TLSPROBE_SESSION_PROBE_CONTEXT_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/session/judge.h"

namespace tlsprobe {

class EngineFactory;
class ScriptFile;

// Immutable and thread-safe.
class ProbeContext {
 public:
  // Create checks the whole config. `like` is a context whose parts are shared where the options
  // they were made from are equal; may be null. Errors: kInvalidArgument naming the field, its
  // value and what is allowed; nothing is sent by a config that is refused.
  static absl::StatusOr<std::shared_ptr<const ProbeContext>> Create(
      ProbeConfig config, Materials materials, const ProbeContext* like = nullptr);

  ~ProbeContext();
  ProbeContext(const ProbeContext&) = delete;
  ProbeContext& operator=(const ProbeContext&) = delete;

  const ProbeConfig& config() const { return config_; }
  const Materials& materials() const { return materials_; }
  const EngineFactory& engines() const { return *engines_; }
  // The level chains are judged at: auth_level, else @SECLEVEL of the cipher string, else the
  // default.
  int security_level() const { return security_level_; }
  JudgeRules rules() const {
    return {.options = config_.verify,
            .anchors = materials_.anchors.get(),
            .security_level = security_level_,
            .untrusted = materials_.untrusted,
            .crls = materials_.crls,
            .signatures = signatures_.get()};
  }

  // Of the TLS to a proxy; only where the config has one that is spoken to by TLS.
  const EngineFactory* proxy_engines() const { return proxy_engines_.get(); }
  JudgeRules proxy_rules() const {
    return {.options = config_.proxy->verify,
            .anchors = materials_.proxy.anchors.get(),
            .security_level = proxy_security_level_,
            .signatures = signatures_.get()};
  }

  // The dialogue of StarttlsOptions::script_file; null: none.
  const std::shared_ptr<const ScriptFile>& script() const { return script_; }

 private:
  ProbeContext(ProbeConfig config, Materials materials);
  absl::Status PrepareTarget(const ProbeContext* like);
  absl::Status PrepareProxy(const ProbeContext* like);
  absl::Status PrepareScript();

  ProbeConfig config_;
  Materials materials_;
  std::shared_ptr<const EngineFactory> engines_;
  int security_level_ = 2;
  // Of CA certificates, over all sessions of all contexts made alike.
  std::shared_ptr<SignatureCache> signatures_;
  std::shared_ptr<const EngineFactory> proxy_engines_;
  int proxy_security_level_ = 2;
  std::shared_ptr<const ScriptFile> script_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_PROBE_CONTEXT_H_
