"""What each job of `course.py test` took: the limits, the table of this run, what changed much.

A notebook may take 60 seconds of the processor and 1 GB of memory. The processor's time is what
counts, as it hardly depends on what else the machine does; a laptop and CI differ by much less than
by the wall's. The tables of the last runs are in `.course/runs`, and tests/notebooks/budget.tsv
holds the values of the last release.
"""

import csv
import time
from pathlib import Path

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import shown

SECONDS, MEGABYTES = 60, 1000
RUNS = ROOT / ".course" / "runs"
RELEASED = ROOT / "tests" / "notebooks" / "budget.tsv"
KEPT = 30  # tables of runs
COLUMNS = ("job", "cpu_s", "wall_s", "peak_mb")
# By how much of itself, and by how much at least, a value has to change to be worth a line.
WORTH_A_LINE = {"cpu_s": (0.25, 2, "s of the processor"), "peak_mb": (0.2, 50, "MB")}


def row_of(job):
    """A row of the table, from a Job that has ended; what was not measured is ""."""
    row = {"job": job.name, "cpu_s": "", "wall_s": f"{job.seconds:.1f}", "peak_mb": ""}
    if job.usage:
        row |= {
            "cpu_s": f"{sum(usage['cpu'] for usage in job.usage):.1f}",
            "peak_mb": f"{max(usage['peak'] for usage in job.usage) / 1e6:.0f}",
        }
    return row


def over_budget(usage):
    """A sentence for each limit that a notebook exceeds, naming the cells that cost most."""
    lines = []
    if usage["cpu"] > SECONDS:
        lines.append(
            f"It takes {usage['cpu']:.0f} s of the processor, and {SECONDS} s are allowed. "
            + named(usage["cells"], "seconds", "{:.1f} s")
        )
    if usage["peak"] / 1e6 > MEGABYTES:
        lines.append(
            f"It takes {usage['peak'] / 1e6:.0f} MB of memory, and {MEGABYTES} MB are allowed. "
            + named(usage["cells"], "grown", "{:.0f} MB more")
        )
    return lines


def named(cells, key, form):
    """The three cells that cost most, with the beginning of their first line."""
    costs = {cell["number"]: cell for cell in cells if cell[key] > 0}
    most = sorted(costs.values(), key=lambda cell: -cell[key])[:3]
    texts = (f"cell {c['number']} ({form.format(c[key])}): {c['source'][:60]}" for c in most)
    return "Most of it: " + "; ".join(texts)


def read(path):
    """{job: row} of a table, {} where there is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        return {row["job"]: row for row in csv.DictReader(lines, delimiter="\t")}
    except (OSError, ValueError, KeyError, csv.Error):
        return {}


def write(path, rows, columns=COLUMNS):
    """Write a table, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with open(draft, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, delimiter="\t", lineterminator="\n", restval="")
        table.writeheader()
        table.writerows(rows)
    draft.replace(path)


def previous(runs=RUNS, released=RELEASED):
    """{job: its row in the latest run that had it, otherwise of the last release}."""
    found = read(released)
    for path in sorted(runs.glob("*.tsv")):
        found |= read(path)
    return found


def record(jobs, runs=RUNS, released=RELEASED):
    """Write the table of this run, with the previous values; returns lines for the summary."""
    rows, before = [row_of(job) for job in jobs], previous(runs, released)
    for row in rows:
        old = before.get(row["job"], {})
        row |= {f"previous_{column}": old.get(column, "") for column in COLUMNS[1:]}
    path = runs / time.strftime("%Y%m%d-%H%M%S.tsv", time.gmtime())
    columns = [*COLUMNS, *(f"previous_{column}" for column in COLUMNS[1:])]
    try:
        write(path, rows, columns)
        for old in sorted(runs.glob("*.tsv"))[:-KEPT]:
            old.unlink()
    except OSError as error:
        return [f"The table of times cannot be written ({error.strerror})."]
    return [f"Times and memory of each job: {shown(path)}", *much_changed(rows)]


def much_changed(rows):
    """A line for each notebook that takes much more or less than before."""
    return [
        f"  {row['job']}: {row[column]} {unit}, before {row[f'previous_{column}']}"
        for row in rows
        for column, (part, least, unit) in WORTH_A_LINE.items()
        if row[column]
        and row[f"previous_{column}"]
        and changed_much(float(row[column]), float(row[f"previous_{column}"]), part, least)
    ]


def changed_much(new, old, part, least):
    """Whether a value changed by more than a part of itself, and by something that matters."""
    return abs(new - old) > max(part * old, least)


def store(jobs, released=RELEASED):
    """Keep this run's values as those of the release; rows of other jobs stay."""
    rows = read(released) | {job.name: row_of(job) for job in jobs}
    write(Path(released), [rows[name] for name in sorted(rows)])


def longest_first(jobs, before=None):
    """The jobs in the order in which cores are packed best; those never seen come first."""
    before = previous() if before is None else before

    def seconds(job):
        row = before.get(job.name, {})
        return float(row.get("cpu_s") or row.get("wall_s") or "inf")

    return sorted(jobs, key=seconds, reverse=True)
