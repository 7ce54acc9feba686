"""Which jobs `course.py test` plans."""

import json

import pytest

from course_utils.cli import kernels, planning
from course_utils.cli.planning import grouped, plan

NOTEBOOKS = ["c1w2_first.ipynb", "index.ipynb", "solutions/c1w2_first.ipynb"]
CHECKS = ["ruff check", "ruff format", "import-linter"]
TESTS = ["unit/test_nn_a", "unit/test_b", "widgets/test_c", "browser/test_d", "faults/net/test_e"]
CODE = ["tests/faults/net", "tests/unit", "tests of the library", "tests/widgets", "coverage"]


@pytest.fixture
def course(monkeypatch, tmp_path):
    """A course with a lesson, its solutions, an index and some tests, none of which is run."""
    for name in NOTEBOOKS:
        path = tmp_path / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    for name in TESTS:
        path = tmp_path / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    find = kernels.find_notebooks
    monkeypatch.setattr(
        planning,
        "find_notebooks",
        lambda weeks=(), **kinds: find(weeks, tmp_path / "notebooks", **kinds),
    )
    monkeypatch.setattr(planning, "TESTS", tmp_path / "tests")
    monkeypatch.setattr(kernels, "ROOT", tmp_path)
    return tmp_path


def write(path, tags=(), count=1):
    """A notebook of one cell."""
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "execution_count": count}
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "metadata": {}}, cell]}))
    return path


def names(jobs):
    return [job.name.replace("\\", "/").removeprefix("notebooks/") for job in jobs]


def test_everything_is_planned_the_browser_alone(course):
    jobs = plan()
    assert names(jobs) == [*CHECKS, *CODE, *NOTEBOOKS, "browser test"]
    assert [job.name for job in jobs if job.alone] == ["coverage", "browser test"]
    lesson = jobs[-2].command
    assert {"--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"} < set(lesson)


def test_jobs_of_tests_measure_their_part_and_only_the_sum_has_to_be_enough(course):
    *parts, combine = plan(parts=["code"])
    assert all({"--cov", "--cov-fail-under=0"} < set(job.command) for job in parts)
    assert combine.command[-1] == "course_utils.cli.coverage"


def test_every_file_of_tests_is_in_exactly_one_job():
    folder = planning.ROOT / "tests"
    files = [path for group in grouped(folder).values() for path in group]
    expected = set(folder.rglob("test_*.py")) - set((folder / "browser").glob("*"))
    assert len(files) == len(set(files))
    assert set(files) == expected
    assert set(planning.GROUPS) < set(grouped(folder))  # none of the patterns is out of use


def test_a_week_is_its_notebooks_and_the_tests_with_its_name(course):
    jobs = plan(["c1w2"])
    assert names(jobs) == ["unit and widget tests", NOTEBOOKS[0], NOTEBOOKS[2], "browser test"]
    assert jobs[0].command[-2:] == ["-k", "c1w2"]
    assert "--cov" not in jobs[0].command
    assert plan(["c1w2", "index"], ["code"])[0].command[-1] == "c1w2 or index"


def test_a_notebook_from_elsewhere_is_tested_alone_or_with_weeks(course, tmp_path_factory):
    mine = write(tmp_path_factory.mktemp("mine") / "my own.ipynb")
    (job,) = plan([str(mine)])
    assert job.name == str(mine)
    assert job.command[-1] == str(mine)
    assert not job.left_out
    assert job.command[job.command.index("-c") + 1] == str(planning.ROOT / "pyproject.toml")
    assert names(plan(["index", str(mine)], ["notebooks"])) == ["index.ipynb", str(mine)]
    with pytest.raises(LookupError, match=r"^There is no notebook .*other\.ipynb\.$"):
        plan([str(mine.with_name("other.ipynb"))])


def test_a_notebook_without_outputs_says_how_they_are_stored(course, tmp_path):
    (job,) = plan([str(write(tmp_path / "new.ipynb", count=None))])
    assert job.left_out == [
        "nothing is stored to compare with: python course.py update-outputs new.ipynb"
    ]


@pytest.mark.parametrize("text", ["no", "[]", '{"worksheets": []}'])
def test_what_is_no_notebook_is_one_sentence(course, tmp_path, text):
    (tmp_path / "no.ipynb").write_text(text)
    with pytest.raises(LookupError, match=r"^no\.ipynb is not a notebook of Jupyter 4 or later\.$"):
        plan([str(tmp_path / "no.ipynb")])


def test_a_damaged_notebook_of_the_course_is_left_to_its_job(course):
    (course / "notebooks" / "index.ipynb").write_text("no")
    assert names(plan(["index"], ["notebooks", "fetching"])) == ["index.ipynb"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [("checks", CHECKS), ("lessons", NOTEBOOKS[:2]), ("notebooks", NOTEBOOKS), ("code", CODE)],
)
def test_single_parts(course, part, expected):
    assert names(plan(parts=[part])) == expected


def test_lessons_that_fetch_files_are_known_by_their_tags(course):
    write(course / "notebooks/c1w2_first.ipynb", ["needs-squeezenet"])
    write(course / "notebooks/index.ipynb", ["nbval-ignore-output"])
    assert names(plan(parts=["fetching"])) == ["c1w2_first.ipynb"]


def test_of_a_change_the_notebooks_that_it_concerns_with_the_reason(course, monkeypatch):
    concerned = {
        course / "notebooks" / NOTEBOOKS[0]: "requirements.lock",
        course / "notebooks" / NOTEBOOKS[1]: "notebooks/index.ipynb",
    }
    asked = []
    monkeypatch.setattr(planning, "changed_files", lambda since: asked.append(since))
    monkeypatch.setattr(planning, "concerned", lambda paths, changed: concerned)
    assert names(plan(changed=True)) == NOTEBOOKS[:2]
    (job,) = plan(["c1w2"], since="v0.1", changed=True)
    assert job.why == "requirements.lock"
    assert asked == [None, "v0.1"]
