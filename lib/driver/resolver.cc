#include "tlsprobe/driver/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tlsprobe {
namespace {

constexpr size_t kMostAtWork = 32;  // look-ups somebody waits for
constexpr int kMostThreads = 256;   // with those left behind

int SystemFamily(AddressFamily family) {
  switch (family) {
    case AddressFamily::kIpv4:
      return AF_INET;
    case AddressFamily::kIpv6:
      return AF_INET6;
    case AddressFamily::kAny:
      return AF_UNSPEC;
  }
  return AF_UNSPEC;
}

// Blocks unless `flags` has AI_NUMERICHOST.
LookUp Ask(const std::string& host, AddressFamily family, int flags) {
  addrinfo hints = {};
  hints.ai_family = SystemFamily(family);
  hints.ai_socktype = SOCK_STREAM;  // each address once
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  LookUp result;
  result.error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (result.error == EAI_SYSTEM) result.system_error = errno;
  if (result.error != 0) return result;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    const auto* begin = reinterpret_cast<const uint8_t*>(at->ai_addr);
    SocketAddress address = {Bytes(begin, begin + at->ai_addrlen)};
    if (address.is_inet()) result.addresses.push_back(std::move(address));
  }
  freeaddrinfo(list);
  if (result.addresses.empty()) result.error = EAI_NONAME;
  return result;
}

// One look-up. The handle owns it; a worker sees by a weak pointer that nobody wants it any more.
struct Job {
  std::string host = {};
  AddressFamily family = AddressFamily::kAny;
  Resolver::Done done = {};  // touched on the loop alone
};

}  // namespace

LookUp LookUpLiteral(const std::string& text, AddressFamily family) {
  return Ask(text, family, AI_NUMERICHOST);
}

std::string LookUpErrorText(const LookUp& result) {
  if (result.error == EAI_SYSTEM) return ErrnoText(result.system_error);
  return gai_strerror(result.error);
}

// Shared with the threads, which may outlive the Resolver and its loop.
class Resolver::Workers : public std::enable_shared_from_this<Resolver::Workers> {
 public:
  explicit Workers(Mailbox mailbox) : mailbox_(std::move(mailbox)) {}

  void Add(const std::shared_ptr<Job>& job) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({job, job->host, job->family});
    if (threads_ == kMostThreads || WantedAtWork() == kMostAtWork) return;
    if (const int error = StartThread(); error != 0 && threads_ == 0) FailAll(error);
  }

 private:
  struct Question {
    std::weak_ptr<Job> job = {};
    std::string host = {};
    AddressFamily family = AddressFamily::kAny;
  };

  // Look-ups nobody waits for any more take no one's place: they only wait for the system's limit.
  size_t WantedAtWork() {
    std::erase_if(at_work_, [](const std::weak_ptr<Job>& job) { return job.expired(); });
    return at_work_.size();
  }

  // An errno; 0 for none.
  int StartThread() {
    try {
      std::thread([self = shared_from_this()] { self->Work(); }).detach();
    } catch (const std::system_error& error) {
      return error.code().value();
    }
    ++threads_;
    return 0;
  }

  void FailAll(int error) {
    for (Question& question : waiting_) {
      Deliver(std::move(question.job), {.error = EAI_SYSTEM, .system_error = error});
    }
    waiting_.clear();
  }

  void Deliver(std::weak_ptr<Job> job, LookUp result) const {
    mailbox_.Post([job = std::move(job), found = std::move(result)]() mutable {
      if (const std::shared_ptr<Job> wanted = job.lock()) wanted->done(std::move(found));
    });
  }

  // Ends when there is nothing left: an idle program has no threads of ours.
  void Work() {
    while (std::optional<Question> question = Next()) {
      if (question->job.expired()) continue;
      LookUp result = Ask(question->host, question->family, 0);
      Deliver(std::move(question->job), std::move(result));
    }
  }

  std::optional<Question> Next() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      --threads_;
      return std::nullopt;
    }
    Question question = std::move(waiting_.front());
    waiting_.pop_front();
    at_work_.push_back(question.job);
    return question;
  }

  const Mailbox mailbox_;
  std::mutex mutex_;
  std::deque<Question> waiting_;
  std::vector<std::weak_ptr<Job>> at_work_;  // some may be over
  int threads_ = 0;
};

Resolver::Resolver(Loop& loop) : workers_(std::make_shared<Workers>(loop.mailbox())) {}
Resolver::~Resolver() = default;

Resolver::Handle Resolver::Start(std::string host, AddressFamily family, Done done) {
  auto job = std::make_shared<Job>(Job{std::move(host), family, std::move(done)});
  workers_->Add(job);
  return job;
}

}  // namespace tlsprobe
