"""The LeNet-5 of the lesson, the digits that it reads, and what goes on inside."""

import numpy as np

from course_utils import data, nn

SIDE = 32  # of LeNet-5's input
DIGITS = tuple(range(10))


def stretch(X):
    """Digits (m, 8, 8, 1) from 0 to 16 as float32 (m, 32, 32, 1) from 0 to 1: 4 x 4 per pixel."""
    return (X.repeat(4, axis=1).repeat(4, axis=2) / 16).astype(np.float32)


def lenet5(rng=None, n_C=1, keep_prob=0.7):
    """A network like LeNet-5, for images (32, 32, n_C), with dropout before its dense layers."""
    return nn.Network(
        nn.Conv2D(n_C, 6, f=5, rng=rng), nn.ReLU(), nn.MaxPool(),
        nn.Conv2D(6, 16, f=5, rng=rng), nn.ReLU(), nn.MaxPool(),
        nn.Flatten(), nn.Dropout(keep_prob, rng=rng),
        nn.Dense(400, 120, rng=rng), nn.ReLU(),
        nn.Dense(120, 84, rng=rng), nn.ReLU(),
        nn.Dense(84, 10, rng=rng),
    )  # fmt: skip


def digits():
    """X_train, Y_train (one-hot), X_test, and the digits of the test set."""
    loaded = data.load("digits")
    return (
        stretch(loaded.X_train), nn.one_hot(loaded.Y_train, 10),
        stretch(loaded.X_test), loaded.Y_test[0],
    )  # fmt: skip


def image_layers(network):
    """{name: position} of the layers whose outputs are worth a look: bent maps and pooled maps."""
    found, number = {}, 0
    for position, layer in enumerate(network.layers):
        if isinstance(layer, nn.Flatten):
            break
        if isinstance(layer, nn.Conv2D):
            number += 1
        elif isinstance(layer, nn.ReLU):
            found[f"CONV{number}"] = position
        elif isinstance(layer, nn.MaxPool):
            found[f"POOL{number}"] = position
    return found


def look(network, image):
    """Probabilities (10,) for one image (32, 32), and its feature maps {name: (n_H, n_W, n_C)}."""
    layers = image_layers(network)
    X = np.asarray(image, network.dtype).reshape(1, SIDE, SIDE, 1)
    Z, kept = network.forward(X, keep=list(layers.values()))
    return nn.softmax(Z)[:, 0], {name: kept[i][0] for name, i in layers.items()}


def shifted(image, dy, dx):
    """The image moved down by dy and to the right by dx; what comes in is black."""
    moved = np.zeros_like(image)
    n_H, n_W = image.shape
    moved[max(dy, 0) : n_H + min(dy, 0), max(dx, 0) : n_W + min(dx, 0)] = image[
        max(-dy, 0) : n_H + min(-dy, 0), max(-dx, 0) : n_W + min(-dx, 0)
    ]
    return moved
