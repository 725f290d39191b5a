"""A server that opens a connection as Microsoft SQL Server with TDS 7 does: "mssql".

PRELOGIN, the TLS handshake inside TDS packets of the same type, then bare TLS.
"""

import ssl
import struct

import target

PRELOGIN, RESPONSE = 0x12, 0x04
END_OF_MESSAGE = 0x01
HEADER = struct.Struct(">BBHHBB")  # type, status, length with this header, process, packet, window
VERSION_OPTION, ENCRYPTION_OPTION, TERMINATOR = 0x00, 0x01, 0xFF
ENCRYPT_ON = 0x01


def packet(kind, payload):
    return HEADER.pack(kind, END_OF_MESSAGE, HEADER.size + len(payload), 0, 1, 0) + payload


def read_packet(connection):
    """The type and the payload of the next packet."""
    kind, _, length, *_ = HEADER.unpack(target.read(connection, HEADER.size))
    return kind, target.read(connection, length - HEADER.size)


def prelogin(encryption):
    """The options VERSION and ENCRYPTION: each as type, offset, length; then their values."""
    version, offset = bytes.fromhex("0f0007d00000"), 2 * 5 + 1
    return (struct.pack(">BHH", VERSION_OPTION, offset, len(version)) +
            struct.pack(">BHH", ENCRYPTION_OPTION, offset + len(version), 1) +
            bytes([TERMINATOR]) + version + bytes([encryption]))


class Tls:
    """TLS over memory, so that its records can be put into packets; the same for either side."""

    def __init__(self, connection, context, **side):
        self.connection, self.incoming, self.outgoing = connection, ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, **side)

    def handshake(self):
        """In packets."""
        done = False
        while not done:
            try:
                self.tls.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                pass
            if self.outgoing.pending:
                self.connection.sendall(packet(PRELOGIN, self.outgoing.read()))
            if not done:
                self.incoming.write(read_packet(self.connection)[1])

    def recv(self, size):
        """Bare."""
        while True:
            try:
                return self.tls.read(size)
            except ssl.SSLWantReadError:
                data = self.connection.recv(size)
                if not data:
                    return b""
                self.incoming.write(data)

    def sendall(self, data):
        """Bare."""
        self.tls.write(data)
        self.connection.sendall(self.outgoing.read())


def start(pki, folder=None):
    del folder
    context = target.server_context(pki)
    # As real servers with TDS 7: what TLS 1.3 sends after the handshake has no place in it.
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    def script(connection):
        kind, _ = read_packet(connection)
        if kind != PRELOGIN:
            return
        connection.sendall(packet(RESPONSE, prelogin(ENCRYPT_ON)))
        secured = Tls(connection, context, server_side=True)
        secured.handshake()
        target.echo(secured)

    return target.Listener("mssql", script)
