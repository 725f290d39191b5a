// Our own certificate, chain and key, read from the files of a ClientIdentity.
#ifndef TLSPROBE_DRIVER_IDENTITY_FILES_H_
#define TLSPROBE_DRIVER_IDENTITY_FILES_H_

#include "absl/status/statusor.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// LoadIdentity takes the first certificate of the certificate's file, all of the chain's, and the
// first private key of the key's file (or the certificate's). Whether they fit each other and
// whether the pass phrase is right is for the engine to say. Errors: name option and file, what was
// expected and what the file holds.
absl::StatusOr<ClientMaterial> LoadIdentity(const ClientIdentity& identity);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_IDENTITY_FILES_H_
