"""What surrounds a submission's code: limits, and a fence against what no exercise needs.

The limits are the operating system's. The fence is Python's own (an audit hook, which nothing can
take away again): it stops accidents and mischief, though not somebody who attacks Python itself.
Nothing of the grading depends on it: verdicts are made in another process.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from functools import cache

from course_utils.cli.environment import ROOT

READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
FILE_BYTES = 50_000_000  # no file may grow larger
REFUSED = ("socket.", "subprocess.", "ftplib.", "urllib.", "http.", "smtplib.", "webbrowser.")
REFUSED_TOO = {
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"),
    *("os.startfile", "os.kill", "os.killpg", "pty.spawn", "signal.pthread_kill"),
}
CHANGES = {
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Refused(PermissionError):
    """The grader does not let a submission do this; the message says so."""


def limit(seconds, megabytes):
    """Let this process have so much processor time and memory, where the system can see to it."""
    with contextlib.suppress(ImportError):
        import resource

        for name, value in (
            ("RLIMIT_CPU", seconds),
            ("RLIMIT_AS", megabytes * 1_000_000),
            ("RLIMIT_FSIZE", FILE_BYTES),
            ("RLIMIT_CORE", 0),
        ):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (value, value))


def enclose(own, hidden):
    """From now on: no network, no programs, writing only in `own`, no reading in `hidden`.

    `own` is a folder, `hidden` are beginnings of paths.
    """
    sys.addaudithook(watcher(own, hidden))


def watcher(own, hidden):
    """The function that looks at all that Python does, and raises Refused where it must not."""
    own = os.path.realpath(own) + os.sep
    hidden = tuple(hidden)
    realpath, fspath, string, whole = os.path.realpath, os.fspath, (str, bytes, os.PathLike), int
    refused, refused_too, changes = REFUSED, REFUSED_TOO, CHANGES

    def is_own(path):
        if type(path) is whole:
            return True  # a file that is open already
        where = realpath(os.fsdecode(fspath(path)))
        return (where + os.sep).startswith(own) or where == os.devnull

    def watch(event, arguments):
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, string):
                return
            if flags & WRITING and not is_own(path):
                raise Refused("while it is graded, a notebook writes into its own folder only.")
            if realpath(os.fsdecode(fspath(path))).startswith(hidden):
                raise Refused("while it is graded, a notebook cannot read this file.")
        elif event in changes:
            if not all(is_own(path) for path in arguments[:2] if isinstance(path, string)):
                raise Refused("while it is graded, a notebook changes its own folder only.")
        elif event.startswith(refused) or event in refused_too:
            raise Refused(
                f"while it is graded, a notebook has no network and starts no programs ({event})."
            )

    return watch


@cache
def apart(root=ROOT):
    """The beginning of a command that runs the rest without a network, and [] where that fails.

    Where the system lets us, the course's folder is read-only as well: libraries written in C, like
    HDF5's, open files without asking Python.
    """
    unshare = shutil.which("unshare") or ""
    users = [], ["--map-root-user"]
    read_only = ["sh", "-c", READ_ONLY, str(root)]
    for command in (
        *([unshare, "--net", "--mount", *user, *read_only] for user in users),
        *([unshare, "--net", *user] for user in users),
    ):
        if unshare and not subprocess.run([*command, "true"], capture_output=True).returncode:
            return command
    return []
