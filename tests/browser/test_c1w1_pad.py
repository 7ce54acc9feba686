"""Week C1W1's drawing pad in a real JupyterLab: by mouse, by keyboard, by finger."""

import pytest
from in_browser import in_milliseconds, needs_browser, watch

pytestmark = needs_browser

CODE = """\
import numpy as np

from course_utils import data, nn
from course_utils.notebook.explore import c1w1 as explore

X, labels, _, _ = data.load("digits").as_columns()
rng = np.random.default_rng(1)
network = nn.Network(
    nn.Dense(64, 64, rng=rng), nn.ReLU(), nn.Dense(64, 32, rng=rng), nn.ReLU(),
    nn.Dense(32, 10, rng=rng))
nn.fit(network, nn.softmax_cross_entropy, nn.Adam(0.005), X, nn.one_hot(labels, 10), 32, rng, 25)
explore.draw_a_digit(network)"""


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see pad.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    result = watch("pad.mjs", server, folder, notebook="pad.ipynb", codes=[CODE])
    print(f"\nlatency from key on the pad to changed picture, {in_milliseconds(result['latency'])}")
    return result


def test_the_pad_is_named_and_explained_for_those_who_cannot_see_it(seen):
    assert seen["label"] == "Draw a digit from 0 to 9"
    for word in ("Mouse or finger", "arrow keys", "space", "Backspace", "Delete"):
        assert word in seen["help"]


def test_a_digit_drawn_by_mouse_is_read_and_seen(seen):
    assert seen["shown"] > 0.02  # the test digit of the beginning
    assert seen["cleared"]
    assert seen["mouse"]
    assert 0.05 < seen["ink"] < 0.3
    assert seen["goal"]
    assert seen["hovering"] == 0


def test_a_digit_drawn_by_keyboard_is_read_and_taken_back(seen):
    assert seen["up"].startswith("pen up, 50 % from the left, 8 % from the top")
    assert seen["down"].startswith("pen down, 50 % from the left, 83 % from the top")
    assert seen["keyboard"]
    assert seen["undone"]


def test_keys_on_the_pad_are_no_shortcuts_of_jupyterlab(seen):
    assert seen["cells"] == 0


def test_a_digit_drawn_by_finger_is_read_and_the_page_stands_still(seen):
    assert seen["finger"]
    assert seen["scrolled"] == 0


def test_a_picked_digit_is_shown_and_reset_leads_back(seen):
    assert seen["picked"]
    assert seen["reset"]


def test_keys_are_followed_by_pictures(seen):
    assert len(seen["latency"]) >= 35


def test_nothing_leaves_the_machine_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []
