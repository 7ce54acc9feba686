"""One lesson in a real JupyterLab and a real browser, by keyboard; what leaves is noticed."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from course_utils import data

ROOT = Path(__file__).resolve().parents[2]
LESSON = "c1w2_logistic_regression.ipynb"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
MODULES = Path(os.environ.get("NODE_MODULES_AT", ROOT / ".course" / "browser")) / "node_modules"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium (or set CHROMIUM to its path)"),
    pytest.mark.skipif(shutil.which("node") is None, reason="no node"),
    pytest.mark.skipif(
        not (MODULES / "playwright-core").is_dir(),
        reason="no playwright-core: npm install --prefix .course/browser playwright-core",
    ),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a JupyterLab with a copy of the course, as `course.py lab` starts it."""
    home = tmp_path_factory.mktemp("home")
    copy = tmp_path_factory.mktemp("course")
    for folder in ("course_utils", "datasets", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # all cells in the page, also those far below the one that is seen
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    (home / "config" / "labconfig").mkdir(parents=True)
    (home / "config" / "labconfig" / "page_config.json").write_text(
        '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
    )
    environment = os.environ | {
        "PYTHONPATH": str(copy),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "run"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser"]
    with subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as lab:
        try:
            yield next(line.strip() for line in lab.stdout if "token=" in line)
        finally:
            lab.terminate()
            lab.wait(timeout=30)


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see lab.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    picture, text = folder / "cat.png", folder / "not a picture.png"
    Image.fromarray(data.load("photos")["cat"]).save(picture)
    text.write_text("These are words, <script>alert(1)</script> and no pixels.")
    settings = {
        "url": server, "notebook": LESSON, "modules": str(MODULES), "chromium": CHROMIUM,
        "profile": str(folder / "profile"), "picture": str(picture), "text": str(text),
        "shot": os.environ.get("COURSE_SHOT", str(folder / "widget.png")),
    }  # fmt: skip
    (folder / "settings.json").write_text(json.dumps(settings))
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("lab.mjs")), str(folder / "settings.json")],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert "failure" not in result, result["failure"]
    latency, training = sorted(result["latency"]), result["training"]
    print(
        f"\nlatency from key to changed picture, {len(latency)} keys: "
        f"median {statistics.median(latency):.0f} ms, "
        f"95 % within {latency[int(0.95 * len(latency))]:.0f} ms, worst {latency[-1]:.0f} ms\n"
        f"latency while training: {training['pictures'] / training['seconds']:.0f} pictures/s, "
        f"the last one {training['stop']:.0f} ms after Stop\n"
        f"seconds for {', '.join(f'{k} {v:.0f}' for k, v in result['seconds'].items())}"
    )
    return result


def test_nothing_leaves_the_machine(seen):
    assert seen["outside"] == []


def test_the_console_has_no_errors(seen):
    assert seen["console"] == []


def test_no_cell_shows_an_error(seen):
    assert seen["run"]["errors"] == []
    assert seen["end"]["errors"] == []


@pytest.mark.parametrize("moment", ["stored", "run", "end"])
def test_every_picture_has_alternative_text(seen, moment):
    assert seen[moment]["pictures"] >= 20
    assert seen[moment]["without_alt"] == 0


def test_a_stored_widget_is_a_picture_and_a_run_one_is_alive(seen):
    assert seen["stored"]["broken_widgets"] == 0
    assert seen["stored"]["widgets"] == 0
    assert seen["stored"]["stills"] == 5
    assert seen["run"]["broken_widgets"] == 0
    assert seen["run"]["widgets"] == 5


def test_every_slider_moves_its_picture_by_keyboard(seen):
    assert len(seen["widgets"]) == 5
    for widget in seen["widgets"]:
        assert widget["moved"], widget["title"]
        assert all(widget["moved"]), widget


def test_a_shared_setting_reaches_the_goal_and_nonsense_is_answered(seen):
    assert seen["goal"]
    assert seen["nonsense"]


def test_training_can_be_played_paused_stepped_stopped_and_reset(seen):
    training = seen["training"]
    assert training["pictures"] >= 3
    assert training["still_after_pause"] == 0
    assert training["step"]
    assert training["still_after_stop"] == 0
    assert training["stop"] < 2000
    assert training["reset"]


def test_an_upload_is_shown_and_a_text_file_refused(seen):
    assert seen["upload"]
    assert "not a picture" in seen["refusal"]


def test_keys_are_followed_by_pictures(seen):
    assert len(seen["latency"]) >= 35
