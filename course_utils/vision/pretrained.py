"""SqueezeNet with the weights that its authors published, trained on the 1.2 million of ImageNet.

The file is pruned and quantised ("Deep Compression", Han et al. 2015). Of each layer it holds the
weights that are not 0, as a byte each that points into a codebook of 256 values, and the gaps
between them, as half a byte each: 1.2 million parameters in 676 kB. A gap too wide for half a byte
is bridged by a stored weight whose value is 0.
"""

import numpy as np
from PIL import Image

from course_utils.data import fetch
from course_utils.data.download import made_folder
from course_utils.data.registry import registry
from course_utils.nn import load, save, softmax
from course_utils.nn.validation import check_count
from course_utils.vision.models import squeezenet
from course_utils.vision.reader import Reader

WEIGHTS = "squeezenet/compressed_SqueezeNet.net"
IDS, NAMES = "squeezenet/imagenet.labels.list", "squeezenet/imagenet.shortnames.list"
SIDE = 227  # pixels
MEAN_BGR = np.array([104, 117, 123], np.float32)  # of the photographs it was trained on
CODEBOOK = 256


def pretrained_squeezenet():
    """SqueezeNet 1.0 with its published weights, float32, for `as_input` images.

    Read once from the published file, then from an HDF5 file in the user's cache. Raises
    NotAvailable where the file is neither on this machine nor to be had.
    """
    network = squeezenet()
    stored = made_folder() / f"squeezenet-{registry()[WEIGHTS].sha256[:12]}.h5"
    try:
        return load(network, stored)
    except (OSError, ValueError):  # not there yet, or damaged: made again
        read_compressed(fetch(WEIGHTS), network := squeezenet())
    try:
        stored.parent.mkdir(parents=True, exist_ok=True)
        save(network, stored)
    except OSError:
        pass  # no space, or a read-only home: next time it is read from the published file again
    return network


def imagenet_names():
    """The names of the 1,000 classes in the order of the network's outputs.

    Raises NotAvailable where the files are neither on this machine nor to be had.
    """
    ids, names = (fetch(file).read_text(encoding="utf-8").splitlines() for file in (IDS, NAMES))
    return [name for _, name in sorted(zip(ids[:1000], names[:1000]))]


def read_compressed(path, network):
    """Fill a network of convolutions, built without an rng, from a compressed file.

    The file begins with the number of stored weights of every layer. Then, layer by layer: the
    codebook, the biases, a byte for each stored weight, and half a byte for each gap, the low half
    first. A layer's weights are flattened as (n_C, n_C_prev, f, f). Raises ValueError for a file
    that is not of this form.
    """
    reader = Reader(path)
    layers = [layer for layer in network.leaves() if layer.shapes]
    counts = reader.take(len(layers), "<u4")
    for layer, count in zip(layers, counts.tolist()):
        f, _, n_C_prev, n_C = layer.shapes["W"]
        codebook, b = reader.take(CODEBOOK, "<f4"), reader.take(n_C, "<f4")
        codes, gaps = reader.take(count, "u1"), reader.take((count + 1) // 2, "u1")
        gaps = np.stack([gaps & 15, gaps >> 4], axis=1).ravel()[:count]
        places = np.cumsum(gaps.astype(int) + 1) - 1
        W = np.zeros(n_C * n_C_prev * f * f, np.float32)
        if count and places[-1] >= W.size:
            raise ValueError(f"{path} is no weights of this network: {layer!r} has too many.")
        W[places] = codebook[codes]
        W = W.reshape(n_C, n_C_prev, f, f).transpose(2, 3, 1, 0)
        layer.params = {
            "W": np.ascontiguousarray(W),
            "b": b.astype(np.float32).reshape(layer.shapes["b"]),
        }
    reader.expect_the_end()


def as_input(image, side=SIDE):
    """The middle square of an image, uint8 (n_H, n_W, 3), as an input X (1, 227, 227, 3).

    Colours in the order blue, green, red, minus the mean colour of the training photographs.
    Raises ValueError for another shape.
    """
    if image.ndim != 3 or image.shape[-1] != 3 or image.dtype != np.uint8:
        raise ValueError(
            f"the image has shape {image.shape} and dtype {image.dtype} but must be uint8 "
            "(n_H, n_W, 3): read_image gives such pictures."
        )
    n_H, n_W, _ = image.shape
    square = min(n_H, n_W)
    top, left = (n_H - square) // 2, (n_W - square) // 2
    middle = Image.fromarray(image[top : top + square, left : left + square])
    pixels = np.asarray(middle.resize((side, side), Image.Resampling.BILINEAR), np.float32)
    return (pixels[..., ::-1] - MEAN_BGR)[None]


def classify(network, image, names, k=5):
    """The k most likely classes of an image, [(name, probability), ...], the likeliest first."""
    check_count("k", k)
    P = softmax(network.forward(as_input(image)))[0, 0, 0]
    return [(names[i], float(P[i])) for i in np.argsort(-P)[:k]]
