"""The notebooks of a folder: whose they are, of which week, and what is in their cells."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.cli.grade.judging import defined
from course_utils.cli.kernels import find_notebooks

LARGEST_FILE = 60_000_000  # bytes
WEEK = r"c\d+w\d+[ab]?"


class Unreadable(Exception):
    """Why a notebook or a folder cannot be graded, in a sentence."""


@dataclass
class Submission:
    """One notebook: its path, its student, its week's name, and (number, source) of its cells."""

    path: Path
    student: str
    week: str = ""
    code: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    problem: str = ""  # why it is not graded


def find_submissions(place):
    """The paths of the notebooks in the folder `place`, or `place` itself, and the folder.

    Raises Unreadable where there are none.
    """
    place = Path(place)
    if place.is_file():
        return [place], place.parent
    if not place.is_dir():
        raise Unreadable(f"There is no folder {place}.")
    folder = place / "submitted" if (place / "submitted").is_dir() else place  # nbgrader's
    paths = [
        path
        for path in sorted(folder.rglob("*.ipynb"))
        if path.is_file() and not path.is_symlink() and not _is_aside(path.relative_to(folder))
    ]
    if not paths:
        raise Unreadable(f"There is no notebook in {place}: names end in .ipynb.")
    return paths, folder


def _is_aside(path):
    """Whether it is a copy that Jupyter or an archive has made: .ipynb_checkpoints, __MACOSX."""
    return any(part.startswith((".", "__")) for part in path.parts)


def student_of(path, folder):
    """The student's name: the folder within `folder`, else the file's name without the week's."""
    parts = list(path.relative_to(folder).parts)
    while len(parts) > 1 and re.fullmatch(rf"{WEEK}(_\w+)?", parts[0]):
        del parts[0]
    name = parts[0] if len(parts) > 1 else Path(parts[0]).stem
    if len(parts) == 1:
        for title in (*(solved.stem for solved in find_notebooks(kinds=("solutions",))), WEEK):
            name = re.sub(rf"(?<![^\W_]){title}(?![^\W_])", "", name)
        name = name.strip(" _-.") or path.stem
    return unicodedata.normalize("NFC", name)


def read(path, folder, weeks):
    """The Submission at `path`; what is wrong with it stands in its `problem`."""
    submission = Submission(path, student_of(path, folder))
    try:
        submission.code, submission.texts = cells_of(path)
        submission.week = week_of(submission.code, path, weeks)
    except Unreadable as error:
        submission.problem = str(error)
    return submission


def cells_of(path):
    """(number, source) of the code cells that a student wrote in, and of all other cells.

    Numbers count all cells from 1. Raises Unreadable.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB.")
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        cells = notebook["cells"]
        code, texts = [], []
        for number, cell in enumerate(cells, 1):
            source = "".join(cell["source"])
            if cell["cell_type"] != "code":
                texts.append((number, source))
            elif not mark_of(cell).get("grade"):  # a check is nobody's work, and not run
                code.append((number, source))
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path.name} is no notebook, or a damaged one ({error}).") from error
    except (KeyError, TypeError, AttributeError) as error:
        message = f"{path.name} is no notebook of the present format: it has no list of cells."
        raise Unreadable(message) from error
    return code, texts


def mark_of(cell):
    """A cell's metadata of nbgrader, {} where it has none."""
    return (cell.get("metadata") or {}).get("nbgrader") or {}


def week_of(code, path, weeks):
    """The name of the week whose exercises the notebook holds; raises Unreadable for none."""
    votes = Counter()
    text = "\n".join(source for _, source in code)
    votes.update(name for name in re.findall(rf"\b{WEEK}\b", text) if name in weeks)
    functions = defined(code)
    for name, week in weeks.items():
        votes[name] += len(functions.keys() & week.exercises.keys())
        votes[name] += 0.5 * (name in re.findall(WEEK, path.name.lower()))
    name, number = votes.most_common(1)[0]
    if number < 1:
        raise Unreadable(f"{path.name} holds no exercises of this course.")
    return name


def points_of(weeks):
    """{week: {exercise: points}}, from the solved notebooks."""
    points = {name: {} for name in weeks}
    for path in find_notebooks(kinds=("solutions",)):
        name = re.match(WEEK, path.stem)[0]
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            mark = mark_of(cell)
            if mark.get("grade"):
                points[name][mark["grade_id"].removeprefix("check-")] = mark["points"]
    return points
