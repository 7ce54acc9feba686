"""Somebody's HDF5 file is read by a process of its own first, as a king's wine by his taster.

A damaged file can bring the HDF5 library down, and a kernel with it, or fill the memory: a few
bytes may stand for gigabytes. The taster reads all that its master is going to read, with a limit
for time and memory. If it dies of that, or is refused, the file is not opened here. One taster
serves a process for all its files, from the first one on; it leaves when its input is closed.
Files that ship with the course are recognised by their checksum and need none.
"""

import atexit
import contextlib
import hashlib
import json
import math
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import h5py

ROOT = Path(__file__).resolve().parents[1]
SIZE_LIMIT = 2 * 10**9  # bytes, all arrays of a file together
PLAUSIBLE, PACKED = 64 * 10**6, 20  # bytes that any file may declare; how well data is packed
MEMORY, SECONDS, PATIENCE = 500 * 10**6, 2, 20  # bytes; of the processor; in all
DEEPEST = 8  # groups within groups
START = "import sys; sys.path[:0] = [sys.argv[1]]; from course_utils.taster import serve; serve()"


def taste(path, wanted=None):
    """What is wrong with an HDF5 file, as a predicate ("declares ..."), or None.

    `wanted` limits the names at the top that are read; None reads all.
    """
    path = Path(path).absolute()
    if _ships_with_the_course(path):
        return None
    return _taster.ask({"path": str(path), "wanted": wanted and list(wanted)})


def too_large(datasets, stored):
    """Why these data sets are not read from a file of `stored` bytes, or None."""
    size = sum(math.prod(d.shape or ()) * d.dtype.itemsize for d in datasets)
    if size > SIZE_LIMIT:
        return f"declares {size / 1e9:.1f} GB of arrays: at most 2 GB are read."
    if size > max(PLAUSIBLE, PACKED * stored):
        return f"declares {size / 1e6:.0f} MB of arrays in {stored / 1e6:.1f} MB: not read."
    return None


def _ships_with_the_course(path):
    try:
        lines = (ROOT / "datasets" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        name = path.relative_to(ROOT / "datasets").as_posix()
        return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" in lines
    except (OSError, ValueError):  # lies elsewhere
        return False


class Taster:
    """The process, started when there is something to taste."""

    def __init__(self):
        self.lock, self.process, self.master = threading.Lock(), None, None

    def ask(self, order):
        """The answer to one order; what became of the taster, where there is none."""
        with self.lock:
            try:
                process = self._started()
            except OSError:  # no processes to be had: then it is tasted by the master
                return None
            patience = threading.Timer(PATIENCE, process.kill)
            patience.start()
            try:
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except OSError:
                answer = ""
            finally:
                patience.cancel()
            if answer:
                return json.loads(answer)
            return self._how_it_died()

    def _started(self):
        if self.process is None or self.master != os.getpid():  # a fork has no taster of its own
            command = [sys.executable, "-I", "-c", START, str(ROOT)]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for the master
            )
            self.master = os.getpid()
        return self.process

    def _how_it_died(self):
        code = self.process.wait()
        self.dismiss()
        slow = (-getattr(signal, "SIGPROF", 0), -getattr(signal, "SIGKILL", 0))
        if code in slow:
            return "takes too long or too much to read: it is damaged, or made to do harm."
        return "brings down the library that reads it: it is damaged, or made to do harm."

    def dismiss(self):
        """Let the process go."""
        if self.process is not None and self.master == os.getpid():
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):  # it may be dead already
                    pipe.close()
            self.process.wait()
        self.process = None


_taster = Taster()
atexit.register(_taster.dismiss)


def serve():
    """The taster's life: an order in a line, an answer in a line, until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        path = Path(order["path"])
        try:
            limit(path.stat().st_size)
            answer = read_all(path, order["wanted"])
        except MemoryError:
            answer = f"takes more than {MEMORY / 1e6:.0f} MB of memory to read."
        except Exception as error:
            what = " ".join(str(error).split())[:300]
            answer = f"is damaged, or of a kind that is not read here ({what})."
        limit(None)
        print(json.dumps(answer), flush=True)


def limit(size):
    """Time and memory for a file of so many bytes, where there are such limits; None lifts them."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0 if size is None else SECONDS + size / 20e6)
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError):
        return
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = most if size is None else pages * resource.getpagesize() + MEMORY + 4 * size
    soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def read_all(path, wanted):
    """Read the arrays and attributes of a file; returns why they are too large, or None."""
    with h5py.File(path, "r", locking=False) as file:
        names = [name for name in file if wanted is None or name in wanted]
        datasets = [found for name in names for found in datasets_in(file, name)]
        if why := too_large(datasets, path.stat().st_size):
            return why
        for dataset in datasets:
            dataset[()]
        attributes_of(file)
    return None


def datasets_in(group, name, depth=0):
    """The data sets of that name and below it, their attributes read; links are not followed."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        return
    item = group[name]
    attributes_of(item)
    if isinstance(item, h5py.Dataset):
        if not item.external and not item.is_virtual:
            yield item
    elif isinstance(item, h5py.Group) and depth < DEEPEST:
        for inner in item:
            yield from datasets_in(item, inner, depth + 1)


def attributes_of(item):
    """The attributes of numbers and of texts of fixed length: on others HDF5 is known to crash."""
    for key in item.attrs:
        attribute = item.attrs.get_id(key)
        if attribute.dtype.kind in "Suif" and math.prod(attribute.shape or ()) < 10**6:
            item.attrs[key]
