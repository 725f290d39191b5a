#include "tlsprobe/driver/certificate_list.h"

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

using Certificates = std::vector<std::shared_ptr<const Bytes>>;

std::string KeyOf(BytesView name) { return std::string(AsText(CanonicalName(name))); }

class CertificateList : public CertificateSource {
 public:
  explicit CertificateList(const std::vector<CertificatePtr>& certificates) {
    for (const CertificatePtr& certificate : certificates) {
      // The bytes live as long as the certificate they are part of.
      by_subject_[KeyOf(certificate->subject.der)].emplace_back(certificate, &certificate->der);
    }
  }

  Certificates FindBySubject(BytesView name) const override {
    const auto row = by_subject_.find(KeyOf(name));
    return row == by_subject_.end() ? Certificates() : row->second;
  }

 private:
  absl::flat_hash_map<std::string, Certificates> by_subject_;
};

}  // namespace

CertificateSourcePtr NewCertificateList(const std::vector<CertificatePtr>& certificates) {
  return std::make_shared<const CertificateList>(certificates);
}

}  // namespace tlsprobe
