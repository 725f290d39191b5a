// Does a certificate name what we wanted to reach (RFC 6125, RFC 9525; OpenSSL's X509_check_host
// with its defaults)?
#ifndef TLSPROBE_CHECK_IDENTITY_H_
#define TLSPROBE_CHECK_IDENTITY_H_

#include <optional>
#include <string>
#include <string_view>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Each gives the certificate's own name that matched, or nullopt. MatchHost: DNS subjectAltNames,
// and the subject's CN only where there is no DNS name among them; a "*" stands for the whole
// left-most label. MatchEmail: the local part exactly, the domain without case. MatchIp: 4 or 16
// bytes against iPAddress names.
std::optional<std::string> MatchHost(const Certificate& certificate, std::string_view host);
std::optional<std::string> MatchEmail(const Certificate& certificate, std::string_view email);
std::optional<std::string> MatchIp(const Certificate& certificate, BytesView address);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_IDENTITY_H_
