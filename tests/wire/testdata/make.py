#!/usr/bin/env python3
"""Makes the certificates of this folder and what `openssl x509` says about them.

usage: tests/wire/testdata/make.py     (needs OpenSSL 3.0; writes beside itself)

Keys are new on every run, so all files change together; nothing in them expires before 2126.
Certificates that `openssl req` will not make are written here, with a signature of zeros.
"""
import base64
import os
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


# --- DER ------------------------------------------------------------------------------------
def tlv(tag, content=b""):
    n = len(content)
    if n < 0x80:
        return bytes([tag, n]) + content
    size = (n.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + n.to_bytes(size, "big") + content


def oid(dotted):
    arcs = [int(a) for a in dotted.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        part = bytes([arc & 0x7F])
        while arc := arc >> 7:
            part = bytes([0x80 | arc & 0x7F]) + part
        out += part
    return tlv(0x06, out)


def seq(*parts):
    return tlv(0x30, b"".join(parts))


def attribute(type_, tag, value):
    return seq(oid(type_), tlv(tag, value))


def name(*rdns):
    """Each RDN is one (type, tag, value) or a list of them."""
    out = []
    for rdn in rdns:
        members = rdn if isinstance(rdn, list) else [rdn]
        out.append(tlv(0x31, b"".join(attribute(*m) for m in members)))
    return seq(*out)


UTF8, NUMERIC, PRINTABLE, T61, IA5, GENERAL, UNIVERSAL, BMP = 12, 18, 19, 20, 22, 27, 28, 30
CN, C, O, OU, L = "2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.7"
SHA256_RSA = seq(oid("1.2.840.113549.1.1.11"), tlv(5))
SHA1_RSA = seq(oid("1.2.840.113549.1.1.5"), tlv(5))
UTC_START, UTC_END = tlv(0x17, b"240102030405Z"), tlv(0x18, b"21260102030405Z")
PLAIN = name((CN, UTF8, b"plain"))


def extension(type_, value, critical=None):
    middle = b"" if critical is None else tlv(1, bytes([critical]))
    return seq(oid(type_), middle, tlv(4, value))


def certificate(subject=PLAIN, issuer=None, version=2, serial=b"\x01", times=None, spki=None,
                extensions=None, after=b"", inner=SHA256_RSA, outer=SHA256_RSA):
    tbs = []
    if version is not None:
        tbs.append(tlv(0xA0, tlv(2, bytes([version]))))
    tbs += [tlv(2, serial), inner, subject if issuer is None else issuer,
            seq(*(times or (UTC_START, UTC_END))), subject, spki or SPKI]
    if extensions is not None:
        tbs.append(tlv(0xA3, seq(*extensions)))
    return seq(seq(*tbs), outer, tlv(3, b"\x00" + bytes(32))) + after


def pem(der):
    text = base64.b64encode(der).decode()
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "-----BEGIN CERTIFICATE-----\n" + "\n".join(lines) + "\n-----END CERTIFICATE-----\n"


# --- openssl --------------------------------------------------------------------------------
def openssl(*args, stdin=None, check=True):
    run = subprocess.run(["openssl", *args], input=stdin, capture_output=True, check=False)
    if check and run.returncode != 0:
        raise SystemExit(f"openssl {' '.join(args)}: {run.stderr.decode()}")
    return run.stdout


CONFIG = """
[req]
distinguished_name = dn
prompt = no
x509_extensions = all
[dn]
C = CH
O = Lab
CN = all.test
[all]
basicConstraints = critical, CA:TRUE, pathlen:3
keyUsage = critical, digitalSignature, keyCertSign, cRLSign, decipherOnly, keyAgreement
extendedKeyUsage = serverAuth, clientAuth, 1.3.6.1.4.1.99999.1
nsCertType = server, sslCA
subjectAltName = DNS:all.test, DNS:*.all.test, IP:192.0.2.1, IP:2001:db8::1, email:a@all.test, \
  URI:https://all.test/, RID:1.2.3.4, dirName:dir, otherName:1.3.6.1.4.1.99999.2;UTF8:other
nameConstraints = permitted;DNS:all.test, excluded;IP:10.0.0.0/255.0.0.0, excluded;email:.bad.test
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
authorityInfoAccess = OCSP;URI:http://ocsp.all.test/, caIssuers;URI:http://ca.all.test/ca.der, \
  OCSP;URI:http://ocsp2.all.test/
crlDistributionPoints = URI:http://crl.all.test/1.crl, point
certificatePolicies = 2.23.140.1.2.1, 1.3.6.1.4.1.99999.3, @policy
tlsfeature = status_request
1.3.6.1.4.1.11129.2.4.2 = ASN1:FORMAT:HEX,OCTETSTRING:0000
1.3.6.1.4.1.99999.4 = ASN1:UTF8String:unknown
[dir]
CN = in a directory
[point]
fullname = URI:http://crl.all.test/2.crl, URI:ldap://crl.all.test/
reasons = keyCompromise
CRLissuer = dirName:dir
[policy]
policyIdentifier = 1.3.6.1.4.1.99999.5
CPS.1 = https://all.test/cps
"""


def self_signed(file, *key_options, subject=None, digest="-sha256", sign_options=()):
    with tempfile.TemporaryDirectory() as folder:
        config, key = f"{folder}/config", f"{folder}/key"
        pathlib.Path(config).write_text(CONFIG)
        openssl("genpkey", *key_options, "-out", key)
        args = ["req", "-x509", "-new", "-config", config, "-key", key, "-days", "36500", digest]
        for option in sign_options:
            args += ["-sigopt", option]
        if subject is not None:
            args += ["-subj", subject, "-extensions", "none"]
            pathlib.Path(config).write_text(CONFIG + "[none]\nbasicConstraints = CA:FALSE\n")
        (HERE / file).write_bytes(openssl(*args))


def describe(file):
    """What `openssl x509` prints, one line for each: subject, issuer, hashes, serial, dates."""
    options = ["-subject", "-issuer", "-subject_hash", "-issuer_hash", "-serial", "-startdate",
               "-enddate", "-fingerprint", "-sha256"]
    text = openssl("x509", "-noout", "-in", str(HERE / file), *options).decode()
    (HERE / file).with_suffix(".txt").write_text(text)


def real_certificates():
    rsa = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    ec = lambda curve: ["-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}"]
    explicit = ["-pkeyopt", "ec_param_enc:explicit"]
    pss = ["rsa_padding_mode:pss", "rsa_pss_saltlen:48"]
    self_signed("all_extensions.pem", *rsa)
    self_signed("p256.pem", *ec("P-256"), subject="/C=CH/O=Lab/CN=p256.test")
    self_signed("brainpool.pem", *ec("brainpoolP320r1"), subject="/CN=brainpool.test")
    self_signed("explicit_curve.pem", *ec("P-384"), *explicit, subject="/CN=explicit.test")
    self_signed("ed25519.pem", "-algorithm", "ED25519", subject="/CN=ed25519.test")
    self_signed("ed448.pem", "-algorithm", "ED448", subject="/CN=ed448.test")
    self_signed("pss_signed.pem", *rsa, subject="/CN=pss.test", digest="-sha384",
                sign_options=pss)
    self_signed("pss_key.pem", "-algorithm", "RSA-PSS", subject="/CN=psskey.test")
    self_signed("sha1.pem", *rsa, subject="/CN=sha1.test", digest="-sha1")
    with tempfile.TemporaryDirectory() as folder:
        parameters = f"{folder}/dsa"
        openssl("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:2048",
                "-pkeyopt", "dsa_paramgen_q_bits:224", "-out", parameters)
        self_signed("dsa.pem", "-paramfile", parameters, subject="/CN=dsa.test")
    for file in sorted(HERE.glob("*.pem")):
        describe(file.name)


def pkcs7():
    """Two certificates without a signature, as servers of issuers send them."""
    files = [str(HERE / file) for file in ("p256.pem", "ed25519.pem")]
    message = openssl("crl2pkcs7", "-nocrl", "-certfile", files[0], "-certfile", files[1])
    (HERE / "bundle.p7b").write_bytes(message)


def hostile_names():
    wide = lambda text: text.encode("utf-16-be")
    characters = [bytes([c]) for c in range(1, 0x80)]
    names = [
        PLAIN,
        name((C, PRINTABLE, b"CH"), (O, UTF8, b"Lab"), (CN, UTF8, "Zürich Größe".encode())),
        name((CN, UTF8, b'say "hi"')),
        name((CN, UTF8, b"#lead"), (CN, UTF8, b"#"), (CN, UTF8, b"a#b")),
        name((CN, UTF8, b" lead"), (CN, UTF8, b"trail "), (CN, UTF8, b" "), (CN, UTF8, b"")),
        name((CN, UTF8, b"a+b"), (CN, UTF8, b"a,b"), (CN, UTF8, b"a;b<c>=d/e")),
        name((CN, UTF8, b"back\\slash"), (CN, UTF8, b"a,\\\"b")),
        name((CN, UTF8, b"line\nbreak\x1b[31m\x7f"), (CN, UTF8, b"nul\x00.bank.test")),
        name((CN, BMP, wide("Пример")), (CN, BMP, wide("#é ")), (CN, BMP, b"")),
        name((CN, T61, b"caf\xe9"), (CN, UNIVERSAL, "Ω🔒".encode("utf-32-be"))),
        name(("1.2.840.113549.1.9.1", IA5, b"Post@Lab.Test"), ("2.5.4.45", NUMERIC, b"01 2")),
        name([(O, UTF8, b"two"), (CN, UTF8, b"in one"), (C, PRINTABLE, b"CH")], (L, UTF8, b"x")),
        name([(CN, UTF8, b"longer"), (CN, UTF8, b"Short"), (CN, UTF8, b"SHORT")]),
        name(("1.3.6.1.4.1.99999.7", UTF8, b"unknown type"), ("2.25." + "9" * 18, UTF8, b"uuid")),
        name(("2.5.4.45", 3, b"\x00\x5a"), (CN, 0x30, seq(tlv(2, b"\x01")))),
        name((CN, UTF8, b"  Many   BLANKS\t\tand \n CASE  ")),
        name((CN, PRINTABLE, b"  Many   BLANKS\t\tand \n CASE  "), (CN, NUMERIC, b" 1  2 ")),
        name((CN, UTF8, "ÀÉ ÏÒ".encode()), (CN, UTF8, "🔒".encode())),
        name(),
        name((CN, UTF8, b"x" * 200), (O, UTF8, b"y" * 300)),
        name(("1.3.6.1.4.1.311.60.2.1.3", PRINTABLE, b"CH"), ("2.5.4.97", UTF8, b"VAT"),
             ("2.5.4.15", UTF8, b"Private Organization"), ("2.5.4.5", PRINTABLE, b"12 34"),
             ("0.9.2342.19200300.100.1.25", IA5, b"test"),
             ("0.9.2342.19200300.100.1.1", UTF8, b"user")),
        name(*[(CN, UTF8, c) for c in characters]),
        name(*[(CN, UTF8, c + c) for c in characters]),
        name(*[(CN, UTF8, b"a" + c + b"b") for c in characters]),
    ]
    certificates, lines = [], []
    for each in names:
        text = pem(certificate(subject=each))
        certificates.append(text)
        said = openssl("x509", "-noout", "-subject", "-subject_hash", stdin=text.encode())
        subject, hash_ = said.decode().rstrip("\n").rsplit("\n", 1)
        lines.append(f"{hash_} {subject.removeprefix('subject=')}")
    (HERE / "hostile_names.pems").write_text("".join(certificates))
    (HERE / "hostile_names.expected").write_text("\n".join(lines) + "\n")


def odd_certificates():
    basic = extension("2.5.29.19", seq(tlv(1, b"\xff")), 0xFF)
    usage = extension("2.5.29.15", tlv(3, b"\x07\x80"))
    odd = {
        "v1": certificate(version=None),
        "v4": certificate(version=3),
        "negative_serial": certificate(serial=b"\x80\x01"),
        "long_serial": certificate(serial=b"\x00" + b"\xff" * 40),
        "trailing_bytes": certificate(after=b"\x00"),
        "utc_without_seconds": certificate(times=(tlv(0x17, b"2401020304Z"), UTC_END)),
        "offset_time": certificate(times=(UTC_START, tlv(0x17, b"491231235959+0100"))),
        "february_30": certificate(times=(UTC_START, tlv(0x17, b"300230000000Z"))),
        "no_time": certificate(times=(tlv(2, b"\x01"), UTC_END)),
        "year_1950": certificate(times=(tlv(0x17, b"500101000000Z"), tlv(0x17, b"491231235959Z"))),
        "year_9999": certificate(times=(tlv(0x18, b"00000101000000Z"),
                                        tlv(0x18, b"99991231235959Z"))),
        "duplicate_extension": certificate(extensions=[basic, usage, basic, basic]),
        "bad_extension": certificate(extensions=[extension("2.5.29.19", b"\x30\x03\x01"), usage]),
        "critical_false": certificate(extensions=[extension("2.5.29.15", tlv(3, b"\x07\x80"), 0)]),
        "bad_extension_list": certificate(extensions=[tlv(4, b"")]),
        "different_algorithms": certificate(inner=SHA256_RSA, outer=SHA1_RSA),
        "unknown_key": certificate(spki=seq(seq(oid("1.3.6.1.4.1.99999.9")), tlv(3, b"\x00\x01"))),
        "same_name_other_case": certificate(subject=name((CN, UTF8, b"Lab  CA")),
                                            issuer=name((CN, PRINTABLE, b"lab ca "))),
    }
    text = "".join(f"{key}\n{pem(der)}" for key, der in odd.items())
    (HERE / "odd.pems").write_text(text)


if __name__ == "__main__":
    for old in [*HERE.glob("*.pem*"), *HERE.glob("*.txt"), *HERE.glob("*.expected")]:
        os.remove(old)
    real_certificates()
    pkcs7()
    der = openssl("x509", "-in", str(HERE / "all_extensions.pem"), "-noout", "-pubkey")
    SPKI = openssl("pkey", "-pubin", "-outform", "DER", stdin=der)
    hostile_names()
    odd_certificates()
