// The parts the JSON report is put together from, one file each.
#ifndef TLSPROBE_RENDER_JSON_PARTS_H_
#define TLSPROBE_RENDER_JSON_PARTS_H_

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/verification.h"
#include "tlsprobe/render/json_value.h"

namespace tlsprobe {

Json JsonName(const Name& name);
Json JsonCertificate(const Certificate& certificate);
// What tells a certificate from others, where the whole of it would be too much.
Json JsonCertificateInShort(const Certificate& certificate);
Json JsonTls(const TlsFacts& tls);
Json JsonPeer(const PeerFacts& peer);
Json JsonVerification(const Verification& verification);
Json JsonCrlVerification(const CrlVerification& crl);
Json JsonFetches(const std::vector<FetchRecord>& fetches);
Json JsonFindings(const Findings& findings);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_JSON_PARTS_H_
