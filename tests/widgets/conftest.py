"""Widgets without a page: nobody watches, so a run is not drawn more often than it has to be."""

import pytest

from course_utils.notebook import player


@pytest.fixture(autouse=True)
def few_pictures(monkeypatch):
    """Ten pictures in a run, however slow the machine is."""
    monkeypatch.setattr(player, "PICTURES_PER_RUN", 10)
    monkeypatch.setattr(player, "SECONDS_PER_PICTURE", 60)
