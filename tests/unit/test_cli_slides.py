"""Slides: which cells, under which heading, with which notes; what is left of a long text."""

import json
import re
from pathlib import Path

import pytest
from tagged import tagged_lesson, write_guide

from course_utils.cli import slides
from course_utils.cli.kernels import NOTEBOOKS
from course_utils.cli.slides import render
from course_utils.cli.slides.brief import LONG, brief, in_sentences, shorten
from course_utils.cli.slides.deck import NoSlides, read_deck, read_notes
from course_utils.cli.stored import Shown, headings, label_of, shown, week_of

IMAGE = '<img src="data:image/png;base64,AAAA" alt="A &lt;curve&gt;" width="720">'


def cell(source, slide_type=None, kind="markdown", outputs=(), name=None):
    metadata = {"slideshow": {"slide_type": slide_type}} if slide_type else {}
    made = {"id": name or f"id{abs(hash(source))}", "cell_type": kind, "source": source}
    return made | {"metadata": metadata, "outputs": list(outputs)}


def html(text):
    return {"output_type": "execute_result", "data": {"text/html": text, "text/plain": "x"}}


def printed(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.fixture
def deck_of(tmp_path):
    """A function that writes cells as a lesson, and perhaps a guide, and reads its deck."""

    def read(*cells, guide=None):
        path, notes = tmp_path / "c9w9_some.ipynb", tmp_path / "c9w9.md"
        path.write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")
        if guide:
            notes.write_text(guide, encoding="utf-8")
        return read_deck(path, "c9w9", notes)

    return read


TITLE = cell("# Week 9 · Why?\n\n**The question.** Why $x$?\n\n**Time**: long")


def test_tagged_cells_become_slides_subslides_and_fragments_and_others_are_left_out(deck_of):
    deck = deck_of(
        TITLE,
        cell("## 9.1 First", "slide"),
        cell("left out"),
        cell("a", "fragment"),
        cell("b", "subslide"),
        cell("### Part\n\ntext"),
        cell("x = 1", "slide", "code"),
        cell("also left out", "skip"),
    )
    shape = [[[p.source for p in slide.parts] for slide in stack] for stack in deck.stacks]
    assert shape == [[["", "a"], ["b"]], [["x = 1"]]]
    assert [[part.fragment for part in slide.parts] for slide in deck.stacks[0]] == [
        [False, True], [False],
    ]  # fmt: skip
    assert (deck.title, deck.question) == ("Week 9 · Why?", "Why $x$?")


def test_a_slide_has_its_own_heading_or_that_of_its_section(deck_of):
    deck = deck_of(
        TITLE,
        cell("## 9.1 First\n\ntext", "slide"),
        cell("more", "subslide"),
        cell("## 9.2 Second\n\n### Of it\n\ntext", "slide"),
        cell("### Another"),
        cell("y", "slide", "code"),
        cell("## 9.3 Third"),
        cell("z", "slide", "code"),
    )
    found = [(slide.section, slide.title) for stack in deck.stacks for slide in stack]
    assert found == [
        ("", "9.1 First"),
        ("9.1 First", ""),
        ("9.2 Second", "Of it"),
        ("Another", ""),
        ("9.3 Third", ""),
    ]


def test_notes_come_from_the_guide_and_each_finds_its_cell(deck_of):
    guide = "# W\n\n## Speaker notes\n\n- **aa** Ask\n  twice.\n- **b-b** Wait.\n\n"
    guide += "## End\n\n- **cc** No."
    one, two = cell("x", "slide", name="aa"), cell("y", "fragment", name="b-b")
    ((slide,),) = deck_of(TITLE, one, two, guide=guide).stacks
    assert [part.note for part in slide.parts] == ["Ask twice.", "Wait."]
    with pytest.raises(NoSlides, match=r"not on any slide of c9w9_some\.ipynb: b-b"):
        deck_of(TITLE, one, cell("y", name="b-b"), guide=guide)


def test_a_guide_without_notes_or_no_guide_is_no_mistake(tmp_path):
    (tmp_path / "c1w1.md").write_text("# Week\n\n## Plan\n\n- **aa** no note", encoding="utf-8")
    assert read_notes(tmp_path / "c1w1.md") == {}
    assert read_notes(tmp_path / "none.md") == {}


def test_an_unknown_type_and_a_lesson_without_tags_are_said(deck_of):
    with pytest.raises(NoSlides, match="The cell aa has the slide type 'slid'"):
        deck_of(TITLE, cell("x", "slid", name="aa"))
    with pytest.raises(NoSlides, match=r"No cell of c9w9_some\.ipynb is tagged"):
        deck_of(TITLE, cell("x"))


def test_a_short_text_stays_and_of_a_long_one_what_a_class_can_take_in():
    short = "One thing. And **another**."
    assert brief(short) == short
    long = (
        "The first says it. The second doesn't matter. The **third** is a term. So we get\n\n$$x$$"
    )
    text = brief(long + "\n\n" + "More of it, on and on. Or not. " * LONG + "\n\n> Stay. Too.")
    assert text.split("\n\n") == [
        "The first says it. The **third** is a term. So we get",
        "$$x$$",
        "More of it, on and on.",
        "> Stay. Too.",
    ]


def test_sentences_are_not_cut_inside_formulas_code_names_and_brackets():
    text = 'D. R. Cox wrote it (in 1958. Or so). Then `a. B` and $x. Y$ came. "Really?" Yes.'
    assert in_sentences(text) == [
        "D. R. Cox wrote it (in 1958. Or so).",
        "Then `a. B` and $x. Y$ came.",
        '"Really?"',
        "Yes.",
    ]
    assert " ".join(in_sentences(text)) == text


def test_the_sentence_that_leads_on_stays():
    assert shorten("One. Two. Three:") == "One. Three:"
    assert shorten("One. Two. Three.", after="| a |") == "One. Three."
    assert shorten("One. Two. Three.", after="Next") == "One."


def test_fenced_code_stays_in_one_piece():
    fenced = "```\na\n\nb. C\n```"
    assert brief("word. " * 100 + "\n\n" + fenced).endswith(fenced)


def test_what_a_speaker_says_of_a_shortened_text_is_all_of_it(deck_of):
    source = "First. " + "Then nothing. " * 100
    ((slide,),) = deck_of(TITLE, cell(source, "slide", name="aa")).stacks
    assert (slide.parts[0].source, slide.parts[0].in_full) == ("First.", source)


def test_outputs_are_told_apart():
    still = f"<p><em>A title</em>: run this cell to move it.</p>{IMAGE}"
    outputs = [
        html(IMAGE),
        html(still),
        html("<table></table>"),
        html(f"<b></b>{IMAGE}"),
        {
            "output_type": "display_data",
            "data": {"image/png": "A\nB\n", "text/plain": "<Figure>"},
        },
        printed("1\n"),
        printed(" 0%| | 0/6"),
    ]
    outputs.append({"output_type": "error", "traceback": ["\x1b[31mTypeError: no"]})
    assert list(shown({"outputs": outputs})) == [
        Shown("figure", IMAGE),
        Shown("still", IMAGE, "A title"),
        Shown("html", "<table></table>"),
        Shown("html", f"<b></b>{IMAGE}"),
        Shown("html", '<img src="data:image/png;base64,AB" alt="&lt;Figure&gt;">'),
        Shown("printed", "1"),
        Shown("printed", "TypeError: no"),
    ]


def test_code_is_folded_beside_a_figure_or_where_it_is_long_and_shows_something():
    def folded(source, *outputs):
        return "<details" in render.code(cell(source, kind="code", outputs=outputs), "c1w2")

    long = "x = 1\n" * render.FOLDED_FROM
    assert folded("x", html(IMAGE))
    assert folded(long, printed("1"))
    assert not folded(long)  # the slide would be empty
    assert not folded("x", printed("1"))


def test_a_widget_stands_still_and_says_where_it_lives():
    still = html(f"<p><em>A &lt;title&gt;</em>: run this cell to move it.</p>{IMAGE}")
    text = render.code(cell("explore.it()", kind="code", outputs=[still]), "c1w2")
    assert "explore.it" not in text
    assert IMAGE in text
    assert "<strong>A &lt;title&gt;</strong> is a widget" in text
    assert "python course.py lab --present c1w2" in text


def test_what_is_printed_and_coded_is_escaped():
    text = render.code(cell("a < b", kind="code", outputs=[printed("<script>\nlonger line")]), "")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert 'data-widest="11"' in text


def test_links_into_the_course_are_words_on_a_slide():
    text = render.in_html("[Next](c1w3.ipynb), [a book](https://example.org/b), ## no\n\n## Head")
    assert "c1w3.ipynb" not in text
    assert "Next, " in text
    assert '<a href="https://example.org/b">a book</a>' in text
    assert "¶" not in text
    assert "anchor" not in text


def test_headings_in_code_are_none():
    assert headings("# A\n\n```\n# no\n```\n\n## B *b*") == [(1, "A"), (2, "B *b*")]


def test_only_lessons_have_a_week():
    names = {path.name: week_of(path) for path in NOTEBOOKS.glob("*.ipynb")}
    assert names["c1w2_logistic_regression.ipynb"] == "c1w2"
    assert label_of(Path("c4w4a_face_recognition.ipynb")) == "C4W4a"
    assert names["glossary.ipynb"] == names["index.ipynb"] == ""


def types(notebook):
    """The slide types of the notebook's cells."""
    return [
        c["metadata"]["slideshow"]["slide_type"]
        for c in notebook["cells"]
        if "slideshow" in c["metadata"]
    ]


@pytest.fixture
def modules(tmp_path):
    """A folder with stand-ins for the npm packages, as small as can be."""
    folder = tmp_path / "node_modules"
    script = "'</script><!--'\n//# sourceMappingURL=x.map\n"
    for name in (render.MATHJAX, *render.REVEAL, *render.STYLES):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(script if name.endswith(".js") else "a {}")
    for family in ("source-sans-3", "source-code-pro"):
        package = folder / "@fontsource-variable" / family
        (package / "files").mkdir(parents=True)
        rules = ""
        for alphabet in ("latin", "greek", "vietnamese"):
            file = f"files/{family}-{alphabet}-wght-normal.woff2"
            (package / file).write_bytes(alphabet.encode())
            rules += f"@font-face {{\n src: url(./{file}) format('woff2');\n}}\n"
        (package / "wght.css").write_text(rules)
        (package / "wght-italic.css").write_text("")
    return folder


def test_one_file_carries_everything_and_asks_for_nothing(tmp_path, modules):
    lesson, notebook = tagged_lesson(tmp_path)
    ids = [c["id"] for c in notebook["cells"] if "slideshow" in c["metadata"]]
    write_guide(tmp_path, ids[0], ids[-1])
    made, count = slides.make(lesson, tmp_path / "out", modules)
    text = made.read_text(encoding="utf-8")
    assert made.name == "c1w2.html"
    stacks = sum(tag == "slide" for tag in types(notebook))
    assert count == text.count("\n<section>") - stacks - 2  # around each stack, opening, closing
    assert re.findall(r"<(?:link|script)[^>]*(?:href|src)=", text) == []
    assert set(re.findall(r'src="([a-z]+):', text)) == {"data"}
    assert re.findall(r"url\((?!data:)", text) == []
    assert text.count("</script>") == 4
    assert "sourceMappingURL" not in text
    assert text.count("font/woff2") == 4  # two families in two alphabets: the others are left out
    for said in ("They stumble over <code>reshape</code>", "What if it is none?", "CC BY 4.0"):
        assert said in text
    assert "This is no note" not in text
    again, _ = slides.make(lesson, tmp_path / "out", modules)
    assert again.read_text(encoding="utf-8") == text
    assert [path.name for path in made.parent.iterdir()] == ["c1w2.html"]


def test_a_file_of_somebody_else_stays(tmp_path, modules):
    lesson, _ = tagged_lesson(tmp_path)
    (tmp_path / "c1w2.html").write_text("my own slides")
    with pytest.raises(NoSlides, match="was not made by this command"):
        slides.make(lesson, tmp_path, modules)
    assert (tmp_path / "c1w2.html").read_text() == "my own slides"


def test_the_command_answers_bad_input_in_a_sentence(tmp_path, capsys, monkeypatch, modules):
    monkeypatch.setattr(slides.Web, "prepare", lambda self: modules)
    assert slides.main(["c7w7", "--out", str(tmp_path)]) == 2
    assert "No notebook is called 'c7w7'" in capsys.readouterr().err
    assert slides.main(["glossary", "--out", str(tmp_path)]) == 2
    assert "'glossary' is no lesson" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    folder, _ = tagged_lesson(tmp_path)
    monkeypatch.setattr(slides, "find_notebooks", lambda names, kinds: [folder])
    assert slides.main(["c1w2", "--out", str(tmp_path / "file")]) == 1
    assert "is not a folder" in capsys.readouterr().err
    assert slides.main(["c1w2", "--out", str(tmp_path / "out")]) == 0
    assert "c1w2.html is ready" in capsys.readouterr().out


def test_the_place_for_slides_is_a_folder(tmp_path, capsys):
    assert slides.main(["c1w2", "--out", str(tmp_path / "c1w2.html")]) == 2
    assert "c1w2.html is to be a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("c*.ipynb")), ids=lambda path: path.stem)
def test_the_slides_of_each_lesson_that_has_some_can_be_made(path, modules):
    week = week_of(path)
    guide = NOTEBOOKS / "teaching" / f"{week}.md"
    if not types(json.loads(path.read_text(encoding="utf-8"))):
        with pytest.raises(NoSlides, match="is tagged as a slide"):
            read_deck(path, week, guide)
        return
    deck = read_deck(path, week, guide)
    assert 10 <= sum(map(len, deck.stacks)) <= 60
    assert deck.question
    assert render.page(deck, modules).count("<section>") > 10
