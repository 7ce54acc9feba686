"""The JupyterLab of these tests: see in_browser.py."""

from in_browser import server  # noqa: F401
