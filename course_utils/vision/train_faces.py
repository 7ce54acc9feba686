"""Train the encoder of drawn faces again: `python -m course_utils.vision.train_faces [steps]`.

Writes two files of weights beside the data sets: that of the first EARLY steps, from which the
lesson goes on, and that of the whole run. The people are drawn here, from a seed of their own:
those that a lesson or a test draws have never been seen.
"""

import sys

import numpy as np

from course_utils.data.generators import identities
from course_utils.data.store import DATASETS
from course_utils.nn import Adam, load, save
from course_utils.vision.embedding import one_shot_accuracy
from course_utils.vision.siamese import (
    batches,
    encode_albums,
    encoder,
    learning_rate,
    triplet_step,
)

FOLDER = DATASETS / "trained"
EARLY, STEPS = 60, 2500
HORIZON = 5000  # the steps of the whole schedule, of which the training takes the first STEPS
PEOPLE, PICTURES, SEED = 4000, 8, 20261
IN_BATCH, OF_EACH = 24, 4
MARGIN, HIGHEST = 0.3, 0.004
STRANGERS = 2026  # the seed of the people on whom the lesson tests


def strangers(n_people=150, n_pictures=6, seed=STRANGERS):
    """Albums of people that no encoder of the course was trained on."""
    return identities(n_people, n_pictures, np.random.default_rng(seed))


def one_shot(network, albums, seed=0):
    """20-way one-shot accuracy on albums, over 1,000 runs."""
    return one_shot_accuracy(
        *encode_albums(network, albums), np.random.default_rng(seed), runs=1000
    )


def trained(early=False):
    """The encoder as it ships: after the whole run, or after its first EARLY steps."""
    return load(encoder(), FOLDER / ("face_encoder_early.h5" if early else "face_encoder.h5"))


def main(steps=STEPS, folder=FOLDER, report=print, people=PEOPLE):
    """Draw people, train, write both files of weights; returns the one-shot accuracy."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(SEED)
    albums = identities(people, PICTURES, rng)
    check = strangers(min(people, 150), seed=SEED + 1)
    network, optimizer = encoder(rng=rng).astype(np.float32), Adam(HIGHEST)
    supply, score = batches(albums, IN_BATCH, OF_EACH, rng), float("nan")
    for step, (X, labels) in zip(range(1, steps + 1), supply):
        optimizer.learning_rate = learning_rate(step / HORIZON, step, HIGHEST)
        J, active = triplet_step(network, optimizer, X, labels, MARGIN, rng)
        if step == EARLY:
            save(network, folder / "face_encoder_early.h5")
        if step % 500 == 0 or step in (EARLY, steps):
            score = one_shot(network, check)
            report(f"step {step}: J {J:.3f}, {active:.2f} cost, one-shot {score:.3f}")
            save(network, folder / "face_encoder.h5")
    return score


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
