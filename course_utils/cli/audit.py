"""`python course.py audit [WEEK ...]`: how much the checks of the exercises are worth.

Every known mistake must get its own sentence, every correct variant must pass, and of the mutants,
references with one small slip each, at least 98 % of those that behave otherwise must be rejected.
"""

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path

from course_utils.exercises import __name__ as EXERCISES
from course_utils.exercises import weeks
from course_utils.exercises.auditing.report import ENOUGH, HEADER, Tally, examine
from course_utils.exercises.auditing.sandbox import SECONDS, CannotAudit, Sandbox

FORMAT = "audit of the exercises, 1"


def main(arguments):
    """Audit the weeks asked for; returns 1 where a check is not good enough."""
    options = parser().parse_args(arguments)
    try:
        chosen = choose(options.week)
        refuse(options.json)
    except (LookupError, OSError) as error:
        print(error.args[0], file=sys.stderr)
        return 2
    start, tallies = time.perf_counter(), {}
    print(HEADER)
    try:
        with Sandbox(options.seconds) as sandbox:
            for week, exercise in chosen:
                module = f"{EXERCISES}.{week}"
                tally = examine(sandbox, module, exercise, options.every, options.variants)
                tallies[week, exercise] = tally
                print(tally.row(week, exercise), flush=True)
                for remark in tally.remarks(options.verbose):
                    print(f"      {remark}")
    except CannotAudit as error:
        print(error, file=sys.stderr)
        return 2
    total = sum(tallies.values(), Tally())
    print(f"\n{total.summary(len(tallies))}\n{time.perf_counter() - start:.0f} s.")
    if options.json:
        store(options.json, tallies, total)
    return 0 if total.good else 1


def parser():
    """What the command takes."""
    parser = argparse.ArgumentParser(
        prog="course.py audit",
        description="Check the checks: known mistakes, correct variants, and mutants of every "
        f"reference, of which {ENOUGH:.0%} must be rejected.",
    )
    parser.add_argument("week", nargs="*", help="c1w2, or c1 for a course; none: all")
    parser.add_argument(
        "--variants", action="store_true", help="try mutants of the correct variants, too"
    )
    parser.add_argument("--every", type=positive, default=1, help="try every so many mutants only")
    parser.add_argument(
        "--seconds", type=positive, default=SECONDS, help="for one mutant (default: %(default)s)"
    )
    parser.add_argument(
        "--verbose", action="store_true", help="list the mutants that behave the same, too"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="store all that was found")
    return parser


def positive(text):
    """A whole number from 1 on."""
    if not re.fullmatch(r"0*[1-9]\d{0,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 999999")
    return int(text)


def choose(names):
    """(week, exercise) of everything whose week begins with one of the names.

    Raises LookupError for a name that no week begins with.
    """
    known = weeks()
    for name in names:
        if not any(week.startswith(name) for week in known):
            raise LookupError(f"There is no week {name!r}; there are {', '.join(known)}.")
    chosen = [week for week in known if not names or week.startswith(tuple(names))]
    return [(week, exercise) for week in chosen for exercise in known[week].exercises]


def refuse(path):
    """Raise OSError where `path` cannot be written, or is not an earlier report."""
    if path is None:
        return
    if not path.parent.is_dir():
        raise OSError(f"There is no folder {path.parent} for {path.name}: make it first.")
    if path.exists():
        try:
            earlier = json.loads(path.read_text(encoding="utf-8")).get("format") == FORMAT
        except (OSError, ValueError, AttributeError):
            earlier = False
        if not earlier:
            raise OSError(f"{path} is there and no report of an audit: choose another name.")


def store(path, tallies, total):
    """Write all that was found, whole or not at all."""
    exercises = [
        {"week": week, "exercise": exercise, **tally.as_dict()}
        for (week, exercise), tally in tallies.items()
    ]
    totals = {**total.as_dict(), "mutants": len(total.mutants), "exercises": len(tallies)}
    text = json.dumps({"format": FORMAT, "totals": totals, "exercises": exercises}, indent=1)
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text + "\n", encoding="utf-8", newline="\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    print(f"All of it is in {path}.")
