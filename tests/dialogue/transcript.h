// Dialogues written down: what the server says, what we must answer, and what comes of it.
//
//   == the usual way               a case; what follows up to the next is its own
//
//   ! insist                       an input: insist, user NAME, password WORD, target HOST PORT
//
//   S: 220 mx.example ESMTP        the server's line, with CR LF
//
//   C: EHLO client.test            our line, with CR LF
//
//   s: <stream>                    the same without a line end, as c: is
//
//   Sx: 0000 08                    a packet in hex, as Cx: is
//
//   EOF                            the server hangs up
//
//   = refused: expected A, got B   the end: ready, waiting, refused, not offered ...
//
//   + leftover                     what stands behind the go-ahead, as text
#ifndef TLSPROBE_TESTS_DIALOGUE_TRANSCRIPT_H_
#define TLSPROBE_TESTS_DIALOGUE_TRANSCRIPT_H_

#include <string>
#include <vector>

#include "tlsprobe/dialogue/dialogue.h"

namespace tlsprobe::testing {

struct TranscriptStep {
  bool server = false;
  Bytes bytes = {};
};

struct Transcript {
  std::string name = {};
  DialogueInput input = {};
  bool insist = false;
  std::vector<TranscriptStep> steps = {};
  bool eof = false;
  std::string end = {};       // "refused: expected A, got B"
  std::string leftover = {};  // text
};

// Throws std::runtime_error, with the line, where the text does not follow the form above.
std::vector<Transcript> ParseTranscripts(const std::string& text);

// How a dialogue stands, in the words of "=".
std::string DescribeEnd(const Dialogue& dialogue);

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_DIALOGUE_TRANSCRIPT_H_
