"""One JupyterLab for all browser tests."""

import contextlib
import os
import shutil
import subprocess
import sys

import pytest
from in_browser import ROOT


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab with a copy of the course, as `course.py lab` starts it."""
    with serving(tmp_path_factory) as address:
        yield address


@contextlib.contextmanager
def serving(tmp_path_factory, *options):
    """Serve a copy of the course with `course.py lab` and these options; yields the address."""
    home = tmp_path_factory.mktemp("home")
    copy = tmp_path_factory.mktemp("course")
    for folder in ("course_utils", "datasets", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # all cells in the page, also those far below the one that is seen
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    (home / "config" / "labconfig").mkdir(parents=True)
    (home / "config" / "labconfig" / "page_config.json").write_text(
        '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
    )
    environment = os.environ | {
        "PYTHONPATH": str(copy),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "run"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser", *options]
    with subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as lab:
        try:
            yield next(line.strip() for line in lab.stdout if "token=" in line)
        finally:
            lab.terminate()
            lab.wait(timeout=30)
