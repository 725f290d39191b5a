// Situations with CRLs for the tests of check/: a chain, what is trusted, and the CRLs there are.
#ifndef TLSPROBE_TESTS_CHECK_CRL_CASES_H_
#define TLSPROBE_TESTS_CHECK_CRL_CASES_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/support/verify_openssl.h"
#include "tlsprobe/driver/crl_maker.h"

namespace tlsprobe {

struct CrlCase {
  std::string section = {};  // of RFC 5280
  VerifyCase what = {};      // with the name in words
};

// Root (serial number 0x33), intermediate CA (0x22) and leaf (0x11); the root is trusted.
struct CrlLab {
  MadeCertificate root = {};
  MadeCertificate middle = {};
  MadeCertificate leaf = {};
};

using ChangeSpec = std::function<void(CertificateSpec& spec)>;
CrlLab MakeLab(const ChangeSpec& leaf = {}, const ChangeSpec& middle = {},
               const ChangeSpec& root = {});
// The usual one, made once.
const CrlLab& PlainLab();

// Valid at kTestNow, without entries, as changed.
using ChangeCrl = std::function<void(CrlSpec& spec)>;
Bytes CrlOf(const MadeCertificate& issuer, const ChangeCrl& change = {});
// The entry of a certificate.
CrlEntrySpec EntryOf(const MadeCertificate& certificate, std::optional<int> reason = {});

// The case with these CRLs alone.
VerifyCase CaseOf(std::string name, const CrlLab& lab, std::vector<Bytes> crls);

CertificateExtension RawExtension(std::string oid, bool critical, Bytes value);
GeneralName UriName(std::string_view uri);
GeneralName DirectoryName(BytesView name);
// For CertificateSpec::extra_extensions.
CertificateExtension PointsExtension(const std::vector<DistributionPoint>& points);
CertificateExtension FreshestExtension(std::string_view uri = "http://lab.example/delta.crl");

// Made once. Plain: what needs no option but -crl_check; scopes: what part of the certificates and
// reasons a CRL is about; indirect: of other issuers than the certificate's; deltas.
const std::vector<CrlCase>& PlainCrlCases();
const std::vector<CrlCase>& ScopeCrlCases();
const std::vector<CrlCase>& IndirectCrlCases();
const std::vector<CrlCase>& DeltaCrlCases();

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_CRL_CASES_H_
