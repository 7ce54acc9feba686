"""`python course.py update`: fetches the newest version of the course and keeps your work.

First everything that you have changed is copied to `my_work`. Then git brings the new version.
Your changes stay where they are, except in files that the new version changes too: there the new
version stands afterwards, and your copy is named.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from course_utils.cli.environment import ROOT
from course_utils.cli.keeping import keep, keep_exercises

QUIET = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class CannotUpdate(Exception):
    """Why the course stays as it is, in a sentence."""


def main(arguments, root=ROOT):
    """Update; returns the exit code."""
    argparse.ArgumentParser(
        prog="course.py update", description="Fetch the newest version and keep your own work."
    ).parse_args(arguments)
    try:
        for line in update(Path(root)):
            print(line)
    except (CannotUpdate, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def update(root):
    """Bring the new version; yields what was done, line by line.

    Raises CannotUpdate or OSError, with every file as it was.
    """
    if shutil.which("git") is None or not (root / ".git").exists():
        raise CannotUpdate(
            "The course in this folder was not fetched with git: download it anew into another"
            " folder, and copy your notebooks over."
        )
    changed = changed_files(root)
    copies = keep_exercises(root)
    copies |= {path: keep(path, root) for path in changed if path.is_file()}
    for path, copy in copies.items():
        yield f"Your {path.relative_to(root)} is kept as {copy.relative_to(root)}."
    git(root, "fetch", "--quiet", trouble="The new version could not be fetched")
    before, new = version(root, "HEAD"), version(root, "@{upstream}")
    if not git(root, "rev-list", "HEAD..@{upstream}"):
        yield "This is the newest version already."
        return
    if git(root, "rev-list", "@{upstream}..HEAD"):
        raise CannotUpdate(
            "There are commits of your own here: join them with the new version yourself, by"
            " `git merge @{upstream}`. Your files are as they were."
        )
    aside = sorted({*changed} & {*listed(root, "diff", before, new)})
    exchange(root, aside, copies)
    for path in filter(copies.get, aside):
        yield (
            f"{path.relative_to(root)} is the new version now; what you wrote is in"
            f" {copies[path].relative_to(root)}."
        )
    yield "The course is up to date. The next start brings its environment in line."


def exchange(root, aside, copies):
    """Go to the new version, with the learner's changes in the files `aside` out of its way.

    Where that fails, they are put back.
    """
    names = [path.relative_to(root).as_posix() for path in aside]
    try:
        if names:
            git(root, "checkout", "--quiet", "HEAD", "--", *names)
        git(root, "merge", "--quiet", "--ff-only", "@{upstream}", trouble="Nothing was updated")
    except BaseException:
        for path in aside:
            if path in copies:
                shutil.copyfile(copies[path], path)
        raise


def changed_files(root):
    """The files under git that were changed or deleted here."""
    return sorted({*listed(root, "diff", "HEAD"), *listed(root, "diff", "--cached")})


def listed(root, *command):
    """The paths that a git command names."""
    names = git(root, *command, "--no-renames", "--name-only", "-z").split("\0")
    return [root / name for name in names if name]


def version(root, name):
    """The version that a name of git's stands for."""
    no_upstream = "Git does not know from where new versions of this branch come"
    return git(root, "rev-parse", "--verify", "--quiet", name, trouble=no_upstream).strip()


def git(root, *command, trouble="git does not work here"):
    """What git prints; raises CannotUpdate with its last line where it fails."""
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "core.quotePath=off", *command],
        env={**os.environ, **QUIET},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        last = said[-1] if said else "it gave no reason"
        reason = next((line for line in said if line.startswith(("fatal", "error"))), last)
        raise CannotUpdate(f"{trouble} ({reason}). Your files are as they were.")
    return done.stdout
