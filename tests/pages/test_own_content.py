"""The course's own content in a real JupyterLab: safe against names, open to everybody, patient."""

import base64
import io
import os

import pytest
from in_browser import MODULES, needs_browser, watch
from PIL import Image

AXE = MODULES / "axe-core" / "axe.min.js"
pytestmark = [
    *needs_browser,
    pytest.mark.skipif(
        not AXE.exists(), reason="no axe-core: npm install --prefix .course/browser axe-core@4.14.1"
    ),
]

EVIL = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
HOSTILE = f"""
import h5py, ipywidgets, numpy as np
from IPython.display import display
from course_utils import data
from course_utils.exercises import c1w2 as exercises
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import Picture, new_figure
from course_utils.notebook.widgets import Explorer, Goal

evil = {EVIL!r}
with h5py.File("evil.h5", "w") as file:
    for part in ("train", "test"):
        file[part + "_set_x"] = np.zeros((1, 2, 2, 3), np.uint8)
        file[part + "_set_y"] = [0]
    file["list_classes"] = np.array([evil.encode()])
dataset = data.load("evil.h5")

def sigmoid(z):
    raise ValueError(evil)

figure, axes = new_figure(width=2, height=1)
display(Picture(figure, evil), exercises.check(sigmoid), dataset)
figure, axes = new_figure(width=2, height=1)
Explorer(
    evil, {{"name": ipywidgets.Dropdown(options=[evil, "b"], description="name")}},
    lambda name: {{"name": name}}, lambda state: evil, Canvas(figure),
    goals=[Goal(evil, lambda state: False, evil), Goal("x", lambda state: True, evil)],
    say=lambda state: f"It is <b>{{dataset.classes[0]}}</b>.",
)
"""
EXPLORE = "import numpy as np\nfrom course_utils.notebook.explore import {0}\n\n{0}.{1}"
WIDGETS = [
    ("c1w2", "your_own_photo(np.zeros((625, 1)), 0.0)"),
    ("c1w4", "shape_checker()"),
    ("c4w3", "suppression_step_by_step()"),
    ("c2w2", "race()"),
]
LESSONS = ["c1w2_logistic_regression.ipynb", "index.ipynb"]


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see own.mjs."""
    Image.new("RGB", (40, 30), "blue").save(memory := io.BytesIO(), "PNG")
    upload = {
        "name": f"{EVIL.replace('/', '')}.png",
        "mimeType": "image/png",
        "buffer": base64.b64encode(memory.getvalue()).decode(),
    }
    result = watch(
        "own.mjs",
        server,
        tmp_path_factory.mktemp("browser"),
        notebook="own.ipynb",
        codes=[*(EXPLORE.format(*widget) for widget in WIDGETS), HOSTILE],
        axe=str(AXE),
        lessons=LESSONS,
        upload=upload,
        evil=EVIL,
        drag=float(os.environ.get("DRAG_SECONDS", 4)),
    )
    dragged = result["drag"]
    print(
        f"\ndragged: {dragged['moves']} moves, {dragged['pictures']} pictures, the last one "
        f"{dragged['backlog']:.1f} s after it, {dragged['grown'] / 1e6:+.1f} MB in the page"
    )
    return result


def test_script_tags_in_names_are_shown_and_never_run(seen):
    assert seen["evil"]["ran"] == 0
    assert seen["evil"]["ran_later"] == 0  # after a file of that name was uploaded
    assert seen["evil"]["images"] == 0
    assert seen["evil"]["shown"] >= 4  # as text: verdict, data set, widget, complaint


@pytest.mark.parametrize("where", ["widgets", *LESSONS])
def test_axe_finds_nothing_serious(seen, where):
    found = seen["axe"][where]
    assert found["passes"] >= 5  # it did look
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == []


def test_tab_reaches_every_control(seen):
    assert len(seen["reached"]) == len(WIDGETS) + 1
    kinds = {kind for widget in seen["reached"] for kind in widget["kinds"]}
    assert kinds >= {"text", "checkbox", "select-one", "submit", "slider"} or kinds >= {
        "text", "checkbox", "select-one", "button", "slider",
    }, kinds  # fmt: skip
    assert [widget["missed"] for widget in seen["reached"]] == [[]] * len(seen["reached"])


@pytest.mark.parametrize("kind", ["slider", "list", "checkbox", "text", "button", "upload"])
def test_every_kind_of_control_is_operated_by_keys(seen, kind):
    assert seen["operated"][kind] is True


def test_a_wild_drag_leaves_no_backlog(seen):
    assert seen["drag"]["pictures"] >= 5
    assert seen["drag"]["backlog"] < 8  # seconds, on a busy machine; a queue would take minutes
    assert seen["drag"]["grown"] < 100e6


def test_nothing_leaves_the_machine(seen):
    assert seen["outside"] == []
