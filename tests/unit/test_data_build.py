"""The shipped files come out of the installed packages again, bit for bit."""

import hashlib

import numpy as np
import pytest

from course_utils.data import build, store
from course_utils.data.hdf5 import read_h5, write_h5


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("datasets")
    build.build(folder=folder)
    return folder


def test_every_shipped_file_has_a_builder():
    assert {path.stem for path in store.DATASETS.glob("*.h5")} == set(build.BUILDERS)


@pytest.mark.parametrize("name", build.BUILDERS)
def test_rebuilt_arrays_are_the_shipped_ones(rebuilt, name):
    ours, shipped = (read_h5(folder / f"{name}.h5") for folder in (rebuilt, store.DATASETS))
    digests = [
        {key: values.get("sha256") for key, values in side[1].items()} for side in (ours, shipped)
    ]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("name", build.BUILDERS)
def test_rebuilt_file_is_the_shipped_one_bit_for_bit(rebuilt, name):
    content = (rebuilt / f"{name}.h5").read_bytes()
    assert hashlib.sha256(content).hexdigest() == store.checksums()[f"{name}.h5"]


def test_checksums_are_written_in_the_form_of_sha256sum(rebuilt):
    shipped = (store.DATASETS / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    ours = [line for line in shipped if b"  trained/" not in line]  # those are made by training
    assert (rebuilt / "SHA256SUMS").read_bytes().splitlines(keepends=True) == ours


def test_bytes_do_not_depend_on_the_time(tmp_path, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1e9)
    arrays = {"x": np.arange(5), "names": np.array([b"a", b"bc"])}
    for name in ("one.h5", "two.h5"):
        write_h5(tmp_path / name, arrays, {"/": {"title": "é"}, "x": {"unit": "cm"}})
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()


def test_split_shares_out_every_class_and_shuffles():
    labels = np.repeat([0, 1, 2], [40, 20, 5])
    train, test = build.split(labels, 0.2, seed=3)
    assert np.bincount(labels[test]).tolist() == [8, 4, 1]
    assert sorted([*train, *test]) == list(range(65))
    assert np.any(np.diff(labels[train]) < 0)
    np.testing.assert_array_equal(train, build.split(labels, 0.2, seed=3)[0])


def test_command_builds_what_is_named(tmp_path, capsys):
    assert build.main(["faces"], tmp_path) == 0
    assert capsys.readouterr().out == "faces.h5  128,412 bytes\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["SHA256SUMS", "faces.h5"]
    assert build.main(["cats", "dogs"], tmp_path) == 2
    assert "no data set cats, dogs; there are: faces, digits" in capsys.readouterr().err
