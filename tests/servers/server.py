"""Starts servers on free loopback ports and stops them, whatever they left running."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

START_SECONDS = 20
STOP_SECONDS = 1  # they have nothing to save


class NotStarted(Exception):
    """Says why, with the server's log."""


class Server:
    """A running server; `ports` maps the names of its protocols to their ports."""

    def __init__(self, process, ports, stop_signal):
        self.process, self.ports, self.stop_signal = process, ports, stop_signal

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Asks the server to end, then ends what is left of its process group."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def start(command, ports, folder, environment=None, stop_signal=signal.SIGTERM):
    """Runs `command` in `folder` until all of `ports` (a mapping of names) are listened on."""
    log = pathlib.Path(folder) / "log"
    with open(log, "wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                   env={**os.environ, **(environment or {})}, start_new_session=True)
    server = Server(process, ports, stop_signal)
    deadline = time.monotonic() + START_SECONDS
    while not listening(ports.values()):
        if process.poll() is not None or time.monotonic() > deadline:
            ended = process.poll()
            server.stop()
            reason = f"does not listen after {START_SECONDS} s" if ended is None else f"ended with {ended}"
            raise NotStarted(f"{' '.join(map(str, command))} {reason}\n{log.read_text(errors='replace')}")
        time.sleep(0.01)
    return server


def listening(ports):
    """On 127.0.0.1, by the kernel's table: a connection would be taken for a client's."""
    opened = set()
    with open("/proc/net/tcp", encoding="ascii") as table:
        for line in table.readlines()[1:]:
            _, local, _, state = line.split()[:4]
            address, port = local.split(":")
            if (address, state) == ("0100007F", "0A"):
                opened.add(int(port, 16))
    return opened.issuperset(ports)


def free_ports(*names):
    """A mapping of the names to ports of 127.0.0.1 that are free, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    ports = {name: listener.getsockname()[1] for name, listener in zip(names, sockets)}
    for listener in sockets:
        listener.close()
    return ports


def temporary_folder():
    """In /tmp: servers that give up root must reach it, and paths of Unix sockets are short."""
    folder = tempfile.TemporaryDirectory(prefix="servers-", dir="/tmp", ignore_cleanup_errors=True)
    os.chmod(folder.name, 0o755)
    return folder


def own(folder, user, group=None):
    """Gives a folder and all it holds to a user that the server runs as."""
    for path in [folder, *pathlib.Path(folder).rglob("*")]:
        shutil.chown(path, user, group or user)
