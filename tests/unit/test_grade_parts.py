"""The parts of the grader, one by one: messages, fence, cells, stand-ins, names, table."""

import copy
import csv
import io
import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from course_utils.cli.grade import command, fence, processes, reports, runner, standins
from course_utils.cli.grade.cells import Cells
from course_utils.cli.grade.codec import Decoder, Encoder, NotPlain
from course_utils.cli.grade.judging import judge, renaming
from course_utils.cli.grade.session import Broken, Evidence, Limits, Session
from course_utils.cli.grade.submissions import (
    Submission,
    find_submissions,
    points_of,
    read,
    student_of,
)
from course_utils.exercises import weeks
from course_utils.exercises.results import BLANK, PASSED, WRONG, Result

WEEKS = weeks()


def through(value):
    """What arrives of a value."""
    return Decoder().decode(json.loads(json.dumps(Encoder().encode(value))))


# Messages

NUMBERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text()
)
ARRAYS = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128]),
    arrays.array_shapes(min_dims=0, max_side=3),
)
VALUES = st.recursive(
    NUMBERS | ARRAYS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_plain_data_arrives_as_it_was(value):
    def same(one, other):
        assert type(one) is type(other)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)
        elif isinstance(one, list | tuple):
            assert len(one) == len(other)
            for a, b in zip(one, other):
                same(a, b)
        elif isinstance(one, dict):
            assert list(one) == list(other)
            same(list(one.values()), list(other.values()))
        else:
            assert repr(one) == repr(other)

    same(value, through(value))


def test_an_array_in_two_places_is_one():
    x = np.ones(2)
    a, (b, c) = through((x, [x, x.copy()]))
    assert a is b
    assert a is not c
    rng = np.random.default_rng(3)
    one, two, array = through([rng, rng, x])
    assert one is two
    assert one.random() == rng.random()
    assert array.tolist() == [1, 1]
    assert through(np.random.Generator(np.random.MT19937(1))).random() < 1


def test_of_anything_else_only_the_kind_arrives():
    class Secret:
        def __repr__(self):
            raise RuntimeError

    assert type(through(Secret())).__name__ == "Secret"
    assert type(through(10**5000)).__name__ == "int"
    assert through(np.array([{}, None])).dtype == object
    assert through(np.array(["a"])).shape == (1,)
    assert through(np.zeros((1000, 1000))).shape == (1000, 1000)
    assert isinstance(through(np.str_("x")), str)
    assert type(through(np.str_("x"))) is not str
    endless = []
    endless.append(endless)
    assert len(through(endless)) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        [],
        {},
        1.5,
        {"list": 3},
        {"dict": ["a"]},
        {"dict": [{"list": []}, 1]},
        {"array": "AA==", "dtype": "O", "shape": [1]},
        {"array": "AA==", "dtype": "<f8", "shape": [1]},
        {"array": "AA==", "dtype": "u1", "shape": [-1]},
        {"array": "%", "dtype": "u1", "shape": [1]},
        {"generator": {"dict": ["bit_generator", "os"]}},
        {"again": 0},
        {"far": 1},
        {"_encode": "x"},
        {"object": 3},
    ],
)
def test_garbage_is_refused(garbage):
    with pytest.raises(NotPlain):
        Decoder().decode(garbage)


# Fence and limits


@pytest.mark.parametrize(
    ("event", "arguments", "refused"),
    [
        ("open", ("{own}/mine.txt", "w", os.O_WRONLY), False),
        ("open", (os.devnull, "w", os.O_WRONLY), False),
        ("open", ("{out}/theirs.txt", "r", os.O_RDONLY), False),
        ("open", ("{out}/theirs.txt", "a", os.O_WRONLY | os.O_APPEND), True),
        ("open", ("{own}/../theirs.txt", "w", os.O_WRONLY), True),
        ("open", (b"/etc/passwd", "w", os.O_RDWR), True),
        ("open", ("{out}/hidden/a.py", "r", os.O_RDONLY), True),
        ("open", (3, "w", os.O_WRONLY), False),
        ("os.remove", ("{own}/a", -1), False),
        ("os.remove", ("{out}/a", -1), True),
        ("os.rename", ("{own}/a", "{out}/a", -1, -1), True),
        ("os.truncate", (4, 0), False),
        ("shutil.rmtree", ("/", None), True),
        ("socket.connect", (None, ("192.0.2.1", 80)), True),
        ("subprocess.Popen", ("sh", [], None, None), True),
        ("os.system", (b"true",), True),
        ("os.kill", (1, 9), True),
        ("import", ("numpy",), False),
    ],
)
def test_the_fence(tmp_path, event, arguments, refused):
    own = tmp_path / "own"
    own.mkdir()
    watch = fence.watcher(own, [str(tmp_path / "hidden" / "")])
    places = {"own": own, "out": tmp_path}
    arguments = tuple(a.format(**places) if isinstance(a, str) else a for a in arguments)
    if refused:
        with pytest.raises(fence.Refused, match="while it is graded, a notebook"):
            watch(event, arguments)
    else:
        assert watch(event, arguments) is None


def test_without_unshare_there_is_no_other_network(monkeypatch):
    monkeypatch.setattr(fence.shutil, "which", lambda name: None)
    assert fence.apart.__wrapped__() == []


def test_the_surroundings_have_nothing_of_the_teachers(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    surroundings = processes.surroundings(str(tmp_path))
    assert "SECRET_TOKEN" not in surroundings
    assert surroundings["HOME"] == str(tmp_path)
    assert list(Path(surroundings["MPLCONFIGDIR"]).glob("fontlist*.json"))
    assert surroundings["OPENBLAS_NUM_THREADS"] == "1"


# The process, from inside


def test_cells_run_whatever_is_in_them():
    namespace = {}
    cells = Cells(namespace)
    for number, (source, said) in enumerate(
        [
            ("x = 1", ""),
            ("display(x)\n%matplotlib inline", ""),
            ("%%time\ny = x + 1", ""),
            ("%time z = 3", ""),
            ("files = !ls\nw = 4", "Not carried out while it is graded: `!ls`."),
            ("%%bash\nrm -r here", "Not carried out while it is graded: `%%bash`."),
            ("!rm x\nx / 0", "Not carried out while it is graded: `!rm x`. It stops with"),
            ("def f(:", "It is no Python, near line 1"),
            ("raise SystemExit", "It ends the program"),
            ("raise KeyboardInterrupt('now.')", "It stops with KeyboardInterrupt: now."),
            ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "no words"),
        ]
    ):
        assert said in cells.run(number, source)
        assert said or not cells.run(number, source)
    assert {name: namespace[name] for name in "xyzw"} == {"x": 1, "y": 2, "z": 3, "w": 4}
    assert namespace["files"] == []


def test_the_references_are_not_there():
    finder = standins.Finder(["c1w2"], ["sigmoid"])
    spec = finder.find_spec("course_utils.exercises.c1w2")
    module = spec.loader.create_module(spec)
    spec.loader.exec_module(module)
    assert finder.find_spec("course_utils.exercises.c1w2.week")
    assert finder.find_spec("course_utils.exercises.running") is None
    assert finder.find_spec("numpy") is None
    assert not module.check(len).passed
    assert [result.status for result in module.progress({}).results] == [BLANK]
    with pytest.raises(AttributeError, match="the course's own `sigmoid` is not at hand"):
        module.sigmoid(1)
    with pytest.raises(AttributeError, match="__file__"):
        module.__file__  # noqa: B018


class Far:
    """A channel to an object that is in the same process."""

    def __init__(self, *objects):
        self.session = Session("", WEEKS["c1w1"], Limits(), Evidence())
        self.session.here = list(objects)

    def ask(self, **message):
        message = json.loads(json.dumps(message))
        return self.session._answer(self.session.here[message["far"]], message)


def test_an_object_that_stays_at_home_is_asked_there():
    class Network:
        layers, _secret = 3, "x"

        def forward(self, X, training=False):
            return X + training

        def __call__(self, x):
            raise ValueError("no such x")

        def __getitem__(self, key):
            return key

    far = runner.Far(Far(Network()), 0)
    assert far.layers == 3
    assert far.forward(np.ones(2), training=True).tolist() == [2, 2]
    assert copy.deepcopy(far) is far
    with pytest.raises(ValueError, match="no such x"):
        far(1)
    with pytest.raises(AttributeError):
        far.nothing  # noqa: B018
    with pytest.raises(AttributeError):
        far._secret  # noqa: B018
    assert Encoder(runner.home).encode([far, len]) == {
        "list": [{"far": 0}, {"object": "builtin_function_or_method"}]
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no clock for a process")
def test_the_clock_stops_loops_and_waiting():
    clock = runner.Clock()

    def loop():
        with clock.limiting(0.05):
            while True:
                pass

    def wait():
        with clock.limiting(0.02):
            time.sleep(60)

    for endless in (loop, wait):
        with pytest.raises(TimeoutError, match=r"longer than 0\.0. seconds: is there a loop"):
            endless()
        assert clock.rang
    with clock.limiting(5):
        pass
    assert not clock.rang


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no clock for a process")
def test_after_a_case_that_takes_too_long_no_other_is_tried():
    calls = []

    def L2(yhat, y):
        calls.append(1)
        while True:
            pass

    week, evidence = WEEKS["c1w1"], Evidence()
    task = Session("", week, Limits(0.05), evidence).task([], ["L2"], WEEKS, [])
    cases = task["cases"]["L2"]
    evidence.functions["L2"] = runner.look_at({"L2": L2}, "L2", cases, task, None, runner.Clock())
    assert len(calls) == 1
    (result,) = (result for result in judge(week, evidence) if result.name == "L2")
    assert "It stops with TimeoutError: it takes longer than 0.05 seconds" in result.message


def test_a_function_that_ends_by_an_interrupt_is_not_right():
    def interrupted():
        raise KeyboardInterrupt

    assert runner.attempt(interrupted, []).error is KeyboardInterrupt


# What a process may say


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"end": True},
        {"step": ["exercise", "no_such"], "uses": []},
        {"found": "L2", "outcomes": []},
        {"far": 7, "asked": 1},
        {"remark": ["x", 1]},
    ],
)
def test_what_does_not_belong_to_the_conversation_is_no_evidence(message):
    talk = Session("", WEEKS["c1w1"], Limits(), Evidence())
    talk.task([], ["L2"], WEEKS, [])
    with pytest.raises(Broken, match="disturbs the grader's own messages"):
        talk._take(message)
    assert talk.evidence.functions == {}


@pytest.mark.parametrize(
    "change",
    [
        {"outcomes": []},
        {"outcomes": None},
        {"signature": [["no name", 1, False]]},
        {"outcomes": [{"value": {"array": "AA==", "dtype": "O", "shape": [1]}, "error": None}]},
    ],
)
def test_a_garbled_message_is_a_wrong_answer(change):
    def L2(yhat, y):
        return np.sum((yhat - y) ** 2)

    week, evidence = WEEKS["c1w1"], Evidence()
    task = Session("", week, Limits(), evidence).task([], ["L2"], WEEKS, [])
    message = runner.look_at({"L2": L2}, "L2", task["cases"]["L2"], task, None, runner.Clock())
    evidence.functions["L2"] = message | {"cut": True}
    results = {result.name: result for result in judge(week, evidence)}
    assert "One case takes too long" in results["L2"].message
    evidence.functions["L2"] = message | change
    results = {result.name: result for result in judge(week, evidence)}
    assert results["L2"].status == WRONG
    assert "What it returned cannot be read" in results["L2"].message


# Names


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("Zoë Müller.ipynb", "Zoë Müller"),
        ("anna_c1w2_logistic_regression.ipynb", "anna"),
        ("C1 anna-c1w2.ipynb", "C1 anna"),
        ("c1w2_logistic_regression.ipynb", "c1w2_logistic_regression"),
        ("anna/c1w2_logistic_regression.ipynb", "anna"),
        ("anna/c1w2/c1w2_logistic_regression.ipynb", "anna"),
        ("c1w2/anna.ipynb", "anna"),
        ("c1w2_logistic_regression/anna/x.ipynb", "anna"),
        ("e\u0301va.ipynb", "\u00e9va"),
    ],
)
def test_whose_a_notebook_is(path, student):
    assert student_of(Path("class") / path, Path("class")) == student


def notebook(path, *sources, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    path.write_text(json.dumps({"cells": cells, **more}), encoding="utf-8")
    return path


def test_nbgraders_folder_and_what_lies_aside(tmp_path):
    notebook(tmp_path / "source" / "c1w2" / "a.ipynb")
    handed_in = notebook(tmp_path / "submitted" / "anna" / "c1w2" / "a.ipynb")
    notebook(tmp_path / "submitted" / "anna" / "c1w2" / ".ipynb_checkpoints" / "a.ipynb")
    notebook(tmp_path / "submitted" / "__MACOSX" / "a.ipynb")
    assert find_submissions(tmp_path) == ([handed_in], tmp_path / "submitted")
    assert find_submissions(handed_in) == ([handed_in], handed_in.parent)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "x.ipynb is no notebook, or a damaged one"),
        ("[" * 100_000, "x.ipynb is no notebook, or a damaged one"),
        ('{"worksheets": []}', "it has no list of cells"),
        ('{"cells": [3]}', "it has no list of cells"),
        ("[]", "it has no list of cells"),
        ('{"cells": []}', "x.ipynb holds no exercises of this course."),
    ],
)
def test_what_is_no_notebook_is_said(tmp_path, content, sentence):
    path = tmp_path / "x.ipynb"
    path.write_text(content)
    submission = read(path, tmp_path, WEEKS)
    assert sentence in submission.problem
    path.write_bytes(b"\xff\xfe\x00")
    assert "damaged" in read(path, tmp_path, WEEKS).problem


@pytest.mark.parametrize(
    ("sources", "name", "week"),
    [
        (["from course_utils.exercises import c1w4"], "x", "c1w4"),
        (["def propagate(w, b, X, Y): ...\ndef optimize(): ..."], "x", "c1w2"),
        (["def predict(w, b, X): ..."], "bob c1w3", "c1w3"),
    ],
)
def test_a_week_is_known_by_what_is_in_the_notebook(tmp_path, sources, name, week):
    path = notebook(tmp_path / f"{name}.ipynb", *sources)
    assert read(path, tmp_path, WEEKS).week == week


def test_points_are_those_of_the_solved_notebooks():
    points = points_of(WEEKS)
    assert points["c1w2"]["propagate"] == 3
    assert {name: list(worth) for name, worth in points.items()} == {
        name: list(week.exercises) for name, week in WEEKS.items()
    }


def test_a_renamed_function_is_found_by_its_arguments_or_its_name():
    week = WEEKS["c1w2"].exercises
    optimize = week["optimize"]
    takes = list(optimize.parameters)
    assert renaming(optimize, {"walk": takes, "other": []}, week) == "walk"
    assert renaming(optimize, {"optimise": ["w"], "other": []}, week) == "optimise"
    assert renaming(optimize, {"other": [], "model": takes}, week) == ""


# The table and the pages


def graded(student, week="c1w2", passed=(), path="x"):
    results = [
        Result(name, PASSED if name in passed else WRONG, "It is `wrong` <i>.")
        for name in WEEKS[week].exercises
    ]
    return command.Graded(Submission(Path(path), student, week), results)


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_weeks_come_together_in_one_row_and_the_best_of_two_notebooks_counts(tmp_path):
    out = tmp_path / "new" / "table.csv"
    works = [
        graded("anna", passed=["propagate"], path="a"),
        graded("anna", passed=["sigmoid"], path="b"),
        graded("anna", "c1w1", passed=["L1"]),
        graded("bob", passed=["sigmoid"]),
    ]
    reports.make_room(out)
    reports.write_reports(out, works, [], points_of(WEEKS))
    anna, bob = rows_of(out)
    assert (anna["c1w2.propagate"], anna["c1w2.sigmoid"], anna["c1w1.L1"]) == ("3", "0", "1")
    assert (anna["total"], anna["of"]) == ("4", "19")
    assert anna["note"] == "Several notebooks of c1w2: a counts, the best one."
    assert (bob["c1w1.L1"], bob["c1w2.sigmoid"], bob["total"]) == ("", "1", "1")
    assert sorted(path.name for path in out.parent.iterdir()) == ["table-feedback", "table.csv"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@a", "\tx", "=HYPERLINK('http://x')"])
def test_no_name_is_a_formula(tmp_path, name):
    out = tmp_path / "table.csv"
    reports.make_room(out)
    reports.write_reports(out, [graded(name)], [], points_of(WEEKS))
    assert rows_of(out)[0]["student"] == f"'{name}"


def test_every_student_has_a_page_of_their_own_whatever_the_name():
    names = reports.file_names(["a/b", "a?b", "A_B", "index", "..", "con", "Ünal", "x" * 300])
    assert len({name.casefold() for name in names.values()}) == 8
    assert "index.html" not in names.values()
    assert all(len(name) < 100 and "/" not in name for name in names.values())


def test_pages_escape_what_students_write(tmp_path):
    out = tmp_path / "t.csv"
    one = graded("<script>alert(1)</script>")
    one.remarks[3] = "It stops with <img src=x onerror=alert(1)>."
    reports.make_room(out)
    reports.write_reports(out, [one], [], points_of(WEEKS))
    for page in (tmp_path / "t-feedback").iterdir():
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert "<i>" not in text


# The command with bad input


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{tmp}/none"], "There is no folder {tmp}/none."),
        (["{tmp}/empty"], "There is no notebook in {tmp}/empty: names end in .ipynb."),
        (["{tmp}/full", "c9w9"], "There is no week 'c9w9': it is c1w1, c1w2,"),
        (["{tmp}/full", "-o", "{tmp}/old.csv"], "{tmp}/old.csv is there already: give another"),
        (["{tmp}/full", "-o", "{tmp}/new.csv"], "{tmp}/new-feedback is there already: give"),
        (["{tmp}/full", "-o", "{tmp}", "--force"], "{tmp} is a folder: give the name of a file"),
        (["{tmp}/full", "-o", "{tmp}/old.csv/g.csv"], "[Errno 20] Not a directory: "),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, capsys, arguments, sentence):
    (tmp_path / "empty").mkdir()
    notebook(tmp_path / "full" / "a.ipynb", "1")
    (tmp_path / "old.csv").write_text("mine")
    (tmp_path / "new-feedback").mkdir()
    (tmp_path / "new-feedback" / "anna.html").touch()
    assert command.main([argument.format(tmp=tmp_path) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence.format(tmp=tmp_path))
    assert said.count("\n") == 1
    assert (tmp_path / "old.csv").read_text() == "mine"


def test_a_notebook_of_another_week_is_left_out(tmp_path, capsys):
    notebook(tmp_path / "in" / "anna.ipynb", "from course_utils.exercises import c1w2")
    out = tmp_path / "grades.csv"
    out.write_text("old")
    assert command.main([str(tmp_path / "in"), "c1w1", "-o", str(out), "--force"]) == 1
    assert "anna: anna.ipynb belongs to c1w2, which is not c1w1." in capsys.readouterr().err
    assert rows_of(out)[0]["note"] == "anna.ipynb belongs to c1w2, which is not c1w1."


def test_nothing_is_started_any_more_once_it_is_stopped(tmp_path):
    running = processes.Running()
    started = processes.start(str(tmp_path), running)
    running.end()
    assert started.wait(timeout=20) != 0
    with pytest.raises(processes.Stopped):
        processes.start(str(tmp_path), running)
    for process in running.processes:
        processes.stop(process)
    assert started in running.processes


def test_what_the_system_cannot_run_is_said(tmp_path, monkeypatch):
    def start(own, running):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(command.session, "start", start)
    path = notebook(tmp_path / "anna.ipynb", "from course_utils.exercises import c1w2")
    one = read(path, tmp_path, WEEKS)
    assert not list(command.grade_all([one], WEEKS, Limits(), 1))
    assert one.problem == "anna.ipynb could not be run here ([Errno 24] Too many open files)."


@pytest.mark.parametrize("value", ["0", "-1", "x", "nan", "1e9"])
def test_limits_are_positive_numbers(value, capsys):
    with pytest.raises(SystemExit):
        command.parse(["folder", "--seconds", value])
    assert "invalid number value" in capsys.readouterr().err
