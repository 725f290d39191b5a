// Whatever a server sends, an engine ends in good order: it takes all bytes, keeps its limits, and
// says how it ended.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <variant>

#include "tlsprobe/tls/engine.h"

namespace tlsprobe {
namespace {

// Small ones, so that a fuzzer meets them.
constexpr Limits kLimits = {.handshake_message_bytes = 20000,
                            .handshake_bytes = 30000,
                            .certificates = 3,
                            .staple_bytes = 1000};

const EngineFactory& FactoryFor(uint8_t choice) {
  static const std::shared_ptr<const EngineFactory> kFactories[] = {
      NewBoringEngineFactory({.alpn = {"h2", "http/1.1"}}, kLimits, {}, nullptr, nullptr).value(),
      NewBoringEngineFactory({.max_version = TlsVersion::kTls1_2, .key_log = true}, kLimits, {},
                             nullptr, nullptr)
          .value(),
      NewBoringEngineFactory({.cipher_string = "AES128-SHA", .legacy_server_connect = false},
                             kLimits, {}, nullptr, nullptr)
          .value(),
  };
  return *kFactories[choice % std::size(kFactories)];
}

struct Driver {
  std::unique_ptr<Engine> engine;
  bool accept = true;
  bool ended = false;

  void Check(bool condition) const {
    if (!condition) std::abort();
  }

  void TakeEvents() {
    while (std::optional<EngineEvent> event = engine->TakeEvent()) {
      Check(!ended);  // the end is the last event
      ended = std::holds_alternative<EngineEnded>(*event);
      if (const auto* end = std::get_if<EngineEnded>(&*event)) {
        Check(!end->outcome.message.empty());
        Check(end->outcome.ended_by != EndedBy::kNobody);
        Check(end->outcome.how != How::kStillOpen);
      }
      if (std::holds_alternative<EngineCertificates>(*event)) {
        accept ? engine->AcceptCertificates() : engine->RejectCertificates(42, "no");
      }
    }
    const PeerFacts& peer = engine->peer();
    Check(peer.certificates.size() == peer.certificates_der.size());
    Check(peer.certificates.size() <= kLimits.certificates);
    Check(peer.first_bytes.size() <= 200);
    engine->ConsumeOutput(engine->output().size() / 2 + 1);
  }
};

}  // namespace
}  // namespace tlsprobe

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tlsprobe;
  BytesView input(data, size);
  if (input.size() < 2) return 0;
  const uint8_t options = input[0];
  const size_t piece = input[1] == 0 ? input.size() : input[1];
  input = input.subspan(2);

  Driver driver{.engine = FactoryFor(options & 3).NewEngine("fuzz.test", UnixTime{1790000000}),
                .accept = (options & 4) == 0};
  driver.engine->Start();
  driver.TakeEvents();
  while (!input.empty()) {
    const BytesView next = input.first(std::min(piece, input.size()));
    input = input.subspan(next.size());
    driver.engine->Feed(next);
    driver.TakeEvents();
  }
  if ((options & 8) != 0) driver.engine->Close();
  driver.engine->FeedEof();
  driver.TakeEvents();
  driver.Check(driver.ended);
  return 0;
}
