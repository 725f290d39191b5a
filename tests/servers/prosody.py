"""Prosody: "xmpp" and "xmpp-server" require STARTTLS, "xmpps" starts with TLS. The host is server.test."""

import packages
import server

CONFIGURATION = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}"
plugin_paths = {{}}
interfaces = {{ "127.0.0.1" }}
local_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {xmpp} }}
s2s_ports = {{ {server_port} }}
c2s_direct_tls_ports = {{ {xmpps} }}
http_ports = {{}}
https_ports = {{}}
modules_enabled = {{ "roster", "saslauth", "tls", "dialback", "disco", "posix" }}
modules_disabled = {{ "offline" }}
c2s_require_encryption = true
s2s_require_encryption = true
log = {{ info = "*console" }}
ssl = {{ key = "{pki.key}", certificate = "{pki.certificate}" }}
c2s_direct_tls_ssl = {{ key = "{pki.key}", certificate = "{pki.certificate}" }}
VirtualHost "server.test"
  ssl = {{ key = "{pki.key}", certificate = "{pki.certificate}" }}
"""


def start(pki, folder):
    command = packages.command("prosody", "/usr/bin/prosody")
    ports = server.free_ports("xmpp", "xmpp-server", "xmpps")
    configuration = folder / "prosody.cfg.lua"
    configuration.write_text(CONFIGURATION.format(folder=folder, pki=pki, server_port=ports["xmpp-server"], **ports))
    return server.start([*command, "-F", "--config", configuration], ports, folder)
