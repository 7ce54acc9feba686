"""Gradient checking finds planted mistakes, names them, and leaves everything as it was."""

import numpy as np
import pytest

from course_utils import nn


class Wrong(nn.Dense):
    """A dense layer with one wrong entry in dW."""

    def backward(self, dZ):
        dA_prev = super().backward(dZ)
        self.grads["dW"] = self.grads["dW"].copy()
        self.grads["dW"][1, 2] *= 2
        return dA_prev


def test_the_worst_entry_of_the_worst_parameter_is_named():
    rng = np.random.default_rng(0)
    net = nn.Network(nn.Dense(4, 3, rng=rng), nn.Tanh(), Wrong(3, 2, rng=rng))
    X = rng.normal(size=(4, 5))
    differences = nn.gradient_check(net, X)
    assert differences["W2"] > 1e-2
    assert all(differences[name] < 1e-7 for name in differences if name != "W2")
    name, entry, backward, numerical = worst = differences.worst
    assert (name, entry) == ("W2", (1, 2))
    assert backward == pytest.approx(2 * numerical)
    assert str(worst).startswith("W2[1, 2]: backward gives ")
    assert isinstance(differences, dict)


def test_everything_is_as_before_in_the_end():
    rng = np.random.default_rng(0)
    net = nn.Network(nn.Dense(4, 3, rng=rng), nn.BatchNorm(3), nn.Dropout(0.5, rng=rng))
    X = rng.normal(size=(4, 5))
    before = {name: a.copy() for name, a in {"X": X, **net.params, **net.state}.items()}
    drawn = rng.bit_generator.state
    nn.gradient_check(net, X)
    for name, array in {"X": X, **net.params, **net.state}.items():
        np.testing.assert_array_equal(array, before[name])
    assert rng.bit_generator.state == drawn


def test_numerical_gradient_of_a_function():
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    before = x.copy()
    np.testing.assert_allclose(nn.numerical_gradient(lambda x: (x**3).sum(), x), 3 * x**2)
    np.testing.assert_array_equal(x, before)


def test_numerical_gradients_of_a_cost_of_a_dict():
    X, Y = np.random.default_rng(0).normal(size=(3, 8)), np.array([[0, 1, 0, 1, 1, 0, 0, 1]])
    params = {"W": np.full((1, 3), 0.1), "b": np.zeros((1, 1))}

    def J(params):
        return nn.sigmoid_cross_entropy(params["W"] @ X + params["b"], Y)[0]

    _, dZ = nn.sigmoid_cross_entropy(params["W"] @ X + params["b"], Y)
    numerical = nn.numerical_gradients(J, params)
    np.testing.assert_allclose(numerical["dW"], dZ @ X.T, atol=1e-9)
    grads = {"dW": dZ @ X.T, "db": dZ.sum(axis=1, keepdims=True)}
    assert max(nn.check_gradients(J, params, grads).values()) < 1e-7
    with pytest.raises(ValueError, match=r"dW has shape \(3, 1\) but W has shape \(1, 3\)"):
        nn.check_gradients(J, params, {**grads, "dW": grads["dW"].T})


def test_the_relative_difference_has_a_floor():
    assert nn.relative_difference(np.array([1.0]), np.array([3.0])) == 0.5
    assert nn.relative_difference(np.array([0.0]), np.array([1e-12])) == pytest.approx(1e-8)
