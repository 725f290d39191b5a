"""Starts servers on free loopback ports and runs a client against them."""

import contextlib
import dataclasses
import os
import select
import socket
import struct
import subprocess
import threading
import time

QUIET_SECONDS = 0.12  # no further output for so long: the client waits for its input
LIMIT_SECONDS = 20


@dataclasses.dataclass
class Run:
    stdout: str
    stderr: str
    code: int


def openssl_version():
    """The version of the installed program, "3.0.19"."""
    return subprocess.run(["openssl", "version"], capture_output=True, check=True, text=True).stdout.split()[1]


def drain(process, quiet=None):
    """Reads both streams until they end or have been silent for `quiet` seconds after having said something."""
    pipes = {process.stdout.fileno(): b"", process.stderr.fileno(): b""}
    opened, deadline = set(pipes), time.monotonic() + LIMIT_SECONDS
    while opened and time.monotonic() < deadline:
        said = any(pipes.values())
        ready, _, _ = select.select(list(opened), [], [], quiet if quiet and said else 1)
        if not ready and quiet and said:
            break
        for fd in ready:
            data = os.read(fd, 65536)
            pipes[fd] += data
            if not data:
                opened.discard(fd)
    return pipes[process.stdout.fileno()], pipes[process.stderr.fileno()]


def run(program, port, pair, quiet=QUIET_SECONDS):
    """Runs a client; gives it its input, and the end of it, once it has gone silent or at once."""
    arguments = [word.replace("PORT", str(port)) for word in pair.options]
    if not pair.names_its_target():
        arguments = ["-connect", f"127.0.0.1:{port}"] + arguments
    process = subprocess.Popen(
        program + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        if pair.at_once:
            process.stdin.close()
        first = drain(process, None if pair.at_once else quiet)
        if pair.input:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(pair.input)
                process.stdin.flush()
            more = drain(process, quiet)
            first = (first[0] + more[0], first[1] + more[1])
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        rest = drain(process)
        code = process.wait(LIMIT_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()
    texts = [(a + b).decode("utf-8", "backslashreplace") for a, b in zip(first, rest)]
    return Run(texts[0], texts[1], code)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process, name):
    for _ in range(400):
        if process.poll() is not None:
            raise RuntimeError(f"server \"{name}\" ended at once with {process.returncode}")
        with open("/proc/net/tcp", encoding="ascii") as table:
            if any(f":{port:04X} 00000000:0000 0A" in line for line in table):
                return
        time.sleep(0.01)
    raise RuntimeError("server does not listen")


@contextlib.contextmanager
def running(server):
    """Yields the port of the server: a program's, or one of `Script`."""
    if server.script is not None:
        with scripted(server.script) as port:
            yield port
        return
    port = free_port()
    command = [word.replace("PORT", str(port)) for word in server.command]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process, server.name)
        yield port
    finally:
        process.kill()
        process.wait()
        process.stdin.close()


@contextlib.contextmanager
def scripted(script):
    """A server whose connections are handled by `script(socket)`, one after the other."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError):
                script(connection)
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
