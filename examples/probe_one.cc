// Probes one host and says in a few lines what came of it.
//
//   probe_one example.org [443]
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "tlsprobe/driver/probe.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: probe_one HOST [PORT]\n");
    return 2;
  }
  const int port = argc > 2 ? std::atoi(argv[2]) : 443;
  if (port < 1 || port > 65535) {
    fmt::print(stderr, "probe_one: expected a port from 1 to 65535, got {}\n", argv[2]);
    return 2;
  }

  // Plain data; every member has a default. Here: two protocols to choose from, and less patience.
  const tlsprobe::ProbeConfig config = {
      .tls = {.alpn = {"h2", "http/1.1"}},
      .limits = {.total = std::chrono::seconds(15)},
  };
  const absl::StatusOr<tlsprobe::ProbeReport> report =
      tlsprobe::Probe(config, {.host = argv[1], .port = static_cast<uint16_t>(port)});
  // An error is about the config, never about the network: nothing was sent.
  if (!report.ok()) {
    fmt::print(stderr, "{}\n", report.status().ToString());
    return 2;
  }

  // How far it came, and who ended it.
  if (!report->outcome.handshake_complete) {
    fmt::print("{}\n{}\n", report->outcome.message, report->outcome.advice);
    return 1;
  }
  fmt::print("{} {} with {}\n", report->connection.address,
             report->tls.alpn.empty() ? "(no ALPN)" : report->tls.alpn, report->tls.cipher_iana);

  // What is wrong with it, if anything.
  for (const tlsprobe::Finding& finding : report->findings) {
    fmt::print("{}: {}\n", tlsprobe::SeverityName(finding.severity), finding.text);
  }
  fmt::print("chain: {}, name: {}\n", tlsprobe::VerdictName(report->verification.chain.verdict),
             tlsprobe::VerdictName(report->verification.name.verdict));
  return report->verification.chain.verdict == tlsprobe::Verdict::kOk ? 0 : 1;
}
