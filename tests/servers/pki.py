"""A made-up authority and one certificate for all servers, made anew for each test run."""

import pathlib
import shutil
import subprocess

NAME = "server.test"
ALTERNATIVE_NAMES = f"DNS:{NAME},DNS:localhost,IP:127.0.0.1"


class Pki:
    """Paths of PEM files: `root` for clients; `certificate`, `key` and `both` in one file for servers."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.root, self.certificate, self.key = folder / "root.pem", folder / "server.pem", folder / "server.key"
        self.both = folder / "both.pem"

    def copied_to(self, folder):
        """Copies for a server that wants to own its files; `folder` must exist."""
        copy = Pki(folder)
        for source in (self.root, self.certificate, self.key, self.both):
            shutil.copy(source, folder)
        return copy


def make(folder):
    pki = Pki(folder)
    root_key = pki.root.with_suffix(".key")
    _openssl("/CN=Made-up authority", root_key, pki.root,
             "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl(f"/CN={NAME}", pki.key, pki.certificate, "-CA", pki.root, "-CAkey", root_key,
             "-addext", "basicConstraints=critical,CA:FALSE", "-addext", f"subjectAltName={ALTERNATIVE_NAMES}",
             "-addext", "extendedKeyUsage=serverAuth,clientAuth")
    pki.both.write_text(pki.certificate.read_text() + pki.key.read_text())
    return pki


def _openssl(subject, key, certificate, *more):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "5", "-subj", subject, "-keyout", key, "-out", certificate, *more],
                   check=True, capture_output=True)
