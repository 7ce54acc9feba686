"""nbgrader from beginning to end: generate, autograde, feedback, export, on one small week."""

import csv
import json
import os
import subprocess
import sys

import pytest
from submitting import cell, insert, messed, notebook, save, write

from course_utils.cli.environment import ROOT, OnTop
from course_utils.cli.nbgrader import SETTINGS, main, make
from course_utils.cli.release import code_in, cut

TEACH = OnTop(ROOT, "teach")
NAME = "c1w1_what_is_a_neural_network.ipynb"
SUBMITTED = ("right", "blank", "partly", "mess", "hostile")
LOOP = "def L2(yhat, y):\n    while True:\n        pass"
FLOOD = "for i in range(30_000):\n    print(i, 'x' * 50)"


def nbgrader(*arguments):
    """Run the command as course.py does, in the environment for teachers; returns what it said."""
    done = subprocess.run(
        [TEACH.python, "-I", "-m", "course_utils.cli", "nbgrader", *map(str, arguments)],
        env={**os.environ, **TEACH.variables()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def handed_in(blank):
    """The notebooks, made from the one that nbgrader has generated."""
    solved = notebook("c1w1")

    def filled():
        made = notebook("c1w1", "exercises")
        for one, original in zip(made["cells"], blank["cells"]):
            one["metadata"] = dict(original["metadata"])
            if one["metadata"].get("nbgrader", {}).get("solution"):
                one["source"] = cell(solved, one["id"])["source"]
        return made

    partly = write(filled(), "l2", "def L2(yhat, y):\n    return np.sqrt(np.sum((yhat - y) ** 2))")
    hostile = write(filled(), "l2", LOOP)
    insert(hostile, "setup", FLOOD, "flood")
    for name in ("digits", "digits-shares", "progress"):  # they would meet the loop once more
        hostile["cells"].remove(cell(hostile, name))
    insert(hostile, "setup", "import sys\nsys.exit(3)", "leave")
    return dict(zip(SUBMITTED, (filled(), blank, partly, messed(filled()), hostile), strict=True))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The folder of a course in which everything has been done."""
    if not TEACH.python.exists():
        pytest.skip("`python course.py prepare teach` has not been run")
    folder = tmp_path_factory.mktemp("course")
    nbgrader(folder, "c1w1")
    nbgrader(folder, "generate_assignment", "c1w1")
    blank = json.loads((folder / "release" / "c1w1" / NAME).read_text("utf-8"))
    for student, made in handed_in(blank).items():
        save(made, folder / "submitted" / student / "c1w1" / NAME)
    said = nbgrader(folder, "autograde", "c1w1", "--create", "--Execute.timeout=12")
    assert "which cannot be converted to" not in said
    nbgrader(folder, "generate_feedback", "c1w1")
    nbgrader(folder, "export")
    return folder


def test_the_solved_notebook_is_taken_as_it_is(course):
    source = course / "source" / "c1w1" / NAME
    assert source.read_bytes() == (ROOT / "notebooks" / "solutions" / NAME).read_bytes()


def test_what_is_handed_out_gives_nothing_away(course):
    text = (course / "release" / "c1w1" / NAME).read_text("utf-8")
    assert "YOUR CODE HERE" in text
    assert "HIDDEN TESTS" not in text
    assert "SOLUTION" not in text
    plain = "".join(text.split())
    for one in notebook("c1w1")["cells"]:
        assert "assert c1w1" not in one["source"]
    for one in cells_with_solutions():
        for line in cut(one, "SOLUTION")[1]:
            assert len(code_in(line)) < 10 or code_in(line) not in plain


def cells_with_solutions():
    solved = json.loads((ROOT / "notebooks" / "solutions" / NAME).read_text("utf-8"))
    return ["".join(one["source"]) for one in solved["cells"]]


def test_everyone_gets_the_points_of_what_is_right(course):
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    # mess: a renamed function costs its point; what is doubled, retyped, deleted costs nothing
    assert scores == {"right": 9, "blank": 0, "partly": 8, "mess": 8, "hostile": 8}


def test_the_feedback_names_the_mistake(course):
    pages = {name: course / "feedback" / name / "c1w1" for name in SUBMITTED}
    texts = {name: path.with_name("c1w1") / NAME for name, path in pages.items()}
    texts = {name: path.with_suffix(".html").read_text("utf-8") for name, path in texts.items()}
    assert "L2: not right yet." in texts["partly"]
    assert "not written yet" in texts["blank"]
    assert "softmax: passed" in texts["right"]
    assert "Timeout" in texts["hostile"]
    assert len(texts["hostile"]) < 1_000_000


def test_making_the_folder_again_keeps_what_a_teacher_has_changed(tmp_path):
    said = []
    make(tmp_path, ["c1w1", "c1w2"], said.append)
    assert len(said) == 3
    (tmp_path / SETTINGS.name).write_text("# mine\n")
    make(tmp_path, ["c1w1"], said.append)
    assert said[-1] == f"{tmp_path / SETTINGS.name} differs from the course's, and stays as it is."
    assert (tmp_path / SETTINGS.name).read_text() == "# mine\n"


def test_bad_input_is_one_sentence(tmp_path, capsys):
    assert main([str(tmp_path), "autograde", "c1w1"]) == 2
    assert "is no course folder yet: make it by" in capsys.readouterr().err
    assert main([str(tmp_path), "c9w9"]) == 2
    assert capsys.readouterr().err.startswith("No notebook is called 'c9w9'")
    assert main([str(tmp_path / "new"), "c1w1"]) == 0
    assert capsys.readouterr().out.count("is ready.") == 2
    (tmp_path / "file").touch()
    assert main([str(tmp_path / "file"), "c1w1"]) == 2
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_the_settings_are_handed_to_nbgrader_with_this_interpreter(tmp_path, monkeypatch):
    make(tmp_path, ["c1w1"], lambda text: None)
    calls = []

    def run(command, **options):
        calls.append((command, options))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert main([str(tmp_path), "autograde", "c1w1", "--force"]) == 3
    ((command, options),) = calls
    assert command == [sys.executable, "-m", "nbgrader", "autograde", "c1w1", "--force"]
    assert options["cwd"] == tmp_path
    assert options["env"]["PATH"].startswith(os.path.dirname(sys.executable))
