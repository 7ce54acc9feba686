"""The process that reads somebody's HDF5 file first: what it reads, and what it says.

How it fares with bombs, crashes and endless reading is in tests/faults/test_fuzz.py.
"""

import io
import json
import os
import sys

import h5py
import numpy as np
import pytest

from course_utils import taster


@pytest.fixture
def path(tmp_path):
    """A file with arrays, a group, attributes of several kinds, and links."""
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["x"] = np.arange(10)
        file["x"].attrs["sha256"] = np.bytes_(b"of fixed length")
        file["x"].attrs["title"] = "of variable length"
        file["deep/er/y"] = np.ones((2, 3))
        file["soft"] = h5py.SoftLink("/x")
        file["elsewhere"] = h5py.ExternalLink("gone.h5", "x")
        file.create_dataset("outside", (4,), "u1", external=[("gone.bin", 0, 4)])
    return tmp_path / "a.h5"


def test_everything_within_the_file_is_read_and_no_link_followed(path):
    assert taster.read_all(path, None) is None
    with h5py.File(path) as file:
        names = [d.name for name in file for d in taster.datasets_in(file, name)]
    assert names == ["/deep/er/y", "/x"]


def test_the_same_in_a_process_of_its_own(path):
    assert taster.taste(path) is None
    assert taster.taste(path, ("x",)) is None


def test_groups_within_groups_come_to_an_end(path):
    with h5py.File(path, "a") as file:
        file["deep/again"] = file["deep"]  # a circle
    assert taster.taste(path) is None


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ((10**6, 10**4), "declares 10.0 GB of arrays: at most 2 GB are read."),
        ((10**4, 10**4), "declares 100 MB of arrays in 0.0 MB: not read."),
        ((10**3, 10**3), None),
    ],
)
def test_sizes_out_of_proportion_are_refused(path, shape, why):
    with h5py.File(path, "a") as file:
        file.create_dataset("z", shape, "u1", chunks=(1, shape[1]))
    assert taster.taste(path, ("z",)) == why
    assert taster.read_all(path, ("z",)) == why
    assert taster.taste(path, ("x",)) is None  # what nobody asks for may be as it likes


def test_orders_and_answers_are_lines(path, monkeypatch, capsys):
    damaged = path.with_name("b.h5")
    damaged.write_bytes(path.read_bytes()[:-100])
    orders = [{"path": str(p), "wanted": None} for p in (path, damaged)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(o) + "\n" for o in orders)))
    monkeypatch.setattr(taster, "limit", lambda size: None)  # for a process of its own only
    taster.serve()
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first is None
    assert second.startswith("is damaged, or of a kind that is not read here (")


def test_too_little_memory_is_an_answer(path, monkeypatch, capsys):
    def eat(*args):
        raise MemoryError

    order = json.dumps({"path": str(path), "wanted": None})
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{order}\n"))
    monkeypatch.setattr(taster, "limit", lambda size: None)
    monkeypatch.setattr(taster, "read_all", eat)
    taster.serve()
    assert json.loads(capsys.readouterr().out) == "takes more than 500 MB of memory to read."


def test_one_process_serves_many_files_and_leaves_when_dismissed(path):
    one = taster.Taster()
    order = {"path": str(path), "wanted": None}
    assert one.ask(order) is None
    process = one.process
    assert one.ask(order) is None
    assert one.process is process
    one.dismiss()
    assert process.returncode == 0


def test_a_fork_gets_a_taster_of_its_own(path):
    one = taster.Taster()
    order = {"path": str(path), "wanted": None}
    assert one.ask(order) is None
    parents = one.process
    one.master = os.getpid() + 1  # as it looks in the child
    assert one.ask(order) is None
    assert one.process is not parents
    one.dismiss()
    parents.stdin.close()
    parents.stdout.close()
    assert parents.wait(timeout=30) == 0


def test_without_processes_the_file_is_read_here(path, monkeypatch):
    def none(*args, **kwargs):
        raise OSError("no processes")

    monkeypatch.setattr(taster.subprocess, "Popen", none)
    assert taster.Taster().ask({"path": str(path), "wanted": None}) is None
