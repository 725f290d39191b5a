"""microsocks: "socks" speaks SOCKS5, with a password when one is given."""

import packages
import server


def start(pki, folder, user=None, password=None):
    del pki
    command = packages.command("microsocks", "/usr/bin/microsocks")
    ports = server.free_ports("socks")
    credentials = ["-u", user, "-P", password] if user else []
    return server.start([*command, "-i", "127.0.0.1", "-p", str(ports["socks"]), *credentials], ports, folder)
