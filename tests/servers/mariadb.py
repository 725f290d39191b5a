"""MariaDB: "mysql" upgrades to TLS. An empty data folder is enough without grants and InnoDB."""

import packages
import server


def start(pki, folder):
    command = packages.command("mariadb-server-core", "/usr/sbin/mariadbd")
    ports = server.free_ports("mysql")
    data = folder / "data"
    data.mkdir()
    return server.start(
        [*command, "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={folder}/socket",
         f"--pid-file={folder}/pid", f"--port={ports['mysql']}", "--bind-address=127.0.0.1", "--skip-name-resolve",
         "--skip-grant-tables", "--skip-networking=0", "--skip-innodb", "--default-storage-engine=Aria",
         "--aria-pagecache-buffer-size=8M", "--key-buffer-size=1M", "--lc-messages-dir=/usr/share/mysql",
         f"--ssl-ca={pki.root}", f"--ssl-cert={pki.certificate}", f"--ssl-key={pki.key}"], ports, folder)
