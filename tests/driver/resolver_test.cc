#include "tlsprobe/driver/resolver.h"

#include <netdb.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/driver/loop.h"

namespace tlsprobe {
namespace {

LookUp LookUpOnLoop(const std::string& host, AddressFamily family) {
  Loop loop;
  Resolver resolver(loop);
  std::optional<LookUp> result;
  const Resolver::Handle handle = resolver.Start(host, family, [&](LookUp found) {
    result = std::move(found);
    loop.Stop();
  });
  loop.Run();
  return *result;
}

std::vector<std::string> Texts(const LookUp& result) {
  std::vector<std::string> texts;
  for (const SocketAddress& address : result.addresses) texts.push_back(address.text());
  return texts;
}

TEST_CASE("literals are read without a look-up, also with a zone") {
  CHECK(Texts(LookUpLiteral("192.0.2.7", AddressFamily::kAny)) ==
        std::vector<std::string>{"192.0.2.7"});
  CHECK(Texts(LookUpLiteral("2001:db8::7", AddressFamily::kAny)) ==
        std::vector<std::string>{"2001:db8::7"});
  CHECK(Texts(LookUpLiteral("fe80::1%lo", AddressFamily::kAny)) ==
        std::vector<std::string>{"fe80::1%lo"});
  CHECK(LookUpLiteral("example.org", AddressFamily::kAny).error == EAI_NONAME);
  CHECK(LookUpLiteral("", AddressFamily::kAny).addresses.empty());
}

TEST_CASE("a literal of the other family is none") {
  CHECK(LookUpLiteral("192.0.2.7", AddressFamily::kIpv6).error != 0);
  CHECK(LookUpLiteral("2001:db8::7", AddressFamily::kIpv4).error != 0);
}

TEST_CASE("localhost is found, and only in the family asked for") {
  const std::vector<std::string> v4 = Texts(LookUpOnLoop("localhost", AddressFamily::kIpv4));
  CHECK(v4 == std::vector<std::string>{"127.0.0.1"});
  const std::vector<std::string> any = Texts(LookUpOnLoop("localhost", AddressFamily::kAny));
  CHECK(std::ranges::find(any, "127.0.0.1") != any.end());
}

TEST_CASE("a name that cannot be is an error in the system's words") {
  const LookUp result = LookUpOnLoop(std::string(300, 'x'), AddressFamily::kAny);
  CHECK(result.addresses.empty());
  CHECK(result.error != 0);
  CHECK_FALSE(LookUpErrorText(result).empty());
}

TEST_CASE("many look-ups run at once and each is answered once") {
  Loop loop;
  Resolver resolver(loop);
  constexpr int kMany = 100;
  std::vector<Resolver::Handle> handles;
  int answered = 0;
  for (int i = 0; i < kMany; ++i) {
    handles.push_back(resolver.Start("localhost", AddressFamily::kAny, [&](const LookUp& found) {
      CHECK(found.error == 0);
      if (++answered == kMany) loop.Stop();
    }));
  }
  loop.Run();
  CHECK(answered == kMany);
}

TEST_CASE("an abandoned look-up is not answered, and its thread may outlive everything") {
  bool answered = false;
  {
    Loop loop;
    Resolver resolver(loop);
    Resolver::Handle dropped =
        resolver.Start("localhost", AddressFamily::kAny, [&](const LookUp&) { answered = true; });
    dropped.reset();
    const Resolver::Handle kept =
        resolver.Start("localhost", AddressFamily::kAny, [&](const LookUp&) { loop.Stop(); });
    loop.Run();
    const Resolver::Handle late =
        resolver.Start("localhost", AddressFamily::kAny, [&](const LookUp&) { answered = true; });
  }
  CHECK_FALSE(answered);
}

}  // namespace
}  // namespace tlsprobe
