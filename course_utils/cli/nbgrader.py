"""`python course.py nbgrader COURSE/ ...`: a course folder for nbgrader, and nbgrader in it.

With weeks, or nothing, it makes the folder: the settings and the solved notebooks, as they are.
With anything else it runs nbgrader there: `nbgrader COURSE/ autograde c1w2`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import find_notebooks, kernel_environment

SETTINGS = ROOT / "classroom" / "nbgrader_config.py"
WEEK = r"c\d+(w\d+[ab]?)?"


def main(arguments):
    """Make the folder, or run nbgrader in it; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py nbgrader",
        description="Make a course folder for nbgrader, or run nbgrader in one.",
        epilog="Weeks, or nothing, make the folder; anything else goes to nbgrader: autograde c1w2",
    )
    parser.add_argument("folder", metavar="COURSE", help="the folder of the course")
    parser.add_argument("what", nargs=argparse.REMAINDER, metavar="WEEK or COMMAND")
    options = parser.parse_args(arguments)
    folder = Path(options.folder)
    if not all(re.fullmatch(WEEK, name) for name in options.what):
        return run(folder, options.what)
    try:
        make(folder, options.what)
    except (LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def make(folder, weeks=(), say=print):
    """Write what is missing in the course folder: the settings, and the weeks' solved notebooks.

    Raises LookupError for a week that there is not. What is there stays as it is.
    """
    solved = find_notebooks(weeks, kinds=("solutions",))
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / SETTINGS.name: SETTINGS}
    for path in solved:
        wanted[folder / "source" / re.match(WEEK, path.stem)[0] / path.name] = path
    for target, path in wanted.items():
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            say(f"{target} is ready.")
        elif target.read_bytes() != path.read_bytes():
            say(f"{target} differs from the course's, and stays as it is.")


def run(folder, arguments):
    """Run nbgrader in the folder; returns its exit code."""
    if not (folder / SETTINGS.name).is_file():
        print(
            f"{folder} is no course folder yet: make it by `python course.py nbgrader {folder}`.",
            file=sys.stderr,
        )
        return 2
    programs = Path(sys.executable).parent  # nbgrader starts one of them, alembic, by its name
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {**kernel_environment(), "PATH": path}
    return subprocess.run(command, cwd=folder, env=environment).returncode
