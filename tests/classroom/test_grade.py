"""`course.py grade`: a small class, with everything that students hand in."""

import csv
import re
import subprocess
import sys
from html import unescape

import numpy as np
import pytest
from submitting import insert, messed, notebook, save, write

from course_utils.cli.environment import ROOT
from course_utils.cli.grade import command, fence
from course_utils.exercises import c1w1

ALL = [1, 1, 1, 2, 2, 1, 1]  # the points of C1W1
LOOP = "def L2(yhat, y):\n    while True:\n        pass"
WRONG = "def L2(yhat, y):\n    return np.sqrt(np.sum((yhat - y) ** 2))"
DEEDS = {
    "leave": "import sys\nsys.exit(3)",
    "flood": "for i in range(30_000):\n    print(i, 'x' * 50)",
    "end": "import os\nos._exit(3)",
    "hoard": "x = bytearray(6_000_000_000)",
    "wait": "import time\ntime.sleep(600)",
    "shell": "!echo > here\n%run there.py\nx = !ls\nafterwards = 1",
    "timed": "%%time\nmeasured = 1",
    "needs": "assert afterwards + measured == 2",
    "write": f"open({str(ROOT / 'stolen.txt')!r}, 'w')",
    "read": f"open({str(ROOT / 'course_utils/exercises/c1w1/__init__.py')!r}).read()",
    "copy": "open({others!r}).read()",
    "call": "import urllib.request\nurllib.request.urlopen('http://192.0.2.1')",
    "start": "import subprocess\nsubprocess.run(['true'])",
    "nonsense": "def half(:",
    "own": "open('mine.txt', 'w').write('fine')\nimport os\nos.remove('mine.txt')",
}
FORGERY = """
from course_utils.exercises import checking, running, results
checking.Week.check = lambda week, function: results.Result(function.__name__, "passed")
checking.Week.check_as = checking.Week.check
running.run = running.Outcome = c1w1.check = results.Result.passed = None
import json
json.dumps = lambda *arguments, **keywords: '{"end": true}'
"""
SCRIBBLE = """
import os
def basic_sigmoid(x):
    for number in range(3, 16):
        try:
            os.write(number, b'{"end": true}\\n')
        except OSError:
            pass
"""
LENT = "def softmax(X):\n    return c1w1.softmax(X)"


def hand_in(folder):
    """A class's submissions."""
    evil = notebook("c1w1")
    for name, source in reversed(DEEDS.items()):
        others = str(folder / "Zoë Müller-Ōé.ipynb")
        insert(evil, "setup", source.replace("{others!r}", repr(others)), name)
    save(evil, folder / "evil" / "c1w1_what_is_a_neural_network.ipynb")
    save(notebook("c1w1"), folder / "Zoë Müller-Ōé.ipynb")
    save(notebook("c1w1", "exercises"), folder / "blank_c1w1_what_is_a_neural_network.ipynb")
    save(write(notebook("c1w1"), "l2", WRONG), folder / "=1+1" / "c1w1.ipynb")
    save(write(messed(notebook("c1w1")), "l2", LOOP), folder / "<b>mess" / "my work.ipynb")
    forged = insert(notebook("c1w1"), "setup", FORGERY, "forgery")
    save(write(forged, "softmax", LENT), folder / "c1w1" / "forger.ipynb")
    save(write(notebook("c1w1"), "basic-sigmoid", SCRIBBLE), folder / "scribbler.ipynb")
    save(notebook("c1w1", "exercises"), folder / ".ipynb_checkpoints" / "evil.ipynb")
    (folder / "broken.ipynb").write_text('{"cells": [{"sour')


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The folder with what came of grading a class: its table, and the texts of its pages."""
    folder = tmp_path_factory.mktemp("class")
    hand_in(folder / "handed in")
    out = folder / "grades.csv"
    code = command.main([str(folder / "handed in"), "-o", str(out), "--seconds", "1.5"])
    with open(out, encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    pages = {path.stem: path.read_text("utf-8") for path in folder.glob("grades-feedback/*")}
    return code, rows, pages


def points(row):
    return [int(value) for name, value in row.items() if name.startswith("c1w1.")]


def text(page):
    return unescape(re.sub(r"<(?!b>)[^>]+>", "", page))


def test_the_table_has_a_row_for_every_student(graded):
    code, rows, _ = graded
    assert code == 1  # there was one that could not be read
    names = ["Zoë Müller-Ōé", "blank", "'=1+1", "<b>mess", "forger", "scribbler", "evil", "broken"]
    assert set(rows) == set(names)
    assert points(rows["Zoë Müller-Ōé"]) == ALL
    assert points(rows["blank"]) == [0] * 7
    assert points(rows["'=1+1"]) == [*ALL[:-1], 0]
    assert {row["of"] for row in rows.values()} == {"9"}
    assert [row["total"] for name, row in rows.items() if name in names[:3]] == ["8", "0", "9"]
    assert "damaged" in rows["broken"]["note"]


def test_what_a_notebook_does_to_its_process_costs_no_points(graded):
    _, rows, pages = graded
    assert points(rows["evil"]) == ALL
    said = text(pages["evil"])
    for sentence in (
        "Cell 4: It ends the program (sys.exit, exit or quit)",
        "Cell 6: It ended the whole process at once (exit code 3)",
        "Cell 7: It stops with MemoryError",
        "Cell 8: It stops with TimeoutError: it takes longer than 1.5 seconds",
        "Cell 9: Not carried out while it is graded: !echo > here, %run, !ls.",
        "a notebook writes into its own folder only.",
        "a notebook cannot read this file.",
        "a notebook has no network and starts no programs (urllib.Request)",
        "starts no programs (subprocess.Popen)",
        "It is no Python, near line 1",
    ):
        assert sentence in said
    assert "Cell 11:" not in said  # what %%time and a refused line leave behind is there
    assert said.count("a notebook cannot read this file.") == 2
    assert "Cell 18:" not in said  # its own folder is its own
    assert not (ROOT / "stolen.txt").exists()


def test_a_mess_is_named(graded):
    _, rows, pages = graded
    assert points(rows["<b>mess"]) == [1, 1, 1, 0, 2, 0, 0]
    said = text(pages["b_mess"])
    assert "Feedback for <b>mess" in said
    assert "<b>" not in pages["b_mess"]
    for sentence in (
        "It defines image2vector again, after cell",
        "It stands in cell 18, which is not a code cell: make it one again.",
        "There is no function called L1 in the notebook. Did you rename it to l1_loss?",
        "is there a loop that never ends?, in line 2: while True:",
    ):
        assert sentence in said


def test_no_verdict_can_be_forged(graded):
    _, rows, pages = graded
    assert points(rows["forger"]) == [1, 1, 1, 2, 0, 1, 1]
    assert "the course's own softmax is not at hand" in text(pages["forger"])
    assert points(rows["scribbler"])[0] == 0
    assert "It disturbs the grader's own messages." in text(pages["scribbler"])
    uses = "It calls your basic_sigmoid, which could not be examined: mend that first."
    assert uses in text(pages["scribbler"])


def test_the_feedback_is_what_the_check_says(graded):
    _, _, pages = graded
    names = {"np": np}
    exec(WRONG, names)  # noqa: S102
    assert c1w1.check(names["L2"])._repr_html_() in pages["1_1"]
    for name, exercise in c1w1.week.exercises.items():
        assert c1w1.check(exercise.reference)._repr_html_() in pages["Zoë_Müller-Ōé"]
        assert f"○ {name}: not written yet." in text(pages["blank"])


def test_the_class_page_says_what_to_talk_about(graded):
    _, _, pages = graded
    said = text(pages["index"])
    assert "C1W1: 7 notebooks" in said
    assert "What to talk about" in said
    row = next(row for row in pages["index"].split("<tr>") if "loop that never ends" in row)
    assert '<td class="number">1</td>' in row
    assert "b_mess.html" in row
    for page in pages.values():
        assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert "<script" not in page
        assert "src=" not in page


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import socket; socket.socket().connect(('192.0.2.1', 80))", "Network is unreachable"),
        (f"open({str(ROOT / 'stolen.txt')!r}, 'w')", "Read-only file system"),
    ],
)
def test_the_system_too_keeps_a_submission_apart(code, message):
    command = fence.apart()
    if not command or (message.startswith("Read-only") and "--mount" not in command):
        pytest.skip("the system has no unshare, or does not let us use all of it")
    done = subprocess.run([*command, sys.executable, "-c", code], capture_output=True, timeout=60)
    assert message.encode() in done.stderr
    assert not (ROOT / "stolen.txt").exists()
