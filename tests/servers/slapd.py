"""OpenLDAP's slapd: "ldap" offers StartTLS, "ldaps" starts with TLS."""

import packages
import server

CONFIGURATION = """
include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCACertificateFile {pki.root}
TLSCertificateFile {pki.certificate}
TLSCertificateKeyFile {pki.key}
TLSVerifyClient never
database mdb
suffix "dc=server,dc=test"
directory {folder}
"""


def start(pki, folder):
    command = packages.command("slapd", "/usr/sbin/slapd")
    ports = server.free_ports("ldap", "ldaps")
    configuration = folder / "slapd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, pki=pki))
    addresses = f"ldap://127.0.0.1:{ports['ldap']} ldaps://127.0.0.1:{ports['ldaps']}"
    return server.start([*command, "-d", "0", "-f", configuration, "-h", addresses], ports, folder)
