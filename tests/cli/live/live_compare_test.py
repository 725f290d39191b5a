"""Compares the s_client dialect with the installed openssl s_client, stream by stream.

For each pair of a server and a list of options both programs run against the same server; times,
ids, keys, ticket dumps and the places in error lines are levelled, the differences made on purpose
(docs/differences.md, by the names in its last column) are applied to openssl's text, and then
standard output, standard error and exit status must be equal.

usage: live_compare_test.py [PROGRAM] [--only WORD] [--show]
"""

import concurrent.futures
import difflib
import os
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases  # noqa: E402
import client_run  # noqa: E402

LEVELLED = [
    (r"^(    Session-ID: )[0-9A-F]+$", r"\1ID"),
    (r"^(    (?:Master-Key|Resumption PSK): )[0-9A-F]+$", r"\1KEY"),
    (r"(?:^    [0-9a-f]{4} - .*\n)+", "    DUMP\n"),
    (r"^(    Start Time: )[0-9]+$", r"\1TIME"),
    (r"and written [0-9]+ bytes", "and written N bytes"),
    (r"^[0-9A-F]{16}:error:([^:]*:[^:]*:[^:]*:[^:]*):[^:]*:[0-9]+:", r"THREAD:error:\1:PLACE:"),
]


def level(text, pair):
    for pattern, replacement in LEVELLED:
        text = re.sub(pattern, replacement, text, flags=re.M)
    if not pair.exact_bytes or "Verification error" in text and "no peer certificate available" in text:
        text = re.sub(r"has read [0-9]+ bytes", "has read N bytes", text)
    if "-prexit" in pair.options:
        head, line, tail = text.rpartition("SSL handshake has read ")
        text = head + line + re.sub("^[0-9]+", "N", tail)
    return text


def first_error_only(text):
    lines, seen = [], False
    for line in text.splitlines(keepends=True):
        is_error = line.startswith("THREAD:error:")
        if not (is_error and seen and "SSL routines" in line):
            lines.append(line)
        seen = seen or is_error
    return "".join(lines)


def not_performed(out, ours):
    if "Verification: not performed\n" not in ours or "no peer certificate available\n" not in out:
        return out
    out = out.replace("Verification: OK\n", "Verification: not performed\n")
    return out.replace("Verify return code: 0 (ok)\n", "Verify return code: 65535 (not checked)\n")


def refused_code(out, ours):
    """The TLS 1.2 session block of a refused chain."""
    reason = re.search(r"^Verification error: (.*)$", out, re.M)
    if not reason or "    Cipher    : 0000\n" not in out:
        return out
    code = re.search(r"^    Verify return code: ([0-9]+) \(" + re.escape(reason[1]), ours, re.M)
    if not code:
        return out
    return out.replace("Verify return code: 0 (ok)\n", f"Verify return code: {code[1]} ({reason[1]})\n")


def shared_signatures(out, _):
    def keep(match):
        words = match[2].split(":")
        return match[1] + ":".join(w for w in words if not re.match(r"ed448|rsa_pss_pss_|DSA\+|.*\+SHA(224|1)$", w))

    return re.sub(r"^(Shared Requested Signature Algorithms: )(.*)$", keep, out, flags=re.M)


def unfinished_key(out, ours):
    """The key of a TLS 1.2 session whose handshake failed behind our key exchange."""
    return out.replace("    Master-Key: KEY\n", "    Master-Key: \n") if "    Master-Key: \n" in ours else out


def data_order(out, ours):
    """Data of the peer, which openssl writes past the buffer its tickets wait in."""
    data = "---\nhello\n"
    last_ticket = out.rfind("read R BLOCK\n") + len("read R BLOCK\n")
    if data not in out or "read R BLOCK\nhello\n" not in ours:
        return out
    out = out[:last_ticket] + "hello\n" + out[last_ticket:]
    return out.replace(data, "---\n", 1)


# Those that `level` takes care of have no function of their own.
DIFFERENCES = {
    "not-performed": not_performed,
    "refused-code": refused_code,
    "error-place": None,
    "bytes-written": None,
    "bytes-read": None,
    "shared-signatures": shared_signatures,
    "unfinished-key": unfinished_key,
    "data-order": data_order,
}


def differences(pair, theirs, ours):
    """The lines in which the two runs differ, as a diff; empty when they say the same."""
    found = []
    for stream in ("stdout", "stderr"):
        expected = level(getattr(theirs, stream), pair)
        actual = shared_signatures(level(getattr(ours, stream), pair), "")
        for apply in filter(None, DIFFERENCES.values()):
            expected = apply(expected, actual)
        if stream == "stderr":
            expected, actual = first_error_only(expected), first_error_only(actual)
        found += difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), f"openssl {stream}", f"tlsprobe {stream}", "", "", 1, ""
        )
    if theirs.code != ours.code:
        found.append(f"exit status: openssl {theirs.code}, tlsprobe {ours.code}")
    return found


SERVERS_AT_ONCE = 4


class LiveCompare(unittest.TestCase):
    program = None
    only = ""
    show = False

    def compare(self, port, pair):
        """On a loaded machine a server is late with its tickets: what differs is asked again, with more patience."""
        for patience in (1, 4, 16):
            quiet = client_run.QUIET_SECONDS * patience
            theirs = client_run.run(["openssl", "s_client"], port, pair, quiet)
            ours = client_run.run([self.program, "s_client"], port, pair, quiet)
            lines = differences(pair, theirs, ours)
            if not lines:
                break
        return lines

    def compare_all(self, server, pairs):
        """The server, and each of its pairs with what differs."""
        chosen = [p for p in pairs if self.only in f"{server.name} {' '.join(p.options)}"]
        if not chosen:
            return server, []
        with client_run.running(server) as port:
            return server, [(pair, self.compare(port, pair)) for pair in chosen]

    def test_the_dialect_says_what_openssl_says(self):
        version = client_run.openssl_version()
        if not version.startswith("3.0."):
            self.skipTest(f"the profile compared is that of OpenSSL 3.0, which Debian 12 has; this is {version}")
        with tempfile.TemporaryDirectory() as folder:
            files = cases.make_files(folder)
            # Most of the time is spent waiting for silence: several servers are asked at once.
            with concurrent.futures.ThreadPoolExecutor(SERVERS_AT_ONCE) as pool:
                compared = list(pool.map(lambda row: self.compare_all(*row), cases.all_pairs(files)))
        count = sum(len(lines) for _, lines in compared)
        failed = [(server.name, pair, lines) for server, of in compared for pair, lines in of if lines]
        for name, pair, lines in failed:
            print(f"\n##### {name} | {' '.join(pair.options)}", *lines, sep="\n")
        print(f"{count} pairs, {len(failed)} differ")
        if not self.only:
            self.assertGreaterEqual(count, 600)
        self.assertEqual([(name, pair.options) for name, pair, _ in failed], [])

    def test_the_differences_are_those_of_the_documentation(self):
        with open("docs/differences.md", encoding="utf-8") as file:
            rows = [line.split("|")[-2].strip() for line in file if line.startswith("| ")]
        names = {name for name in rows if name not in ("-", "name", "---")}
        self.assertEqual(names, set(DIFFERENCES))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--only" in arguments:
        at = arguments.index("--only")
        LiveCompare.only = arguments[at + 1]
        del arguments[at : at + 2]
    LiveCompare.program = os.path.abspath(arguments[0] if arguments else "cli/tlsprobe")
    unittest.main(argv=sys.argv[:1])
