"""InspIRCd: "irc" offers STARTTLS, "ircs" starts with TLS."""

import packages
import server

# Without the two "resolve" settings a client waits for a reverse look-up of its address.
CONFIGURATION = """
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" moduledir="/usr/lib/inspircd/modules">
<server name="irc.server.test" description="test" network="Test" id="97K">
<admin name="a" nick="a" email="a@server.test">
<module name="ssl_gnutls">
<module name="starttls">
<sslprofile name="Clients" provider="gnutls" certfile="{pki.certificate}" keyfile="{pki.key}" priority="NORMAL">
<bind address="127.0.0.1" port="{irc}" type="clients">
<bind address="127.0.0.1" port="{ircs}" type="clients" sslprofile="Clients">
<starttls provider="Clients">
<dns server="127.0.0.1" timeout="1" enabled="no">
<performance nouserdns="yes">
<connect name="main" allow="*" resolvehostnames="no" usednsbl="no" timeout="30" threshold="10">
<pid file="{folder}/inspircd.pid">
<log method="stdout" type="*" level="default" target="x">
<options defaultbind="ipv4">
"""


def start(pki, folder):
    command = packages.command("inspircd", "/usr/sbin/inspircd")
    ports = server.free_ports("irc", "ircs")
    configuration = folder / "inspircd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, pki=pki, **ports))
    return server.start([*command, "--runasroot", "--nofork", "--nopid", f"--config={configuration}"], ports, folder)
