"""`python course.py test`: everything that CI runs, a few jobs at a time, and one summary.

A job is a process: a linter, some of the unit tests, the tests of one notebook, the browser test.
course_utils/cli/planning.py plans them, jobs.py runs them, budget.py keeps what they took.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from course_utils.cli import budget
from course_utils.cli.changed import CannotTell
from course_utils.cli.jobs import run_jobs
from course_utils.cli.planning import PARTS, plan


def main(arguments):
    """Run the tests; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py test", description="Run all tests, or those of some weeks, and sum up."
    )
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WEEK or NOTEBOOK",
        help="c1w2, or c1 for a course, or a file my_own.ipynb; none: everything",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--only", choices=PARTS, action="append", help="this part only (may be given repeatedly)"
    )
    which.add_argument(
        "--changed",
        action="store_true",
        help="only the notebooks that are concerned by what changed since this branch left main",
    )
    parser.add_argument("--since", metavar="REV", help="the same, since a revision of git")
    parser.add_argument(
        "--store-budget",
        action="store_true",
        help="keep the times and the memory of this run as those of the release",
    )
    options = parser.parse_args(arguments)
    changed = options.changed or options.since is not None
    try:
        jobs = plan(options.what, options.only, options.since, changed)
    except (LookupError, CannotTell) as error:
        print(error, file=sys.stderr)
        return 2
    if changed and not jobs:
        print("No notebook is concerned by what has changed.")
        return 0
    start = time.perf_counter()
    jobs = budget.longest_first(jobs)
    run(jobs)
    lines = budget.record(jobs)
    if options.store_budget:
        budget.store(jobs)
    print(summary(jobs, time.perf_counter() - start, lines))
    return 1 if any(job.failed for job in jobs) else 0


def run(jobs):
    """Run the jobs and report each as it ends, those last that need to be alone."""
    with tempfile.TemporaryDirectory() as scratch:
        # The browser test measures how fast widgets answer: it has the machine to itself. Of the
        # others there is one more than cores, as each waits now and then for a kernel or a page.
        for alone in (False, True):
            batch = [job for job in jobs if job.alone == alone]
            workers = 1 if alone else 1 + (os.cpu_count() or 1)
            for job in run_jobs(batch, Path(scratch), workers):
                print(report(job), flush=True)


def report(job):
    """A line about a finished job, and all that it said if it failed."""
    verdict = "FAILED" if job.failed else "ok"
    line = f"{verdict:7}{job.seconds:6.1f} s  {job.name}: {counts([job])}"
    line += f" (since {job.why} changed)" if job.why else ""
    said = job.output.rstrip() if job.failed else "\n".join(job.worth_showing())
    return "\n".join(filter(None, [line, said]))


def summary(jobs, seconds, lines=()):
    """What ran, what it took, what was left out and why; the last line counts."""
    lines = ["", f"{len(jobs)} jobs in {seconds:.0f} s.", *lines]
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
