#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "tests/support/program.h"
#include "tests/wire/name_options.h"
#include "tests/wire/testdata.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name_format.h"

namespace tlsprobe {
namespace {

// Openssl's text with the control characters out of it that RenderName never lets through.
std::string MadeSafe(std::string_view text, bool lines) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    const bool c1 = i > 0 && text[i - 1] == '\xc2' && byte >= 0x80 && byte <= 0x9f;
    if (c1) out.replace(out.size() - 1, 1, "\\C2");
    const bool control = byte < 0x20 || byte == 0x7f || c1;
    if (control && !(lines && byte == '\n')) {
      out += fmt::format("\\{:02X}", byte);
    } else {
      out += text[i];
    }
  }
  return out;
}

TEST_CASE("hostile names are printed as openssl x509 -nameopt does, with every option") {
  SkipUnlessOpenssl30();
  const ScratchFolder folder;
  const std::vector<Bytes> certificates = TestdataBlocks("hostile_names.pems");
  REQUIRE(certificates.size() > 21);
  // Those that differ in kind: a run of openssl takes longer than all of ours.
  for (const size_t i : {1u, 3u, 4u, 5u, 7u, 8u, 9u, 10u, 11u, 13u, 14u, 20u, 21u}) {
    const auto certificate = ParseCertificate(certificates[i]);
    REQUIRE(certificate.ok());
    const std::string file = folder.Write("certificate", ToPem("CERTIFICATE", certificates[i]));
    for (const std::string_view list : kNameOptionLists) {
      CAPTURE(i, list);
      const NameFormat format = ParseNameOptions(list).value();
      const bool lines = (format.flags & kNameSeparatorMask) == kNameMultiline;
      ProgramAnswer answer = RunProgram(
          {"openssl", "x509", "-noout", "-subject", "-nameopt", std::string(list), "-in", file});
      REQUIRE(answer.exit_status == 0);
      REQUIRE(answer.output.ends_with('\n'));
      answer.output.pop_back();
      CHECK(RenderTitledName("subject=", (*certificate)->subject, format) ==
            MadeSafe(answer.output, lines));
    }
  }
}

}  // namespace
}  // namespace tlsprobe
