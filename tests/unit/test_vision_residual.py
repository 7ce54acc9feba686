"""Plain and residual networks that ship trained: the recipe, the file, and what it shows."""

import hashlib

import numpy as np
import pytest

from course_utils.data import health, store
from course_utils.vision import build_residual, residual

HISTORIES = residual.histories()


def test_the_recipe_makes_such_a_file(tmp_path):
    said = []
    file = tmp_path / "residual_digits.h5"
    build_residual.build(file, depths=(8,), seeds=(0, 3), num_epochs=1, say=said.append)
    build_residual.write_checksum(file, tmp_path)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert store.checksums(tmp_path) == {"residual_digits.h5": digest}
    assert len(said) == 4
    history = residual.histories(file)
    assert {name: array.shape for name, array in history.items()} == dict.fromkeys(
        residual.MEASURES, (1, 2, 2, 1)
    )
    X, Y, *_ = residual.digits()
    for kind in (False, True):
        network = residual.trained_network(8, kind, file)
        expected = history["training_error"][0, int(kind), 0, -1]
        assert residual.error(network, X, Y) == pytest.approx(expected, abs=0.003)


def test_the_first_epoch_is_what_the_recipe_gives_here():
    X, Y, *_ = residual.digits()
    network = residual.new_network(8, True, seed=0)
    J = next(residual.train(network, X, Y, seed=0))
    assert pytest.approx(HISTORIES["cost"][0, 1, 0, 0], rel=0.02) == J


@pytest.mark.parametrize("depth", residual.DEPTHS)
@pytest.mark.parametrize("kind", [False, True])
def test_stored_networks_are_as_good_as_their_history_says(depth, kind):
    X, Y, X_test, Y_test = residual.digits()
    network = residual.trained_network(depth, kind)
    assert network.dtype == np.float32
    i = residual.DEPTHS.index(depth)
    for measure, of in (("training_error", (X, Y)), ("test_error", (X_test, Y_test))):
        expected = HISTORIES[measure][i, int(kind), 0, -1]
        assert residual.error(network, *of) == pytest.approx(expected, abs=0.006)


def test_what_the_lesson_says_of_depth():
    error = HISTORIES["training_error"][..., -1]  # (depths, kinds, seeds)
    plain, shortcut = error[:, 0], error[:, 1]
    assert (shortcut[1:] < 0.005).all()
    assert plain[2].min() > plain[1].max()  # 32 layers are worse than 20, whatever the seed
    assert plain[3].mean() > plain[2].mean()
    assert (plain[2:] > 10 * shortcut[2:] + 0.01).all()


def test_other_depths_are_refused():
    with pytest.raises(ValueError, match="only 8, 20, 32, 44"):
        residual.trained_network(14, True)


def test_the_file_is_small_and_the_doctor_knows_how_to_make_it_again():
    assert residual.FILE.stat().st_size < 2e6
    (status,) = [entry for entry in health.status() if entry.name == "residual_digits"]
    assert status.state == "intact"
    assert health.remedy("residual_digits") == "python -m course_utils.vision.build_residual"
    assert health.remedy("faces") == "python -m course_utils.data.build faces"
