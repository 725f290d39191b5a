// Every dialogue against a hostile server: whole or cut in two, it must end the same.
//
// Input: one byte that chooses the dialogue, one that says where to cut, then the server's words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tlsprobe/dialogue/dialogue.h"
#include "tlsprobe/dialogue/table.h"

namespace {

using tlsprobe::BytesView;
using tlsprobe::Dialogue;
using tlsprobe::DialogueFunction;

DialogueFunction Choose(uint8_t byte) {
  const auto starttls = tlsprobe::StarttlsTable();
  const auto proxies = tlsprobe::ProxyTable();
  const size_t index = byte % (starttls.size() + proxies.size());
  return index < starttls.size() ? starttls[index].run : proxies[index - starttls.size()].run;
}

Dialogue Play(DialogueFunction run, BytesView words, size_t cut) {
  Dialogue dialogue(run,
                    {.client_name = "c.test",
                     .xmpp_domain = "s.test",
                     .server_name = "s.test",
                     .server_port = 443,
                     .user = "u",
                     .password = "p",
                     .has_credentials = true},
                    true);
  dialogue.Feed(words.first(cut));
  dialogue.Feed(words.subspan(cut));
  dialogue.FeedEof();
  return dialogue;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2 || size > Dialogue::kMostInput) return 0;
  const DialogueFunction run = Choose(data[0]);
  const BytesView words(data + 2, size - 2);
  const Dialogue whole = Play(run, words, words.size());
  const Dialogue cut = Play(run, words, words.size() * data[1] / 255);
  if (whole.state() == Dialogue::State::kRunning) std::abort();
  if (whole.state() != cut.state() || whole.outcome().transcript != cut.outcome().transcript) {
    std::abort();
  }
  return 0;
}
