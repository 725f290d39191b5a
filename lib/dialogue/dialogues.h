// Every dialogue, one function each in a file of its own; table.cc has their names.
#ifndef TLSPROBE_DIALOGUE_DIALOGUES_H_
#define TLSPROBE_DIALOGUE_DIALOGUES_H_

#include "tlsprobe/dialogue/dialogue_input.h"
#include "tlsprobe/dialogue/script.h"

namespace tlsprobe {

using DialogueFunction = void (*)(Script& script, const DialogueInput& input);

void RunSmtp(Script& script, const DialogueInput& input);
void RunLmtp(Script& script, const DialogueInput& input);
void RunPop3(Script& script, const DialogueInput& input);
void RunImap(Script& script, const DialogueInput& input);
void RunFtp(Script& script, const DialogueInput& input);
void RunXmppClient(Script& script, const DialogueInput& input);
void RunXmppServer(Script& script, const DialogueInput& input);
void RunIrc(Script& script, const DialogueInput& input);
void RunTelnet(Script& script, const DialogueInput& input);
void RunNntp(Script& script, const DialogueInput& input);
void RunSieve(Script& script, const DialogueInput& input);
void RunLdap(Script& script, const DialogueInput& input);
void RunPostgres(Script& script, const DialogueInput& input);
void RunMysql(Script& script, const DialogueInput& input);
void RunRdp(Script& script, const DialogueInput& input);
void RunMssql(Script& script, const DialogueInput& input);

// Plays DialogueInput::script, which must not be null.
void RunScriptFile(Script& script, const DialogueInput& input);

// What is asked once more under TLS (StarttlsOptions::after_tls).
void AskSmtp(Script& script, const DialogueInput& input);
void AskLmtp(Script& script, const DialogueInput& input);
void AskPop3(Script& script, const DialogueInput& input);
void AskImap(Script& script, const DialogueInput& input);
void AskXmppClient(Script& script, const DialogueInput& input);
void AskXmppServer(Script& script, const DialogueInput& input);
void AskLdap(Script& script, const DialogueInput& input);

void RunHttpConnect(Script& script, const DialogueInput& input);
void RunSocks4(Script& script, const DialogueInput& input);
void RunSocks4a(Script& script, const DialogueInput& input);
void RunSocks5(Script& script, const DialogueInput& input);

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_DIALOGUES_H_
