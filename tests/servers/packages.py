"""Finds the programs of Debian packages: installed, or in the tree that fetch.sh unpacked.

An unpacked program runs in a mount namespace of its own, where the tree lies over /usr and /etc:
it finds its modules where it was built to look for them, and the machine stays as it is. This needs
root (CAP_SYS_ADMIN); installed programs run without, but some of them insist on root themselves.
"""

import functools
import glob
import os
import pathlib
import platform
import pwd
import subprocess

CODENAME = platform.freedesktop_os_release()["VERSION_CODENAME"]
# $0 is the tree, the rest is the command.
LAY_OVER_SYSTEM = ("mount -t overlay tree -o \"ro,lowerdir=$0/usr:/usr\" /usr &&"
                   " mount -t overlay tree -o \"ro,lowerdir=$0/etc:/etc\" /etc && exec \"$@\"")


class Missing(Exception):
    """The package is neither installed nor unpacked."""


class NotInDebian(Missing):
    """This release of Debian does not have the package."""


class NotPermitted(Exception):
    """Nobody may lay trees over the system here: not root, or root without CAP_SYS_ADMIN."""


def command(package, program, user=None):
    """The words that start `program` (an absolute path, may hold wildcards), optionally as another user."""
    prefix = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []
    installed = glob.glob(program)
    if installed:
        return [*prefix, installed[0]]
    tree = _cache() / "tree"
    unpacked = glob.glob(str(tree) + program)
    if not unpacked:
        raise _missing(package)
    if not _may_lay_over(tree):
        raise NotPermitted(f"{package} is not installed, and to run it unpacked takes root that may mount")
    return ["unshare", "-m", "sh", "-c", LAY_OVER_SYSTEM, str(tree), *prefix, unpacked[0][len(str(tree)):]]


@functools.cache
def _may_lay_over(tree):
    return subprocess.run(["unshare", "-m", "sh", "-c", LAY_OVER_SYSTEM, str(tree), "true"], check=False,
                          capture_output=True).returncode == 0


def _missing(package):
    missing = _cache() / "missing"
    if missing.exists() and package in missing.read_text().split():
        return NotInDebian(f"{package} is not in Debian {CODENAME}")
    return Missing(f"{package} is missing: run tests/servers/fetch.sh")


def _cache():
    """The same folder as in fetch.sh."""
    # HOME may be the test runner's.
    home = pwd.getpwuid(os.geteuid()).pw_dir
    folder = os.environ.get("TLSPROBE_SERVERS")
    folder = folder or os.path.join(os.environ.get("XDG_CACHE_HOME") or home + "/.cache", "tlsprobe-servers")
    return pathlib.Path(folder) / CODENAME
