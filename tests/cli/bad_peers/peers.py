"""Peers that do what servers should not, on free loopback ports."""

import contextlib
import socket
import struct
import subprocess
import tempfile
import threading
import time

# A TLS 1.2 ServerHello record: version, random, no session id, ECDHE-RSA-AES128-GCM-SHA256.
SERVER_HELLO = bytes.fromhex("160303002a02000026" + "0303" + "11" * 32 + "00" + "c02f" + "00")


def record(content_type, body, version=0x0303):
    return struct.pack(">BHH", content_type, version, len(body)) + body


def message(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


class Gone(Exception):
    """The client hung up."""


class Peer:
    """One accepted connection."""

    def __init__(self, connection):
        self.connection = connection

    def send(self, data):
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise Gone from error

    def read_hello(self):
        self.connection.recv(4096)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait_until_client_leaves(self):
        with contextlib.suppress(OSError):
            while self.connection.recv(65536):
                pass

    def send_for_ever(self, data, pause=0.0):
        """Ends with Gone when the client has hung up; the test's own limit ends it otherwise."""
        while True:
            self.send(data)
            if pause:
                time.sleep(pause)


@contextlib.contextmanager
def serving(script, backlog=16):
    """Runs `script(peer)` for each connection; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)

    def handle(connection):
        with connection, contextlib.suppress(Gone, OSError):
            script(Peer(connection))

    def accept():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@contextlib.contextmanager
def listening_without_accepting():
    with socket.create_server(("127.0.0.1", 0), backlog=1) as listener:
        yield listener.getsockname()[1]


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def make_certificate(folder):
    """A self-signed certificate for localhost; the paths of it and of its key."""
    certificate, key = folder + "/cert.pem", folder + "/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "5",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key


def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="bad-peers-")
