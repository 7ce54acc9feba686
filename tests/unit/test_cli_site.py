"""The site's source: pages from the folders, links between them, pictures, what stays."""

import base64
import json
import struct

import pytest

from course_utils.cli import site
from course_utils.cli.site.links import BrokenLink, Links
from course_utils.cli.site.pages import glossary_page, in_words, lesson_page
from course_utils.cli.site.pictures import Pictures
from course_utils.cli.site.stage import find_pages, stage

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s2I", 13, b"IHDR", 300, 150) + b"..."
IMAGE = (
    f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A &lt;curve&gt;"'
    ' width="200" style="max-width: 100%">'
)
LESSON, NEW = "notebooks/c1w2_logistic_regression.ipynb", "notebooks/c4w9_new_week.ipynb"


def markdown(source, name="m"):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(source, *outputs, name="c", tags=()):
    cell = {"cell_type": "code", "id": name, "metadata": {"tags": list(tags)}, "source": source}
    return cell | {"outputs": list(outputs), "execution_count": 1}


def html(text):
    return {"output_type": "execute_result", "data": {"text/html": text}}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def root(tmp_path):
    """A small course: two lessons, exercises with solutions, a map, a glossary, a guide, a page."""
    files = {
        LESSON: notebook(
            markdown("# Week 2 · A face?\n\n← [Map](index.ipynb) · [Ex](exercises/c1w2_x.ipynb)"),
            code("explore.it()", html(f"<p><em>A T</em>: run this cell to move it.</p>{IMAGE}")),
        ),
        NEW: notebook(markdown("# Week C4W9 · New?"), code("x", html(IMAGE.replace("200", "720")))),
        "notebooks/exercises/c1w2_x.ipynb": notebook(
            markdown("# Exercises\n\n[solved](../solutions/c1w2_x.ipynb)")
        ),
        "notebooks/solutions/c1w2_x.ipynb": notebook(markdown("# Solved")),
        "notebooks/index.ipynb": notebook(
            markdown("# C\n\nA claim & more."),
            markdown(f"## Map\n\n| C1W2 | [Logistic]({LESSON.partition('/')[2]}) |"),
            markdown("## How to study\n\nSee the [data](../datasets/README.md)."),
        ),
        "notebooks/glossary.ipynb": notebook(markdown("# Glossary")),
        "notebooks/teaching/c1w2.md": "# Guide\n\n[Lesson](../c1w2_logistic_regression.ipynb)",
        "notebooks/teaching/README.md": "# How to use the guide",
        "classroom/publishing.md": "# Publishing\n\nSee [the code](../course_utils/x.py).",
        "course_utils/x.py": "x = 1\n",
        "datasets/README.md": "# Data",
    }
    for name, content in files.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return tmp_path / "course"


@pytest.fixture
def modules(tmp_path):
    """Stand-ins for the npm packages."""
    folder = tmp_path / "node_modules"
    for family in ("source-sans-3", "source-serif-4", "source-code-pro"):
        package = folder / "@fontsource-variable" / family
        (package / "files").mkdir(parents=True)
        file = f"files/{family}-latin-wght-normal.woff2"
        (package / file).write_bytes(b"font")
        (package / "wght.css").write_text(f"@font-face {{ src: url(./{file}) }}")
        (package / "wght-italic.css").write_text("")
        (package / "LICENSE").write_text("OFL")
    (folder / "mathjax" / "es5" / "output" / "chtml" / "fonts" / "woff-v2").mkdir(parents=True)
    (folder / "mathjax" / "es5" / "tex-chtml.js").write_text("")
    (folder / "mathjax" / "LICENSE").write_text("Apache")
    return folder


@pytest.fixture
def links(root, tmp_path):
    pages = [page for section in find_pages(root).values() for page in section]
    return Links(root, tmp_path / "source", pages)


@pytest.fixture
def pictures(tmp_path):
    return Pictures(tmp_path / "source")


def test_what_is_in_the_folders_is_on_the_site(root):
    assert find_pages(root) == {
        "Lessons": [LESSON, NEW],
        "Exercises": ["notebooks/exercises/c1w2_x.ipynb"],
        "To look up": ["notebooks/glossary.ipynb", "datasets/README.md"],
        "To teach": [
            "notebooks/teaching/README.md",
            "notebooks/teaching/c1w2.md",
            "classroom/publishing.md",
        ],
    }


def test_the_source_has_everything_and_a_lesson_that_came_today(root, modules, tmp_path):
    source = tmp_path / "out"
    pages = stage(root, source, modules)
    assert len(pages) == 9
    first = (source / "index.md").read_text(encoding="utf-8")
    assert "A claim &amp; more." in first
    assert f'href="{NEW.replace("ipynb", "html")}"' in first
    assert '<span class="name">C1W2 · Logistic</span><span class="question">A face?</span>' in first
    assert "[data](datasets/README.md)" in first
    assert "C4W9 New week <notebooks/c4w9_new_week>" in first
    for name in ("conf.py", "_static/site.css", "_static/fonts.css", "_static/mathjax/LICENSE"):
        assert (source / name).exists(), name
    assert (source / "_extra" / LESSON).read_bytes() == (root / LESSON).read_bytes()
    assert not list(source.rglob("solutions"))
    assert "url(fonts/source-sans-3-latin-wght-normal.woff2)" in (
        source / "_static" / "fonts.css"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "adapted"),
    [
        ("[Map](index.ipynb)", "[Map](../index.md)"),
        ("[Data](../datasets/README.md#faces)", "[Data](../datasets/README.md#faces)"),
        ("[all of it](../datasets)", "[all of it](../datasets/README.md)"),
        ("[the code](../course_utils)", "the code"),
        ("[`x`](../course_utils/x.py)", "{download}`x <../_carried/course_utils/x.py>`"),
        ("[Solved](solutions/c1w2_x.ipynb)", "Solved"),
        ("[a [b] c](glossary.ipynb)", "[a [b] c](glossary.ipynb)"),
        (
            "[out](https://example.org/x.md), [here](#x)",
            "[out](https://example.org/x.md), [here](#x)",
        ),
        ("`[a](b)`, $x^{[1](i)}$ and $$W^{[1](2)}$$", "`[a](b)`, $x^{[1](i)}$ and $$W^{[1](2)}$$"),
        ("```\n[a](b)\n```", "```\n[a](b)\n```"),
    ],
)
def test_links_between_files_are_links_between_pages(links, text, adapted):
    assert links.adapt(text, LESSON) == adapted


def test_a_linked_file_is_carried_along(links, tmp_path):
    links.adapt("[x](../course_utils/x.py)", LESSON)
    assert (tmp_path / "source" / "_carried" / "course_utils" / "x.py").read_text() == "x = 1\n"


@pytest.mark.parametrize("target", ["nowhere.ipynb", "../../outside.md", "../../../../etc/passwd"])
def test_a_link_to_nothing_or_out_of_the_course_is_refused(links, target, tmp_path):
    (tmp_path / "outside.md").write_text("not of the course")
    with pytest.raises(BrokenLink, match="no such file in the course"):
        links.adapt(f"[x]({target})", LESSON)


def test_a_lesson_says_how_to_open_it_and_its_widgets_stand_still(links, pictures, root):
    page = lesson_page(json.loads((root / LESSON).read_text()), LESSON, "c1w2", links, pictures)
    title, how, widget = page["cells"]
    assert title["source"].endswith("[Map](../index.md) · [Ex](exercises/c1w2_x.ipynb)")
    assert "<code>python course.py lab c1w2</code>" in how["source"]
    assert 'href="c1w2_logistic_regression.ipynb" download' in how["source"]
    (output,) = widget["outputs"]
    text = output["data"]["text/html"]
    assert '<figure class="picture still"><img src="../_static/figures/' in text
    assert 'alt="A &lt;curve&gt;" width="200" height="100" loading="lazy"' in text
    assert "<strong>A T</strong> is a widget" in text
    assert "base64" not in text
    exercises = lesson_page(
        notebook(markdown("# E"), markdown("x")),
        "notebooks/exercises/c1w2_x.ipynb",
        "c1w2",
        links,
        pictures,
    )
    assert "lab c1w2 --exercises" in exercises["cells"][1]["source"]


def test_a_picture_is_a_file_named_by_its_content(pictures, tmp_path):
    tags = {pictures.tag(IMAGE, up) for up in (0, 1, 1)}
    assert len(tags) == 2
    (file,) = (tmp_path / "source" / "_static" / "figures").iterdir()
    assert file.read_bytes() == PNG
    assert pictures.tag(IMAGE, 0, alt="").count('alt=""') == 1
    with pytest.raises(ValueError, match="not a picture"):
        pictures.tag('<img src="https://example.org/x.png">', 0)


def test_callouts_are_marked_and_formulas_in_summaries_typeset():
    assert in_words("x\n\n> **Try it.** Now") == "x\n\n{.try}\n> **Try it.** Now"
    assert in_words("> **Careful.** No") == "{.careful}\n> **Careful.** No"
    assert in_words("> a quotation") == "> a quotation"
    text = in_words("<details><summary>Is $p_c = 1$ in `a<b`?</summary>")
    assert text == (
        '<details><summary class="mathjax_process">'
        "Is \\(p_c = 1\\) in <code>a&lt;b</code>?</summary>"
    )


def test_the_glossary_has_a_field_and_a_place_for_each_word(links, pictures):
    table = "## Words\n\n| English | 中文 | meaning | week |\n|---|---|---|---|\n"
    table += "| Adam | 亚 | $a$ | C |\n| dot product | 点 | b | C |"
    page = glossary_page(notebook(markdown(table)), "notebooks/glossary.ipynb", links, pictures)
    (cell,) = page["cells"]
    assert '<label for="find-word">' in cell["source"]
    assert '| <span id="word-adam"></span>Adam | 亚' in cell["source"]
    assert '<span id="word-dot-product"></span>dot product |' in cell["source"]
    assert cell["source"].count("<span id=") == 2


def test_a_folder_of_somebody_else_is_never_overwritten(tmp_path, capsys):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.tex").write_text("years of work")
    assert site.main([str(mine)]) == 1
    assert "stays as it is" in capsys.readouterr().err
    assert site.main([str(mine / "thesis.tex")]) == 1
    assert "is not a folder" in capsys.readouterr().err
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]


def test_a_site_is_replaced_at_once_and_one_that_fails_leaves_the_old(
    root, modules, tmp_path, monkeypatch
):
    out = tmp_path / "out"

    def build(source, draft):
        draft.mkdir()
        (draft / "index.html").write_text(f"{len(list(source.rglob('*.ipynb')))}")

    def fail(source, draft):
        draft.mkdir()
        raise site.NoSite("a warning")

    monkeypatch.setattr(site, "build", build)
    assert site.make(out, modules, root) == 9
    (out / "left_over.html").write_text("of the old one")
    site.refuse_others(out)
    site.make(out, modules, root)
    assert sorted(path.name for path in out.iterdir()) == [site.MARK, "index.html"]
    monkeypatch.setattr(site, "build", fail)
    with pytest.raises(site.NoSite):
        site.make(out, modules, root)
    assert (out / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]


def test_what_sphinx_warns_of_is_said_without_the_paths_of_this_machine(tmp_path, monkeypatch):
    source = tmp_path / "source"
    said = f"{source}/notebooks/a.md:3: WARNING: no such word\n"
    monkeypatch.setattr(
        site.subprocess, "run", lambda *a, **k: site.subprocess.CompletedProcess(a, 1, stdout=said)
    )
    with pytest.raises(site.NoSite, match=r"not made:\n\nnotebooks/a\.md:3: WARNING"):
        site.build(source, tmp_path / "draft")
