#!/usr/bin/env python3
"""The door of the course: `python course.py lab` opens it, `python course.py test` tests it.

Kept so plain that every Python, 2.7 included, can read it and say which one is needed.
"""

import sys

NEEDED = (3, 11)


def main(arguments):
    """Hand over to the course, or say in one line which Python it needs; returns the exit code."""
    if sys.version_info < NEEDED:
        sys.stderr.write(
            "The course needs Python %s or newer, and this is Python %s: start course.py with a newer one.\n"  # noqa: E501, UP031
            % (".".join(map(str, NEEDED)), ".".join(map(str, sys.version_info[:3])))
        )
        return 1
    from course_utils.cli.door import open_door

    return open_door(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
