"""`python course.py matrix [lowest newest processor] [c1w2 ...]`: the lessons elsewhere than here.

Each lesson is run and compared with what it stores, with the lowest versions that pyproject.toml
admits, with the newest that there are, and as on a much older processor. The report names the first
notebook and cell that changed, and by how much. Environments are in `.course/matrix`.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.cli import resolving
from course_utils.cli.environment import ROOT, Environment, SetupError
from course_utils.cli.jobs import run_jobs
from course_utils.cli.planning import lessons
from course_utils.cli.testing import counts, report

NAMED = ("numpy", "matplotlib", "ipywidgets", "jupyterlab")
VERSIONS = "import sys; from importlib.metadata import version\n"
VERSIONS += "print(*(f'{name} {version(name)}' for name in sys.argv[1:]), sep=', ')"
# Whatever NumPy and OpenBLAS would choose for newer processors is switched off.
FEATURES = "from numpy._core._multiarray_umath import __cpu_dispatch__ as all, __cpu_features__\n"
FEATURES += "print(*(name for name in all if __cpu_features__.get(name)))"
COLOUR = r"(\x1b|#x1B)\[[0-9;]*m"  # as a terminal has it, and as pytest's report writes it
OLD_PROCESSORS = {"x86_64": "Nehalem", "AMD64": "Nehalem", "aarch64": "ARMV8"}  # Nehalem: of 2008


class InMatrix(Environment):
    """An environment with versions of its own, below `.course/matrix`."""

    def __init__(self, root, name):
        self.place, self.what = f".course/matrix/{name}", f"the {name} versions"
        super().__init__(root)
        self.lock = f"{self.place}.lock"


def versions(name, root=ROOT):
    """(interpreter, variables) of the environment with the lowest or newest versions.

    Raises SetupError where it cannot be made.
    """
    environment = InMatrix(root, name)
    lock = root / environment.lock
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(resolving.resolve(name, root), encoding="ascii")
    python = environment.prepare([environment.lock])
    fonts = environment.folder / "matplotlib"
    variables = {"MPLCONFIGDIR": str(fonts)}  # each version has its own list of fonts
    if not any(fonts.glob("fontlist*.json")):
        fonts.mkdir(exist_ok=True)
        run(python, "import matplotlib.font_manager", env={**os.environ, **variables})
    return python, variables


def processor():
    """(interpreter, variables) with which this processor computes as an older one does.

    Raises SetupError where NumPy has nothing to switch off.
    """
    features = run(sys.executable, FEATURES)
    if not features:
        raise SetupError("NumPy computes here as on the oldest processor of this kind already.")
    old = OLD_PROCESSORS.get(platform.machine())
    variables = {"OPENBLAS_CORETYPE": old} if old else {}
    return sys.executable, variables | {"NPY_DISABLE_CPU_FEATURES": features}


def run(python, script, *arguments, env=None):
    """What a script says, without its last end of line."""
    command = [str(python), "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    return done.stdout.strip()


SETTINGS = {
    "lowest": lambda: versions("lowest"),
    "newest": lambda: versions("newest"),
    "processor": processor,
}


def main(arguments):
    """Run the lessons with each of the settings; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py matrix",
        description="Run the lessons with the lowest and the newest versions, and as on an old"
        " processor.",
    )
    parser.add_argument("what", nargs="*", metavar="SETTING or WEEK", help=", ".join(SETTINGS))
    what = parser.parse_args(arguments).what
    settings = [name for name in SETTINGS if name in what] or list(SETTINGS)
    try:
        plans = {
            name: lessons([week for week in what if week not in SETTINGS]) for name in settings
        }
    except LookupError as error:
        print(f"{error} A setting is one of: {', '.join(SETTINGS)}.", file=sys.stderr)
        return 2
    try:
        results = [try_out(name, jobs) for name, jobs in plans.items()]
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n" + "\n".join(line for line, _ in results))
    return 0 if all(well for _, well in results) else 1


def try_out(name, jobs):
    """Run these jobs with a setting; returns the line that sums up, and whether all is well."""
    python, variables = SETTINGS[name]()
    here = f"{name} ({run(python, VERSIONS, *NAMED)})"
    print(here, flush=True)
    for job in jobs:
        job.command = [str(python), *job.command[1:]]
        job.variables = variables
    with tempfile.TemporaryDirectory() as scratch:
        for job in run_jobs(jobs, Path(scratch), os.cpu_count() or 1):
            print(report(job).splitlines()[0], flush=True)
    return f"{here}: {counts(jobs)}{first_change(jobs)}", not any(job.failed for job in jobs)


def first_change(jobs):
    """The first notebook and cell that changed, and by how much; "" where none has."""
    for job in jobs:
        for cell, said in job.failures:
            return f"\n  first: {job.name}, {cell}:\n{indented(amounts(said))}"
        if job.failed:
            return f"\n  first: {job.name}:\n{indented(job.output.splitlines()[-5:])}"
    return ""


def amounts(said):
    """Of what nbval says about a cell, the lines that say what differs or what went wrong."""
    before, _, differences = re.sub(COLOUR, "", said).partition("Traceback:")
    lines = [line for line in differences.splitlines() if line.strip()]
    source = [line for line in before.partition("Input:")[2].splitlines() if line.strip()]
    return [*(f"> {line}" for line in source[:2]), *(lines[:5] if len(lines) < 9 else lines[-5:])]


def indented(lines):
    """The lines below each other, set off from the margin and cut where they are very long."""
    return "\n".join(f"    {line[:240]}" for line in lines)
