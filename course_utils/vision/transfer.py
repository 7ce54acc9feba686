"""Transfer learning: somebody else's first layers, a last layer of our own.

A network is cut in two. What lies before the cut is frozen: it is a function that never changes, so
its output, the features, is computed once and kept in a file. What lies behind the cut is trained.
"""

import copy

import numpy as np
from PIL import Image

from course_utils.nn import Dense, Flatten, GlobalAveragePool, Network, small_normal
from course_utils.nn.training import take
from course_utils.nn.validation import check_count
from course_utils.vision.pretrained import MEAN_BGR


def precompute_features(network, X, store, mini_batch_size=64):
    """Features of all examples, in the network's output layout: from the store, or computed once.

    `store` is an open HDF5 file, or anything that keeps arrays by name as a dict does; the features
    are kept there as "features". X is (m, n_H, n_W, n_C). Raises ValueError where the store holds
    the features of another number of images.
    """
    check_count("mini_batch_size", mini_batch_size)
    if "features" not in store:
        starts = range(0, len(X), mini_batch_size)
        parts = [network.forward(take(X, slice(i, i + mini_batch_size))) for i in starts]
        store["features"] = np.concatenate(parts)
    features = store["features"][...]
    if len(features) != len(X):
        raise ValueError(
            f"the store holds the features of {len(features)} images but X has {len(X)}: they were "
            "made from other images. Use a new file."
        )
    return features


def cut(network, place):
    """The layers before `place` as a frozen Network (None for place 0), and copies of the rest.

    `place` counts the network's layers from 0. The copies may be trained: the network itself, and
    whatever else was cut from it, stays as it is.
    """
    if not 0 <= place <= len(network.layers):
        raise ValueError(f"place is {place} but the network has {len(network.layers)} layers.")
    rest = [copy.deepcopy(layer) for layer in network.layers[place:]]
    return (Network(*network.layers[:place]) if place else None), rest


def with_new_end(layers, n, n_classes, rng):
    """Layers, then the average over the picture and a new last layer from n channels, float32."""
    end = [GlobalAveragePool(), Flatten(), Dense(n, n_classes, rng, small_normal)]
    return Network(*layers, *end).astype(np.float32)


def as_photographs(images, side):
    """Small pictures, uint8 (m, n_H, n_W, 1 or 3), as SqueezeNet's inputs (m, side, side, 3)."""
    X = np.empty((len(images), side, side, 3), np.float32)
    for i, image in enumerate(images):
        larger = Image.fromarray(image.squeeze()).resize((side, side), Image.Resampling.BILINEAR)
        pixels = np.asarray(larger, np.float32)
        X[i] = (pixels[..., None] if pixels.ndim == 2 else pixels[..., ::-1]) - MEAN_BGR
    return X


def balanced(labels, m, rng):
    """The numbers of m examples, drawn at random, as many of each class; labels are (m_all,)."""
    classes = np.unique(labels)
    chosen = [rng.permutation(np.flatnonzero(labels == k))[: m // len(classes)] for k in classes]
    return np.concatenate(chosen)
