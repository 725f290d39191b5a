"""The news reader server of INN, without INN: "nntp" offers STARTTLS. Needs root to become "news"."""

import os
import subprocess

import packages
import server

PROGRAMS = "/usr/lib/news/bin/"
FOLDERS = "db etc log run tmp spool/overview spool/articles spool/incoming spool/outgoing spool/archive".split()

CONFIGURATION = """
mta: "/bin/true %s"
organization: test
ovmethod: tradindexed
hismethod: hisv6
pathhost: news.server.test
domain: server.test
pathnews: /usr/lib/news
pathbin: /usr/lib/news/bin
pathdb: {folder}/db
pathetc: {folder}/etc
pathlog: {folder}/log
pathrun: {folder}/run
pathspool: {folder}/spool
pathtmp: {folder}/tmp
runasuser: news
runasgroup: news
tlscafile: {pki.root}
tlscertfile: {pki.certificate}
tlskeyfile: {pki.key}
"""

READERS = """
auth "all" {
  hosts: "*"
  default: "<any>"
}
access "all" {
  users: "*"
  newsgroups: "*"
}
"""

STORAGE = """
method tradspool {
  newsgroups: *
  class: 0
}
"""


def start(pki, folder):
    command = packages.command("inn2", PROGRAMS + "nnrpd", "news")
    ports = server.free_ports("nntp")
    news = folder / "news"
    configuration = news / "inn.conf"
    make_files(news, configuration, pki)
    environment = {"INNCONF": str(configuration)}
    # Without this index every client is told 400.
    subprocess.run([*packages.command("inn2", PROGRAMS + "tdx-util", "news"), "-c", "-n", "test"],
                   env={**os.environ, **environment}, check=True, capture_output=True)
    return server.start([*command, "-D", "-f", "-b", "127.0.0.1", "-p", str(ports["nntp"]),
                         "-c", news / "etc/readers.conf"], ports, folder, environment)


def make_files(news, configuration, pki):
    for name in FOLDERS:
        (news / name).mkdir(parents=True)
    configuration.write_text(CONFIGURATION.format(folder=news, pki=pki.copied_to(news)))
    (news / "etc/readers.conf").write_text(READERS)
    (news / "etc/storage.conf").write_text(STORAGE)
    for name in ("spool/tradspool.map", "db/active", "db/newsgroups", "db/history", "etc/motd.nnrpd"):
        (news / name).touch()
    server.own(news, "news")
