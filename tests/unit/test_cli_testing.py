"""What `course.py test` plans, how its jobs run, and the summary at the end."""

import json
import sys

import pytest

from course_utils.cli import jobs as jobs_module
from course_utils.cli import testing
from course_utils.cli.jobs import Job, run_jobs
from course_utils.cli.testing import plan, report, summary


@pytest.fixture
def course(monkeypatch, tmp_path):
    """A course with a lesson, its solutions and an index, which are not executed."""
    for name in ("c1w2_first", "index", "solutions/c1w2_first"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    find = testing.find_notebooks
    monkeypatch.setattr(
        testing,
        "find_notebooks",
        lambda weeks, **kinds: find(weeks, tmp_path / "notebooks", **kinds),
    )
    monkeypatch.setattr(testing, "ROOT", tmp_path)


def names(jobs):
    return [job.name.replace("\\", "/").removeprefix("notebooks/") for job in jobs]


NOTEBOOKS = ["c1w2_first.ipynb", "index.ipynb", "solutions/c1w2_first.ipynb"]
CHECKS = ["ruff check", "ruff format", "import-linter"]


def test_everything_is_planned_the_browser_alone(course):
    jobs = plan()
    assert names(jobs) == [*CHECKS, "unit and widget tests", *NOTEBOOKS, "browser test"]
    assert [job.name for job in jobs if job.alone] == ["browser test"]
    assert "--cov" in jobs[3].command
    lesson = jobs[4].command
    assert {"--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"} < set(lesson)


def test_a_week_is_its_notebooks_and_the_tests_with_its_name(course):
    jobs = plan(["c1w2"])
    assert names(jobs) == ["unit and widget tests", NOTEBOOKS[0], NOTEBOOKS[2], "browser test"]
    assert jobs[0].command[-2:] == ["-k", "c1w2"]
    assert "--cov" not in jobs[0].command
    assert plan(["c1w2", "c2w1"], ["code"])[0].command[-1] == "c1w2 or c2w1"


@pytest.mark.parametrize(
    ("part", "expected"),
    [("checks", CHECKS), ("lessons", NOTEBOOKS[:2]), ("notebooks", NOTEBOOKS)],
)
def test_single_parts(course, part, expected):
    assert names(plan(parts=[part])) == expected


def test_lessons_that_fetch_files_are_known_by_their_tags(course, tmp_path):
    for name, tags in {
        "c1w2_first": ["needs-squeezenet"],
        "index": ["nbval-ignore-output"],
    }.items():
        cells = [{"metadata": {}}, {"metadata": {"tags": tags}}]
        (tmp_path / f"notebooks/{name}.ipynb").write_text(json.dumps({"cells": cells}))
    assert names(plan(parts=["fetching"])) == ["c1w2_first.ipynb"]


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
    command = [*testing.PYTEST, "-s", "-c", "/dev/null", str(path), *options]
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


@pytest.mark.parametrize(("code", "last"), [(0, "1 passed, 0 failed"), (1, "0 passed, 1 failed")])
def test_the_exit_code_tells(monkeypatch, capsys, code, last):
    monkeypatch.setattr(testing, "plan", lambda weeks, parts: [python(f"raise SystemExit({code})")])
    assert testing.main([]) == code
    assert capsys.readouterr().out.splitlines()[-1].startswith(last)


def test_an_unknown_week_is_one_line(course, capsys):
    assert testing.main(["c9w9"]) == 2
    assert capsys.readouterr().err.startswith("No notebook is called 'c9w9'")
