"""Notebooks as students hand them in: right, blank, wrong, and up to no good."""

import json

from course_utils.cli.kernels import find_notebooks
from course_utils.cli.release import cut


def notebook(week, kind="solutions"):
    """A week's exercises as JSON has them, solved or blank, as a student would hand them in."""
    (path,) = find_notebooks([week], kinds=(kind,))
    made = json.loads(path.read_text(encoding="utf-8"))
    for cell in made["cells"]:
        source, _ = cut("".join(cell["source"]), "HIDDEN TESTS")
        lines = source.splitlines()
        cell["source"] = "\n".join(line for line in lines if "### " not in line)
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return made


def cell(made, name):
    """The cell with this id."""
    return next(cell for cell in made["cells"] if cell["id"] == name)


def write(made, name, source):
    """Write another text into a cell; returns the notebook."""
    cell(made, name)["source"] = source
    return made


def insert(made, after, source, name):
    """Insert a code cell; returns the notebook."""
    new = {"cell_type": "code", "id": name, "metadata": {}, "source": source}
    new |= {"outputs": [], "execution_count": None}
    made["cells"].insert(made["cells"].index(cell(made, after)) + 1, new)
    return made


def messed(made):
    """With a cell there twice, one a text, a check deleted, and a function renamed."""
    twice = json.loads(json.dumps(cell(made, "image2vector")))
    made["cells"].insert(made["cells"].index(cell(made, "image2vector")), twice | {"id": "twice"})
    retyped = cell(made, "normalize-rows")
    retyped["cell_type"] = "markdown"
    del retyped["outputs"], retyped["execution_count"]
    made["cells"].remove(cell(made, "check-softmax"))
    renamed = cell(made, "l1")
    renamed["source"] = renamed["source"].replace("def L1(", "def l1_loss(")
    return made


def save(made, path):
    """Write the notebook to a path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made), encoding="utf-8")
