"""The presentation layout: copies with their code hidden, settings of its own, work put aside."""

import json

import pytest

from course_utils.cli import present
from course_utils.cli.kernels import NOTEBOOKS

LESSON, OTHER = "c1w2_logistic_regression.ipynb", "glossary.ipynb"


@pytest.fixture
def notebooks(tmp_path):
    """A folder with a lesson and the glossary."""
    folder = tmp_path / "course" / "notebooks"
    (folder / "exercises").mkdir(parents=True)
    for name in (LESSON, OTHER):
        (folder / name).write_bytes((NOTEBOOKS / name).read_bytes())
    (folder / "exercises" / LESSON).write_text("{}")
    return folder


def hidden(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return [cell["metadata"].get("jupyter", {}).get("source_hidden", False) for cell in code]


def test_the_copies_hide_their_code_and_the_lessons_are_not_touched(tmp_path, notebooks):
    files = {path: path.read_bytes() for path in notebooks.rglob("*.ipynb")}
    present.prepare(tmp_path / "show", notebooks)
    assert {path: path.read_bytes() for path in notebooks.rglob("*.ipynb")} == files
    copy = tmp_path / "show" / "notebooks" / LESSON
    assert len(hidden(copy)) > 60
    assert all(hidden(copy))
    assert (tmp_path / "show" / "notebooks" / "exercises" / LESSON).exists()


def test_a_second_start_makes_them_anew_and_puts_what_was_written_aside(tmp_path, notebooks):
    show, said = tmp_path / "show", []
    present.prepare(show, notebooks, said.append)
    copy = show / "notebooks" / LESSON
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    notebook["cells"][4]["outputs"] = []  # run again: nothing of somebody's own
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    present.prepare(show, notebooks, said.append)
    assert said == []
    for number in (1, 2):
        notebook["cells"][4]["source"] = "answer_of_the_class = 42"
        copy.write_text(json.dumps(notebook), encoding="utf-8")
        present.prepare(show, notebooks, said.append)
        kept = copy.with_name(f"c1w2_logistic_regression.kept-{number}.ipynb")
        assert "answer_of_the_class" in kept.read_text(encoding="utf-8")
        assert "answer_of_the_class" not in copy.read_text(encoding="utf-8")
        assert str(kept) in said[-1]
    assert len(said) == 2


def test_a_copy_that_cannot_be_read_is_put_aside_too(tmp_path, notebooks):
    copy = tmp_path / "show" / "notebooks" / LESSON
    copy.parent.mkdir(parents=True)
    copy.write_text("half a notebook {")
    present.prepare(tmp_path / "show", notebooks, lambda text: None)
    assert copy.with_name("c1w2_logistic_regression.kept-1.ipynb").read_text().startswith("half")
    assert all(hidden(copy))


def test_its_settings_are_its_own(tmp_path, notebooks):
    show = tmp_path / "show"
    arguments = present.prepare(show, notebooks)
    assert all(str(show) in argument or "custom_css" in argument for argument in arguments)
    themes = show / "settings" / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    assert json.loads(themes.read_text())["overrides"]["content-font-size1"] == "26px"
    assert "course-screen" in (show / "config" / "custom" / "custom.css").read_text()
