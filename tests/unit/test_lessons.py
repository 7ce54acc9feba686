"""What every lesson has to have, whatever its week: read from the files, nothing is run."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import NOTEBOOKS
from course_utils.exercises import weeks

LESSONS = sorted(NOTEBOOKS.glob("c[0-9]w[0-9]*.ipynb"))
EVERYTHING = sorted(NOTEBOOKS.rglob("*.ipynb"))
LONGEST = 25  # lines of code in a cell
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])
each_notebook = pytest.mark.parametrize(
    "path", EVERYTHING, ids=[str(path.relative_to(NOTEBOOKS)) for path in EVERYTHING]
)


@cache
def cells(path, kind):
    """Pairs of source and tags of the cells of a kind."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [
        ("".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in notebook["cells"]
        if cell["cell_type"] == kind
    ]


def prose(path):
    return "\n\n".join(source for source, _ in cells(path, "markdown"))


def table_below(text, heading):
    """The rows of the first table below a heading, without its head, as lists of cells."""
    rows = text.partition(heading)[2].split("\n\n| ", 1)[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows[2:]]


def words(cell):
    """The terms in a cell of a table, several of which may be separated by commas."""
    return {word.strip().lower() for word in cell.split(",")}


def local_links(path):
    """The files that a notebook links to, as it writes them."""
    text = re.sub(r"(?s)\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", "", prose(path))  # x^{[1](i)} is no link
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    return [t for t in targets if not re.match(r"[a-z]+:|#", t)]


@each_lesson
def test_a_lesson_has_all_its_sections(path):
    text = prose(path)
    title, *_ = cells(path, "markdown")[0]
    assert title.startswith("# ")
    for part in ("**The question.**", "**Afterwards you can**", "**Time**", "(index.ipynb)"):
        assert part in title, part
    for heading in ("## Your turn", "## What we learned", "### Key terms", "### Slips"):
        assert f"\n{heading}" in text, heading
    assert re.search(r"\n### (Sources|Papers|To read)", text)
    assert f"exercises/{path.name}" in text
    assert "**Try it.**" in text


@each_lesson
def test_every_key_term_is_in_the_glossary_in_both_languages(path):
    glossary = table_below(prose(NOTEBOOKS / "glossary.ipynb"), "## Words")
    known = set().union(*(words(row[0]) for row in glossary))
    rows = table_below(prose(path), "### Key terms")
    assert len(rows) >= 8
    for english, chinese, *_ in rows:
        assert words(english) <= known, english
        assert re.search(r"[\u4e00-\u9fff]", chinese), english


def test_the_glossary_is_sorted_and_says_everything_once():
    first = [row[0].lower() for row in table_below(prose(NOTEBOOKS / "glossary.ipynb"), "## Words")]
    assert first == sorted(first)
    assert len(set(first)) == len(first)


@each_lesson
def test_a_lesson_is_on_the_maps(path):
    for text, place in (
        (prose(NOTEBOOKS / "index.ipynb"), path.name),
        ((ROOT / "README.md").read_text(encoding="utf-8"), f"notebooks/{path.name}"),
    ):
        (row,) = [line for line in text.splitlines() if f"({place})" in line and line[0] == "|"]
        assert "ready" in row
        assert "to come" not in row


@each_lesson
def test_a_lesson_has_exercises_solutions_and_their_checks(path):
    week = path.stem.partition("_")[0]
    assert week in weeks()
    for kind in ("exercises", "solutions"):
        assert (NOTEBOOKS / kind / path.name).exists()


@each_lesson
def test_about_half_of_a_lesson_is_text_and_cells_are_short(path):
    code = [source.splitlines() for source, _ in cells(path, "code")]
    assert len(cells(path, "markdown")) >= 0.4 * len(code)
    lengths = sorted(len([line for line in lines if line.strip()]) for lines in code)
    assert lengths[-1] <= LONGEST
    assert lengths[len(lengths) // 2] <= 6


@each_notebook
def test_links_lead_to_files_that_are_there(path):
    for target in local_links(path):
        file = (path.parent / unquote(target.partition("#")[0])).resolve()
        assert file.exists(), target
        assert Path(ROOT) in file.parents


@each_notebook
def test_stored_outputs_are_clean(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tags = cell["metadata"].get("tags", [])
        assert not "".join(cell["source"]).rstrip().endswith(";")
        for output in cell["outputs"]:
            assert output.get("name") != "stderr", cell["id"]
            assert output["output_type"] != "error" or "raises-exception" in tags, cell["id"]
            html = "".join(output.get("data", {}).get("text/html", ""))
            assert html.count("<img") == len(re.findall(r'<img[^>]* alt="[^"]', html)), cell["id"]
