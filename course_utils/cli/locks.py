"""`python course.py lock`: resolves the packages anew and writes the lock files. Needs uv.

One lock serves Python 3.11 to 3.14 on Linux, macOS and Windows, with one version of each package
wherever that is possible ("fewest"), so that stored outputs come from the same code everywhere.
requirements-test.lock holds only what the tests need on top: what stands in both could disagree.
No address is written: packages come from whichever index pip or uv is set to use.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.cli.environment import LOCK, ROOT, TEST_LOCK

HEADER = "# {about} Written by `python course.py lock`.\n"
ABOUT = {
    LOCK: "What course.py installs.",
    TEST_LOCK: f"What the tests need on top of {LOCK}.",
}

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
    """Write both locks; returns the exit code."""
    uv = shutil.which("uv")
    if uv is None:
        print(
            "uv is not on the PATH: install it, for instance with `pip install uv`.",
            file=sys.stderr,
        )
        return 1
    try:
        base = write(root / LOCK, resolve(uv, root))
        on_top = [f"--no-emit-package={name}" for name in pinned_names(base)]
        options = ["--extra=test", f"--constraint={LOCK}", *on_top]
        write(root / TEST_LOCK, resolve(uv, root, *options))
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return error.returncode
    return 0


def write(path, text):
    """Write a lock with its header and without uv's list of what it left out; returns the text."""
    text = text.partition("# The following packages were excluded")[0].rstrip() + "\n"
    path.write_text(HEADER.format(about=ABOUT[path.name]) + text, encoding="ascii", newline="\n")
    return text
