"""Layers of images, signals and volumes; the mathematics is in convolution, pooling and so on."""
# ruff: noqa: D102 - what forward, backward and the rest do is said once, in Layer

import math

import numpy as np

from course_utils.nn.convolution import conv_backward, conv_backward_params, conv_forward
from course_utils.nn.depthwise import depthwise_backward, depthwise_forward
from course_utils.nn.initializers import he_normal
from course_utils.nn.layers import Layer
from course_utils.nn.pooling import (
    check_window_of_pool,
    global_average_pool_backward,
    global_average_pool_forward,
    pool_backward,
    pool_forward,
)
from course_utils.nn.upsampling import upsample_backward, upsample_forward
from course_utils.nn.validation import check_count
from course_utils.nn.windows import output_size, pad_width


class Filters(Layer):
    """What all layers with filters share; `channels` are the last axes of W, (n_in, n_out)."""

    spatial = 2
    forward_pass, backward_pass = staticmethod(conv_forward), staticmethod(conv_backward)

    def __init__(self, channels, f, stride, pad, rng, initializer):
        super().__init__()
        check_count("f", f)
        check_count("stride", stride)
        pad_width(pad, f)
        self.f, self.stride, self.pad = f, stride, pad
        self.n_in, self.n_out = channels[0], channels[-1]
        W_shape, b_shape = (*[f] * self.spatial, *channels), (*[1] * self.spatial, 1, self.n_out)
        self.shapes = {"W": W_shape, "b": b_shape}
        if rng is not None:
            W = initializer(W_shape, math.prod(W_shape[:-1]), rng)
            self.params = {"W": W, "b": np.zeros(b_shape)}

    def forward(self, A_prev, training=False):
        Z, self.cache = self.forward_pass(
            A_prev, **self.parameters(), stride=self.stride, pad=self.pad
        )
        return Z

    def backward(self, dZ):
        dA_prev, self.grads["dW"], self.grads["db"] = self.backward_pass(dZ, self.cache)
        return dA_prev

    def output_shape(self, shape):
        check_input_shape(self, shape, self.spatial, self.n_in)
        return (*sizes(shape, self.f, self.stride, self.pad), self.n_out)

    def multiplications(self, shape):
        return math.prod(self.output_shape(shape)) * math.prod(self.shapes["W"][:-1])

    def config(self):
        return {"f": self.f, "stride": self.stride, "pad": self.pad}


class Conv2D(Filters):
    """Images (m, n_H, n_W, n_in) to (m, n_H', n_W', n_out), with filters (f, f, n_in, n_out)."""

    def __init__(self, n_in, n_out, f=3, stride=1, pad=0, rng=None, initializer=he_normal):
        check_count("n_in", n_in)
        check_count("n_out", n_out)
        super().__init__((n_in, n_out), f, stride, pad, rng, initializer)

    def backward_params(self, dZ):
        self.grads["dW"], self.grads["db"] = conv_backward_params(dZ, self.cache)

    def config(self):
        return {"n_in": self.n_in, "n_out": self.n_out} | super().config()


class Conv1D(Conv2D):
    """Signals (m, n, n_in) to (m, n', n_out), with filters (f, n_in, n_out)."""

    spatial = 1


class Conv3D(Conv2D):
    """Volumes (m, n_D, n_H, n_W, n_in), with filters (f, f, f, n_in, n_out)."""

    spatial = 3


class DepthwiseConv2D(Filters):
    """Images of n channels, each with a filter (f, f) of its own."""

    forward_pass = staticmethod(depthwise_forward)
    backward_pass = staticmethod(depthwise_backward)

    def __init__(self, n, f=3, stride=1, pad=0, rng=None, initializer=he_normal):
        check_count("n", n)
        super().__init__((n,), f, stride, pad, rng, initializer)

    def config(self):
        return {"n": self.n_in} | super().config()


class Pool(Layer):
    """What MaxPool and AveragePool share."""

    mode = None

    def __init__(self, f=2, stride=2, pad=0, ceil=False):
        super().__init__()
        check_window_of_pool(f, stride, pad)
        self.f, self.stride, self.pad, self.ceil = f, stride, pad, bool(ceil)

    def forward(self, A_prev, training=False):
        A, self.cache = pool_forward(A_prev, **self.config(), mode=self.mode, training=training)
        return A

    def backward(self, dA):
        return pool_backward(dA, self.cache)

    def output_shape(self, shape):
        check_input_shape(self, shape, (1, 2, 3))
        return (*sizes(shape, self.f, self.stride, self.pad, self.ceil), shape[-1])

    def config(self):
        return {"f": self.f, "stride": self.stride, "pad": self.pad, "ceil": self.ceil}


class MaxPool(Pool):
    """The maximum of each window, channel by channel; of images, signals or volumes."""

    mode = "max"


class AveragePool(Pool):
    """The average of each window, channel by channel; of images, signals or volumes."""

    mode = "average"


class GlobalAveragePool(Layer):
    """The average of each channel: (m, n_H, n_W, n_C) to (m, 1, 1, n_C)."""

    def forward(self, A_prev, training=False):
        A, self.cache = global_average_pool_forward(A_prev)
        return A

    def backward(self, dA):
        return global_average_pool_backward(dA, self.cache)

    def output_shape(self, shape):
        check_input_shape(self, shape, (1, 2, 3))
        return (*[1] * (len(shape) - 1), shape[-1])


class Upsample(Layer):
    """Each entry becomes a square of factor x factor equal entries."""

    def __init__(self, factor=2):
        super().__init__()
        check_count("factor", factor)
        self.factor = factor

    def forward(self, A_prev, training=False):
        A, self.cache = upsample_forward(A_prev, self.factor)
        return A

    def backward(self, dA):
        return upsample_backward(dA, self.cache)

    def output_shape(self, shape):
        check_input_shape(self, shape, (1, 2, 3))
        return (*[self.factor * n for n in shape[:-1]], shape[-1])

    def config(self):
        return {"factor": self.factor}


def sizes(shape, f, stride, pad, ceil=False):
    """Sizes of the spatial axes after a window has slid over an example of this shape."""
    return [output_size(n, f, stride, pad_width(pad, f), ceil) for n in shape[:-1]]


def check_input_shape(layer, shape, spatial, n_C="n_C"):
    """Check that an example's shape has `spatial` axes (one number or several) and n_C channels."""
    allowed = (spatial,) if isinstance(spatial, int) else spatial
    if len(shape) - 1 not in allowed or n_C not in ("n_C", shape[-1]):
        wanted = " or ".join(f"({'n, ' * axes}{n_C})" for axes in allowed)
        raise ValueError(
            f"{layer!r} needs input of shape {wanted} but gets {shape}: "
            "change the layer before it, or its number of channels."
        )
