"""One JupyterLab for the tests of what the course shows in it."""

import pytest
from in_browser import serving


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab with a copy of the course, as `course.py lab` starts it."""
    with serving(tmp_path_factory) as address:
        yield address
