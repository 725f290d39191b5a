"""A small world of certificates and CRLs, made by the installed openssl: good ones, and of each way to be wrong
one."""

import os
import subprocess

CONFIG = """
[ca]
default_ca = it
[it]
database = index
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
preserve = yes
email_in_dn = yes
copy_extensions = none
default_days = 3650
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = optional
[req]
prompt = no
distinguished_name = nothing
string_mask = utf8only
[nothing]
"""

CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n" \
     "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid"
LEAF = "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" \
       "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:host.test"

# Trust settings of a root, in root_settings_N.pem.
SETTINGS = [
    "-addtrust serverAuth",
    "-addtrust clientAuth",
    "-addtrust emailProtection",
    "-addtrust timeStamping",
    "-addtrust codeSigning",
    "-addtrust anyExtendedKeyUsage",
    "-addreject serverAuth",
    "-addreject emailProtection",
    "-addreject anyExtendedKeyUsage",
    "-addtrust anyExtendedKeyUsage -addreject clientAuth",
]

LONG_AGO, PAST, AHEAD, FAR = "20150101000000Z", "20160101000000Z", "20390101000000Z", "20400101000000Z"


class World:
    """Makes NAME.pem and NAME.key in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self._write("config", CONFIG)

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL)
        if done.returncode:
            raise AssertionError(f"openssl {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def key(self, name, algorithm="P-256"):
        if algorithm.startswith("rsa"):
            self.openssl("genrsa", "-out", f"{name}.key", algorithm[3:])
        else:
            self.openssl("ecparam", "-name", algorithm, "-genkey", "-noout", "-out", f"{name}.key")

    def make(self, name, extensions, issuer=None, subject=None, begin=LONG_AGO, end=FAR, key="P-256", digest="sha256"):
        """Without an issuer: self-signed. An issuer signs with its own name and key, whatever it may do."""
        if not os.path.exists(os.path.join(self.folder, f"{name}.key")):
            self.key(name, key)
        self._write(f"{name}.ext", extensions + "\n")
        self._write("index", "")
        self._write("index.attr", "unique_subject = no\n")
        self.openssl("req", "-new", "-config", "config", "-utf8", "-subj", subject or f"/O=Lab/CN={name}", "-key",
                     f"{name}.key", "-out", f"{name}.csr")
        by = ["-selfsign", "-keyfile", f"{name}.key"] if issuer is None else \
             ["-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key"]
        self.openssl("ca", "-batch", "-notext", "-config", "config", "-in", f"{name}.csr", "-out", f"{name}.pem",
                     "-startdate", begin, "-enddate", end, "-md", digest, "-extfile", f"{name}.ext", "-utf8", *by)

    def crl(self, name, issuer, revoked=(), begin=LONG_AGO, end=FAR, reason="keyCompromise", digest="sha256"):
        self._write("index", "")
        for each in revoked:
            self.openssl("ca", "-config", "config", "-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key", "-revoke",
                         f"{each}.pem", "-crl_reason", reason)
        self.openssl("ca", "-config", "config", "-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key", "-gencrl",
                     "-crl_lastupdate", begin, "-crl_nextupdate", end, "-md", digest, "-out", f"{name}.crl")

    def join(self, name, *parts):
        text = b""
        for part in parts:
            with open(os.path.join(self.folder, part), "rb") as file:
                text += file.read()
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(text)

    def break_signature(self, name, of):
        der = bytearray(self.openssl("x509", "-in", f"{of}.pem", "-outform", "DER"))
        der[-1] ^= 1
        with open(os.path.join(self.folder, f"{name}.der"), "wb") as file:
            file.write(der)
        self.openssl("x509", "-inform", "DER", "-in", f"{name}.der", "-out", f"{name}.pem")


def make_chains(world):
    world.make("root", CA)
    world.make("other", CA)
    world.make("inter", CA.replace("CA:TRUE", "CA:TRUE,pathlen:0"), "root")
    world.make("leaf", LEAF, "inter")
    world.make("direct", LEAF, "root")
    world.make("self", LEAF.replace("\nauthorityKeyIdentifier=keyid", ""))
    world.make("expired", LEAF, "inter", end=PAST)
    world.make("future", LEAF, "inter", begin=AHEAD)
    world.make("inter_expired", CA, "root", end=PAST)
    world.make("below_expired", LEAF, "inter_expired")
    world.make("both_expired", LEAF, "inter_expired", end=PAST)
    world.make("client", LEAF.replace("serverAuth", "clientAuth"), "inter")
    world.make("critical", LEAF + "\n1.2.3.4=critical,DER:0500", "inter")
    world.make("expired_critical", LEAF + "\n1.2.3.4=critical,DER:0500", "inter", end=PAST)
    world.make("below_leaf", LEAF, "leaf")
    world.make("deep", CA, "inter")
    world.make("below_deep", LEAF, "deep")
    world.make("constrained", CA + "\nnameConstraints=critical,permitted;DNS:good.test", "root")
    world.make("not_permitted", LEAF, "constrained")
    world.make("policies", LEAF + "\ncertificatePolicies=1.2.3.4,1.2.3.5", "root")
    world.make("no_policy", LEAF, "root")
    world.make("weak", LEAF, "root", key="rsa1024")
    world.make("sha1", LEAF, "root", digest="sha1")
    world.make("no_san", LEAF.replace("\nsubjectAltName=DNS:host.test", ""), "root", subject="/CN=host.test")
    world.make("mail", LEAF.replace("DNS:host.test", "email:a@host.test,IP:192.0.2.1"), "root")
    world.make("names", LEAF, "root", subject="/C=CH/O=Zürich, \"Lab\"+OU= a/CN=#x\x1b[31m")
    world.make("ca_like", CA.replace("keyCertSign,", ""), "root")
    world.make("below_ca_like", LEAF, "ca_like")
    world.make("strict", LEAF.replace("\nauthorityKeyIdentifier=keyid", ""), "root")
    world.make("curve", LEAF, "root", key="P-521")
    world.break_signature("broken", "leaf")
    world.break_signature("inter_broken", "inter")


def make_lists(world):
    world.make("revoked", LEAF, "inter")
    world.crl("inter", "inter", ["revoked"])
    world.crl("empty", "inter")
    world.crl("root", "root")
    world.crl("root_revokes", "root", ["inter"])
    world.crl("expired", "inter", end=PAST)
    world.crl("future", "inter", begin=AHEAD)
    world.crl("other", "other")
    world.openssl("crl", "-in", "inter.crl", "-outform", "DER", "-out", "inter.crl.der")


def make_files(world):
    world.openssl("x509", "-in", "leaf.pem", "-outform", "DER", "-out", "leaf.der")
    world.openssl("x509", "-in", "root.pem", "-outform", "DER", "-out", "root.der")
    world.join("leaf_and_more.pem", "leaf.pem", "inter.pem", "root.pem")
    world.join("key_and_leaf.pem", "leaf.key", "leaf.pem")
    world.join("untrusted.pem", "inter.pem", "inter_expired.pem", "constrained.pem", "deep.pem", "ca_like.pem")
    world.join("anchors.pem", "other.pem", "root.pem")
    world.join("store.pem", "root.pem", "inter.crl", "root.crl")
    world.join("crls.pem", "inter.crl", "root.crl")
    world.join("nothing.pem")
    world._write("broken.block", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    world.join("broken_and_inter.pem", "broken.block", "inter.pem")
    world.join("inter_and_broken.pem", "inter.pem", "broken.block")
    for name, *setting in (("inter", "-addreject", "serverAuth"), ("leaf", "-addtrust", "clientAuth")):
        world.openssl("x509", "-in", f"{name}.pem", *setting, "-trustout", "-out", f"{name}_settings.pem")
    for number, settings in enumerate(SETTINGS):
        world.openssl("x509", "-in", "root.pem", *settings.split(), "-trustout", "-out", f"root_settings_{number}.pem")
    world.join("leaf_and_key.pem", "leaf.pem", "leaf.key")
    world.openssl("pkcs12", "-export", "-in", "leaf_and_key.pem", "-passout", "pass:", "-out", "leaf.p12")
    world.join("text.pem", "config")
    folder = os.path.join(world.folder, "hashed")
    os.mkdir(folder)
    for name, suffix in (("root.pem", "0"), ("root.crl", "r0"), ("inter.crl", "r0")):
        kind = "crl" if name.endswith(".crl") else "x509"
        number = world.openssl(kind, "-in", name, "-noout", "-hash").decode().strip()
        world.join(f"hashed/{number}.{suffix}", name)


def make(folder):
    world = World(folder)
    make_chains(world)
    make_lists(world)
    make_files(world)
    return world
