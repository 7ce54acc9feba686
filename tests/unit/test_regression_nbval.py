"""The notebook tests as `course.py test` runs them: one notebook, with outputs as they were stored.

The outputs are made here, and then the code of some cells is another, as after a mistake in the
library. What exactly counts as different is the matter of test_regression_figures.py and _text.py.
"""

import base64
import io
import json
import xml.etree.ElementTree as ElementTree

import nbformat
import numpy as np
import pytest
from nbformat import v4
from PIL import Image

from course_utils.cli.jobs import Job
from course_utils.cli.matrix import first_change
from course_utils.cli.planning import NBVAL, PYTEST
from course_utils.notebook.picture import new_figure, picture

SETUP = """
import numpy as np
from course_utils.notebook.picture import new_figure, picture

@picture
def curve(function=np.sin, scale=1):
    figure, axes = new_figure()
    axes.plot(scale * function(np.linspace(0, 6, 200)))
    return figure, "A curve."
"""


def plain(colour):
    """The source of a cell that shows a plain picture, and that picture."""
    file = io.BytesIO()
    Image.new("RGB", (48, 48), colour).save(file, "png")
    png = base64.b64encode(file.getvalue()).decode("ascii")
    source = f"from IPython.display import display\ndisplay({{'image/png': {png!r}}}, raw=True)"
    return source, [v4.new_output("display_data", data={"image/png": png})]


WORK = "for i in range(10**7): pass\ndel i"


@picture
def curve():
    """Draw what SETUP draws."""
    figure, axes = new_figure()
    axes.plot(np.sin(np.linspace(0, 6, 200)))
    return figure, "A curve."


def shown():
    data, metadata = curve()._repr_mimebundle_()
    return [v4.new_output("execute_result", data=data, metadata=metadata, execution_count=1)]


def shown_earlier():
    (output,) = shown()
    output.metadata = {"course_figure": {"axes": []}}
    return [output]


def printed(text):
    return [v4.new_output("stream", text=text)]


# {source: (what is stored, what is said when it is tested; "" if it passes)}
CELLS = {
    SETUP: ([], ""),
    "curve()": (shown(), ""),
    "curve(scale=1.001)": (shown(), ""),  # as if another processor had drawn it
    "curve(np.cos)": (
        shown(),
        "figures[0].axes[0].lines[0].y: up to 1.4 apart, 71% of the range: stored [0",
    ),
    "curve(scale=1)": (
        shown_earlier(),
        "figures[0]: different: stored an earlier kind of summary (python",
    ),
    "print('no figure')": (shown(), "figures: different: stored [{"),
    "print('accuracy 0.914 of 12')": (printed("accuracy 0.913 of 12\n"), ""),
    "print('accuracy 0.953 of 12')": (
        printed("accuracy 0.913 of 12\n"),
        "stdout: line 1: stored 0.913, computed 0.953, 0.04 apart, 40 units of the last digit",
    ),
    "print('accuracy 0.913 of 13')": (
        printed("accuracy 0.913 of 12\n"),
        "stdout: line 1: stored 12, computed 13, 1 apart",
    ),
    "print('now')": (printed("then\n"), "stdout: - then"),
    "print(1)\ncurve()": (shown(), "stdout: 0 stored, 1 computed"),
    plain("red")[0]: (plain("red")[1], ""),
    plain("blue")[0]: (plain("red")[1], "pictures[0]: looks different in 100% of its area"),
    "'no picture'": (plain("red")[1], "pictures: 1 stored, 0 computed"),
    WORK: ([], ""),
    "'now'": (printed("then\n"), ""),  # tagged as one that needs a file
}


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    """The job, and {source of a cell: the message with which its test failed, or ""}."""
    folder = tmp_path_factory.mktemp("nbval")
    path = folder / "curves.ipynb"
    cells = [
        v4.new_code_cell(source, execution_count=1, outputs=stored)
        for source, (stored, _) in CELLS.items()
    ]
    cells[-1].metadata = {"tags": ["needs-squeezenet"]}
    nbformat.write(v4.new_notebook(cells=cells), path)
    job = Job("curves", [*PYTEST, *NBVAL, str(path)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(folder / "empty"))
        patch.setenv("https_proxy", "http://127.0.0.1:9")  # offline, also where there is a network
        job.run(folder)
    failures = [
        case.find("failure") for case in ElementTree.parse(folder / "report.xml").iter("testcase")
    ]
    texts = ["" if failure is None else failure.text for failure in failures]
    assert len(texts) == len(CELLS), job.output
    return job, dict(zip(CELLS, texts)), folder


@pytest.mark.parametrize("source", CELLS)
def test_what_differs_is_said_and_nothing_else(tested, source):
    said, expected = tested[1][source], CELLS[source][1]
    assert expected in said
    assert bool(said) == bool(expected)


def test_a_cell_whose_file_is_not_to_be_had_is_run_but_not_compared(tested):
    (reason,) = tested[0].left_out
    assert reason.startswith("needs-squeezenet: Offline and not cached")


def test_time_and_memory_are_measured_and_the_slowest_cells_named(tested):
    (usage,) = json.loads((tested[2] / "usage.json").read_text()).values()
    slowest = usage["cells"][0]
    assert usage["cpu"] > slowest["seconds"] > 0.05
    assert 40e6 < usage["peak"] < 1e9
    assert usage["seconds"] > 0
    assert (14, "for i in range(10**7): pass") in [
        (cell["number"], cell["source"]) for cell in usage["cells"]
    ]
    assert len(usage["cells"]) == 6  # three by time, three by memory
    assert tested[0].usage == [usage]


def test_the_matrix_finds_the_first_cell_that_changed_in_what_nbval_says(tested):
    place, source, amount, *_ = first_change([tested[0]]).splitlines()[1:]
    assert place == "  first: curves, Cell 3:"
    assert source == "    > curve(np.cos)"
    assert amount.startswith(
        "    figures[0].axes[0].lines[0].y: up to 1.4 apart, 71% of the range: "
    )
