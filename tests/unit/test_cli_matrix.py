"""The lessons with other versions: how these are found, and what the report says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.cli import matrix, planning, resolving
from course_utils.cli.environment import ROOT, SetupError
from course_utils.cli.jobs import Job

PROJECT = """
[project]
dependencies = ["numpy>=2.0", "anywidget>=0.9.18"]
[project.optional-dependencies]
test = ["pytest>=8.3"]
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "requirements-test.lock").write_text("pytest==9.2.0 \\\n    --hash=sha256:1\n")
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """A stand-in for uv and pip: the commands that were run, [(command, files beside it)]."""
    seen = []
    entry = {
        "metadata": {"name": "numpy", "version": "2.0.2"},
        "download_info": {"archive_info": {"hashes": {"sha256": "abc"}}},
    }
    unneeded = entry | {"metadata": {"name": "rfc3987-syntax", "version": "1"}}

    def run(command, cwd, **options):
        files = {path.name: path.read_text() for path in Path(cwd).iterdir()}
        seen.append((command, files))
        report = json.dumps({"install": [entry, unneeded]})
        (Path(cwd) / "report.json").write_text(report)
        return subprocess.CompletedProcess(command, 0, "numpy==2.0.0 --hash=sha256:def\n", "")

    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_uv_finds_the_lowest_versions_and_keeps_the_tools(project, runs, monkeypatch):
    monkeypatch.setattr(resolving.shutil, "which", lambda name: "/bin/uv")
    assert resolving.resolve("lowest", project) == "numpy==2.0.0 --hash=sha256:def\n"
    command, files = runs[0]
    assert {"--resolution=lowest-direct", "--constraint=requirements-test.lock"} < set(command)
    assert files["requirements-test.lock"].startswith("pytest==9.2.0")
    resolving.resolve("newest", project)
    assert "--resolution=highest" in runs[1][0]
    assert not any(word.startswith("--constraint") for word in runs[1][0])


def test_pip_finds_versions_that_are_nearly_the_lowest(project, runs, monkeypatch):
    monkeypatch.setattr(resolving.shutil, "which", lambda name: None)
    assert resolving.resolve("lowest", project) == "numpy==2.0.2 --hash=sha256:abc\n"
    command, files = runs[0]
    assert files["wanted.txt"].split() == ["numpy==2.0.*", "anywidget==0.9.18", "pytest>=8.3"]
    assert files["tools.txt"] == "pytest==9.2.0"
    assert {"--dry-run", "--only-binary=:all:", "--constraint=tools.txt"} < set(command)
    resolving.resolve("newest", project)
    assert runs[1][1]["wanted.txt"].split() == ["numpy>=2.0", "anywidget>=0.9.18", "pytest>=8.3"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error sending request for url", "the packages could not be fetched: connect to"),
        ("first\nNobody knows numpy", "Nobody knows numpy."),
        ("", "no reason was given."),
    ],
)
def test_versions_that_cannot_be_found_are_one_sentence(project, monkeypatch, said, sentence):
    failed = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
    with pytest.raises(SetupError, match=r"^The newest versions cannot be found: ") as error:
        resolving.resolve("newest", project)
    assert sentence in str(error.value)


def test_each_setting_has_its_environment_and_list_of_fonts(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(resolving, "resolve", lambda name, root: f"# {name}\n")
    monkeypatch.setattr(matrix, "run", lambda *args, **options: made.append(options["env"]))

    def prepare(environment, locks):
        environment.folder.mkdir()
        made.append((environment.place, [(tmp_path / lock).read_text() for lock in locks]))
        return "python"

    monkeypatch.setattr(matrix.InMatrix, "prepare", prepare)
    python, variables = matrix.versions("lowest", tmp_path)
    assert python == "python"
    assert variables == {"MPLCONFIGDIR": str(tmp_path / ".course/matrix/lowest/matplotlib")}
    assert made[0] == (".course/matrix/lowest", ["# lowest\n"])
    assert variables.items() <= made[1].items()


def test_where_nothing_can_be_switched_off_that_is_said(monkeypatch):
    monkeypatch.setattr(matrix, "run", lambda *args: "")
    with pytest.raises(SetupError, match=r"^NumPy computes here as on the oldest processor"):
        matrix.processor()


@pytest.mark.skipif(not matrix.run(sys.executable, matrix.FEATURES), reason="an old processor")
def test_an_old_processor_gives_nearly_the_same_numbers():
    python, variables = matrix.processor()
    script = "import numpy as np; from numpy._core._multiarray_umath import __cpu_features__ as f\n"
    script += "print(any(f[name] for name in %r.split()), np.tanh(np.float32(0.5)))"
    script %= variables["NPY_DISABLE_CPU_FEATURES"]
    off, number = matrix.run(python, script, env={**matrix.os.environ, **variables}).split()
    assert off == "False"
    assert float(number) == pytest.approx(0.46211716, abs=1e-6)


SAID = """Notebook cell execution failed
Cell 12: Cell outputs differ

Input:
print(accuracy)
# more

Traceback:
stdout: line 1: stored 0.913, computed 0.953, 0.04 apart, 40 units of the last digit
"""


def test_the_first_change_is_named_with_its_amount():
    jobs = [
        Job("a.ipynb", [], passed=3),
        Job("b.ipynb", [], failed=2, failures=[("Cell 12", SAID), ("Cell 13", "more")]),
        Job("c.ipynb", [], failed=1, failures=[("Cell 1", "")]),
    ]
    assert matrix.first_change(jobs).splitlines()[1:] == [
        "  first: b.ipynb, Cell 12:",
        "    > print(accuracy)",
        "    > # more",
        "    stdout: line 1: stored 0.913, computed 0.953, 0.04 apart, 40 units of the last digit",
    ]
    assert matrix.first_change(jobs[:1]) == ""
    crashed = Job("d.ipynb", [], failed=1, output="first\nlast")
    assert matrix.first_change([crashed]).endswith("first: d.ipynb:\n    first\n    last")


def test_of_a_long_traceback_the_end_is_shown():
    said = "Input:\nx\n\nTraceback:\n" + "\n".join(f"#x1B[31mline#x1B[0m {i}" for i in range(30))
    assert matrix.amounts(said) == ["> x", *(f"line {i}" for i in range(25, 30))]


@pytest.fixture
def lesson(monkeypatch):
    """One lesson, whose job says which variables it sees and fails if TEST_FAIL is one."""
    script = "import os; exit('TEST_FAIL' in os.environ)"

    def lessons(weeks):
        if "c9w9" in weeks:
            raise LookupError("No notebook is called 'c9w9'.")
        return [Job("a.ipynb", ["python", "-c", script], pytest=False)]

    monkeypatch.setattr(matrix, "lessons", lessons)
    settings = {
        "lowest": lambda: (sys.executable, {}),
        "newest": lambda: (sys.executable, {"TEST_FAIL": "1"}),
    }
    monkeypatch.setattr(matrix, "SETTINGS", settings)
    return settings


def test_every_setting_is_tried_and_the_exit_code_tells(lesson, capsys):
    assert matrix.main([]) == 1
    *_, lowest, newest, first = capsys.readouterr().out.strip().splitlines()
    assert lowest.startswith("lowest (numpy ")
    assert lowest.endswith("1 passed, 0 failed, 0 skipped")
    assert newest.endswith("0 passed, 1 failed, 0 skipped")
    assert first == "  first: a.ipynb:"
    assert matrix.main(["lowest"]) == 0


def test_bad_input_is_one_sentence(lesson, capsys):
    assert matrix.main(["c9w9"]) == 2
    said = "No notebook is called 'c9w9'. A setting is one of: lowest, newest.\n"
    assert capsys.readouterr().err == said

    def impossible():
        raise SetupError("The disk is full.")

    lesson["lowest"] = impossible
    assert matrix.main(["lowest"]) == 1
    assert capsys.readouterr().err == "The disk is full.\n"


def test_the_jobs_are_those_of_the_lessons():
    (job,) = planning.lessons(["c1w2"])
    assert job.command[0] == sys.executable
    assert Path(job.command[-1]) == ROOT / "notebooks" / "c1w2_logistic_regression.ipynb"
