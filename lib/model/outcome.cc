#include "tlsprobe/model/outcome.h"

namespace tlsprobe {

std::string_view PhaseName(Phase phase) {
  switch (phase) {
    case Phase::kResolve:
      return "resolve";
    case Phase::kConnect:
      return "connect";
    case Phase::kProxy:
      return "proxy";
    case Phase::kStartTls:
      return "starttls";
    case Phase::kHandshake:
      return "handshake";
    case Phase::kOpen:
      return "open";
  }
  return "";
}

std::string_view EndedByName(EndedBy who) {
  switch (who) {
    case EndedBy::kNobody:
      return "nobody";
    case EndedBy::kUs:
      return "us";
    case EndedBy::kPeer:
      return "peer";
    case EndedBy::kNetwork:
      return "network";
  }
  return "";
}

std::string_view HowName(How how) {
  switch (how) {
    case How::kStillOpen:
      return "still_open";
    case How::kCloseNotify:
      return "close_notify";
    case How::kAlertSent:
      return "alert_sent";
    case How::kAlertReceived:
      return "alert_received";
    case How::kEof:
      return "eof";
    case How::kReset:
      return "reset";
    case How::kTimeout:
      return "timeout";
    case How::kTooLarge:
      return "too_large";
    case How::kNotFound:
      return "not_found";
    case How::kRefused:
      return "refused";
    case How::kUnreachable:
      return "unreachable";
    case How::kNotTls:
      return "not_tls";
    case How::kDenied:
      return "denied";
    case How::kNotOffered:
      return "not_offered";
    case How::kGarbled:
      return "garbled";
    case How::kError:
      return "error";
  }
  return "";
}

bool EndedBadly(const Outcome& outcome) {
  return outcome.how != How::kCloseNotify && outcome.how != How::kStillOpen;
}

}  // namespace tlsprobe
