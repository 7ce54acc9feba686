"""The command itself: finds the notebooks, has them run a few at a time, judges, writes."""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.cli.grade import fence, judging, processes, session
from course_utils.cli.grade.reports import CannotWrite, make_room, write_reports
from course_utils.cli.grade.submissions import (
    Submission,
    Unreadable,
    find_submissions,
    points_of,
    read,
)
from course_utils.exercises import weeks as all_weeks


@dataclass
class Graded:
    """A submission, the Result of each exercise, and {cell: what is to be said of it}."""

    submission: Submission
    results: list
    remarks: dict = field(default_factory=dict)

    @property
    def passed(self):
        """How many exercises pass."""
        return sum(result.passed for result in self.results)


def main(arguments):
    """Grade; returns 0, 1 where a notebook could not be graded, 2 where nothing was done."""
    options = parse(arguments)
    weeks = all_weeks()
    out = Path(options.out)
    try:
        unknown = [name for name in options.week if name not in weeks]
        if unknown:
            raise Unreadable(f"There is no week {unknown[0]!r}: it is {', '.join(weeks)}.")
        paths, folder = find_submissions(options.submissions)
        make_room(out, options.force)
    except (Unreadable, CannotWrite, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    submissions = [read(path, folder, weeks) for path in paths]
    for submission in submissions:
        if options.week and not submission.problem and submission.week not in options.week:
            submission.problem = (
                f"{submission.path.name} belongs to {submission.week},"
                f" which is not {' or '.join(options.week)}."
            )
    if not fence.apart():
        print("Here, only Python itself keeps the notebooks off the network.", file=sys.stderr)
    start = time.perf_counter()
    graded = []
    limits = session.Limits(options.seconds, options.megabytes)
    for one in grade_all(submissions, weeks, limits, options.at_a_time):
        graded.append(one)
        print(f"{one.submission.student}, {one.submission.week}: {one.passed} of"
              f" {len(one.results)} exercises pass.", flush=True)  # fmt: skip
    problems = [submission for submission in submissions if submission.problem]
    for submission in problems:
        print(f"{submission.student}: {submission.problem}", file=sys.stderr)
    write_reports(out, graded, problems, points_of(weeks))
    seconds = time.perf_counter() - start
    print(f"{len(graded)} notebooks in {seconds:.0f} s: {out}, and what to say to whom in"
          f" {out.with_name(out.stem + '-feedback')}.")  # fmt: skip
    return 1 if problems else 0


def parse(arguments):
    """The options."""
    parser = argparse.ArgumentParser(
        prog="course.py grade",
        description="Grade a folder of notebooks: points as a table, feedback as pages.",
    )
    parser.add_argument("submissions", metavar="SUBMISSIONS", help="a folder of notebooks")
    parser.add_argument(
        "week", nargs="*", metavar="WEEK", help="c1w2, ...; none: whatever is there"
    )
    parser.add_argument("-o", "--out", default="grades.csv", help="where the table goes")
    parser.add_argument("--force", action="store_true", help="overwrite an earlier table")
    parser.add_argument(
        "--seconds",
        type=_positive(float),
        default=session.Limits.seconds,
        help="for a cell, or a case of an exercise",
    )
    parser.add_argument(
        "--megabytes",
        type=_positive(int),
        default=session.Limits.megabytes,
        help="of memory for a notebook",
    )
    parser.add_argument(
        "--at-a-time", type=_positive(int), default=os.cpu_count() or 1, help="notebooks"
    )
    return parser.parse_args(arguments)


def _positive(kind):
    def number(text):
        value = kind(text)
        if not 0 < value < 1e6:
            raise ValueError(text)
        return value

    return number


def grade_all(submissions, weeks, limits, at_a_time):
    """Yield a Graded for every submission that can be read, as they become ready.

    Where the system cannot run one, this becomes its `problem`.
    """
    hidden = processes.hidden_places([one.path for one in submissions], weeks)
    pool, running = ThreadPoolExecutor(at_a_time), processes.Running()

    def examine(one):
        return session.examine(one.code, weeks[one.week], weeks, limits, hidden, running)

    try:
        jobs = {pool.submit(examine, one): one for one in submissions if not one.problem}
        for job in as_completed(jobs):
            one = jobs[job]
            try:
                evidence = job.result()
            except OSError as error:
                one.problem = f"{one.path.name} could not be run here ({error})."
                continue
            # Here, in one thread: the checks catch what is printed, and warnings, for all threads.
            results = judging.judge(weeks[one.week], evidence, one.code, one.texts)
            yield Graded(one, results, repeated(one.code, weeks[one.week]) | evidence.remarks)
    finally:
        running.end()  # after Ctrl-C there are some
        pool.shutdown(cancel_futures=True)


def repeated(code, week):
    """{cell: a remark} where a function of the exercises is defined once more."""
    first, remarks = {}, {}
    for number, source in code:
        for name in judging.defined([(number, source)]):
            if name in week.exercises and name in first:
                remarks[number] = (
                    f"It defines `{name}` again, after cell {first[name]}: the last one counts."
                )
            first.setdefault(name, number)
    return remarks
