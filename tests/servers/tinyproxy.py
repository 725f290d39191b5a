"""tinyproxy: "proxy" takes CONNECT to any port, with Basic authentication when a password is given."""

import packages
import server

CONFIGURATION = """
Port {proxy}
Listen 127.0.0.1
BindSame yes
Timeout 30
Allow 127.0.0.1
MaxClients 20
LogLevel Connect
"""


def start(pki, folder, user=None, password=None):
    del pki
    command = packages.command("tinyproxy", "/usr/bin/tinyproxy")
    ports = server.free_ports("proxy")
    configuration = folder / "tinyproxy.conf"
    text = CONFIGURATION.format(**ports)
    configuration.write_text(text + f"BasicAuth {user} {password}\n" if user else text)
    return server.start([*command, "-d", "-c", configuration], ports, folder)
