// Failures in the words of OpenSSL's error queue, which scripts grep for.
#ifndef TLSPROBE_RENDER_OPENSSL_ERRORS_H_
#define TLSPROBE_RENDER_OPENSSL_ERRORS_H_

#include <string>

#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe {

// OpenSslErrorLines is what s_client prints on standard error when a probe failed: error lines,
// "connect:errno=111", "write:errno=104" … Empty where nothing failed. A failure OpenSSL has no
// word for (a deadline, a cap) is one line beginning with "tlsprobe: ". Thread id and source line
// are zeros: they mean nothing here.
//   0000000000000000:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake
//   failure:tlsprobe:0:SSL alert number 40
std::string OpenSslErrorLines(const ProbeReport& report, Profile profile);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_OPENSSL_ERRORS_H_
