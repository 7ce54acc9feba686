"""`python course.py release [OUT] [WEEK ...]`: makes the exercise notebooks from the solved ones.

What stands between ### BEGIN SOLUTION and ### END SOLUTION gives way to a line that says "not
written yet"; hidden tests go; then the blank notebook is run, so that it stores what a learner
sees first. Nothing that somebody has worked in is overwritten, and no line of a solution survives.
In another folder than the course's own, links to the solutions go, and those that lead nowhere.
"""

import argparse
import base64
import binascii
import contextlib
import html
import json
import os
import re
import sys
from pathlib import Path

import nbformat

from course_utils.cli.kernels import NOTEBOOKS, find_notebooks
from course_utils.cli.notebook_files import (
    RELEASED,
    digest,
    digest_of,
    released,
)
from course_utils.cli.outputs import NotStorable, tidy, update

EXERCISES = NOTEBOOKS / "exercises"
TO_SOLUTIONS = (
    r" ?Ours are \[[^\]]*\]\([^)]*solutions/[^)]*\), for afterwards\.",
    r" · \[[^\]]*\]\([^)]*solutions/[^)]*\)",
)
LINK = r"\[([^\]]+)\]\(((?!\w+:)[^)\s]+\.(?:ipynb|md|pdf|png))\)"  # in this folder or near it
SHORTEST_SECRET = 10  # characters without spaces; `costs = []` gives nothing away


class CannotRelease(Exception):
    """Why a notebook is not released, in a sentence."""


def main(arguments):
    """Release the weeks asked for; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py release",
        description="Make blank exercise notebooks from the solved ones, without overwriting work.",
    )
    parser.add_argument("what", nargs="*", metavar="OUT or WEEK", help="a folder; c1w2, c1, ...")
    what = parser.parse_args(arguments).what
    weeks = [name for name in what if re.fullmatch(r"c\d+(w\d+[ab]?)?", name)]
    folders = [Path(name) for name in what if name not in weeks] or [EXERCISES]
    try:
        if len(folders) > 1:
            raise CannotRelease(f"One folder, please; {folders[0]} and {folders[1]} are two.")
        paths = find_notebooks(weeks, kinds=("solutions",))
    except (CannotRelease, LookupError) as error:
        print(error, file=sys.stderr)
        return 2
    kept = 0
    for path in paths:
        try:
            print(f"{release(path, folders[0])} is ready.")
        except (CannotRelease, NotStorable, OSError) as error:
            kept += 1
            print(f"{path.name}: {error}", file=sys.stderr)
    return 1 if kept else 0


def release(solved, folder):
    """Make the blank notebook of the solved one at `solved`; returns its path in `folder`.

    Raises CannotRelease or NotStorable, with what was there untouched.
    """
    notebook = tidy(json.loads(solved.read_text(encoding="utf-8")))
    target, blanked = folder / solved.name, on_its_own(blank(notebook), folder)
    known = released(folder)
    if target.exists() and digest_of(target) not in (known.get(target.name), digest(blanked)):
        raise CannotRelease(
            f"{target} has been worked in since it was made, and stays as it is. "
            "To have it made anew, rename it first."
        )
    folder.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    try:
        draft.write_text(nbformat.writes(blanked) + "\n", encoding="utf-8", newline="\n")
        update(draft)
        refuse_leaks(notebook, json.loads(draft.read_text(encoding="utf-8")))
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    known[target.name] = digest(blanked)
    text = json.dumps(known, indent=1, sort_keys=True) + "\n"
    (folder / RELEASED).write_text(text, encoding="utf-8", newline="\n")
    return target


def blank(notebook):
    """A copy of the solved notebook without solutions and hidden tests.

    Raises CannotRelease for markers that do not match, naming the cell.
    """
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        try:
            cell.source, _ = cut(cell.source, "SOLUTION", stub)
            cell.source, _ = cut(cell.source, "HIDDEN TESTS")
        except CannotRelease as error:
            raise CannotRelease(f"In the cell {cell.id}, {error}") from None
    return notebook


def on_its_own(notebook, folder):
    """The blank notebook as it stands in a folder: without links to solutions, or to nowhere.

    Raises CannotRelease for a link to the solutions that is put in other words than usual.
    """
    if folder.resolve() == EXERCISES.resolve():
        return notebook
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for known in TO_SOLUTIONS:
                cell.source = re.sub(known, "", cell.source)
            if "solutions/" in cell.source:
                raise CannotRelease(f"In the cell {cell.id}, there is a link to the solutions.")
            cell.source = re.sub(
                LINK,
                lambda link: link[0] if (folder / link[2]).exists() else link[1],
                cell.source,
            )
    return notebook


def cut(source, name, replacement=lambda kept, indent: []):
    """The source without what stands between ### BEGIN name and ### END name, and the lines cut.

    `replacement(kept, indent)` gives the lines to put instead, from the lines before.
    """
    kept, gone, inside = [], [], False
    for line in source.splitlines():
        if line.strip() in (f"### BEGIN {name}", f"### END {name}"):
            begins = line.strip().startswith("### BEGIN")
            if begins == inside:
                raise CannotRelease(f"{line.strip()!r} comes twice, or without its partner.")
            if begins:
                kept += replacement(kept, line[: len(line) - len(line.lstrip())])
            inside = begins
        else:
            (gone if inside else kept).append(line)
    if inside:
        raise CannotRelease(f"'### BEGIN {name}' has no end.")
    return "\n".join(kept), gone


def stub(kept, indent):
    """The lines that a learner finds instead of a solution."""
    names = re.findall(r"^def (\w+)", "\n".join(kept), re.MULTILINE)
    if not names:
        raise CannotRelease("a solution stands outside a function.")
    message = f'raise NotImplementedError("{names[-1]}: not written yet")'
    return [f"{indent}# YOUR CODE HERE", f"{indent}{message}"]


def refuse_leaks(solved, blanked):
    """Raise CannotRelease if a line of a solution or a hidden test is anywhere in `blanked`."""
    regions = ("SOLUTION", "HIDDEN TESTS")
    secrets = [
        line
        for cell in solved["cells"]
        for region in regions
        for line in cut(cell["source"], region)[1]
        if len(code_in(line)) >= SHORTEST_SECRET
    ]
    text = "\n".join("".join(part.split()) for part in strings(blanked))
    for secret in (
        *secrets,
        *(f"{mark} {region}" for mark in ("BEGIN", "END") for region in regions),
    ):
        if code_in(secret) in text:
            raise CannotRelease(f"this would be given away: {secret.strip()}")


def code_in(line):
    """The line of code without spaces and without a comment at its end."""
    return "".join(line.partition("  # ")[0].split())


def strings(value):
    """Yield every text in a notebook, as it is and as it is meant: without escapes, decoded.

    A text that is a list of lines is joined.
    """
    if isinstance(value, str):
        yield value
        yield html.unescape(value)
        with contextlib.suppress(binascii.Error, ValueError):  # an attachment, an embedded file
            yield base64.b64decode(value, validate=True).decode("utf-8")
    elif isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        yield from strings("".join(value))
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)
