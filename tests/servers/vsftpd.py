"""vsftpd: "ftp" offers AUTH TLS. Needs root."""

import packages
import server

CONFIGURATION = """
listen=YES
listen_address=127.0.0.1
listen_port={ftp}
background=NO
anonymous_enable=YES
ftp_username=nobody
anon_root={folder}/empty
secure_chroot_dir={folder}/empty
ssl_enable=YES
allow_anon_ssl=YES
rsa_cert_file={pki.certificate}
rsa_private_key_file={pki.key}
ssl_ciphers=HIGH
require_ssl_reuse=NO
seccomp_sandbox=NO
isolate_network=NO
xferlog_enable=NO
"""


def start(pki, folder):
    command = packages.command("vsftpd", "/usr/sbin/vsftpd")
    ports = server.free_ports("ftp")
    (folder / "empty").mkdir(mode=0o555)
    configuration = folder / "vsftpd.conf"
    # It takes no empty line.
    configuration.write_text(CONFIGURATION.lstrip().format(folder=folder, pki=pki, **ports))
    return server.start([*command, configuration], ports, folder)
