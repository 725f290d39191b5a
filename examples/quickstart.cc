// Starts a TLS server with a made-up CA on loopback, probes it, and prints what came out.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tlsprobe/driver/demo_server.h"
#include "tlsprobe/driver/probe.h"

int main() {
  const auto server = tlsprobe::DemoServer::Start({});
  if (!server.ok()) {
    fmt::print(stderr, "{}\n", server.status().ToString());
    return 2;
  }
  // Trust is named by files, as on the command line.
  const std::string root_file = std::filesystem::temp_directory_path() /
                                fmt::format("quickstart-root-{}.pem", (*server)->port());
  std::ofstream(root_file) << (*server)->root_pem();

  tlsprobe::ProbeConfig config;
  config.verify.ca_file = root_file;
  config.tls.alpn = {"h2", "http/1.1"};
  const absl::StatusOr<tlsprobe::ProbeReport> report =
      tlsprobe::Probe(config, {.host = "localhost", .port = (*server)->port()});
  std::filesystem::remove(root_file);
  if (!report.ok()) {
    fmt::print(stderr, "{}\n", report.status().ToString());
    return 2;
  }

  fmt::print("cipher suite:  {}\n", report->tls.cipher_iana);
  fmt::print("key exchange:  {}\n", report->tls.group_name);
  fmt::print("ALPN:          {}\n", report->tls.alpn);
  fmt::print("certificates:  {} sent, chain of {}\n", report->peer.certificates_der.size(),
             report->verification.chain.built.size());
  fmt::print("chain:         {}\n", tlsprobe::VerdictName(report->verification.chain.verdict));
  fmt::print("name:          {}\n", tlsprobe::VerdictName(report->verification.name.verdict));
  return report->verification.chain.verdict == tlsprobe::Verdict::kOk ? 0 : 1;
}
