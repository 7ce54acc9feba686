"""The teachers' guides: their form, and that what they quote and point to is there."""

import itertools
import re
from urllib.parse import unquote

import pytest
from guides import SECTIONS, TEACHING, guides

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import NOTEBOOKS
from course_utils.cli.outputs import tidy
from course_utils.exercises import weeks

GUIDES = guides()
WORDS, CODE, PRINTED = 90, 15, 14  # what fits on a slide: words of text, lines
each_guide = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)


def source(cell):
    return "".join(cell["source"])


def pictures(cell):
    return sum("text/html" in output.get("data", {}) for output in cell.get("outputs", []))


def printed(cell):
    """Lines that a cell prints."""
    texts = ["".join(o["text"]) for o in cell.get("outputs", []) if o["output_type"] == "stream"]
    return len("".join(texts).splitlines())


def test_every_lesson_has_a_guide():
    lessons = {path.stem.partition("_")[0] for path in NOTEBOOKS.glob("c[0-9]w[0-9]*.ipynb")}
    assert lessons == set(GUIDES)


@each_guide
def test_a_guide_has_all_sections_in_order(guide):
    assert tuple(guide.sections) == SECTIONS
    assert all(len(text.split()) > 20 for text in guide.sections.values())


@each_guide
def test_the_plan_runs_without_gaps_for_at_most_ninety_minutes(guide):
    minutes = [(start, end) for start, end, *_ in guide.plan]
    assert len(minutes) >= 6
    assert minutes[0][0] == 0
    assert all(before[1] == after[0] for before, after in itertools.pairwise(minutes))
    assert all(start < end for start, end in minutes)
    assert 60 <= minutes[-1][1] <= 90


@each_guide
def test_the_plan_names_headings_of_the_lesson(guide):
    named = {heading for *_, where in guide.plan for heading in where} - {"–"}
    assert named <= guide.headings


@each_guide
def test_mistakes_are_quoted_word_for_word(guide):
    exercises = weeks()[guide.week].exercises
    assert len(guide.mistakes) >= 5
    for name, sentence in guide.mistakes:
        known = exercises[name].mistakes + exercises[name].remarks
        assert sentence in [entry.sentence for entry in known], name
    lines = guide.sections["Mistakes and what the checks say"].count("\n- ")
    assert lines == len(guide.mistakes)


@each_guide
def test_exercises_for_homework_exist(guide):
    called = set(re.findall(r"`(\w+)`", guide.sections["Homework"]))
    assert called
    assert called <= set(weeks()[guide.week].exercises)


@each_guide
def test_every_slide_has_one_note_in_the_order_of_the_lesson(guide):
    lines = re.findall(r"^- .+$", guide.sections["Speaker notes"], re.M)
    assert len(lines) == len(guide.notes)
    assert list(guide.notes) == [slide[0]["id"] for slide in guide.slides]
    assert all(len(note.split()) >= 5 for note in guide.notes.values())


@each_guide
def test_slides_fit_on_the_wall(guide):
    assert 12 <= len(guide.slides) <= 30
    for slide in guide.slides:
        name = slide[0]["id"]
        text = [source(cell) for cell in slide if cell["cell_type"] == "markdown"]
        code = [cell for cell in slide if cell["cell_type"] == "code"]
        assert len(" ".join(text).split()) <= WORDS, name
        assert sum(len(source(cell).splitlines()) for cell in code) <= CODE, name
        assert sum(map(printed, code)) <= PRINTED, name
        assert sum(map(pictures, code)) <= 1, name


@each_guide
def test_a_selection_shows_pictures_and_begins_with_a_slide(guide):
    kinds = {cell["metadata"].get("slideshow", {}).get("slide_type") for cell in guide.cells}
    assert kinds <= {None, "slide", "subslide", "fragment", "skip"}
    tagged = [cell for cell in guide.cells if "slideshow" in cell["metadata"]]
    assert tagged[0]["metadata"]["slideshow"] == {"slide_type": "slide"}
    assert sum(pictures(cell) for slide in guide.slides for cell in slide) >= 5


@each_guide
def test_storing_outputs_keeps_the_slides(guide):
    kept = tidy({"cells": guide.cells})["cells"]
    assert [c["metadata"].get("slideshow") for c in kept] == [
        cell["metadata"].get("slideshow") for cell in guide.cells
    ]


@pytest.mark.parametrize("name", ["README", *GUIDES])
def test_links_of_guides_resolve(name):
    text = (TEACHING / f"{name}.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    local = [target for target in targets if not re.match(r"https?://", target)]
    assert local
    for target in local:
        file = (TEACHING / unquote(target.partition("#")[0])).resolve()
        assert file.exists(), target
        assert ROOT in file.parents
