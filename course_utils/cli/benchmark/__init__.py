"""`python course.py benchmark`: how fast the library is, side by side with PyTorch."""

import argparse
import sys
from pathlib import Path

from course_utils.cli.benchmark.cases import CASES
from course_utils.cli.benchmark.race import compare, torch_is_installed
from course_utils.cli.benchmark.report import headings, row, write_report
from course_utils.cli.environment import ROOT


def main(arguments):
    """Time the cases and write the report; returns 1 where results differ from PyTorch's."""
    parser = argparse.ArgumentParser(
        prog="course.py benchmark",
        description="Time the library, against PyTorch where it is installed, on one thread each.",
    )
    parser.add_argument("--quick", action="store_true", help="few rounds: a rough impression")
    parser.add_argument(
        "--only", metavar="TEXT", action="append", help="only cases with this in their name"
    )
    parser.add_argument("--output", type=Path, default=ROOT / ".course" / "benchmark")
    options = parser.parse_args(arguments)
    cases = [case for case in CASES if chosen(case, options.only)]
    if not cases:
        names = ", ".join(case.name for case in CASES)
        print(f"no case is called like {options.only}; there are: {names}", file=sys.stderr)
        return 2
    if not torch_is_installed():
        print("PyTorch is not installed: only the library is timed (and the four loops).")
    results = []
    print(row(headings()))
    for case in cases:
        results.append(compare(case, rounds=5 if options.quick else 25))
        print(row(results[-1].cells()), flush=True)
    for path in write_report(results, options.output):
        print(f"written: {path}")
    return 1 if any(result.agree is False for result in results) else 0


def chosen(case, texts):
    """Whether one of the texts is in the case's name (None: every case)."""
    return texts is None or any(text.lower() in case.name.lower() for text in texts)
