"""The shipped encoders of faces and the scripts that make them."""

import hashlib

import numpy as np
import pytest

from course_utils.vision import face_trials, train_faces
from course_utils.vision.embedding import one_shot_accuracy


@pytest.fixture(scope="module")
def albums():
    return train_faces.strangers(60, 4)


def test_the_shipped_encoder_keeps_its_promise_on_people_never_seen(albums):
    assert train_faces.one_shot(train_faces.trained(), albums) >= 0.9
    pixels = albums.reshape(len(albums) * 4, -1).T / 255
    labels = np.repeat(np.arange(len(albums)), 4)
    assert one_shot_accuracy(pixels, labels, np.random.default_rng(0)) < 0.25


def test_the_early_one_is_between(albums):
    assert 0.4 < train_faces.one_shot(train_faces.trained(early=True), albums) < 0.75


@pytest.mark.parametrize("name", ["face_encoder.h5", "face_encoder_early.h5", "face_trials.h5"])
def test_the_data_sheet_has_the_digests(name):
    digest = hashlib.sha256((train_faces.FOLDER / name).read_bytes()).hexdigest()
    assert digest in (train_faces.DATASETS / "README.md").read_text(encoding="utf-8")


def test_the_script_takes_its_first_steps(tmp_path):
    said = []
    score = train_faces.main(steps=2, folder=tmp_path, report=said.append, people=30)
    assert 0 < score < 1
    assert (tmp_path / "face_encoder.h5").is_file()
    assert said[-1].startswith("step 2")


# The trials


def test_people_of_a_group_are_of_that_group():
    for dark in (True, False):
        album = face_trials.drawn(3, 2, np.random.default_rng(0), dark)
        assert album.shape == (3, 2, 40, 40, 3)
    rng = np.random.default_rng(1)
    means = [
        face_trials.drawn(30, 1, rng, dark)[:, 0, 14:26, 14:26].mean() for dark in (True, False)
    ]
    assert means[0] < means[1] - 20


def test_a_mixture_has_as_many_of_each_as_it_says():
    light, dark = np.zeros((400, 1)), np.ones((200, 1))
    assert face_trials.mixture("even", light, dark).mean() == 0.5
    assert face_trials.mixture("skewed", light, dark).mean() == 0.01
    assert len(face_trials.mixture("skewed", light, dark)) == 400


@pytest.mark.parametrize("way", face_trials.WAYS)
def test_each_way_of_training_takes_a_step(way):
    rng = np.random.default_rng(2)
    albums = face_trials.drawn(24, 4, rng)
    ((network, head, share),) = face_trials.train(albums, way, rng, steps=1, every=1)
    assert (head is not None) == (way == "pairs")
    assert 0 < share <= 1
    assert 0 <= face_trials.score(network, head, albums) <= 1


def test_the_error_rates_are_those_of_the_first_groups_threshold():
    class Turn:
        """Encodings on a circle: pictures are their angles, in hundredths."""

        def forward(self, X, training=False):
            angle = X[:, 0, 0, 0] * 2.55
            return np.stack([np.cos(angle), np.sin(angle)])

    near = np.zeros((2, 2, 1, 1, 1), np.uint8)
    near[1] = 100  # two people, far apart
    alike = np.zeros_like(near)
    rates = face_trials.error_rates(Turn(), [near, alike], false_accepts=0.5)
    np.testing.assert_allclose(rates[:, 1], 0)
    assert rates[1, 0] == 1


def test_what_the_file_says_of_the_two_mixes_can_be_measured_again():
    results = face_trials.results()
    assert results["scores"].shape == (3, 3, 6)
    rng = np.random.default_rng(5)
    checks = [face_trials.drawn(40, 3, rng, group == "dark") for group in face_trials.GROUPS]
    for i, mix in enumerate(face_trials.MIXES):
        again = face_trials.error_rates(face_trials.trained(mix), checks)
        assert np.abs(again - results["rates"][i, 0]).max() < 0.15, mix


def test_the_claims_of_the_lesson():
    results = face_trials.results()
    scores, shares, rates = results["scores"], results["shares"], results["rates"]
    random, semi_hard, _ = scores[:, :, -1]
    assert semi_hard.min() > random.max()  # mined triplets teach more, on each seed
    assert shares[0, :, -1].max() < 0.2 < shares[1, :, -1].min()
    by_rate = results["by_rate"]
    assert (np.diff(by_rate, axis=0)[0] > 0).all()  # semi-hard ahead of random at each rate
    assert (by_rate[2] < by_rate[0]).all()  # and pairs behind
    np.testing.assert_allclose(by_rate[:, 0], scores[:, 0, -1], atol=1e-6)
    dark_accepted = rates[:, :, 1, 0]
    assert dark_accepted[0].max() < 0.03
    assert dark_accepted[1].min() > 0.1


def test_rates_are_compared_way_by_way():
    scores = face_trials.compare_rates((0.004,), 1, 30, lambda text: None)
    assert scores.shape == (3, 1)
    assert (scores > 0).all()
