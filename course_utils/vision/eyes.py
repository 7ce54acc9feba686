"""An eye: a frozen network that looks at pictures, for style transfer and to see what it sees.

Pictures G are (1, n_H, n_W, 3), red, green and blue in units of pixels (0 to 255) minus the mean
colour of photographs. So a step of 1 is one grey level, whatever the network.
"""

import numpy as np
from PIL import Image

from course_utils.data.store import DATASETS
from course_utils.nn import AveragePool, Conv2D, Network, ReLU, load
from course_utils.vision.pretrained import MEAN_BGR, pretrained_squeezenet

MEAN = MEAN_BGR[::-1]  # red, green, blue
SMALL = DATASETS / "trained" / "small_eye.h5"
WIDTHS = ((5, 24), (3, 48), (3, 64), (3, 96))  # of the small eye: size of filters, channels
SCALE = 1 / 64
PIXELS = "pixels"  # the picture itself, taken for a layer of three channels


class Eye:
    """A network, the names of the layers that may be asked for, and how it wants its input.

    `places` names layers by their number in the network, from the shallowest to the deepest.
    """

    def __init__(self, name, network, places, reverse=False, scale=1.0):
        self.name, self.network, self.places = name, network, places
        self.reverse, self.scale = reverse, scale

    def as_input(self, G):
        """G in the network's own units and order of colours."""
        X = G[..., ::-1] if self.reverse else G
        return np.ascontiguousarray(X if self.scale == 1 else X * X.dtype.type(self.scale))

    def look(self, G, layers):
        """The activations {name: A} of the named layers; no deeper layer is computed."""
        numbers = {name: self.number(name) for name in layers if name != PIXELS}
        seen = {PIXELS: G * G.dtype.type(SCALE)} if PIXELS in layers else {}
        if numbers:
            deepest = Network(*self.network.layers[: max(numbers.values()) + 1])
            _, kept = deepest.forward(self.as_input(G), keep=list(numbers.values()))
            seen |= {name: kept[number] for name, number in numbers.items()}
        return seen

    def gradient(self, dA):
        """Return dG for the gradients {name: dA} of layers that `look` has just returned."""
        inner = {self.number(name): d for name, d in dA.items() if name != PIXELS}
        dG = 0
        if inner:
            dX = self.network.backward(None, add=inner)
            dG = dX if self.scale == 1 else dX * dX.dtype.type(self.scale)
            dG = dG[..., ::-1] if self.reverse else dG
        return dG + dA[PIXELS] * dA[PIXELS].dtype.type(SCALE) if PIXELS in dA else dG

    def number(self, name):
        """The number of a layer by its name; raises ValueError for one that there isn't."""
        if name not in self.places:
            raise ValueError(f"no layer {name!r} here; there are {', '.join(self.places)}.")
        return self.places[name]

    def astype(self, dtype):
        """Turn the network's parameters to a dtype; returns the eye."""
        self.network.astype(dtype)
        return self


def squeezenet_eye():
    """SqueezeNet's layers as an Eye; raises NotAvailable where its weights are not to be had."""
    network = pretrained_squeezenet()
    fires = {2: 6, 3: 10, 4: 14, 5: 19, 6: 23, 7: 27, 8: 31, 9: 36}
    places = {"conv1": 1} | {f"fire{k}": number for k, number in fires.items()}
    return Eye("SqueezeNet", network, places, reverse=True)


def small_network_of_eye(rng=None):
    """Four convolutions with average pooling between them."""
    layers, n = [], 3
    for i, (f, n_out) in enumerate(WIDTHS):
        layers += [AveragePool()] if i else []
        layers += [Conv2D(n, n_out, f, pad="same", rng=rng), ReLU()]
        n = n_out
    return Network(*layers)


def small_eye():
    """The small network that ships with the course, trained by `train_eye` on seven photographs."""
    network = load(small_network_of_eye(), SMALL)
    return Eye("small", network, {f"conv{i + 1}": 3 * i + 1 for i in range(4)}, scale=SCALE)


def as_picture(image, side=None):
    """An image, uint8 (n_H, n_W, 3), as G float32, its longer side made `side` pixels."""
    if image.ndim != 3 or image.shape[-1] != 3 or image.dtype != np.uint8:
        raise ValueError(
            f"the image has shape {image.shape} and dtype {image.dtype} but must be uint8 "
            "(n_H, n_W, 3): read_image gives such pictures."
        )
    if side is not None:
        n_H, n_W, _ = image.shape
        shrink = side / max(n_H, n_W)
        size = (max(round(n_W * shrink), 1), max(round(n_H * shrink), 1))
        image = np.asarray(Image.fromarray(image).resize(size, Image.Resampling.LANCZOS))
    return (image.astype(np.float32) - MEAN)[None]


def as_image(G):
    """A picture G as uint8 (n_H, n_W, 3)."""
    return np.clip(np.rint(G[0] + MEAN), 0, 255).astype(np.uint8)
