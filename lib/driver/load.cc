#include "tlsprobe/driver/load.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"
#include "tlsprobe/driver/certificate_files.h"
#include "tlsprobe/driver/crl_files.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/identity_files.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/driver/version.h"

namespace tlsprobe {
namespace {

absl::Status ForOption(std::string_view option, const absl::Status& status) {
  return absl::Status(status.code(), fmt::format("{} {}", option, Message(status)));
}

// Certificates are trusted for servers whatever -purpose says, which is about the rest of the
// chain: so it is in s_client, whose trust settings are looked at for "ssl_server".
constexpr Purpose kTrustedFor = Purpose::kSslServer;

// The options that name a trust store, for errors.
struct TrustOptions {
  std::string_view file = "-CAfile";
  std::string_view path = "-CApath";
};

absl::Status AddFile(std::string_view option, const std::string& path,
                     std::vector<CertificateSourcePtr>& sources) {
  if (path.empty()) return absl::OkStatus();
  absl::StatusOr<CertificateSourcePtr> source = OpenBundle(path, kTrustedFor);
  if (!source.ok()) return ForOption(option, source.status());
  sources.push_back(*std::move(source));
  return absl::OkStatus();
}

// A list of directories as OpenSSL takes it, separated by colons.
absl::Status AddDirectories(std::string_view option, const std::string& paths,
                            std::vector<CertificateSourcePtr>& sources) {
  if (paths.empty()) return absl::OkStatus();
  for (std::string_view path : Split(paths, ':')) {
    absl::StatusOr<CertificateSourcePtr> source =
        OpenHashedDirectory(std::string(path), kTrustedFor);
    if (!source.ok()) return ForOption(option, source.status());
    sources.push_back(*std::move(source));
  }
  return absl::OkStatus();
}

// What is named replaces the defaults, all of them (ctx_set_verify_locations of OpenSSL).
absl::StatusOr<CertificateSourcePtr> LoadTrust(const TrustOptions& options,
                                               const VerifyOptions& verify,
                                               std::vector<std::string>& notes) {
  std::vector<CertificateSourcePtr> sources;
  if (absl::Status status = AddFile(options.file, verify.ca_file, sources); !status.ok()) {
    return status;
  }
  if (absl::Status status = AddDirectories(options.path, verify.ca_path, sources); !status.ok()) {
    return status;
  }
  if (!sources.empty()) return NewUnion(std::move(sources));
  return DefaultTrust(verify.default_ca_file, verify.default_ca_path, &notes, kTrustedFor);
}

// Null where nothing is named for verification alone.
absl::StatusOr<CertificateSourcePtr> LoadVerifyTrust(const VerifyOptions& verify) {
  std::vector<CertificateSourcePtr> sources;
  absl::Status status = AddFile("-verifyCAfile", verify.verify_ca_file, sources);
  if (!status.ok()) return status;
  status = AddDirectories("-verifyCApath", verify.verify_ca_path, sources);
  if (!status.ok()) return status;
  return NewUnion(std::move(sources));
}

absl::StatusOr<ProxyMaterial> LoadProxy(const ProxyOptions& proxy,
                                        std::vector<std::string>& notes) {
  ProxyMaterial material;
  if (!proxy.password.empty()) {
    absl::StatusOr<std::string> password = ReadPassPhrase(proxy.password);
    if (!password.ok()) return ForOption("-proxy_pass", password.status());
    material.password = *std::move(password);
  }
  if (!FindProxy(proxy.kind).tls) return material;
  constexpr TrustOptions kOptions = {.file = "--proxy-CAfile", .path = "--proxy-CApath"};
  absl::StatusOr<CertificateSourcePtr> trust = LoadTrust(kOptions, proxy.verify, notes);
  if (!trust.ok()) return trust.status();
  absl::StatusOr<ClientMaterial> client = LoadIdentity(proxy.tls.client);
  if (!client.ok()) return client.status();
  material.anchors = *trust;
  if (proxy.tls.client.chain.empty()) material.own_chain = *std::move(trust);
  material.client = *std::move(client);
  return material;
}

// CRLs, and certificates that may complete the chain.
absl::Status LoadEvidence(const VerifyOptions& verify, Materials& materials) {
  for (const std::string& file : verify.crl_files) {
    absl::StatusOr<std::vector<CrlFact>> crls = ReadCrlFile(file, verify.crl_format);
    if (!crls.ok()) return ForOption("-CRL", crls.status());
    materials.crls.insert(materials.crls.end(), crls->begin(), crls->end());
  }
  for (const std::string& file : verify.untrusted_files) {
    absl::StatusOr<std::vector<CertificatePtr>> certificates = ReadCertificateFile(file);
    if (!certificates.ok()) return ForOption("-untrusted", certificates.status());
    materials.untrusted.insert(materials.untrusted.end(), certificates->begin(),
                               certificates->end());
  }
  return absl::OkStatus();
}

constexpr size_t kMostScript = size_t{1} << 20;

}  // namespace

absl::StatusOr<Materials> Load(const ProbeConfig& config) {
  if (absl::Status status = CheckTlsLibrary(); !status.ok()) return status;
  Materials materials;
  absl::StatusOr<CertificateSourcePtr> trust = LoadTrust({}, config.verify, materials.notes);
  if (!trust.ok()) return trust.status();
  absl::StatusOr<CertificateSourcePtr> verify_trust = LoadVerifyTrust(config.verify);
  if (!verify_trust.ok()) return verify_trust.status();
  absl::StatusOr<ClientMaterial> client = LoadIdentity(config.tls.client);
  if (!client.ok()) return client.status();
  materials.anchors = *verify_trust ? *verify_trust : *trust;
  if (absl::Status status = LoadEvidence(config.verify, materials); !status.ok()) return status;
  // A chain that is given whole is sent as it is.
  if (config.tls.client.chain.empty()) materials.own_chain = *std::move(trust);
  materials.client = *std::move(client);
  if (config.proxy) {
    absl::StatusOr<ProxyMaterial> proxy = LoadProxy(*config.proxy, materials.notes);
    if (!proxy.ok()) return proxy.status();
    materials.proxy = *std::move(proxy);
  }
  if (!config.starttls.script_file.empty()) {
    absl::StatusOr<std::string> script = ReadFile(config.starttls.script_file, kMostScript);
    if (!script.ok()) return ForOption("-starttls script:", script.status());
    materials.starttls_script = *std::move(script);
  }
  return materials;
}

}  // namespace tlsprobe
