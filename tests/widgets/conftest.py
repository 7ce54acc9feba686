"""Widgets without a page: nobody watches, so a run is not drawn more often than it has to be."""

import pytest

from course_utils.notebook import player


@pytest.fixture(autouse=True)
def few_pictures(monkeypatch):
    """Ten pictures in a run, however slow the machine is."""
    monkeypatch.setattr(player, "PICTURES_PER_RUN", 10)
    monkeypatch.setattr(player, "SECONDS_PER_PICTURE", 60)


# Long runs of what shorter tests run as well: measuring which lines they reach takes half as long
# again, and finds none that is new.
UNMEASURED = ("goals", "controls_together", "controls_while_it_works", "memory_flat")


def pytest_collection_modifyitems(items):
    """Leave the longest tests out of the coverage."""
    for item in items:
        if any(name in item.name for name in UNMEASURED):
            item.add_marker(pytest.mark.no_cover)
