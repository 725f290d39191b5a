#include "cli/verify_files.h"

#include <unistd.h>

#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_files.h"
#include "tlsprobe/driver/certificate_list.h"
#include "tlsprobe/driver/crl_files.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe::cli {
namespace {

using Certificates = std::vector<CertificatePtr>;

// What OpenSSL calls the things it loads, where it cannot open a file and where none is in it.
struct Wanted {
  std::string_view unopened = {};
  std::string_view unread = {};
};
constexpr Wanted kLeaf = {"certificate file", "certificate file"};
constexpr Wanted kUntrusted = {"certs of untrusted certificates", "any untrusted certificates"};
constexpr Wanted kTrusted = {"certs of trusted certificates", "any trusted certificates"};
constexpr Wanted kCrls = {"other CRLs", "any other CRLs"};

struct FileText {
  std::string name = {};
  absl::StatusOr<std::string> text = std::string();
  bool opened = true;
};

FileText ReadNamed(const std::string& path) {
  FileText file = {.name = path, .text = ReadFile(path)};
  file.opened = file.text.ok() || IsDirectory(path);
  return file;
}

FileText ReadStandardInput() {
  return {.name = "<stdin>", .text = ReadDescriptor(STDIN_FILENO, "standard input")};
}

std::string Because(std::string_view why) { return fmt::format("tlsprobe: {}", why); }

UsageError NotLoaded(const Wanted& wanted, const FileText& file, const absl::Status& status) {
  const std::string line = file.opened
                               ? fmt::format("Could not read {} from {}", wanted.unread, file.name)
                               : fmt::format("Could not open file or uri for loading {} from {}",
                                             wanted.unopened, file.name);
  return {.lines = {line, Because(Message(status))}};
}

absl::Status In(const FileText& file, const absl::Status& status) {
  return InvalidArgument(fmt::format("{}: {}", file.name, Message(status)));
}

absl::StatusOr<Certificates> CertificatesOf(const FileText& file,
                                            std::optional<Purpose> trusted_for) {
  if (!file.text.ok()) return file.text.status();
  absl::StatusOr<Certificates> certificates = CertificatesOfText(*file.text, trusted_for);
  return certificates.ok() ? std::move(certificates) : In(file, certificates.status());
}

absl::StatusOr<std::vector<CrlFact>> CrlsOf(const FileText& file) {
  if (!file.text.ok()) return file.text.status();
  auto crls = CrlsOfText(*file.text, file.name, BrokenBlocks::kSkip);
  return crls.ok() ? std::move(crls) : In(file, crls.status());
}

template <typename Items>
void AddAll(Items&& items, Items& all) {
  all.insert(all.end(), std::make_move_iterator(items.begin()),
             std::make_move_iterator(items.end()));
}

// Certificates that are trusted, and CRLs, come from any file in the order it was named.
std::optional<UsageError> AddFile(const VerifyWords::File& named, Purpose purpose,
                                  Materials& materials, Certificates& trusted) {
  const FileText file = ReadNamed(named.path);
  if (named.kind == VerifyWords::FileKind::kCrl) {
    absl::StatusOr<std::vector<CrlFact>> crls = CrlsOf(file);
    if (!crls.ok()) return NotLoaded(kCrls, file, crls.status());
    AddAll(*std::move(crls), materials.crls);
    return std::nullopt;
  }
  const bool is_trusted = named.kind == VerifyWords::FileKind::kTrusted;
  absl::StatusOr<Certificates> certificates =
      CertificatesOf(file, is_trusted ? std::optional(purpose) : std::nullopt);
  if (!certificates.ok()) {
    return NotLoaded(is_trusted ? kTrusted : kUntrusted, file, certificates.status());
  }
  AddAll(*std::move(certificates), is_trusted ? trusted : materials.untrusted);
  return std::nullopt;
}

void AddSource(CertificateSourcePtr source, std::vector<CertificateSourcePtr>& sources) {
  if (source != nullptr) sources.push_back(std::move(source));
}

// setup_verify of OpenSSL: each of file, directory and store is what was named, or else the
// default. The default store is the default directory once more.
std::variant<CertificateSourcePtr, UsageError> LoadStores(const CommandLine& line,
                                                          Purpose purpose) {
  const VerifyOptions& verify = line.config.verify;
  std::vector<CertificateSourcePtr> sources;
  if (!verify.ca_file.empty()) {
    absl::StatusOr<CertificateSourcePtr> file = OpenBundle(verify.ca_file, purpose);
    if (!file.ok()) {
      return UsageError{.lines = {fmt::format("Error loading file {}", verify.ca_file),
                                  Because(Message(file.status()))}};
    }
    AddSource(*std::move(file), sources);
  } else if (verify.default_ca_file) {
    AddSource(DefaultTrust(true, false, nullptr, purpose), sources);
  }
  if (!verify.ca_path.empty()) AddSource(NewHashedDirectories(verify.ca_path, purpose), sources);
  const bool default_directory = verify.ca_path.empty() && verify.default_ca_path;
  if (default_directory || line.verify.default_ca_store) {
    AddSource(DefaultTrust(false, true, nullptr, purpose), sources);
  }
  return NewUnion(std::move(sources));
}

}  // namespace

std::variant<Materials, UsageError> LoadVerifyFiles(const CommandLine& line, Purpose purpose) {
  Materials materials;
  Certificates trusted;
  for (const VerifyWords::File& file : line.verify.files) {
    if (std::optional<UsageError> error = AddFile(file, purpose, materials, trusted)) {
      return *std::move(error);
    }
  }
  if (line.verify.names_trusted()) {
    materials.anchors = NewCertificateList(trusted);
    return materials;
  }
  auto stores = LoadStores(line, purpose);
  if (auto* error = std::get_if<UsageError>(&stores)) return std::move(*error);
  materials.anchors = std::get<CertificateSourcePtr>(std::move(stores));
  return materials;
}

std::variant<CertificatePtr, UsageError> LoadCertificate(const std::string* path) {
  const FileText file = path == nullptr ? ReadStandardInput() : ReadNamed(*path);
  absl::StatusOr<Certificates> certificates = CertificatesOf(file, std::nullopt);
  if (certificates.ok()) return certificates->front();
  UsageError error = NotLoaded(kLeaf, file, certificates.status());
  error.lines.emplace_back("Unable to load certificate file");
  return error;
}

}  // namespace tlsprobe::cli
