"""Train the small eye again: `python -m course_utils.vision.train_eye [steps]`, some minutes.

Nobody has labelled the course's photographs, so the network gets a task that needs no labels: it
sees a piece of a photograph, shifted, scaled, mirrored and lit at random, and says which place of
which photograph it comes from (exemplar networks, Dosovitskiy et al. 2014). Whoever can do that has
learned to see edges, colours and textures. It is trained with batch norm, which is then folded into
the convolutions: what ships is convolutions, ReLU and pooling alone.
"""

import sys

import numpy as np
from PIL import Image

from course_utils import data
from course_utils.data.store import DATASETS
from course_utils.nn import (
    Adam,
    AveragePool,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePool,
    Network,
    ReLU,
    accuracy,
    one_hot,
    save,
    softmax_cross_entropy,
)
from course_utils.vision.eyes import MEAN, SCALE, WIDTHS, small_network_of_eye

FILE = DATASETS / "trained" / "small_eye.h5"
SIDE, SPACING = 32, 32  # pixels, of a piece and between the places of two classes
STEPS, BATCH, SEED, WARM_UP = 4000, 32, 2027, 100


def places(photos):
    """The classes: (photograph, x, y) of the middles of all pieces, on a grid."""
    found = []
    for number, photo in enumerate(photos):
        n_H, n_W, _ = photo.shape
        for y in range(SIDE // 2, n_H - SIDE // 2 + 1, SPACING):
            found += [(number, x, y) for x in range(SIDE // 2, n_W - SIDE // 2 + 1, SPACING)]
    return found


def piece(photo, x, y, rng):
    """A piece (SIDE, SIDE, 3) from around a place, in pixels minus the mean colour.

    Mirrored, and sometimes lying on its side, so that no direction is preferred.
    """
    side = SIDE * np.exp(rng.uniform(-0.35, 0.35))
    middle = np.array([x, y]) + rng.uniform(-SIDE / 5, SIDE / 5, 2)
    left, top = np.clip(middle - side / 2, 0, np.array(photo.size) - side)
    box = (left, top, left + side, top + side)
    cut = photo.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box)
    pixels = np.asarray(cut, np.float32)
    pixels = pixels[:, ::-1] if rng.random() < 0.5 else pixels
    pixels = pixels.swapaxes(0, 1) if rng.random() < 0.5 else pixels
    pixels = (pixels - 128) * rng.uniform(0.7, 1.3) + 128 + rng.uniform(-25, 25)
    return (pixels * rng.uniform(0.9, 1.1, 3) - MEAN).astype(np.float32)


def batches(photos, classes, size, rng):
    """Mini-batches X, Y of pieces, for ever."""
    images = [Image.fromarray(photo) for photo in photos]
    while True:
        chosen = rng.integers(len(classes), size=size)
        X = [piece(images[number], x, y, rng) for number, x, y in (classes[k] for k in chosen)]
        Y = one_hot(chosen[None], len(classes)).astype(np.float32)
        yield np.array(X) * np.float32(SCALE), Y


def trainee(n_classes, rng):
    """The network that is trained: each convolution is followed by batch norm."""
    layers, n = [], 3
    for i, (f, n_out) in enumerate(WIDTHS):
        layers += [AveragePool()] if i else []
        layers += [Conv2D(n, n_out, f, pad="same", rng=rng), BatchNorm(n_out), ReLU()]
        n = n_out
    end = [GlobalAveragePool(), Flatten(), Dense(n, n_classes, rng)]
    return Network(*layers, *end).astype(np.float32)


def folded(network):
    """The convolutions of a trained network with their batch norms inside, as the eye's network."""
    plain = small_network_of_eye()
    convs = [layer for layer in network.layers if isinstance(layer, Conv2D)]
    norms = [layer for layer in network.layers if isinstance(layer, BatchNorm)]
    for into, conv, norm in zip([x for x in plain.layers if x.shapes], convs, norms):
        mean, var = norm.state["mean"].ravel(), norm.state["var"].ravel()
        factor = norm.params["gamma"].ravel() / np.sqrt(var + norm.epsilon)
        b = norm.params["beta"].ravel() + (conv.params["b"].ravel() - mean) * factor
        into.params = {
            "W": (conv.params["W"] * factor).astype(np.float32),
            "b": b.reshape(1, 1, 1, -1).astype(np.float32),
        }
    return plain


def main(steps=STEPS, file=FILE, report=print):
    """Train, fold and write the file; returns the accuracy on fresh pieces."""
    rng = np.random.default_rng(SEED)
    photos = list(dict(data.load("photos")).values())
    classes = places(photos)
    network = trainee(len(classes), rng)
    optimizer, supply = Adam(0.003), batches(photos, classes, BATCH, rng)
    seen = []
    for step, (X, Y) in zip(range(1, steps + 1), supply):
        warm, share = min(1, step / WARM_UP), step / steps
        optimizer.learning_rate = 0.003 * warm * (0.01 + 0.99 * (1 + np.cos(np.pi * share)) / 2)
        Z = network.forward(X, training=True)
        J, dZ = softmax_cross_entropy(Z, Y)
        seen.append(accuracy(Z, Y))
        network.backward_params(dZ)
        optimizer.step(network.params, network.grads)
        if step % 250 == 0 or step == steps:
            report(f"step {step}: J {J:.2f}, right of {len(classes)}: {np.mean(seen[-100:]):.2f}")
            file.parent.mkdir(exist_ok=True)
            save(folded(network), file)
    return float(np.mean(seen[-100:]))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
