"""`tlsprobe verify` against the installed `openssl verify`: the same standard output, standard error and exit status
for the same command line."""

import contextlib
import functools
import http.server
import json
import os
import re
import subprocess
import tempfile
import threading
import time
import unittest

import cases
import jsonschema
import pki

PROGRAM = os.path.abspath(os.environ.get("TLSPROBE", "cli/tlsprobe"))
SCHEMA = "docs/verify.schema.json"
MANUAL = "docs/verify.md"
ENOUGH = 60  # seconds after which something hangs

# Nobody's trust store but the one a command line names.
ENVIRONMENT = {**os.environ, "SSL_CERT_FILE": "/nonexistent/file", "SSL_CERT_DIR": "/nonexistent/directory"}

ROOT = "-CAfile root.pem"
CHAIN = ROOT + " -untrusted inter.pem"
MANY = ROOT + " -untrusted untrusted.pem"

# Lines of arguments, as a shell takes them.
SAME = [
    # Chains.
    f"{CHAIN} leaf.pem",
    f"{CHAIN} -show_chain leaf.pem",
    f"{CHAIN} -show_chain -verbose leaf.pem direct.pem",
    f"{ROOT} leaf.pem",
    f"{ROOT} root.pem",
    f"{ROOT} -show_chain root.pem",
    f"{ROOT} self.pem",
    "-CAfile other.pem root.pem",
    "-CAfile other.pem -untrusted inter.pem leaf.pem",
    "-CAfile other.pem -untrusted leaf_and_more.pem leaf.pem",
    "-CAfile anchors.pem -untrusted inter.pem leaf.pem",
    "-CAfile inter.pem leaf.pem",
    "-CAfile inter.pem -partial_chain leaf.pem",
    "-CAfile inter.pem -partial_chain -show_chain leaf.pem",
    "-CAfile leaf.pem -partial_chain -show_chain leaf.pem",
    "-CApath hashed -untrusted inter.pem leaf.pem",
    "-trusted root.pem -untrusted inter.pem leaf.pem",
    "-trusted root.pem -trusted inter.pem -show_chain leaf.pem",
    "-trusted other.pem -untrusted inter.pem -untrusted root.pem leaf.pem",
    "-trusted root.der -untrusted leaf_and_more.pem leaf.der",
    # Blocks that cannot be read, and settings of trust where nothing is trusted.
    f"{ROOT} -untrusted broken_and_inter.pem leaf.pem",
    f"{ROOT} -untrusted inter_and_broken.pem leaf.pem",
    f"{ROOT} -untrusted broken.block leaf.pem",
    f"{ROOT} -untrusted inter_settings.pem leaf.pem",
    f"{CHAIN} leaf_settings.pem",
    "-no-CAfile -no-CApath -no-CAstore leaf.pem",
    "-trusted root.pem -untrusted inter.pem -untrusted other.pem -- leaf.pem",
    # More than one file, also such as cannot be read.
    f"{CHAIN} leaf.pem expired.pem self.pem leaf.der",
    f"{CHAIN} missing.pem leaf.pem text.pem nothing.pem leaf_and_more.pem key_and_leaf.pem",
    f"{CHAIN} leaf.key leaf.pem",
    f"{CHAIN} leaf.pem -no-such-option",
    # What is wrong with certificates.
    f"{CHAIN} expired.pem",
    f"{CHAIN} future.pem",
    f"{CHAIN} -no_check_time expired.pem future.pem",
    f"{CHAIN} -attime 1440000000 expired.pem",
    f"{CHAIN} -attime 1300000000 leaf.pem",
    f"{MANY} below_expired.pem",
    f"{MANY} both_expired.pem",
    f"{CHAIN} critical.pem",
    f"{CHAIN} -ignore_critical critical.pem",
    f"{CHAIN} expired_critical.pem",
    f"{CHAIN} -untrusted leaf.pem below_leaf.pem",
    f"{MANY} below_deep.pem",
    f"{MANY} below_ca_like.pem",
    f"{MANY} not_permitted.pem",
    f"{CHAIN} broken.pem",
    f"{ROOT} -untrusted inter_broken.pem leaf.pem",
    f"{CHAIN} -verify_depth 0 leaf.pem",
    f"{CHAIN} -verify_depth 1 leaf.pem",
    f"{ROOT} -x509_strict strict.pem no_san.pem direct.pem",
    f"{ROOT} -check_ss_sig direct.pem",
    # What it is for.
    f"{CHAIN} -purpose sslserver leaf.pem client.pem",
    f"{CHAIN} -purpose sslclient leaf.pem client.pem",
    f"{CHAIN} -purpose any client.pem",
    f"{CHAIN} -purpose smimesign leaf.pem",
    f"{CHAIN} -purpose crlsign leaf.pem",
    f"{CHAIN} -purpose timestampsign leaf.pem",
    f"{CHAIN} -verify_name ssl_client leaf.pem",
    f"{CHAIN} -verify_name smime_sign leaf.pem",
    f"{CHAIN} -verify_hostname host.test leaf.pem",
    f"{CHAIN} -verify_hostname other.test leaf.pem",
    f"{CHAIN} -verify_hostname other.test expired.pem",
    f"{ROOT} -verify_hostname host.test no_san.pem",
    f"{ROOT} -verify_email a@host.test mail.pem",
    f"{ROOT} -verify_email b@host.test mail.pem",
    f"{ROOT} -verify_ip 192.0.2.1 mail.pem",
    f"{ROOT} -verify_ip 192.0.2.2 -verify_email x@y.test mail.pem",
    # How strong.
    f"{ROOT} weak.pem sha1.pem",
    f"{ROOT} -auth_level 1 weak.pem sha1.pem",
    f"{ROOT} -auth_level 2 weak.pem direct.pem",
    f"{ROOT} -auth_level 4 direct.pem",
    f"{ROOT} -suiteB_128 direct.pem curve.pem",
    f"{ROOT} -suiteB_128_only direct.pem curve.pem",
    f"{ROOT} -suiteB_192 direct.pem",
    # Policies.
    f"{ROOT} -policy_check policies.pem no_policy.pem",
    f"{ROOT} -policy 1.2.3.4 policies.pem",
    f"{ROOT} -policy 1.2.3.4 -explicit_policy policies.pem no_policy.pem",
    f"{ROOT} -policy 1.2.9.9 -explicit_policy policies.pem",
    f"{ROOT} -policy 1.2.3.4 -policy_print policies.pem",
    f"{ROOT} -policy_check -policy_print no_policy.pem policies.pem",
    f"{ROOT} -explicit_policy -policy_print -show_chain policies.pem",
    f"{ROOT} -policy 1.2.9.9 -explicit_policy -policy_print policies.pem",
    # CRLs.
    f"{CHAIN} -crl_check leaf.pem",
    f"{CHAIN} -crl_check -CRLfile inter.crl leaf.pem revoked.pem",
    f"{CHAIN} -crl_check -CRLfile inter.crl.der revoked.pem",
    f"{CHAIN} -crl_check -CRLfile empty.crl revoked.pem",
    f"{CHAIN} -crl_check -CRLfile expired.crl leaf.pem",
    f"{CHAIN} -crl_check -CRLfile future.crl leaf.pem",
    f"{CHAIN} -crl_check -CRLfile other.crl leaf.pem",
    f"{CHAIN} -crl_check_all -CRLfile inter.crl leaf.pem",
    f"{CHAIN} -crl_check_all -CRLfile inter.crl -CRLfile root.crl leaf.pem revoked.pem",
    f"{CHAIN} -crl_check_all -CRLfile crls.pem -show_chain leaf.pem",
    f"{CHAIN} -crl_check -crl_check_all -CRLfile inter.crl -CRLfile root_revokes.crl leaf.pem",
    f"{CHAIN} -crl_check -extended_crl -use_deltas -CRLfile inter.crl leaf.pem revoked.pem",
    "-CAfile store.pem -untrusted inter.pem -crl_check_all leaf.pem revoked.pem",
    "-CApath hashed -untrusted inter.pem -crl_check_all leaf.pem revoked.pem",
    f"{CHAIN} -crl_check -CRLfile inter.crl expired.pem",
    # Names.
    f"{ROOT} -show_chain names.pem",
    f"{ROOT} -show_chain -nameopt RFC2253 names.pem",
    f"{ROOT} -show_chain -nameopt multiline names.pem",
    f"{ROOT} -show_chain -nameopt compat names.pem",
    f"{ROOT} -show_chain -nameopt oneline,-esc_msb,show_type names.pem",
    f"{ROOT} -show_chain -nameopt RFC2253 -nameopt -dn_rev,lname names.pem",
    "-CAfile other.pem -nameopt sep_multiline,oid,esc_ctrl names.pem",
    # Options that change nothing.
    f"{CHAIN} -issuer_checks -trusted_first -no_alt_chains leaf.pem",
    f"--CAfile=root.pem --untrusted=inter.pem leaf.pem",
    # Command lines that are refused.
    "-no-such-option",
    "-CAfile",
    "-",
    "-verbose=yes leaf.pem",
    "-CApath missing leaf.pem",
    "-CAfile missing leaf.pem",
    "-CAfile text.pem leaf.pem",
    "-CAfile root.der leaf.pem",
    "-untrusted missing leaf.pem",
    "-untrusted text.pem leaf.pem",
    "-trusted missing leaf.pem",
    "-trusted inter.crl leaf.pem",
    "-CRLfile missing leaf.pem",
    "-CRLfile leaf.pem leaf.pem",
    "-trusted root.pem -CAfile root.pem leaf.pem",
    "-trusted root.pem -CApath hashed leaf.pem",
]

# Refused by both, in words that begin alike: tlsprobe also says what would do.
BEGIN_ALIKE = [
    "-purpose bad leaf.pem",
    "-verify_name bad leaf.pem",
    "-policy bad leaf.pem",
    "-attime soon leaf.pem",
    "-verify_depth deep leaf.pem",
]

# Refused by both; openssl says nothing.
SAID_BY_US_ALONE = ["-nameopt bad leaf.pem", "-verify_ip 1.2.3 leaf.pem"]

# OpenSSL's queue of errors, with the number of a thread and lines of its sources; and why, in our words.
QUEUE = re.compile(rb"^[0-9A-F]{8,}:error:.*\n", re.MULTILINE)
OURS = re.compile(rb"^tlsprobe: .*\n", re.MULTILINE)


def version():
    try:
        return subprocess.run(["openssl", "version"], capture_output=True, check=False).stdout.decode()
    except OSError:
        return "none"


def setUpModule():
    if not version().startswith("OpenSSL 3.0."):
        raise unittest.SkipTest(f"the texts are those of OpenSSL 3.0, and this is {version().strip() or 'another'}")


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()


@contextlib.contextmanager
def serving(folder, asked=None):
    """A web server on loopback for the files of `folder`; gives its address, and adds what is asked for to `asked`."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=folder)) as server:
        server.asked = [] if asked is None else asked
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class VerifyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = cls.keep.name
        cls.world = pki.make(cls.folder)
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json.load(file)
        # Parts of it stand in the schema of reports, beside it.
        beside = jsonschema.RefResolver(f"file://{os.path.abspath(SCHEMA)}", schema)
        cls.validator = jsonschema.Draft7Validator(schema, resolver=beside)

    @classmethod
    def tearDownClass(cls):
        cls.keep.cleanup()

    def run_one(self, command, line, stdin=b"", **variables):
        return subprocess.run([*command, "verify", *line.split()], cwd=self.folder, input=stdin, capture_output=True,
                              timeout=ENOUGH, check=False, env={**ENVIRONMENT, **variables})

    def ours(self, line, stdin=b"", **variables):
        return self.run_one([PROGRAM], line, stdin, **variables)

    def theirs(self, line, stdin=b"", **variables):
        return self.run_one(["openssl"], line, stdin, **variables)

    def check_same(self, line, stdin=b"", **variables):
        theirs, ours = self.theirs(line, stdin, **variables), self.ours(line, stdin, **variables)
        self.assertEqual(ours.stdout.decode(errors="replace"), theirs.stdout.decode(errors="replace"))
        self.assertEqual(OURS.sub(b"", ours.stderr).decode(errors="replace"),
                         QUEUE.sub(b"", theirs.stderr).decode(errors="replace"))
        self.assertEqual(ours.returncode, theirs.returncode)

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def test_says_what_openssl_says(self):
        self.assertGreaterEqual(len(SAME), 60)
        for line in SAME:
            with self.subTest(line):
                self.check_same(line)

    def test_standard_input_is_judged_where_no_file_is_named(self):
        for name in ("leaf.pem", "leaf.der", "expired.pem", "text.pem", "leaf_and_more.pem"):
            with self.subTest(name):
                self.check_same(CHAIN, self.read(name))
        with self.subTest("nothing"):
            self.check_same(CHAIN)

    def test_trust_of_the_environment_counts_as_in_openssl(self):
        file = {"SSL_CERT_FILE": os.path.join(self.folder, "root.pem")}
        directory = {"SSL_CERT_DIR": os.path.join(self.folder, "hashed")}
        for line, variables in (
                ("-untrusted inter.pem leaf.pem", file),
                ("-untrusted inter.pem leaf.pem", directory),
                ("-no-CAfile -untrusted inter.pem leaf.pem", file),
                ("-no-CApath -untrusted inter.pem leaf.pem", directory),
                ("-no-CApath -no-CAstore -untrusted inter.pem leaf.pem", directory),
                ("-no-CAstore -untrusted inter.pem leaf.pem", directory),
                # What is named does not take the place of the other defaults.
                ("-CAfile other.pem -untrusted inter.pem leaf.pem", file),
                ("-CAfile other.pem -untrusted inter.pem leaf.pem", directory),
                ("-CApath hashed -untrusted inter.pem leaf.pem", file),
                ("-trusted other.pem -untrusted inter.pem leaf.pem", {**file, **directory})):
            with self.subTest(f"{line} with {'/'.join(variables)}"):
                self.check_same(line, **variables)

    def test_a_bad_value_is_refused_in_words_that_begin_as_theirs(self):
        for line in BEGIN_ALIKE:
            with self.subTest(line):
                theirs, ours = self.theirs(line), self.ours(line)
                first = theirs.stderr.decode().splitlines()[0]
                self.assertTrue(ours.stderr.decode().startswith(first), ours.stderr)
                self.assertEqual((ours.stdout, ours.returncode), (b"", theirs.returncode))
        for line in SAID_BY_US_ALONE:
            with self.subTest(line):
                theirs, ours = self.theirs(line), self.ours(line)
                self.assertEqual(theirs.stderr, b"")
                self.assertRegex(ours.stderr.decode(), r"\Averify: -\w+: ")
                self.assertEqual((ours.stdout, ours.returncode), (b"", theirs.returncode))

    def test_why_a_file_is_of_no_use_is_said_too(self):
        for line, why in (("missing.pem", "missing.pem"), ("-untrusted text.pem leaf.pem", "text.pem: expected"),
                          ("-CAfile root.der leaf.pem", "DER")):
            with self.subTest(line):
                self.assertRegex(self.ours(line).stderr.decode(), rf"(?m)^tlsprobe: .*{why}")

    def test_what_is_not_there_is_unknown_and_has_a_reason(self):
        for option in ("engine", "provider", "provider-path", "propquery", "CAstore", "vfyopt"):
            with self.subTest(option):
                ours = self.ours(f"-{option} x leaf.pem")
                self.assertRegex(ours.stderr.decode(), rf"\Averify: Unknown option: -{option}\n"
                                 rf"tlsprobe: -{option} is not supported: .+\nverify: Use -help for summary.\n\Z")
                self.assertEqual((ours.stdout, ours.returncode), (b"", 1))

    def test_help_lists_what_openssl_has(self):
        ours, theirs = self.ours("-help"), self.theirs("-help")
        self.assertEqual((ours.stdout, ours.returncode), (b"", 0))
        self.assertTrue(ours.stderr.startswith(b"Usage: verify [options] [cert...]\n"))
        absent = {"engine", "CAstore", "vfyopt", "provider", "provider-path", "propquery"}
        options = set(re.findall(r"(?m)^ -(\S+)", theirs.stderr.decode())) - absent
        self.assertGreater(len(options), 40)
        self.assertLessEqual(options, set(re.findall(r"(?m)^ -(\S+)", ours.stderr.decode())))
        lists = theirs.stderr.decode().index("\nRecognized certificate chain purposes:\n")
        self.assertTrue(ours.stderr.decode().endswith(theirs.stderr.decode()[lists:]))

    def test_trust_settings_count_for_the_purpose(self):
        purposes = ["", "-purpose any", "-purpose sslclient", "-purpose sslserver", "-purpose nssslserver",
                    "-purpose smimesign", "-purpose smimeencrypt", "-purpose timestampsign", "-purpose crlsign",
                    "-purpose ocsphelper", "-verify_name ssl_client", "-verify_name smime_sign"]
        self.world.make("every_use", pki.LEAF.replace(
            "extendedKeyUsage=serverAuth", "extendedKeyUsage=critical,timeStamping"), "root")
        plain = pki.LEAF.replace("extendedKeyUsage=serverAuth\n", "").replace(
            "digitalSignature", "digitalSignature,keyEncipherment")
        self.world.make("plain", plain, "root", key="rsa2048")
        trusted = rejected = 0
        for number, settings in enumerate(pki.SETTINGS):
            root = f"root_settings_{number}.pem"
            for purpose in purposes:
                leaf = "every_use.pem" if "timestamp" in purpose else "plain.pem"
                for trust in (f"-CAfile {root}", f"-trusted {root}"):
                    line = f"{purpose} {trust} {leaf}"
                    with self.subTest(f"{line}, {settings}"):
                        theirs, ours = self.theirs(line), self.ours(line)
                        self.assertEqual((ours.stdout, ours.returncode), (theirs.stdout, theirs.returncode))
                        if b"error 28 " in theirs.stderr:
                            rejected += 1
                            self.assertIn(b"error 20 ", ours.stderr)
                        trusted += theirs.returncode == 0
        self.assertGreater(trusted, 60)
        self.assertGreater(rejected, 60)

    def test_trust_settings_count_for_the_purpose_of_a_request(self):
        plain = {"chain": self.pem("leaf.pem", "inter.pem")}
        for line in ("--jsonl -CAfile root_settings_0.pem", "--jsonl -trusted root_settings_0.pem"):
            found, _ = self.answers(line, [{"purpose": purpose, **plain}
                                           for purpose in ("sslserver", "any", "sslserver", "crlsign")])
            self.assertEqual([each["verdict"] for each in found], ["ok", "failed", "ok", "failed"], line)
        anchors = {"anchors": self.pem("root_settings_0.pem"), **plain}
        found, _ = self.answers("--jsonl", [{"purpose": "sslserver", **anchors}, anchors])
        self.assertEqual(found[0]["verdict"], "ok")
        self.assertIn("trust settings", found[1]["error"])

    def test_pkcs12_is_told_how_to_convert_it(self):
        for line in ("leaf.p12", "-CAfile leaf.p12 leaf.pem", "-trusted leaf.p12 leaf.pem",
                     f"{ROOT} -untrusted leaf.p12 leaf.pem"):
            with self.subTest(line):
                ours = self.ours(line)
                self.assertIn(b"got PKCS#12. Convert it: openssl pkcs12 -in FILE -nokeys -out FILE.pem\n", ours.stderr)
                self.assertNotEqual(ours.returncode, 0)

    def judged(self, line, status, stdin=b""):
        ours = self.ours(line, stdin)
        self.assertEqual((ours.stderr, ours.returncode), (b"", status))
        report = json.loads(ours.stdout)
        self.validator.validate(report)
        self.assertEqual(report["exit_status"], status)
        return report

    def test_json_has_every_file_and_every_path(self):
        report = self.judged(f"--json {CHAIN} leaf.pem expired.pem missing.pem", 2)
        self.assertEqual([each["file"] for each in report["results"]], ["leaf.pem", "expired.pem", "missing.pem"])
        self.assertEqual([each["verdict"] for each in report["results"]], ["ok", "failed", "not_checked"])
        good, expired, missing = report["results"]
        self.assertEqual(good["certificate"]["subject"], "O = Lab, CN = leaf")
        self.assertEqual(len(good["verification"]["chain"]["paths"][0]["certificates"]), 3)
        self.assertEqual([each["code"] for each in expired["verification"]["chain"]["errors"]], [10])
        self.assertIn("missing.pem", missing["error"])
        self.assertEqual(self.judged(f"--json {CHAIN}", 0, self.read("leaf.pem"))["results"][0]["file"], "stdin")

    def test_json_also_says_why_nothing_was_judged(self):
        for line in ("--json -no-such-option", "-json -CAfile missing leaf.pem"):
            with self.subTest(line):
                ours = self.ours(line)
                self.assertEqual(ours.returncode, 1)
                report = json.loads(ours.stdout)
                self.validator.validate(report)
                self.assertEqual((report["results"], report["exit_status"]), ([], 1))
                self.assertTrue(report["error"])

    def answers(self, line, requests):
        text = b"".join(each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in requests)
        ours = self.ours(line, text)
        self.assertEqual(ours.stderr, b"")
        found = [json.loads(each) for each in ours.stdout.splitlines()]
        for each in found:
            self.validator.validate(each)
        return found, ours.returncode

    def pem(self, *names):
        return [self.read(name).decode() for name in names]

    def test_jsonl_answers_each_line_in_its_order(self):
        chain, anchors = self.pem("leaf.pem", "inter.pem"), self.pem("root.pem")
        found, status = self.answers("--jsonl -CAfile other.pem", [
            {"id": 1, "chain": chain, "anchors": anchors},
            {"id": 2, "chain": chain},
            {"id": "three", "chain": chain, "anchors": anchors, "time": "2015-01-02T00:00:00Z", "name": "host.test"},
            {"id": 4, "chain": chain, "anchors": anchors, "time": 1300000000},
            {"id": 5, "chain": chain, "anchors": anchors, "name": "other.test"},
            {"id": 6, "chain": chain, "anchors": anchors, "purpose": "sslclient"},
            {"id": 7, "chain": chain, "anchors": anchors, "options": ["-crl_check"], "crls": self.pem("inter.crl")},
            {"id": 8, "chain": self.pem("revoked.pem"), "untrusted": self.pem("inter.pem"), "anchors": anchors,
             "options": ["-crl_check"], "crls": self.pem("inter.crl")},
            b"\n", b"{\n",
            {"id": 9, "chain": ["nothing"]},
            {"id": 10, "chain": chain, "anchors": anchors, "options": ["-x509_strict", "-verify_depth", "0"]},
        ])
        self.assertEqual(status, 2)
        self.assertEqual([each["id"] for each in found], [1, 2, "three", 4, 5, 6, 7, 8, None, 9, 10])
        self.assertEqual([each["verdict"] for each in found],
                         ["ok", "failed", "ok", "failed", "failed", "failed", "ok", "failed", "not_checked",
                          "not_checked", "failed"])
        self.assertEqual(found[8]["error"], "expected JSON (RFC 8259), got none at byte 1")
        self.assertTrue(found[9]["error"].startswith("chain[0]: "))
        self.assertEqual(found[7]["verification"]["chain"]["errors"][0]["code"], 23)

    def test_jsonl_judges_thousands_in_one_process(self):
        request = {"chain": self.pem("leaf.pem", "inter.pem"), "anchors": self.pem("root.pem")}
        found, status = self.answers("--jsonl", [{"id": i, **request} for i in range(3000)])
        self.assertEqual(status, 0)
        self.assertEqual([each["id"] for each in found], list(range(3000)))
        self.assertEqual({each["verdict"] for each in found}, {"ok"})

    def test_jsonl_answers_before_the_next_request_comes(self):
        request = json.dumps({"id": 1, "chain": self.pem("direct.pem"), "anchors": self.pem("root.pem")}) + "\n"
        with subprocess.Popen([PROGRAM, "verify", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=ENVIRONMENT) as process:
            for _ in range(3):
                process.stdin.write(request.encode())
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["verdict"], "ok")
            process.stdin.close()
            self.assertEqual(process.wait(timeout=ENOUGH), 0)

    def test_blank_lines_have_no_answer(self):
        request = {"id": 1, "chain": self.pem("direct.pem"), "anchors": self.pem("root.pem")}
        found, status = self.answers("--jsonl", [b"\n", b" \t \r\n", request, b"   "])
        self.assertEqual(([each["id"] for each in found], status), ([1], 0))

    def test_a_read_that_fails_is_no_success(self):
        request = json.dumps({"chain": self.pem("direct.pem"), "anchors": self.pem("root.pem")})
        for redirection, why in (("</", "Is a directory"), ("<&-", "Bad file descriptor")):
            with self.subTest(redirection):
                ours = subprocess.run(["sh", "-c", f'"$0" verify --jsonl {redirection}', PROGRAM], capture_output=True,
                                      timeout=ENOUGH, check=False, env=ENVIRONMENT)
                self.assertEqual((ours.stdout, ours.returncode), (b"", 2))
                self.assertEqual(ours.stderr.decode(),
                                 f"tlsprobe: standard input: expected lines, got: {why}\n")
        self.assertEqual(self.ours("--jsonl", request.encode()).returncode, 0)

    def test_a_line_of_many_members_is_refused_at_once(self):
        many = "{" + ", ".join(f'"m{i}": 1' for i in range(300_000)) + "}\n"
        begun = time.monotonic()
        found, status = self.answers("--jsonl", [many.encode()])
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(status, 2)
        self.assertTrue(found[0]["error"].startswith('unknown member "m0": expected id, '))

    def test_a_line_that_is_too_long_is_refused_alone(self):
        request = {"id": 1, "chain": self.pem("direct.pem"), "anchors": self.pem("root.pem")}
        found, status = self.answers("--jsonl", [b" " * ((64 << 20) + 1) + b"\n", request])
        self.assertEqual(status, 2)
        self.assertEqual(found[0]["error"], "expected a line of at most 67108864 bytes")
        self.assertEqual(found[1]["verdict"], "ok")

    def test_crls_and_issuers_are_fetched_where_that_is_asked_for(self):
        with serving(self.folder) as address:
            self.world.make("by_url", f"{pki.LEAF}\ncrlDistributionPoints=URI:{address}/inter.crl.der\n"
                            f"authorityInfoAccess=caIssuers;URI:{address}/inter.der", "inter")
            self.world.openssl("x509", "-in", "inter.pem", "-outform", "DER", "-out", "inter.der")
            line = f"{CHAIN} -crl_check -crl_download by_url.pem"
            theirs, ours = self.theirs(line), self.ours("--fetch-private " + line)
            self.assertEqual((ours.stdout, ours.stderr, ours.returncode), (theirs.stdout, b"", theirs.returncode))
            self.assertEqual(ours.stdout, b"by_url.pem: OK\n")
            # From loopback nothing is fetched otherwise, and nothing is where it is not asked for.
            refused = self.ours(line).stderr
            self.assertIn(b"error 3 at 0 depth lookup", refused)
            self.assertRegex(refused, rb"(?m)^tlsprobe: the CRL could not be had.*--fetch-private allows it\.$")
            self.assertIn(b"error 20 at 0 depth lookup", self.ours(f"{ROOT} --fetch-private by_url.pem").stderr)
            report = self.judged(f"--json {ROOT} --fetch-issuers --fetch-private by_url.pem", 0)
            self.assertEqual([each["kind"] for each in report["results"][0]["fetches"]], ["issuer"])
            # A request fetches what the command line allows, and cannot allow it.
            request = {"chain": self.pem("by_url.pem"), "anchors": self.pem("root.pem")}
            allowed = ["--fetch-issuers", "--fetch-private"]
            found, status = self.answers("--jsonl " + " ".join(allowed), [request, {**request, "options": allowed}])
            self.assertEqual(([each["verdict"] for each in found], status), (["ok", "ok"], 0))
            self.assertEqual([each["kind"] for each in found[1]["fetches"]], ["issuer"])
            found, status = self.answers("--jsonl", [{**request, "options": [each]} for each in allowed])
            self.assertEqual(status, 2)
            for each in found:
                self.assertIn("only the command line may allow fetching", each["error"])

    def test_what_openssl_has_no_words_for_is_said_behind_the_verdict(self):
        self.world.make("curve_root", pki.CA, key="brainpoolP256r1")
        self.world.make("below_curve", pki.LEAF, "curve_root")
        ours = self.ours("-CAfile curve_root.pem below_curve.pem")
        self.assertEqual((ours.stdout, ours.returncode), (b"", 2))
        self.assertRegex(ours.stderr, rb"\Aerror below_curve.pem: verification failed\n"
                         rb"tlsprobe: the signature at depth 0 is .*brainpoolP256r1.*, which this build cannot .*\n\Z")
        self.world.make("rsa_inter", pki.CA, "root", key="rsa2048")
        self.world.make("below_rsa", pki.LEAF, "rsa_inter")
        self.world.crl("sha3", "rsa_inter", digest="sha3-256")
        line = f"{ROOT} -untrusted rsa_inter.pem -crl_check -CRLfile sha3.crl below_rsa.pem"
        ours = self.ours(line)
        self.assertEqual((ours.stdout, ours.returncode), (b"", 2))
        self.assertRegex(ours.stderr, rb"\Aerror below_rsa.pem: verification failed\n"
                         rb"tlsprobe: .*sha3.crl.*, which this build cannot check\n\Z")
        self.assertEqual(self.judged(f"--json {line}", 2)["results"][0]["verdict"], "not_checked")
        ours = self.ours(f"{CHAIN} --profile webpki leaf.pem")
        self.assertEqual((ours.stdout, ours.returncode), (b"leaf.pem: OK\n", 0))
        self.assertRegex(ours.stderr, rb"\A(tlsprobe: (error|warning|notice|info): .+ \(.+\)\n)+\Z")

    def test_files_of_a_directory_may_be_der(self):
        os.mkdir(os.path.join(self.folder, "hashed_der"))
        for kind, name, suffix in (("x509", "root.pem", "0"), ("crl", "inter.crl", "r0")):
            number = self.world.openssl(kind, "-in", name, "-noout", "-hash").decode().strip()
            self.world.openssl(kind, "-in", name, "-outform", "DER", "-out", f"hashed_der/{number}.{suffix}")
        line = "-CApath hashed_der -untrusted inter.pem -crl_check leaf.pem"
        ours = self.ours(line)
        self.assertEqual((ours.stdout, ours.returncode), (b"leaf.pem: OK\n", 0))
        self.assertEqual(self.theirs(line).returncode, 2)

    def test_what_was_fetched_for_one_certificate_does_for_the_next(self):
        asked = []
        with serving(self.folder, asked) as address:
            self.world.make("cached", f"{pki.LEAF}\ncrlDistributionPoints=URI:{address}/inter.crl.der", "inter")
            self.world.make("missed", f"{pki.LEAF}\ncrlDistributionPoints=URI:{address}/missing.crl", "inter")
            options = "--fetch-private -crl_check -crl_download"
            ours = self.ours(f"{CHAIN} {options} cached.pem missed.pem cached.pem missed.pem")
            self.assertEqual(ours.stdout, b"cached.pem: OK\ncached.pem: OK\n")
            self.assertEqual(sorted(asked), ["/inter.crl.der", "/missing.crl"])
            asked.clear()
            requests = [{"chain": self.pem(f"{name}.pem", "inter.pem"), "anchors": self.pem("root.pem")}
                        for name in ("cached", "missed") * 20]
            found, _ = self.answers(f"--jsonl {options}", requests)
            self.assertEqual([each["verdict"] for each in found], ["ok", "failed"] * 20)
            self.assertEqual(sorted(asked), ["/inter.crl.der", "/missing.crl"])
            # The report says of each what it was judged by.
            for each in found:
                self.assertEqual([fetch["kind"] for fetch in each["fetches"]], ["crl"])
            self.assertEqual([bool(each["fetches"][0]["error"]) for each in found], [False, True] * 20)

    def test_what_a_server_would_send_is_told_of_chains_alone(self):
        def sent(report):
            return [each["id"] for each in report["findings"] if each["id"].startswith("sent.")]

        report = self.judged(f"--json {CHAIN} --fetch-issuers leaf.pem", 0)
        self.assertEqual(sent(report["results"][0]), [])
        anchors = self.pem("root.pem")
        found, _ = self.answers("--jsonl", [
            {"chain": self.pem("leaf.pem", "inter.pem"), "anchors": anchors},
            {"chain": self.pem("leaf.pem"), "untrusted": self.pem("inter.pem"), "anchors": anchors},
            {"chain": self.pem("leaf.pem", "root.pem"), "untrusted": self.pem("inter.pem"), "anchors": anchors},
        ])
        self.assertEqual([sent(each) for each in found[:2]], [[], []])
        self.assertIn("sent.missing", sent(found[2]))
        for each in found:
            self.assertNotIn("server", json.dumps(each["findings"]))

    def test_hostile_names_reach_no_terminal(self):
        for line in ("-nameopt utf8", "-nameopt sep_comma_plus", "-nameopt esc_msb", ""):
            with self.subTest(line):
                ours = self.ours(f"{ROOT} -show_chain {line} names.pem")
                self.assertEqual(ours.returncode, 0)
                self.assertNotIn(b"\x1b", ours.stdout + ours.stderr)

    def test_the_examples_of_the_manual_work(self):
        with open(MANUAL, encoding="utf-8") as file:
            examples = re.findall(r"(?m)^    \$ (tlsprobe verify .*)\n((?:    (?!\$ ).*\n)*)", file.read())
        self.assertGreaterEqual(len(examples), 5)
        for command, expected in examples:
            with self.subTest(command):
                shown = subprocess.run(["sh", "-c", command.replace("tlsprobe", "$0"), PROGRAM], cwd=self.folder,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       timeout=ENOUGH, check=False, env=ENVIRONMENT)
                lines = [line[4:] for line in expected.splitlines()]
                said = shown.stdout.decode().splitlines()
                if lines and lines[-1] == "...":
                    said, lines = said[:len(lines) - 1], lines[:-1]
                self.assertEqual(said, lines)


if __name__ == "__main__":
    cases.main()
