"""`python course.py lock [NAME ...]`: resolves packages anew and writes lock files. Needs uv.

One lock serves Python 3.11 to 3.14 on Linux, macOS and Windows, with one version of each package
wherever that is possible ("fewest"), so that stored outputs come from the same code everywhere.
The others (requirements-test.lock and those of the environments for teachers) hold only what comes
on top of requirements.lock: what stands in both could disagree. With the names of such extras only
these are resolved, against requirements.lock as it is.
No address is written: packages come from whichever index pip or uv is set to use.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.cli.environment import LOCK, ON_TOP, ROOT, TEST_LOCK

HEADER = "# {about} Written by `python course.py lock`.\n"
EXTRAS = {"test": TEST_LOCK, **ON_TOP}  # {extra in pyproject.toml: its lock}

# rfc3987-syntax compiles a grammar at import, 3 seconds in every Jupyter process, for a check of
# addresses that nothing here uses. This is why the locks are installed with --no-deps.
OVERRIDES = "rfc3987-syntax ; sys_platform == 'never'\n"
# Later ones have no wheel for Intel Macs.
CONSTRAINTS = "argon2-cffi-bindings<26\n"

UV_OPTIONS = ["--universal", "--python-version=3.11", "--fork-strategy=fewest", "--generate-hashes"]
UV_OPTIONS += ["--no-emit-index-url", "--no-header", "--quiet"]


def pinned_names(text):
    """The names of the packages in the text of a lock."""
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def resolve(uv, root, *options):
    """The text of a lock for the pyproject.toml in the folder `root`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(
            name
        )  # uv runs inside it, so that its remarks name files, not this machine's paths
        for file in [root / "pyproject.toml", *root.glob("*.lock")]:
            shutil.copy(file, folder)
        (folder / "overrides.txt").write_text(OVERRIDES)
        (folder / "constraints.txt").write_text(CONSTRAINTS)
        files = ["pyproject.toml", "--override=overrides.txt", "--constraint=constraints.txt"]
        command = [uv, "pip", "compile", *files, *UV_OPTIONS, *options]
        return subprocess.run(command, cwd=name, check=True, capture_output=True, text=True).stdout


def main(arguments, root=ROOT):
    """Write the locks; returns the exit code."""
    uv = shutil.which("uv")
    if uv is None:
        print(
            "uv is not on the PATH: install it, for instance with `pip install uv`.",
            file=sys.stderr,
        )
        return 1
    unknown = [name for name in arguments if name not in EXTRAS]
    if unknown:
        print(f"There is no lock {unknown[0]!r}: it is {', '.join(EXTRAS)}.", file=sys.stderr)
        return 2
    try:
        if not arguments:
            write(root / LOCK, "What course.py installs.", resolve(uv, root))
        pinned = pinned_names((root / LOCK).read_text(encoding="ascii"))
        on_top = [f"--constraint={LOCK}", *(f"--no-emit-package={name}" for name in pinned)]
        for extra in arguments or EXTRAS:
            text = resolve(uv, root, f"--extra={extra}", *on_top)
            write(root / EXTRAS[extra], f"What `{extra}` needs on top of {LOCK}.", text)
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return error.returncode
    return 0


def write(path, about, text):
    """Write a lock with its header, and without uv's list of what it left out."""
    text = text.partition("# The following packages were excluded")[0].rstrip() + "\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER.format(about=about) + text, encoding="ascii", newline="\n")
