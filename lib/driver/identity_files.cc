#include "tlsprobe/driver/identity_files.h"

#include <fmt/format.h>
#include <openssl/bytestring.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/outline.h"
#include "tlsprobe/driver/trusted_certificate.h"
#include "tlsprobe/tls/client_credential.h"

namespace tlsprobe {
namespace {

// One of the three files: its option, the option of its format, and what should be in it.
struct FileRole {
  std::string_view option = {};
  std::string_view format_option = {};
  std::string_view expected = {};
};
constexpr FileRole kCertificateFile = {"-cert", "-certform", "a certificate"};
constexpr FileRole kKeyFile = {"-key", "-keyform", "a private key"};
constexpr FileRole kChainFile = {"-cert_chain", "-certform", "certificates"};

bool IsKeyLabel(std::string_view label) { return label.ends_with("PRIVATE KEY"); }

bool IsDerSequence(std::string_view text) {
  CBS in, content;
  CBS_init(&in, AsBytes(text).data(), text.size());
  return CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) == 1;
}

std::string DescribePem(std::string_view text) {
  std::vector<std::string> labels;
  RawPemBlock block;
  while (labels.size() < 5 && NextPemBlock(text, block)) labels.push_back(Escape(block.label, 40));
  return labels.empty() ? "" : fmt::format("PEM of {}", fmt::join(labels, ", "));
}

std::string Describe(std::string_view text) {
  if (text.empty()) return "an empty file";
  if (IsPkcs12(AsBytes(text))) return "PKCS#12";
  if (SubjectOf(AsBytes(text))) return "a certificate in DER";
  if (IsDerSequence(text)) return "DER of something else";
  std::string pem = DescribePem(text);
  if (!pem.empty()) return pem;
  const bool begun = text.find("-----BEGIN ") != std::string_view::npos;
  return begun ? "a PEM block that does not end" : "neither PEM nor DER";
}

std::string Advice(const FileRole& role, const FileRef& file, std::string_view text) {
  if (IsPkcs12(AsBytes(text))) return " Convert it: openssl pkcs12 -in FILE -out FILE.pem -nodes";
  if (file.format == FileFormat::kPem && IsDerSequence(text)) {
    return fmt::format(" For DER add {} DER.", role.format_option);
  }
  if (file.format == FileFormat::kDer && !DescribePem(text).empty()) {
    return fmt::format(" For PEM add {} PEM.", role.format_option);
  }
  return {};
}

absl::Status Unexpected(const FileRole& role, const FileRef& file, std::string_view text) {
  constexpr std::string_view kFormats[] = {"PEM or DER", "PEM", "DER"};
  return InvalidArgument(fmt::format("{} {}: expected {} in {}, got {}.{}", role.option, file.path,
                                     role.expected, kFormats[static_cast<size_t>(file.format)],
                                     Describe(text), Advice(role, file, text)));
}

absl::StatusOr<std::string> Read(const FileRole& role, const FileRef& file) {
  absl::StatusOr<std::string> text = ReadFile(file.path);
  if (text.ok()) return text;
  return absl::Status(text.status().code(),
                      fmt::format("{} {}", role.option, Message(text.status())));
}

// The certificates of a file, at most `most`.
absl::StatusOr<std::vector<Bytes>> ReadCertificates(const FileRole& role, const FileRef& file,
                                                    size_t most) {
  const absl::StatusOr<std::string> text = Read(role, file);
  if (!text.ok()) return text.status();
  if (file.format != FileFormat::kPem && SubjectOf(AsBytes(*text))) {
    return std::vector<Bytes>{ToBytes(*text)};
  }
  if (file.format == FileFormat::kDer) return Unexpected(role, file, *text);
  std::vector<Bytes> certificates;
  std::string_view rest = *text;
  RawPemBlock block;
  while (certificates.size() < most && NextPemBlock(rest, block)) {
    if (!IsCertificateLabel(block.label)) continue;
    absl::StatusOr<Bytes> der = FromBase64(block.base64);
    if (!der.ok() || !SubjectOf(*der)) {
      return InvalidArgument(fmt::format(
          "{} {}: expected {} in PEM, got a CERTIFICATE block that is not one: {}.", role.option,
          file.path, role.expected, der.ok() ? "its DER is broken" : Message(der.status())));
    }
    certificates.push_back(*std::move(der));
  }
  if (certificates.empty()) return Unexpected(role, file, *text);
  return certificates;
}

// The key as it stands in its file: decrypting and parsing it is the engine's.
absl::StatusOr<Bytes> ReadKey(const FileRole& role, const FileRef& file) {
  const absl::StatusOr<std::string> text = Read(role, file);
  if (!text.ok()) return text.status();
  if (file.format != FileFormat::kPem && IsDerSequence(*text) && !SubjectOf(AsBytes(*text)) &&
      !IsPkcs12(AsBytes(*text))) {
    return ToBytes(*text);
  }
  if (file.format == FileFormat::kDer) return Unexpected(role, file, *text);
  std::string_view rest = *text;
  RawPemBlock block;
  while (NextPemBlock(rest, block)) {
    if (!IsKeyLabel(block.label)) continue;
    // Rebuilt with its RFC 1421 headers, which an encrypted key has.
    return ToBytes(
        fmt::format("-----BEGIN {0}-----\n{1}-----END {0}-----\n", block.label, block.base64));
  }
  return Unexpected(role, file, *text);
}

absl::Status LoadKey(const ClientIdentity& identity, ClientMaterial& client) {
  const bool own_file = !identity.key.empty();
  const FileRef& file = own_file ? identity.key : identity.certificate;
  const FileRole role = own_file ? kKeyFile : FileRole{"-cert", "-keyform", "also the private key"};
  absl::StatusOr<Bytes> key = ReadKey(role, file);
  if (!key.ok() && !own_file && absl::IsInvalidArgument(key.status())) {
    return InvalidArgument(fmt::format("{} Name the key's file with -key.", Message(key.status())));
  }
  if (!key.ok()) return key.status();
  client.private_key = *std::move(key);
  client.key_name = fmt::format("{} {}", role.option, file.path);
  return absl::OkStatus();
}

absl::Status LoadPassPhrase(const ClientIdentity& identity, ClientMaterial& client) {
  if (identity.pass_phrase.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> text = ReadPassPhrase(identity.pass_phrase);
  if (!text.ok()) {
    return absl::Status(text.status().code(), fmt::format("-pass {}", Message(text.status())));
  }
  client.pass_phrase = *std::move(text);
  client.has_pass_phrase = true;
  return absl::OkStatus();
}

absl::Status LoadChain(const ClientIdentity& identity, ClientMaterial& client) {
  if (identity.chain.empty()) return absl::OkStatus();
  absl::StatusOr<std::vector<Bytes>> chain = ReadCertificates(kChainFile, identity.chain, SIZE_MAX);
  if (!chain.ok()) return chain.status();
  for (Bytes& der : *chain) client.certificates.push_back(std::move(der));
  return absl::OkStatus();
}

absl::Status CheckWithoutCertificate(const ClientIdentity& identity) {
  ClientMaterial unused;
  if (absl::Status status = LoadPassPhrase(identity, unused); !status.ok()) return status;
  if (absl::Status status = LoadChain(identity, unused); !status.ok()) return status;
  if (identity.key.empty()) return absl::OkStatus();
  if (absl::Status status = LoadKey(identity, unused); !status.ok()) return status;
  return ParsePrivateKey(unused).status();
}

}  // namespace

absl::StatusOr<ClientMaterial> LoadIdentity(const ClientIdentity& identity) {
  ClientMaterial client;
  if (identity.certificate.empty()) {
    // Without a certificate the others are of no use, but a mistake in them is still one.
    absl::Status status = CheckWithoutCertificate(identity);
    return status.ok() ? absl::StatusOr<ClientMaterial>(std::move(client)) : status;
  }
  absl::StatusOr<std::vector<Bytes>> leaf =
      ReadCertificates(kCertificateFile, identity.certificate, 1);
  if (!leaf.ok()) return leaf.status();
  client.certificates = *std::move(leaf);
  client.certificate_name = fmt::format("-cert {}", identity.certificate.path);
  if (absl::Status status = LoadChain(identity, client); !status.ok()) return status;
  if (absl::Status status = LoadKey(identity, client); !status.ok()) return status;
  if (absl::Status status = LoadPassPhrase(identity, client); !status.ok()) return status;
  return client;
}

}  // namespace tlsprobe
