"""`python course.py site`: the course as a static site, from the outputs that are stored.

Nothing is executed, and the pages load nothing from elsewhere. A folder that this command has not
made is never overwritten; a site whose making fails leaves the one that is there as it is.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.cli.environment import ROOT, SetupError
from course_utils.cli.site.links import BrokenLink
from course_utils.cli.site.stage import stage
from course_utils.cli.web import Web

OUT = ROOT / "build" / "site"
MARK = ".made-by-course-site"  # in every folder that this command may overwrite


class NoSite(Exception):
    """Why there is no site, in a sentence or with what Sphinx said."""


def main(arguments):
    """Make the site; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py site", description="Make the course as a static site."
    )
    parser.add_argument("out", nargs="?", type=Path, default=OUT, help="a folder; else build/site")
    out = parser.parse_args(arguments).out.resolve()
    try:
        refuse_others(out)
        pages = make(out, Web().prepare())
    except (NoSite, BrokenLink, SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The site cannot be written: {error}.", file=sys.stderr)
        return 1
    print(f"{out / 'index.html'} is ready: {pages} pages that need no network.")
    return 0


def refuse_others(out):
    """Raise NoSite for a place that is not ours to write in."""
    if out.exists() and not out.is_dir():
        raise NoSite(f"{out} is not a folder: choose another place.")
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise NoSite(
            f"{out} has files in it that this command has not made, and stays as it is: choose a"
            " new or an empty folder."
        )


def make(out, modules, root=ROOT):
    """Make the site of the course in `root` at `out`; returns the number of its pages."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as name:
        source, draft = Path(name, "source"), Path(name, "site")
        pages = stage(root, source, modules)
        build(source, draft)
        (draft / MARK).write_text("This folder is replaced by `python course.py site`.\n")
        if out.exists():
            os.replace(out, Path(name, "old"))
        os.replace(draft, out)
    return len(pages)


def build(source, draft):
    """Let Sphinx make the pages; raises NoSite with its warnings, each of which is an error."""
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    command += ["-b", "html", "-d", str(source.parent / "trees"), str(source), str(draft)]
    settings = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        command,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        said = done.stdout.replace(f"{source}{os.sep}", "")
        raise NoSite(f"The site has mistakes, and was not made:\n\n{said}")
    for leftover in (".buildinfo", "objects.inv"):
        (draft / leftover).unlink(missing_ok=True)
    shutil.rmtree(draft / ".doctrees", ignore_errors=True)
