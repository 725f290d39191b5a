"""Dante: "socks" speaks SOCKS4 and SOCKS5 without a password. Needs root. Not in Debian 13."""

import packages
import server

CONFIGURATION = """
logoutput: stderr
internal: 127.0.0.1 port = {socks}
external: lo
socksmethod: none
clientmethod: none
user.privileged: root
user.unprivileged: nobody
client pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}
socks pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}
"""


def start(pki, folder):
    del pki
    command = packages.command("dante-server", "/usr/sbin/danted")
    ports = server.free_ports("socks")
    configuration = folder / "danted.conf"
    configuration.write_text(CONFIGURATION.format(**ports))
    return server.start([*command, "-f", configuration, "-p", folder / "pid", "-N", "1"], ports, folder)
