"""`python course.py test`: everything that CI runs, a few jobs at a time, and one summary.

A job is a process: a linter, the unit and widget tests, the tests of one notebook, the browser
test. This module plans them and sums up; course_utils/cli/jobs.py runs them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from course_utils.cli.environment import ROOT
from course_utils.cli.jobs import Job, run_jobs
from course_utils.cli.kernels import CELL_SECONDS, find_notebooks

TESTS = ROOT / "tests"
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "-q"]
NBVAL = [
    *("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_SECONDS}"),
    f"--nbval-sanitize-with={TESTS / 'notebooks' / 'sanitize.cfg'}",
    *("-p", "course_nbval"),  # tests/notebooks/course_nbval.py
    *("-W", "default"),  # a warning of Jupyter's own must not fail a lesson
]
# Not by its script: that one names an interpreter which is elsewhere once the checkout was moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet"],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "--no-cache"],
    "import-linter": [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
}
COVERAGE = ["--cov", "--cov-report=term"]


def main(arguments):
    """Run the tests; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py test", description="Run all tests, or those of some weeks, and sum up."
    )
    parser.add_argument("week", nargs="*", help="c1w2, or c1 for a course; none: everything")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="this part only (may be given repeatedly)"
    )
    options = parser.parse_args(arguments)
    try:
        jobs = plan(options.week, options.only)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        # The browser test measures how fast widgets answer: it has the machine to itself.
        for alone in (False, True):
            batch = [job for job in jobs if job.alone == alone]
            for job in run_jobs(batch, Path(scratch), 1 if alone else os.cpu_count() or 1):
                print(report(job), flush=True)
    print(summary(jobs, time.perf_counter() - start))
    return 1 if any(job.failed for job in jobs) else 0


def plan(weeks=(), parts=None):
    """The jobs for these weeks (none: everything) and parts (None: all of them)."""
    chosen = [PARTS[part] for part in parts] if parts else [checks, code, notebooks, browser]
    return [job for part in chosen for job in part(weeks)]


def checks(weeks):
    """What needs no running; it concerns no single week."""
    return [] if weeks else [Job(name, command, pytest=False) for name, command in CHECKS.items()]


def code(weeks):
    """Unit and widget tests, with coverage where all of them run."""
    others = [f"--ignore={TESTS / name}" for name in ("browser", "notebooks")]
    more = selection(weeks) if weeks else COVERAGE
    return [Job("unit and widget tests", [*PYTEST, str(TESTS), *others, *more])]


def notebooks(weeks, **kinds):
    """The notebooks, executed and compared with what they store."""
    paths = find_notebooks(weeks, **kinds)
    return [Job(str(path.relative_to(ROOT)), [*PYTEST, *NBVAL, str(path)]) for path in paths]


def lessons(weeks):
    """Of the notebooks, the lessons."""
    return notebooks(weeks, kinds=("",))


def fetching(weeks):
    """Of the lessons, those with cells that need a file which does not ship with the course."""
    return [job for job in lessons(weeks) if needs_a_file(ROOT / job.name)]


def needs_a_file(path):
    """Whether a cell of the notebook carries a tag needs-NAME."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tags = (tag for cell in cells for tag in cell["metadata"].get("tags", []))
    return any(tag.startswith("needs-") for tag in tags)


def browser(weeks):
    """JupyterLab in a real browser."""
    return [
        Job("browser test", [*PYTEST, "-s", str(TESTS / "browser"), *selection(weeks)], alone=True)
    ]


PARTS = {part.__name__: part for part in (checks, code, notebooks, lessons, fetching, browser)}


def selection(weeks):
    """Pytest's option for the tests whose file or name contains one of the weeks."""
    return ["-k", " or ".join(weeks)] if weeks else []


def report(job):
    """A line about a finished job, and all that it said if it failed."""
    verdict = "FAILED" if job.failed else "ok"
    line = f"{verdict:7}{job.seconds:6.1f} s  {job.name}: {counts([job])}"
    said = job.output.rstrip() if job.failed else "\n".join(job.worth_showing())
    return "\n".join(filter(None, [line, said]))


def summary(jobs, seconds):
    """What ran, what was left out and why; the last line counts."""
    lines = ["", f"{len(jobs)} jobs in {seconds:.0f} s."]
    left_out = Counter((job.name, reason) for job in jobs for reason in job.left_out)
    if left_out:
        lines.append("Left out:")
        times = {key: f" ({n} times)" if n > 1 else "" for key, n in left_out.items()}
        lines += [f"  {name}: {reason}{n}" for (name, reason), n in times.items()]
    lines += [f"Failed: {job.name}" for job in jobs if job.failed]
    return "\n".join([*lines, counts(jobs)])


def counts(jobs):
    """How many tests passed, failed and were skipped."""
    return ", ".join(
        f"{sum(getattr(job, what) for job in jobs)} {what}"
        for what in ("passed", "failed", "skipped")
    )
