"""A wrong figure in a notebook is caught, although nbval compares no pictures.

One notebook is executed and stored; then its code is changed and its outputs are not, as after a
mistake in the library; then it is tested as `course.py test` tests every notebook.
"""

import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from course_utils.cli import outputs
from course_utils.cli.jobs import Job
from course_utils.cli.testing import NBVAL, PYTEST

SETUP = """
import numpy as np
from course_utils.notebook.picture import picture, new_figure

x = np.linspace(0, 6, 200)

@picture
def curves(first=np.sin, scale=1, flip=False, legend=True, cmap="viridis"):
    figure, (left, right) = new_figure(1, 2)
    left.plot(x, scale * first(x), label="first")
    left.plot(x, x / 6, label="second")
    left.set_xlim(*((6, 0) if flip else (0, 6)))
    if legend:
        left.legend()
    right.imshow(np.outer(x, x), cmap=cmap)
    return figure, "Two curves and a map."
"""
WRONG = {
    "curves(first=np.cos)": r"axes\[0\]\.lines\[0\]\.y: stored \[0\.0,.*computed \[1\.0,",
    "curves(flip=True)": r"axes\[0\]\.limits\[0\]: stored \[0\.0, 6\.0\], computed \[6\.0, 0\.0\]",
    "curves(legend=False)": r"axes\[0\]\.legend: stored \['first', 'second'\], computed \[\]",
    "curves(cmap='magma')": r"axes\[1\]\.images\[0\]\.cmap: stored viridis, computed magma",
    "print('no figure at all')": r"figures: stored|Missing output fields",
}
RIGHT = ["curves()", "curves(scale=1.001)"]  # the second: as if another processor had drawn it


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """{source of a cell: the message with which its test failed, or None}."""
    folder = tmp_path_factory.mktemp("figures")
    path = folder / "curves.ipynb"
    sources = [*RIGHT, *WRONG]
    cells = [v4.new_code_cell(source) for source in [SETUP, *["curves()"] * len(sources)]]
    nbformat.write(v4.new_notebook(cells=cells), path)
    outputs.update(path)
    notebook = nbformat.read(path, as_version=4)
    for cell, source in zip(notebook.cells[1:], sources):
        cell.source = source
    then = v4.new_output("stream", text="then")
    needs = v4.new_code_cell("print('now')", execution_count=9, outputs=[then])
    needs.metadata = {"tags": ["needs-squeezenet"]}
    notebook.cells.append(needs)
    nbformat.write(notebook, path)
    job = Job("curves", [*PYTEST, *NBVAL, str(path)])
    patch = pytest.MonkeyPatch()
    patch.setenv("COURSE_DATA", str(folder / "empty"))
    patch.setenv("https_proxy", "http://127.0.0.1:9")  # offline, also where there is a network
    job.run(folder)
    patch.undo()
    cases = list(ElementTree.parse(folder / "report.xml").iter("testcase"))
    failures = [case.find("failure") for case in cases]
    texts = [None if failure is None else failure.text for failure in failures]
    return {"job": job, **dict(zip([SETUP, *sources, "needs"], texts))}


@pytest.mark.parametrize("source", RIGHT)
def test_the_same_figure_passes(verdicts, source):
    assert verdicts[source] is None


@pytest.mark.parametrize(("source", "message"), WRONG.items())
def test_a_wrong_figure_is_caught_and_named(verdicts, source, message):
    assert re.search(message, verdicts[source])


def test_a_cell_whose_file_is_not_to_be_had_is_run_but_not_compared(verdicts):
    assert verdicts["needs"] is None
    (reason,) = verdicts["job"].left_out
    assert reason.startswith("needs-squeezenet: Offline and not cached")


@pytest.fixture(scope="module")
def plugin():
    """The plugin as a module; as nbval is patched by it, the original is put back."""
    from nbval.plugin import IPyNbCell

    original = IPyNbCell.compare_outputs
    path = Path(__file__).resolve().parents[1] / "notebooks" / "course_figures.py"
    spec = importlib.util.spec_from_file_location("course_figures_under_test", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    IPyNbCell.compare_outputs = original
    return module


@pytest.mark.parametrize(
    ("stored", "computed"),
    [
        ([0.0, 10.0], [0.05, 9.95]),  # 1 % of the spread
        ([None, 1.0], [None, 1.0]),  # not a number, in both
        ([0, 6], [0.0, 6.0]),  # as a browser writes it
        ([1000.0, 1000.0], [1001.0, 999.0]),  # all equal: relative to their size
        ([0.0, 0.0], [1e-17, 0.0]),
        (3, 3),
        ([], []),
        ({"a": ["b", True, None]}, {"a": ["b", True, None]}),
    ],
)
def test_summaries_that_agree(plugin, stored, computed):
    assert plugin.differences(stored, computed, "figure") == []


@pytest.mark.parametrize(
    ("stored", "computed"),
    [
        ([0.0, 10.0], [0.5, 10.0]),
        ([0.99, 1.0], [1.0, 0.99]),  # an axis that is flipped, far from 0
        ([None, 1.0], [1.0, 1.0]),
        ([1.0, 2.0], [1.0, 2.0, 3.0]),
        ([1.0, 2.0], []),
        (400, 401),  # counts are exact
        (True, 1),
        ("sine", "cosine"),
        ([["a"], ["b"]], [["a"]]),
    ],
)
def test_summaries_that_differ(plugin, stored, computed):
    (line,) = plugin.differences(stored, computed, "figure")
    assert line == f"figure: stored {stored}, computed {computed}"


def test_what_only_one_of_two_summaries_has_is_named(plugin):
    assert plugin.differences({"a": 1, "b": 2}, {"a": 1, "c": []}, "f") == [
        "f.b: stored 2, computed None",
        "f.c: stored None, computed []",
    ]


def test_the_place_is_named(plugin):
    stored, computed = {"axes": [{"x": "a"}, {"x": "b"}]}, {"axes": [{"x": "a"}, {"x": "c"}]}
    assert plugin.differences(stored, computed, "f") == ["f.axes[1].x: stored b, computed c"]
