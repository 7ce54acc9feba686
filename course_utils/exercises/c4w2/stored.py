"""Frozen layers are a function that never changes: `precompute_features`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w2.week import volume, week
from course_utils.exercises.running import case


class Frozen:
    """Stands for a network: remembers how many images it was shown, and in which batches.

    In training its output depends on the batch, as with batch norm.
    """

    def __init__(self):
        self.shown, self.largest_batch = 0, 0

    def forward(self, X, training=False):
        """Three features (m, 3) of images (m, n_H, n_W, n_C)."""
        self.shown += len(X)
        self.largest_batch = max(self.largest_batch, len(X))
        features = np.stack([X.mean(axis=(1, 2, 3)), X[:, 0, 0, 0], (X**2).sum(axis=(1, 2, 3))], 1)
        return features - features.mean(axis=0) if training else features


def stored(m):
    """A store with features that no network here has computed."""
    return {"features": volume(20, m, 3)}


X7 = volume(21, 7, 2, 2, 3)


@week.exercise(
    cases=[
        case("7 images in batches of 3, an empty store", Frozen(), X7, {}, 3),
        case("the features are in the store already", Frozen(), X7, stored(7), 3),
        case("8 images in batches of 4", Frozen(), volume(22, 8, 2, 2, 3), {}, 4),
    ],
    edge_cases=[
        case("one batch larger than all", Frozen(), X7[:2], {}, 64),
        case("the store holds features of other images", Frozen(), X7, stored(5), 3),
    ],
    returns="features",
    praise="Hours of computing, once. After that, training the last layer takes seconds.",
)
def precompute_features(network, X, store, mini_batch_size):
    """Features of all images: from store["features"], or computed batch by batch and kept there."""
    if "features" not in store:
        starts = range(0, len(X), mini_batch_size)
        parts = [network.forward(X[i : i + mini_batch_size]) for i in starts]
        store["features"] = np.concatenate(parts)
    features = store["features"][...]
    if len(features) != len(X):
        raise ValueError("The store holds the features of other images: use a new one.")
    return features


def batches(network, X, size, training=False):
    """The features, computed batch by batch."""
    starts = range(0, len(X), size)
    parts = [network.forward(X[i : i + size], training=training) for i in starts]
    return np.concatenate(parts)


def checked(features, X):
    if len(features) != len(X):
        raise ValueError("other images")
    return features


@precompute_features.mistake(
    'The features are never stored: write them to `store["features"]` once they are computed.'
)
def never_stored(network, X, store, mini_batch_size):
    if "features" in store:
        return checked(store["features"], X)
    return batches(network, X, mini_batch_size)


@precompute_features.mistake(
    "The features are computed although they are in the store already: look there first. "
    "That is what the store is for (2.9)."
)
def computed_again(network, X, store, mini_batch_size):
    store["features"] = batches(network, X, mini_batch_size)
    return store["features"]


@precompute_features.mistake(
    "The store is neither read nor written: the features are computed anew at every call."
)
def without_a_store(network, X, store, mini_batch_size):
    return batches(network, X, mini_batch_size)


@precompute_features.mistake(
    "The network is run before the store is asked: the right features come back, but the work is "
    "done every time."
)
def works_in_vain(network, X, store, mini_batch_size):
    features = batches(network, X, mini_batch_size)
    if "features" not in store:
        store["features"] = features
    return checked(store["features"], X)


@precompute_features.mistake(
    "The last, smaller batch is lost: 7 images in batches of 3 are 3 + 3 + 1."
)
def last_batch_lost(network, X, store, mini_batch_size):
    if "features" not in store:
        whole = max(len(X) // mini_batch_size, 1) * mini_batch_size
        store["features"] = batches(network, X[:whole], mini_batch_size)
    return store["features"]


@precompute_features.mistake(
    "All images go through the network at once: with mini_batch_size at a time the memory is "
    "enough for any number of them."
)
def all_at_once(network, X, store, mini_batch_size):
    if "features" not in store:
        store["features"] = network.forward(X)
    return checked(store["features"], X)


@precompute_features.mistake(
    "The images go through one by one: take mini_batch_size at a time, which is much faster."
)
def one_at_a_time(network, X, store, mini_batch_size):
    if "features" not in store:
        store["features"] = batches(network, X, 1)
    return checked(store["features"], X)


@precompute_features.mistake(
    "The frozen layers run in training mode: there batch norm mixes the images of a batch, and "
    "dropout draws lots. Leave `training` at False."
)
def training_mode(network, X, store, mini_batch_size):
    if "features" not in store:
        store["features"] = batches(network, X, mini_batch_size, training=True)
    return checked(store["features"], X)


@precompute_features.mistake(
    "Only the features of the last batch are kept: collect all parts and join them with "
    "`np.concatenate`."
)
def last_batch_only(network, X, store, mini_batch_size):
    if "features" not in store:
        for i in range(0, len(X), mini_batch_size):
            store["features"] = network.forward(X[i : i + mini_batch_size])
    return store["features"]


@precompute_features.mistake(
    "Features of another number of images are handed out as if they were those of X: compare the "
    "lengths, and stop with an error."
)
def stale_features(network, X, store, mini_batch_size):
    if "features" not in store:
        store["features"] = batches(network, X, mini_batch_size)
    return store["features"]


@precompute_features.variant
def filled_in(network, X, store, mini_batch_size):
    if "features" in store:
        if store["features"].shape[0] != X.shape[0]:
            raise RuntimeError("these are features of other images")
        return np.array(store["features"])
    features = None
    for start in range(0, X.shape[0], mini_batch_size):
        part = network.forward(X[start : start + mini_batch_size])
        if features is None:
            features = np.zeros((X.shape[0], *part.shape[1:]))
        features[start : start + len(part)] = part
    store["features"] = features
    return features


@precompute_features.variant
def split_first(network, X, store, mini_batch_size):
    features = store.get("features")
    if features is None:
        cuts = range(mini_batch_size, len(X), mini_batch_size)
        features = np.vstack([network.forward(part) for part in np.split(X, cuts)])
        store["features"] = features
    assert len(features) == len(X), "use another store"
    return features
