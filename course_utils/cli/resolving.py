"""The lowest and the newest versions that pyproject.toml admits, as the text of a lock with hashes.

uv finds both by itself. pip does not know about lowest versions: there each package that
pyproject.toml names is held at the lowest minor version that it names.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from course_utils.cli.environment import TEST_LOCK, SetupError
from course_utils.cli.installing import REASONS
from course_utils.cli.locks import OVERRIDES

# The tools that test keep the versions of their lock: what is asked about is what they test.
UV = {
    "lowest": ["--resolution=lowest-direct", f"--constraint={TEST_LOCK}"],
    "newest": ["--resolution=highest"],
}
UV_OPTIONS = ["--generate-hashes", "--only-binary=:all:", "--no-emit-index-url", "--no-header"]


def resolve(which, root):
    """The text of the lock, "lowest" or "newest"; raises SetupError where that is not possible."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("pyproject.toml", TEST_LOCK):
            shutil.copy(root / file, folder)
        (folder / "overrides.txt").write_text(OVERRIDES)
        uv = shutil.which("uv")
        return with_uv(uv, which, folder) if uv else with_pip(which, folder)


def with_uv(uv, which, folder):
    """What uv finds."""
    options = ["--extra=test", "--override=overrides.txt", *UV[which], *UV_OPTIONS]
    python = ".".join(map(str, sys.version_info[:2]))
    options += [f"--python-version={python}", "--quiet"]
    return said([uv, "pip", "compile", "pyproject.toml", *options], which, folder)


def with_pip(which, folder):
    """What pip would install, written down as a lock."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]["test"]
    lines = [*project["dependencies"], *extras]
    if which == "lowest":
        lines = [*map(at_its_lowest, project["dependencies"]), *extras]
    (folder / "wanted.txt").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-I", "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["--quiet", "--no-input", "--only-binary=:all:", "--report=report.json"]
    if which == "lowest":
        pins = re.findall(r"^[\w.-]+==\S+", (folder / TEST_LOCK).read_text("ascii"), re.MULTILINE)
        (folder / "tools.txt").write_text("\n".join(pins), encoding="utf-8")
        command += ["--constraint=tools.txt"]
    said([*command, "-r", "wanted.txt"], which, folder)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return "\n".join(sorted(filter(None, map(pinned, report["install"])))) + "\n"


def at_its_lowest(requirement):
    """`numpy==2.0.*` for `numpy>=2.0`: the lowest version, with the mistakes mended since."""
    return re.sub(
        r">=([\d.]+)$", lambda m: f"=={m[1]}" + ".*" * (m[1].count(".") == 1), requirement
    )


def pinned(entry):
    """The line of a lock for an entry of pip's report, "" for what nobody needs."""
    name, version = entry["metadata"]["name"], entry["metadata"]["version"]
    if OVERRIDES.startswith(f"{name} ;"):
        return ""
    digest = entry["download_info"]["archive_info"]["hashes"]["sha256"]
    return f"{name}=={version} --hash=sha256:{digest}"


def said(command, which, folder):
    """What a command says; raises SetupError, with one sentence, where it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        known = (
            why for sign, why in REASONS.items() if re.search(sign, done.stderr, re.IGNORECASE)
        )
        why = next(known, last).format(lock="pyproject.toml")
        raise SetupError(f"The {which} versions cannot be found: {why}.")
    return done.stdout
