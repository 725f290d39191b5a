#include "tlsprobe/session/route.h"

#include <utility>

#include "tlsprobe/dialogue/table.h"
#include "tlsprobe/session/sni.h"

namespace tlsprobe {
namespace {

DialogueInput ProxyInput(const ProbeContext& context, const Target& target, const Start& start) {
  const ProxyOptions& proxy = *context.config().proxy;
  DialogueInput input;
  // An address that was fixed is meant, whoever would look the name up.
  input.server_name = target.addresses.empty() ? target.host : target.addresses.front();
  if (!FindProxy(proxy.kind).resolves_names && !start.target_address.empty()) {
    input.server_name = start.target_address;
  }
  input.server_port = target.port;
  input.has_credentials = proxy.user.has_value();
  input.user = proxy.user.value_or("");
  input.password = context.materials().proxy.password;
  return input;
}

void AddProxy(const ProbeContext& context, const Target& target, const Start& start,
              std::deque<Layer>& route) {
  const ProxyOptions& proxy = *context.config().proxy;
  const ProxyRow& row = FindProxy(proxy.kind);
  if (row.tls) {
    const std::string name = ServerNameToSend(proxy.tls, {.host = proxy.host});
    route.push_back(EngineLayer{
        .engine = context.proxy_engines()->NewEngine(name, start.wall_clock), .to_proxy = true});
  }
  route.push_back(DialogueLayer{.dialogue = Dialogue(row.run, ProxyInput(context, target, start),
                                                     /*insist=*/false),
                                .to_proxy = true,
                                .protocol = std::string(row.scheme)});
}

void AddStarttls(const ProbeContext& context, const Target& target, std::deque<Layer>& route) {
  const StarttlsOptions& options = context.config().starttls;
  const DialogueInput input = StarttlsInput(context, target);
  if (!options.protocol) {
    route.push_back(DialogueLayer{.dialogue = Dialogue(RunScriptFile, input, options.insist),
                                  .protocol = "script"});
    return;
  }
  const StarttlsRow& row = FindStarttls(*options.protocol);
  route.push_back(DialogueLayer{.dialogue = Dialogue(row.run, input, options.insist),
                                .protocol = std::string(row.name)});
  if (row.framed) route.push_back(FramerLayer{});
}

}  // namespace

std::deque<Layer> PlanRoute(const ProbeContext& context, const Target& target, const Start& start) {
  const ProbeConfig& config = context.config();
  std::deque<Layer> route;
  if (config.proxy) AddProxy(context, target, start, route);
  if (config.starttls.wanted()) AddStarttls(context, target, route);
  EngineLayer engine{.engine = context.engines().NewEngine(ServerNameToSend(config.tls, target),
                                                           start.wall_clock)};
  if (!route.empty()) engine.gate.emplace();
  route.push_back(std::move(engine));
  return route;
}

DialogueInput StarttlsInput(const ProbeContext& context, const Target& target) {
  const StarttlsOptions& options = context.config().starttls;
  DialogueInput input;
  input.client_name = options.client_name;
  input.xmpp_domain = options.xmpp_domain.empty() ? target.host : options.xmpp_domain;
  input.script = context.script();
  return input;
}

Target TransportTarget(const ProbeConfig& config, const Target& target) {
  if (!config.proxy) return target;
  return {.host = config.proxy->host, .port = config.proxy->port};
}

}  // namespace tlsprobe
