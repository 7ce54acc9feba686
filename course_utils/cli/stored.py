"""What a notebook's stored outputs are, for those who show them elsewhere: slides and site."""

import html
import re
from typing import NamedTuple

from course_utils.cli.outputs import COLOUR

FIGURE = re.compile(r'<img src="data:image/png;base64,[^"]*" alt="[^"]*" width="\d+"[^>]*>')
STILL = re.compile(rf"<p><em>(.*?)</em>: run this cell to move it\.</p>({FIGURE.pattern})")
PROGRESS = re.compile(r"\d+%\|")  # a bar of tqdm: 0 % for ever, once it is stored
WEEK = re.compile(r"c\d+w\d+[a-z]?")


class Shown(NamedTuple):
    """One output: its kind (figure, still, html, printed) and content; a still has a title too."""

    kind: str
    content: str
    title: str = ""


def week_of(path):
    """The week that a notebook's file name begins with, c1w2, or "" for index and glossary."""
    name = path.stem.partition("_")[0]
    return name if WEEK.fullmatch(name) else ""


def label_of(path):
    """What people call the week of a notebook: C1W2, C4W4a."""
    return re.sub(r"[cw](?=\d)", lambda letter: letter[0].upper(), week_of(path))


def text_of(value):
    """A text as JSON has it, in one piece or as a list of lines."""
    return "".join(value)


def shown(cell):
    """Yield each output of a code cell as Shown, without what is dead once it is stored."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        rich, plain = text_of(data.get("text/html", "")), text_of(data.get("text/plain", ""))
        if still := STILL.fullmatch(rich):
            yield Shown("still", still[2], still[1])
        elif rich:
            yield Shown("figure" if FIGURE.fullmatch(rich) else "html", rich)
        elif "image/png" in data:  # not as the course shows figures: without a description
            source = "".join(text_of(data["image/png"]).split())
            alt = html.escape(plain)
            yield Shown("html", f'<img src="data:image/png;base64,{source}" alt="{alt}">')
        elif output["output_type"] == "error":
            yield Shown("printed", re.sub(COLOUR, "", "\n".join(output["traceback"])))
        elif (text := text_of(output.get("text", "")) or plain) and not PROGRESS.search(text):
            yield Shown("printed", text.rstrip("\n"))


def headings(source):
    """The headings of a markdown cell as pairs of level and text."""
    text = re.sub(r"(?s)```.*?```", "", source)
    return [
        (len(h[1]), h[2].strip()) for h in re.finditer(r"^(#{1,6})\s+(.+)$", text, re.MULTILINE)
    ]
