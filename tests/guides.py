"""Reads the teachers' guides in notebooks/teaching, for the tests of their words and their demos.

The form of a guide is fixed, so that these few patterns find everything in it that can be checked.
"""

import functools
import json
import re
from dataclasses import dataclass

from course_utils.cli.kernels import NOTEBOOKS

TEACHING = NOTEBOOKS / "teaching"
SECTIONS = (
    "Aims",
    "Plan",
    "Demonstrations",
    "Questions and answers",
    "Mistakes and what the checks say",
    "Homework",
    "To read",
    "Speaker notes",
)
WIDGET = r"^### `explore\.(\w+)\(.*\)`"


@dataclass(frozen=True)
class Demo:
    """A line for a widget's settings field, and what the guide says that the widget then says."""

    widget: str
    settings: str
    played: bool  # the class waits for the end of the training
    said: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """One week's guide, and the cells of its lesson."""

    week: str

    @functools.cached_property
    def text(self):
        """The guide as it is written."""
        return (TEACHING / f"{self.week}.md").read_text(encoding="utf-8")

    @functools.cached_property
    def sections(self):
        """Heading -> text of the `##` sections, in their order."""
        parts = re.split(r"^## (.+)\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2]))

    @functools.cached_property
    def cells(self):
        """The lesson's cells."""
        (path,) = NOTEBOOKS.glob(f"{self.week}_*.ipynb")
        return json.loads(path.read_text(encoding="utf-8"))["cells"]

    @property
    def headings(self):
        """The headings of the lesson, without their marks."""
        source = "\n".join("".join(c["source"]) for c in self.cells if c["cell_type"] == "markdown")
        return set(re.findall(r"^#+ (.+)$", source, flags=re.MULTILINE))

    @property
    def plan(self):
        """Rows of the plan: from minute, to minute, what, headings in the lesson."""
        rows = re.findall(r"^\| (\d+)–(\d+) \| (.+?) \| (.+?) \|$", self.sections["Plan"], re.M)
        return [(int(a), int(b), what, where.split(" · ")) for a, b, what, where in rows]

    @property
    def widgets(self):
        """The names of the widgets that the demonstrations have an entry for."""
        return re.findall(rf"(?m){WIDGET}$", self.sections["Demonstrations"])

    @property
    def demos(self):
        """All `Demo`s, in their order."""
        entries = re.split(rf"(?m){WIDGET}\n", self.sections["Demonstrations"])
        return [
            Demo(widget, settings, "Play" in rest, tuple(re.findall(r"says “(.+?)”", rest)))
            for widget, entry in zip(entries[1::2], entries[2::2])
            for settings, rest in re.findall(r"^- `(.+?)`(.+)$", entry, re.M)
        ]

    @property
    def mistakes(self):
        """Pairs of an exercise and a sentence that its check gives."""
        section = self.sections["Mistakes and what the checks say"]
        return re.findall(r"^- `(\w+)`: “(.+?)”(?= |$)", section, re.M)

    @property
    def notes(self):
        """Cell id -> speaker note."""
        return dict(re.findall(r"^- \*\*([\w-]+)\*\* (.+)$", self.sections["Speaker notes"], re.M))

    @property
    def slides(self):
        """The slides, each a list of cells: the first is tagged slide or subslide."""
        slides = []
        for cell in self.cells:
            kind = cell["metadata"].get("slideshow", {}).get("slide_type", "skip")
            if kind in ("slide", "subslide"):
                slides.append([cell])
            elif kind == "fragment":
                slides[-1].append(cell)
        return slides


def guides():
    """The guides that there are, by week."""
    weeks = sorted(path.stem for path in TEACHING.glob("c[0-9]w[0-9]*.md"))
    return {week: Guide(week) for week in weeks}
