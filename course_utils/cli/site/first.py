"""The site's first page: what the course is, a card for each week, how to study it."""

import html
import json
import re

from course_utils.cli.site.links import FIRST, MAP
from course_utils.cli.stored import headings, label_of, shown, text_of, week_of

OPENING = """\
---
hide-toc: true
---

# Deep learning, built from NumPy

<div class="opening">
<p class="claim">{claim}</p>
<p>These are the lessons as they are stored. To move the widgets, run the cells and have your
exercises checked, take a copy of the course. With Python 3.11 or newer on your machine, one
command opens it:</p>
<pre><code>python course.py lab</code></pre>
</div>

## The weeks

<div class="weeks">
{cards}
</div>

{study}
"""
CARD = """\
<a class="week" href="{address}">{picture}<span class="name">{week} · {name}</span>\
<span class="question">{question}</span></a>"""
TREE = """\

```{{toctree}}
:hidden:
:caption: {caption}

{entries}
```
"""


def map_of(root):
    """{name of a lesson's file: what the course's map calls it}."""
    text = "\n".join(sources(root / "notebooks" / "index.ipynb"))
    return {name: title for title, name in re.findall(r"\[([^\]]+)\]\((c\d\w+\.ipynb)\)", text)}


def sources(path):
    """The texts of the markdown cells of the notebook at `path`, or [] where there is none."""
    if not path.exists():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [text_of(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def first_page(root, sections, titles, links, pictures):
    """The markdown of the first page; `sections` and `titles` as found in the folders."""
    texts = sources(root / "notebooks" / "index.ipynb")
    claim = next((text.split("\n\n", 1)[1] for text in texts if text.startswith("# ")), "")
    study = next((text for text in texts if text.startswith("## How to study")), "")
    page = OPENING.format(
        claim=html.escape(" ".join(claim.split()), quote=False),
        cards="\n".join(card(root / page, page, titles, pictures) for page in sections["Lessons"]),
        study=links.adapt(study, MAP, on=FIRST),
    )
    return page + "".join(
        TREE.format(caption=caption, entries="\n".join(entry(root, p, titles) for p in pages))
        for caption, pages in sections.items()
        if pages
    )


def card(path, page, titles, pictures):
    """A lesson as a card: its first widget as a picture, its name, its question."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    title = next(text for level, text in headings(text_of(cells[0]["source"])) if level == 1)
    stills = [o.content for cell in cells for o in shown(cell) if o.kind in ("still", "figure")]
    wide = [image for image in stills if pictures.keep(image)[2][0] > 600] or stills
    return CARD.format(
        address=page.replace(".ipynb", ".html"),
        picture=pictures.tag(wide[0], up=0, alt="") if wide else "",
        week=label_of(path),
        name=html.escape(name_of(path, titles)),
        question=html.escape(title.partition("·")[2].strip() or title),
    )


def entry(root, page, titles):
    """A line of the navigation: weeks are called by their number and name."""
    path = root / page
    place = page.rpartition(".")[0]
    if page.endswith(".md"):
        return place
    if not week_of(path):
        return f"Glossary <{place}>"
    return f"{label_of(path)} {name_of(path, titles)} <{place}>"


def name_of(path, titles):
    """What the map calls a week, or the name of its file where it is not on the map yet."""
    return titles.get(path.name) or path.stem.partition("_")[2].replace("_", " ").capitalize()
