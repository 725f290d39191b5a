"""PostgreSQL: "postgres" answers SSLRequest. It refuses root: runs as "nobody"."""

import signal
import subprocess

import packages
import server

USER = "nobody"
PROGRAMS = "/usr/lib/postgresql/*/bin/"


def start(pki, folder):
    package = "postgresql-15" if packages.CODENAME == "bookworm" else "postgresql-17"
    command = packages.command(package, PROGRAMS + "postgres", USER)
    initdb = packages.command(package, PROGRAMS + "initdb", USER)
    ports = server.free_ports("postgres")
    home = folder / "postgres"
    home.mkdir(mode=0o700)
    own = pki.copied_to(home)
    server.own(home, USER, "nogroup")
    subprocess.run([*initdb, "-D", home / "data", "-A", "trust", "-N", "--no-locale", "-E", "UTF8"],
                   cwd=home, check=True, capture_output=True)
    settings = {
        "listen_addresses": "127.0.0.1", "unix_socket_directories": home, "fsync": "off", "max_connections": 10,
        "shared_buffers": "1MB", "ssl": "on", "ssl_cert_file": own.certificate, "ssl_key_file": own.key,
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    # SIGTERM would wait for the clients.
    return server.start([*command, "-D", home / "data", "-p", str(ports["postgres"]), *options], ports, folder,
                        stop_signal=signal.SIGINT)
