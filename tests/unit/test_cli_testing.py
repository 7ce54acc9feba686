"""How the jobs of `course.py test` run, and the summary at the end."""

import sys

import pytest

from course_utils.cli import jobs as jobs_module
from course_utils.cli import planning, testing
from course_utils.cli.jobs import Job, run_jobs
from course_utils.cli.testing import report, summary


def python(script, **more):
    return Job("a script", [sys.executable, "-c", script], pytest=False, **more)


def test_a_script_passes_with_exit_code_0(tmp_path):
    job = python("print('fine')").run(tmp_path)
    assert (job.passed, job.failed, job.output) == (1, 0, "fine\n")
    assert report(job).endswith("a script: 1 passed, 0 failed, 0 skipped")


def test_a_failing_script_shows_what_it_said(tmp_path):
    job = python("import sys; print('one line'); print('another', file=sys.stderr); sys.exit(3)")
    job.run(tmp_path)
    assert (job.passed, job.failed) == (0, 1)
    assert report(job).startswith("FAILED")
    assert report(job).endswith("one line\nanother")


def test_a_script_that_hangs_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs_module, "JOB_SECONDS", 1)
    job = python("import time; time.sleep(60)").run(tmp_path)
    assert job.failed == 1
    assert "timed out after 1 seconds" in job.output


def test_jobs_see_their_own_folders_and_one_thread(tmp_path):
    script = "import os; print(*map(os.environ.get, ['OPENBLAS_NUM_THREADS', 'IPYTHONDIR']))"
    threads, folder = python(script).run(tmp_path).output.split()
    assert threads == "1"
    assert folder.startswith(str(tmp_path))


MIXED = """
import pytest
def test_good(): pass
def test_bad(): assert False
@pytest.mark.skip(reason="no such thing here")
def test_skipped(): pass
def test_in_part(record_property): record_property("not compared", "needs-x: offline")
print("latency 17 ms")
"""


def pytest_job(tmp_path, text, *options):
    path = tmp_path / "test_them.py"
    path.write_text(text)
    command = [*planning.PYTEST, "-s", "-c", "/dev/null", str(path), *options]
    return Job("some tests", command).run(tmp_path)


def test_results_of_pytest_are_counted(tmp_path):
    job = pytest_job(tmp_path, MIXED)
    assert (job.passed, job.failed, job.skipped) == (2, 1, 1)
    assert job.left_out == ["no such thing here", "needs-x: offline"]
    assert job.worth_showing() == ["latency 17 ms"]


def test_no_tests_is_said_but_no_failure(tmp_path):
    job = pytest_job(tmp_path, MIXED, "-k", "c1w2")
    assert (job.passed, job.failed) == (0, 0)
    assert job.left_out == ["nothing there to test"]


def test_a_crash_of_pytest_is_a_failure(tmp_path):
    assert pytest_job(tmp_path, MIXED, "--no-such-option").failed == 1


def test_jobs_run_side_by_side_and_all_come_back(tmp_path):
    jobs = [python(f"print({i})") for i in range(3)]
    assert {job.output for job in run_jobs(jobs, tmp_path, 2)} == {"0\n", "1\n", "2\n"}


def test_the_summary_says_what_was_left_out_and_why():
    jobs = [
        Job("good", [], passed=3, skipped=2, left_out=["no torch", "no torch"]),
        Job("bad", [], failed=1, left_out=["needs-x: offline"]),
    ]
    assert summary(jobs, 12.3).splitlines() == [
        "",
        "2 jobs in 12 s.",
        "Left out:",
        "  good: no torch (2 times)",
        "  bad: needs-x: offline",
        "Failed: bad",
        "3 passed, 1 failed, 2 skipped",
    ]


@pytest.fixture
def planned(monkeypatch, tmp_path):
    """A list to put jobs into, which are then all that is planned; tables go elsewhere."""
    jobs = []
    monkeypatch.setattr(testing, "plan", lambda *args: jobs)
    monkeypatch.setattr(testing.budget, "record", lambda jobs: ["The table."])
    return jobs


@pytest.mark.parametrize(("code", "last"), [(0, "1 passed, 0 failed"), (1, "0 passed, 1 failed")])
def test_the_exit_code_tells(planned, capsys, code, last):
    planned.append(python(f"raise SystemExit({code})"))
    assert testing.main([]) == code
    said = capsys.readouterr().out.splitlines()
    assert said[-1].startswith(last)
    assert "The table." in said


def test_what_is_alone_runs_last(planned, capsys):
    planned += [python("print()", alone=True), python("print()")]
    planned[0].name, planned[1].name = "browser", "others"
    assert testing.main([]) == 0
    said = capsys.readouterr().out
    assert said.index("others") < said.index("browser")


def test_a_changed_notebook_says_because_of_what_it_runs(planned, capsys):
    planned.append(python("print()", why="course_utils/nn/costs.py"))
    assert testing.main(["--changed"]) == 0
    assert "skipped (since course_utils/nn/costs.py changed)" in capsys.readouterr().out


def test_no_changed_notebook_is_said(planned, capsys):
    assert testing.main(["--since", "HEAD"]) == 0
    assert capsys.readouterr().out == "No notebook is concerned by what has changed.\n"


def test_only_and_changed_exclude_each_other(planned, capsys):
    with pytest.raises(SystemExit):
        testing.main(["--changed", "--only", "code"])
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["c9w9", "nowhere.ipynb"])
def test_an_unknown_week_or_notebook_is_one_line(capsys, what):
    assert testing.main([what]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(("No notebook is called 'c9w9'", "There is no notebook nowhere.ipynb."))


def test_the_values_of_a_run_can_be_kept_as_those_of_the_release(planned, monkeypatch):
    kept = []
    monkeypatch.setattr(testing.budget, "store", kept.extend)
    planned.append(python("print()"))
    testing.main(["--store-budget"])
    assert kept == planned


def test_a_job_over_the_budget_fails_and_names_its_slowest_cells(tmp_path):
    cells = [{"number": 3, "seconds": 50.0, "grown": 0, "source": "fit(network)"}]
    usage = {"nb": {"cpu": 61.0, "seconds": 90.0, "peak": 2e8, "cells": cells}}
    script = f"import json, os; json.dump({usage}, open(os.environ['COURSE_USAGE'], 'w'))"
    job = python(script).run(tmp_path)
    assert job.failed == 1
    assert "61 s of the processor, and 60 s are allowed" in job.output
    assert "cell 3 (50.0 s): fit(network)" in job.output


def test_what_a_failing_test_said_is_kept_by_its_name(tmp_path):
    ((name, said),) = pytest_job(tmp_path, MIXED).failures
    assert name == "test_bad"
    assert "assert False" in said
