#include "tlsprobe/model/facts.h"

namespace tlsprobe {

std::string_view ClientCertificateOutcomeName(ClientCertificateOutcome outcome) {
  switch (outcome) {
    case ClientCertificateOutcome::kNotRequested:
      return "not_requested";
    case ClientCertificateOutcome::kNotSent:
      return "not_sent";
    case ClientCertificateOutcome::kSent:
      return "sent";
    case ClientCertificateOutcome::kAccepted:
      return "accepted";
    case ClientCertificateOutcome::kRejected:
      return "rejected";
    case ClientCertificateOutcome::kNoAnswer:
      return "no_answer";
  }
  return "";
}

}  // namespace tlsprobe
