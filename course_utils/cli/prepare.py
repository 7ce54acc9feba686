"""`python course.py prepare [NAME ...]`: makes environments while there is a network.

Standard library only. Without a name it is the learner's; `teach`, `site`, `hub` and `demo` are
those of the commands for teachers, each on top of the learner's, and `web` has what slides and site
are shown with. All are made by their first use as well.
"""

import argparse
import sys

from course_utils.cli.environment import ON_TOP, ROOT, Environment, OnTop, SetupError
from course_utils.cli.web import Web


def main(arguments, root=ROOT):
    """Make the environments; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py prepare",
        description="Make the learner's environment, or some that teachers need, ahead of time.",
    )
    known = {**{name: OnTop(root, name) for name in ON_TOP}, "web": Web(root)}
    parser.add_argument("name", nargs="*", help="of " + ", ".join(known))
    names = parser.parse_args(arguments).name
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no environment {unknown[0]!r}: it is {', '.join(known)}.", file=sys.stderr)
        return 2
    try:
        for environment in [known[name] for name in names] or [Environment(root)]:
            environment.prepare()
            print(f"{environment.place} is ready.")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
