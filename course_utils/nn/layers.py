"""A layer is bookkeeping: it keeps params, grads and the cache; the mathematics is elsewhere."""
# ruff: noqa: D102 - what forward, backward and the rest do is said once, in Layer

import numpy as np

from course_utils.nn import activations as act
from course_utils.nn.dense import linear_backward, linear_backward_params, linear_forward
from course_utils.nn.initializers import he_normal
from course_utils.nn.validation import (
    check_array,
    check_count,
    check_number,
    check_shape,
    explain_keywords,
)


class Layer:
    """What all layers share.

    `params` {"W": ..., "b": ...} are trained, `grads` {"dW": ..., "db": ...} are filled by
    backward, `state` is kept but not trained. `shapes` are those of the parameters, and are known
    even where a layer was built without an rng: then it holds no parameters, and can be counted,
    summarised and filled by `load`, but not run.
    """

    rng = None  # of layers that draw random numbers in forward
    allocates = True  # False where the output is a view of another array

    def __init_subclass__(cls):
        if "__init__" in cls.__dict__:
            cls.__init__ = explain_keywords(cls.__init__)

    @explain_keywords
    def __init__(self):
        self.shapes, self.params, self.grads, self.state = {}, {}, {}, {}
        self.inner = {}  # a block's layers by name
        self._cache = None

    @property
    def cache(self):
        """What forward kept for backward; raises RuntimeError where forward hasn't been called."""
        if self._cache is None:
            raise RuntimeError(
                f"{self!r} has nothing to go back from: call forward before backward."
            )
        return self._cache

    @cache.setter
    def cache(self, cache):
        self._cache = cache

    def forward(self, A_prev, training=False):
        """A for the input A_prev; `training` matters to dropout and batch norm only."""
        raise NotImplementedError

    def backward(self, dA):
        """Return dA_prev for dA, the derivatives of J by input and output; fills `grads`."""
        raise NotImplementedError

    def backward_params(self, dA):
        """Fill `grads` alone: layers that can save work by leaving out dA_prev do so here."""
        self.backward(dA)

    def leaves(self):
        """The layers without inner layers, in forward order: this one."""
        yield self

    def steps(self, shape):
        """Pairs of inner layer and shape of its input, for an input of this shape: none here."""
        return []

    def output_shape(self, shape):
        """Shape of one example's output for one example's input: (n,) or (n_H, n_W, n_C)."""
        return shape

    def multiplications(self, shape):
        """Number of multiplications for one example of this shape on the way forward."""
        return 0

    def config(self):
        """The constructor's arguments, as JSON can hold them: what `load` compares."""
        return {}

    def astype(self, dtype):
        """Convert parameters and state to float32 or float64; returns the layer."""
        for leaf in self.leaves():
            for arrays in (leaf.params, leaf.state):
                arrays.update({name: array.astype(dtype) for name, array in arrays.items()})
        return self

    def parameters(self):
        """`params`, or RuntimeError where the layer was built without an rng."""
        if self.shapes and not self.params:
            raise RuntimeError(
                f"{self!r} has shapes but no parameters: build it with rng=... or load it."
            )
        return self.params

    def __repr__(self):
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.config().items())
        return f"{type(self).__name__}({arguments})"


class Dense(Layer):
    """Z = W A_prev + b, from n_in to n_out features; without an rng only the shapes are known."""

    def __init__(self, n_in, n_out, rng=None, initializer=he_normal):
        super().__init__()
        check_count("n_in", n_in)
        check_count("n_out", n_out)
        self.shapes = {"W": (n_out, n_in), "b": (n_out, 1)}
        if rng is not None:
            self.params = {"W": initializer((n_out, n_in), n_in, rng), "b": np.zeros((n_out, 1))}

    def forward(self, A_prev, training=False):
        Z, self.cache = linear_forward(A_prev, **self.parameters())
        return Z

    def backward(self, dZ):
        dA_prev, self.grads["dW"], self.grads["db"] = linear_backward(dZ, self.cache)
        return dA_prev

    def backward_params(self, dZ):
        self.grads["dW"], self.grads["db"] = linear_backward_params(dZ, self.cache)

    def output_shape(self, shape):
        n_out, n_in = self.shapes["W"]
        if shape != (n_in,):
            raise ValueError(
                f"{self!r} needs input of shape ({n_in},) but gets {shape}: "
                "change n_in, or put Flatten() before it."
            )
        return (n_out,)

    def multiplications(self, shape):
        n_out, n_in = self.shapes["W"]
        return n_out * n_in

    def config(self):
        n_out, n_in = self.shapes["W"]
        return {"n_in": n_in, "n_out": n_out}


class Flatten(Layer):
    """The bridge between the layouts: images (m, n_H, n_W, n_C) to columns (n_H n_W n_C, m)."""

    allocates = False

    def forward(self, A_prev, training=False):
        check_array("A_prev", A_prev, ndim=(3, 4, 5))
        self.cache = A_prev.shape
        return A_prev.reshape(len(A_prev), -1).T

    def backward(self, dA):
        m = self.cache[0]
        check_shape("dA", dA, (np.prod(self.cache[1:]), m), f"the images were {self.cache}")
        return dA.T.reshape(self.cache)

    def output_shape(self, shape):
        return (int(np.prod(shape)),)


class Activation(Layer):
    """A = function(A_prev), with the function pair named by the subclass."""

    def forward(self, A_prev, training=False):
        self.cache = self.function(A_prev)
        return self.cache

    def backward(self, dA):
        check_shape("dA", dA, self.cache.shape, f"A has shape {self.cache.shape}")
        return self.derivative(dA, self.cache)


class Sigmoid(Activation):
    """A = sigmoid(A_prev)."""

    function, derivative = staticmethod(act.sigmoid), staticmethod(act.sigmoid_backward)


class Tanh(Activation):
    """A = tanh(A_prev)."""

    function, derivative = staticmethod(act.tanh), staticmethod(act.tanh_backward)


class ReLU(Activation):
    """A = max(0, A_prev)."""

    function, derivative = staticmethod(act.relu), staticmethod(act.relu_backward)


class Softmax(Activation):
    """A = softmax(A_prev) over the features."""

    function, derivative = staticmethod(act.softmax), staticmethod(act.softmax_backward)


class LeakyReLU(Activation):
    """A = A_prev where positive, slope * A_prev elsewhere."""

    def __init__(self, slope=0.01):
        super().__init__()
        self.slope = check_number("slope", slope, 0, 1, open_low=True, open_high=True)

    def function(self, Z):
        return act.leaky_relu(Z, self.slope)

    def derivative(self, dA, A):
        return act.leaky_relu_backward(dA, A, self.slope)

    def config(self):
        return {"slope": self.slope}
