"""Servers on this machine's loopback address for what is measured."""
import contextlib
import functools
import http.server
import os
import socket
import subprocess
import sys
import threading
import time


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("openssl s_server did not start")


@contextlib.contextmanager
def s_server(folder, *options):
    """The port of an openssl s_server with these options."""
    port = free_port()
    with open(os.path.join(folder, "server.log"), "wb") as log:
        server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-quiet",
                                   *options], cwd=folder, stdin=subprocess.PIPE, stdout=log,
                                  stderr=log)
    try:
        wait_for(port)
        yield port
    finally:
        server.kill()
        server.wait()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Who has had enough hangs up."""


@contextlib.contextmanager
def files(folder):
    """The URL of a folder."""
    handler = functools.partial(_Quiet, directory=folder)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
