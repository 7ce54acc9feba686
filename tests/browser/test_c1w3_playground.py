"""Week C1W3's playground in a real JupyterLab: it trains while its controls are moved."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from test_lab import CHROMIUM, MODULES, pytestmark, server  # noqa: F401 - a mark and a fixture

CODE = "from course_utils.notebook.explore import c1w3 as explore\n\nexplore.playground()"


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):  # noqa: F811
    """What the browser saw: see playground.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    settings = {
        "url": server, "notebook": "playground.ipynb", "code": CODE,
        "modules": str(MODULES), "chromium": CHROMIUM, "profile": str(folder / "profile"),
        "shot": os.environ.get("COURSE_SHOT", str(folder / "widget.png")),
    }  # fmt: skip
    (folder / "settings.json").write_text(json.dumps(settings))
    script = Path(__file__).with_name("playground.mjs")
    done = subprocess.run(
        ["node", str(script), str(folder / "settings.json")],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert "failure" not in result, result["failure"]
    print(
        f"\nlatency of the playground with 8 units: {result['pictures'] / result['seconds']:.0f} "
        f"pictures/s, {result['steps'] / result['seconds']:.0f} steps/s"
    )
    return result


def test_it_plays(seen):
    assert seen["pictures"] >= 3
    assert seen["steps"] >= seen["pictures"]


def test_a_learning_rate_moved_while_it_trains_reaches_the_goal(seen):
    assert seen["went_on"]
    assert seen["goal"]


def test_another_number_of_units_begins_anew_and_plays_on(seen):
    assert seen["plays_on"]


def test_nothing_leaves_the_machine_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []
