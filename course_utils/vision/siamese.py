"""Siamese networks: the same encoder for every picture, trained on triplets or on pairs.

Pictures come as albums, uint8 (n_people, n_pictures, n_H, n_W, n_C): whose picture it is, is the
first axis. An encoder makes of each picture a column of F (n_f, m) of length 1.
"""

import numpy as np

from course_utils.nn import (
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    MaxPool,
    Network,
    ReLU,
    predict,
    sigmoid,
    sigmoid_cross_entropy,
)
from course_utils.nn.validation import check_array, check_count, check_shape
from course_utils.vision.embedding import (
    Normalize,
    mined_triplet_cost,
    positive_pairs,
    random_triplets,
    semi_hard_triplets,
)

WARM_UP = 50  # steps


def encoder(side=40, n_C=3, widths=(16, 32, 64, 64), n_f=64, rng=None):
    """Convolutions 3x3 of these widths, with pooling between them, a dense layer, length 1.

    Side is that of the pictures; each pooling halves it.
    """
    layers, n_in = [], n_C
    for i, n_out in enumerate(widths):
        if i:
            layers.append(MaxPool(2))
            side //= 2
        layers += [Conv2D(n_in, n_out, 3, pad="same", rng=rng), BatchNorm(n_out), ReLU()]
        n_in = n_out
    return Network(*layers, Flatten(), Dense(side * side * n_in, n_f, rng=rng), Normalize())


def as_input(images):
    """X float32 from 0 to 1 of images uint8 (m, n_H, n_W, n_C)."""
    check_array("images", images, ndim=4)
    if images.dtype != np.uint8:
        raise TypeError(f"images have dtype {images.dtype} but must be uint8, 0 to 255.")
    return images.astype(np.float32) / 255


def encode(network, images):
    """F (n_f, m) of images uint8 (m, n_H, n_W, n_C)."""
    return predict(network, as_input(images), 100)


def encode_albums(network, albums):
    """F (n_f, m) and labels (m,) of all pictures of albums (n_people, n_pictures, ...)."""
    n_people, n_pictures = albums.shape[:2]
    images = albums.reshape(-1, *albums.shape[2:])
    return encode(network, images), np.repeat(np.arange(n_people), n_pictures)


def mirrored(images, rng):
    """Each image as it is or in a mirror, by the toss of a coin."""
    flip = rng.random(len(images)) < 0.5
    images[flip] = images[flip, :, ::-1]
    return images


def batches(albums, n_people, n_pictures, rng, change=mirrored):
    """Mini-batches X, labels for ever: n_people drawn at random, n_pictures of each.

    `change(images, rng)` may alter the pictures, which are copies. Raises ValueError where the
    albums hold fewer people or pictures.
    """
    check_count("n_people", n_people)
    check_count("n_pictures", n_pictures)
    if albums.shape[0] < n_people or albums.shape[1] < n_pictures:
        raise ValueError(
            f"the albums hold {albums.shape[1]} pictures of {albums.shape[0]} people: fewer than "
            f"{n_pictures} pictures of {n_people}."
        )
    labels = np.repeat(np.arange(n_people), n_pictures)
    while True:
        who = rng.choice(len(albums), n_people, replace=False)
        which = np.array([rng.permutation(albums.shape[1])[:n_pictures] for _ in who])
        images = albums[who[:, None], which].reshape(-1, *albums.shape[2:])
        yield as_input(change(images, rng)), labels


def learning_rate(share, step, highest):
    """Up to `highest` in the first steps, then down along half a cosine; share done from 0 to 1."""
    return highest * min(1, step / WARM_UP) * (0.01 + 0.99 * (1 + np.cos(np.pi * share)) / 2)


def semi_hard(F, labels, margin, rng):
    """The triplets of a batch to train on: semi-hard ones."""
    return semi_hard_triplets(F, labels, margin, rng)


def at_random(F, labels, margin, rng):
    """As many triplets as `semi_hard` gives, at random."""
    return random_triplets(labels, rng, len(positive_pairs(labels)[0]))


def triplet_step(network, optimizer, X, labels, margin, rng, choose=semi_hard):
    """One step on the triplets that `choose` finds in a batch; returns (J, share that cost)."""
    F = network.forward(X, training=True)
    J, dF, active = mined_triplet_cost(F, choose(F, labels, margin, rng), margin)
    network.backward_params(dF)
    optimizer.step(network.params, network.grads)
    return J, active


def contrast_features(f1, f2):
    """|f1 - f2|, number by number, for encodings of the same shape (n_f,) or (n_f, m)."""
    f1, f2 = np.asarray(f1), np.asarray(f2)
    check_shape("f2", f2, f1.shape, f"f1 has shape {f1.shape}")
    return np.abs(f1 - f2)


def draw_pairs(labels, rng):
    """Numbers of pairs (2, 2n) and same (1, 2n): all n same pairs, and as many different ones."""
    first, second = positive_pairs(labels)
    a, _, negative = random_triplets(labels, rng, len(first))
    pairs = np.stack([np.concatenate([first, a]), np.concatenate([second, negative])])
    return pairs, np.repeat([[1.0, 0.0]], len(first), axis=1)


def new_head(n_f):
    """A Dense(n_f, 1) that begins by saying "different" the louder, the farther two are apart."""
    head = Dense(n_f, 1)
    head.params = {"W": np.full((1, n_f), -1.0), "b": np.ones((1, 1))}
    return head.astype(np.float32)


def pair_step(network, head, optimizer, X, labels, rng):
    """One step of encoder and head together on pairs; returns J.

    The head is logistic regression on |f1 - f2|; the optimiser has the parameters of both.
    """
    F = network.forward(X, training=True)
    (i, j), same = draw_pairs(labels, rng)
    J, dZ = sigmoid_cross_entropy(head.forward(contrast_features(F[:, i], F[:, j])), same)
    dC = head.backward(dZ.astype(F.dtype)) * np.sign(F[:, i] - F[:, j])
    dF = np.zeros_like(F)
    np.add.at(dF.T, i, dC.T)
    np.subtract.at(dF.T, j, dC.T)
    network.backward_params(dF)
    of_head = {f"{name}_head": value for name, value in head.params.items()}
    slopes = {f"{name}_head": value for name, value in head.grads.items()}
    optimizer.step(network.params | of_head, network.grads | slopes)
    return J


def probability_same(head, F1, F2):
    """P (1, m) that the columns of F1 and F2 are of the same people."""
    return sigmoid(head.forward(contrast_features(F1, F2)))
