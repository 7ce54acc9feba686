"""The presentation layout of JupyterLab: large letters, code folded away, nothing else around."""

import pytest
from in_browser import needs_browser, serving, watch

pytestmark = needs_browser
LESSON = "c1w2_logistic_regression.ipynb"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the browser saw: see present.mjs."""
    folder = tmp_path_factory.mktemp("browser")
    with serving(tmp_path_factory, "c1w2", "--present") as address:
        assert f"/lab/tree/notebooks/{LESSON}" in address
        return watch("present.mjs", address, folder, notebook=LESSON, as_it_opens=True)


def test_it_can_be_read_from_the_last_row(seen):
    assert seen["look"]["prose"] >= 26
    assert seen["look"]["printed"] >= 22


def test_all_code_is_folded_and_a_click_unfolds_it(seen):
    assert seen["look"]["code"] > 60
    assert seen["look"]["shown"] == 0
    assert seen["unfolded"]


def test_nothing_but_the_lesson_is_there(seen):
    assert seen["look"]["single"]
    assert not seen["look"]["aside"]


def test_nothing_leaves_the_machine_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []
