"""`python course.py demo playground`: one widget on one page, for a projector or a visitors' day.

Voila shows the page without its code, on this computer only. The notebook behind it is written for
the occasion and deleted afterwards.
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from course_utils.cli.kernels import kernel_environment
from course_utils.cli.lab import HOST, find_port

# Voila's page asks another computer for icons that it has itself: the browser must not.
AT_HOME = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws:;"
    " frame-ancestors 'self'"
}


class Demo(NamedTuple):
    """A widget of the course, and what to tell those who have not taken it."""

    week: str
    function: str
    title: str
    invitation: str


DEMOS = {
    "playground": Demo(
        "c1w3",
        "playground",
        "A neural network learns a border",
        "Choose a pattern and a number of units, press Play, and watch the border bend.",
    ),
    "detector": Demo(
        "c4w3",
        "detector",
        "Finding things in a picture",
        "Move the two thresholds: which boxes does a detector believe in, and which of several"
        " boxes for one thing does it keep?",
    ),
    "filters": Demo(
        "c4w1",
        "filter_lab",
        "What a filter sees",
        "Nine numbers slide over a photograph: change them, and see what they pick out.",
    ),
    "race": Demo(
        "c2w2",
        "race",
        "Down into the valley",
        "Several ways of learning start at the same point: press Play and see which is down first.",
    ),
}


def main(arguments):
    """Serve the page until Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py demo", description="Show one widget of the course on a page of its own."
    )
    parser.add_argument("widget", nargs="?", default="playground", help=", ".join(DEMOS))
    parser.add_argument("--port", type=int, help="listen there; else on the next free port")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    options = parser.parse_args(arguments)
    if options.widget not in DEMOS:
        known = ", ".join(DEMOS)
        print(f"There is no demo {options.widget!r}; there are: {known}.", file=sys.stderr)
        return 2
    port, token = find_port(options.port), secrets.token_hex(16)
    if port is None:
        print(f"Port {options.port} is not free: choose another one.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / f"{options.widget}.ipynb"
        notebook.write_text(json.dumps(page(DEMOS[options.widget])), encoding="utf-8")
        os.environ.update(kernel_environment(), JUPYTER_PATH=jupyter_path())
        print(
            f"The demo is starting. In a moment it is at\n\n    http://{HOST}:{port}/?token={token}\n\n"
            "Press Ctrl-C here to close it.",
            flush=True,
        )
        from traitlets.config import Config
        from voila.app import Voila

        # Not as a command of its own: its arguments, the token too, would be seen by other users.
        Voila.launch_instance(
            argv=voila_arguments(notebook, port, token, not options.no_browser),
            config=Config(Voila={"tornado_settings": {"headers": AT_HOME}}),
        )
    return 0


def jupyter_path():
    """Where Jupyter's files are: Voila's first, as nbconvert has templates of the same names."""
    own = os.path.join(sys.prefix, "share", "jupyter")
    return os.pathsep.join([own, *filter(None, [os.environ.get("JUPYTER_PATH")])])


def page(demo):
    """The notebook of a demo: a title, a sentence, the widget."""
    code = f"from course_utils.notebook.explore import {demo.week}\n\n{demo.week}.{demo.function}()"
    cells = [
        {"cell_type": "markdown", "source": f"# {demo.title}\n\n{demo.invitation}"},
        {"cell_type": "code", "source": code, "outputs": [], "execution_count": None},
    ]
    cells = [{"id": f"cell-{i}", "metadata": {}, **cell} for i, cell in enumerate(cells)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "title": demo.title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def voila_arguments(notebook, port, token, browser):
    """Voila's own arguments."""
    return [
        str(notebook),
        f"--Voila.ip={HOST}",
        f"--Voila.port={port}",
        "--Voila.port_retries=0",
        f"--Voila.open_browser={browser}",
        f"--Voila.token={token}",
        "--Voila.log_level=ERROR",
        "--VoilaConfiguration.show_margins=True",
        "--MultiKernelManager.default_kernel_name=python3",
        "--MappingKernelManager.transport_encryption=auto",
    ]
