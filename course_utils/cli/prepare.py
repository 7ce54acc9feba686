"""`python course.py prepare [NAME ...]`: makes environments while there is a network.

Standard library only. Without a name it is the learner's; `teach`, `site`, `hub` and `demo` are
those of the commands for teachers, each on top of the learner's and made by its first use as well.
"""

import argparse
import sys

from course_utils.cli.environment import ON_TOP, ROOT, Environment, OnTop, SetupError


def main(arguments, root=ROOT):
    """Make the environments; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py prepare",
        description="Make the learner's environment, or some that teachers need, ahead of time.",
    )
    parser.add_argument("name", nargs="*", help="of " + ", ".join(ON_TOP))
    names = parser.parse_args(arguments).name
    unknown = [name for name in names if name not in ON_TOP]
    if unknown:
        print(
            f"There is no environment {unknown[0]!r}: it is {', '.join(ON_TOP)}.", file=sys.stderr
        )
        return 2
    try:
        for environment in [OnTop(root, name) for name in names] or [Environment(root)]:
            environment.prepare()
            print(f"{environment.place} is ready.")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
