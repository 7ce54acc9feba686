"""Faults of machines, time and people: for each a test, and nothing is lost.

| fault | test |
|---|---|
| network cut in the middle of a download | unit/test_data_download.py (`test_tries_again_after`, `test_gives_up_with_one_sentence_and_leaves_nothing`) |
| wrong checksum | unit/test_data_download.py (`test_replaces_a_damaged_file`), unit/test_data_own_files.py (`test_changed_bytes_are_noticed`) |
| disk full | here, on a small file system; unit/test_door_environment.py for the set-up; unit/test_cli_updating.py for copies |
| read-only checkout | here, mounted read-only; unit/test_door_environment.py (`test_a_folder_that_cannot_be_written`) |
| kernel killed in a training | unit/test_nn_checkpoints.py (`test_a_killed_run_goes_on_as_if_nothing_had_happened`) |
| interrupt of a live widget | test_interrupts.py; buttons in other threads: unit/test_notebook_player.py |
| two kernels, one cache | here; two set-ups: unit/test_door_environment.py (`test_two_starts_at_once_make_one_environment`) |
| a slider dragged wildly | test_dragging.py; in the browser: pages/test_own_content.py |
| cells out of order, or twice | here |
| spaces, non-ASCII, CRLF, Windows | here; unit/test_door_environment.py (`test_the_path_may_have_any_characters`), unit/test_door.py |
| clock set back | here; copies of work: unit/test_cli_updating.py |
| git pull over edited exercises | unit/test_cli_updating.py; unit/test_release.py (`test_a_notebook_that_somebody_has_worked_in_stays`) |
| hostile input | test_fuzz.py, fuzz.py |
"""  # noqa: E501 - a table

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from course_utils import nn
from course_utils.cli.environment import ROOT
from course_utils.cli.kernels import NOTEBOOKS
from course_utils.cli.notebook_files import digest, read_notebook
from course_utils.data import load, store


def test_the_table_names_tests_that_exist():
    tests = ROOT / "tests"
    rows = [row for row in __doc__.splitlines() if row.startswith("| ")][1:]
    assert len(rows) == 13
    for row in rows:
        files = re.findall(r"(?:\w+/)?test_\w+\.py|fuzz\.py", row)
        sources = [(tests / ("" if "/" in file else "faults") / file).read_text() for file in files]
        for name in re.findall(r"`(test_\w+)`", row):
            assert any(f"def {name}(" in source for source in sources), name
        assert sources or "here" in row


# ---- a disk that is full, a checkout that may only be read


def mounted(script, *arguments):
    """Run a shell script in a mount namespace of its own; skips where that is not allowed."""
    if os.name == "nt" or not shutil.which("unshare") or os.geteuid() != 0:
        pytest.skip("mounting a small or read-only file system needs root on Linux")
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-ec", script, "sh", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("this machine lets nobody mount a file system")
    assert done.returncode == 0, done.stderr
    return done.stdout


FILL = """
import sys
from pathlib import Path
import numpy as np
from course_utils import nn
from course_utils.data.hdf5 import write_h5
from course_utils.cli.keeping import keep
from course_utils.data import download

folder = Path(sys.argv[1])
def network(n): return nn.Network(nn.Dense(n, n, rng=np.random.default_rng(0)))
small, path = network(4), folder / "network.h5"
nn.save(small, path)
write_h5(folder / "own.h5", {"x": np.arange(9)}, {})
before = {p.name: p.read_bytes() for p in folder.glob("*.h5")}
large = folder.parent / "large.ipynb"
large.write_bytes(bytes(500_000))
tries = {
    "save": lambda: nn.save(network(300), path),
    "fit": lambda: nn.fit(network(300), nn.sigmoid_cross_entropy, nn.Adam(), np.ones((300, 9)),
                          np.ones((300, 9)), mini_batch_size=9, progress_bar=False,
                          checkpoint=folder / "run.h5"),
    "write_h5": lambda: write_h5(folder / "own.h5", {"x": np.zeros(10**5)}, {}),
    "keep": lambda: keep(large, folder.parent),
}
for name, attempt in tries.items():
    try:
        attempt()
        print(name, "went through")
    except OSError as error:
        print(name, "refused", "space" in str(error) or error.errno)
assert {p.name: p.read_bytes() for p in folder.glob("*.h5")} == before
print(sorted(p.name for p in folder.iterdir()))
"""


def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path):
    (tmp_path / "my_work").mkdir()
    said = mounted(
        'mount -t tmpfs -o size=128k tmpfs "$1"; exec "$2" -c "$3" "$1"',
        *(tmp_path / "my_work", sys.executable, FILL),
    )
    lines = said.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        [name, "refused"] for name in ("save", "fit", "write_h5", "keep")
    ]
    assert lines[-1] == "['network.h5', 'own.h5']"


READ = """
from course_utils.data import load
from course_utils.exercises import c1w2
from course_utils.notebook import plots
from course_utils.cli.keeping import keep_exercises
print(load("digits").X_train.size > 0, len(c1w2.check(lambda z: z).feedback) > 0)
try:
    open("notebooks/new", "w")
except OSError as error:
    print(error.strerror)
print(keep_exercises())
"""


def test_a_read_only_checkout_can_be_learned_from(tmp_path):
    said = mounted(
        'mount --bind "$1" "$2"; mount -o remount,ro,bind "$2"; cd "$2"; '
        'PYTHONPATH="$2" "$3" -c "$4"; PYTHONPATH="$2" "$3" -m course_utils.cli release c1w1 2>&1'
        " || true",
        *(ROOT, tmp_path, sys.executable, READ),
    )
    lines = said.splitlines()
    assert lines[:2] == ["True True", "Read-only file system"]
    assert lines[2] == "{}"
    assert lines[3].startswith("c1w1_what_is_a_neural_network.ipynb: [Errno 30] Read-only")
    assert len(lines) == 4


# ---- two kernels at once


TWICE = """
import sys, time
from pathlib import Path
import numpy as np
from course_utils import nn
network = nn.Network(nn.Dense(50, 50, rng=np.random.default_rng(int(sys.argv[2]))))
until = time.monotonic() + 1.5
done = 0
while time.monotonic() < until or done < 20:
    nn.save(network, Path(sys.argv[1]))
    nn.load(nn.Network(nn.Dense(50, 50)), Path(sys.argv[1]))
    done += 1
print(done)
"""


def test_two_kernels_write_and_read_one_cached_file(tmp_path):
    path = tmp_path / "made.h5"
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", TWICE, str(path), str(seed)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]
    for kernel in kernels:
        said, errors = kernel.communicate(timeout=300)
        assert kernel.returncode == 0, errors
        assert int(said) >= 20
    assert [file.name for file in tmp_path.iterdir()] == ["made.h5"]
    last = nn.load(nn.Network(nn.Dense(50, 50)), path).params["W1"]
    assert any(
        np.array_equal(last, nn.Dense(50, 50, rng=np.random.default_rng(seed)).params["W"])
        for seed in (1, 2)
    )


# ---- cells out of order, and twice


IN_ORDERS = """
import contextlib, io, json, os, sys
from IPython.core.interactiveshell import InteractiveShell
sys.path.insert(0, sys.argv[1])
from course_utils.cli.notebook_files import read_notebook
from course_utils.cli.kernels import NOTEBOOKS
os.chdir(NOTEBOOKS)

def run(shell, source):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        done = shell.run_cell(source, store_history=False)
    error = done.error_before_exec or done.error_in_exec
    return error and type(error).__name__

result = {}
for name in sys.argv[2:]:
    cells = read_notebook(NOTEBOOKS / name)["cells"]
    cells = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    shell = InteractiveShell()
    shell.showtraceback = lambda *args, **kwargs: None
    result[name] = {"backwards": [run(shell, cell) for cell in reversed(cells)],
                    "each twice": [run(shell, cell) for cell in cells for _ in range(2)]}
print(json.dumps(result))
"""


def test_cells_out_of_order_name_what_they_miss_and_each_may_be_run_twice():
    names = [
        f"solutions/{path.name}" for path in sorted((NOTEBOOKS / "solutions").glob("c1w[12]*"))
    ]
    done = subprocess.run(
        [sys.executable, "-c", IN_ORDERS, str(ROOT), *names],
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    assert len(seen) >= 2
    for name, errors in seen.items():
        assert set(errors["backwards"]) == {None, "NameError"}, name
        assert set(errors["each twice"]) == {None}, name


# ---- paths, line ends, clocks


@pytest.fixture
def odd_folder(tmp_path):
    """A folder with a name such as people have on their computers."""
    (folder := tmp_path / "Kurs – 深度 学习, #1 %20 é").mkdir()
    return folder


def test_paths_with_spaces_and_letters_of_every_kind(odd_folder):
    for part in ("course_utils", "datasets", "notebooks"):
        shutil.copytree(
            *(ROOT / part, odd_folder / part),
            ignore=shutil.ignore_patterns("__pycache__", "scenes.h5", "trained"),
        )
    code = (
        "import numpy as np\nfrom pathlib import Path\nfrom course_utils import nn\n"
        "from course_utils.cli.environment import ROOT\nfrom course_utils.cli.keeping import keep\n"
        "from course_utils.data import load\n"
        "own = load('datasets/digits.h5')\n"
        "nn.save(nn.Dense(2, 2, rng=np.random.default_rng(0)), 'mein Netz.h5')\n"
        "nn.load(nn.Dense(2, 2), Path('mein Netz.h5'))\n"
        "print(ROOT.name, own.X_train.shape == load('digits').X_train.shape,"
        " keep(ROOT / 'notebooks' / 'index.ipynb', ROOT).name)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=odd_folder,
        env=os.environ | {"PYTHONPATH": str(odd_folder)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert done.stdout.strip() == f"{odd_folder.name} True notebooks-index-1.ipynb"


def test_line_ends_of_windows_change_nothing(tmp_path, monkeypatch):
    source = NOTEBOOKS / "exercises" / "c1w1_what_is_a_neural_network.ipynb"
    copied = tmp_path / source.name
    copied.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert digest(read_notebook(copied)) == digest(read_notebook(source))
    sums = tmp_path / store.CHECKSUMS
    sums.write_bytes((ROOT / "datasets" / store.CHECKSUMS).read_bytes().replace(b"\n", b"\r\n"))
    assert store.checksums(tmp_path) == store.checksums(ROOT / "datasets")


def test_a_path_of_windows_is_a_path_and_no_name_of_a_data_set(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="check the spelling"):
        load(r"C:\Users\me\my cats.h5")


def test_a_clock_that_goes_back_spoils_neither_checkpoints_nor_widgets(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(3, 40)), (rng.random((1, 40)) > 0.5).astype(float)

    def train(name):
        rng = np.random.default_rng(1)
        network = nn.Network(nn.Dense(3, 4, rng=rng), nn.ReLU(), nn.Dense(4, 1, rng=rng))
        options = {"num_epochs": 3, "mini_batch_size": 10, "rng": rng}
        nn.fit(
            *(network, nn.sigmoid_cross_entropy, nn.Adam(), X, Y),
            **options,
            checkpoint=tmp_path / name,
            progress_bar=False,
        )
        return network.params

    expected = train("a.h5")
    hours = itertools.count(2_000_000_000, -3600)
    monkeypatch.setattr(time, "time", lambda: float(next(hours)))
    got = train("b.h5")
    for name, array in expected.items():
        np.testing.assert_array_equal(got[name], array)
    assert (tmp_path / "b.h5").exists()


def test_nothing_in_the_course_measures_with_the_clock_on_the_wall():
    using = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "course_utils").rglob("*.py")
        if re.search(r"\btime\.time\(|datetime\.now|\.st_mtime", path.read_text(encoding="utf-8"))
    ]
    assert using == []
