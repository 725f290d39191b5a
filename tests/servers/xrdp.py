"""xrdp: "rdp" negotiates TLS. Nobody can log in: no session manager runs."""

import packages
import server

CONFIGURATION = """
[Globals]
ini_version=1
fork=true
port=tcp://127.0.0.1:{rdp}
tcp_nodelay=true
security_layer=tls
crypt_level=high
certificate={pki.certificate}
key_file={pki.key}
ssl_protocols=TLSv1.2, TLSv1.3

[Logging]
LogFile={folder}/xrdp.log
LogLevel=INFO
EnableSyslog=false
EnableConsole=true
"""


def start(pki, folder):
    command = packages.command("xrdp", "/usr/sbin/xrdp")
    ports = server.free_ports("rdp")
    configuration = folder / "xrdp.ini"
    configuration.write_text(CONFIGURATION.format(folder=folder, pki=pki, **ports))
    return server.start([*command, "--nodaemon", "--config", configuration], ports, folder)
