#include "tlsprobe/driver/terminal.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/demo_endpoint.h"
#include "tlsprobe/driver/demo_server.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe {
namespace {

// One run of the terminal against a peer, and what came of it.
struct Run {
  std::string received = {};
  std::string notices = {};
  std::string events = {};  // "C" connected, "H" handshake, "D" data, "." closed
  TerminalResult result = {};
};

// What a test does meanwhile.
struct Hooks {
  // Told of all that was received so far; false to stop.
  std::function<bool(const std::string& received)> on_data = {};
  std::function<void()> on_notice = {};
};

std::shared_ptr<const ProbeContext> Context(const std::string& root_pem,
                                            TlsVersion max = TlsVersion::kTls1_3) {
  ProbeConfig config;
  config.stay_open = true;
  config.tls.max_version = max;
  config.limits.handshake = config.limits.total = std::chrono::minutes(5);
  auto context = ProbeContext::Create(config, {.anchors = *NewBundle(root_pem, "root")});
  REQUIRE(context.ok());
  return *std::move(context);
}

Run RunWith(const std::shared_ptr<const ProbeContext>& context, uint16_t port,
            const TerminalOptions& options, const Hooks& hooks = {}) {
  Run run;
  auto on_event = [&](const Event& event, const ProbeReport&) {
    if (std::holds_alternative<ConnectedEvent>(event)) run.events += 'C';
    if (std::holds_alternative<HandshakeDoneEvent>(event)) run.events += 'H';
    if (std::holds_alternative<ClosedEvent>(event)) run.events += '.';
    const auto* data = std::get_if<DataEvent>(&event);
    if (data == nullptr) return true;
    if (!run.events.ends_with('D')) run.events += 'D';
    run.received += AsText(data->bytes);
    return !hooks.on_data || hooks.on_data(run.received);
  };
  auto on_notice = [&](std::string_view words) {
    run.notices += std::string(words) + "|";
    if (hooks.on_notice) hooks.on_notice();
  };
  const Target target = {.host = "localhost", .port = port, .addresses = {"127.0.0.1"}};
  auto result = RunTerminal(context, target, options, on_event, on_notice);
  REQUIRE(result.ok());
  run.result = *std::move(result);
  return run;
}

// A demo server and a run against it.
struct Demo {
  Demo() : server(*DemoServer::Start({})) {}
  Run Talk(const TerminalOptions& options, const Hooks& hooks = {},
           TlsVersion max = TlsVersion::kTls1_3) const {
    return RunWith(Context(server->root_pem(), max), server->port(), options, hooks);
  }
  std::unique_ptr<DemoServer> server;
};

// Gives an input that has `text` and then ends.
OwnedFd InputOf(std::string_view text) {
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), text);
  return std::move(pipe.read_end);
}

std::string Noise(size_t size) {
  std::string noise(size, '\0');
  uint32_t state = 1;
  for (char& byte : noise) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return noise;
}

TEST_CASE("five megabytes go out and come back, byte for byte, both ways at once") {
  const Demo demo;
  const std::string noise = Noise(5 << 20);
  testing::Pipe pipe;
  std::thread writer([&] { testing::WriteAll(pipe.write_end.get(), noise); });
  const Run run = demo.Talk(
      {.input_fd = pipe.read_end.get(), .end_on_eof = false, .commands = false},
      {.on_data = [&](const std::string& received) { return received.size() < noise.size(); }});
  writer.join();
  CHECK(run.received == noise);
  CHECK_FALSE(run.result.user_quit);
}

TEST_CASE("the end of input closes the session, whatever the input is") {
  const Demo demo;
  const testing::TemporaryFolder folder;
  const OwnedFd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const OwnedFd file(open(folder.Write("empty", "").c_str(), O_RDONLY | O_CLOEXEC));
  const OwnedFd pipe = InputOf("");
  const OwnedFd directory(open(folder.path("").c_str(), O_RDONLY | O_CLOEXEC));  // cannot be read
  for (const int fd : {null.get(), file.get(), pipe.get(), directory.get(), -1, 1000}) {
    CAPTURE(fd);
    const Run run = demo.Talk({.input_fd = fd});
    CHECK(run.events == "CH.");
    CHECK(run.result.user_quit);
    CHECK(run.result.report.outcome.how == How::kCloseNotify);
    CHECK(run.result.report.outcome.ended_by == EndedBy::kUs);
    CHECK(run.result.report.tls.tickets.size() > 0);
  }
}

TEST_CASE("what stands in a file is sent before the session closes") {
  const testing::OpensslServer server({"-naccept", "1"});
  const testing::TemporaryFolder folder;
  const OwnedFd file(open(folder.Write("input", Noise(100000)).c_str(), O_RDONLY | O_CLOEXEC));
  const Run run = RunWith(Context(*ReadFile(server.root_file())), server.port(),
                          {.input_fd = file.get(), .commands = false});
  CHECK(run.result.report.outcome.how == How::kCloseNotify);
  CHECK(server.ReadOutput().find(Noise(100000)) != std::string::npos);
}

TEST_CASE("Q ends the session and the rest of that read is thrown away") {
  const Demo demo;
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "QUIT\n");
  const Run run = demo.Talk({.input_fd = pipe.read_end.get()});
  CHECK(run.events == "CH.");
  CHECK(run.result.user_quit);
  CHECK(run.result.report.outcome.how == How::kCloseNotify);
}

TEST_CASE("a letter is a command only at the beginning of a read, and only where that is wanted") {
  const Demo demo;
  testing::Pipe pipe;
  const Hooks until_all = {.on_data = [](const std::string& all) { return all.size() < 6; }};
  testing::WriteAll(pipe.write_end.get(), "a Q\nQ\n");
  CHECK(demo.Talk({.input_fd = pipe.read_end.get()}, until_all).received == "a Q\nQ\n");
  testing::WriteAll(pipe.write_end.get(), "Q R K\n");
  const Run run = demo.Talk({.input_fd = pipe.read_end.get(), .commands = false}, until_all);
  CHECK(run.received == "Q R K\n");
  CHECK(run.notices.empty());
}

TEST_CASE("k and K update keys in TLS 1.3, and data goes on") {
  const Demo demo;
  testing::Pipe pipe;
  std::vector<std::string> next = {"data\n", "K\n"};  // each when the last one was carried out
  testing::WriteAll(pipe.write_end.get(), "k and the rest\n");
  const Run run = demo.Talk({.input_fd = pipe.read_end.get()},
                            {.on_data = [](const std::string&) { return false; },
                             .on_notice =
                                 [&] {
                                   testing::WriteAll(pipe.write_end.get(), next.back());
                                   next.pop_back();
                                 }});
  CHECK(run.received == "data\n");
  CHECK(run.notices == "KEYUPDATE|KEYUPDATE|");
}

TEST_CASE("a command that cannot be carried out ends the session and says why") {
  struct Case {
    TlsVersion version;
    std::string letter;
    std::string words;
  };
  const Case cases[] = {{TlsVersion::kTls1_3, "R\n", "renegotiation: TLS 1.3 has none"},
                        {TlsVersion::kTls1_2, "R\n", "renegotiation: this TLS library"},
                        {TlsVersion::kTls1_2, "k\n", "KeyUpdate: only TLS 1.3 has it"}};
  const Demo demo;
  for (const Case& each : cases) {
    CAPTURE(each.letter, each.words);
    testing::Pipe pipe;
    testing::WriteAll(pipe.write_end.get(), each.letter);
    const Run run = demo.Talk({.input_fd = pipe.read_end.get()}, {}, each.version);
    CHECK(run.events == "CH.");
    CHECK(run.notices.empty());
    CHECK(run.result.command_error.starts_with(each.words));
  }
}

TEST_CASE("line ends become CRLF where that is asked for") {
  const Demo demo;
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "a\n\nb\r\n");
  const Run run =
      demo.Talk({.input_fd = pipe.read_end.get(), .crlf = true},
                {.on_data = [](const std::string& received) { return received.size() < 9; }});
  CHECK(run.received == "a\r\n\r\nb\r\r\n");
}

TEST_CASE("input that is not to be read is left alone") {
  const Demo demo;
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "for somebody else");
  pipe.write_end.Reset();
  const Run run = demo.Talk({.input_fd = pipe.read_end.get(), .read_input = false});
  CHECK(run.events == "CH.");
  CHECK_FALSE(run.result.user_quit);
  CHECK(run.result.report.outcome.how == How::kCloseNotify);
  CHECK(testing::ReadAll(pipe.read_end.get()) == "for somebody else");
}

TEST_CASE("the input's mode is left as it was") {
  const Demo demo;
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "Q\n");
  const int before = fcntl(pipe.read_end.get(), F_GETFL);
  demo.Talk({.input_fd = pipe.read_end.get()});
  CHECK(fcntl(pipe.read_end.get(), F_GETFL) == before);
}

TEST_CASE("who does not want to see more ends the session") {
  const Demo demo;
  testing::Pipe pipe;
  testing::WriteAll(pipe.write_end.get(), "data\n");
  const Run run = demo.Talk({.input_fd = pipe.read_end.get()},
                            {.on_data = [](const std::string&) { return false; }});
  CHECK(run.events == "CHD");
  CHECK(run.result.report.outcome.handshake_complete);
}

TEST_CASE("what a peer does in an open session is told apart") {
  struct Case {
    std::function<void(int fd)> end;
    How how;
    int system_error;
  };
  const Case cases[] = {
      {[](int fd) { shutdown(fd, SHUT_WR); }, How::kEof, 0},
      {[](int fd) { testing::Reset(fd); }, How::kReset, ECONNRESET},
  };
  const auto endpoint = *DemoEndpoint::Create({});
  for (const Case& each : cases) {
    std::atomic<bool> enough = false;
    // Echoes until `enough`, and then ends at the next bytes.
    const testing::Listener server([&](int fd) {
      const auto connection = endpoint->Accept();
      std::array<uint8_t, 16384> buffer;
      ssize_t got = 0;
      while ((got = recv(fd, buffer.data(), buffer.size(), 0)) > 0 && !enough) {
        connection->Feed(BytesView(buffer).first(static_cast<size_t>(got)));
        testing::WriteAll(fd, AsText(connection->Take()));
      }
      each.end(fd);
    });
    testing::Pipe pipe;
    testing::WriteAll(pipe.write_end.get(), "first\n");
    const Run run = RunWith(Context(endpoint->root_pem()), server.port(),
                            {.input_fd = pipe.read_end.get()}, {.on_data = [&](const std::string&) {
                              enough = true;
                              testing::WriteAll(pipe.write_end.get(), "second\n");
                              return true;
                            }});
    CHECK(run.received == "first\n");
    CHECK(run.events == "CHD.");
    CHECK(run.result.report.outcome.phase == Phase::kOpen);
    CHECK(run.result.report.outcome.how == each.how);
    CHECK(run.result.report.outcome.system_error == each.system_error);
    CHECK_FALSE(run.result.user_quit);
  }
}

TEST_CASE("nobody there: a report and no events") {
  const Demo demo;
  const Run run = RunWith(Context(demo.server->root_pem()), testing::ClosedPort(), {});
  CHECK(run.events.empty());
  CHECK(run.result.report.outcome.how == How::kRefused);
  const auto refused = RunTerminal(
      Context(demo.server->root_pem()), {.host = ""}, {},
      [](const Event&, const ProbeReport&) { return true; }, [](std::string_view) {});
  CHECK(absl::IsInvalidArgument(refused.status()));
}

TEST_CASE("a slow peer gets all that was sent before the end") {
  const std::string noise = Noise(1 << 20);
  const auto endpoint = *DemoEndpoint::Create({});
  std::atomic<bool> heard_the_end = false;
  auto listener = std::make_unique<testing::Listener>([&](int fd) {
    const int small = 16384;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    const std::unique_ptr<DemoConnection> server = endpoint->Accept();
    std::array<uint8_t, 65536> buffer;
    while (!server->ended()) {
      const ssize_t got = recv(fd, buffer.data(), buffer.size(), 0);
      if (got <= 0) return;
      server->Feed(BytesView(buffer).first(static_cast<size_t>(got)));
      testing::WriteAll(fd, AsText(server->Take()));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    heard_the_end = true;
  });
  const testing::TemporaryFolder folder;
  const OwnedFd file(open(folder.Write("input", noise).c_str(), O_RDONLY | O_CLOEXEC));
  const Run run = RunWith(Context(endpoint->root_pem()), listener->port(),
                          {.input_fd = file.get(), .commands = false});
  listener.reset();
  CHECK(run.result.report.outcome.how == How::kCloseNotify);
  CHECK(heard_the_end);
}

}  // namespace
}  // namespace tlsprobe
