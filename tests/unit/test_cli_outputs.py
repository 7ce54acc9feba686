"""Storing outputs: what is run, what is kept, what is refused; and which notebooks are meant."""

import json

import nbformat
import pytest
from nbformat import v4

from course_utils.cli import kernels, outputs
from course_utils.cli.outputs import NotStorable


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """A course of three empty notebooks in a folder of its own."""
    for name in ("c1w2_first", "index", "solutions/c1w2_first", "exercises/c1w2_first"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(v4.new_notebook(), path)
    monkeypatch.setattr(outputs, "ROOT", tmp_path)
    monkeypatch.setattr(kernels, "ROOT", tmp_path)
    find = kernels.find_notebooks
    monkeypatch.setattr(
        outputs, "find_notebooks", lambda names: find(names, tmp_path / "notebooks")
    )
    return tmp_path / "notebooks"


def write(path, *cells):
    """A notebook of code cells, each a source or (source, tags)."""
    cells = [cell if isinstance(cell, tuple) else (cell, []) for cell in cells]
    code = [v4.new_code_cell(source, metadata={"tags": tags}) for source, tags in cells]
    nbformat.write(v4.new_notebook(cells=code), path)
    return path


def test_weeks_are_found_by_the_beginning_of_their_names(notebooks):
    def found(*names):
        paths = kernels.find_notebooks(names, notebooks)
        return [path.relative_to(notebooks).with_suffix("").as_posix() for path in paths]

    week = ["c1w2_first", "solutions/c1w2_first", "exercises/c1w2_first"]
    assert found("c1w2") == found("c1") == week
    assert found("index", "c1w2") == found() == ["c1w2_first", "index", *week[1:]]
    with pytest.raises(
        LookupError, match=r"No notebook is called 'c9w9'; there are: c1w2, index\."
    ):
        found("c1w2", "c9w9")


def test_outputs_are_stored_and_the_second_time_nothing_changes(notebooks, capsys):
    path = write(
        notebooks / "c1w2_first.ipynb",
        "import os\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.path.basename(os.getcwd()))",
        ("1 / 0", ["raises-exception"]),
        ("import ipywidgets\nipywidgets.IntSlider()", ["nbval-ignore-output"]),
        ("import sys\nprint('heard', file=sys.stderr)", ["nbval-ignore-output"]),
    )
    assert outputs.main(["c1w2_first"]) == 0
    text = path.read_text(encoding="utf-8")
    shown = [cell["outputs"] for cell in json.loads(text)["cells"]]
    assert shown[0][0]["text"] == ["1 notebooks\n"]
    assert shown[1][0]["traceback"] == ["ZeroDivisionError: division by zero"]
    assert shown[2][0]["data"] == {"text/plain": ["IntSlider(value=0)"]}
    assert shown[3] == []
    assert outputs.main(["c1w2_first"]) == 0
    assert path.read_text(encoding="utf-8") == text
    said = capsys.readouterr().out
    assert "stored" in said
    assert "unchanged" in said


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("print('before')\n1 / 0", "ZeroDivisionError: division by zero"),
        ("import os\nos._exit(1)", "Kernel died"),
    ],
)
def test_a_failing_notebook_is_left_as_it_was(notebooks, capsys, source, problem):
    path = write(notebooks / "index.ipynb", "print(1)", source)
    before = path.read_bytes()
    assert outputs.main(["index"]) == 1
    said = capsys.readouterr().err
    assert problem in said
    assert "index.ipynb is left as it was." in said
    assert path.read_bytes() == before
    assert [entry.name for entry in notebooks.glob("index*")] == ["index.ipynb"]


def stream(text, name="stdout"):
    return v4.new_output("stream", name=name, text=text)


def result(text, **more):
    return v4.new_output("execute_result", data={"text/plain": text, **more}, execution_count=1)


def executed(output, *tags):
    """A notebook whose second cell has this output."""
    cells = [v4.new_code_cell("1"), v4.new_code_cell("2", outputs=[output])]
    cells[1].metadata = {"tags": list(tags), "execution": {"iopub.status.idle": "now"}}
    return v4.new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        (stream("UserWarning: old", "stderr"), "writes to stderr:\nUserWarning: old"),
        (stream("<object object at 0x7f5aa650b0c0>"), "shows a place in memory"),
        (result("<object object at 0x7f5aa650b0c0>"), "shows a place in memory"),
        (stream("/tmp/ipykernel_123/456.py"), "shows a path of this machine"),
        (stream(str(kernels.ROOT)), "shows a path of this machine"),
        (v4.new_output("error", ename="E", evalue=str(kernels.ROOT)), "shows a path"),
    ],
)
def test_what_changes_from_run_to_run_is_not_stored(output, problem):
    with pytest.raises(NotStorable, match=r"^Cell 1 \(id \w+\) " + problem):
        outputs.clean(executed(output))
    (kept,) = outputs.clean(executed(stream("fine"), "nbval-ignore-output")).cells[1].outputs
    assert kept.text == "fine"


def test_figures_keep_their_summaries_and_widgets_a_line_of_text():
    figure = result("Picture", **{"text/html": "<img>"})
    figure.metadata = {"course_figure": {"axes": []}}
    cleaned = outputs.clean(executed(figure)).cells[1]
    assert cleaned.outputs == [figure]
    assert cleaned.metadata == {"tags": []}
    widget = result("Slider at 0x7f5aa650b0c0", **{outputs.WIDGET: {"model_id": "1"}})
    (kept,) = outputs.clean(executed(widget)).cells[1].outputs
    assert kept.data == {"text/plain": "Slider"}


def test_a_cell_that_hangs_is_stopped(notebooks, monkeypatch):
    monkeypatch.setattr(outputs, "CELL_SECONDS", 1)
    path = write(notebooks / "index.ipynb", "import time\ntime.sleep(60)")
    with pytest.raises(NotStorable, match="longer than 1 seconds"):
        outputs.update(path)


def test_an_unknown_week_is_one_line(notebooks, capsys):
    assert outputs.main(["c9w9"]) == 2
    assert capsys.readouterr().err.startswith("No notebook is called 'c9w9'")


def cell(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": [source], **more}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {"authors": []}, "nbformat": 4, "nbformat_minor": 4}


def test_ids_stay_and_missing_or_doubled_ones_follow_from_the_text():
    given = notebook(cell("a", id="kept"), cell("b", id="kept"), cell("c"), cell("c"))
    ids = [entry.id for entry in outputs.tidy(given).cells]
    assert ids[0] == "kept"
    assert len(set(ids)) == 4
    assert ids == [entry.id for entry in outputs.tidy(given).cells]
    assert outputs.tidy(notebook(cell("c"))).cells[0].id == ids[2]


def test_metadata_is_plain():
    volatile = {"tags": ["hide"], "scrolled": True, "execution": {}, "ExecuteTime": 1}
    code = cell("1", cell_type="code", metadata=volatile, outputs=[{"old": 1}], execution_count=7)
    tidy = outputs.tidy(notebook(code))
    assert tidy.cells[0].metadata == {"tags": ["hide"]}
    assert tidy.cells[0].outputs == []
    assert tidy.metadata == outputs.METADATA
    assert tidy.nbformat_minor == 5


def test_matplotlibs_list_of_fonts_is_made_once(tmp_path, monkeypatch):
    monkeypatch.setattr(kernels, "ROOT", tmp_path)
    folder = kernels.matplotlib_folder()
    (fonts,) = (tmp_path / ".course" / "matplotlib").glob("fontlist*.json")
    made = fonts.stat().st_mtime_ns
    assert kernels.matplotlib_folder() == folder
    assert fonts.stat().st_mtime_ns == made


def test_a_notebook_from_elsewhere_keeps_its_own_metadata(notebooks, tmp_path_factory, capsys):
    path = tmp_path_factory.mktemp("mine") / "my own.ipynb"
    mine = v4.new_notebook(
        cells=[v4.new_code_cell("1 + 1", metadata={"mine": 1, "scrolled": True})]
    )
    mine.metadata = {"authors": ["me"], "widgets": {}}
    nbformat.write(mine, path)
    assert outputs.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path} ... stored")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["metadata"] == {"authors": ["me"], **outputs.METADATA}
    assert kept["cells"][0]["metadata"] == {"mine": 1}
    assert kept["cells"][0]["outputs"][0]["data"]["text/plain"] == ["2"]


@pytest.mark.parametrize("text", ["no", "[]", '{"worksheets": []}'])
def test_what_is_no_notebook_is_left_alone(notebooks, tmp_path, capsys, text):
    path = tmp_path / "no.ipynb"
    path.write_text(text)
    assert outputs.main([str(path)]) == 1
    assert "This is not a notebook of Jupyter 4 or later" in capsys.readouterr().err
    assert path.read_text() == text


def test_a_notebook_that_is_not_there_is_one_line(notebooks, capsys):
    assert outputs.main(["nowhere.ipynb"]) == 2
    assert capsys.readouterr().err == "There is no notebook nowhere.ipynb.\n"


def test_summaries_can_be_stored_without_anything_else(notebooks, capsys):
    figure = (
        "from IPython.display import display\ndisplay({'text/plain': %r}, raw=True, metadata=%r)"
    )
    path = write(notebooks / "index.ipynb", "print('old')", figure % ("old", {"course_figure": 1}))
    assert outputs.main(["index"]) == 0
    stored = path.read_text(encoding="utf-8")
    first = json.loads(stored)["cells"][0]["id"]
    changed = stored.replace("print('old')", "print('new')").replace("figure': 1", "figure': 2")
    path.write_text(changed.replace("'old'}", "'new'}"), encoding="utf-8")
    assert outputs.main(["index", "--summaries-only"]) == 0
    printed, shown = (cell["outputs"][0] for cell in json.loads(path.read_text())["cells"])
    assert printed["text"] == ["old\n"]
    assert shown["metadata"] == {"course_figure": 2}
    assert shown["data"] == {"text/plain": ["old"]}
    silent = path.read_text().replace("print('new')", "1 == 1; None")
    path.write_text(silent, encoding="utf-8")
    assert outputs.main(["index", "--summaries-only"]) == 1
    assert f"Cell 0 (id {first}) shows something else" in capsys.readouterr().err
    assert path.read_text() == silent
