"""A lesson in a folder of its own, with some of its cells tagged as slides, and a guide."""

import json

from course_utils.cli.kernels import NOTEBOOKS
from course_utils.cli.stored import headings

UPTO = 44  # cells: text, tables, formulas, figures, code, two widgets
LESSON = NOTEBOOKS / "c1w2_logistic_regression.ipynb"
GUIDE = """\
# Week 2

## Speaker notes

- **{first}** Ask first: "is it a face?" They stumble over `reshape`,
  and over $n_x$.
- **{last}** What if it is none?

## After the notes

- **none** This is no note.
"""


def tagged_lesson(folder):
    """A copy of the lesson in `folder`, tagged; returns its path and its notebook.

    A slide for each section's heading, the text below it as a subslide, the code as fragments.
    """
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    kind = "skip"
    for cell in notebook["cells"]:
        cell["metadata"].pop("slideshow", None)
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            kind = "slide" if any(level == 2 for level, _ in headings(text)) else "subslide"
        elif kind != "skip":
            kind = "fragment" if cell["outputs"] else "skip"
        if kind != "skip":
            cell["metadata"]["slideshow"] = {"slide_type": kind}
    for cell in [*notebook["cells"][:3], *notebook["cells"][UPTO:]]:  # before: title, imports
        cell["metadata"].pop("slideshow", None)
    path = folder / LESSON.name
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path, notebook


def write_guide(folder, first, last):
    """A guide of the week beside the lesson in `folder`, with notes for two cells."""
    guide = folder / "teaching" / "c1w2.md"
    guide.parent.mkdir(exist_ok=True)
    guide.write_text(GUIDE.format(first=first, last=last), encoding="utf-8")
    return guide
