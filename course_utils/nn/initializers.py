"""How weights begin: each initialiser takes (shape, n_in, rng), n_in inputs to one unit."""

import numpy as np


def zeros(shape, n_in=None, rng=None):
    """All zero: right for b, wrong for W, since equal units stay equal for ever."""
    return np.zeros(shape)


def small_normal(shape, n_in, rng, scale=0.01):
    """Normal with standard deviation `scale`, whatever the layer's size."""
    return scale * rng.standard_normal(shape)


def xavier_normal(shape, n_in, rng):
    """Variance 1/n_in, which keeps the size of tanh activations (Glorot and Bengio 2010)."""
    return np.sqrt(1 / n_in) * rng.standard_normal(shape)


def he_normal(shape, n_in, rng):
    """Variance 2/n_in, which makes up for the half that ReLU cuts away (He et al. 2015)."""
    return np.sqrt(2 / n_in) * rng.standard_normal(shape)
