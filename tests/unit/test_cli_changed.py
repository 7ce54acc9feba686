"""Which notebooks a change concerns: a small course under git, in which things are changed."""

import json
import subprocess

import pytest

from course_utils.cli import changed as module
from course_utils.cli.changed import CannotTell, changed_files, concerned

FILES = {
    "requirements.lock": "numpy==2.0",
    "README.md": "A course.",
    "course_utils/__init__.py": "",
    "course_utils/nn/__init__.py": "from .layers import Dense",
    "course_utils/nn/layers.py": "def Dense():\n    from . import costs",
    "course_utils/nn/costs.py": "import numpy",
    "course_utils/data/__init__.py": "KNOWN = ('faces', 'digits', 'scenes')\ndef load(name): ...",
    "course_utils/data/registry.tsv": "squeezenet",
    "course_utils/vision/__init__.py": "",
    "course_utils/vision/residual.py": "FILE = 'trained/residual.h5'\nfrom ..nn import Dense",
    "course_utils/notebook/__init__.py": "",
    "course_utils/notebook/screen.js": "",
    "course_utils/notebook/player.py": "",
    "course_utils/cli/__init__.py": "",
    "course_utils/cli/kernels.py": "",
    "datasets/faces.h5": "1",
    "datasets/digits.h5": "2",
    "datasets/scenes.h5": "3",
    "datasets/trained/residual.h5": "4",
    "tests/notebooks/plugin.py": "",
    "tests/unit/test_it.py": "",
    "notebooks/images/cat.png": "5",
}
CODE = {
    "faces": ["%matplotlib inline\nfrom course_utils.data import load", "load('faces')\n!ls"],
    "nets": ["import course_utils.nn as nn", "%%time\nno python (", "nn.Dense()"],
    "deep": ["from course_utils.vision.residual import FILE", "f'{FILE} of digits'"],
    "show": ["from course_utils.notebook import player", "open('images/cat.png')"],
    "plain": ["1 + 1"],
}
DATA_DOOR = "course_utils/data/__init__.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The course, committed on main; and git in it."""
    root = tmp_path_factory.mktemp("course")
    for name, text in FILES.items():
        write(root / name, text)
    for name, code in CODE.items():
        cells = [{"cell_type": "code", "source": source} for source in code]
        cells.append({"cell_type": "markdown", "source": "load('digits')"})
        write(root / f"notebooks/{name}.ipynb", json.dumps({"cells": cells}))
    git = git_in(root)
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "The course")
    return root, git


def git_in(root):
    who = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]

    def git(*command):
        subprocess.run(["git", *who, *command], cwd=root, check=True, capture_output=True)

    return git


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def course(made):
    """The same, put back as it was afterwards."""
    yield made
    git = made[1]
    git("reset", "--quiet", "--hard")
    git("clean", "--quiet", "-fdx")
    git("checkout", "--quiet", "main")


def found(root, since=None):
    reasons = concerned(
        sorted((root / "notebooks").glob("*.ipynb")), changed_files(since, root), root
    )
    return {path.stem: reason for path, reason in reasons.items()}


ALL = sorted(CODE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notebooks/plain.ipynb", ["plain"]),
        ("course_utils/nn/layers.py", ["deep", "nets"]),
        ("course_utils/nn/costs.py", ["deep", "nets"]),  # imported in a function, two steps away
        ("course_utils/vision/residual.py", ["deep"]),
        ("course_utils/data/registry.tsv", ["faces"]),  # beside a module that is used
        ("course_utils/notebook/screen.js", ["show"]),
        ("course_utils/__init__.py", ["deep", "faces", "nets", "show"]),
        ("course_utils/nn/new.py", []),
        ("datasets/faces.h5", ["faces"]),
        ("datasets/trained/residual.h5", ["deep"]),
        ("datasets/digits.h5", ALL),  # nobody names it by its name: in doubt, all
        ("datasets/README.md", []),
        ("notebooks/images/cat.png", ["show"]),
        ("requirements.lock", ALL),
        ("pyproject.toml", ALL),
        ("tests/notebooks/plugin.py", ALL),
        ("course_utils/cli/kernels.py", ALL),
        ("course_utils/cli/lab.py", []),
        ("tests/unit/test_it.py", []),
        ("README.md", []),
    ],
)
def test_a_change_concerns_what_depends_on_it(course, name, expected):
    root, _ = course
    text = (root / name).read_text() if (root / name).exists() else ""
    # A notebook has to remain one.
    write(root / name, text.replace("1 + 1", "1 + 2") if "ipynb" in name else f"{text}\n")
    assert found(root) == dict.fromkeys(expected, name)


def test_without_a_change_there_is_nothing_to_test(course):
    assert found(course[0]) == {}


def test_a_module_that_was_deleted_or_renamed_counts(course):
    root, git = course
    git("mv", "course_utils/nn/costs.py", "course_utils/nn/losses.py")
    assert found(root) == dict.fromkeys(["deep", "nets"], "course_utils/nn/costs.py")
    (root / "datasets/faces.h5").unlink()
    assert found(root)["faces"] == "datasets/faces.h5"


def test_a_branch_is_compared_with_where_it_left_main(course):
    root, git = course
    git("checkout", "--quiet", "-b", "mine")
    write(root / "course_utils/vision/residual.py", "FILE = 'residual.h5'")
    git("commit", "--quiet", "-am", "A change")
    git("checkout", "--quiet", "main")
    write(root / "datasets/faces.h5", "another")
    git("commit", "--quiet", "-am", "Another, on main")
    git("checkout", "--quiet", "mine")
    assert found(root) == {"deep": "course_utils/vision/residual.py"}
    write(root / "datasets/scenes.h5", "x")
    assert set(found(root, "HEAD")) == set(ALL)
    git("checkout", "--quiet", "datasets/scenes.h5")
    assert found(root, "HEAD") == {}
    assert set(found(root, "main")) == {"deep", "faces"}
    git("checkout", "--quiet", "main")
    git("reset", "--quiet", "--hard", "HEAD~1")
    git("branch", "-D", "mine")


@pytest.mark.parametrize("text", ["no json", '{"cells": [{}]}'])
def test_a_notebook_that_cannot_be_read_is_tested(course, text):
    root, _ = course
    write(root / "notebooks/plain.ipynb", text)
    assert found(root) == {"plain": "notebooks/plain.ipynb"}
    write(root / "README.md", "x")
    assert found(root) == {"plain": "README.md"}


def test_an_unknown_revision_is_one_sentence(course):
    with pytest.raises(CannotTell, match=r"^There is no revision 'v9' in this copy, so"):
        changed_files("v9", course[0])


def test_before_the_first_commit_nobody_can_tell(tmp_path):
    git_in(tmp_path)("init", "--quiet")
    with pytest.raises(CannotTell, match=r"^There is no commit, so nobody can tell"):
        changed_files(root=tmp_path)


def test_a_copy_without_git_is_one_sentence(course, tmp_path, monkeypatch):
    root, _ = course
    outside = "asks git what has changed, and this copy of the course was not made with git"
    for folder in (tmp_path, root / "notebooks"):  # the second: inside somebody else's checkout
        with pytest.raises(CannotTell, match=outside):
            changed_files(root=folder)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        with pytest.raises(CannotTell, match=outside):
            changed_files(root=root)


def test_the_files_that_concern_all_notebooks_are_there():
    assert all((module.ROOT / name).exists() for name in module.CONCERNS_ALL)
