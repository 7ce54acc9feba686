"""From a lesson's tagged cells to slides: which cells, under which heading, with which notes.

`slideshow.slide_type` in a cell's metadata says what it is: a `slide`, a `subslide` below it, or a
`fragment`, which appears on the slide before it. What has no such tag is no part of the talk. The
speaker notes stand in the week's guide, one entry for each cell.
"""

import json
import re
from dataclasses import dataclass, field

from course_utils.cli.slides.brief import brief
from course_utils.cli.stored import headings, text_of

TYPES = ("slide", "subslide", "fragment")
NOTES = "## Speaker notes"
NOTE = re.compile(r"^- \*\*([\w-]+)\*\*[ \t]*(.*?)(?=^- \*\*|^#|\Z)", re.MULTILINE | re.DOTALL)


class NoSlides(Exception):
    """Why there are no slides, in a sentence."""


@dataclass
class Part:
    """What one cell brings to a slide; a note and, where the text was shortened, all of it."""

    cell: dict
    source: str
    fragment: bool
    note: str = ""
    in_full: str = ""


@dataclass
class Slide:
    """A slide: the heading of its section, its own heading, and its parts."""

    section: str
    title: str
    parts: list = field(default_factory=list)


@dataclass
class Deck:
    """The slides of a lesson: a list of stacks, each a list of slides from top to bottom."""

    week: str
    title: str
    question: str
    stacks: list


def read_deck(path, week, guide):
    """The Deck of the lesson at `path`, with the notes from the guide at `guide` if it is there.

    Raises NoSlides for a lesson without tagged cells, an unknown tag, or a note without its cell.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    notes = read_notes(guide)
    stacks = stack(cells, notes)
    if not stacks:
        raise NoSlides(
            f"No cell of {path.name} is tagged as a slide (slideshow.slide_type in its metadata):"
            " there is nothing to show yet."
        )
    chosen = {part.cell["id"] for slides in stacks for slide in slides for part in slide.parts}
    if lost := [name for name in notes if name not in chosen]:
        raise NoSlides(
            f"{guide.name} has speaker notes for cells that are not on any slide of {path.name}:"
            f" {', '.join(lost)}."
        )
    title, question = opening(text_of(cells[0]["source"]))
    return Deck(week, title, question, stacks)


def read_notes(guide):
    """{cell id: text} of the entries under "## Speaker notes" in the guide, or {}."""
    if not guide.exists():
        return {}
    text = guide.read_text(encoding="utf-8").partition(f"\n{NOTES}\n")[2]
    text = re.split(r"^#{1,2} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return {name: " ".join(note.split()) for name, note in NOTE.findall(text)}


def opening(source):
    """The title of a lesson and the question that it asks, from its first cell."""
    title = next((text for level, text in headings(source) if level == 1), "")
    question = re.search(r"\*\*The question\.\*\*\s*(.+)", source)
    return title, question[1].strip() if question else ""


def stack(cells, notes):
    """The tagged cells as stacks of slides, each slide under the heading that it stands under."""
    stacks, above = [], {}
    for cell in cells:
        source = text_of(cell["source"])
        kind = cell["metadata"].get("slideshow", {}).get("slide_type", "skip")
        found = headings(source) if cell["cell_type"] == "markdown" else []
        for level, text in found:
            above = {lev: t for lev, t in above.items() if lev < level} | {level: text}
        if kind in ("skip", "-", ""):
            continue
        if kind not in TYPES:
            raise NoSlides(
                f"The cell {cell['id']} has the slide type {kind!r}: it is {', '.join(TYPES)}."
            )
        if kind == "slide" or not stacks:
            stacks.append([])
        if kind != "fragment" or not stacks[-1]:
            stacks[-1].append(new_slide(found, above))
            found, source = [], without_headings(source) if found else source
        stacks[-1][-1].parts.append(
            new_part(cell, source, kind == "fragment", notes.get(cell["id"], ""))
        )
    return stacks


def new_slide(found, above):
    """A slide under its own last heading if it has one, and otherwise under that above it."""
    below_title = [text for level, text in sorted(above.items()) if level > 1]
    title = found[-1][1] if found else ""
    sections = [text for text in below_title if text != title]
    return Slide(section=sections[-1] if sections else "", title=title)


def without_headings(source):
    """The text of a cell whose headings the slide shows by itself."""
    return re.sub(r"^#{1,6}\s+.+$", "", source, flags=re.MULTILINE).strip()


def new_part(cell, source, fragment, note):
    """The part that a cell is, with a long text made brief."""
    if cell["cell_type"] != "markdown":
        return Part(cell, source, fragment, note)
    short = brief(source)
    return Part(cell, short, fragment, note, source if short != source else "")
