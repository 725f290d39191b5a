#include "tlsprobe/dialogue/tds_framer.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

Bytes Packet(uint8_t type, std::string_view content) {
  const size_t size = content.size() + 8;
  Bytes packet = {type, 1, static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size), 0, 0, 0, 0};
  const Bytes bytes = ToBytes(content);
  packet.insert(packet.end(), bytes.begin(), bytes.end());
  return packet;
}

Bytes Join(const Bytes& a, const Bytes& b) {
  Bytes all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

TEST_CASE("what is written travels in PRELOGIN packets until it is stopped") {
  TdsFramer framer;
  framer.Write(AsBytes("abc"));
  CHECK(ToHex(framer.output()) == "1201000b00000000616263");
  framer.ConsumeOutput(4);
  CHECK(ToHex(framer.output()) == "00000000616263");
  framer.ConsumeOutput(7);
  framer.Stop();
  framer.Write(AsBytes("bare"));
  CHECK(AsText(framer.output()) == "bare");
}

TEST_CASE("a flight is cut into packets, and the last one says that it is") {
  TdsFramer framer;
  framer.Write(Bytes(5000, 'x'));
  const Bytes out = ToBytes(framer.output());
  REQUIRE(out.size() == 5000 + 16);
  CHECK(ToHex(BytesView(out).first(4)) == "12001000");
  CHECK(ToHex(BytesView(out).subspan(4096, 4)) == "12010398");
}

TEST_CASE("packets are unwrapped however they are cut, and what comes bare is passed on") {
  // A bare record may hold bytes that look like a packet's.
  const Bytes all = Join(Join(Packet(0x12, "hand"), Join(Packet(0x04, ""), Packet(0x12, "shake"))),
                         Bytes{0x17, 0x03, 0x12, 0x04});
  for (size_t cut = 0; cut <= all.size(); ++cut) {
    TdsFramer framer;
    framer.Feed(BytesView(all).first(cut));
    framer.Feed(BytesView(all).subspan(cut));
    CHECK(AsText(framer.unwrapped()) == std::string("handshake\x17\x03\x12\x04"));
  }
}

TEST_CASE("a packet that says less than its header holds nothing") {
  TdsFramer framer;
  framer.Feed(Bytes{0x12, 1, 0, 3, 0, 0, 0, 0, 0x16, 0x03});
  CHECK(ToHex(framer.unwrapped()) == "1603");
}

}  // namespace
}  // namespace tlsprobe
