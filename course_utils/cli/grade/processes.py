"""Starting a submission's process, and ending it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys

from course_utils.cli.environment import ROOT
from course_utils.cli.grade import fence
from course_utils.cli.kernels import ONE_THREAD, matplotlib_folder

PASSED_ON = ("PATH", "LANG", "LC_ALL", "COURSE_DATA", "SYSTEMROOT", "COMSPEC", "PATHEXT")


class Stopped(Exception):
    """Nothing is to be started any more."""


class Running:
    """The processes that run at the moment, so that Ctrl-C can end them all."""

    def __init__(self):
        self.processes, self.over = set(), False

    def add(self, process):
        """Count a process in; after `end` it is ended at once."""
        self.processes.add(process)
        if self.over:
            kill(process)
            raise Stopped

    def end(self):
        """End all of them, and whatever is started later."""
        self.over = True
        for process in list(self.processes):
            kill(process)


def start(own, running):
    """Start the process of a submission, at home in the folder `own`; raises Stopped."""
    command = [*fence.apart(), sys.executable, "-I", "-B", "-X", "utf8", "-m"]
    process = subprocess.Popen(
        [*command, "course_utils.cli.grade.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=own,
        env=surroundings(own),
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that it can be ended with all that it has started
    )
    running.add(process)
    return process


def surroundings(own):
    """The environment variables of a submission's process: nothing of the teacher's."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    homes = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "IPYTHONDIR", "USERPROFILE"), own)
    fonts = os.path.join(own, ".matplotlib")  # a list of them that takes seconds to make
    shutil.copytree(matplotlib_folder(), fonts, dirs_exist_ok=True)
    plots = {"MPLBACKEND": "agg", "MPLCONFIGDIR": fonts}
    return {**kept, **homes, **plots, **dict.fromkeys(ONE_THREAD, "1")}


def kill(process):
    """End a process and what it has started, whatever state it is in."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def stop(process):
    """End a process, and close what led to it."""
    kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            pipe.close()


def hidden_places(submissions, weeks):
    """What a submission cannot read: the references, the solutions, the others' submissions.

    They are beginnings of paths.
    """
    exercises = ROOT / "course_utils" / "exercises"
    folders = [*(exercises / name for name in weeks), ROOT / "notebooks" / "solutions"]
    return [
        *(os.path.join(os.path.realpath(folder), "") for folder in folders),
        *map(os.path.realpath, submissions),
    ]
