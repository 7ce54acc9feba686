"""What course.py does with a modern Python: prepare the environment, then run the command in it.

Standard library only, and nothing that takes time: this runs at every start.
"""

import os
import sys

from course_utils.cli.__main__ import find, main
from course_utils.cli.environment import ROOT, Environment, OnTop, SetupError


def open_door(arguments, root=ROOT):
    """Run `course.py ARGUMENTS...`; returns the exit code where the command does not replace us."""
    command, code = find(arguments)
    if command is None:
        return code
    if not command.locks:
        return main(arguments)
    try:
        if command.on_top:
            environment = OnTop(root, command.on_top)
            python = environment.prepare()
            os.environ.update(environment.variables())
        else:
            python = Environment(root).prepare(command.locks)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped half-way: the next start puts the environment right.", file=sys.stderr)
        return 130
    # -I: nothing from a PYTHONPATH or the current folder comes between the course and its packages
    return hand_over([str(python), "-I", "-m", "course_utils.cli", *arguments])


def hand_over(command):
    """Become the command; Windows cannot do that, so wait there and return its exit code."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the command has received the Ctrl-C too, and decides
