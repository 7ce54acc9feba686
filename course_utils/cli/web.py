"""What slides and pages are shown with: reveal.js, MathJax and three typefaces, as npm packages.

Standard library only. `classroom/web/` pins each package with its hash, which npm compares; they go
to `.course/web`, and whatever is published from there carries them along: a page that the course
makes asks nobody else for anything.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from course_utils.cli.environment import ROOT, SetupError, alone, explained
from course_utils.cli.installing import explain

LOCK = "package-lock.json"
NO_NPM = (
    "Slides and site are shown with packages from npm, and there is no npm on the PATH:"
    " install Node.js, which brings it, and start again."
)
CHANGED = (
    "Setting up stopped: a package from npm is not the one that classroom/web names (its hash"
    " differs). Try again, and if it stays so, don't trust this network."
)


class Web:
    """The npm packages of the checkout in the folder `root`."""

    place = ".course/web"

    def __init__(self, root=ROOT):
        self.pinned = Path(root) / "classroom" / "web"
        self.folder = Path(root) / self.place
        self.modules = self.folder / "node_modules"
        self.stamp = self.folder / "course.json"

    def is_ready(self):
        """Whether exactly what is pinned is installed, completely."""
        try:
            return json.loads(self.stamp.read_text(encoding="ascii")) == self._wanted()
        except (OSError, ValueError):
            return False

    def prepare(self, say=print):
        """Install what is not there yet; returns the folder of the packages.

        Raises SetupError where that cannot be done.
        """
        if not self.is_ready():
            with explained(self.folder.parents[1]):
                self.folder.mkdir(parents=True, exist_ok=True)
                with alone(self.folder.parent / "setup.lock", say):
                    if not self.is_ready():
                        self._install(say)
        return self.modules

    def _wanted(self):
        return {LOCK: hashlib.sha256((self.pinned / LOCK).read_bytes()).hexdigest()}

    def _install(self, say):
        npm = shutil.which("npm")
        if npm is None:
            raise SetupError(NO_NPM)
        say(f"Fetching what pages are shown with into {self.place} (once, a few seconds).")
        self.stamp.unlink(missing_ok=True)
        for name in ("package.json", LOCK):
            shutil.copyfile(self.pinned / name, self.folder / name)
        log = self.folder.parent / "setup.log"
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        log.write_text(done.stdout, encoding="utf-8")
        if done.returncode:
            tampered = "EINTEGRITY" in done.stdout
            raise SetupError(CHANGED if tampered else explain(done.stdout, "classroom/web", log))
        self.stamp.write_text(json.dumps(self._wanted()), encoding="ascii")
