// Every dialogue against a hostile server: whole or cut in two, it must end the same. So must the
// packets of TDS; and a script of the user's own is read or refused.
//
// Input: one byte that chooses the dialogue, one that says where to cut, then the server's words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "tlsprobe/dialogue/dialogue.h"
#include "tlsprobe/dialogue/script_file.h"
#include "tlsprobe/dialogue/table.h"
#include "tlsprobe/dialogue/tds_framer.h"

namespace {

using tlsprobe::BytesView;
using tlsprobe::Dialogue;
using tlsprobe::DialogueFunction;

void Require(bool condition) {
  if (!condition) std::abort();
}

// New ones come last: the seeds choose by number.
std::vector<DialogueFunction> Functions() {
  std::vector<DialogueFunction> functions;
  for (const auto& row : tlsprobe::StarttlsTable()) functions.push_back(row.run);
  for (const auto& row : tlsprobe::ProxyTable()) functions.push_back(row.run);
  for (const auto& row : tlsprobe::StarttlsTable()) {
    if (row.ask != nullptr) functions.push_back(row.ask);
  }
  return functions;
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

void PlayDialogue(DialogueFunction run, BytesView words, size_t at) {
  const Dialogue whole = Play(run, words, words.size());
  const Dialogue cut = Play(run, words, at);
  Require(whole.state() != Dialogue::State::kRunning && whole.state() == cut.state());
  Require(whole.outcome().transcript == cut.outcome().transcript);
}

void PlayFramer(BytesView words, size_t at) {
  tlsprobe::TdsFramer whole, cut;
  whole.Feed(words);
  cut.Feed(words.first(at));
  cut.Feed(words.subspan(at));
  Require(tlsprobe::AsText(whole.unwrapped()) == tlsprobe::AsText(cut.unwrapped()));
  Require(whole.unwrapped().size() <= words.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2 || size > Dialogue::kMostInput) return 0;
  static const std::vector<DialogueFunction> functions = Functions();
  const BytesView words(data + 2, size - 2);
  const size_t at = words.size() * data[1] / 255;
  const size_t choice = data[0] % (functions.size() + 2);
  if (choice < functions.size()) {
    PlayDialogue(functions[choice], words, at);
  } else if (choice == functions.size()) {
    PlayFramer(words, at);
  } else {
    (void)tlsprobe::ScriptFile::Parse(tlsprobe::AsText(words), "f");
  }
  return 0;
}
