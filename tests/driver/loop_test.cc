#include "tlsprobe/driver/loop.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;

TEST_CASE("calls posted by another thread run on the loop's, in order") {
  Loop loop;
  std::string order;
  std::thread::id ran_on;
  std::thread poster([mailbox = loop.mailbox(), &loop, &order, &ran_on] {
    for (const char c : {'a', 'b', 'c'}) mailbox.Post([&order, c] { order += c; });
    mailbox.Post([&] {
      ran_on = std::this_thread::get_id();
      loop.Stop();
    });
  });
  loop.Run();
  poster.join();
  CHECK(order == "abc");
  CHECK(ran_on == std::this_thread::get_id());
}

TEST_CASE("a mailbox outlives its loop") {
  auto loop = std::make_unique<Loop>();
  const Mailbox mailbox = loop->mailbox();
  loop.reset();
  bool ran = false;
  mailbox.Post([&ran] { ran = true; });
  CHECK_FALSE(ran);
}

TEST_CASE("timers go off in the order of their moments, and not early") {
  Loop loop;
  std::string order;
  const Instant begin = MonotonicNow();
  Timer late(loop), soon(loop);
  late.Set(begin + milliseconds(30), [&] {
    order += "late";
    loop.Stop();
  });
  soon.Set(begin + milliseconds(10), [&] { order += "soon "; });
  loop.Run();
  CHECK(order == "soon late");
  CHECK(MonotonicNow() - begin >= milliseconds(30));
}

TEST_CASE("a timer set again forgets the first call, a cancelled or destroyed one all") {
  Loop loop;
  std::string order;
  const Instant begin = MonotonicNow();
  Timer timer(loop), cancelled(loop), end(loop);
  std::optional<Timer> destroyed(std::in_place, loop);
  timer.Set(begin, [&] { order += "first"; });
  timer.Set(begin + milliseconds(1), [&] { order += "second"; });
  cancelled.Set(begin, [&] { order += "cancelled"; });
  cancelled.Cancel();
  destroyed->Set(begin, [&] { order += "destroyed"; });
  destroyed.reset();
  end.Set(begin + milliseconds(20), [&] { loop.Stop(); });
  loop.Run();
  CHECK(order == "second");
}

TEST_CASE("a descriptor is waited for again and again") {
  Loop loop;
  testing::Pipe pipe;
  Watched reader(loop, std::move(pipe.read_end));
  std::string got;
  std::function<void()> read_more = [&] {
    char byte = 0;
    if (read(reader.fd(), &byte, 1) != 1) return loop.Stop();
    got += byte;
    reader.WhenReadable(read_more);
  };
  reader.WhenReadable(read_more);
  testing::WriteAll(pipe.write_end.get(), "abc");
  pipe.write_end.Reset();
  loop.Run();
  CHECK(got == "abc");
}

TEST_CASE("a descriptor given away is not watched any more, and still open") {
  Loop loop;
  testing::Pipe pipe;
  Watched reader(loop, std::move(pipe.read_end));
  bool called = false;
  reader.WhenReadable([&] { called = true; });
  const OwnedFd back = reader.Release();
  testing::WriteAll(pipe.write_end.get(), "x");
  Timer end(loop);
  end.Set(MonotonicNow() + milliseconds(20), [&] { loop.Stop(); });
  loop.Run();
  CHECK_FALSE(called);
  char byte = 0;
  CHECK(read(back.get(), &byte, 1) == 1);
}

TEST_CASE("what is watched may be destroyed from its own call") {
  Loop loop;
  testing::Pipe pipe;
  auto reader = std::make_unique<Watched>(loop, std::move(pipe.read_end));
  reader->WhenReadable([&] {
    reader.reset();
    loop.Stop();
  });
  testing::WriteAll(pipe.write_end.get(), "x");
  loop.Run();
  CHECK(reader == nullptr);
}

}  // namespace
}  // namespace tlsprobe
