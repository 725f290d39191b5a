// A BoringEngine joined to a TlsServer: bytes go both ways until neither has more to say.
#ifndef TLSPROBE_TESTS_TLS_ENGINE_PAIR_H_
#define TLSPROBE_TESTS_TLS_ENGINE_PAIR_H_

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/tls_server.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe::testing {

inline constexpr UnixTime kTestNow{1790000000};

struct EnginePairOptions {
  TlsOptions tls = {};
  Limits limits = {};
  ClientMaterial client = {};
  TlsServerOptions server = {};
  std::string server_name = "server.test";
  // Bytes handed over at a time, each way.
  size_t chunk = SIZE_MAX;
};

class EnginePair {
 public:
  explicit EnginePair(const EnginePairOptions& options)
      : options_(options), server(options.server) {
    factory = NewBoringEngineFactory(options.tls, options.limits, options.client, nullptr, nullptr)
                  .value();
    engine = factory->NewEngine(options.server_name, kTestNow);
  }

  // Runs until nothing moves. Certificates are accepted unless `reject` is set.
  void Run() {
    if (!started_) engine->Start();
    started_ = true;
    while (Move()) {
    }
  }

  // The events of one type, in order.
  template <typename Type>
  std::vector<Type> Events() const {
    std::vector<Type> found;
    for (const EngineEvent& event : events) {
      if (const auto* match = std::get_if<Type>(&event)) found.push_back(*match);
    }
    return found;
  }
  template <typename Type>
  size_t Count() const {
    return Events<Type>().size();
  }
  // The outcome; nullopt while the connection lives.
  std::optional<Outcome> outcome() const {
    const std::vector<EngineEnded> ends = Events<EngineEnded>();
    if (ends.empty()) return std::nullopt;
    return ends.front().outcome;
  }
  std::string received() const {
    std::string text;
    for (const DataEvent& event : Events<DataEvent>()) text += AsText(event.bytes);
    return text;
  }

 private:
  EnginePairOptions options_;
  bool started_ = false;

  bool Move() {
    bool moved = TakeEvents();
    const Bytes out =
        ToBytes(engine->output().first(std::min(options_.chunk, engine->output().size())));
    if (!out.empty()) {
      engine->ConsumeOutput(out.size());
      server.Feed(out);
      moved = true;
    }
    const Bytes more = server.TakeOutput();
    to_client_.insert(to_client_.end(), more.begin(), more.end());
    const size_t size = std::min(options_.chunk, to_client_.size());
    if (size > 0) {
      engine->Feed(BytesView(to_client_).first(size));
      to_client_.erase(to_client_.begin(), to_client_.begin() + static_cast<std::ptrdiff_t>(size));
      moved = true;
    }
    return moved;
  }

  bool TakeEvents() {
    bool any = false;
    while (std::optional<EngineEvent> event = engine->TakeEvent()) {
      any = true;
      events.push_back(*event);
      if (std::holds_alternative<EngineCertificates>(*event)) {
        reject ? engine->RejectCertificates(*reject, "refused by the test")
               : engine->AcceptCertificates();
      }
    }
    return any;
  }

  Bytes to_client_ = {};

 public:
  std::shared_ptr<const EngineFactory> factory;
  std::unique_ptr<Engine> engine;
  TlsServer server;
  std::vector<EngineEvent> events = {};
  std::optional<uint8_t> reject = {};
};

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_TLS_ENGINE_PAIR_H_
