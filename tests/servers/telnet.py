"""A Telnet server with the START_TLS option (46), which no package of Debian has: "telnet"."""

import target

DO_START_TLS = bytes.fromhex("fffd2e")
WILL_START_TLS = bytes.fromhex("fffb2e")
FOLLOWS = bytes.fromhex("fffa2e01fff0")


def start(pki, folder=None):
    del folder
    context = target.server_context(pki)

    def script(connection):
        connection.sendall(DO_START_TLS)
        if target.read(connection, len(WILL_START_TLS + FOLLOWS)) != WILL_START_TLS + FOLLOWS:
            return
        connection.sendall(FOLLOWS)
        with context.wrap_socket(connection, server_side=True) as secured:
            target.echo(secured)

    return target.Listener("telnet", script)
