"""Dense networks by their layer sizes: how many parameters, how wide, and the thing itself."""

from itertools import pairwise

from course_utils import nn


def build(layer_dims, rng):
    """Dense layers with ReLU between them; the sigmoid after the last one is in the cost."""
    layers = []
    for n_prev, n in pairwise(layer_dims):
        layers += [nn.Dense(n_prev, n, rng=rng), nn.ReLU()]
    return nn.Network(*layers[:-1])


def parameters_per_layer(layer_dims):
    """Weights and biases of layers 1 to L: n (n_prev + 1) each."""
    return [n * (n_prev + 1) for n_prev, n in pairwise(layer_dims)]


def widest(budget, hidden_layers, n_x=2):
    """layer_dims with equal hidden layers, as wide as a budget of parameters allows."""

    def dims(width):
        return [n_x, *[width] * hidden_layers, 1]

    width = 1
    while sum(parameters_per_layer(dims(width + 1))) <= budget:
        width += 1
    return dims(width)
