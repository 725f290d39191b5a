"""Bad peers before TLS: STARTTLS servers and proxies. The probe ends by its deadline, says at which step and quotes
what came; what was slipped in between is an error; nothing of it reaches a terminal raw."""

import json
import os
import ssl
import subprocess
import tempfile
import unittest

import cases
import peers

PROGRAM = os.environ.get("TLSPROBE", "cli/tlsprobe")
ENOUGH = 60  # seconds after which a probe counts as hanging
LIMITS = ("-dialogue_timeout", "2", "-handshake_timeout", "2")
GREETING = b"220 mx.test ESMTP\r\n"
OFFER = b"250-mx.test\r\n250 STARTTLS\r\n"


def run(*arguments, **environment):
    """Runs the program with no input."""
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=ENOUGH,
                          check=False, env={**os.environ, **environment})


def smtp(*said, then=None):
    """Greets, then answers each command with the next text; `then` goes on."""

    def script(peer):
        peer.send(said[0])
        for text in said[1:]:
            peer.connection.recv(4096)
            peer.send(text)
        if then:
            then(peer)
        peer.wait_until_client_leaves()

    return script


def proxy(said, then=None):
    def script(peer):
        peer.connection.recv(4096)
        peer.send(said)
        if then:
            then(peer)
        peer.wait_until_client_leaves()

    return script


def hang_up(peer):
    peer.connection.shutdown(2)


def endless_lines(peer):
    peer.send_for_ever(b"250-more and more\r\n" * 100)


def slowly(peer):
    peer.send_for_ever(b"2", pause=0.2)


# name: (script, exit code of `check`, outcome.how, words of the message)
STARTTLS = {
    "silent": (lambda peer: peer.wait_until_client_leaves(), 13, "timeout", ["220 as its greeting within 2 s"]),
    "hangs up at once": (lambda peer: None, 13, "eof", ["220 as its greeting"]),
    "refuses the client": (smtp(b"554 5.7.1 not you\r\n"), 13, "denied", ['554 "5.7.1 not you"']),
    "refuses EHLO": (smtp(GREETING, b"502 what?\r\n"), 13, "denied", ["250 after EHLO", "502"]),
    "does not offer it": (smtp(GREETING, b"250 mx.test\r\n"), 13, "not_offered", ["an offer of STARTTLS"]),
    "refuses STARTTLS": (smtp(GREETING, OFFER, b"454 no key\r\n"), 13, "denied", ['454 "no key"']),
    "is not SMTP": (smtp(b"* OK IMAP4rev1\r\n"), 13, "garbled", ["* OK IMAP4rev1"]),
    "says binary": (smtp(bytes(range(256)) + b"\n"), 13, "garbled", ["\\x00"]),
    "says control characters": (smtp(b"554 \x1b[31m\x07 no\r\n"), 13, "denied", ["\\x1b[31m"]),
    "hangs up after EHLO": (smtp(GREETING, b"250-mx", then=hang_up), 13, "eof", ["250-mx"]),
    "never ends its list": (smtp(GREETING, then=None), 13, "timeout", []),
    "floods": (smtp(GREETING, b"250-mx.test\r\n", then=endless_lines), 13, "too_large", ["bytes"]),
    "dribbles": (slowly, 13, "timeout", []),
    "speaks TLS at once": (smtp(bytes.fromhex("15030100020228"), then=hang_up), 13, "eof", []),
    "goes on in clear text": (smtp(GREETING, OFFER, b"220 go\r\n454 after all not\r\n"), 14, None, ["after all not"]),
}
PROXIES = {
    "silent": (lambda peer: peer.wait_until_client_leaves(), 12, "timeout", ["HTTP status 200 after CONNECT within 2 s"]),
    "hangs up": (lambda peer: None, 12, None, ["CONNECT"]),
    "refuses": (proxy(b"HTTP/1.1 403 Forbidden\r\n\r\n"), 12, "denied", ['403 "Forbidden"']),
    "wants credentials": (proxy(b"HTTP/1.1 407 Auth\r\n\r\n"), 12, "denied", ["407"]),
    "is no proxy": (proxy(b"220 mx.test\r\n"), 12, "garbled", ["220 mx.test"]),
    "has endless headers": (proxy(b"HTTP/1.1 200 OK\r\n", then=lambda p: p.send_for_ever(b"X: y\r\n" * 100)), 12,
                            "too_large", []),
    "has a header without end": (proxy(b"HTTP/1.1 200 OK\r\nX: ", then=lambda p: p.send_for_ever(b"y" * 100)), 12,
                                 "too_large", []),
}


class BadPeers(unittest.TestCase):
    def expect(self, table, *arguments):
        for name, (script, code, how, words) in table.items():
            with self.subTest(name), peers.serving(script) as port:
                words_of_call = [a.replace("PORT", str(port)) for a in arguments]
                result = run("check", "--json", *LIMITS, *words_of_call)
                report = json.loads(result.stdout)
                outcome = report["outcome"]
                self.assertEqual(result.returncode, code, outcome)
                if how:
                    self.assertEqual(outcome["how"], how, outcome)
                for word in words:
                    self.assertIn(word, outcome["message"])
                self.assertIsNotNone(outcome["cause"])
                self.assertEqual(report["verification"]["chain"]["verdict"], "not_checked")
                text = run("check", *LIMITS, *words_of_call)
                self.assertEqual(text.returncode, code)
                self.assertLessEqual(len(text.stdout.split(b"\n")[0]), 300)
                self.assertFalse([c for c in text.stdout + text.stderr if c < 32 and c != 10], text.stdout)

    def test_starttls(self):
        self.expect(STARTTLS, "smtp://127.0.0.1:PORT")

    def test_proxies(self):
        self.expect(PROXIES, "-proxy", "127.0.0.1:PORT", "target.example:443")

    def test_the_dialect_exits_with_1_and_sends_no_client_hello(self):
        heard = []

        def remember(peer):
            heard.append(peer.connection.recv(4096))

        for name in ("refuses the client", "refuses EHLO", "is not SMTP", "says control characters"):
            script = STARTTLS[name][0]
            with self.subTest(name), peers.serving(script) as port:
                result = run("-connect", f"127.0.0.1:{port}", "-starttls", "smtp", *LIMITS)
                self.assertEqual(result.returncode, 1)
                self.assertIn(b"CONNECTED(", result.stdout)
                self.assertIn(b"tlsprobe: STARTTLS (smtp): expected", result.stderr)
                self.assertFalse([c for c in result.stderr if c < 32 and c != 10], result.stderr)
        with peers.serving(smtp(GREETING, OFFER, b"454 no key\r\n", then=remember)) as port:
            self.assertEqual(run("-connect", f"127.0.0.1:{port}", "-starttls", "smtp", *LIMITS).returncode, 1)
        self.assertNotIn(b"\x16", b"".join(heard))

    def test_what_is_not_offered_is_asked_for_in_the_dialect(self):
        with peers.serving(smtp(GREETING, b"250 mx.test\r\n", b"502 no\r\n")) as port:
            result = run("-connect", f"127.0.0.1:{port}", "-starttls", "smtp", *LIMITS)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"Didn't find STARTTLS in server response, trying anyway...\n", result.stderr)
        self.assertIn(b'got 502 "no"', result.stderr)

    def test_a_proxy_that_is_not_there(self):
        port = peers.closed_port()
        result = run("check", "--json", "target.example", "-proxy", f"127.0.0.1:{port}")
        outcome = json.loads(result.stdout)["outcome"]
        self.assertEqual((result.returncode, outcome["phase"]), (12, "proxy"), outcome)
        self.assertIn(f"the proxy 127.0.0.1:{port}", outcome["cause"])
        dialect = run("-connect", "target.example:443", "-proxy", f"127.0.0.1:{port}")
        self.assertEqual(dialect.returncode, 1)
        self.assertIn(b"connect:errno=111\n", dialect.stderr)

    def test_s_clients_words_for_a_refusal(self):
        with peers.serving(PROXIES["wants credentials"][0]) as port:
            result = run("-connect", "target.example:443", "-proxy", f"127.0.0.1:{port}", *LIMITS)
        self.assertIn(b"s_client: HTTP CONNECT failed, reason= 407 Auth\n", result.stderr)
        with peers.serving(PROXIES["is no proxy"][0]) as port:
            result = run("-connect", "target.example:443", "-proxy", f"127.0.0.1:{port}", *LIMITS)
        self.assertIn(b"s_client: HTTP CONNECT failed, incorrect response from proxy\n", result.stderr)


class GoodServers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = peers.temporary_folder()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificate, cls.key = peers.make_certificate(cls.folder.name)

    def tls(self, peer):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        context.wrap_socket(peer.connection, server_side=True).recv(100)

    def smtp(self, go_ahead):
        def script(peer):
            peer.send(GREETING)
            for answer in (OFFER, go_ahead):
                peer.connection.recv(4096)
                peer.send(answer)
            self.tls(peer)

        return peers.serving(script)

    def trust(self):
        return "-CAfile", self.certificate

    def test_injected_text_is_an_error_in_both_faces(self):
        with self.smtp(b"220 go\r\n250 evil\x1b[31m\r\n") as port:
            result = run("check", f"smtp://localhost:{port}", "-4", *self.trust())
            self.assertEqual(result.returncode, 1, result.stdout)
            self.assertIn(b'"250 evil\\x1b[31m\\r\\n"', result.stdout.split(b"\n")[0])
            dialect = run("-connect", f"localhost:{port}", "-4", "-starttls", "smtp", *self.trust())
            self.assertEqual(dialect.returncode, 1)
            self.assertIn(b"Verify return code: 0 (ok)", dialect.stdout)
            self.assertIn(b"CVE-2011-0411", dialect.stderr)

    def test_the_last_line_is_repeated_on_standard_error(self):
        with self.smtp(b"220 go\r\n") as port:
            dialect = run("-connect", f"localhost:{port}", "-4", "-starttls", "smtp", *self.trust())
            self.assertEqual(dialect.returncode, 0, dialect.stderr)
            self.assertIn(b"250 STARTTLS\n", dialect.stderr)

    def test_a_script_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder, self.smtp(b"220 go\r\n") as port:
            path = os.path.join(folder, "script")
            with open(path, "w", encoding="ascii") as file:
                file.write('expect "220"\nsend "EHLO x\\r\\n"\nexpect-re "^250 "\nsend "STARTTLS\\r\\n"\nexpect "220"\n')
            result = run("check", "--json", f"localhost:{port}", "-4", "-starttls", "script:" + path, *self.trust())
            report = json.loads(result.stdout)
            self.assertEqual(result.returncode, 0, report["outcome"])
            self.assertEqual([hop["kind"] for hop in report["hops"]], ["starttls-script", "tls"])
            with open(path, "a", encoding="ascii") as file:
                file.write("sned\n")
            wrong = run("check", f"localhost:{port}", "-starttls", "script:" + path)
            self.assertEqual(wrong.returncode, 2)
            self.assertIn(b"line 6: expected expect, ", wrong.stdout)
            missing = run("check", f"localhost:{port}", "-starttls", "script:" + path + "x")
            self.assertEqual(missing.returncode, 2)

    def test_the_environment_names_a_proxy(self):
        def script(peer):
            request = peer.connection.recv(4096)
            self.requests.append(request)
            peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
            self.tls(peer)

        self.requests = []
        with peers.serving(script) as port:
            place = f"http://u:hunter2@127.0.0.1:{port}"
            result = run("check", "--json", "localhost", "--proxy-env", *self.trust(), https_proxy=place, no_proxy="x.test")
            report = json.loads(result.stdout)
            self.assertEqual(result.returncode, 0, report["outcome"])
            self.assertEqual([hop["kind"] for hop in report["hops"]], ["proxy-http", "tls"])
            self.assertIn(b"CONNECT localhost:443 HTTP/1.1\r\n", self.requests[0])
            self.assertIn(b"Basic dTpodW50ZXIy", self.requests[0])
            self.assertNotIn(b"hunter2", result.stdout)
            self.assertNotIn(b"dTpodW50ZXIy", result.stdout)
            direct = run("check", f"localhost:{peers.closed_port()}", "-4", "--proxy-env", https_proxy=place, no_proxy="localhost")
            self.assertEqual(direct.returncode, 11)


if __name__ == "__main__":
    cases.main()
