"""`python course.py hub`: JupyterHub for a class; `--rehearse 5` plays a class of five through.

The configuration and the rehearsal are in classroom/hub, how to set a server up in
classroom/hosting.md.
"""

import argparse
import os
import sys

from course_utils.cli.environment import ROOT

HUB = ROOT / "classroom" / "hub"
PROXY = ROOT / ".course" / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
INSTALL_PROXY = "npm install --prefix .course/proxy configurable-http-proxy@5.3.0"
MOST = 200  # students in a rehearsal


def main(arguments):
    """Become the hub or its rehearsal; returns an exit code where that cannot be."""
    parser = argparse.ArgumentParser(
        prog="course.py hub",
        description="Start JupyterHub for a class, on this computer's loopback.",
    )
    parser.add_argument(
        "--config", default=HUB / "jupyterhub_config.py", help="your own file (see hosting.md)"
    )
    parser.add_argument(
        "--rehearse", type=int, metavar="N", help="only play a class of N through, and measure"
    )
    options = parser.parse_args(arguments)
    problem = find_problem(options)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    command = ["-m", "jupyterhub", "-f", str(options.config)]
    if options.rehearse is not None:
        command = [str(HUB / "rehearse.py"), str(options.rehearse)]
    os.execv(sys.executable, [sys.executable, *command])


def find_problem(options):
    """What stands in the way, in one sentence, or None."""
    if not sys.platform.startswith("linux"):
        return "The hub needs Linux: it gives every student's server a system account of its own."
    if options.rehearse is not None and not 1 <= options.rehearse <= MOST:
        return f"A rehearsal is for 1 to {MOST} students, not {options.rehearse}."
    if not os.path.isfile(options.config):
        return f"There is no file {options.config}."
    if not PROXY.exists():
        return f"The hub's proxy is missing: install Node.js, then {INSTALL_PROXY}."
    if os.geteuid() != 0:
        return (
            "The hub starts servers under the students' accounts, and so it needs root: use sudo."
        )
    return None
