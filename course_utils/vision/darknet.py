"""Networks in the format of Darknet, in which YOLO's authors publish: a .cfg and a .weights file.

The .cfg lists layers, which may take the output of any earlier one; the .weights has their numbers,
one behind the other. Batch norm is read into the convolution before it: with its running averages
it is only a factor and a shift for each channel. So what is read here detects, but does not train.
"""

import math
from collections import namedtuple

import numpy as np

from course_utils.nn import (
    Conv2D,
    DepthwiseConv2D,
    LeakyReLU,
    MaxPool,
    ReLU,
    Sigmoid,
    Upsample,
)
from course_utils.vision.reader import Reader

Section = namedtuple("Section", "kind line options")
ACTIVATIONS = {"leaky": lambda: LeakyReLU(0.1), "linear": None, "relu": ReLU, "logistic": Sigmoid}
EPSILON = 1e-5  # beside the variance, as in Darknet
# of a .cfg that is not a mistake, or malice:
MOST_LAYERS, MOST_NUMBERS, LARGEST, LONGEST = 1000, 100_000_000, 100_000, 1_000_000
WIDEST = 512  # window, step or padding


class Yolo:
    """A head that reads boxes off a volume: its anchors (n_anchors, 2) in pixels, its classes."""

    def __init__(self, anchors, n_classes, scale):
        self.anchors, self.n_classes, self.scale = anchors, n_classes, scale


class Darknet:
    """A network read from a .cfg, with the parameters of a .weights file.

    `side` is the height and width of input that the .cfg asks for; any multiple of 32 will do.
    """

    def __init__(self, cfg, weights):
        net, *sections = read_cfg(cfg)
        self.side = number(net, "height", 416)
        self.nodes, channels = [], []
        for position, section in enumerate(sections):
            n_C = channels[-1] if channels else number(net, "channels", 3)
            node, n_out = BUILDERS[section.kind](section, position, n_C, channels)
            if n_out > LARGEST:
                raise ValueError(f"{section.line}: {n_out:,} channels are more than are read here.")
            self.nodes.append(node)
            channels.append(n_out)
        size = sum(layer_size(node) for node in self.nodes)
        if size > MOST_NUMBERS:
            raise ValueError(f"{cfg} describes {size:,} parameters: more than are read here.")
        read_weights(weights, self.nodes)

    def forward(self, X):
        """Outputs of the heads for X (m, n_H, n_W, n_C) from 0 to 1: pairs (volume, Yolo)."""
        outputs, heads = [], []
        for node in self.nodes:
            if isinstance(node, Yolo):
                heads.append((outputs[-1], node))
                outputs.append(outputs[-1])
            else:
                outputs.append(node(outputs, X))
        return heads


def read_cfg(path):
    """The sections of a .cfg file, [net] first.

    Raises ValueError, with the number of the line, for what it doesn't know.
    """
    sections = []
    if (size := path.stat().st_size) > LONGEST:
        raise ValueError(f"{path} has {size:,} bytes: no .cfg is that long.")
    text = path.read_text(encoding="utf-8", errors="replace")
    for place, line in enumerate(text.splitlines(), start=1):
        line = line.split("#")[0].split(";")[0].strip()
        if line.startswith("["):
            kind = line.strip("[] ")
            if kind not in BUILDERS and kind != "net":
                known = ", ".join(["net", *BUILDERS])
                raise ValueError(f"{path}, line {place}: section [{kind:.40}] is none of {known}.")
            sections.append(Section(kind, f"{path}, line {place}", {}))
        elif line and (not sections or "=" not in line):
            raise ValueError(
                f"{path}, line {place}: {line[:40]!r} is no [section] and no name=value."
            )
        elif line:
            name, _, value = line.partition("=")
            sections[-1].options[name.strip()] = value.strip()
    first = [section.kind == "net" for section in sections]
    if not first or not first[0] or any(first[1:]) or len(sections) > MOST_LAYERS:
        raise ValueError(f"{path} is no network: it must begin with [net] and list its layers.")
    return sections


def number(section, name, default=None, low=1, high=LARGEST):
    """A whole number among the options of a section; ValueError where it is missing or none."""
    text = section.options.get(name, default)
    try:
        value = int(text)
    except (TypeError, ValueError):
        raise ValueError(f"{section.line}: {name}={text!r:.60} must be a whole number.") from None
    if not low <= value <= high:
        raise ValueError(
            f"{section.line}: {name}={value!s:.20} must be at least {low} and at most {high:,}."
        )
    return value


def numbers(section, name, default=""):
    """The numbers of an option that lists them; ValueError where it is missing or holds others."""
    text = section.options.get(name, default)
    try:
        found = [float(word) for word in text.split(",")]
    except ValueError:
        found = [math.nan]
    if not all(abs(value) <= LARGEST for value in found):  # nor is nan
        raise ValueError(f"{section.line}: {name}={text!r:.60} must list numbers.")
    return found


class Convolution:
    """A convolution, with batch norm on file where `normalised`, and its activation."""

    def __init__(self, layer, normalised, activation):
        self.layer, self.normalised, self.activation = layer, normalised, activation

    def __call__(self, outputs, X):
        """The output for that of the node before, or for X."""
        A = self.layer.forward(outputs[-1] if outputs else X)
        return self.activation.forward(A) if self.activation else A


def convolution(section, position, n_C, channels):
    """A convolution, or a depthwise one where there are as many groups as channels."""
    n_out, f = number(section, "filters"), number(section, "size", high=WIDEST)
    stride, groups = number(section, "stride", 1, high=WIDEST), number(section, "groups", 1)
    padding = number(section, "padding", 0, low=0, high=WIDEST)
    pad = f // 2 if number(section, "pad", 0, low=0) else padding
    if groups == 1:
        layer = Conv2D(n_C, n_out, f, stride, pad)
    elif groups == n_C == n_out:
        layer = DepthwiseConv2D(n_C, f, stride, pad)
    else:
        raise ValueError(f"{section.line}: groups={groups} must be 1, or {n_C}, all channels.")
    normalised = number(section, "batch_normalize", 0, low=0) > 0
    return Convolution(layer, normalised, activation_of(section)), n_out


def activation_of(section):
    """The activation that a section names, None for a linear one."""
    name = section.options.get("activation", "linear")
    if name not in ACTIVATIONS:
        raise ValueError(
            f"{section.line}: activation={name:.40} is none of {', '.join(ACTIVATIONS)}."
        )
    return ACTIVATIONS[name]() if ACTIVATIONS[name] else None


def max_pool(section, position, n_C, channels):
    """Max pooling, either with windows side by side or with stride 1 and an odd window."""
    f, stride = number(section, "size", high=WIDEST), number(section, "stride", 1, high=WIDEST)
    if stride == 1 and f % 2:
        layer = MaxPool(f, 1, "same")
    elif stride == f:
        layer = MaxPool(f, f, ceil=True)
    else:
        raise ValueError(
            f"{section.line}: a pooling of size={f} and stride={stride} isn't read here."
        )
    return lambda outputs, X: layer.forward(outputs[-1]), n_C


def upsample(section, position, n_C, channels):
    """Each entry becomes a square."""
    layer = Upsample(number(section, "stride", 2, high=32))
    return lambda outputs, X: layer.forward(outputs[-1]), n_C


def dropout(section, position, n_C, channels):
    """Nothing, when detecting."""
    return lambda outputs, X: outputs[-1] if outputs else X, n_C


def shortcut(section, position, n_C, channels):
    """The sum of the node before and an earlier one."""
    source, *more = sources(section, "from", position)
    if more:
        raise ValueError(f"{section.line}: a shortcut comes from one layer.")
    activation = activation_of(section)
    if channels[source] != n_C:
        raise ValueError(f"{section.line}: {channels[source]} and {n_C} channels cannot be added.")

    def add(outputs, X):
        A = outputs[-1] + outputs[source]
        return activation.forward(A) if activation else A

    return add, n_C


def route(section, position, n_C, channels):
    """The channels of one or more earlier nodes, side by side."""
    chosen = sources(section, "layers", position)

    def join(outputs, X):
        parts = [outputs[source] for source in chosen]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)

    return join, sum(channels[source] for source in chosen)


def sources(section, name, position):
    """Numbers of earlier nodes: negative ones count back from this node."""
    found = [int(n) + position if n < 0 else int(n) for n in numbers(section, name)]
    for source in found:
        if not 0 <= source < position:
            raise ValueError(
                f"{section.line}: {name} points to layer {source}, which isn't before it."
            )
    return found


def yolo(section, position, n_C, channels):
    """A head: all anchors are listed, `mask` names those of this head."""
    anchors = np.array(numbers(section, "anchors"))
    mask = np.array(numbers(section, "mask"), int)
    if (
        anchors.size % 2
        or mask.size == 0
        or not (mask >= 0).all()
        or mask.max() >= anchors.size / 2
    ):
        raise ValueError(f"{section.line}: mask and anchors don't fit each other.")
    n_classes = number(section, "classes")
    if n_C != len(mask) * (5 + n_classes):
        raise ValueError(
            f"{section.line}: {len(mask)} anchors with {n_classes} classes need "
            f"{len(mask) * (5 + n_classes)} channels, but there are {n_C}."
        )
    scale = numbers(section, "scale_x_y", "1")[0]
    return Yolo(anchors.reshape(-1, 2)[mask], n_classes, scale), n_C


BUILDERS = {
    "convolutional": convolution,
    "maxpool": max_pool,
    "upsample": upsample,
    "dropout": dropout,
    "shortcut": shortcut,
    "route": route,
    "yolo": yolo,
}


def layer_size(node):
    """Number of weights of a node."""
    return math.prod(node.layer.shapes["W"]) if isinstance(node, Convolution) else 0


def read_weights(path, nodes):
    """Fill the convolutions among the nodes from a .weights file, batch norm folded in.

    After a header come, for each convolution, the biases, with batch norm also factors, means and
    variances, and the weights as (n_C, n_C_prev, f, f). Raises ValueError for a file that is too
    short or too long.
    """
    reader = Reader(path)
    major, minor, _ = reader.take(3, "<i4")
    reader.take(1, "<u8" if major * 10 + minor >= 2 else "<u4")  # pictures seen in training
    for node in nodes:
        if isinstance(node, Convolution):
            n_C = node.layer.n_out
            b = reader.take(n_C, "<f4")
            factor = np.ones(n_C, np.float32)
            if node.normalised:
                gamma, mean, var = (reader.take(n_C, "<f4") for _ in range(3))
                factor = gamma / np.sqrt(np.maximum(var, 0) + np.float32(EPSILON))
                b = b - mean * factor
            f, _, *channels = node.layer.shapes["W"]
            W = reader.take(layer_size(node), "<f4").reshape(n_C, *channels[:-1], f, f)
            W = np.ascontiguousarray(np.moveaxis(W, (-2, -1), (0, 1)).swapaxes(2, -1)) * factor
            node.layer.params = {"W": W, "b": b.reshape(node.layer.shapes["b"])}
    reader.expect_the_end()
