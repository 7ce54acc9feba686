"""A network is a layer, and so are the blocks it is made of."""
# ruff: noqa: D102 - what forward, backward and the rest do is said once, in Layer

from itertools import dropwhile

import numpy as np

from course_utils.nn.activations import feature_axis
from course_utils.nn.layers import Layer
from course_utils.nn.summary import summary
from course_utils.nn.validation import check_array, check_finite


class Block(Layer):
    """A layer made of layers, given as a dict of names and layers in forward order.

    Its params, grads and state are those of its inner layers: the very arrays, under names that
    number the layers with parameters in forward order, "W1", "b1", "gamma2", ...
    """

    def __init__(self, inner):
        for layer in inner.values():
            if not isinstance(layer, Layer):
                kind = type(self).__name__
                raise TypeError(f"{kind} is made of layers but got {layer!r}: did you forget ()?")
        self.inner = inner
        self._cache = None
        self._leaves = [leaf for layer in inner.values() for leaf in layer.leaves()]
        self._numbered = list(enumerate((leaf for leaf in self._leaves if leaf.shapes), start=1))
        if len(set(map(id, self._leaves))) < len(self._leaves):
            raise ValueError("a layer occurs twice but keeps one cache: build one for each place.")

    def leaves(self):
        return iter(self._leaves)

    def numbered(self, attribute):
        """The dicts `attribute` of all inner layers as one, with numbered names."""
        return {
            f"{name}{i}": array
            for i, leaf in self._numbered
            for name, array in getattr(leaf, attribute).items()
        }

    shapes = property(lambda self: self.numbered("shapes"), doc="Shapes of the parameters.")
    params = property(lambda self: self.numbered("params"), doc="What is trained.")
    grads = property(lambda self: self.numbered("grads"), doc="What backward has filled.")
    state = property(lambda self: self.numbered("state"), doc="What is kept but not trained.")

    def steps(self, shape):
        return [(layer, shape) for layer in self.inner.values()]

    def multiplications(self, shape):
        return sum(layer.multiplications(inner) for layer, inner in self.steps(shape))

    def summary(self, shape, dtype=np.float32, depth=None):
        """Table of shapes, parameters, multiplications and memory; see summary.summary."""
        return summary(self, shape, dtype, depth)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.inner.values()))})"


class Network(Block):
    """Layers one after the other; `network.layers[i]` is the layer that keep and add call i."""

    allocates = False

    def __init__(self, *layers):
        if not layers:
            raise ValueError("Network needs at least one layer: Network(Dense(2, 1, rng=rng)).")
        super().__init__({str(i): layer for i, layer in enumerate(layers)})
        self.layers = layers

    def forward(self, X, training=False, keep=()):
        """A of the last layer; with keep=[i, ...] the pair (A, {i: output of layer i}).

        Outside training X is checked for nan and inf (`training` does so once, before it begins).
        """
        self.check_input(X, training)
        positions = {i: self.position(i) for i in keep}
        A, kept = X, {}
        for position, layer in enumerate(self.layers):
            try:
                A = layer.forward(A, training)
            except Exception as error:
                error.add_note(f"This was layer {position} of the network, {layer!r}.")
                raise
            if position in positions.values():
                kept[position] = A
        return (A, {i: kept[position] for i, position in positions.items()}) if keep else A

    def backward(self, dA, add=None):
        """Return dX for dA; add={i: dA_i} adds dA_i to the gradient of layer i's output on the way.

        With dA=None the way begins at the last layer in `add`; the grads of later layers stay.
        """
        added = [(self.position(i), dA_i) for i, dA_i in (add or {}).items()]
        for position in reversed(range(len(self.layers))):
            for dA_i in (dA_i for place, dA_i in added if place == position):
                dA = dA_i if dA is None else dA + dA_i
            if dA is not None:
                dA = self.layers[position].backward(dA)
        return dA

    def backward_params(self, dA):
        needed = list(dropwhile(lambda layer: not layer.shapes, self.layers))
        for layer in reversed(needed[1:]):
            dA = layer.backward(dA)
        if needed:
            needed[0].backward_params(dA)

    def steps(self, shape):
        return list(zip(self.layers, self.shapes_between(shape)))

    def output_shape(self, shape):
        return self.shapes_between(shape)[-1]

    def shapes_between(self, shape):
        """The shapes before the first layer, between the layers, and after the last."""
        shapes = [tuple(shape)]
        for position, layer in enumerate(self.layers):
            try:
                shapes.append(layer.output_shape(shapes[-1]))
            except Exception as error:
                error.add_note(f"This was layer {position} of the network, {layer!r}.")
                raise
        return shapes

    def position(self, i):
        """Layer i's place from 0; raises IndexError where there is none."""
        if not -len(self.layers) <= i < len(self.layers):
            last = len(self.layers) - 1
            raise IndexError(f"there is no layer {i}: the network has layers 0 to {last}.")
        return i % len(self.layers)

    @property
    def dtype(self):
        """The dtype of the parameters, None where there are none."""
        for leaf in self._leaves:
            for parameter in leaf.params.values():
                return parameter.dtype
        return None

    def check_input(self, X, training):
        """Check that X holds finite floats of the dtype of the parameters."""
        check_array("X", X)
        if X.dtype.kind != "f":
            raise TypeError(f"X has dtype {X.dtype} but must hold floats: use X / 255 for images.")
        dtype = self.dtype or X.dtype
        if X.dtype != dtype:
            raise TypeError(
                f"X is {X.dtype} but the parameters are {dtype}: "
                f"use network.astype(np.{X.dtype}) or X.astype(np.{dtype})."
            )
        if not training:
            check_finite("X", X)


class Residual(Block):
    """A = main(A_prev) + shortcut(A_prev), by default A_prev itself (He et al. 2015)."""

    def __init__(self, main, shortcut=None):
        super().__init__({"main": main} | ({"shortcut": shortcut} if shortcut else {}))
        self.main, self.shortcut = main, shortcut

    def forward(self, A_prev, training=False):
        A = self.main.forward(A_prev, training)
        A_short = self.shortcut.forward(A_prev, training) if self.shortcut else A_prev
        self.check_shapes(A.shape, A_short.shape)
        return A + A_short

    def backward(self, dA):
        dA_prev = self.main.backward(dA)
        return dA_prev + (self.shortcut.backward(dA) if self.shortcut else dA)

    def backward_params(self, dA):
        for layer in self.inner.values():
            layer.backward_params(dA)

    def output_shape(self, shape):
        main = self.main.output_shape(shape)
        self.check_shapes(main, self.shortcut.output_shape(shape) if self.shortcut else shape)
        return main

    def check_shapes(self, main, short):
        """Check that the two paths can be added."""
        if main != short:
            raise ValueError(
                f"main gives {main} but the shortcut gives {short}: they must be equal to be "
                "added. Use shortcut=Conv2D(n_in, n_out, f=1, stride=...) or Dense(n_in, n_out)."
            )


class Parallel(Block):
    """Branches beside each other on one input; their outputs are joined along the features."""

    def __init__(self, *branches):
        if not branches:
            raise ValueError("Parallel needs at least one branch: Parallel(first, second).")
        super().__init__({str(i): branch for i, branch in enumerate(branches)})
        self.branches = branches

    def forward(self, A_prev, training=False):
        parts = [branch.forward(A_prev, training) for branch in self.branches]
        axis = feature_axis(parts[0])
        self.check_shapes([part.shape for part in parts], axis)
        self.cache = np.cumsum([part.shape[axis] for part in parts])[:-1]
        return np.concatenate(parts, axis)

    def backward(self, dA):
        first, *others = [branch.backward(part) for branch, part in self.shares(dA)]
        return sum(others, start=first)

    def backward_params(self, dA):
        for branch, part in self.shares(dA):
            branch.backward_params(part)

    def shares(self, dA):
        """Each branch with its part of dA."""
        return zip(self.branches, np.split(dA, self.cache, feature_axis(dA)))

    def output_shape(self, shape):
        shapes = [branch.output_shape(shape) for branch in self.branches]
        self.check_shapes(shapes, axis=-1)
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))

    def check_shapes(self, shapes, axis):
        """Check that the outputs of the branches agree in all but the features."""
        besides = slice(1, None) if axis == 0 else slice(None, -1)
        if any(shape[besides] != shapes[0][besides] for shape in shapes):
            raise ValueError(
                f"the branches give {' and '.join(map(str, shapes))}: they may differ in the "
                "features only. Use pad='same' and the same stride in every branch."
            )
