"""A run that was stopped, or killed, ends with the same weights to the last bit."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from course_utils import nn
from course_utils.nn import checkpoints

ROOT = Path(__file__).parents[2]
NUM_EPOCHS = 12


def run(num_epochs=NUM_EPOCHS, seed=0, checkpoint=None, delay=0.0, **changes):
    """Train with all that has a memory: dropout, batch norm, Adam, schedule, validation."""
    rng = np.random.default_rng(seed)
    data = np.random.default_rng(42)
    X, Y = data.normal(size=(6, 50)), nn.one_hot(data.integers(0, 3, 50), 3)
    net = nn.Network(
        nn.Dense(6, 8, rng=rng),
        nn.BatchNorm(8),
        nn.ReLU(),
        nn.Dropout(0.8, rng=rng),
        nn.Dropout(0.9, rng=np.random.default_rng(seed + 1)),
        nn.Dense(8, 3, rng=rng),
    )

    def cost(Z, Y):
        time.sleep(delay)
        return nn.softmax_cross_entropy(Z, Y)

    options = {
        "mini_batch_size": 8,
        "lambd": 0.5,
        "schedule": nn.inverse_time(0.02, decay_rate=0.1),
        "validation": (X, Y),
        "metric": nn.accuracy,
        "checkpoint_seconds": 0,
        "progress_bar": False,
    } | changes
    optimizer = options.pop("optimizer", None) or nn.Adam(0.02)
    history = nn.fit(
        net, cost, optimizer, X, Y, rng=rng, num_epochs=num_epochs, checkpoint=checkpoint, **options
    )
    return net, history


def assert_same(one, other):
    (net, history), (other_net, other_history) = one, other
    for name, array in (net.params | net.state).items():
        np.testing.assert_array_equal((other_net.params | other_net.state)[name], array)
    assert other_history.costs == history.costs
    assert other_history.epochs == history.epochs


def test_a_run_in_two_parts_is_the_run_in_one(tmp_path):
    path = tmp_path / "run.h5"
    run(num_epochs=5, checkpoint=path)
    assert_same(run(seed=7, checkpoint=path), run())


def test_a_finished_run_is_not_repeated(tmp_path):
    path = tmp_path / "run.h5"
    done = run(checkpoint=path)
    assert_same(run(seed=7, checkpoint=path), done)


def test_a_run_that_stopped_early_stays_with_its_best_epoch(tmp_path):
    path = tmp_path / "run.h5"
    options = {"patience": 1, "schedule": nn.inverse_time(1.0), "checkpoint": path}
    done = run(num_epochs=100, **options)
    assert len(done[1]) < 100
    assert_same(run(num_epochs=100, seed=7, **options), done)


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the run did not get there"
        time.sleep(0.002)


def steps_done(path):
    """Updates in the checkpoint; 0 while there is none."""
    if not path.exists():
        return 0
    with h5py.File(path) as file:
        return int(file["progress/step"][()])


@pytest.mark.parametrize("kill_after", [1, 17])
def test_a_killed_run_goes_on_as_if_nothing_had_happened(tmp_path, kill_after):
    path = tmp_path / "run.h5"
    code = (
        f"from tests.unit.test_nn_checkpoints import run; run(checkpoint={str(path)!r}, delay=0.02)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        wait_for(lambda: steps_done(path) >= kill_after)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert kill_after <= steps_done(path) < NUM_EPOCHS * 7
    assert_same(run(seed=7, checkpoint=path), run())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("bit_generator", [np.random.MT19937, np.random.Philox, np.random.SFC64])
def test_every_bit_generator_can_be_kept(tmp_path, bit_generator):
    def fit(num_epochs, seed, checkpoint=None):
        rng = np.random.Generator(bit_generator(seed))
        net = nn.Network(nn.Dropout(0.5, rng=rng), nn.Dense(3, 1, rng=rng))
        data = np.random.default_rng(0)
        X, Y = data.normal(size=(3, 10)), data.normal(size=(1, 10))
        nn.fit(net, nn.squared_error, nn.Momentum(0.1), X, Y, 4, rng, num_epochs,
               checkpoint=checkpoint, progress_bar=False)  # fmt: skip
        return net.params["W2" if "W2" in net.params else "W1"]

    fit(1, seed=0, checkpoint=tmp_path / "run.h5")
    whole, parts = fit(3, seed=0), fit(3, seed=5, checkpoint=tmp_path / "run.h5")
    np.testing.assert_array_equal(parts, whole)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mini_batch_size": 9}, "mini_batch_size was 8 in the run in"),
        ({"lambd": 0.1}, "lambd was 0.5 in the run in"),
        ({"optimizer": nn.Momentum(0.1)}, "optimizer was Adam in the run in"),
        ({"optimizer": nn.Adam(0.1, beta1=0.8)}, "beta1 was 0.9 in the run in"),
    ],
)
def test_other_settings_are_refused(tmp_path, changes, message):
    path = tmp_path / "run.h5"
    run(num_epochs=1, checkpoint=path)
    with pytest.raises(ValueError, match=re.escape(message)):
        run(checkpoint=path, **changes)


def test_another_number_of_generators_is_refused(tmp_path):
    path = tmp_path / "run.h5"
    run(num_epochs=1, checkpoint=path)
    rng = np.random.default_rng(0)
    net, _ = run(num_epochs=0)
    for leaf in net.leaves():
        leaf.rng = rng if leaf.rng is not None else None
    settings = {
        "m": 50,
        "mini_batch_size": 8,
        "lambd": 0.5,
        "penalty": "l2_penalty",
        "cost": "cost",
    }
    other = checkpoints.Run(net, nn.Adam(0.02), rng, settings)
    with pytest.raises(ValueError, match="has 2 random generators but this one has 1"):
        checkpoints.load_checkpoint(other, path)


def test_a_network_is_no_run(tmp_path):
    nn.save(nn.Network(nn.Dense(2, 1, rng=np.random.default_rng(0))), tmp_path / "net.h5")
    with pytest.raises(ValueError, match="holds no training run"):
        run(checkpoint=tmp_path / "net.h5")


def test_checkpoints_wait_their_time(tmp_path, monkeypatch):
    saved = []
    monkeypatch.setattr(
        "course_utils.nn.fitting.save_checkpoint", lambda run, path: saved.append(run.progress.step)
    )
    run(num_epochs=2, checkpoint=tmp_path / "run.h5", checkpoint_seconds=1e6)
    assert saved == [14]
