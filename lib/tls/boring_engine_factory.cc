// NewBoringEngineFactory: options in, engines out.
#include <utility>

#include "tlsprobe/tls/boring_context.h"
#include "tlsprobe/tls/boring_engine.h"
#include "tlsprobe/tls/client_credential.h"
#include "tlsprobe/tls/engine.h"
#include "tlsprobe/tls/library_version.h"

namespace tlsprobe {
namespace {

class BoringEngineFactory final : public EngineFactory {
 public:
  BoringEngineFactory(std::shared_ptr<const BoringContext> context, const TlsOptions& options,
                      const Limits& limits)
      : context_(std::move(context)), options_(options), limits_(limits) {}

  std::unique_ptr<Engine> NewEngine(std::string_view server_name, UnixTime now) const override {
    return std::make_unique<BoringEngine>(context_, options_, limits_, server_name, now);
  }
  const std::vector<std::string>& not_offered() const override { return context_->not_offered; }
  std::optional<int> security_level() const override { return context_->security_level; }

  const std::shared_ptr<const BoringContext>& context() const { return context_; }

 private:
  std::shared_ptr<const BoringContext> context_;
  TlsOptions options_;
  Limits limits_;
};

BoringContextInputs InputsOf(const TlsOptions& options, const Limits& limits,
                             const ClientMaterial& client, const CertificateSource* own_chain) {
  BoringContextInputs inputs{.options = options,
                             .handshake_message_bytes = limits.handshake_message_bytes,
                             .client = client};
  inputs.options.server_name.reset();
  inputs.options.send_server_name = true;
  inputs.options.sni_needs_dot = false;
  inputs.options.client = {};  // names of files; what is in them is `client`
  inputs.client.certificates = CompleteOwnChain(client.certificates, own_chain);
  return inputs;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const EngineFactory>> NewBoringEngineFactory(
    const TlsOptions& options, const Limits& limits, const ClientMaterial& client,
    const CertificateSource* own_chain, const EngineFactory* like) {
  if (absl::Status status = CheckTlsLibrary(LoadedTlsLibrary()); !status.ok()) return status;
  BoringContextInputs inputs = InputsOf(options, limits, client, own_chain);
  const auto* other = dynamic_cast<const BoringEngineFactory*>(like);
  if (other != nullptr && other->context()->inputs == inputs) {
    return std::make_shared<BoringEngineFactory>(other->context(), options, limits);
  }
  absl::StatusOr<std::shared_ptr<const BoringContext>> context =
      MakeBoringContext(std::move(inputs));
  if (!context.ok()) return context.status();
  return std::make_shared<BoringEngineFactory>(*std::move(context), options, limits);
}

}  // namespace tlsprobe
