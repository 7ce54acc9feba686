"""Real system accounts for a rehearsal, in namespaces of their own: nothing of them remains.

    unshare --mount --pid --fork --kill-child --mount-proc \
        python own_accounts.py SCRATCH READABLE... -- COMMAND ...

In a mount namespace /etc is a copy, and so `useradd` adds accounts that this computer never has.
Folders that other accounts could not reach (a checkout in a closed home) are opened there and only
there. In a PID namespace all ends with the first process. Linux, as root, standard library only.
"""

import os
import subprocess
import sys
from pathlib import Path

GROUP = "students"


def main(arguments):
    """Make the accounts (lines "name:password" from the standard input), become the command."""
    scratch, *readable = map(Path, arguments[: arguments.index("--")])
    scratch.chmod(0o755)
    run("mount", "-t", "tmpfs", "-o", "mode=755", "none", scratch)
    open_up(readable, scratch / "behind")
    (scratch / "home").mkdir()
    run("cp", "-a", "/etc", scratch / "etc")
    run("mount", "--bind", scratch / "etc", "/etc")
    add_accounts(sys.stdin.read(), scratch / "home")
    command = arguments[arguments.index("--") + 1 :]
    os.execv(command[0], command)


def add_accounts(lines, homes):
    """Add these accounts to the group of students, each with a home that only it can read."""
    run("groupadd", "--force", GROUP)
    for line in lines.splitlines():
        name = line.partition(":")[0]
        options = ("--create-home", "--base-dir", homes, "--key", "HOME_MODE=0700")
        run("useradd", *options, "--gid", GROUP, "--shell", "/bin/sh", name)
    run("chpasswd", input=lines)


def open_up(folders, behind):
    """Let every account reach the folders, whatever stands before them.

    Raises SystemExit where a folder is itself closed.
    """
    closed = {folder: closed_parent(folder) for folder in folders}
    for number, folder in enumerate(folders):
        if folder.stat().st_mode & 0o005 != 0o005:
            raise SystemExit(f"Only its owner can read {folder}: students need it.")
        if closed[folder]:
            aside = behind / str(number)
            aside.mkdir(parents=True)
            run("mount", "--bind", folder, aside)
    for parent in {parent for parent in closed.values() if parent}:
        run("mount", "-t", "tmpfs", "-o", "mode=755", "none", parent)
    for number, folder in enumerate(folders):
        if closed[folder]:
            folder.mkdir(parents=True, exist_ok=True)
            run("mount", "--bind", behind / str(number), folder)


def closed_parent(folder):
    """The topmost folder on the way to this one through which others cannot go, or None."""
    on_the_way = reversed(folder.parents)
    return next((parent for parent in on_the_way if not parent.stat().st_mode & 0o001), None)


def run(*command, input=None):
    """Run a command to its end; CalledProcessError ends us where it fails."""
    subprocess.run([str(word) for word in command], input=input, text=True, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
