"""STARTTLS and proxies against real servers on loopback, and side by side with openssl s_client where both can.

Needs root, and what tests/servers/fetch.sh unpacks. A server whose package is missing fails its test by the package's
name; what this Debian does not have, and a machine that allows no mounts, is skipped with the reason.
usage: tests/servers/servers_test.py [-v] [Starttls.test_postfix ...]      TLSPROBE=PROGRAM
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import cases
import dante
import dovecot
import inspircd
import mariadb
import microsocks
import mssql
import nnrpd
import packages
import pki
import postfix
import postgres
import prosody
import server
import slapd
import socks4
import squid
import target
import telnet
import tinyproxy
import vsftpd
import xrdp

PROGRAM = os.environ.get("TLSPROBE", "cli/tlsprobe")
LIMIT_SECONDS = 60
USER, PASSWORD = "user", "pass"
OPENSSL_SPEAKS = ("smtp", "pop3", "imap", "ftp", "xmpp", "xmpp-server", "telnet", "irc", "mysql", "postgres", "lmtp",
                  "nntp", "sieve", "ldap")
# Of these s_client repeats no line, or a packet.
NO_LAST_LINE = ("mysql", "postgres", "ldap", "xmpp", "xmpp-server", "telnet")


def setUpModule():
    global PKI
    folder = tempfile.TemporaryDirectory(prefix="pki-", dir="/tmp")
    unittest.addModuleCleanup(folder.cleanup)
    PKI = pki.make(folder.name)


class Case(unittest.TestCase):
    def start(self, module, **options):
        """Starts the module's server for this test; its ports."""
        folder = server.temporary_folder()
        self.addCleanup(folder.cleanup)
        try:
            running = module.start(PKI, pathlib.Path(folder.name), **options)
        except (packages.NotInDebian, packages.NotPermitted) as reason:
            self.skipTest(str(reason))
        self.addCleanup(running.stop)
        return running.ports

    def check(self, *arguments):
        """The exit status and the report of `tlsprobe check --json`."""
        result = subprocess.run([PROGRAM, "check", "--json", "-CAfile", PKI.root, "-verify_hostname", pki.NAME, "-name",
                                 pki.NAME, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                timeout=LIMIT_SECONDS)
        return result.returncode, json.loads(result.stdout)

    def assert_reached(self, arguments, *hops):
        code, report = self.check(*arguments)
        self.assertEqual(code, 0, report["verdict"])
        self.assertEqual([(hop["kind"], hop["outcome"]) for hop in report["hops"]], [(hop, "ready") for hop in hops])
        self.assertEqual(report["verification"]["chain"]["verdict"], "ok")
        return report

    def s_client(self, program, *options):
        # Releases of openssl differ in how they write names by themselves.
        return subprocess.run([*program, "-CAfile", PKI.root, "-verify_return_error", "-nameopt", "oneline", *options],
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS, check=False,
                              text=True, errors="replace")

    def assert_same_verdict(self, options):
        """Both programs verify the server, and say so in the same lines; standard error of both."""
        theirs, ours = (self.s_client(program, *options) for program in (["openssl", "s_client"], [PROGRAM, "s_client"]))
        for result in (theirs, ours):
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual(verdicts(ours.stdout), verdicts(theirs.stdout))
        self.assertIn("Verify return code: 0 (ok)", verdicts(ours.stdout))
        return theirs.stderr, ours.stderr


def verdicts(text):
    """Each once: a ticket that comes in time repeats some. The suite is the library's choice."""
    wanted = ("Verification", "Verify return code", "CONNECTED(", "subject=", "issuer=")
    lines = [line.strip() for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith(wanted)))


class Starttls(Case):
    def assert_starttls(self, ports, *protocols):
        for protocol in protocols:
            with self.subTest(protocol):
                place = f"127.0.0.1:{ports[protocol]}"
                self.assert_reached([f"{protocol}://{place}"], f"starttls-{protocol}", "tls")
                if protocol not in OPENSSL_SPEAKS:
                    continue
                theirs, ours = self.assert_same_verdict(["-connect", place, "-starttls", protocol, "-name", pki.NAME])
                if protocol not in NO_LAST_LINE:
                    self.assertIn(ours.splitlines()[-1], theirs)

    def assert_asked(self, ports, *protocols):
        """Under TLS the server says what it offers."""
        for protocol in protocols:
            with self.subTest(f"{protocol} after TLS"):
                report = self.assert_reached([f"{protocol}://127.0.0.1:{ports[protocol]}", "--after-tls"],
                                             f"starttls-{protocol}", "tls", f"after-tls-{protocol}")
                self.assertTrue(report["hops"][2]["offered"], report["hops"][2])

    def test_postfix(self):
        ports = self.start(postfix)
        self.assert_starttls(ports, "smtp")
        self.assert_asked(ports, "smtp")

    def test_dovecot(self):
        ports = self.start(dovecot)
        self.assert_starttls(ports, "imap", "pop3", "lmtp", "sieve")
        self.assert_asked(ports, "imap", "pop3", "lmtp")

    def test_vsftpd(self):
        self.assert_starttls(self.start(vsftpd), "ftp")

    def test_prosody(self):
        ports = self.start(prosody)
        self.assert_starttls(ports, "xmpp", "xmpp-server")
        self.assert_asked(ports, "xmpp", "xmpp-server")

    def test_inspircd(self):
        self.assert_starttls(self.start(inspircd), "irc")

    def test_nnrpd(self):
        self.assert_starttls(self.start(nnrpd), "nntp")

    def test_slapd(self):
        ports = self.start(slapd)
        self.assert_starttls(ports, "ldap")
        self.assert_asked(ports, "ldap")

    def test_postgres(self):
        self.assert_starttls(self.start(postgres), "postgres")

    def test_mariadb(self):
        self.assert_starttls(self.start(mariadb), "mysql")

    def test_telnet(self):
        self.assert_starttls(self.start(telnet), "telnet")

    def test_xrdp(self):
        self.assert_starttls(self.start(xrdp), "rdp")

    def test_mssql(self):
        self.assert_starttls(self.start(mssql), "mssql")

    def test_ports_that_are_mistaken_are_named(self):
        ports = self.start(postfix)
        code, report = self.check(f"127.0.0.1:{ports['smtp']}")
        self.assertEqual(code, 14)
        self.assertIn("-starttls smtp", report["outcome"]["advice"])
        code, report = self.check(f"imap://127.0.0.1:{ports['smtp']}")
        self.assertEqual((code, report["outcome"]["how"]), (13, "garbled"), report["outcome"])
        code, report = self.check(f"smtp://127.0.0.1:{ports['smtps']}", "-dialogue_timeout", "1")
        self.assertEqual(code, 13, report["outcome"])
        self.assertIn("drop -starttls", report["outcome"]["advice"])


class Proxies(Case):
    def setUp(self):
        self.target = f"127.0.0.1:{self.start(target)['tls']}"

    def assert_through(self, proxy, *hops, options=()):
        self.assert_reached([self.target, "-proxy", proxy, *options], *hops, "tls")

    def assert_refused(self, proxy, word):
        code, report = self.check(self.target, "-proxy", proxy)
        self.assertEqual((code, report["outcome"]["phase"]), (12, "proxy"), report["outcome"])
        self.assertIn(word, report["outcome"]["message"])
        self.assertIn("-proxy_user", report["outcome"]["advice"])

    def assert_same_through(self, proxy, *options):
        self.assert_same_verdict(["-connect", self.target, "-proxy", proxy, *options])

    def test_tinyproxy(self):
        proxy = f"127.0.0.1:{self.start(tinyproxy)['proxy']}"
        self.assert_through(proxy, "proxy-http")
        self.assert_same_through(proxy)

    def test_tinyproxy_with_password(self):
        place = f"127.0.0.1:{self.start(tinyproxy, user=USER, password=PASSWORD)['proxy']}"
        self.assert_refused(place, "407")
        self.assert_through(f"http://{USER}:{PASSWORD}@{place}", "proxy-http")
        self.assert_same_through(place, "-proxy_user", USER, "-proxy_pass", f"pass:{PASSWORD}")

    def test_squid(self):
        ports = self.start(squid, user=USER, password=PASSWORD)
        place, inside = f"127.0.0.1:{ports['proxy']}", f"127.0.0.1:{ports['proxy-tls']}"
        self.assert_refused(place, "407")
        self.assert_same_through(place, "-proxy_user", USER, "-proxy_pass", f"pass:{PASSWORD}")
        signed_in = f"https://{USER}:{PASSWORD}@{inside}"
        self.assert_through(signed_in, "proxy-tls", "proxy-https", options=("--proxy-CAfile", PKI.root))
        code, report = self.check(self.target, "-proxy", signed_in)
        self.assertEqual(code, 12, report["outcome"])
        self.assertIn("--proxy-CAfile", report["outcome"]["advice"])
        self.assert_through(signed_in, "proxy-tls", "proxy-https", options=("--proxy-insecure",))

    def test_starttls_through_a_proxy(self):
        smtp = self.start(postfix)["smtp"]
        proxy = f"127.0.0.1:{self.start(tinyproxy)['proxy']}"
        self.assert_reached([f"smtp://127.0.0.1:{smtp}", "-proxy", proxy], "proxy-http", "starttls-smtp", "tls")

    def test_microsocks(self):
        place = f"127.0.0.1:{self.start(microsocks)['socks']}"
        for scheme in ("socks5", "socks5h"):
            with self.subTest(scheme):
                self.assert_through(f"{scheme}://{place}", f"proxy-{scheme}")

    def test_microsocks_with_password(self):
        place = f"127.0.0.1:{self.start(microsocks, user=USER, password=PASSWORD)['socks']}"
        self.assert_refused(f"socks5h://{place}", "255 (no acceptable methods)")
        self.assert_through(f"socks5h://{USER}:{PASSWORD}@{place}", "proxy-socks5h")

    def test_dante(self):
        place = f"127.0.0.1:{self.start(dante)['socks']}"
        for scheme in ("socks4", "socks5", "socks5h"):
            with self.subTest(scheme):
                self.assert_through(f"{scheme}://{place}", f"proxy-{scheme}")

    def test_socks4(self):
        place = f"127.0.0.1:{self.start(socks4)['socks']}"
        for scheme in ("socks4", "socks4a"):
            with self.subTest(scheme):
                self.assert_through(f"{scheme}://{place}", f"proxy-{scheme}")
        name = f"localhost:{self.target.rpartition(':')[2]}"
        self.assert_reached([name, "-4", "-proxy", f"socks4a://{place}"], "proxy-socks4a", "tls")
        self.assert_reached([name, "-4", "-proxy", f"socks4://{place}"], "proxy-socks4", "tls")


if __name__ == "__main__":
    cases.main()
