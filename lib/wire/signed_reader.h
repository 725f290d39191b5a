// What certificates and CRLs have in common: something signed, its issuer, its extensions (RFC 5280
// sections 4.1 and 5.1).
#ifndef TLSPROBE_WIRE_SIGNED_READER_H_
#define TLSPROBE_WIRE_SIGNED_READER_H_

#include <openssl/bytestring.h>

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Takes parts off the front of what lies within `der`, and says in its errors which part of what
// did not come, and where.
class SignedReader {
 public:
  // `noun` is what it is that is read, `section` where RFC 5280 defines it.
  SignedReader(BytesView der, std::string_view noun, std::string_view section)
      : der_(der), noun_(noun), section_(section) {}

  absl::Status Expected(std::string_view what, const CBS& at) const;

  // One element with `tag`: its content, or all of it.
  absl::Status Take(CBS& in, CBS_ASN1_TAG tag, std::string_view what, CBS& content) const;
  absl::Status TakeElement(CBS& in, CBS_ASN1_TAG tag, std::string_view what, CBS& element) const;

  // SEQUENCE { the signed SEQUENCE, signatureAlgorithm, signature BIT STRING }, to the end of all.
  // `signed_part` is the element, header and all.
  absl::Status TakeSigned(std::string_view what, CBS& signed_part, SignatureAlgorithm& algorithm,
                          Bytes& signature) const;

  // AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
  absl::Status TakeAlgorithm(CBS& in, SignatureAlgorithm& algorithm) const;

  absl::Status TakeName(CBS& in, std::string_view what, Name& name) const;

  // extensions [`number`] EXPLICIT SEQUENCE OF Extension OPTIONAL, the last part of `signed_part`.
  absl::Status TakeExtensions(CBS& in, unsigned number, std::string_view signed_part,
                              std::vector<CertificateExtension>& extensions) const;

 private:
  BytesView der_;
  std::string_view noun_;
  std::string_view section_;
};

// One Extension where it stands, nothing copied.
struct ExtensionView {
  BytesView oid = {};  // content
  bool critical = false;
  BytesView value = {};  // inside the OCTET STRING
};

// TakeExtension takes SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
// off the front; false where there is none.
bool TakeExtension(CBS& list, ExtensionView& extension);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_SIGNED_READER_H_
