"""Jobs for `course.py test`: processes that run side by side, and their results read back.

A job that is a pytest run writes a report in JUnit's format, from which its counts are taken;
any other job is one test, which passes with exit code 0.
"""

import contextlib
import json
import os
import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from course_utils.cli.budget import over_budget
from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import repeatable_environment

JOB_SECONDS = 1500
NO_TESTS = 5  # pytest's exit code where nothing was selected
WORTH_SHOWING = r"TOTAL\b|.*\blatency\b"  # the coverage; how fast widgets answer in the browser


@dataclass
class Job:
    """A process, and what came of it."""

    name: str
    command: list
    pytest: bool = True
    alone: bool = False  # whether nothing else may run meanwhile
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    left_out: list = field(default_factory=list)  # why: a line for each test or comparison
    seconds: float = 0.0
    output: str = ""
    usage: list = field(default_factory=list)  # what each notebook took, by measuring.py
    failures: list = field(default_factory=list)  # (name of a test, what it said)
    variables: dict = field(default_factory=dict)  # of the environment, besides the usual ones
    why: str = ""  # the changed file because of which it runs

    def run(self, scratch):
        """Run to the end, with the folder `scratch` for all that has to be written."""
        report = scratch / "report.xml"
        command = [*self.command, f"--junitxml={report}"] if self.pytest else self.command
        start = time.perf_counter()
        code = self._execute(command, scratch)
        self.seconds = time.perf_counter() - start
        if report.exists():
            self._read(report)
        if self.pytest and code == NO_TESTS:
            self.left_out.append("nothing there to test")
        elif code and not self.failed:  # a linter, a crash, too little coverage
            self.failed = 1
        elif not self.pytest:
            self.passed = 1
        self._hold_against_budget(scratch / "usage.json")
        return self

    def worth_showing(self):
        """The lines of the output that are of interest in a success too."""
        return [line for line in self.output.splitlines() if re.match(WORTH_SHOWING, line)]

    def _execute(self, command, scratch):
        environment = {
            **repeatable_environment(str(scratch)),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "notebooks")]),
            "COVERAGE_FILE": str(scratch / "coverage"),
            "COURSE_USAGE": str(scratch / "usage.json"),  # tests/notebooks/measuring.py
            "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
            **self.variables,
        }
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=JOB_SECONDS,
                encoding="utf-8",
                errors="replace",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            self.output = str(error)
            return 1
        self.output = done.stdout
        return done.returncode

    def _hold_against_budget(self, file):
        with contextlib.suppress(OSError, ValueError):  # of jobs without notebooks
            self.usage = list(json.loads(file.read_text(encoding="utf-8")).values())
        too_much = [line for usage in self.usage for line in over_budget(usage)]
        self.failed += len(too_much)
        self.output = "\n".join([self.output.rstrip("\n"), *too_much]) if too_much else self.output

    def _read(self, report):
        for case in ElementTree.parse(report).iter("testcase"):
            skipped, failure = case.find("skipped"), case.find("failure")
            failure = case.find("error") if failure is None else failure
            if failure is not None:
                self.failed += 1
                self.failures.append((case.get("name"), failure.text or ""))
            elif skipped is not None:
                self.skipped += 1
                self.left_out.append(skipped.get("message") or "skipped")
            else:
                self.passed += 1
            self.left_out += [entry.get("value") for entry in case.iter("property")]


def run_jobs(jobs, scratch, workers):
    """Run the jobs, as many at a time as there are workers; yields each when it has ended."""
    pool = ThreadPoolExecutor(workers)
    try:
        running = []
        for job in jobs:
            folder = scratch / str(id(job))
            folder.mkdir()
            running.append(pool.submit(job.run, folder))
        for future in as_completed(running):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)  # after Ctrl-C nothing new begins
