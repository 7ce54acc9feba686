"""Fills the environment from a lock: with uv where it is on the PATH, otherwise with pip.

Standard library only. Every package is checked against its hash, nothing is built from source, and
what pip or uv says goes to `.course/setup.log`; the learner sees one line that counts.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading

from course_utils.cli.environment import SetupError

NO_VENV = (
    "This Python cannot make environments, as its venv module is missing:"
    " sudo apt-get install python3-venv (on Debian and Ubuntu), and start again."
)

# What went wrong, by a word in the output of pip or uv; the first that fits is said.
REASONS = {
    r"DO NOT MATCH THE HASHES|Hash mismatch": (
        "a downloaded package is not the one that {lock} names (its hash differs): try again, and"
        " if it stays so, don't trust this network"
    ),
    r"No space left|not enough space|os error (28|112)\b|Errno 28|WinError 112": (
        "the disk is full: make room"
    ),
    r"Long Path|WinError 206|path too long": (
        "the path of the course is too long for Windows: move it to a short one, such as C:\\course"
    ),
    r"NewConnectionError|NameResolution|name resolution|getaddrinfo|dns error|ConnectTimeout"
    r"|Connection refused|Network is unreachable|client error \(Connect\)|ProxyError"
    r"|tcp connect error|Connection reset|ReadTimeout|timed out|IncompleteRead"
    r"|error sending request": ("the packages could not be fetched: connect to the internet"),
    r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate": (
        "the package index could not be trusted (its certificate is not accepted here): try another"
        " network, or ask who runs this one"
    ),
    r"Permission denied|Read-only file system|WinError 5\b|os error (5|13|30)\b": (
        "no permission to write in .venv: close programs that use it, or copy the course to a"
        " folder of your own"
    ),
    r"No matching distribution|no usable wheels|no wheels|has no wheel": (
        "a package of {lock} is not offered for this kind of computer and this Python"
        f" ({sys.version_info[0]}.{sys.version_info[1]}): try Python 3.11 to 3.14"
    ),
}


class Installer:
    """Makes the environment and installs into it; `lock` is the open file that keeps others out."""

    def __init__(self, environment, lock, say=print):
        self.environment = environment
        self.lock = lock
        self.say = say
        self.uv = shutil.which("uv")
        self.log = environment.workshop / "setup.log"
        self.log.write_text("", encoding="utf-8")

    def make(self):
        """Make the bare environment, with pip in it wherever this Python has it to give."""
        # Started from inside an environment, the interpreter below it is the one that lasts.
        base = getattr(sys, "_base_executable", None) or sys.executable
        if importlib.util.find_spec("venv") is None:
            raise SetupError(NO_VENV)
        pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
        if pip and not self.uv:
            raise SetupError(NO_VENV)
        self._run([base, "-I", "-m", "venv", *pip, str(self.environment.folder)], "venv")

    def install(self, lock):
        """Install the lock file of that name, hash by hash."""
        python, path = str(self.environment.python), str(self.environment.root / lock)
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", path]
        if self.uv:
            command = [
                self.uv,
                "pip",
                "install",
                "--python",
                python,
                "--compile-bytecode",
                *options,
            ]
        else:
            # -I: packages on a PYTHONPATH would count as installed
            command = [python, "-I", "-m", "pip", "install", "--no-input", *options]
        with Progress(lock, self.environment, self.say) as progress:
            self._run(command, lock, progress.read)

    def _run(self, command, lock, read=lambda line: None):
        settings = {
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_USER": "0",
            "PIP_PROGRESS_BAR": "off",
        }
        # The lock is handed down: should this process be killed, it holds until pip has ended too.
        keep = {} if os.name == "nt" else {"pass_fds": [self.lock.fileno()]}
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **settings},
            **keep,
        )
        output = []
        with process, open(self.log, "a", encoding="utf-8") as log:
            try:
                for line in process.stdout:
                    output.append(line)
                    log.write(line)
                    read(line)
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            raise SetupError(explain("".join(output), lock, self.log))


def explain(output, lock, log):
    """One sentence for what pip, uv or venv said in `output`."""
    if "ensurepip" in output:
        return NO_VENV
    for pattern, reason in REASONS.items():
        if re.search(pattern, output, re.IGNORECASE):
            return f"Setting up stopped: {reason.format(lock=lock)}, and start again."
    last = next(
        (line.strip() for line in reversed(output.splitlines()) if line.strip()), "no output"
    )
    return f"Setting up failed: {last} (everything that was said is in {log})"


class Progress:
    """One line that counts packages, drawn anew on a terminal; elsewhere a line per stage."""

    def __init__(self, lock, environment, say):
        pins = re.findall(r"^[\w.-]+==", (environment.root / lock).read_text("utf-8"), re.MULTILINE)
        self.total = len(pins)
        self.fetched = 0
        self.site_packages = environment.site_packages
        self.before = self._unpacked()
        self.say = say
        self.stage = ""
        self.width = 0
        self.finished = threading.Event()
        self.painter = threading.Thread(target=self._paint, daemon=True)

    def __enter__(self):
        self.painter.start()
        return self

    def __exit__(self, *error):
        self.finished.set()
        self.painter.join()

    def read(self, line):
        """Take a line of pip's or uv's output into account."""
        if line.startswith("Ignoring "):  # pip: a package for another system
            self.total -= 1
        elif line.startswith(("Collecting ", "Requirement already ")):
            self.fetched += 1
        elif match := re.match(r"Resolved (\d+) package", line):  # uv
            self.total = int(match[1])

    def _unpacked(self):
        return sum(1 for _ in self.site_packages.glob("*.dist-info"))

    def _state(self):
        unpacked = self._unpacked() - self.before
        if unpacked > 0:
            return "unpacking packages", f"{min(unpacked, self.total)} of {self.total}"
        if self.fetched:
            return "fetching packages", f"{min(self.fetched, self.total)} of {self.total}"
        return "fetching packages", f"{self.total}"

    def _paint(self):
        terminal = sys.stdout.isatty()
        while not self.finished.wait(0.2):
            stage, count = self._state()
            if terminal:
                text = f"  {stage}: {count}"
                sys.stdout.write("\r" + text.ljust(self.width))
                sys.stdout.flush()
                self.width = len(text)
            elif stage != self.stage:
                self.say(f"  {stage} ({self.total})")
            self.stage = stage
        if terminal:
            sys.stdout.write("\r" + " " * self.width + "\r")
            sys.stdout.flush()
