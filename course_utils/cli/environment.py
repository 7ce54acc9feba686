"""The course's own environment: `.venv`, made from the locks and kept in step with them.

What only a teacher needs goes into an environment on top of it, `.course/teach` and its like: the
learner's gains no package.

Standard library only, as this runs before anything is installed. The whole state is one file, the
stamp `.venv/course.json`. It names the Python and the locks that are completely installed, and it
is emptied before anything is changed: whatever interrupts an installation leaves an empty stamp,
and an environment with an empty stamp is made anew.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
SPACE_NEEDED = 1.5e9  # bytes: the environment takes about 0.8 GB, the rest is for the downloads

# {environment on top of .venv: its lock}; the name is that of the extra in pyproject.toml as well.
ON_TOP = {name: f"classroom/{name}.lock" for name in ("teach", "site", "hub", "demo")}

NO_NEWS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


class SetupError(Exception):
    """The environment cannot be made; the message is one sentence for the learner."""


class Environment:
    """The virtual environment of the checkout in the folder `root`."""

    place, what = ".venv", "the course's own Python environment"

    def __init__(self, root):
        self.root = Path(root)
        self.folder = self.root / self.place
        self.stamp = self.folder / "course.json"
        self.workshop = self.root / ".course"

    @property
    def python(self):
        """The environment's interpreter."""
        name = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        return self.folder / name

    @property
    def site_packages(self):
        """The folder where its packages are."""
        base = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", scheme="venv", vars=base))

    def wanted(self, locks):
        """What the stamp says when the locks of these names are completely installed."""
        hashes = {
            name: hashlib.sha256((self.root / name).read_bytes()).hexdigest() for name in locks
        }
        return {"python": ".".join(map(str, sys.version_info[:2])), **hashes}

    def installed(self):
        """What the stamp says: {} for an unfinished environment."""
        try:
            return dict(json.loads(self.stamp.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def is_ready(self, wanted):
        """Whether everything wanted is installed, completely."""
        return wanted.items() <= self.installed().items() and self.python.exists()

    def prepare(self, locks=(LOCK,), say=print):
        """Make the environment or bring it up to date; returns its interpreter's path.

        Raises SetupError where that cannot be done.
        """
        wanted = self.wanted(locks)
        if not self.is_ready(wanted):
            with explained(self.root):
                self.workshop.mkdir(exist_ok=True)
                with alone(self.workshop / "setup.lock", say) as lock:
                    if not self.is_ready(wanted):  # another start may have done it meanwhile
                        self._update(wanted, lock, say)
        return self.python

    def _update(self, wanted, lock, say):
        from course_utils.cli.installing import Installer

        installer = Installer(self, lock, say)
        installed = self.installed()
        if installed.get("python") != wanted["python"] or not self.python.exists():
            say(f"Setting up {self.what} in {self.place} (once, about a minute).")
            self._clear()
            installer.make()
            installed = {}
        else:
            say(f"Bringing the environment in {self.place} up to date.")
        self.stamp.write_text("{}", encoding="ascii")
        for name, content in wanted.items():
            if name != "python" and installed.get(name) != content:
                installer.install(name)
        self._make_at_home()
        self.stamp.write_text(json.dumps({**installed, **wanted}, indent=1), encoding="ascii")
        say("The environment is ready.")

    def _clear(self):
        """Empty the folder, which must be ours; the stamp stays and says that it is."""
        if self.folder.is_dir() and any(self.folder.iterdir()) and not self.stamp.exists():
            raise SetupError(
                f"{self.folder} was not made by course.py: move it away or delete it,"
                " and start again."
            )
        if shutil.disk_usage(self.root).free < SPACE_NEEDED:
            raise OSError(errno.ENOSPC, "checked before the start")
        self.folder.mkdir(exist_ok=True)
        self.stamp.write_text("{}", encoding="ascii")
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path != self.stamp:
                path.unlink()

    def _make_at_home(self):
        """Let the environment find course_utils, and spare newcomers JupyterLab's news."""
        # Relative, hence plain ASCII whatever the checkout's path, and right after a move as well.
        lines = [os.path.relpath(path, self.site_packages) + "\n" for path in self._path()]
        (self.site_packages / "course.pth").write_text("".join(lines), encoding="ascii")
        settings = self.folder / "etc" / "jupyter" / "labconfig" / "page_config.json"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps(NO_NEWS), encoding="ascii")

    def _path(self):
        """The folders, besides its own, from which it imports."""
        return [self.root]


class OnTop(Environment):
    """An environment on top of `.venv`: it has its own packages and sees those below."""

    def __init__(self, root, name):
        self.place, self.what = f".course/{name}", f"what `{name}` needs"
        super().__init__(root)
        self.below = Environment(root)
        self.locks = (ON_TOP[name],)

    def prepare(self, locks=None, say=print):
        """Make both environments or bring them up to date; returns the interpreter's path."""
        self.below.prepare(say=say)
        return super().prepare(self.locks, say)

    def variables(self):
        """What its processes need, as {name: value}: where the files of Jupyter are."""
        places = {"JUPYTER_PATH": ("share", "jupyter"), "JUPYTER_CONFIG_PATH": ("etc", "jupyter")}
        return {name: str(self.below.folder.joinpath(*parts)) for name, parts in places.items()}

    def _path(self):
        return [self.root, self.below.site_packages]


@contextlib.contextmanager
def explained(root):
    """Turn the errors of a file system into one sentence."""
    try:
        yield
    except OSError as error:
        in_use = " Is JupyterLab still open?" if os.name == "nt" else ""
        if error.errno == errno.ENOSPC:
            free = shutil.disk_usage(root).free / 1e9
            raise SetupError(
                f"The disk is full: {SPACE_NEEDED / 1e9:.1f} GB are needed in {root} and"
                f" {free:.1f} GB are free. Make room and start again."
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise SetupError(
                f"Cannot write in {root} ({error.strerror}): copy the course to a folder of your"
                f" own and start it there.{in_use}"
            ) from error
        raise SetupError(f"Setting up the environment failed: {error}.") from error


@contextlib.contextmanager
def alone(path, say):
    """Hold the lock file at `path`, waiting while another start holds it.

    The operating system lets go of it when its holder ends, however it ends: a lock file that lies
    around is not a lock.
    """
    with open(path, "a") as file:
        patience = 0
        while not _try_to_lock(file):
            if not patience:
                say("Another start of the course is setting up the environment: waiting for it.")
            patience += 1
            time.sleep(0.2)
        yield file


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _try_to_lock(file):
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_to_lock(file):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # some network file systems know no locks: better unlocked than not at all
        return True
