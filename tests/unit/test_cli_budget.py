"""What jobs took: the limits, the tables, and what is worth a line."""

import pytest

from course_utils.cli import budget
from course_utils.cli.jobs import Job


def job(name="notebook", cpu=10.0, peak=200e6, wall=12.0):
    usage = [{"cpu": cpu, "seconds": wall, "peak": peak, "cells": []}] if cpu else []
    return Job(name, [], seconds=wall, usage=usage)


@pytest.fixture
def record(tmp_path, monkeypatch):
    """budget.record in a folder of its own; each run is a second later than the one before."""
    clock = iter(range(1000))
    monkeypatch.setattr(budget.time, "strftime", lambda *args: f"run-{next(clock):03}.tsv")
    return lambda *jobs: budget.record(jobs, tmp_path / "runs", tmp_path / "released.tsv")


def tables(tmp_path):
    return [list(budget.read(path).values()) for path in sorted(tmp_path.glob("runs/*.tsv"))]


CELLS = [
    {"number": number, "seconds": seconds, "grown": grown, "source": f"step_{number}()"}
    for number, seconds, grown in [(1, 5.0, 0), (2, 40.0, 700.0), (3, 20.0, 90.0), (4, 1.0, 0)]
]


def test_within_the_budget_nothing_is_said():
    assert budget.over_budget({"cpu": 60.0, "peak": 1e9, "cells": CELLS}) == []


def test_over_the_budget_the_cells_that_cost_most_are_named():
    time, memory = budget.over_budget({"cpu": 66.4, "peak": 1.2e9, "cells": CELLS + CELLS[:2]})
    assert time == (
        "It takes 66 s of the processor, and 60 s are allowed. Most of it: cell 2 (40.0 s):"
        " step_2(); cell 3 (20.0 s): step_3(); cell 1 (5.0 s): step_1()"
    )
    assert memory == (
        "It takes 1200 MB of memory, and 1000 MB are allowed. Most of it: cell 2 (700 MB more):"
        " step_2(); cell 3 (90 MB more): step_3()"
    )


def test_each_run_is_a_table_with_the_previous_values(record, tmp_path):
    record(job(), job("tests", cpu=None))
    record(job(cpu=11.0))
    record(job("tests", cpu=None, wall=99.0))
    first, second, third = tables(tmp_path)
    assert first[0] == {
        "job": "notebook", "cpu_s": "10.0", "wall_s": "12.0", "peak_mb": "200",
        "previous_cpu_s": "", "previous_wall_s": "", "previous_peak_mb": "",
    }  # fmt: skip
    assert (first[1]["cpu_s"], first[1]["wall_s"]) == ("", "12.0")
    assert (second[0]["cpu_s"], second[0]["previous_cpu_s"]) == ("11.0", "10.0")
    assert third[0]["previous_wall_s"] == "12.0"  # of the last run that had this job


def test_before_the_first_run_the_values_of_the_release_are_the_previous_ones(record, tmp_path):
    budget.store([job(cpu=30.0), job("another")], tmp_path / "released.tsv")
    budget.store([job(cpu=5.0)], tmp_path / "released.tsv")
    assert sorted(budget.read(tmp_path / "released.tsv")) == ["another", "notebook"]
    lines = record(job(cpu=10.0))
    assert lines[1:] == ["  notebook: 10.0 s of the processor, before 5.0"]


@pytest.mark.parametrize(
    ("cpu", "peak", "said"),
    [
        (11.9, 240e6, []),
        (14.0, 200e6, ["14.0 s of the processor, before 10.0"]),
        (6.0, 200e6, ["6.0 s of the processor, before 10.0"]),
        (10.0, 290e6, ["290 MB, before 200"]),
    ],
)
def test_what_changes_much_gets_a_line(record, cpu, peak, said):
    record(job())
    first, *lines = record(job(cpu=cpu, peak=peak))
    assert first.endswith("run-001.tsv")
    assert lines == [f"  notebook: {line}" for line in said]


def test_what_takes_hardly_any_time_may_double_it(record):
    record(job(cpu=1.0))
    assert len(record(job(cpu=2.5))) == 1


def test_old_tables_go(record, tmp_path, monkeypatch):
    monkeypatch.setattr(budget, "KEPT", 2)
    for _ in range(4):
        record(job())
    assert [path.name for path in sorted(tmp_path.glob("runs/*"))] == ["run-002.tsv", "run-003.tsv"]


def test_a_damaged_table_is_as_none(record, tmp_path):
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "damaged.tsv").write_bytes(b"\xff\xfe")
    (tmp_path / "runs" / "empty.tsv").write_text("")
    (tmp_path / "runs" / "other.tsv").write_text("name\n1\n")
    assert len(record(job())) == 1


def test_a_table_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    (line,) = budget.record([job()], tmp_path / "file", tmp_path / "released.tsv")
    assert line.startswith("The table of times cannot be written (")


def test_the_longest_jobs_come_first_and_the_unknown_before_them():
    before = {"a": {"cpu_s": "3", "wall_s": "9"}, "b": {"cpu_s": "", "wall_s": "5"}}
    jobs = [job("a"), job("b"), job("new")]
    assert [j.name for j in budget.longest_first(jobs, before)] == ["new", "b", "a"]
