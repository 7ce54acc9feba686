"""`python course.py slides c1w2`: a lesson's tagged cells as slides, in one file.

It needs no network. A file that this command has not made is never overwritten, and none is ever
half-written.
"""

import argparse
import os
import sys
from pathlib import Path

from course_utils.cli.environment import ROOT, SetupError
from course_utils.cli.kernels import NOTEBOOKS, find_notebooks
from course_utils.cli.slides.deck import NoSlides, read_deck
from course_utils.cli.slides.render import page
from course_utils.cli.stored import week_of
from course_utils.cli.web import Web

OURS = '<meta name="generator" content="course.py slides">'
OUT = ROOT / "build" / "slides"


def main(arguments):
    """Make the slides of the weeks asked for; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py slides", description="Make slides from the tagged cells of lessons."
    )
    parser.add_argument("week", nargs="+", help="c1w2, or c1 for a course")
    parser.add_argument(
        "--out", type=Path, default=OUT, help="the folder; without it, build/slides"
    )
    options = parser.parse_args(arguments)
    if options.out.suffix == ".html":
        print(
            f"{options.out} is to be a folder: slides are named after their week.", file=sys.stderr
        )
        return 2
    try:
        lessons = find_lessons(options.week)
        modules = Web().prepare()
        for path in lessons:
            made, count = make(path, options.out, modules)
            print(f"{made} is ready: {count} slides and their notes.")
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    except (NoSlides, SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def find_lessons(weeks):
    """The lessons of the weeks; raises LookupError for anything else."""
    lessons = find_notebooks(weeks, kinds=("",))
    if other := [path.stem for path in lessons if not week_of(path)]:
        raise LookupError(
            f"{other[0]!r} is no lesson: slides are made of a week, c1w2 for instance."
        )
    return lessons


def make(path, folder, modules):
    """Write the slides of the lesson at `path`; returns their file and how many they are."""
    week = week_of(path)
    deck = read_deck(path, week, path.parent / "teaching" / f"{week}.md")
    target = folder / f"{week}.html"
    write(target, page(deck, modules))
    return target, sum(map(len, deck.stacks))


def write(target, text):
    """Write the file, all or nothing; raises NoSlides where something else is in its place."""
    if target.exists() and not is_ours(target):
        raise NoSlides(f"{target} was not made by this command, and stays as it is.")
    if any(path.is_file() for path in target.parents):
        raise NoSlides(f"{target.parent} is not a folder: choose another one with --out.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def is_ours(path):
    """Whether the file at `path` is a set of slides that this command has made."""
    try:
        with path.open(encoding="utf-8") as file:
            return OURS in file.read(1000)
    except (OSError, UnicodeDecodeError):
        return False
