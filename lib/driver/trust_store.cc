#include "tlsprobe/driver/trust_store.h"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/crl_files.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/outline.h"
#include "tlsprobe/driver/trusted_certificate.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Certificates = std::vector<std::shared_ptr<const Bytes>>;

// Nobody has this many certificates of one name; a directory that seems to is not followed for
// ever.
constexpr int kMostOfOneName = 1000;

constexpr size_t kHashDigits = 8;

// Where OpenSSL of a distribution looks; the first that is there counts.
constexpr std::array<const char*, 4> kDefaultFiles = {
    "/usr/lib/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};
constexpr std::array<const char*, 3> kDefaultDirectories = {"/usr/lib/ssl/certs", "/etc/ssl/certs",
                                                            "/etc/pki/tls/certs"};

class HashedDirectory : public CertificateSource {
 public:
  HashedDirectory(std::string path, Purpose purpose) : path_(std::move(path)), purpose_(purpose) {}

  Certificates FindBySubject(BytesView name) const override {
    Certificates found;
    ForEachFile(name, "", [&](const std::string&, std::string_view text) { AddAll(text, found); });
    return found;
  }

  bool Rejects(BytesView name) const override {
    bool rejects = false;
    ForEachFile(name, "", [&](const std::string&, std::string_view text) {
      if (IsDer(text)) return;  // without settings
      RawPemBlock block;
      while (NextPemBlock(text, block)) {
        rejects = rejects || (IsOf(name, block) && IsRejected(block, purpose_));
      }
    });
    return rejects;
  }

  std::vector<CrlFact> FindCrlsByIssuer(BytesView name) const override {
    std::vector<CrlFact> found;
    ForEachFile(name, "r", [&](const std::string& file, std::string_view text) {
      auto crls = CrlsOfText(text, file, BrokenBlocks::kSkip);
      if (crls.ok()) std::ranges::move(*crls, std::back_inserter(found));
    });
    return WithIssuer(found, name);
  }

 private:
  // "5ed36f99.0", "5ed36f99.1" … for certificates, "5ed36f99.r0" … for CRLs.
  template <typename Take>
  void ForEachFile(BytesView name, std::string_view letter, Take take) const {
    const uint32_t hash = NameHash(name);
    for (int i = 0; i < kMostOfOneName; ++i) {
      const std::string file = fmt::format("{}/{:08x}.{}{}", path_, hash, letter, i);
      const absl::StatusOr<std::string> text = ReadFile(file);
      if (absl::IsNotFound(text.status())) return;
      if (text.ok()) take(file, *text);
    }
  }

  // Other names may have the same hash.
  static bool IsOf(BytesView name, const RawPemBlock& block) {
    const std::optional<Bytes> der = DecodeCertificate(block);
    const std::optional<BytesView> subject = der ? SubjectOf(*der) : std::nullopt;
    return subject && CanonicalName(*subject) == CanonicalName(name);
  }

  // One certificate in DER and nothing else.
  static bool IsDer(std::string_view text) { return ParseCertificate(AsBytes(text)).ok(); }

  void AddAll(std::string_view text, Certificates& found) const {
    if (IsDer(text)) {
      found.push_back(std::make_shared<const Bytes>(ToBytes(text)));
      return;
    }
    RawPemBlock block;
    while (NextPemBlock(text, block)) {
      std::optional<Bytes> der = DecodeTrusted(block, purpose_);
      if (der) found.push_back(std::make_shared<const Bytes>(*std::move(der)));
    }
  }

  const std::string path_;
  const Purpose purpose_;
};

bool AnyRejects(const std::vector<CertificateSourcePtr>& sources, BytesView name) {
  return std::ranges::any_of(
      sources, [name](const CertificateSourcePtr& source) { return source->Rejects(name); });
}

class Union : public CertificateSource {
 public:
  explicit Union(std::vector<CertificateSourcePtr> sources) : sources_(std::move(sources)) {}

  Certificates FindBySubject(BytesView name) const override {
    Certificates all;
    for (const CertificateSourcePtr& source : sources_) {
      Certificates found = source->FindBySubject(name);
      all.insert(all.end(), found.begin(), found.end());
    }
    return all;
  }

  bool Rejects(BytesView name) const override { return AnyRejects(sources_, name); }

  std::vector<CrlFact> FindCrlsByIssuer(BytesView name) const override {
    std::vector<CrlFact> all;
    for (const CertificateSourcePtr& source : sources_) {
      std::vector<CrlFact> found = source->FindCrlsByIssuer(name);
      std::ranges::move(found, std::back_inserter(all));
    }
    return all;
  }

 private:
  const std::vector<CertificateSourcePtr> sources_;
};

class FirstOf : public CertificateSource {
 public:
  explicit FirstOf(std::vector<CertificateSourcePtr> sources) : sources_(std::move(sources)) {}

  Certificates FindBySubject(BytesView name) const override {
    for (const CertificateSourcePtr& source : sources_) {
      Certificates found = source->FindBySubject(name);
      if (!found.empty()) return found;
    }
    return {};
  }

  bool Rejects(BytesView name) const override { return AnyRejects(sources_, name); }

  std::vector<CrlFact> FindCrlsByIssuer(BytesView name) const override {
    for (const CertificateSourcePtr& source : sources_) {
      std::vector<CrlFact> found = source->FindCrlsByIssuer(name);
      if (!found.empty()) return found;
    }
    return {};
  }

 private:
  const std::vector<CertificateSourcePtr> sources_;
};

std::string DefaultFile() {
  for (const char* path : kDefaultFiles) {
    if (access(path, R_OK) == 0) return path;
  }
  return {};
}

std::string DefaultDirectory() {
  for (const char* path : kDefaultDirectories) {
    if (IsDirectory(path)) return path;
  }
  return {};
}

std::string Note(std::string_view variable, std::string_view path, std::string_view problem) {
  return fmt::format("{}={} {}", variable, Escape(path), problem);
}

std::string NothingFrom(std::string_view variable, std::string_view path,
                        std::string_view problem) {
  return Note(variable, path, fmt::format("{}: no trusted certificates from it", problem));
}

// Empty where nothing is wrong.
std::string NoteOf(const std::string& path, const LenientBundle& bundle) {
  constexpr std::string_view kVariable = "SSL_CERT_FILE";
  if (bundle.empty && bundle.bad_block == 0) {
    return NothingFrom(kVariable, path, "holds no certificate");
  }
  if (bundle.bad_block == 0) return "";
  const std::string problem =
      fmt::format("has a block, number {}, that is no certificate: its base64 or DER is broken",
                  bundle.bad_block);
  return bundle.has_certificates ? Note(kVariable, path, problem)
                                 : NothingFrom(kVariable, path, problem);
}

// Where somebody wants to know what is wrong with it, it is read at once, and not again.
CertificateSourcePtr NamedFile(const std::string& path, Purpose purpose,
                               std::vector<std::string>* notes) {
  if (notes == nullptr) return NewDeferredBundle(path, purpose);
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) {
    notes->push_back(NothingFrom("SSL_CERT_FILE", path, "cannot be read"));
    return NewLenientBundle("", purpose).source;
  }
  LenientBundle bundle = NewLenientBundle(*std::move(text), purpose);
  if (std::string note = NoteOf(path, bundle); !note.empty()) notes->push_back(std::move(note));
  return std::move(bundle.source);
}

// Names as `openssl rehash` makes them: "5ed36f99.0".
bool HoldsHashedName(const std::string& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(directory.c_str()), closedir);
  if (!open) return false;
  while (const dirent* entry = readdir(open.get())) {
    const std::string_view name = entry->d_name;
    const bool hash = name.find_first_not_of("0123456789abcdef") == kHashDigits;
    if (hash && name.size() > kHashDigits + 1 && name[kHashDigits] == '.') return true;
  }
  return false;
}

void NoteDirectories(std::string_view paths, std::vector<std::string>& notes) {
  for (const std::string_view path : Split(paths, ':')) {
    const std::string directory(path);
    if (HoldsHashedName(directory)) continue;
    notes.push_back(NothingFrom("SSL_CERT_DIR", path,
                                IsDirectory(directory)
                                    ? "holds no certificate under the name of its "
                                      "hash (see openssl rehash)"
                                    : "is no directory"));
  }
}

}  // namespace

absl::StatusOr<CertificateSourcePtr> OpenHashedDirectory(const std::string& path, Purpose purpose) {
  if (!IsDirectory(path)) {
    return InvalidArgument(
        fmt::format("{}: expected a directory made by \"openssl rehash\", got {}.", path,
                    access(path.c_str(), F_OK) == 0 ? "something else" : "nothing by that name"));
  }
  return std::make_shared<const HashedDirectory>(path, purpose);
}

CertificateSourcePtr NewUnion(std::vector<CertificateSourcePtr> sources) {
  if (sources.empty()) return nullptr;
  if (sources.size() == 1) return std::move(sources.front());
  return std::make_shared<const Union>(std::move(sources));
}

CertificateSourcePtr NewFirstOf(std::vector<CertificateSourcePtr> sources) {
  if (sources.empty()) return nullptr;
  if (sources.size() == 1) return std::move(sources.front());
  return std::make_shared<const FirstOf>(std::move(sources));
}

CertificateSourcePtr NewHashedDirectories(std::string_view paths, Purpose purpose) {
  std::vector<CertificateSourcePtr> sources;
  for (std::string_view path : Split(paths, ':')) {
    if (!path.empty())
      sources.push_back(std::make_shared<const HashedDirectory>(std::string(path), purpose));
  }
  return NewUnion(std::move(sources));
}

CertificateSourcePtr DefaultTrust(bool use_file, bool use_directory,
                                  std::vector<std::string>* notes, Purpose purpose) {
  const char* named_file = std::getenv("SSL_CERT_FILE");
  const char* named_directory = std::getenv("SSL_CERT_DIR");
  std::vector<CertificateSourcePtr> sources;
  if (use_directory) {
    CertificateSourcePtr source =
        NewHashedDirectories(named_directory ? named_directory : DefaultDirectory(), purpose);
    if (source) sources.push_back(std::move(source));
    if (named_directory && notes) NoteDirectories(named_directory, *notes);
  }
  if (use_file && named_file) {
    sources.push_back(NamedFile(named_file, purpose, notes));
  } else if (const std::string file = DefaultFile(); use_file && !file.empty()) {
    sources.push_back(NewDeferredBundle(file, purpose));
  }
  // The system's two are made of the same certificates. What a person named may be anything.
  if (named_file || named_directory) return NewUnion(std::move(sources));
  return NewFirstOf(std::move(sources));
}

}  // namespace tlsprobe
