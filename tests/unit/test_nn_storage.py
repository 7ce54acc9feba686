"""Files of networks: whole or not at all, and checked against the network that reads them."""

import os
import re
import subprocess
import sys

import h5py
import numpy as np
import pytest

from course_utils import nn
from course_utils.nn import storage


def network(seed=0, activation=nn.ReLU, rng=True):
    rng = np.random.default_rng(seed) if rng else None
    return nn.Network(
        nn.Dense(4, 3, rng=rng),
        nn.BatchNorm(3),
        activation(),
        nn.Residual(nn.Network(nn.Dense(3, 3, rng=rng), nn.Tanh())),
    )


X = np.random.default_rng(5).normal(size=(4, 6))


def trained(**options):
    net = network(**options)
    net.forward(X, training=True)
    return net


def test_a_loaded_network_gives_the_same_outputs(tmp_path):
    saved, loaded = trained(), network(seed=1)
    nn.save(saved, tmp_path / "net.h5")
    array = loaded.params["W1"]
    assert nn.load(loaded, tmp_path / "net.h5") is loaded
    assert loaded.params["W1"] is array
    np.testing.assert_array_equal(loaded.forward(X), saved.forward(X))
    assert [file.name for file in tmp_path.iterdir()] == ["net.h5"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_without_parameters_takes_those_of_the_file(tmp_path, dtype):
    saved, described = trained().astype(dtype), network(rng=False)
    with pytest.raises(ValueError, match="has no parameters to save"):
        nn.save(described, tmp_path / "net.h5")
    nn.save(saved, tmp_path / "net.h5")
    nn.load(described, tmp_path / "net.h5")
    A = described.forward(X.astype(dtype))
    assert A.dtype == dtype
    np.testing.assert_array_equal(A, saved.forward(X.astype(dtype)))


def test_a_single_layer_can_be_saved(tmp_path):
    layer = nn.Dense(4, 3, rng=np.random.default_rng(0))
    nn.save(layer, tmp_path / "layer.h5")
    loaded = nn.load(nn.Dense(4, 3), tmp_path / "layer.h5")
    np.testing.assert_array_equal(loaded.params["W"], layer.params["W"])


def test_precision_may_grow_but_not_shrink(tmp_path):
    nn.save(trained().astype(np.float32), tmp_path / "single.h5")
    assert nn.load(network(seed=1), tmp_path / "single.h5").params["W1"].dtype == np.float64
    nn.save(trained(), tmp_path / "double.h5")
    message = "W1 is float64 in the file but float32 in the network: use astype(np.float64)"
    with pytest.raises(TypeError, match=re.escape(message)):
        nn.load(network().astype(np.float32), tmp_path / "double.h5")


@pytest.mark.parametrize(
    ("build", "place", "file_has", "network_has"),
    [
        (lambda: network(activation=nn.Tanh), "network.2", "ReLU()", "Tanh()"),
        (
            lambda: nn.Network(nn.Dense(4, 2)),
            "network.0",
            "Dense(n_in=4, n_out=3)",
            "Dense(n_in=4, n_out=2)",
        ),
        (
            lambda: nn.Network(*network().layers[:3]),
            "network.3",
            "Residual",
            "no layer",
        ),
        (
            lambda: nn.Network(*network().layers, nn.ReLU()),
            "network.4",
            "no layer",
            "ReLU()",
        ),
        (lambda: nn.Dense(4, 3), "network", "Network", "Dense(n_in=4, n_out=3)"),
    ],
)
def test_the_first_layer_that_differs_is_named(tmp_path, build, place, file_has, network_has):
    nn.save(network(), tmp_path / "net.h5")
    message = f"differs first at {place}: the file has {file_has} but this one has {network_has}."
    with pytest.raises(ValueError, match=re.escape(message)):
        nn.load(build(), tmp_path / "net.h5")


def test_a_crash_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path, old = tmp_path / "net.h5", trained()
    nn.save(old, path)

    def crash(group, arrays):
        raise OSError("disk full")

    monkeypatch.setattr(storage, "write_arrays", crash)
    with pytest.raises(OSError, match="disk full"):
        nn.save(network(seed=1), path)
    loaded = nn.load(network(seed=2), path)
    np.testing.assert_array_equal(loaded.params["W1"], old.params["W1"])
    assert [file.name for file in tmp_path.iterdir()] == ["net.h5"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell whether a process lives")
def test_the_draft_of_a_killed_process_goes_and_that_of_a_living_one_stays(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path = tmp_path / "net [1].h5"
    names = [f".net [1].h5.{process}-1.part" for process in (ended.pid, os.getpid(), "x")]
    for name in [*names, ".other.h5.1-1.part"]:
        (tmp_path / name).write_bytes(b"half")
    nn.save(trained(), path)
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {path.name, *names[1:], ".other.h5.1-1.part"}


def test_files_that_are_no_networks(tmp_path):
    nn.save(trained(), tmp_path / "net.h5")
    with pytest.raises(FileNotFoundError, match=r"there is no file .*other\.h5.*: net\.h5\."):
        nn.load(network(), tmp_path / "other.h5")
    (tmp_path / "text.h5").write_text("no")
    with pytest.raises(ValueError, match="is not an HDF5 file"):
        nn.load(network(), tmp_path / "text.h5")
    with h5py.File(tmp_path / "empty.h5", "w") as file:
        file["a"] = 1
    with pytest.raises(ValueError, match="holds no network"):
        nn.load(network(), tmp_path / "empty.h5")
    with h5py.File(tmp_path / "net.h5", "a") as file:
        del file["params/W1"]
    with pytest.raises(ValueError, match="is damaged"):
        nn.load(network(), tmp_path / "net.h5")
