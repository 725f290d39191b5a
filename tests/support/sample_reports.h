// Reports made by hand, one for each thing a renderer must be able to tell. Nothing in them comes
// from a clock or a network.
#ifndef TLSPROBE_TESTS_SUPPORT_SAMPLE_REPORTS_H_
#define TLSPROBE_TESTS_SUPPORT_SAMPLE_REPORTS_H_

#include <span>
#include <string_view>
#include <vector>

#include "tlsprobe/model/event.h"
#include "tlsprobe/model/probe_report.h"

namespace tlsprobe::testing {

// A finished probe, and the events that led to it.
struct SampleReport {
  ProbeReport report = {};
  std::vector<Event> events = {};  // without ClosedEvent
  bool user_quit = false;
};
struct SampleRow {
  std::string_view name = {};  // also the golden files' names
  SampleReport (*make)() = nullptr;
};
std::span<const SampleRow> SampleReports();

SampleReport Healthy13();
SampleReport ClientCertificateWanted12();
SampleReport Expired();
SampleReport MissingIntermediate();
SampleReport SelfSigned();
SampleReport NameMismatch();
SampleReport Refused();
SampleReport UnknownHost();
SampleReport TimedOut();
SampleReport HandshakeAlert();
SampleReport PlainHttp();
SampleReport Resumed();
SampleReport HostileNames();
SampleReport VerifyRefused();
SampleReport UnparsableCertificate();
SampleReport ResetAfterHandshake();
SampleReport EofInHandshake();
SampleReport StapledAndStartTls();
SampleReport Revoked();

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_SUPPORT_SAMPLE_REPORTS_H_
