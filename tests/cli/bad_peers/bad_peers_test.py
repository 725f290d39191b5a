"""Every kind of bad peer: the probe ends by itself, says who ended it and where, quotes what came,
and stays small. Deadlines are shortened by options; nothing is asserted about how long it took."""

import json
import os
import ssl
import subprocess
import sys
import unittest

import cases
import peers

PROGRAM = os.environ.get("TLSPROBE", "cli/tlsprobe")
MEMORY_LIMIT = 64 * 1024  # KiB
ENOUGH = 60  # seconds after which a probe counts as hanging


class Result:
    def __init__(self, code, stdout, stderr, memory):
        self.code, self.stdout, self.stderr, self.memory = code, stdout, stderr, memory


def run(*arguments):
    """Runs the program with no input; measures the memory it took (KiB)."""
    process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    try:
        stdout, stderr = process.communicate(timeout=ENOUGH)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"{arguments} did not end by itself") from None
    return Result(process.returncode, stdout, stderr, None)


def memory_of(*arguments):
    """Peak memory of a run in KiB, by a child that only waits for it."""
    code = ("import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,"
            " stderr=subprocess.DEVNULL)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    shown = subprocess.run([sys.executable, "-c", code, PROGRAM, *arguments], capture_output=True, timeout=ENOUGH,
                           check=True)
    return int(shown.stdout)


def silent(peer):
    peer.wait_until_client_leaves()


def close_at_once(peer):
    del peer


def close_after_hello(peer):
    peer.read_hello()


def reset_after_hello(peer):
    peer.read_hello()
    peer.reset()


def close_after_server_hello(peer):
    peer.read_hello()
    peer.send(peers.SERVER_HELLO)


def silence_after_server_hello(peer):
    peer.read_hello()
    peer.send(peers.SERVER_HELLO)
    peer.wait_until_client_leaves()


def reset_in_a_record(peer):
    peer.read_hello()
    peer.send(peers.SERVER_HELLO[:20])
    peer.reset()


def says(text, before_hello=False):
    def script(peer):
        if not before_hello:
            peer.read_hello()
        peer.send(text)
        peer.wait_until_client_leaves()

    return script


def one_byte_a_second(peer):
    peer.send_for_ever(b"\x16", pause=1)


def drip_a_good_record(peer):
    peer.read_hello()
    for byte in peers.record(22, peers.message(2, bytes(16000))):
        peer.send(bytes([byte]))
        peers.time.sleep(0.05)


def endless_message(peer):
    peer.read_hello()
    peer.send(peers.record(22, bytes([2]) + b"\xff\xff\xff" + bytes(16000)))
    peer.send_for_ever(peers.record(22, bytes(16384)))


def endless_certificate(peer):
    peer.read_hello()
    peer.send(peers.SERVER_HELLO + peers.record(22, bytes([11]) + b"\xff\xff\xff" + bytes(16000)))
    peer.send_for_ever(peers.record(22, bytes(16384)))


def too_long_record(peer):
    peer.read_hello()
    peer.send(b"\x16\x03\x03\xff\xff")
    peer.send_for_ever(bytes(65536))


def warning_flood(peer):
    peer.read_hello()
    peer.send_for_ever(peers.record(21, b"\x01\x5a"))


def hello_request_flood(peer):
    peer.read_hello()
    peer.send_for_ever(peers.record(22, peers.message(0, b"")))


def empty_record_flood(peer):
    peer.read_hello()
    peer.send_for_ever(peers.record(22, b"") * 1000)


def garbage_flood(peer):
    peer.send_for_ever(bytes(range(256)) * 256)


def alert(description):
    return says(peers.record(21, bytes([2, description])))


# name: (script, exit code of `check`, outcome.phase, outcome.ended_by, outcome.how, words of the message)
# None: any value will do, the peer leaves it open.
PEERS = {
    "silent": (silent, 14, "handshake", "us", "timeout", ["ServerHello"]),
    "closes at once": (close_at_once, 14, "handshake", None, None, []),
    "closes after the ClientHello": (close_after_hello, 14, "handshake", "peer", "eof", ["ClientHello"]),
    "resets after the ClientHello": (reset_after_hello, 14, "handshake", None, "reset", []),
    "closes after the ServerHello": (close_after_server_hello, 14, "handshake", "peer", "eof", ["ServerHello"]),
    "silent after the ServerHello": (silence_after_server_hello, 14, "handshake", "us", "timeout", ["ServerHello"]),
    "resets within a record": (reset_in_a_record, 14, "handshake", None, "reset", []),
    "plain HTTP": (says(b"HTTP/1.1 400 Bad Request\r\nServer: x\x1b[31m\r\n\r\n"), 14, "handshake", None, "not_tls",
                   ["HTTP", "400 Bad Request"]),
    "SSH banner": (says(b"SSH-2.0-OpenSSH_9.2\r\n", True), 14, "handshake", None, "not_tls", ["SSH"]),
    "SMTP banner": (says(b"220 mx.example ESMTP\r\n", True), 14, "handshake", None, "not_tls", ["SMTP", "220 mx.example"]),
    "IMAP banner": (says(b"* OK IMAP4rev1 ready\r\n", True), 14, "handshake", None, "not_tls", ["IMAP"]),
    "garbage": (says(bytes(range(128, 228))), 14, "handshake", None, "not_tls", ["\\x80"]),
    "garbage flood": (garbage_flood, 14, "handshake", None, None, []),
    "one byte a second": (one_byte_a_second, 14, "handshake", None, None, []),
    "a good record, a byte at a time": (drip_a_good_record, 14, "handshake", "us", "timeout", []),
    "endless ServerHello": (endless_message, 14, "handshake", None, None, []),
    "endless Certificate": (endless_certificate, 14, "handshake", None, None, []),
    "record longer than allowed": (too_long_record, 14, "handshake", None, None, []),
    "flood of warnings": (warning_flood, 14, "handshake", None, None, []),
    "flood of HelloRequests": (hello_request_flood, 14, "handshake", None, None, []),
    "flood of empty records": (empty_record_flood, 14, "handshake", None, None, []),
    "alert 40": (alert(40), 14, "handshake", "peer", "alert_received", ["handshake_failure"]),
    "alert 70": (alert(70), 14, "handshake", "peer", "alert_received", ["protocol_version"]),
    "alert 112": (alert(112), 14, "handshake", "peer", "alert_received", ["unrecognized_name"]),
    "alert 255": (alert(255), 14, "handshake", "peer", "alert_received", []),
}


class BadPeers(unittest.TestCase):
    def check(self, port, *options):
        result = run("check", f"127.0.0.1:{port}", "--json", "-handshake_timeout", "2", *options)
        return result, json.loads(result.stdout)

    def test_the_report_says_who_ended_it_and_where(self):
        for name, (script, code, phase, ended_by, how, words) in PEERS.items():
            with self.subTest(name), peers.serving(script) as port:
                result, report = self.check(port)
                outcome = report["outcome"]
                self.assertEqual(result.code, code, outcome)
                self.assertEqual(outcome["phase"], phase)
                if ended_by:
                    self.assertEqual(outcome["ended_by"], ended_by, outcome)
                else:
                    self.assertIn(outcome["ended_by"], ("us", "peer", "network"))
                if how:
                    self.assertEqual(outcome["how"], how, outcome)
                for word in words:
                    self.assertIn(word, outcome["message"])
                self.assertFalse(report["verification"]["chain"]["verdict"] == "ok", "nothing was verified")

    def test_the_verdict_is_one_printable_line(self):
        for name, (script, code, *_) in PEERS.items():
            with self.subTest(name), peers.serving(script) as port:
                result = run("check", f"127.0.0.1:{port}", "-handshake_timeout", "2")
                self.assertEqual(result.code, code)
                verdict = result.stdout.split(b"\n")[0].decode()
                self.assertTrue(0 < len(verdict) <= 300, verdict)
                self.assertFalse([c for c in result.stdout + result.stderr if c < 32 and c != 10], result.stdout)

    def test_the_dialect_exits_with_1(self):
        for name, (script, *_) in PEERS.items():
            with self.subTest(name), peers.serving(script) as port:
                result = run("-connect", f"127.0.0.1:{port}", "-handshake_timeout", "2")
                self.assertEqual(result.code, 1, result.stderr)
                self.assertIn(b"CONNECTED(", result.stdout)
                self.assertNotIn(b"Verify return code: 0 (ok)", result.stdout)
                self.assertNotIn(b"Verification: OK", result.stdout)

    def test_memory_stays_small(self):
        for name in ("endless ServerHello", "endless Certificate", "flood of warnings", "garbage flood",
                     "flood of empty records", "flood of HelloRequests"):
            with self.subTest(name), peers.serving(PEERS[name][0]) as port:
                used = memory_of("check", f"127.0.0.1:{port}", "-handshake_timeout", "2")
                self.assertLess(used, MEMORY_LIMIT)

    def test_nobody_listens(self):
        result, report = self.check(peers.closed_port())
        self.assertEqual(result.code, 11)
        self.assertEqual((report["outcome"]["phase"], report["outcome"]["how"]), ("connect", "refused"))
        self.assertEqual(report["addresses"][0]["address"], "127.0.0.1")

    def test_no_such_name(self):
        result = run("check", "no-such-name.invalid", "--json")
        report = json.loads(result.stdout)
        self.assertEqual(result.code, 10)
        self.assertEqual((report["outcome"]["phase"], report["outcome"]["how"]), ("resolve", "not_found"))

    def test_one_address_of_two_answers(self):
        with peers.serving(silent) as port:
            result, report = self.check(port, "--resolve", f"127.0.0.1:{port}:127.0.0.9,127.0.0.1")
            self.assertEqual([a["result"] for a in report["addresses"]][-1], "connected", report["addresses"])
            self.assertEqual(result.code, 14)


class GoodHandshakeThenTrouble(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = peers.temporary_folder()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificate, cls.key = peers.make_certificate(cls.folder.name)

    def serving(self, after):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)

        def script(peer):
            tls = context.wrap_socket(peer.connection, server_side=True)
            after(tls)

        return peers.serving(script)

    def connect(self, port, *options):
        return run("-connect", f"127.0.0.1:{port}", "-CAfile", self.certificate, "-ign_eof", *options)

    def test_data_then_close_without_notify(self):
        def after(tls):
            tls.sendall(b"hello\n")
            os.close(tls.detach())

        with self.serving(after) as port:
            result = self.connect(port, "-quiet")
            self.assertEqual(result.stdout, b"hello\n")
            self.assertIn(b"unexpected eof", result.stderr)

    def test_data_then_close_notify(self):
        def after(tls):
            tls.sendall(b"hello\n")
            tls.unwrap()

        with self.serving(after) as port:
            result = self.connect(port)
            self.assertEqual(result.code, 0)
            self.assertIn(b"hello\n", result.stdout)
            self.assertTrue(result.stdout.endswith(b"closed\n"), result.stdout[-80:])

    def test_data_that_looks_like_terminal_control_is_passed_on_in_the_dialect(self):
        payload = b"\x1b[2J\x00\xff\r\n" * 5000

        def after(tls):
            tls.sendall(payload)
            tls.unwrap()

        with self.serving(after) as port:
            self.assertEqual(self.connect(port, "-quiet").stdout, payload)

    def test_a_flood_of_data_is_not_kept_in_memory(self):
        def after(tls):
            for _ in range(2000):
                tls.sendall(bytes(65536))
            tls.unwrap()

        with self.serving(after) as port:
            used = memory_of("-connect", f"127.0.0.1:{port}", "-quiet")
            self.assertLess(used, MEMORY_LIMIT)


if __name__ == "__main__":
    cases.main()
