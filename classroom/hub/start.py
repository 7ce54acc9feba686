"""A student's server: first the course's notebooks, as far as they are missing, then Jupyter.

The hub starts this as the student, under the student's limits. Copying as root into a folder that
belongs to somebody else would let them lead root through a link to a file of their choice.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "course"  # in the home
PRIVATE = 0o077  # what group and others may not do: anything


def main(arguments):
    """Copy what is missing, then become the single-user server."""
    os.umask(PRIVATE)
    course = Path.home() / FOLDER
    try:
        new = hand_out(course, solutions=bool(os.environ.get("COURSE_HUB_SOLUTIONS")))
        print(f"{new} new files in {course}", file=sys.stderr)
    except OSError as error:
        # A full disk is no reason to keep students from the server with which they can clear it.
        print(f"The course could not be copied to {course}: {error}", file=sys.stderr)
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *arguments])


def hand_out(course, solutions=False, root=ROOT):
    """Copy the notebooks that `course` does not have, never over one; returns their number.

    Raises OSError where that cannot be done; what was copied until then is complete.
    """
    course.mkdir(mode=0o700, exist_ok=True)
    source, number = root / "notebooks", 0
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not hidden and (solutions or inside.parts[0] != "solutions"):
            number += copy_missing(path, course / "notebooks" / inside)
    return number


def copy_missing(path, target):
    """Copy a file unless something has its name; says whether it copied (the whole)."""
    if os.path.lexists(target):  # a link that leads nowhere is the student's too
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.copyfile(path, partial)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
