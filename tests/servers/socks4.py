"""A SOCKS4 and SOCKS4a proxy: "socks". No package of Debian's speaks 4a, and 13 has none for 4 either."""

import ipaddress
import socket
import struct
import threading

import target

REQUEST = struct.Struct(">BBH4s")  # version, command, port, address
CONNECT = 1
GRANTED = bytes([0, 90]) + bytes(6)
REFUSED = bytes([0, 91]) + bytes(6)


def start(pki, folder=None):
    del pki, folder
    return target.Listener("socks", serve)


def serve(connection):
    version, command, port, address = REQUEST.unpack(target.read(connection, REQUEST.size))
    read_text(connection)  # the user
    # 0.0.0.x stands for the name that follows: this is what 4a adds.
    named = address[:3] == bytes(3) and address[3] != 0
    host = read_text(connection) if named else str(ipaddress.IPv4Address(address))
    if (version, command) != (4, CONNECT):
        connection.sendall(REFUSED)
        return
    with socket.create_connection((host, port)) as peer:
        connection.sendall(GRANTED)
        backward = threading.Thread(target=copy, args=(peer, connection), daemon=True)
        backward.start()
        copy(connection, peer)
        backward.join()


def read_text(connection):
    """Up to the NUL."""
    text = b""
    while (byte := target.read(connection, 1)) != b"\0":
        text += byte
    return text.decode()


def copy(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        # One side is gone: the other learns it by the end of the connection.
        source.close()
