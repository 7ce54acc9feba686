"""One lesson in a real JupyterLab and a real browser, by keyboard; what leaves is noticed."""

import pytest
from in_browser import in_milliseconds, needs_browser, watch
from PIL import Image

from course_utils import data

LESSON = "c1w2_logistic_regression.ipynb"
pytestmark = needs_browser


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see lab.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    picture, text = folder / "cat.png", folder / "not a picture.png"
    Image.fromarray(data.load("photos")["cat"]).save(picture)
    text.write_text("These are words, <script>alert(1)</script> and no pixels.")
    result = watch("lab.mjs", server, folder, notebook=LESSON, picture=str(picture), text=str(text))
    training = result["training"]
    print(
        f"\nlatency from key to changed picture, {in_milliseconds(result['latency'])}\n"
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
