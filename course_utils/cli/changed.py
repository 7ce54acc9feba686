"""`python course.py test --changed`: which notebooks a change concerns, and why.

What a notebook depends on is read, not run: the modules that its cells import, those that they
import, and so on, wherever the `import` stands; the files that lie in the folders of these modules;
the data that a string in one of them names. What tests all notebooks concerns all of them. In
doubt a notebook is tested.
"""

import ast
import functools
import json
import re
import subprocess
from pathlib import Path, PurePosixPath

from course_utils.cli.environment import LOCK, ROOT, TEST_LOCK

MAIN = ("main", "origin/main")
CONCERNS_ALL = (LOCK, TEST_LOCK, "pyproject.toml", "tests/notebooks/")
CONCERNS_ALL += tuple(f"course_utils/cli/{name}.py" for name in ("jobs", "kernels", "planning"))
DATA, DATA_MODULES = "datasets/", "course_utils/data/"  # these know all data sets by name


class CannotTell(Exception):
    """Why nobody can say what has changed, in a sentence."""


def changed_files(since=None, root=ROOT):
    """The files that differ from a revision (None: where this branch left main), new ones too.

    Paths are as git writes them, from the root. Raises CannotTell.
    """
    if Path(git(root, "rev-parse", "--show-toplevel") or "/nowhere").resolve() != root.resolve():
        raise CannotTell(
            "`--changed` asks git what has changed, and this copy of the course was not made with"
            " git: run the tests without it."
        )
    start = git(root, "rev-parse", "--verify", "--quiet", f"{since or 'HEAD'}^{{commit}}")
    if start is None:
        problem = f"There is no revision {since!r} in this copy" if since else "There is no commit"
        raise CannotTell(f"{problem}, so nobody can tell what has changed since.")
    if since is None:
        bases = (git(root, "merge-base", "HEAD", name) for name in MAIN)
        start = next(filter(None, bases), start)
    # --no-renames: the old name of a file counts too
    changed = git(root, "diff", "--name-only", "--no-renames", "-z", start)
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return {name for name in f"{changed}\0{new}".split("\0") if name}


def git(root, *command):
    """What git says, or None where it fails or is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *command], capture_output=True, text=True, encoding="utf-8"
        )
    except OSError:
        return None
    return done.stdout.rstrip("\n") if done.returncode == 0 else None


def concerned(notebooks, changed, root=ROOT):
    """Of the notebooks, {path: the changed file because of which it has to be tested}."""
    used = {path: Used(path, root) for path in notebooks}
    nobodys = {
        name
        for name in changed
        if name.startswith(DATA)
        and PurePosixPath(name).suffix == ".h5"
        and not any(uses.names(name) for uses in used.values())
    }
    reasons = {}
    for path, uses in used.items():
        found = [name for name in sorted(changed) if uses.depends_on(name) or name in nobodys]
        if found:
            reasons[path] = found[0]
    return reasons


class Used:
    """What a notebook uses: modules of this project, their folders, and strings in them."""

    def __init__(self, path, root=ROOT):
        self.name = path.resolve().relative_to(root.resolve()).as_posix()
        self.modules, self.strings = set(), set()
        self.unreadable = False
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            self._read([parsed(without_magics(source)) for source in code], root)
        except (OSError, ValueError, KeyError, TypeError, SyntaxError):
            self.unreadable = True
        self.folders = {str(PurePosixPath(module).parent) for module in self.modules}

    def _read(self, cells, root):
        waiting = []
        for tree in cells:
            waiting += imported(tree)
            self.strings |= strings(tree)
        while waiting:
            for module in files_of(waiting.pop()):
                file = root / module
                if module not in self.modules:
                    self.modules.add(module)  # also where it is missing: it may be what changed
                    if file.is_file():
                        tree = parsed(file.read_text(encoding="utf-8"))
                        waiting += imported(tree, module)
                        if not module.startswith(DATA_MODULES):
                            self.strings |= strings(tree)

    def depends_on(self, name):
        """Whether the change of a file of that name concerns the notebook."""
        return (
            self.unreadable
            or name == self.name
            or name.startswith(CONCERNS_ALL)
            or name in self.modules
            or (not name.endswith(".py") and str(PurePosixPath(name).parent) in self.folders)
            or self.names(name)
        )

    def names(self, name):
        """Whether a string in the notebook or its modules names this file or data set."""
        path = PurePosixPath(name)
        if path.suffix in (".py", ".ipynb", ".md"):
            return False
        data = name.startswith(DATA) and path.stem in self.strings
        return data or any(text.endswith(path.name) for text in self.strings)


def without_magics(source):
    """The Python in a cell: lines of the notebook's own commands give way to `pass`."""
    if source.lstrip().startswith("%%"):
        return ""
    return re.sub(r"(?m)^(\s*)[%!?].*$", r"\1pass", source)


@functools.cache
def parsed(source):
    """The syntax tree of a source."""
    return ast.parse(source)


def imported(tree, module="-"):
    """The names of all that a module, or a cell, imports; relative ones made absolute."""
    folder = PurePosixPath(module).parent.parts
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else ()
            start = ".".join([*above, *filter(None, [node.module])])
            names += [f"{start}.{alias.name}" for alias in node.names]  # a module or a name in it
    return names


def files_of(name):
    """Where the module of a dotted name of this project may be, and the packages around it."""
    parts = name.split(".")
    if parts[0] != "course_utils":
        return []
    paths = ["/".join(parts[:i]) for i in range(1, len(parts) + 1)]
    return [*(f"{path}/__init__.py" for path in paths), *(f"{path}.py" for path in paths[1:])]


def strings(tree):
    """All strings in the code, those with holes in them by their pieces."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    }
