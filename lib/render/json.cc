#include "tlsprobe/render/json.h"

#include "tlsprobe/base/base64.h"
#include "tlsprobe/render/json_parts.h"
#include "tlsprobe/render/native.h"
#include "tlsprobe/render/output.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

Json JsonTarget(const Target& target) {
  Json json;
  SetTextOrNull(json, "host", target.host);
  json["port"] = target.port;
  SetTextOrNull(json, "unix_path", target.unix_path);
  SetTexts(json, "addresses", target.addresses);
  return json;
}

Json JsonAddresses(const ConnectionFacts& connection) {
  Json list = Json::array();
  for (const AddressAttempt& attempt : connection.attempts) {
    Json json;
    SetText(json, "address", attempt.address);
    json["port"] = attempt.port;
    SetText(json, "result", attempt.result);
    json["system_error"] = attempt.system_error == 0 ? Json(nullptr) : Json(attempt.system_error);
    json["ms"] = Milliseconds(attempt.took);
    list.push_back(std::move(json));
  }
  return list;
}

Json JsonConnection(const ConnectionFacts& connection) {
  if (connection.address.empty()) return nullptr;
  Json json;
  SetText(json, "address", connection.address);
  json["port"] = connection.port;
  SetTextOrNull(json, "local_address", connection.local_address);
  json["round_trip_ms"] = Milliseconds(connection.round_trip);
  return json;
}

Json JsonHopTls(const std::optional<HopTls>& tls) {
  if (!tls) return nullptr;
  return {{"tls", JsonTls(tls->tls)},
          {"peer", JsonPeer(tls->peer)},
          {"verification", JsonVerification(tls->verification)},
          {"findings", JsonFindings(tls->findings)}};
}

Json JsonHops(const std::vector<Hop>& hops) {
  Json list = Json::array();
  for (const Hop& hop : hops) {
    Json json;
    SetText(json, "kind", hop.kind);
    SetText(json, "outcome", hop.outcome);
    SetTexts(json, "transcript", hop.transcript);
    SetTexts(json, "offered", hop.offered);
    json["not_offered"] = hop.not_offered;
    SetTextOrNull(json, "last_line", hop.last_line);
    json["injected"] = hop.injected.empty() ? Json(nullptr) : Json(ToBase64(hop.injected));
    json["tls"] = JsonHopTls(hop.tls);
    json["bytes_read"] = hop.bytes_read;
    json["bytes_written"] = hop.bytes_written;
    json["ms"] = Milliseconds(hop.took);
    list.push_back(std::move(json));
  }
  return list;
}

Json JsonAlert(const std::optional<Alert>& alert) {
  if (!alert) return nullptr;
  return {{"sent", alert->sent},
          {"level", alert->level == 1 ? "warning" : "fatal"},
          {"description", alert->description},
          {"name", AlertName(alert->description)}};
}

Json JsonOutcome(const Outcome& outcome) {
  Json json;
  json["phase"] = PhaseName(outcome.phase);
  json["ended_by"] = EndedByName(outcome.ended_by);
  json["how"] = HowName(outcome.how);
  SetTextOrNull(json, "cause", outcome.cause);
  SetText(json, "message", outcome.message);
  SetText(json, "advice", outcome.advice);
  SetTextOrNull(json, "at_message", outcome.at_message);
  json["alert"] = JsonAlert(outcome.alert);
  json["system_error"] = outcome.system_error == 0 ? Json(nullptr) : Json(outcome.system_error);
  SetTextOrNull(json, "openssl_reason", outcome.openssl_reason);
  json["handshake_complete"] = outcome.handshake_complete;
  json["bytes_read"] = outcome.bytes_read;
  json["bytes_written"] = outcome.bytes_written;
  return json;
}

Json JsonTimings(const Timings& timings) {
  return {{"resolve", Milliseconds(timings.resolve)},
          {"connect", Milliseconds(timings.connect)},
          {"handshake", Milliseconds(timings.handshake)},
          {"total", Milliseconds(timings.total)}};
}

}  // namespace

Text RenderJson(const ProbeReport& report, const RenderOptions& options) {
  Json json;
  json["schema"] = "tlsprobe.report/1";
  json["verdict"] = VerdictLine(report, options.fail_on);
  json["started"] = FormatRfc3339(report.started);
  json["target"] = JsonTarget(report.target);
  json["addresses"] = JsonAddresses(report.connection);
  json["connection"] = JsonConnection(report.connection);
  json["hops"] = JsonHops(report.hops);
  json["outcome"] = JsonOutcome(report.outcome);
  json["tls"] = JsonTls(report.tls);
  json["peer"] = JsonPeer(report.peer);
  json["verification"] = JsonVerification(report.verification);
  json["fetches"] = JsonFetches(report.fetches);
  json["findings"] = JsonFindings(report.findings);
  json["timings_ms"] = JsonTimings(report.timings);
  Output out;
  // In ASCII alone, so that a peer's control and direction characters reach no terminal.
  constexpr bool kAscii = true;
  out.Stdout(json.dump(2, ' ', kAscii, Json::error_handler_t::replace) + "\n");
  return out.Take();
}

}  // namespace tlsprobe
