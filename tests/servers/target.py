"""Servers of our own, in this process: a TLS server that echoes, and what the other ones are made of."""

import contextlib
import socket
import ssl
import threading


class Listener:
    """Runs `script(connection)` for each client in a thread; has the shape of server.Server."""

    def __init__(self, name, script):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.ports = {name: self._listener.getsockname()[1]}
        threading.Thread(target=self._accept, args=(script,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        # Wakes up accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self, script):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(script, connection), daemon=True).start()

    @staticmethod
    def _serve(script, connection):
        # EOFError: the client left in the middle of the dialogue.
        with connection, contextlib.suppress(OSError, EOFError):
            script(connection)


def server_context(pki):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.certificate, pki.key)
    return context


def read(connection, size):
    """Exactly `size` bytes."""
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def echo(connection):
    """Sends back all it gets; an HTTP request gets an answer and the end."""
    while data := connection.recv(65536):
        if data.startswith(b"GET "):
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")
            return
        connection.sendall(data)


def start(pki, folder=None):
    """What the proxies lead to: "tls" starts with TLS and echoes."""
    del folder
    context = server_context(pki)

    def script(connection):
        with context.wrap_socket(connection, server_side=True) as secured:
            echo(secured)

    return Listener("tls", script)
