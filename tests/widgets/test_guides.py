"""What the teachers' guides demonstrate: every widget, with settings it takes and words it says."""

import importlib
import re

import pytest
from driving import complaint_of, sentence_of, shows_a_picture
from guides import guides

GUIDES = guides()
each_guide = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)


def widgets(guide):
    """The week's widgets, as its own test drives them."""
    return importlib.import_module(f"test_{guide.week}_widgets").WIDGETS


def parts(settings):
    return {part.strip() for part in settings.split(",")}


@each_guide
def test_every_widget_of_the_lesson_is_demonstrated(guide):
    known, found = widgets(guide), []
    for cell in guide.cells:
        if cell["cell_type"] == "code":
            found += re.findall(r"\bexplore\.(\w+)\(", "".join(cell["source"]))
    assert guide.widgets == [name for name in found if name in known]
    assert set(guide.widgets) == set(known)
    assert {demo.widget for demo in guide.demos} == set(known)


@each_guide
def test_pasted_settings_show_what_the_guide_says(guide):
    explorers = {name: driven.fresh() for name, driven in widgets(guide).items()}
    for demo in guide.demos:  # one after the other, as a class pastes them
        explorer = explorers[demo.widget]
        explorer.settings.value = demo.settings  # as the page does after Enter
        assert complaint_of(explorer) == "", demo
        assert parts(demo.settings) <= parts(explorer.share()), demo
        assert explorer.player or not demo.played, demo
        if demo.played and demo.said:
            explorer.player.play()
        shows_a_picture(explorer)
        for words in demo.said:
            assert words in sentence_of(explorer), demo
