#!/usr/bin/env python3
"""Measures what certificates and CRLs cost that are made to cost much.

usage: tests/bench/hostile.py [-v] PROGRAM [WORD]     the rows with WORD alone; -v: what was said
       tests/bench/run                                all, as part of its table

Each row is one run of PROGRAM. All time on the CPU counts, its own and the kernel's, and the most
memory that was resident. What is fetched or sent has the size it may have at most: a CRL
16 MiB, an issuer 1 MiB, what a server sends 256 KiB; a request in JSON has 1 MiB. A row whose output is not the one that
it is about says so. A program with a sanitizer in it is refused: most that it costs is not ours.
Exit status 0 only when every target is met. Needs openssl.
"""
import contextlib
import dataclasses
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

import der
import serving

MOST_SECONDS, MOST_MIB = 1, 64
GIVEN_UP = 60  # seconds by the clock
FETCHED = 16 << 20  # bytes of the longest CRL that is fetched
FETCHED_ISSUER = 1 << 20

# A program's memory is counted from its fork on: something small must stand between.
LAUNCH = """import os, sys
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss,
          file=file)
"""


@dataclasses.dataclass
class Case:
    what: str
    arguments: list
    expected: str  # a regular expression that the output must have
    stdin: str = os.devnull
    served: list = None  # what an openssl s_server is started with, whose port becomes PORT


@dataclasses.dataclass
class Row:
    what: str
    seconds: float
    mib: float
    trouble: str
    output: str

    def met(self):
        return not self.trouble and self.seconds <= MOST_SECONDS and self.mib <= MOST_MIB

    def text(self):
        verdict = "met" if self.met() else "MISSED"
        if self.trouble:
            verdict += f": {self.trouble}"
        return f"| {self.what} | {self.seconds:.2f} s | {self.mib:.1f} MiB | {verdict} |"


class Lab:
    """Writes files into a folder that `url` serves."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self._numbers = itertools.count()

    def write(self, content, kind="pem"):
        path = os.path.join(self.folder, f"{next(self._numbers)}.{kind}")
        with open(path, "wb") as file:
            file.write(content)
        return path

    def url_of(self, content):
        return f"{self.url}/{os.path.basename(self.write(content, 'bin'))}"

    def verify(self, what, chain, *options, expected="", trusted=()):
        """Leaf first. One case, of `tlsprobe verify`."""
        leaf, *rest = chain
        arguments = ["verify", "--json"]
        for option, ders in (("-trusted", trusted), ("-untrusted", rest)):
            if ders:
                arguments += [option, self.write(der.pem(ders))]
        if not trusted:
            arguments += ["-no-CAfile", "-no-CApath"]
        return Case(what, [*arguments, *options, self.write(der.pem([leaf]))], expected)

    def probe(self, what, chain, key, *options, expected="", trusted=()):
        """One case, of a whole probe of a server with this chain."""
        leaf, *rest = chain
        served = ["-cert", self.write(der.pem([leaf])), "-key", self.write(key.pem())]
        if rest:
            served += ["-cert_chain", self.write(der.pem(rest))]
        trust = ["-no-CAfile", "-no-CApath"]
        if trusted:
            trust = ["-CAfile", self.write(der.pem(trusted))]
        return Case(f"{what}, probe", ["check", "127.0.0.1:PORT", "-json", *trust, *options],
                    expected, served=served)

    def both(self, what, chain, key, *options, **more):
        """The same by both."""
        return [self.verify(what, chain, *options, **more),
                self.probe(what, chain, key, *options, **more)]


class Ca:
    """A name with a key, which is certified by an issuer, or by itself."""

    def __init__(self, subject, issuer=None, key=None, extensions=()):
        self.name = der.name(subject) if isinstance(subject, str) else subject
        self.key = key or der.Key()
        self.der = (issuer or self).certify(self.name, self.key, *der.CA, *extensions)

    def certify(self, subject, key, *extensions, serial=1):
        return der.certificate(subject, key, self.name, self.key, serial, extensions)

    def leaf(self, key, *extensions, serial=1):
        return self.certify(der.name("host.test"), key, *extensions, serial=serial)


OK = r'"verdict": ?"ok"'


def error(code):
    return rf'"code": ?{code}\b'


CUT = r'"paths_cut": ?true'
HOST = der.alt_names(der.dns("host.test"))


def harmless(lab):
    root, key = Ca("Root"), der.Key()
    issuer = Ca("Issuer", root)
    chain = [issuer.leaf(key, HOST), issuer.der]
    return lab.both("harmless: a leaf and an intermediate", chain, key, expected=OK,
                    trusted=[root.der])


def line_of(root, count, make_key=der.Key, subject="CA {}"):
    """CAs below each other, the lowest first."""
    cas = [root]
    for number in range(count):
        cas.insert(0, Ca(subject.format(number), cas[0], make_key()))
    return cas[:-1]


def long_chains(lab):
    key, root = der.Key(), Ca("Root")
    cas = line_of(root, 98)
    yield from lab.both("a chain of 100", [cas[0].leaf(key, HOST), *(ca.der for ca in cas)], key,
                        expected=OK, trusted=[root.der])
    long = 2**32 + 15
    for size, count, exponent in ((8192, 98, long), (16384, 50, 65537), (16384, 98, long)):
        keys_made = (der.RsaKey(size, number, exponent) for number in range(count))
        cas = line_of(root, count, keys_made.__next__)
        chain = [cas[0].leaf(key, HOST), *(ca.der for ca in cas)]
        what = f"a chain of {count + 2}, RSA keys of {size} bits, exponent {exponent}"
        yield lab.verify(what, chain, expected=error(7), trusted=[root.der])
        if sum(map(len, chain)) < 250 << 10:
            yield lab.probe(what, chain, key, expected=error(7), trusted=[root.der])


def loops(lab):
    """All certify each other."""
    root, key = Ca("Root"), der.Key()
    for words, subject in (("one name", "Same"), ("ten names", "CA {}")):
        cas = [Ca(subject.format(number)) for number in range(10)]
        chain = [cas[0].leaf(key, HOST)]
        chain += [issuer.certify(each.name, each.key, *der.CA)
                  for each in cas for issuer in cas if each is not issuer]
        what = f"ten CAs of {words} certify each other"
        yield from lab.both(f"{what}, no root", chain, key, expected=CUT)
        chain.append(root.certify(cas[9].name, cas[9].key, *der.CA))
        yield from lab.both(f"{what}, with a root", chain, key, expected=CUT, trusted=[root.der])


def candidates(lab):
    """The leaf names the key that each says it has, and none of them signed it."""
    root, key = Ca("Root"), der.Key()
    claim = der.subject_key_id(b"same")
    for size, count in ((None, 60), (4096, 60), (8192, 60), (8192, 1000), (16384, 1000)):
        keys = [der.RsaKey(size, number) if size else der.Key() for number in range(count)]
        made = [root.certify(der.name("Same"), each, *der.CA, claim) for each in keys]
        other = Ca("Same", root, der.RsaKey(size, count) if size else None)
        chain = [other.leaf(key, HOST, der.authority_key_id(b"same")), *made]
        kind = f"RSA {size}" if size else "P-256"
        yield lab.verify(f"{count} issuers of one name and key id, {kind}", chain,
                         expected=error(7), trusted=[root.der])
        if sum(map(len, chain)) < 250 << 10:
            yield lab.probe(f"{count} issuers of one name and key id, {kind}", chain, key,
                            expected=error(7), trusted=[root.der])


# --- CRLs -----------------------------------------------------------------------------------
def plain_entry(number):
    serial = (number | 1 << 150).to_bytes(20, "big")
    return b"\x30\x25\x02\x14" + serial + der.BEGIN


def filled(entry, size=FETCHED - 1024):
    """Entries as many as fit."""
    each = entry(0)
    return b"".join(map(entry, range(size // len(each))))


def issuer_entry(number):
    """Of the serial number 5, of an issuer of its own."""
    names = der.seq(der.directory(der.name(f"Issuer {number:08}")))
    return der.seq(der.integer(5), der.BEGIN, der.seq(der.extension("2.5.29.29", names, True)))


def alike_entry(number):
    """Of a serial number that ends as one of `of_one_key` does, behind bytes of mere sign."""
    sign = bytes(0xFF if number >> bit & 1 else 0 for bit in range(20))
    return der.seq(der.tlv(0x02, b"\x00\xff" + sign + bytes([100 + number % 90])), der.BEGIN)


INDIRECT = der.extension("2.5.29.28", der.seq(der.tlv(0x84, b"\xff")), True)


def of_one_key(count, *extensions):
    """A root, and a chain in which all CAs share a name and a key: each is the issuer of all."""
    root = Ca("Same")
    chain = [root.certify(root.name, root.key, *der.CA, *extensions, serial=100 + number)
             for number in range(count)]
    return root, chain


def crls(lab):
    root, key = Ca("Root"), der.Key()
    leaf = root.leaf(key, HOST, serial=5)
    entries = filled(plain_entry)
    made = der.crl(root.name, root.key, entries)
    path, url = lab.write(made, "crl"), lab.url_of(made)
    what = f"a CRL of 16 MiB, {entries.count(der.BEGIN)} entries"
    yield lab.verify(what, [leaf], "-crl_check", "-CRLfile", path, expected=OK, trusted=[root.der])
    yield lab.probe(what, [leaf], key, "-crl_check", "-CRL", path, expected=OK, trusted=[root.der])
    fetching = ["-crl_check", "-crl_download", "-fetch-private"]
    leaf = root.leaf(key, HOST, der.points(url), serial=5)
    yield from lab.both(f"{what}, fetched", [leaf], key, *fetching, expected=OK, trusted=[root.der])
    leaf = root.leaf(key, HOST, der.points(*(f"{url}?{number}" for number in range(16))), serial=5)
    yield from lab.both("16 CRLs of 16 MiB, fetched", [leaf], key, *fetching, expected="host.test",
                        trusted=[root.der])
    same, chain = of_one_key(90)
    path = lab.write(der.crl(same.name, same.key, entries), "crl")
    chain.insert(0, same.leaf(key, HOST, serial=5))
    yield lab.verify(f"{what}, asked for a chain of 92", chain, "-crl_check_all", "-CRLfile", path,
                     expected="host.test", trusted=[same.der])


def indirect_crls(lab):
    root, key = Ca("Root"), der.Key()
    entries = filled(issuer_entry)
    path = lab.write(der.crl(root.name, root.key, entries, [INDIRECT]), "crl")
    what = f"an indirect CRL of 16 MiB, {entries.count(der.BEGIN)} entries with issuers"
    options = ["-crl_check", "-extended_crl"]
    leaf = root.leaf(key, HOST, serial=5)
    yield lab.verify(what, [leaf], *options, "-CRLfile", path, expected=OK, trusted=[root.der])
    yield lab.probe(what, [leaf], key, *options, "-CRL", path, expected=OK, trusted=[root.der])
    same, chain = of_one_key(90)
    path = lab.write(der.crl(same.name, same.key, entries, [INDIRECT]), "crl")
    chain.insert(0, same.leaf(key, HOST, serial=5))
    yield lab.verify(f"{what}, asked for a chain of 92", chain, "-crl_check_all", "-extended_crl",
                     "-CRLfile", path, expected="host.test", trusted=[same.der])
    names = der.seq(der.directory(same.name))
    owner = der.seq(der.integer(7), der.BEGIN, der.seq(
        der.extension("2.5.29.29", names, True), der.extension("1.2.3.4", bytes(FETCHED // 2))))
    entries = owner + filled(alike_entry, FETCHED // 2 - 1024)
    path = lab.write(der.crl(same.name, same.key, entries, [INDIRECT]), "crl")
    yield lab.verify("an entry of 8 MiB and serial numbers that are alike, asked for a chain of 92",
                     chain, "-crl_check_all", "-extended_crl", "-CRLfile", path,
                     expected="host.test", trusted=[same.der])


def many_crls(lab):
    same, chain = of_one_key(90)
    key = der.Key()
    chain.insert(0, same.leaf(key, HOST, serial=5))
    made = [der.crl(same.name, same.key, plain_entry(number)) for number in range(10000)]
    path = lab.write(der.pem(made, "X509 CRL"))
    yield lab.verify("10 000 CRLs", chain[:1], "-crl_check", "-CRLfile", path, expected=OK,
                     trusted=[same.der])
    yield lab.probe("10 000 CRLs", chain[:1], key, "-crl_check", "-CRL", path, expected=OK,
                    trusted=[same.der])
    yield lab.verify("10 000 CRLs, asked for a chain of 92", chain, "-crl_check_all", "-CRLfile",
                     path, expected="host.test", trusted=[same.der])
    urls = [der.uri(f"http://host.test/{number:05}") for number in range(10000)]
    point = der.tlv(0xA0, der.tlv(0xA0, b"".join(urls)))
    path = lab.write(der.crl(same.name, same.key, plain_entry(1),
                             [der.extension("2.5.29.28", der.seq(point), True)]), "crl")
    other = der.tlv(0xA0, der.tlv(0xA0, b"".join(der.tlv(0x86, each + b"x") for each in urls)))
    wide = der.extension("2.5.29.31", der.seq(*[der.seq(other)] * 3))
    leaf = same.leaf(key, HOST, wide, serial=5)
    yield lab.verify("3 points of 10 000 names against a CRL of as many", [leaf], "-crl_check",
                     "-CRLfile", path, expected=error(44), trusted=[same.der])


# --- names ----------------------------------------------------------------------------------
# Of each form: a constraint that binds and does not match, a name, and what permits all names.
FORMS = {
    "DNS": (lambda number: der.dns(f"n{number}.test"),
            lambda number: der.dns(f"h{number}.example"),
            [der.dns("example")]),
    "IP": (lambda number: der.tlv(0x87, number.to_bytes(4, "big") + b"\xff" * 4),
           lambda number: der.tlv(0x87, (number | 1 << 31).to_bytes(4, "big")),
           [der.tlv(0x87, b"\x80\0\0\0" * 2)]),
    "DN": (lambda number: der.directory(der.name("a", str(number))),
           lambda number: der.directory(der.name("b", str(number))),
           [der.directory(der.name(first)) for first in ("b", "host.test")]),
}


def constraints(permitted, excluded):
    trees = [der.tlv(tag, b"".join(map(der.seq, names)))
             for tag, names in ((0xA0, permitted), (0xA1, excluded)) if names]
    return der.extension("2.5.29.30", der.seq(*trees), True)


def constrained(lab, what, permitted, excluded, names, expected, cas=1):
    """A leaf with these names below CAs with these constraints."""
    key, root = der.Key(), Ca("Root")
    issuer = root
    chain = []
    for number in range(cas):
        issuer = Ca(f"Narrow {number}", issuer, extensions=[constraints(permitted, excluded)])
        chain.insert(0, issuer.der)
    chain.insert(0, issuer.leaf(key, der.alt_names(*names)))
    yield lab.verify(what, chain, expected=expected, trusted=[root.der])
    if sum(map(len, chain)) < 250 << 10:
        yield lab.probe(what, chain, key, expected=expected, trusted=[root.der])


def name_constraints(lab):
    for form, (base, name, wide) in FORMS.items():
        for count, many, expected in ((2500, 200, OK), (500, 1000, OK), (5000, 5000, error(1))):
            names = [name(number) for number in range(many)]
            bases = [base(number) for number in range(count)]
            yield from constrained(lab, f"{2 * count} name constraints, {many} names, {form}",
                                   bases + wide, bases, names, expected)
    long = "a." * 480
    yield from constrained(lab, "1000 name constraints, 1000 names, DNS of 960 characters each",
                           [], [der.dns(f"n{number:04}.{long}") for number in range(1000)],
                           [der.dns(f"h{number:04}.{long}") for number in range(1000)], OK)
    yield from constrained(lab, "1000 name constraints, 1000 names, DN of 960 characters each",
                           [], [der.directory(der.name(long, f"n{i:04}")) for i in range(1000)],
                           [der.directory(der.name(long, f"h{i:04}")) for i in range(1000)], OK)
    mailbox = der.oid("1.3.6.1.5.5.7.8.9")
    for count in (250, 1000):
        mails = [der.tlv(0xA0, mailbox + der.tlv(0xA0, der.tlv(0x0C, b"a@h%d.test" % number)))
                 for number in range(1000)]
        yield from constrained(lab, f"4 CAs of {count} constraints, 1000 UTF-8 mail addresses",
                               [], [der.tlv(0x81, b"n%d.test" % number) for number in range(count)],
                               mails, OK, cas=4)


def large_names(lab):
    key = der.Key()
    kinds = {"one part": lambda number, size: der.name(f"{number:04}" + "x" * size),
             "many parts": lambda number, size: der.name(*[f"{number:04}"] * (size // 17))}
    for kind, make in kinds.items():
        for count, size in ((1, 60 << 10), (98, 5 << 10)):
            cas = [Ca(make(0, size))]
            for number in range(count):
                cas.insert(0, Ca(make(number + 1, size), cas[0]))
            chain = [cas[0].leaf(key, HOST), *(ca.der for ca in cas[:-1])]
            what = f"a chain of {count + 2}, names of {size >> 10} KiB in {kind}"
            yield lab.verify(what, chain, expected=OK, trusted=[cas[-1].der])
            if count == 1:
                yield lab.probe(what, chain, key, expected=OK, trusted=[cas[-1].der])
    root = Ca("Root")
    for count in (5000, 70000):
        leaf = root.leaf(key, der.alt_names(*(der.dns(f"h{i}.test") for i in range(count))))
        what = f"a leaf with {count} names"
        yield lab.verify(what, [leaf], expected=OK, trusted=[root.der])
        if len(leaf) < 250 << 10:
            yield lab.probe(what, [leaf], key, expected=OK, trusted=[root.der])


# --- policies -------------------------------------------------------------------------------
def policy_extensions(count, mappings):
    oids = [der.oid(f"1.3.6.1.4.1.99999.{number}") for number in range(count)]
    return [der.extension("2.5.29.32", der.seq(*map(der.seq, oids))),
            der.extension("2.5.29.33", der.seq(*itertools.islice(
                (der.seq(one, other) for one in oids for other in oids), mappings)))]


def policies(lab):
    """Each policy becomes all: their number grows with every CA."""
    key, root = der.Key(), Ca("Root")
    for count, mappings, length in ((2, 4, 40), (20, 400, 20), (900, 4500, 2), (200, 3300, 12)):
        extensions = policy_extensions(count, mappings)
        issuer, chain = root, []
        for number in range(length):
            issuer = Ca(f"CA {number}", issuer, extensions=extensions)
            chain.insert(0, issuer.der)
        chain.insert(0, issuer.leaf(key, HOST, extensions[0]))
        what = f"{length} CAs of {count} policies and {mappings} mappings"
        more = {"expected": error("17") + "|" + OK, "trusted": [root.der]}
        yield lab.verify(what, chain, "-policy_check", "-policy_print", **more)
        if sum(map(len, chain)) < 250 << 10:
            yield lab.probe(what, chain, key, "-policy_check", "-policy_print", **more)


# --- keys -----------------------------------------------------------------------------------
def keys(lab):
    root, key = Ca("Root"), der.Key()
    whole = int.from_bytes(b"\xf1" * 2000, "big")
    for size, exponent, words in ((16384, 65537, "65537"), (16384, whole, "of 16000 bits"),
                                  (65536, 65537, "65537"), (65536, whole, "of 16000 bits")):
        large = der.RsaKey(size, 0, exponent)
        issuer = Ca("Large", root, large)
        chain = [issuer.leaf(key, HOST), issuer.der]
        what = f"an issuer's RSA key of {size} bits, exponent {words}"
        yield from lab.both(what, chain, key, expected=error(7) + "|cannot check",
                            trusted=[root.der])
        yield lab.verify(what.replace("an issuer's", "a leaf's"), [root.leaf(large, HOST)],
                         expected=OK, trusted=[root.der])


# --- files ----------------------------------------------------------------------------------
def junk(lab):
    root, key = Ca("Root"), der.Key()
    issuer = Ca("Issuer", root)
    good, leaf = der.pem([issuer.der]), issuer.leaf(key, HOST)
    begin, end = b"-----BEGIN JUNK-----\n", b"-----END JUNK-----\n"
    kinds = {
        "20 000 blocks of junk": der.pem([os.urandom(300)] * 20000),
        "20 000 blocks that are no base64": (begin + b"?" * 300 + b"\n" + end) * 20000,
        "500 000 BEGIN lines": begin * 500000,
        "200 000 BEGIN lines, each with another END":
            (begin + b"?\n" + end.replace(b"JUNK", b"CRL")) * 200000,
        "a BEGIN line right before another END": begin + end.replace(b"JUNK", b"CRL"),
        "10 MiB of dashes": b"-" * (10 << 20) + b"\n",
    }
    for what, text in kinds.items():
        case = lab.verify(f"{what}, then a certificate", [leaf], expected=OK, trusted=[root.der])
        case.arguments[2:2] = ["-untrusted", lab.write(text + good)]
        yield case
    many = [issuer.certify(der.name(f"CA {i}"), key, *der.CA) for i in range(3000)]
    yield lab.verify("3000 certificates that may complete the chain", [leaf, *many, issuer.der],
                     expected=OK, trusted=[root.der])
    yield lab.verify("3000 trusted certificates", [leaf, issuer.der],
                     expected=OK, trusted=[*many, root.der])


def lines(lab):
    root, key = Ca("Root"), der.Key()
    issuer = Ca("Issuer", root)
    leaf = issuer.leaf(key, HOST)
    texts = [der.pem([each]).decode() for each in (leaf, issuer.der, root.der)]
    many = texts[1:2] * ((1 << 20) // len(texts[1]))
    kinds = {
        "certificates": ({"chain": texts[:2], "untrusted": many, "anchors": texts[2:]}, OK),
        "a long id": ({"id": "x" * 1000, "chain": texts[:2], "anchors": texts[2:]}, OK),
        "brackets": ("[" * (1 << 20), "error"),
        "objects in objects": ('{"a":' * (200 << 10), "error"),
        "strings of one character": ({"chain": texts[:2], "untrusted": ["x"] * (200 << 10),
                                      "anchors": texts[2:]}, "error"),
    }
    for what, (request, expected) in kinds.items():
        text = request if isinstance(request, str) else json.dumps(request)
        yield Case(f"a request of 1 MiB in JSON: {what}", ["verify", "-jsonl"], expected,
                   stdin=lab.write(text.encode() + b"\n", "json"))


def pkcs7(ders):
    data = der.seq(der.oid("1.2.840.113549.1.7.1"))
    inside = der.seq(der.integer(1), der.tlv(0x31), data, der.tlv(0xA0, b"".join(ders)),
                     der.tlv(0x31))
    return der.seq(der.oid("1.2.840.113549.1.7.2"), der.tlv(0xA0, inside))


def issuers(lab):
    """Where a certificate's own text says that its issuer is."""
    root, key = Ca("Root"), der.Key()
    issuer = Ca("Issuer", root)
    more = {"trusted": [root.der]}
    made = [root.certify(issuer.name, der.Key(), *der.CA) for _ in range(99)]
    for count, expected in ((99, r'"anchored": ?true'), (1500, "at most 100 certificates")):
        url = lab.url_of(pkcs7((made * 60)[:count] + [issuer.der]))
        leaf = issuer.leaf(key, HOST, der.issuer_urls(url))
        yield from lab.both(f"PKCS#7 with {count + 1} issuers, fetched", [leaf], key,
                            "-fetch-issuers", "-fetch-private", expected=expected, **more)
    for words, byte in (("empty lines", b"\n"), ("dashes", b"-")):
        url = lab.url_of(der.pem([issuer.der]) + byte * (FETCHED_ISSUER - 4096))
        leaf = issuer.leaf(key, HOST, der.issuer_urls(*(f"{url}?{i}" for i in range(16))))
        yield from lab.both(f"16 issuers with 1 MiB of {words} behind them, fetched", [leaf], key,
                            "-fetch-issuers", "-fetch-private", expected=OK, **more)


GROUPS = [harmless, long_chains, loops, candidates, crls, indirect_crls, many_crls,
          name_constraints, large_names, policies, keys, junk, lines, issuers]


# --- measuring ------------------------------------------------------------------------------
def run_once(folder, command, stdin):
    """Exit status (None where it took too long), seconds of CPU, MiB, output."""
    usage = os.path.join(folder, "usage")
    with contextlib.suppress(FileNotFoundError):
        os.remove(usage)
    with open(stdin, "rb") as given, open(os.path.join(folder, "output"), "w+b") as output:
        launcher = subprocess.Popen([sys.executable, "-I", "-S", "-c", LAUNCH, usage, *command],
                                    stdin=given, stdout=output, stderr=output,
                                    start_new_session=True)
        try:
            launcher.wait(GIVEN_UP)
        except subprocess.TimeoutExpired:
            os.killpg(launcher.pid, signal.SIGKILL)
            launcher.wait()
            return None, float(GIVEN_UP), 0.0, ""
        output.seek(0)
        text = output.read().decode(errors="replace")
    with open(usage, encoding="utf-8") as file:
        status, seconds, kib = file.read().split()
    return int(status), float(seconds), int(kib) / 1024, text


def measure(program, folder, case):
    with contextlib.ExitStack() as stack:
        arguments = case.arguments
        if case.served:
            port = stack.enter_context(serving.s_server(folder, *case.served))
            arguments = [each.replace("PORT", str(port)) for each in arguments]
        status, seconds, mib, text = run_once(folder, [program, *arguments], case.stdin)
    trouble = ""
    if status is None:
        trouble = "did not end"
    elif status < 0:
        trouble = f"killed by signal {-status}"
    elif not re.search(case.expected, text):
        trouble = "another result than expected"
    return Row(case.what, seconds, mib, trouble, text)


def has_sanitizer(program):
    with open(program, "rb") as file:
        return b"__asan_init" in file.read()


def rows(program, word=""):
    """Each as soon as it is measured. Where `word` is no part of it nothing is."""
    if has_sanitizer(program):
        sys.exit(f"{program}: expected a program as shipped, got one with a sanitizer")
    with tempfile.TemporaryDirectory() as folder, serving.files(folder) as url:
        for group in GROUPS:
            for case in group(Lab(folder, url)):
                if word in case.what:
                    yield measure(program, folder, case)
            for file in os.listdir(folder):
                os.remove(os.path.join(folder, file))


HEAD = ["| hostile input | CPU | memory | |", "|---|---|---|---|"]


def section(measured):
    """Lines of Markdown."""
    return ["## Hostile input", "",
            f"Targets: at most {MOST_SECONDS} s of CPU time and {MOST_MIB} MiB of resident memory.",
            "Rows of a probe are of `tlsprobe check -json`, all others of `tlsprobe verify --json`",
            "or `--jsonl`.", "", *HEAD, *(row.text() for row in measured)]


def main(arguments):
    verbose = "-v" in arguments
    program, *word = [each for each in arguments if each != "-v"]
    print("\n".join(HEAD))
    met = True
    for row in rows(program, *word):
        print(row.text(), flush=True)
        if verbose:
            print(row.output[:3000])
        met = met and row.met()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
