"""Certificates and CRLs put together by hand, faster and stranger than openssl makes them.

Keys are the numbers 3, 4, 5 … on P-256 and signatures all have the nonce 1: nothing is secret
here, and both cost next to nothing.
"""
import base64
import hashlib
import itertools


# --- DER ------------------------------------------------------------------------------------
def tlv(tag, content=b""):
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def seq(*parts):
    return tlv(0x30, b"".join(parts))


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for arc in [first * 40 + second, *rest]:
        digits = [arc & 0x7F]
        while arc := arc >> 7:
            digits.insert(0, 0x80 | arc & 0x7F)
        out += bytes(digits)
    return tlv(0x06, bytes(out))


def bits(content):
    return tlv(0x03, b"\0" + content)


def name(*texts):
    """Each text is a common name in an RDN of its own."""
    common_name = oid("2.5.4.3")
    return seq(*(tlv(0x31, seq(common_name, tlv(0x0C, text.encode()))) for text in texts))


def directory(der):
    return tlv(0xA4, der)


def dns(text):
    return tlv(0x82, text.encode())


def uri(text):
    return tlv(0x86, text.encode())


def pem(ders, label="CERTIFICATE"):
    blocks = (b"-----BEGIN %b-----\n%b-----END %b-----\n" %
              (label.encode(), base64.encodebytes(der), label.encode()) for der in ders)
    return b"".join(blocks)


# --- keys -----------------------------------------------------------------------------------
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
EC_KEY, P256 = oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")
RSA_KEY = seq(oid("1.2.840.113549.1.1.1"), tlv(5))


def add(one, other):
    """The sum of two points, the same or not opposite."""
    if one == other:
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, PRIME)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, PRIME)
    x = (slope * slope - one[0] - other[0]) % PRIME
    return x, (slope * (one[0] - x) - one[1]) % PRIME


class Key:
    """A new key on P-256."""

    algorithm = seq(oid("1.2.840.10045.4.3.2"))
    _numbers = itertools.count(3)
    _last = add(BASE, BASE)

    def __init__(self):
        self.secret = next(Key._numbers)
        Key._last = add(Key._last, BASE)
        self.point = b"\4" + b"".join(each.to_bytes(32, "big") for each in Key._last)
        self.spki = seq(seq(EC_KEY, P256), bits(self.point))
        self.id = hashlib.sha1(self.point).digest()

    def sign(self, message):
        digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
        return seq(integer(BASE[0] % ORDER), integer((digest + BASE[0] * self.secret) % ORDER))

    def pem(self):
        der = seq(integer(1), tlv(4, self.secret.to_bytes(32, "big")), tlv(0xA0, P256),
                  tlv(0xA1, bits(self.point)))
        return pem([der], "EC PRIVATE KEY")


class RsaKey:
    """A public key alone: what it signs does not hold, and costs as much as if it did."""

    algorithm = seq(oid("1.2.840.113549.1.1.11"), tlv(5))

    def __init__(self, size, number, exponent=65537):
        self._bytes = size // 8
        seed = hashlib.shake_256(number.to_bytes(4, "big")).digest(self._bytes)
        modulus = int.from_bytes(seed, "big") | 1 << (size - 1) | 1
        self.spki = seq(RSA_KEY, bits(seq(integer(modulus), integer(exponent))))
        self.id = hashlib.sha1(self.spki).digest()

    def sign(self, message):
        return b"\1" + hashlib.shake_256(message).digest(self._bytes - 1)


# --- certificates and CRLs ------------------------------------------------------------------
BEGIN, END = tlv(0x17, b"240102030405Z"), tlv(0x18, b"21260102030405Z")


def extension(dotted, value, critical=False):
    return seq(oid(dotted), tlv(1, b"\xff") if critical else b"", tlv(4, value))


def authority_key_id(key_id):
    return extension("2.5.29.35", seq(tlv(0x80, key_id)))


def subject_key_id(key_id):
    return extension("2.5.29.14", tlv(4, key_id))


def alt_names(*names):
    return extension("2.5.29.17", seq(*names))


def points(*urls):
    """Where CRLs are."""
    return extension("2.5.29.31", seq(*(seq(tlv(0xA0, tlv(0xA0, uri(url)))) for url in urls)))


def issuer_urls(*urls):
    ca_issuers = oid("1.3.6.1.5.5.7.48.2")
    return extension("1.3.6.1.5.5.7.1.1", seq(*(seq(ca_issuers, uri(url)) for url in urls)))


CA = (extension("2.5.29.19", seq(tlv(1, b"\xff")), critical=True),
      extension("2.5.29.15", tlv(3, b"\1\6"), critical=True))


def signed(tbs, by):
    return seq(tbs, by.algorithm, bits(by.sign(tbs)))


def certificate(subject, key, issuer, by, serial=1, extensions=()):
    parts = [tlv(0xA0, integer(2)), integer(serial), by.algorithm, issuer, seq(BEGIN, END), subject,
             key.spki]
    if extensions:
        parts.append(tlv(0xA3, seq(*extensions)))
    return signed(seq(*parts), by)


def crl(issuer, by, entries, extensions=()):
    """The entries are in DER, one behind the other."""
    parts = [integer(1), by.algorithm, issuer, BEGIN, END, tlv(0x30, entries)]
    if extensions:
        parts.append(tlv(0xA0, seq(*extensions)))
    return signed(seq(*parts), by)
