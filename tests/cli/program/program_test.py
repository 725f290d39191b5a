"""The program as a user has it: both faces, their streams and exit codes, against `tlsprobe demo
--serve` and openssl on loopback."""

import contextlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

import cases
import jsonschema

PROGRAM = os.path.abspath(os.environ.get("TLSPROBE", "cli/tlsprobe"))
SCHEMA = "docs/report.schema.json"
ENOUGH = 60  # seconds after which something hangs


def run(*arguments, stdin=b"", program=PROGRAM, **variables):
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, timeout=ENOUGH, check=False,
                          env={**os.environ, **variables})


def shell(command, *arguments):
    """Runs a line of sh in which the program is $0 and the arguments are "$@"."""
    return subprocess.run(["sh", "-c", command, PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=ENOUGH, check=False)


def first_line(result):
    return result.stdout.decode().split("\n", 1)[0]


@contextlib.contextmanager
def demo_server():
    """Gives (port, file of the root certificate)."""
    process = subprocess.Popen([PROGRAM, "demo", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        words = process.stdout.readline().decode().split()
        yield int(words[2].rpartition(":")[2]), words[4]
    finally:
        process.stdin.close()
        process.wait(timeout=ENOUGH)
        process.stdout.close()


class Openssl:
    """`openssl s_server -www` with a self-signed certificate for `name`, on an address of loopback."""

    def __init__(self, folder, name, address="127.0.0.1", port=0, extra=()):
        self.certificate = os.path.join(folder, f"{name}-{address}.pem")
        self.key = self.certificate + ".key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", self.key, "-out", self.certificate, "-days", "30", "-subj", f"/CN={name}",
                        "-addext", f"subjectAltName=DNS:{name}"], check=True, capture_output=True)
        self.port = port or free_port(address)
        self.process = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"{address}:{self.port}", "-cert", self.certificate, "-key", self.key,
             "-www", *extra], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in self.process.stdout:
            if line.startswith(b"ACCEPT"):
                return
        raise AssertionError("openssl s_server did not start")

    def stop(self):
        self.process.kill()
        self.process.communicate()


def free_port(address="127.0.0.1"):
    with socket.socket() as listener:
        listener.bind((address, 0))
        return listener.getsockname()[1]


class DialectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.port, cls.root = cls.stack.enter_context(demo_server())

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def connect(self, *arguments, stdin=b""):
        return run("-connect", f"localhost:{self.port}", *arguments, stdin=stdin)

    def test_end_of_input_is_done_and_0(self):
        result = self.connect("-CAfile", self.root)
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.stdout.startswith(b"CONNECTED(00000003)\n"))
        self.assertIn(b"\nVerify return code: 0 (ok)\n", result.stdout)
        self.assertEqual(result.stdout.count(b"-----BEGIN CERTIFICATE-----"), 1)
        self.assertTrue(result.stderr.endswith(b"DONE\n"))

    def test_all_ways_to_name_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            link = os.path.join(folder, "s_client")
            os.symlink(PROGRAM, link)
            target = f"localhost:{self.port}"
            for words, program in ((("s_client", "-connect", target), PROGRAM), (("s_client", target), PROGRAM),
                                   (("--connect", target), PROGRAM), (("-connect", target), link), ((target,), link)):
                with self.subTest(words=words, program=program):
                    result = run(*words, program=program)
                    self.assertEqual(result.returncode, 0)
                    self.assertIn(b"CONNECTED", result.stdout)

    def test_untrusted_is_0_and_verify_return_error_is_1(self):
        self.assertEqual(self.connect("-no-CAfile", "-no-CApath").returncode, 0)
        result = self.connect("-no-CAfile", "-no-CApath", "-verify_return_error")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"certificate verify failed", result.stderr)

    def test_verify_tells_its_depth(self):
        self.assertIn(b"verify depth is 4\n", self.connect("-verify", "4").stderr)

    def test_findings_that_were_asked_for_come_on_standard_error(self):
        line = rb"(?m)^tlsprobe: (error|warning|notice|info): .+ \(.+\)$"
        for more in ((), ("-brief",)):
            result = self.connect("-CAfile", self.root, "-profile", "webpki", *more)
            self.assertRegex(result.stderr, line)
            self.assertNotRegex(result.stdout, rb"(?m)^tlsprobe: ")
            self.assertNotRegex(self.connect("-CAfile", self.root, *more).stderr, line)
        self.assertEqual(self.connect("-CAfile", self.root, "-profile", "webpki", "-json").stderr, b"")

    def test_brief_leaves_standard_output_empty(self):
        result = self.connect("-brief", "-CAfile", self.root)
        self.assertEqual(result.stdout, b"")
        self.assertIn(b"CONNECTION ESTABLISHED\n", result.stderr)
        self.assertIn(b"Verification: OK\n", result.stderr)

    def test_data_goes_both_ways_and_comes_back_whole(self):
        data = os.urandom(300000).hex().encode()
        data = b"".join(data[i:i + 70] + b"\n" for i in range(0, len(data), 70))
        process = subprocess.Popen([PROGRAM, "-connect", f"localhost:{self.port}", "-quiet"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # Reading and writing at once: a program whose output nobody reads stops reading its input.
        writer = threading.Thread(target=lambda: (process.stdin.write(data), process.stdin.flush()))
        writer.start()
        try:
            self.assertEqual(process.stdout.read(len(data)), data)
        finally:
            process.kill()
            writer.join()
            process.communicate()

    def test_a_closed_standard_output_ends_quietly(self):
        process = subprocess.Popen([PROGRAM, "-connect", f"localhost:{self.port}"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        try:
            self.assertEqual(process.wait(timeout=ENOUGH), 0)
            self.assertNotIn(b"ipe", process.stderr.read())
        finally:
            process.stdin.close()
            process.stderr.close()

    def test_json_is_one_object_and_nothing_else(self):
        result = self.connect("-json", "-CAfile", self.root)
        report = json.loads(result.stdout)
        self.assertEqual(report["verification"]["chain"]["verdict"], "ok")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        result = run("-json", "-connect", f"localhost:{free_port()}")
        self.assertEqual(json.loads(result.stdout)["outcome"]["how"], "refused")
        self.assertEqual(result.returncode, 1)

    def test_the_key_log_is_appended_to(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "keys")
            for rounds in (1, 2):
                self.connect("-keylogfile", path)
                with open(path, encoding="ascii") as file:
                    lines = file.read().splitlines()
                self.assertEqual(sum(line.startswith("CLIENT_TRAFFIC_SECRET_0 ") for line in lines), rounds)
            self.assertEqual(os.stat(path).st_mode & 0o077, 0)

    def test_no_interactive_leaves_open_input_alone(self):
        process = subprocess.Popen([PROGRAM, "-connect", f"localhost:{self.port}", "-no-interactive"],
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.assertEqual(process.wait(timeout=ENOUGH), 0)
        finally:
            process.stdin.close()

    def test_nothing_listening_is_1(self):
        result = run("-connect", f"127.0.0.1:{free_port()}")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr.endswith(b"connect:errno=111\n"))

    def test_local_errors_are_one_line_and_1(self):
        for words in (("-CAfile", "/nonexistent"), ("-CApath", "/nonexistent"), ("-cert", "/nonexistent"),
                      ("-rand", "/nonexistent"), ("-keylogfile", "/nonexistent/file"), ("-cipher", "NOPE"),
                      ("-ciphersuites", "NOPE"), ("-groups", "NOPE"), ("-sigalgs", "NOPE"), ("-port", "0"),
                      ("-cert", self.root), ("-key", self.root, "-cert", self.root)):
            with self.subTest(words=words):
                result = self.connect(*words) if words[0] != "-port" else run(*words)
                lines = result.stderr.decode().splitlines()
                self.assertEqual((result.returncode, result.stdout, len(lines)), (1, b"", 1), lines)
                self.assertIn(words[0], lines[0])

    def test_files_for_a_client_certificate_are_looked_at_without_one(self):
        for words in (("-key", "/nonexistent"), ("-key", self.root), ("-cert_chain", "/nonexistent"),
                      ("-pass", "file:/nonexistent")):
            with self.subTest(words=words):
                result = self.connect(*words)
                self.assertEqual((result.returncode, result.stdout), (1, b""))
                self.assertIn(words[0], result.stderr.decode())
        self.assertEqual(self.connect("-cert_chain", self.root).returncode, 0)

    def test_output_that_is_lost_is_no_success(self):
        line = '"$0" -connect "$@" >/dev/full'
        result = shell(line, f"localhost:{self.port}")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"tlsprobe: standard output: ", result.stderr)

    def test_a_store_of_the_environment_that_is_not_there_is_not_mentioned(self):
        with_store = run("-connect", f"localhost:{self.port}", SSL_CERT_FILE="/nonexistent")
        self.assertNotIn(b"SSL_CERT_FILE", with_store.stderr + with_store.stdout)

    def test_help_goes_to_standard_error(self):
        result = run("s_client", "-help")
        self.assertEqual((result.returncode, result.stdout), (0, b""))
        self.assertTrue(result.stderr.startswith(b"Usage: s_client [options]"))
        self.assertIn(b"\n -servername ", result.stderr)


class CheckTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.port, cls.root = cls.stack.enter_context(demo_server())

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def check(self, host, *arguments):
        return run("check", f"{host}:{self.port}", "-CAfile", self.root, *arguments)

    def test_a_healthy_server_is_0(self):
        for target in (f"localhost:{self.port}", f"127.0.0.1:{self.port}", f"https://localhost:{self.port}/x"):
            with self.subTest(target=target):
                result = run("check", target, "-CAfile", self.root)
                self.assertEqual(result.returncode, 0, result.stdout)
                self.assertTrue(first_line(result).startswith("ok: "))

    def test_demo_probes_itself(self):
        result = run("demo")
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"\nok: localhost:", result.stdout)

    def test_an_untrusted_chain_is_20(self):
        result = run("check", f"localhost:{self.port}", "-no-CAfile", "-no-CApath")
        self.assertEqual(result.returncode, 20)
        self.assertTrue(first_line(result).startswith("error: "))

    def test_another_name_is_21_and_resolve_brings_it_there(self):
        result = self.check("other.test", "--resolve", f"other.test:{self.port}:127.0.0.1")
        self.assertEqual(result.returncode, 21)
        self.assertIn("other.test", first_line(result))

    def test_no_address_is_10_and_no_connection_11(self):
        self.assertEqual(run("check", "no-such-name.invalid").returncode, 10)
        self.assertEqual(run("check", f"127.0.0.1:{free_port()}").returncode, 11)

    def test_a_server_that_does_not_speak_tls_is_14(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            process = subprocess.Popen([PROGRAM, "check", f"127.0.0.1:{listener.getsockname()[1]}"],
                                       stdout=subprocess.PIPE)
            with listener.accept()[0] as connection:
                connection.sendall(b"220 mx.example ESMTP\r\n")
                output = process.communicate(timeout=ENOUGH)[0]
        self.assertEqual(process.returncode, 14)
        self.assertTrue(output.startswith(b"error: "))

    def test_local_errors_are_2_and_have_a_verdict(self):
        for words in (("localhost", "-CAfile", "/nonexistent"), ("localhost", "-cipher", "NOPE"), (),
                      ("gopher://mx.example",), ("localhost", "-foo"), ("localhost", "--resolve", "x"),
                      ("localhost", "-keylogfile", "/nonexistent/file"), ("a:b:c",), ("localhost:0",)):
            with self.subTest(words=words):
                result = run("check", *words)
                self.assertEqual(result.returncode, 2)
                self.assertTrue(first_line(result).startswith("error: "))
                self.assertLessEqual(len(first_line(result)), 300)
                in_json = run("check", "--json", *words)
                self.assertEqual(in_json.returncode, 2)
                report = json.loads(in_json.stdout)
                self.validate(report)
                self.assertEqual(in_json.stderr + result.stderr, b"")
                self.assertEqual((report["outcome"]["phase"], report["exit_status"]), (None, 2))

    def test_local_errors_name_the_option_and_keep_the_target(self):
        for words, said in ((("-alpn", ",".join(["a" * 255] * 300)), "-alpn: "), (("-verify_hostname", "a b"),
                            "-verify_hostname: "), (("-min_protocol", "TLSv1.3", "-max_protocol", "TLSv1.2"), "-min_protocol, "),
                            (("-psk", "00"), "-psk is not supported: pre-shared"),
                            (("-key", "/nonexistent"), "-key needs -cert")):
            with self.subTest(words=words):
                result = run("check", "--json", "localhost:8443", *words)
                report = json.loads(result.stdout)
                self.assertEqual(result.returncode, 2)
                self.assertTrue(report["outcome"]["message"].startswith(said), report["outcome"]["message"])
                self.assertEqual((report["target"]["host"], report["target"]["port"]), ("localhost", 8443))

    def validate(self, report):
        with open(SCHEMA, encoding="utf-8") as file:
            jsonschema.validate(report, json.load(file))

    def test_json_follows_the_schema_and_keeps_the_exit_status(self):
        result = self.check("localhost", "--json")
        self.validate(json.loads(result.stdout))
        self.assertEqual((result.returncode, json.loads(result.stdout)["exit_status"]), (0, 0))
        result = run("check", "--json", f"localhost:{self.port}", "-no-CAfile", "-no-CApath")
        self.assertEqual((result.returncode, json.loads(result.stdout)["exit_status"]), (20, 20))

    def test_standard_input_is_never_read(self):
        reading, writing = os.pipe()
        os.write(writing, b"for someone else\n")
        subprocess.run([PROGRAM, "check", f"localhost:{self.port}", "-CAfile", self.root], stdin=reading,
                       stdout=subprocess.DEVNULL, timeout=ENOUGH, check=True)
        os.close(writing)
        self.assertEqual(os.read(reading, 100), b"for someone else\n")
        os.close(reading)

    def test_the_key_log_works_here_too(self):
        for words in ((), ("--all-addresses",)):
            with self.subTest(words=words), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "keys")
                self.assertEqual(self.check("localhost", "-keylogfile", path, *words).returncode, 0)
                with open(path, encoding="ascii") as file:
                    self.assertIn("CLIENT_TRAFFIC_SECRET_0 ", file.read())

    def test_showcerts_shows_every_certificate_that_was_sent(self):
        self.assertNotIn(b"BEGIN CERTIFICATE", self.check("localhost").stdout)
        result = self.check("localhost", "-showcerts")
        self.assertEqual(result.stdout.count(b"-----BEGIN CERTIFICATE-----"), 2)
        report = json.loads(self.check("localhost", "--json").stdout)
        self.assertEqual(len(report["peer"]["certificates"]), 2)

    def test_output_that_is_lost_is_no_success(self):
        target = f"localhost:{self.port}"
        for line in ('"$0" check "$@" >/dev/full', '"$0" check "$@" --json >/dev/full', '"$0" check -help >/dev/full',
                     '"$0" --version >/dev/full'):
            with self.subTest(line=line):
                result = shell(line, target, "-CAfile", self.root)
                self.assertEqual(result.returncode, 1)
                self.assertIn(b"standard output: expected to write everything", result.stderr)
        result = shell('"$0" check "$@" -keylogfile /dev/full', target, "-CAfile", self.root)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"-keylogfile /dev/full: ", result.stderr)
        self.assertEqual(shell('"$0" check nowhere.invalid >/dev/full').returncode, 10)

    def test_closed_streams_are_no_place_for_files(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "keys")
            words = (f"localhost:{self.port}", "-CAfile", self.root, "-keylogfile", path)
            self.assertEqual(shell('"$0" check "$@" <&- >&- 2>&-', *words).returncode, 0)
            with open(path, encoding="ascii") as file:
                for line in file.read().splitlines():
                    self.assertRegex(line, r"^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]+$")

    def test_a_store_of_the_environment_that_is_not_there_is_a_warning(self):
        result = run("check", f"localhost:{self.port}", SSL_CERT_FILE="/nonexistent")
        self.assertIn(b"SSL_CERT_FILE=/nonexistent cannot be read: no trusted certificates from it", result.stdout)
        report = json.loads(run("check", "--json", f"localhost:{self.port}", SSL_CERT_FILE="/nonexistent").stdout)
        self.assertIn("trust.environment", {finding["id"] for finding in report["findings"]})
        named = run("check", f"localhost:{self.port}", "-CAfile", self.root, SSL_CERT_FILE="/nonexistent")
        self.assertNotIn(b"SSL_CERT_FILE", named.stdout)

    def test_what_bind_cannot_do_is_2_and_names_it(self):
        taken = f"127.0.0.1:{self.port}"
        for address in ("no-such-name.invalid", "192.0.2.1", taken, "1.2.3.4:abc"):
            with self.subTest(address=address):
                result = run("check", taken, "-bind", address)
                self.assertEqual(result.returncode, 2, result.stdout)
                self.assertIn(f"-bind {address}" if ":abc" not in address else "-bind: ", first_line(result))

    def test_an_address_of_the_other_family_says_which_option_to_drop(self):
        result = run("check", f"127.0.0.1:{self.port}", "-6")
        self.assertEqual(result.returncode, 10)
        self.assertIn(b"127.0.0.1 is no IPv6 address; drop -6.", result.stdout)

    def test_a_terminal_sees_what_is_waited_for_until_it_is_over(self):
        for kind, shown in (("xterm", True), ("dumb", False)):
            with self.subTest(kind=kind):
                master, terminal = pty.openpty()
                result = subprocess.run(
                    [PROGRAM, "check", f"localhost:{self.port}", "-CAfile", self.root], stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=terminal, timeout=ENOUGH, check=False,
                    env={**os.environ, "TERM": kind})
                os.write(terminal, b"end")
                seen = b""
                while not seen.endswith(b"end"):  # a terminal hands out what it has in pieces
                    seen += os.read(master, 4096)
                os.close(terminal)
                os.close(master)
                self.assertTrue(result.stdout.startswith(b"ok: "))
                self.assertEqual(f"connecting to localhost:{self.port} ...".encode() in seen, shown)
                self.assertTrue(seen.endswith(b"\r\x1b[Kend") if shown else seen == b"end", seen)

    def test_nothing_is_coloured_in_a_pipe(self):
        self.assertNotIn(b"\x1b", self.check("localhost").stdout)


class AllAddressesTest(unittest.TestCase):
    def test_addresses_that_disagree_are_found(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            good = Openssl(folder, "host.test")
            stack.callback(good.stop)
            bad = Openssl(folder, "other.test", "127.0.0.2", good.port, ("-tls1_2",))
            stack.callback(bad.stop)
            trust = os.path.join(folder, "trust.pem")
            with open(trust, "w", encoding="ascii") as out:
                for server in (good, bad):
                    with open(server.certificate, encoding="ascii") as file:
                        out.write(file.read())
            target = ("check", f"host.test:{good.port}", "-CAfile", trust)
            both = ("--resolve", f"host.test:{good.port}:127.0.0.1,127.0.0.2")

            self.assertEqual(run(*target, *both).returncode, 0)
            result = run(*target, *both, "--all-addresses")
            self.assertEqual(result.returncode, 21, result.stdout)
            self.assertTrue(first_line(result).startswith("error: 1 of 2 addresses fails: "), first_line(result))
            self.assertIn(f"\n== 127.0.0.2:{good.port}\nerror: ".encode(), result.stdout)
            self.assertIn(f"\n== 127.0.0.1:{good.port}\nok: ".encode(), result.stdout)
            self.assertNotIn(b"not tried", result.stdout)
            report = json.loads(run(*target, *both, "--all-addresses", "--json").stdout)
            self.assertEqual([address["result"] for address in report["addresses"]], ["connected", "connected"])
            self.assertEqual(len(report["by_address"]), 2)
            found = {finding["id"] for finding in report["findings"]}
            self.assertLessEqual({"addresses.verdict", "addresses.certificate", "addresses.version"}, found)
            with open(SCHEMA, encoding="utf-8") as file:
                jsonschema.validate(report, json.load(file))

            alone = ("--resolve", f"host.test:{good.port}:127.0.0.1", "--all-addresses")
            self.assertEqual(run(*target, *alone).returncode, 0)


class OtherCommandsTest(unittest.TestCase):
    def test_version_names_the_tls_library(self):
        self.assertRegex(run("--version").stdout.decode(), re.compile(r"^tlsprobe \d.*BoringSSL", re.DOTALL))

    def test_usage_without_arguments(self):
        for words in ((), ("help",), ("--help",)):
            with self.subTest(words=words):
                result = run(*words)
                self.assertEqual(result.returncode, 0)
                self.assertIn(b"tlsprobe check TARGET", result.stdout)

    def test_an_unknown_command_is_2(self):
        result = run("chekc", "example.org")
        self.assertEqual(result.returncode, 2)
        self.assertIn("chekc", first_line(result))

    def test_a_serving_demo_ends_by_a_signal_and_leaves_no_file(self):
        process = subprocess.Popen([PROGRAM, "demo", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()
        root = process.stdout.readline().decode().split()[4]
        self.assertTrue(os.path.exists(root))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=ENOUGH), 0)
        self.assertFalse(os.path.exists(root))
        process.stdin.close()
        process.stdout.close()


if __name__ == "__main__":
    cases.main()
