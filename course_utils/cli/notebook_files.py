"""Reading a notebook that may be anything: a learner's, a half-merged one, somebody's attack."""

import hashlib
import json

RELEASED = ".released.json"  # beside the exercises: the digest of each as it was made
LARGEST = 50_000_000  # bytes; a lesson with all its pictures has about two million
CELL_TYPES = ("code", "markdown", "raw")


class BadNotebook(ValueError):
    """A file is no notebook that can be worked with; the message says why, in one sentence."""


def read_notebook(path):
    """The notebook at `path` as JSON has it, with a list of cells that have a type and a text.

    Raises BadNotebook, or FileNotFoundError where there is nothing.
    """
    try:
        if (size := path.stat().st_size) > LARGEST:
            raise BadNotebook(f"{path.name} has {size:,} bytes: no notebook is that large.")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        raise BadNotebook(f"{path.name} is no text in UTF-8 ({error.reason}).") from None
    except OSError as error:
        raise BadNotebook(f"{path.name} cannot be read ({error.strerror}).") from None
    if "\n<<<<<<< " in text and "\n>>>>>>> " in text:
        raise BadNotebook(
            f"{path.name} holds two versions that git could not merge: "
            f"`git checkout --ours` or `--theirs` on it keeps one of them."
        )
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise BadNotebook(f"{path.name} is no notebook: it is nested too deeply.") from None
    except ValueError as error:
        raise BadNotebook(f"{path.name} is no notebook, or a damaged one ({error}).") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise BadNotebook(f"{path.name} is no notebook of the present format: it has no cells.")
    for number, cell in enumerate(cells, 1):
        _check(path.name, number, cell)
    return notebook


def _check(name, number, cell):
    """Raise BadNotebook for a cell without a type or a text."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if kind not in CELL_TYPES:
        raise BadNotebook(f"{name}: cell {number} is none of {', '.join(CELL_TYPES)}.")
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise BadNotebook(f"{name}: cell {number} has no text.")
    if not isinstance(cell.get("metadata"), dict):
        raise BadNotebook(f"{name}: cell {number} has no metadata.")
    if kind == "code" and not isinstance(cell.get("outputs", []), list):
        raise BadNotebook(f"{name}: the outputs of cell {number} are no list.")


def digest(notebook):
    """What tells whether somebody has worked in a notebook: a hash of its cells' texts."""
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def digest_of(path):
    """The digest of the notebook at `path`, or None where it cannot be read."""
    try:
        return digest(read_notebook(path))
    except BadNotebook:
        return None


def released(folder):
    """The digests of the notebooks in the folder as they were made, by file name."""
    try:
        return dict(json.loads((folder / RELEASED).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return {}  # then every notebook counts as somebody's work
