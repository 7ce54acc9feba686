"""A notebook as a page of the site: its words, its code, and what is stored of its outputs."""

import html
import re

from course_utils.cli.stored import headings, shown, text_of

CALLOUT = re.compile(r"^(?=> \*\*(Note|Careful|Try it|Predict first)\.\*\*)", re.MULTILINE)
SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
KEPT_TAGS = ("raises-exception",)


def lesson_page(notebook, path, week, links, pictures):
    """The notebook (as JSON has it) of a lesson or of exercises as Sphinx shall read it.

    `path` is its path in the course, `week` what opens it: `course.py lab c1w2`.
    """
    up = path.count("/")
    cells = [cell for cell in notebook["cells"] if cell["source"]]
    shown_cells = [page_cell(cell, path, week, up, links, pictures) for cell in cells]
    if week:
        shown_cells.insert(1, markdown_cell("open-locally", how_to_open(path, week)))
    return notebook | {"cells": shown_cells}


def page_cell(cell, path, week, up, links, pictures):
    """One cell of the page."""
    source = text_of(cell["source"])
    if cell["cell_type"] == "markdown":
        return markdown_cell(cell["id"], in_words(links.adapt(source, path)))
    outputs = [page_output(output, week, up, pictures) for output in shown(cell)]
    tags = [tag for tag in cell["metadata"].get("tags", []) if tag in KEPT_TAGS]
    return {
        "cell_type": "code",
        "id": cell["id"],
        "metadata": {"tags": tags},
        "execution_count": None,
        "source": source,
        "outputs": outputs,
    }


def markdown_cell(name, source):
    """A cell of words."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def in_words(source):
    """Markdown with the course's callouts marked, and with formulas and code in summaries."""
    source = CALLOUT.sub(lambda m: f"{{.{m[1].split()[0].lower()}}}\n", source)
    return SUMMARY.sub(
        lambda m: f'<summary class="mathjax_process">{inline(m[1])}</summary>', source
    )


def inline(text):
    """Code between backticks and formulas between dollars, as HTML that is read as it stands."""
    text = re.sub(r"`([^`]*)`", lambda m: f"<code>{html.escape(m[1])}</code>", text)
    return re.sub(r"\$([^$]+)\$", r"\\(\1\\)", text)


def page_output(output, week, up, pictures):
    """What a cell has shown, as an output that Sphinx can read."""
    if output.kind == "printed":
        return {"output_type": "stream", "name": "stdout", "text": output.content + "\n"}
    content = output.content
    if output.kind == "figure":
        content = f'<figure class="picture">{pictures.tag(content, up)}</figure>'
    elif output.kind == "still":
        content = (
            f'<figure class="picture still">{pictures.tag(content, up)}<figcaption><strong>'
            f"{output.title}</strong> is a widget. It stands still here and lives in JupyterLab: "
            f"<code>python course.py lab {week}</code></figcaption></figure>"
        )
    data = {"text/html": content}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def how_to_open(path, week):
    """How to have a page alive: the command, and the notebook itself."""
    name = path.rpartition("/")[2]
    what = "exercises" if "/exercises/" in path else "lesson"
    command = f"python course.py lab {week}" + (" --exercises" if what == "exercises" else "")
    return (
        f'<p class="open-locally"><span>This is the {what} as it is stored. To run it, change it'
        f" and move its widgets, in a copy of the course:</span> <code>{command}</code>"
        f' <a href="{name}" download>Download the notebook</a></p>'
    )


def glossary_page(notebook, path, links, pictures):
    """The glossary, with a field to find a word and a place for each word to link to."""
    page = lesson_page(notebook, path, "", links, pictures)
    for cell in page["cells"]:
        if any(title == "Words" for _, title in headings(cell["source"])):
            cell["source"] = with_places(cell["source"]).replace(
                "## Words\n", f"## Words\n\n{FIELD}\n"
            )
    return page


FIELD = """\
<form class="find-word" role="search" hidden>
<label for="find-word">Find a word, in English or 中文</label>
<input id="find-word" type="search" autocomplete="off"> <output for="find-word"></output>
</form>
"""


def with_places(table):
    """The table of words, each with an id made of its letters."""

    def row(match):
        name = re.sub(r"[^a-z0-9]+", "-", match[1].lower()).strip("-")
        return f'| <span id="word-{name}"></span>{match[1]} |'

    head, rule, rows = table.partition("|---|---|---|---|\n")
    return head + rule + re.sub(r"^\| ([^|]+?) \|", row, rows, flags=re.MULTILINE)
