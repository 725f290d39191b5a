"""Postfix: "smtp" offers STARTTLS, "smtps" starts with TLS. Its master insists on root."""

import shutil

import packages
import server

# Accounts that every Debian has, instead of the two that the package would add.
USER, GROUP = "daemon", "mail"
QUEUES = "active bounce corrupt defer deferred flush hold incoming private saved trace".split()

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = {USER}
setgid_group = {GROUP}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = server.test
mydestination =
default_transport = error
smtpd_peername_lookup = no
maillog_file = /dev/stdout
smtpd_tls_chain_files = {pki.key}, {pki.certificate}
smtpd_tls_security_level = may
"""

MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
127.0.0.1:{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def start(pki, folder):
    command = packages.command("postfix", "/usr/lib/postfix/sbin/master")
    ports = server.free_ports("smtp", "smtps")
    (folder / "main.cf").write_text(MAIN.format(folder=folder, pki=pki, USER=USER, GROUP=GROUP))
    (folder / "master.cf").write_text(MASTER.format(**ports))
    make_queue(folder)
    # "postfix start" would leave the process group.
    return server.start([*command, "-d", "-c", folder], ports, folder, {"MAIL_CONFIG": str(folder)})


def make_queue(folder):
    """What "postfix check" would do in 2.5 s."""
    for name in QUEUES:
        make_folder(folder / "queue" / name, USER, "root", 0o700)
    make_folder(folder / "queue/maildrop", USER, GROUP, 0o730)
    make_folder(folder / "queue/public", USER, GROUP, 0o710)
    make_folder(folder / "queue/pid", "root", "root", 0o755)
    make_folder(folder / "data", USER, "root", 0o700)


def make_folder(path, user, group, mode):
    path.mkdir(parents=True)
    path.chmod(mode)
    shutil.chown(path, user, group)
