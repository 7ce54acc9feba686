"""`python course.py lab [WEEK]`: opens the course in JupyterLab, on this computer only."""

import argparse
import os
import secrets
import socket
import sys

from course_utils.cli.environment import ROOT
from course_utils.cli.keeping import MY_WORK, keep_exercises
from course_utils.cli.kernels import find_notebooks, kernel_environment

HOST = "127.0.0.1"
TREE = "/lab/tree/"
START = "notebooks/index.ipynb"


def read_options(arguments):
    """What the user asked for."""
    parser = argparse.ArgumentParser(
        prog="course.py lab", description="Open the course in JupyterLab."
    )
    parser.add_argument("week", nargs="?", help="c1w2: open its lesson; without it, the map")
    parser.add_argument("--exercises", action="store_true", help="open the week's exercises")
    parser.add_argument(
        "--present", action="store_true", help="for a class: large letters, code folded away"
    )
    parser.add_argument(
        "--port", type=int, help="listen there; without it, on the next free port from 8888"
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address to open")
    return parser.parse_args(arguments)


def find_start(week=None, exercises=False):
    """The notebook to open, as a path in the course's folder.

    Raises LookupError for a week that there is not, or that is missing or meant for one.
    """
    if week is None and exercises:
        raise LookupError("Which exercises? Name the week: python course.py lab c1w2 --exercises")
    if week is None:
        return START
    found = find_notebooks([week], kinds=("exercises" if exercises else "",))
    if len(found) > 1:
        known = ", ".join(path.stem.partition("_")[0] for path in found)
        raise LookupError(f"{week!r} is more than one notebook; choose one of {known}.")
    return found[0].relative_to(ROOT).as_posix()


def is_free(port):
    """Whether a server could listen on this port of this computer."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it would allow to share a port that is taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def find_port(wanted=None):
    """The wanted port, or the first free one from 8888, or None where it is taken."""
    ports = range(8888, 9888) if wanted is None else [wanted]
    return next((port for port in ports if is_free(port)), None)


def lab_arguments(port, token, browser=True, start=START, root=ROOT):
    """JupyterLab's own arguments; they have precedence over a user's configuration files."""
    return [
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.allow_root=True",  # one is root in many containers; nobody else can connect
        "--Application.log_level=WARN",
        f"--IdentityProvider.token={token}",
        f"--LabApp.default_url={TREE}{start}",
        "--LabApp.extension_manager=readonly",
        # otherwise every kernel warns that others on this computer could listen
        "--MappingKernelManager.transport_encryption=auto",
    ]


def main(arguments):
    """Serve until Ctrl-C; returns the exit code."""
    options = read_options(arguments)
    try:
        start = find_start(options.week, options.exercises)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    port, token = find_port(options.port), secrets.token_hex(24)
    if port is None:
        print(
            f"Port {options.port} is not free: choose another one, or leave --port out and the next"
            " free one is taken.",
            file=sys.stderr,
        )
        return 1
    try:
        keep_exercises()
    except OSError as error:  # a full disk, or a course that may only be read: one can learn there
        print(f"Your exercises could not be copied to {MY_WORK} ({error.strerror}).")
    os.environ.update(kernel_environment())
    root, layout = present() if options.present else (ROOT, [])
    from jupyterlab.labapp import LabApp

    print(
        f"JupyterLab is starting. In a moment the course is at\n\n    http://{HOST}:{port}{TREE}{start}?token={token}\n\n"
        "Press Ctrl-C here, twice, to close it.",
        flush=True,
    )
    # Not as a command of its own: its arguments, the token too, would be seen by other users.
    arguments = lab_arguments(port, token, not options.no_browser, start, root)
    LabApp.launch_instance(argv=[*arguments, *layout])
    return 0


def present():
    """The folder of a presentation, once all is in its place, and JupyterLab's arguments for it."""
    from course_utils.cli.present import FOLDER, prepare

    os.environ["JUPYTER_CONFIG_DIR"] = str(FOLDER / "config")
    return FOLDER, prepare()
