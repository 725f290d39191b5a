"""Dovecot: "imap", "pop3", "lmtp" and "sieve" offer STARTTLS; "imaps" and "pop3s" start with TLS. Needs root."""

import subprocess

import packages
import server

# Accounts that every Debian has, instead of the two that the package would add.
COMMON = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = /dev/stderr
protocols = imap pop3 lmtp sieve
listen = 127.0.0.1
ssl = yes
default_internal_user = daemon
default_internal_group = daemon
default_login_user = nobody
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service managesieve-login {{
  inet_listener sieve {{
    port = {sieve}
  }}
}}
"""

# The language up to 2.3, of Debian 12.
OLD = """
ssl_cert = <{pki.certificate}
ssl_key = <{pki.key}
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password=unused
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail
}}
"""

# Since 2.4, of Debian 13; the version must come first.
VERSIONS = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
"""
NEW = """
ssl_server_cert_file = {pki.certificate}
ssl_server_key_file = {pki.key}
mail_driver = maildir
mail_path = {folder}/mail
passdb static {{
  password = unused
}}
userdb static {{
  fields {{
    uid = nobody
    gid = nogroup
    home = {folder}/mail
  }}
}}
"""


def start(pki, folder):
    command = packages.command("dovecot-core", "/usr/sbin/dovecot")
    ports = server.free_ports("imap", "pop3", "lmtp", "sieve", "imaps", "pop3s")
    version = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
    text = COMMON + OLD if version.startswith("2.3.") else VERSIONS + COMMON + NEW
    configuration = folder / "dovecot.conf"
    configuration.write_text(text.format(pki=pki, folder=folder, **ports))
    return server.start([*command, "-F", "-c", configuration], ports, folder)
