"""What comes of grading: a table of points, and a folder of pages beside it.

Whatever comes from a submission is text here: escaped in the pages, and no formula in the table.
"""

import csv
import io
import os
import re
from collections import defaultdict

from course_utils.cli.grade.pages import class_page, earned, student_page


class CannotWrite(Exception):
    """Why the grades cannot be written, and what to do about it."""


def feedback_folder(out):
    """The folder for the pages that belong to a table."""
    return out.with_name(f"{out.stem}-feedback")


def make_room(out, force=False):
    """Make the folder for the pages, before the work is done.

    Raises CannotWrite where earlier grades would be overwritten, unless by `force`, and OSError.
    """
    if out.is_dir():
        raise CannotWrite(f"{out} is a folder: give the name of a file by -o.")
    folder = feedback_folder(out)
    for path, used in ((out, out.exists()), (folder, folder.is_dir() and any(folder.iterdir()))):
        if used and not force:
            raise CannotWrite(f"{path} is there already: give another name by -o, or --force.")
    folder.mkdir(parents=True, exist_ok=True)


def write_reports(out, graded, problems, points):
    """Write the table and the pages.

    `graded` are Graded, `problems` Submissions that could not be graded, `points` as points_of has.
    """
    students = defaultdict(dict)  # {student: {week: the Graded that counts}}
    notes = defaultdict(list)
    for submission in sorted(problems, key=lambda one: str(one.path)):
        students[submission.student]
        notes[submission.student].append(submission.problem)
    for one in sorted(graded, key=lambda one: str(one.submission.path)):
        name, week = one.submission.student, one.submission.week
        other = students[name].get(week)
        better = other is None or earned(one, points) > earned(other, points)
        if better:
            students[name][week] = one
        if other is not None:
            counts = students[name][week].submission.path.name
            notes[name].append(f"Several notebooks of {week}: {counts} counts, the best one.")
    weeks = sorted({one.submission.week for one in graded})
    folder = feedback_folder(out)
    names = file_names(students)
    for name, works in students.items():
        write(folder / names[name], student_page(name, works, notes[name], points))
    write(folder / "index.html", class_page(students, names, weeks, points))
    write(out, table(students, notes, weeks, points), encoding="utf-8-sig")


def file_names(students):
    """{student: the name of a file, the same for no two, whatever the system}."""
    names, taken = {}, {"index"}
    for student in sorted(students):
        plain = re.sub(r"[^\w.-]+", "_", student).strip("._")[:80] or "student"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[student] = f"{name}.html"
    return names


def write(path, text, encoding="utf-8"):
    """Write a file, whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding=encoding, newline="")
    os.replace(draft, path)


def table(students, notes, weeks, points):
    """The text of the table: a row for each student, a column for each exercise, the total."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    columns = [(week, name) for week in weeks for name in points[week]]
    writer.writerow(
        ["student", *(f"{week}.{name}" for week, name in columns), "total", "of", "note"]
    )
    possible = sum(points[week][name] for week, name in columns)
    for student in sorted(students, key=str.casefold):
        works = students[student]
        passed = {(w, r.name): r.passed for w, one in works.items() for r in one.results}
        cells = [points[w][n] * passed[w, n] if (w, n) in passed else "" for w, n in columns]
        total = sum(cell for cell in cells if cell != "")
        note = " ".join(notes[student])
        writer.writerow([no_formula(student), *cells, total, possible, no_formula(note)])
    return lines.getvalue()


def no_formula(text):
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
