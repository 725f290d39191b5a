// Certificates made by hand for sample reports: only what is shown is filled in.
#ifndef TLSPROBE_TESTS_SUPPORT_SAMPLE_CERTIFICATES_H_
#define TLSPROBE_TESTS_SUPPORT_SAMPLE_CERTIFICATES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe::testing {

// 2026-11-23T12:00:00Z, the time of every sample.
inline constexpr UnixTime kSampleNow{1795435200};

// OIDs and UTF-8 values, one RDN each.
Name MakeName(const std::vector<std::pair<std::string_view, std::string_view>>& attributes);
// The common name alone.
Name MakeName(std::string_view common_name);

struct SampleCertificate {
  Name subject = {};
  Name issuer = {};
  int64_t days_before = 30;  // notBefore, counted back from kSampleNow
  int64_t days_left = 62;    // notAfter; negative: expired
  bool ca = false;
  KeyType key = KeyType::kRsa;
  std::vector<std::string> dns_names = {};
  uint8_t serial = 1;  // also makes DER and fingerprints of two certificates differ
};
CertificatePtr MakeCertificate(const SampleCertificate& sample);

// The usual three of the samples: root, intermediate, and a leaf for www.example.org.
CertificatePtr SampleRoot();
CertificatePtr SampleIntermediate();
SampleCertificate SampleLeaf();

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_SUPPORT_SAMPLE_CERTIFICATES_H_
