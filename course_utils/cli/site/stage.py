"""The files from which Sphinx makes the site: pages, style, script, typefaces, mathematics.

Which pages there are is read from the folders, so that a new week or guide is on the site as soon
as its file is there.
"""

import json
import shutil
from pathlib import Path

from course_utils.cli import typefaces
from course_utils.cli.site.first import first_page, map_of
from course_utils.cli.site.links import FIRST, Links
from course_utils.cli.site.pages import glossary_page, in_words, lesson_page
from course_utils.cli.site.pictures import Pictures
from course_utils.cli.stored import week_of

PROJECT = Path(__file__).parent / "project"
GLOSSARY, DATA = "notebooks/glossary.ipynb", "datasets/README.md"
MATHJAX = "mathjax/es5"


def find_pages(root):
    """{heading in the navigation: paths of its pages, relative to the folder `root`}."""

    def found(folder, pattern):
        paths = (root / folder).glob(pattern)
        # a README comes first, whatever the alphabet says
        ordered = sorted(paths, key=lambda path: (path.name != "README.md", path.name))
        return [path.relative_to(root).as_posix() for path in ordered]

    return {
        "Lessons": found("notebooks", "c[0-9]*.ipynb"),
        "Exercises": found("notebooks/exercises", "c[0-9]*.ipynb"),
        "To look up": [name for name in (GLOSSARY, DATA) if (root / name).exists()],
        "To teach": [*found("notebooks/teaching", "*.md"), *found("classroom", "*.md")],
    }


def stage(root, folder, modules):
    """Write the site's source into `folder`; returns the paths of its pages.

    Raises BrokenLink for a link in the course that leads nowhere.
    """
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    sections = find_pages(root)
    pages = [page for section in sections.values() for page in section]
    links, pictures = Links(root, folder, pages), Pictures(folder)
    titles = map_of(root)
    for page in pages:
        write(folder / page, read_page(root, page, links, pictures))
    write(folder / FIRST, first_page(root, sections, titles, links, pictures))
    for page in sections["Lessons"] + sections["Exercises"]:
        copy = folder / "_extra" / page
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / page, copy)
    carry_along(folder / "_static", modules)
    return [FIRST, *pages]


def read_page(root, page, links, pictures):
    """The text of a page as Sphinx shall read it."""
    text = (root / page).read_text(encoding="utf-8")
    if page.endswith(".md"):
        return in_words(links.adapt(text, page))
    notebook = json.loads(text)
    if page == GLOSSARY:
        return json.dumps(glossary_page(notebook, page, links, pictures))
    return json.dumps(lesson_page(notebook, page, week_of(root / page), links, pictures))


def write(path, text):
    """Write a file, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def carry_along(static, modules):
    """Put typefaces and MathJax beside the pages, with their licences."""
    (static / "fonts").mkdir()

    def address(file):
        shutil.copyfile(file, static / "fonts" / file.name)
        return f"fonts/{file.name}"

    families = (typefaces.SANS, typefaces.SERIF, typefaces.CODE)
    write(static / "fonts.css", typefaces.font_faces(modules, families, address))
    for family in families:
        licence = modules / "@fontsource-variable" / family / "LICENSE"
        shutil.copyfile(licence, static / "fonts" / f"{family}-LICENSE")
    (static / "mathjax").mkdir()
    shutil.copyfile(modules / MATHJAX / "tex-chtml.js", static / "mathjax" / "tex-chtml.js")
    shutil.copyfile(modules / "mathjax" / "LICENSE", static / "mathjax" / "LICENSE")
    shapes = "output/chtml/fonts/woff-v2"
    shutil.copytree(modules / MATHJAX / shapes, static / "mathjax" / shapes)
