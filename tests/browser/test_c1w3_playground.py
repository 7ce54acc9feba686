"""Week C1W3's playground in a real JupyterLab: it trains while its controls are moved."""

import pytest
from in_browser import needs_browser, watch

pytestmark = needs_browser

CODE = "from course_utils.notebook.explore import c1w3 as explore\n\nexplore.playground()"


@pytest.fixture(scope="module")
def seen(server, tmp_path_factory):
    """What the browser saw: see playground.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    result = watch("playground.mjs", server, folder, notebook="playground.ipynb", codes=[CODE])
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
