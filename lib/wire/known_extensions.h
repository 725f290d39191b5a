// How a list of extensions becomes the members made of them, in certificates and CRLs alike.
#ifndef TLSPROBE_WIRE_KNOWN_EXTENSIONS_H_
#define TLSPROBE_WIRE_KNOWN_EXTENSIONS_H_

#include <algorithm>
#include <span>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// `read` gives false where `value` does not parse.
template <typename Model>
struct ExtensionRow {
  std::string_view oid;
  bool (*read)(BytesView value, Model& model);
};

// ReadKnownExtensions reads those of `model.extensions` that `rows` knows. The first of several
// with one OID counts; `bad_extensions` and `duplicate_extensions` are filled, each OID once.
template <typename Model>
void ReadKnownExtensions(std::span<const ExtensionRow<Model>> rows, Model& model) {
  absl::flat_hash_map<absl::string_view, int> seen;
  for (const CertificateExtension& extension : model.extensions) {
    if (extension.oid.empty()) continue;  // its identifier is malformed: it has no name to go by
    const int times = ++seen[absl::string_view(extension.oid)];
    if (times == 2) model.duplicate_extensions.push_back(extension.oid);
    if (times > 1) continue;
    const auto row = std::ranges::find(rows, extension.oid, &ExtensionRow<Model>::oid);
    if (row == rows.end() || row->read(extension.value, model)) continue;
    model.bad_extensions.push_back(extension.oid);
  }
}

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_KNOWN_EXTENSIONS_H_
