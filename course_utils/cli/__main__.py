"""`python -m course_utils.cli COMMAND ...`: finds the command's module and runs its main."""

import importlib
import sys
from typing import NamedTuple

from course_utils.cli.environment import LOCK, TEST_LOCK


class Command(NamedTuple):
    """A command: the module with its main(arguments), and the locks or environment it needs."""

    module: str
    about: str
    locks: tuple = (LOCK,)
    on_top: str | None = None  # of `.venv`: "teach", "site", ...


COMMANDS = {
    "lab": Command("course_utils.cli.lab", "open the course in JupyterLab"),
    "test": Command(
        "course_utils.cli.testing", "run all that CI runs; `test c1w2`: one week", (LOCK, TEST_LOCK)
    ),
    "matrix": Command(
        "course_utils.cli.matrix",
        "run the lessons with the lowest and newest versions of packages",
        (LOCK, TEST_LOCK),
    ),
    "update": Command(
        "course_utils.cli.updating", "fetch the newest version of the course, your work kept"
    ),
    "doctor": Command(
        "course_utils.cli.doctor", "look after the environment, the datasets and the downloads"
    ),
    "update-outputs": Command(
        "course_utils.cli.outputs", "execute a week's notebooks and store their outputs"
    ),
    "release": Command(
        "course_utils.cli.release", "make the exercise notebooks from the solutions"
    ),
    "audit": Command(
        "course_utils.cli.audit", "check the checks: mistakes, variants, mutants of the exercises"
    ),
    "grade": Command(
        "course_utils.cli.grade", "grade a folder of notebooks: points, and feedback for each"
    ),
    "nbgrader": Command(
        "course_utils.cli.nbgrader",
        "make a course folder for nbgrader, or run nbgrader in one",
        on_top="teach",
    ),
    "benchmark": Command(
        "course_utils.cli.benchmark", "time the library, against PyTorch where it is installed"
    ),
    "demo": Command("course_utils.cli.demo", "show one widget on a page of its own", on_top="demo"),
    "hub": Command(
        "course_utils.cli.hub", "start JupyterHub for a class, or rehearse one", on_top="hub"
    ),
    "prepare": Command(
        "course_utils.cli.prepare",
        "make environments ahead of time, as for `prepare teach site`",
        (),
    ),
    "slides": Command("course_utils.cli.slides", "make slides from the tagged cells of a lesson"),
    "site": Command("course_utils.cli.site", "make the course as a static site", on_top="site"),
    "sbom": Command("course_utils.cli.sbom", "what the course is made of, as a CycloneDX list", ()),
    "lock": Command("course_utils.cli.locks", "write the lock files anew (needs uv)", ()),
}


def overview():
    """The table of commands."""
    rows = "\n".join(f"  {name:16}{command.about}" for name, command in COMMANDS.items())
    return f"usage: python course.py COMMAND ...\n\n{rows}\n\nWhat a command takes: COMMAND --help"


def find(arguments):
    """The Command that the arguments name, or None, with the overview printed."""
    asked_for_help = not arguments or arguments[0] in ("-h", "--help", "help")
    if asked_for_help:
        print(overview())
    elif arguments[0] not in COMMANDS:
        print(f"There is no command {arguments[0]!r}.\n\n{overview()}", file=sys.stderr)
    else:
        return COMMANDS[arguments[0]], None
    return None, 0 if asked_for_help else 2


def main(arguments):
    """Run the command; returns its exit code."""
    command, code = find(arguments)
    if command is None:
        return code
    try:
        return importlib.import_module(command.module).main(arguments[1:])
    except ModuleNotFoundError as error:
        if error.name != command.module:
            raise
        print(f"The command {arguments[0]!r} is not part of this version.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
