"""The sum of what several jobs of tests have covered, held against the limit in pyproject.toml.

`python -m course_utils.cli.coverage`, started as a job of `course.py test`: the data of the others
lies beside its own folder.
"""

import os
import sys
from pathlib import Path


def main(place=None):
    """Combine and report; returns the exit code: 2 where too little is covered."""
    from coverage.cmdline import main as coverage

    place = Path(place or os.environ["COVERAGE_FILE"])
    parts = sorted(str(path) for path in place.parent.parent.glob(f"*/{place.name}"))
    if not parts:
        print("No tests have measured what they cover.")
        return 1
    return coverage(["combine", "--quiet", f"--data-file={place}", *parts]) or coverage(
        ["report", f"--data-file={place}"]
    )


if __name__ == "__main__":
    sys.exit(main())
