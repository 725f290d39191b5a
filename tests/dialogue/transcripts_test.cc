// Plays every transcript of transcripts/: in turns, all at once, and cut at every byte.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/dialogue/transcript.h"
#include "tlsprobe/dialogue/table.h"

namespace tlsprobe::testing {
namespace {

std::map<std::string, DialogueFunction> Functions() {
  std::map<std::string, DialogueFunction> functions;
  for (const StarttlsRow& row : StarttlsTable()) {
    functions[std::string(row.name)] = row.run;
    if (row.ask != nullptr) functions["ask-" + std::string(row.name)] = row.ask;
  }
  for (const ProxyRow& row : ProxyTable()) functions["proxy-" + std::string(row.scheme)] = row.run;
  return functions;
}

std::string FileOf(const std::string& name) {
  return "tests/dialogue/transcripts/" + name + ".txt";
}

std::vector<Transcript> Load(const std::string& name) {
  std::ifstream file(FileOf(name), std::ios::binary);
  REQUIRE(file);
  return ParseTranscripts({std::istreambuf_iterator<char>(file), {}});
}

std::string Said(const Transcript& transcript, bool server) {
  std::string all;
  for (const TranscriptStep& step : transcript.steps) {
    if (step.server == server) all += AsText(step.bytes);
  }
  return all;
}

void CheckEnd(const Transcript& transcript, const Dialogue& dialogue) {
  CHECK(DescribeEnd(dialogue) == transcript.end);
  CHECK(AsText(dialogue.output()) == Said(transcript, false));
  if (dialogue.state() == Dialogue::State::kReady) {
    CHECK(AsText(dialogue.leftover()) ==
          (transcript.leftover.empty() ? "" : transcript.leftover + "\r\n"));
  }
}

// We say each thing only after what it answers.
void PlayInTurns(const Transcript& transcript, DialogueFunction run) {
  Dialogue dialogue(run, transcript.input, transcript.insist);
  std::string ours;
  for (const TranscriptStep& step : transcript.steps) {
    if (step.server) {
      CHECK(AsText(dialogue.output()) == ours);
      dialogue.Feed(step.bytes);
    } else {
      ours += AsText(step.bytes);
    }
  }
  if (transcript.eof) dialogue.FeedEof();
  CheckEnd(transcript, dialogue);
}

void PlayCut(const Transcript& transcript, DialogueFunction run, size_t at) {
  const std::string server = Said(transcript, true);
  Dialogue dialogue(run, transcript.input, transcript.insist);
  dialogue.Feed(AsBytes(server).first(at));
  dialogue.Feed(AsBytes(server).subspan(at));
  if (transcript.eof) dialogue.FeedEof();
  CheckEnd(transcript, dialogue);
}

TEST_CASE("every transcript ends as it says, however its bytes come") {
  for (const auto& [name, run] : Functions()) {
    for (const Transcript& transcript : Load(name)) {
      CAPTURE(name, transcript.name);
      PlayInTurns(transcript, run);
      const size_t size = Said(transcript, true).size();
      for (size_t at = 0; at <= size; ++at) PlayCut(transcript, run, at);
    }
  }
}

TEST_CASE("each dialogue is shown going well, refused, hung up on, and talked into") {
  for (const auto& [name, run] : Functions()) {
    CAPTURE(name);
    bool ready = false, refused = false, closed = false, leftover = false;
    for (const Transcript& transcript : Load(name)) {
      ready = ready || transcript.end == "ready";
      refused = refused || transcript.end.starts_with("refused");
      closed = closed || transcript.end.starts_with("closed");
      leftover = leftover || !transcript.leftover.empty();
    }
    CHECK(ready);
    // A Telnet server without the option says nothing about it; a POP3 server need not know CAPA.
    CHECK((refused || name == "telnet" || name == "ask-pop3"));
    CHECK(closed);
    // Behind what is asked under TLS nothing is secret any more.
    CHECK((leftover || name.starts_with("ask-")));
  }
}

TEST_CASE("no dialogue takes more than its share, and none goes on after its end") {
  for (const auto& [name, run] : Functions()) {
    CAPTURE(name);
    Dialogue dialogue(run, {.client_name = "c", .xmpp_domain = "d", .server_name = "s.test"}, true);
    const Bytes block(1024, 'x');
    for (int i = 0; i < 64 && dialogue.state() == Dialogue::State::kRunning; ++i) {
      dialogue.Feed(block);
    }
    CHECK(dialogue.state() == Dialogue::State::kFailed);
    const std::string end = DescribeEnd(dialogue);
    dialogue.Feed(block);
    dialogue.FeedEof();
    CHECK(DescribeEnd(dialogue) == end);
  }
}

}  // namespace
}  // namespace tlsprobe::testing
