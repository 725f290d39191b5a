// TLS through TLS: what an https proxy needs of the layers.
#include "tlsprobe/session/layer_stack.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/pair.h"
#include "tlsprobe/session/layer.h"

namespace tlsprobe::testing {
namespace {

// A stack whose layers speak to servers, the second through the first.
struct Tunnel {
  std::shared_ptr<const EngineFactory> factory =
      NewBoringEngineFactory({}, {}, {}, nullptr, nullptr).value();
  LayerStack stack;
  TlsServer outer;
  TlsServer inner;
  size_t passed = 0;  // of what outer received
  std::vector<EngineEvent> events;

  Engine& top() { return *std::get<EngineLayer>(stack.top()).engine; }

  void Push() {
    EngineLayer layer;
    layer.engine = factory->NewEngine("server.test", kPairWallClock);
    stack.Push(std::move(layer));
    top().Start();
    stack.Sink();
  }

  void Run(size_t chunk, bool tunnelled) {
    for (bool moved = true; moved;) {
      moved = TakeEvents();
      const BytesView wanted = stack.output();
      const Bytes out = ToBytes(wanted.first(std::min(chunk, wanted.size())));
      if (!out.empty()) {
        stack.ConsumeOutput(out.size());
        outer.Feed(out);
        moved = true;
      }
      if (tunnelled) {
        inner.Feed(AsBytes(std::string_view(outer.received()).substr(passed)));
        passed = outer.received().size();
        outer.Write(AsText(inner.TakeOutput()));
      }
      const Bytes in = outer.TakeOutput();
      for (size_t at = 0; at < in.size(); at += chunk) {
        stack.Feed(BytesView(in).subspan(at, std::min(chunk, in.size() - at)));
        moved = true;
      }
    }
  }

  bool TakeEvents() {
    bool any = false;
    while (std::optional<EngineEvent> event = top().TakeEvent()) {
      any = true;
      if (std::holds_alternative<EngineCertificates>(*event)) top().AcceptCertificates();
      stack.Sink();
      events.push_back(*std::move(event));
    }
    return any;
  }

  template <typename Type>
  size_t Count() const {
    return static_cast<size_t>(std::count_if(events.begin(), events.end(), [](const auto& event) {
      return std::holds_alternative<Type>(event);
    }));
  }
};

TEST_CASE("A handshake and data pass through the layer below") {
  const size_t chunk = GENERATE(size_t{1}, size_t{100}, size_t{100000});
  CAPTURE(chunk);
  Tunnel tunnel;
  tunnel.Push();
  CHECK(PhaseOf(tunnel.stack.top()) == Phase::kHandshake);
  CHECK(KindOf(tunnel.stack.top()) == "tls");
  tunnel.Run(chunk, false);
  REQUIRE(tunnel.outer.handshake_done());
  std::get<EngineLayer>(tunnel.stack.top()).open = true;
  CHECK(PhaseOf(tunnel.stack.top()) == Phase::kOpen);

  tunnel.Push();
  CHECK(PhaseOf(tunnel.stack.top()) == Phase::kHandshake);
  tunnel.Run(chunk, true);
  REQUIRE(tunnel.inner.handshake_done());
  CHECK(tunnel.Count<HandshakeDoneEvent>() == 2);

  // More than the layer below holds at a time.
  const std::string data(200000, 'x');
  size_t written = 0;
  while (written < data.size()) {
    const size_t taken = tunnel.top().Write(AsBytes(data).subspan(written), 64 * 1024);
    REQUIRE(taken > 0);
    written += taken;
    tunnel.stack.Sink();
    tunnel.Run(chunk, true);
  }
  CHECK(tunnel.inner.received() == data);
  tunnel.inner.Write("answer");
  tunnel.Run(chunk, true);
  CHECK(tunnel.Count<DataEvent>() == 1);
}

TEST_CASE("The end of the layer below is the end of the one above") {
  Tunnel tunnel;
  tunnel.Push();
  tunnel.Run(SIZE_MAX / 2, false);
  tunnel.Push();
  tunnel.Run(SIZE_MAX / 2, true);
  SECTION("by close_notify") {
    tunnel.outer.Close();
    tunnel.Run(SIZE_MAX / 2, true);
  }
  SECTION("by FIN") {
    tunnel.stack.FeedEof();
    tunnel.TakeEvents();
  }
  REQUIRE(tunnel.Count<EngineEnded>() == 1);
  CHECK(std::get<EngineEnded>(tunnel.events.back()).outcome.how == How::kEof);
}

}  // namespace
}  // namespace tlsprobe::testing
