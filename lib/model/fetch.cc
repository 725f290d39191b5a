#include "tlsprobe/model/fetch.h"

namespace tlsprobe {

std::string_view FetchKindName(FetchKind kind) {
  switch (kind) {
    case FetchKind::kCrl:
      return "crl";
    case FetchKind::kIssuer:
      return "issuer";
  }
  return "";
}

}  // namespace tlsprobe
