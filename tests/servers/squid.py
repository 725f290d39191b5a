"""Squid: "proxy" takes CONNECT to any port with Basic authentication, "proxy-tls" the same inside TLS. Needs root."""

import subprocess

import packages
import server

PROGRAM = "/usr/sbin/squid" if packages.CODENAME == "bookworm" else "/usr/sbin/squid-openssl"

CONFIGURATION = """
http_port 127.0.0.1:{proxy}
https_port 127.0.0.1:{proxy_tls} tls-cert={pki.both}
pid_filename none
cache deny all
cache_mem 1 MB
access_log none
cache_log /dev/stderr
netdb_filename none
pinger_enable off
shutdown_lifetime 0
dns_nameservers 127.0.0.1
coredump_dir {folder}
visible_hostname proxy.test
cache_effective_user proxy
auth_param basic program /usr/lib/squid/basic_ncsa_auth {passwords}
auth_param basic children 1
auth_param basic realm test
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
"""


def start(pki, folder, user="user", password="pass"):
    command = packages.command("squid-openssl", PROGRAM)
    ports = server.free_ports("proxy", "proxy-tls")
    passwords = folder / "passwords"
    hashed = subprocess.run(["openssl", "passwd", "-apr1", password], check=True, capture_output=True, text=True).stdout
    passwords.write_text(f"{user}:{hashed}")
    configuration = folder / "squid.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, pki=pki, passwords=passwords,
                                                  proxy=ports["proxy"], proxy_tls=ports["proxy-tls"]))
    # The service name tells it from another squid on the machine.
    return server.start([*command, "-N", "-n", f"test{ports['proxy']}", "-f", configuration], ports, folder)
