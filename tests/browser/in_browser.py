"""What the browser tests share: what they need, JupyterLab, and running the scripts beside them."""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.cli.web import Web

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
MODULES = Path(os.environ.get("NODE_MODULES_AT", ROOT / ".course" / "browser")) / "node_modules"

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium (or set CHROMIUM to its path)"),
    pytest.mark.skipif(shutil.which("node") is None, reason="no node"),
    pytest.mark.skipif(
        not (MODULES / "playwright-core").is_dir(),
        reason="no playwright-core: npm install --prefix .course/browser playwright-core",
    ),
]

needs_axe = pytest.mark.skipif(
    not (MODULES / "axe-core").is_dir(),
    reason="no axe-core: npm install --prefix .course/browser axe-core",
)
needs_web = pytest.mark.skipif(
    not Web().is_ready(), reason="no reveal.js and MathJax: python course.py prepare web"
)


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


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab with a copy of the course, one for all tests of a folder."""
    with serving(tmp_path_factory) as address:
        yield address


def watch(script, server, folder, **settings):
    """What a script beside this file saw in the browser, as the dict that it prints."""
    settings |= {
        "url": server,
        "modules": str(MODULES),
        "chromium": CHROMIUM,
        "profile": str(folder / "profile"),
        "shot": os.environ.get("COURSE_SHOT", str(folder / "widget.png")),
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    done = subprocess.run(
        ["node", str(Path(__file__).with_name(script)), str(folder / "settings.json")],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert "failure" not in result, result["failure"]
    return result


def in_milliseconds(latencies):
    """How long keys took to change a picture, in words."""
    times = sorted(latencies)
    return (
        f"{len(times)} keys: median {statistics.median(times):.0f} ms, "
        f"95 % within {times[int(0.95 * len(times))]:.0f} ms, worst {times[-1]:.0f} ms"
    )
