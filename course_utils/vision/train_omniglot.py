"""Train the encoder of Omniglot's characters again: `python -m course_utils.vision.train_omniglot`.

It learns from the 136 characters of the small background set, and is scored on the 20 official
one-shot runs, whose alphabets it has never seen. On one thread it takes about a minute.
"""

import sys
import time

import numpy as np
from PIL import Image

from course_utils.data.store import DATASETS
from course_utils.nn import Adam, load, save
from course_utils.vision.embedding import distances
from course_utils.vision.omniglot import SIDE, characters, one_shot_runs
from course_utils.vision.siamese import batches, encode, encoder, learning_rate, triplet_step

FILE = DATASETS / "trained" / "omniglot_encoder.h5"
STEPS, SEED = 1000, 20262
IN_BATCH, OF_EACH = 32, 4
MARGIN, HIGHEST = 0.3, 0.004


def new_encoder(rng=None):
    """An encoder for pictures of one channel, SIDE x SIDE."""
    return encoder(SIDE, 1, rng=rng)


def trained():
    """The encoder as it ships."""
    return load(new_encoder(), FILE)


def warped(images, rng):
    """Each drawing turned, slanted, stretched and shifted a little, as another hand would."""
    side = images.shape[1]
    middle = np.full(2, side / 2)
    result = np.empty_like(images)
    for place, image in zip(result, images):
        turn, slant = rng.uniform(-0.2, 0.2, 2)
        matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        matrix = matrix @ np.array([[1, slant], [0, 1]]) @ np.diag(rng.uniform(0.85, 1.15, 2))
        offset = middle + rng.uniform(-1.5, 1.5, 2) - matrix @ middle
        numbers = (*matrix[0], offset[0], *matrix[1], offset[1])
        place[..., 0] = Image.fromarray(image[..., 0]).transform(
            (side, side), Image.Transform.AFFINE, numbers, Image.Resampling.BILINEAR
        )
    return result


def pixels(images):
    """The pixels themselves as encodings (n_H n_W n_C, m)."""
    return images.reshape(len(images), -1).T / 255


def right_answers(runs, encoding):
    """Share of right answers in each run, (n_runs,): the nearest of the known is the answer."""
    return np.array(
        [
            np.mean(
                distances(encoding(run.asked), encoding(run.known)).argmin(axis=1) == run.answers
            )
            for run in runs
        ]
    )


def main(steps=STEPS, file=FILE, report=print):
    """Train, write the weights; returns the mean share of right answers over the official runs."""
    rng = np.random.default_rng(SEED)
    (albums, _), runs = characters(), one_shot_runs()
    network, optimizer = new_encoder(rng).astype(np.float32), Adam(HIGHEST)
    report(f"pixels: {right_answers(runs, pixels).mean():.4f}")
    begin = time.process_time()
    for step, (X, labels) in zip(
        range(1, steps + 1), batches(albums, IN_BATCH, OF_EACH, rng, warped)
    ):
        optimizer.learning_rate = learning_rate(step / steps, step, HIGHEST)
        J, active = triplet_step(network, optimizer, X, labels, MARGIN, rng)
        if step % 100 == 0 or step == steps:
            seconds = time.process_time() - begin
            score = right_answers(runs, lambda images: encode(network, images)).mean()
            report(f"step {step}: {seconds:.0f} s, J {J:.3f}, {active:.2f} cost, {score:.4f} right")
            save(network, file)
    return score


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
