"""Which jobs `course.py test` runs: for all, for some weeks, for single notebooks, for a change."""

import json
import re
import shlex
import sys
from pathlib import Path

from course_utils.cli.changed import changed_files, concerned
from course_utils.cli.environment import ROOT
from course_utils.cli.jobs import Job
from course_utils.cli.kernels import CELL_SECONDS, find_notebooks, shown, split_names

TESTS = ROOT / "tests"
# The settings are named, as a notebook may lie elsewhere.
SETTINGS = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "-q", *SETTINGS]
NBVAL = [
    *("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_SECONDS}"),
    f"--nbval-sanitize-with={TESTS / 'notebooks' / 'sanitize.cfg'}",
    *("-p", "course_nbval"),  # tests/notebooks/course_nbval.py
    *("-W", "default"),  # a warning of Jupyter's own must not fail a lesson
]
# Not by its script: that one names an interpreter which is elsewhere once the checkout was moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet"],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "--no-cache"],
    "import-linter": [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
}
NOT_CODE = ("browser", "notebooks")  # folders of tests/ that are parts of their own

# Unit and widget tests run in several jobs, so that no core waits for another at the end. A file
# belongs to the first that fits; what fits none belongs to the job of its folder, tests/NAME.
GROUPS = {
    "tests of exercises": r"unit/test_exercises",
    "tests of the library": r"unit/test_(nn|vision|data|search)",
    "tests of commands": r"unit/test_(cli|door|release|environment|regression)",
    **{f"tests of widgets in c{course}": rf"widgets/test_c{course}w" for course in (1, 2, 4)},
}
# Each measures its part, and the last job holds the sum against the limit in pyproject.toml.
COVERAGE = ["--cov", "--cov-report=", "--cov-fail-under=0"]


def plan(names=(), parts=None, since=None, changed=False):
    """The jobs for these weeks and notebooks (none: everything) and parts (None: all of them).

    With `changed`, only the notebooks that a change since that revision concerns. Raises
    LookupError for a name that is nothing, CannotTell where changes cannot be told.
    """
    weeks, paths = split_names(names)
    for path in paths:
        if cells(path) is None:
            raise LookupError(f"{path.name} is not a notebook of Jupyter 4 or later.")
    if changed:
        return changes(weeks, since)
    if paths and not weeks:
        return [notebook(path) for path in paths]
    chosen = [PARTS[part] for part in parts] if parts else [checks, code, notebooks, browser]
    return [job for part in chosen for job in part(weeks)] + [notebook(path) for path in paths]


def checks(weeks):
    """What needs no running; it concerns no single week."""
    return [] if weeks else [Job(name, command, pytest=False) for name, command in CHECKS.items()]


def code(weeks):
    """Unit and widget tests; where all of them run, in several jobs and with coverage."""
    if weeks:
        others = [f"--ignore={TESTS / name}" for name in NOT_CODE]
        return [Job("unit and widget tests", [*PYTEST, str(TESTS), *others, *selection(weeks)])]
    jobs = [
        Job(name, [*PYTEST, *COVERAGE, *map(str, files)]) for name, files in grouped(TESTS).items()
    ]
    combine = [sys.executable, "-m", "course_utils.cli.coverage"]
    return [*jobs, Job("coverage", combine, pytest=False, alone=True)]


def grouped(folder):
    """{name of a job: its test files}; every file below the folder is in exactly one."""
    groups = {}
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder).as_posix()
        if name.partition("/")[0] not in NOT_CODE:
            fits = (group for group, pattern in GROUPS.items() if re.match(pattern, name))
            groups.setdefault(next(fits, f"tests/{name.rpartition('/')[0]}"), []).append(path)
    return groups


def notebooks(weeks, **kinds):
    """The notebooks, executed and compared with what they store."""
    return [notebook(path) for path in find_notebooks(weeks, **kinds)]


def notebook(path):
    """The job for a notebook; it says so where the notebook has no outputs to compare with."""
    job = Job(str(shown(path)), [*PYTEST, *NBVAL, str(path)])
    if not was_run(path):
        job.left_out.append(
            "nothing is stored to compare with:"
            f" python course.py update-outputs {shlex.quote(path.name)}"
        )
    return job


def cells(path):
    """The cells of the notebook, or None where it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def was_run(path):
    """Whether any code in the notebook has been run, or there is none."""
    code = [cell for cell in cells(path) or [] if cell["cell_type"] == "code"]
    return not code or any(cell.get("execution_count") for cell in code)


def changes(weeks, since):
    """The notebooks that a change concerns, each with the reason in the name of its job."""
    reasons = concerned(find_notebooks(), changed_files(since))
    wanted = find_notebooks(weeks)
    jobs = {path: notebook(path) for path in reasons if path in wanted}
    for path, job in jobs.items():
        job.why = reasons[path]
    return list(jobs.values())


def lessons(weeks):
    """Of the notebooks, the lessons."""
    return notebooks(weeks, kinds=("",))


def fetching(weeks):
    """Of the lessons, those with cells that need a file which does not ship with the course."""
    return [job for job in lessons(weeks) if needs_a_file(Path(job.command[-1]))]


def needs_a_file(path):
    """Whether a cell of the notebook carries a tag needs-NAME."""
    tags = (tag for cell in cells(path) or [] for tag in cell["metadata"].get("tags", []))
    return any(tag.startswith("needs-") for tag in tags)


def browser(weeks):
    """JupyterLab in a real browser."""
    return [
        Job("browser test", [*PYTEST, "-s", str(TESTS / "browser"), *selection(weeks)], alone=True)
    ]


PARTS = {part.__name__: part for part in (checks, code, notebooks, lessons, fetching, browser)}


def selection(weeks):
    """Pytest's option for the tests whose file or name contains one of the weeks."""
    return ["-k", " or ".join(weeks)] if weeks else []
