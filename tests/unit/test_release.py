"""Blank exercises: nothing given away, nobody's work overwritten, no drift from the solutions."""

import base64
import json

import nbformat
import pytest
from nbformat import v4

from course_utils.cli import release
from course_utils.cli.kernels import find_notebooks
from course_utils.cli.outputs import tidy
from course_utils.cli.release import CannotRelease

SOLVED_CELL = '''\
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice_x = x + x  # no need to multiply
    return twice_x
    ### END SOLUTION'''
BLANK_CELL = '''\
def double(x):
    """Twice x."""
    # YOUR CODE HERE
    raise NotImplementedError("double: not written yet")'''
CHECK_CELL = """\
### BEGIN HIDDEN TESTS
assert double(21) == 42
### END HIDDEN TESTS
print("checked")"""


ATTACHED = {"a.txt": {"text/plain": base64.b64encode(b"# twice_x=x + x").decode()}}


def solved_notebook(*sources):
    cells = [v4.new_markdown_cell("# Doubling", id="title")]
    cells += [v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    return v4.new_notebook(cells=cells)


@pytest.fixture
def solved(tmp_path):
    """The path of a small solved notebook, in a folder of its own."""
    path = tmp_path / "solutions" / "c1w2_doubling.ipynb"
    path.parent.mkdir()
    nbformat.write(solved_notebook(SOLVED_CELL, CHECK_CELL), path)
    return path


@pytest.fixture
def not_run(monkeypatch):
    """Leave the kernel out."""
    monkeypatch.setattr(release, "update", lambda path: True)


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def edit(path, text="# my notes"):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = text
    nbformat.write(notebook, path)


def test_solutions_and_hidden_tests_give_way_and_the_blank_notebook_is_run(solved, tmp_path):
    target = release.release(solved, tmp_path / "out")
    assert sources(target) == ["# Doubling", BLANK_CELL, 'print("checked")']
    notebook = nbformat.read(target, as_version=4)
    assert [cell.id for cell in notebook.cells] == ["title", "cell-0", "cell-1"]
    assert notebook.cells[2].outputs[0].text == "checked\n"
    assert not list(target.parent.glob("*.draft"))
    assert sorted(path.name for path in target.parent.iterdir()) == [".released.json", target.name]


@pytest.mark.usefixtures("not_run")
def test_an_untouched_notebook_is_made_anew(solved, tmp_path):
    target = release.release(solved, tmp_path)
    edited = SOLVED_CELL.replace("Twice x", "Two times x")
    nbformat.write(solved_notebook(edited, CHECK_CELL), solved)
    assert release.release(solved, tmp_path) == target
    assert "Two times x" in sources(target)[1]


@pytest.mark.usefixtures("not_run")
@pytest.mark.parametrize("harm", ["edited", "forgotten", "muddled", "broken"])
def test_a_notebook_that_somebody_has_worked_in_stays(solved, tmp_path, harm):
    target = release.release(solved, tmp_path)
    nbformat.write(solved_notebook(SOLVED_CELL, CHECK_CELL, "1 + 1"), solved)
    if harm == "edited":
        edit(target)
    elif harm == "forgotten":
        (tmp_path / ".released.json").unlink()
    elif harm == "muddled":
        (tmp_path / ".released.json").write_text("<<<<<<< HEAD")
    else:
        target.write_text('{"cells": [{"half a')
    before = target.read_bytes()
    with pytest.raises(CannotRelease, match="has been worked in since it was made, and stays"):
        release.release(solved, tmp_path)
    assert target.read_bytes() == before


@pytest.mark.usefixtures("not_run")
def test_running_cells_is_not_working_in_them(solved, tmp_path):
    target = release.release(solved, tmp_path)
    notebook = nbformat.read(target, as_version=4)
    notebook.cells[1].outputs = [v4.new_output("stream", text="hello")]
    nbformat.write(notebook, target)
    release.release(solved, tmp_path)
    assert not nbformat.read(target, as_version=4).cells[1].outputs


def test_a_blank_notebook_that_does_not_run_is_not_released(tmp_path, solved, capsys, monkeypatch):
    nbformat.write(solved_notebook(SOLVED_CELL, "double(2)"), solved)
    monkeypatch.setattr(release, "find_notebooks", lambda weeks, kinds: [solved])
    assert release.main([str(tmp_path / "out")]) == 1
    assert "double: not written yet" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.ipynb"))
    assert not list((tmp_path / "out").glob(".c1w2*"))


@pytest.mark.usefixtures("not_run")
@pytest.mark.parametrize(
    "leak",
    [
        v4.new_markdown_cell("Hint: `twice_x = x+x`", id="leak"),
        v4.new_code_cell("# twice_x = x + x", id="leak"),
        v4.new_code_cell("1", id="leak", metadata={"tags": ["twice_x = x + x"]}),
        v4.new_markdown_cell("Try `assert double(21) == 42`", id="leak"),
        v4.new_markdown_cell("    ### BEGIN  SOLUTION", id="leak"),
        v4.new_markdown_cell("<code>assert double(21) &#61;&#61; 42</code>", id="leak"),
        v4.new_markdown_cell("![](attachment:a.txt)", id="leak", attachments=ATTACHED),
    ],
)
def test_a_leak_is_refused(solved, tmp_path, leak):
    notebook = solved_notebook(SOLVED_CELL, CHECK_CELL)
    notebook.cells.append(leak)
    nbformat.write(notebook, solved)
    with pytest.raises(CannotRelease, match="this would be given away: "):
        release.release(solved, tmp_path)
    assert not (tmp_path / solved.name).exists()


LINKS = """\
Others are fine. Ours are [here](../solutions/c1w2_doubling.ipynb), for afterwards.

In $a^{[1](i)}$ see [the map](../index.ipynb), [notes](notes.md), [a site](https://example.org/a.md).

← [Lesson](../c1w2_doubling.ipynb) · [Solutions](../solutions/c1w2_doubling.ipynb)"""


@pytest.mark.usefixtures("not_run")
def test_a_copy_to_hand_out_leads_to_no_solution_and_not_to_nowhere(solved, tmp_path, monkeypatch):
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell(LINKS, id="links")]), solved)
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.md").touch()
    assert sources(release.release(solved, out)) == [
        "Others are fine.\n\nIn $a^{[1](i)}$ see the map, [notes](notes.md),"
        " [a site](https://example.org/a.md).\n\n← Lesson"
    ]
    assert release.release(solved, out).exists()  # nobody has worked in it
    monkeypatch.setattr(release, "EXERCISES", tmp_path / "own")
    assert sources(release.release(solved, tmp_path / "own")) == [LINKS]
    cell = v4.new_markdown_cell("Look [there](../solutions/c1w2_doubling.ipynb)!", id="links")
    nbformat.write(v4.new_notebook(cells=[cell]), solved)
    with pytest.raises(CannotRelease, match="the cell links, there is a link to the solutions"):
        release.release(solved, out)


@pytest.mark.parametrize("path", find_notebooks(kinds=("solutions",)), ids=lambda path: path.stem)
def test_no_week_handed_out_leads_to_its_solution(path, tmp_path):
    copy = release.on_its_own(release.blank(read(path)), tmp_path)
    assert "solutions/" not in nbformat.writes(copy)
    assert ".ipynb)" not in nbformat.writes(copy)


def test_a_leak_in_an_output_is_refused(solved, tmp_path, monkeypatch):
    def print_it(path):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[1].outputs = [v4.new_output("stream", text="1\n    twice_x = x + x\n")]
        nbformat.write(notebook, path)

    monkeypatch.setattr(release, "update", print_it)
    with pytest.raises(CannotRelease, match=r"given away: twice_x = x \+ x"):
        release.release(solved, tmp_path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "def f():\n    ### BEGIN SOLUTION\n    return 1",
            "cell-0, '### BEGIN SOLUTION' has no end",
        ),
        (
            "def f():\n    ### END SOLUTION",
            "'### END SOLUTION' comes twice, or without its partner",
        ),
        (f"def f():\n{'    ### BEGIN SOLUTION' + chr(10)}" * 2, "comes twice"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "a solution stands outside a function"),
        ("### BEGIN HIDDEN TESTS", "'### BEGIN HIDDEN TESTS' has no end"),
    ],
)
def test_markers_that_do_not_match_are_named(source, message):
    with pytest.raises(CannotRelease) as caught:
        release.blank(solved_notebook(source))
    assert message in str(caught.value)


@pytest.mark.usefixtures("not_run")
def test_the_command_takes_a_folder_and_weeks(solved, tmp_path, capsys, monkeypatch):
    asked = []

    def find(weeks, kinds):
        asked.append((weeks, kinds))
        if "c9" in weeks:
            raise LookupError("No notebook is called 'c9'.")
        return [solved]

    monkeypatch.setattr(release, "find_notebooks", find)
    out = tmp_path / "out"
    assert release.main([str(out), "c1w2", "c4w4b"]) == 0
    assert asked[-1] == (["c1w2", "c4w4b"], ("solutions",))
    assert capsys.readouterr().out.endswith("c1w2_doubling.ipynb is ready.\n")

    edit(out / solved.name)
    assert release.main(["c1w2", str(out)]) == 1
    assert "stays as it is" in capsys.readouterr().err

    (tmp_path / "a file").touch()
    assert release.main([str(tmp_path / "a file")]) == 1
    assert "c1w2_doubling.ipynb: " in capsys.readouterr().err

    monkeypatch.setattr(release, "EXERCISES", tmp_path / "exercises")
    assert release.main([]) == 0
    assert (tmp_path / "exercises" / solved.name).exists()

    assert release.main(["c9"]) == 2
    assert release.main(["here", "there"]) == 2
    assert capsys.readouterr().err == (
        "No notebook is called 'c9'.\nOne folder, please; here and there are two.\n"
    )


# The notebooks of the course

SOLUTIONS = {path.stem: path for path in find_notebooks(kinds=("solutions",))}


def read(path):
    return tidy(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOLUTIONS.values(), ids=SOLUTIONS)
def test_the_exercises_have_not_drifted_from_the_solutions(path):
    exercise = release.EXERCISES / path.name
    expected, committed = release.blank(read(path)), read(exercise)
    hint = "run `python course.py release`"
    assert [cell.id for cell in committed.cells] == [cell.id for cell in expected.cells], hint
    for cell, wanted in zip(committed.cells, expected.cells):
        assert cell.source == wanted.source, f"{cell.id}: {hint}"
        assert cell.metadata == wanted.metadata, f"{cell.id}: {hint}"
    release.refuse_leaks(read(path), json.loads(exercise.read_text(encoding="utf-8")))
    known = release.released(release.EXERCISES)[path.name]
    assert known == release.digest_of(exercise), hint


@pytest.mark.parametrize("path", SOLUTIONS.values(), ids=SOLUTIONS)
def test_a_drift_would_be_noticed(path):
    drifted = read(path)
    drifted.cells[0].source += "\nA new sentence."
    assert release.digest(release.blank(drifted)) != release.digest(release.blank(read(path)))


@pytest.mark.parametrize("path", SOLUTIONS.values(), ids=SOLUTIONS)
def test_every_exercise_is_marked_for_nbgrader(path):
    cells = [cell for cell in read(path).cells if "nbgrader" in cell.metadata]
    marks = [cell.metadata.nbgrader for cell in cells]
    assert len({mark.grade_id for mark in marks}) == len(marks)
    solutions = {mark.grade_id for mark in marks if mark.solution}
    checks = {mark.grade_id for mark in marks if mark.grade}
    assert checks == {f"check-{name}" for name in solutions}
    for cell, mark in zip(cells, marks):
        assert mark.schema_version == 3
        assert ("### BEGIN SOLUTION" in cell.source) == mark.solution == (not mark.locked)
        assert ("### BEGIN HIDDEN TESTS" in cell.source) == mark.grade == ("points" in mark)
