// The client's certificate: none, accepted, rejected, unanswered; and a key held elsewhere.
#include <openssl/bytestring.h>
#include <openssl/digest.h>
#include <openssl/evp.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "tests/support/pair.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe::testing {
namespace {

using Result = ClientCertificateOutcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr uint16_t kTls12 = 0x0303;
constexpr uint16_t kTls13 = 0x0304;

const MadeCertificate& ClientCertificate() {
  static const MadeCertificate kMade =
      tlsprobe::MakeCertificate({.common_name = "client.test"}).value();
  return kMade;
}

Materials WithIdentity(bool external_key = false) {
  Materials materials = TestMaterials();
  materials.client.certificates = {ClientCertificate().der};
  materials.client.external_key = external_key;
  if (!external_key) materials.client.private_key = ClientCertificate().private_key;
  return materials;
}

TEST_CASE("A certificate that was asked for and not there is told as such") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  TlsPeer peer({.max_version = version, .request_client_certificate = true});
  Pair pair(TestContext(), peer);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.report().peer.client_certificate == Result::kNotSent);
  CHECK(pair.report().peer.client_certificate_request.has_value());
  CHECK(peer.server.client_certificates().empty());
}

TEST_CASE("A certificate that is demanded and not there is refused") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  TlsPeer peer({.max_version = version, .require_client_certificate = true});
  Pair pair(TestContext(), peer);
  pair.RunToEnd();
  CAPTURE(pair.outcome().message);
  CHECK(pair.outcome().how == How::kAlertReceived);
  CHECK(pair.outcome().phase == (version == kTls13 ? Phase::kOpen : Phase::kHandshake));
  CHECK(pair.outcome().cause == "requires a client certificate and none was given");
  CHECK(pair.outcome().advice.starts_with("Give one with -cert and -key"));
  CHECK(pair.report().peer.client_certificate == Result::kRejected);
  CHECK_FALSE(pair.report().peer.client_certificate_sent);
}

TEST_CASE("A certificate that is taken") {
  TlsPeer peer13({.request_client_certificate = true});
  Pair pair13(TestContext({}, WithIdentity()), peer13);
  pair13.RunToEnd();
  CHECK(pair13.report().peer.client_certificate == Result::kAccepted);
  CHECK(pair13.report().peer.client_certificate_sent);
  CHECK(peer13.server.client_certificates().size() == 1);
  CHECK(pair13.now == Instant{});  // the ticket came at once

  TlsPeer peer12({.max_version = kTls12, .request_client_certificate = true});
  Pair pair12(TestContext({}, WithIdentity()), peer12);
  pair12.RunToEnd();
  CHECK(pair12.report().peer.client_certificate == Result::kSent);
  CHECK(pair12.report().peer.client_certificate_sent);
  CHECK(pair12.outcome().how == How::kCloseNotify);
}

TEST_CASE("Silence after our certificate is no acceptance") {
  TlsPeer peer({.request_client_certificate = true, .tickets = false});
  PairOptions options;
  options.start = {.wall_clock = kPairWallClock, .connection = {.round_trip = milliseconds(300)}};
  Pair pair(TestContext({}, WithIdentity()), peer, options);
  pair.Run();
  CHECK_FALSE(pair.done());
  CHECK(pair.report().peer.client_certificate == Result::kNoAnswer);
  pair.RunToEnd();
  CHECK(pair.now == Instant{milliseconds(1200)});
  CHECK(pair.report().peer.client_certificate == Result::kNoAnswer);
  CHECK(pair.outcome().how == How::kCloseNotify);
}

TEST_CASE("An alert after our certificate is a rejection") {
  TlsPeer peer({.request_client_certificate = true, .tickets = false});
  Pair pair(TestContext({}, WithIdentity()), peer);
  pair.Run();
  peer.server.SendAlert(48);
  pair.RunToEnd();
  CHECK(pair.report().peer.client_certificate == Result::kRejected);
  CHECK(pair.outcome().how == How::kAlertReceived);
  CHECK(pair.outcome().message.find("unknown_ca (48)") != std::string::npos);
}

TEST_CASE("Data after our certificate is an acceptance") {
  TlsPeer peer({.request_client_certificate = true, .tickets = false});
  Pair pair(TestContext({.stay_open = true}, WithIdentity()), peer);
  pair.Run();
  peer.server.Write("welcome");
  pair.Run();
  CHECK(pair.report().peer.client_certificate == Result::kAccepted);
  CHECK_FALSE(pair.done());
}

TEST_CASE("Data that was on its way already is no answer to our certificate") {
  TlsPeer peer({.request_client_certificate = true, .tickets = false});
  PairOptions options;
  options.start = {.wall_clock = kPairWallClock, .connection = {.round_trip = milliseconds(300)}};
  Pair pair(TestContext({.stay_open = true}, WithIdentity()), peer, options);
  pair.Run();
  peer.server.Write("early");
  pair.Run();
  CHECK(pair.report().peer.client_certificate == Result::kNoAnswer);
  SECTION("the refusal comes behind it") {
    peer.server.SendAlert(48);
    pair.Run();
    CHECK(pair.report().peer.client_certificate == Result::kRejected);
  }
  SECTION("more of it comes later") {
    pair.Wait(milliseconds(300));
    peer.server.Write("late");
    pair.Run();
    CHECK(pair.report().peer.client_certificate == Result::kAccepted);
  }
}

TEST_CASE("After an answer only an alert about certificates is a refusal of ours") {
  struct Case {
    uint8_t alert;
    Result result;
  };
  const Case each = GENERATE(Case{44, Result::kRejected}, Case{116, Result::kRejected},
                             Case{80, Result::kAccepted}, Case{40, Result::kAccepted});
  CAPTURE(each.alert);
  TlsPeer peer({.request_client_certificate = true});
  Pair pair(TestContext({.stay_open = true}, WithIdentity()), peer);
  pair.Run();
  REQUIRE(pair.report().peer.client_certificate == Result::kAccepted);
  peer.server.SendAlert(each.alert);
  pair.Run();
  CHECK(pair.report().peer.client_certificate == each.result);
}

// ecdsa_secp256r1_sha256 with a PKCS#8 key.
Bytes SignWithP256(BytesView pkcs8, BytesView input) {
  CBS in(pkcs8);
  const bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  bssl::ScopedEVP_MD_CTX context;
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  Bytes signature(static_cast<size_t>(EVP_PKEY_size(key.get())));
  size_t size = signature.size();
  EVP_DigestSign(context.get(), signature.data(), &size, input.data(), input.size());
  signature.resize(size);
  return signature;
}

// Holds a key in a thread of its own; requests and answers pass through two queues.
class KeyHolder {
 public:
  KeyHolder() : thread_([this] { Serve(); }) {}
  ~KeyHolder() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void Ask(const Request& request) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(request);
    }
    changed_.notify_all();
  }
  std::pair<RequestId, absl::StatusOr<Answer>> AwaitAnswer() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !answers_.empty(); });
    auto answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
  }

 private:
  void Serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stop_ || !requests_.empty(); });
      if (stop_) return;
      const Request request = std::move(requests_.front());
      requests_.pop_front();
      const auto& sign = std::get<SignRequest>(request.what);
      lock.unlock();
      Bytes signature = SignWithP256(ClientCertificate().private_key, sign.input);
      lock.lock();
      answers_.emplace_back(request.id, Answer{std::move(signature)});
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Request> requests_;
  std::deque<std::pair<RequestId, absl::StatusOr<Answer>>> answers_;
  bool stop_ = false;
  std::thread thread_;
};

TEST_CASE("A key held by another thread signs the handshake") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  TlsPeer peer({.max_version = version, .request_client_certificate = true});
  Pair pair(TestContext({}, WithIdentity(true)), peer);
  KeyHolder holder;
  pair.Run();
  REQUIRE(pair.session->wants().requests.size() == 1);
  CHECK_FALSE(pair.session->wants().receive);  // nothing to do with what comes
  const Request request = pair.session->wants().requests[0];
  CHECK(std::get<SignRequest>(request.what).signature_algorithm == 0x0403);

  // Asked again, it is still the same wish; an answer to another one is ignored.
  pair.session->OnAnswer(request.id + 1, Answer{{1, 2, 3}}, pair.now);
  pair.Run();
  REQUIRE(pair.session->wants().requests.size() == 1);
  CHECK(pair.session->wants().requests[0].id == request.id);

  holder.Ask(request);
  auto [id, answer] = holder.AwaitAnswer();
  pair.session->OnAnswer(id, std::move(answer), pair.now);
  CHECK(pair.session->wants().requests.empty());
  pair.RunToEnd();
  CAPTURE(pair.outcome().message);
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(peer.server.client_certificates().size() == 1);
  CHECK(pair.report().tls.own_signature_algorithm == 0x0403);
  pair.session->OnAnswer(id, Answer{}, pair.now);  // answered already
}

TEST_CASE("A key that cannot sign ends the handshake with internal_error") {
  TlsPeer peer({.request_client_certificate = true});
  Pair pair(TestContext({}, WithIdentity(true)), peer);
  pair.Run();
  REQUIRE(pair.session->wants().requests.size() == 1);
  pair.session->OnAnswer(pair.session->wants().requests[0].id,
                         absl::UnavailableError("the token was pulled out"), pair.now);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kAlertSent);
  REQUIRE(pair.outcome().alert.has_value());
  CHECK(pair.outcome().alert->description == 80);
  CHECK(pair.outcome().message.find("the token was pulled out") != std::string::npos);
  CHECK(pair.outcome().ended_by == EndedBy::kUs);
}

TEST_CASE("A key that does not answer in time is told as the key's fault") {
  TlsPeer peer({.request_client_certificate = true});
  Pair pair(TestContext({}, WithIdentity(true)), peer);
  pair.RunToEnd();
  CHECK(pair.now == Instant{seconds(10)});
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().message.find("expected a signature by the client's key within 10 s") !=
        std::string::npos);
  CHECK(pair.outcome().advice.starts_with("Whatever holds the client's key"));
  CHECK(pair.session->wants().requests.empty());
}

}  // namespace
}  // namespace tlsprobe::testing
