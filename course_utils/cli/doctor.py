"""`python course.py doctor`: what is well, what is missing, and how to mend it."""

import argparse
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from course_utils.cli.environment import LOCK, ROOT

OK, NOTE, BAD = "ok", "note", "BAD"
MAKE_ANEW = "delete the folder .venv, and the next start of course.py makes it anew"


class Finding(NamedTuple):
    """Something examined: its state, what was seen, and what to do about it."""

    state: str
    seen: str
    remedy: str = ""


def main(arguments):
    """Examine everything; returns 1 where something is broken."""
    argparse.ArgumentParser(
        prog="course.py doctor", description="Examine the environment, data sets and downloads."
    ).parse_args(arguments)
    sections = {"Environment": environment(), "Data": data()}
    for title, findings in sections.items():
        print(title)
        for state, seen, remedy in findings:
            print(f"  {state:5}{seen}" + (f"\n       -> {remedy}" if remedy else ""))
    broken = sum(finding.state == BAD for findings in sections.values() for finding in findings)
    print(f"{broken} to mend." if broken else "All is well.")
    return 1 if broken else 0


def environment():
    """Findings on Python, the packages and Jupyter's kernel."""
    version = ".".join(map(str, sys.version_info[:3]))
    return [Finding(OK, f"Python {version} in {sys.prefix}"), packages(), kernel()]


def packages(lock=ROOT / LOCK):
    """A Finding on whether the installed packages are those of the lock."""
    here = [pin for pin in pins(lock.read_text("utf-8")) if not pin.marker or pin.marker.evaluate()]
    different = [
        f"{pin.name} {installed(pin.name) or 'missing'} (not {pin.specifier})"
        for pin in here
        if installed(pin.name) not in pin.specifier
    ]
    if not different:
        return Finding(OK, f"{len(here)} packages, as in {lock.name}")
    seen = f"packages that differ from {lock.name}: {', '.join(different)}"
    if Path(sys.prefix).resolve() != ROOT / ".venv":
        return Finding(NOTE, seen, "nothing, if you chose this environment yourself")
    return Finding(BAD, seen, MAKE_ANEW)


def pins(text):
    """The packaging.Requirement of each line of a lock's text that pins a package."""
    from packaging.requirements import Requirement

    return [Requirement(line.rstrip(" \\")) for line in text.splitlines() if line[:1].isalnum()]


def installed(name):
    """The version of an installed package, or ""."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def kernel():
    """A Finding on whether notebooks run in this very environment."""
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError as error:
        return Finding(BAD, f"Jupyter does not start ({error})", MAKE_ANEW)
    try:
        interpreter = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding(BAD, "Jupyter finds no kernel called python3", MAKE_ANEW)
    if interpreter not in ("python", "python3", sys.executable):
        remedy = "remove that kernel: jupyter kernelspec remove python3"
        return Finding(BAD, f"notebooks run in another Python, {interpreter}", remedy)
    return Finding(OK, f"JupyterLab {installed('jupyterlab')}, its notebooks run in this Python")


def data():
    """Findings on the data sets that ship with the course, and on the downloads."""
    try:
        from course_utils.data import status
    except ImportError as error:
        return [Finding(BAD, f"the data sets cannot be read ({error})", MAKE_ANEW)]
    states = {"intact": OK, "cached": OK, "missing": BAD, "damaged": BAD}
    return [
        Finding(
            states.get(entry.state, NOTE),
            f"{entry.name}: {entry.state}, {entry.size / 1e6:.1f} MB",
            entry.remedy,
        )
        for entry in status()
    ]
