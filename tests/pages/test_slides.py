"""A lesson's slides in a real browser: opened as a file, nothing fetched, every slide measured."""

import sys

import pytest
from in_browser import ROOT, needs_axe, needs_browser, needs_web, watch

from course_utils.cli import slides
from course_utils.cli.web import Web

sys.path.append(str(ROOT / "tests" / "unit"))
from tagged import tagged_lesson, write_guide

pytestmark = [*needs_browser, needs_web, needs_axe]
HEIGHT, WIDTH = 720, 1280
NOT_OF_A_CELL = 2  # the opening and the closing slide


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the browser saw: see slides.mjs."""
    folder = tmp_path_factory.mktemp("slides")
    lesson, notebook = tagged_lesson(folder)
    tagged = [cell["id"] for cell in notebook["cells"] if "slideshow" in cell["metadata"]]
    write_guide(folder, tagged[0], tagged[-1])
    made, count = slides.make(lesson, folder / "out", Web().modules)
    return watch("slides.mjs", made.as_uri(), folder) | {"tagged": tagged, "count": count}


def test_nothing_is_fetched_and_the_console_is_quiet(seen):
    assert seen["outside"] == []
    assert seen["console"] == []


def test_every_tagged_cell_is_on_a_slide_and_no_slide_is_empty(seen):
    shown = [cell for slide in seen["slides"] for cell in slide["cells"]]
    assert list(dict.fromkeys(shown)) == seen["tagged"]
    assert len(seen["slides"]) >= seen["count"] + NOT_OF_A_CELL
    assert all(slide["cells"] for slide in seen["slides"][1:-1])


def test_no_slide_is_too_tall_or_too_wide(seen):
    for number, slide in enumerate(seen["slides"]):
        assert slide["below"] <= HEIGHT, number
        assert slide["beside"] <= WIDTH, number


def test_it_can_be_read_from_the_last_row(seen):
    for number, slide in enumerate(seen["slides"]):
        assert slide["prose"] >= 28, number
        assert slide["code"] >= 18, number


def test_figures_are_at_least_as_large_as_in_the_lesson_and_described(seen):
    figures = [figure for slide in seen["slides"] for figure in slide["figures"]]
    assert len(figures) >= 8
    for figure in figures:
        assert figure["width"] >= min(figure["stored"], 0.9 * WIDTH) - 2, figure
        assert len(figure["alt"]) > 20


def test_mathematics_is_typeset(seen):
    assert sum(slide["formulas"] for slide in seen["slides"]) >= 20
    assert not any(slide["raw"] for slide in seen["slides"])


def test_every_slide_has_a_heading_and_axe_finds_nothing_serious(seen):
    assert all(slide["headings"] == 1 for slide in seen["slides"])
    assert seen["findings"] == []


def test_arrow_keys_lead_through_and_c_unfolds_the_code(seen):
    assert seen["last"]
    assert seen["unfolded"]


def test_the_speaker_sees_the_notes_without_a_network(seen):
    assert seen["speaker"].startswith('Ask first: "is it a face?" They stumble over reshape')
    assert "$" not in seen["speaker"]


def test_on_paper_every_slide_has_a_page(seen):
    assert seen["pages"] == len(seen["slides"])
    assert seen["printed"] == seen["pages"]
