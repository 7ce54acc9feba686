"""Layers, blocks and networks: the bookkeeping around the functions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import nn
from course_utils.nn.summary import in_bytes


def dense(n_in, n_out, seed=0):
    return nn.Dense(n_in, n_out, rng=np.random.default_rng(seed))


def columns(n=5, m=4, seed=1, dtype=np.float64):
    return np.random.default_rng(seed).normal(size=(n, m)).astype(dtype)


def small_network():
    rng = np.random.default_rng(0)
    return nn.Network(
        nn.Dense(5, 4, rng=rng),
        nn.BatchNorm(4),
        nn.Tanh(),  # not ReLU: one example alone is 0 after batch norm, and there ReLU has a kink
        nn.Residual(nn.Network(nn.Dense(4, 4, rng=rng), nn.Tanh())),
        nn.Dropout(0.8, rng=rng),
        nn.Parallel(nn.Dense(4, 2, rng=rng), nn.Network(nn.Dense(4, 1, rng=rng), nn.Sigmoid())),
        nn.Softmax(),
    )


COLUMNS, IMAGES = (5,), (3, 2, 5)
LAYERS = {
    "Dense": (lambda: dense(5, 3), COLUMNS),
    "Sigmoid": (nn.Sigmoid, IMAGES),
    "Tanh": (nn.Tanh, COLUMNS),
    "ReLU": (nn.ReLU, IMAGES),
    "LeakyReLU": (lambda: nn.LeakyReLU(0.3), COLUMNS),
    "Softmax columns": (nn.Softmax, COLUMNS),
    "Softmax images": (nn.Softmax, IMAGES),
    "Flatten": (nn.Flatten, IMAGES),
    "BatchNorm columns": (lambda: nn.BatchNorm(5), COLUMNS),
    "BatchNorm images": (lambda: nn.BatchNorm(5), IMAGES),
    "Dropout": (lambda: nn.Dropout(0.6, rng=np.random.default_rng(3)), COLUMNS),
    "Residual": (lambda: nn.Residual(nn.Tanh()), IMAGES),
    "Residual shortcut": (lambda: nn.Residual(dense(5, 3), dense(5, 3, 1)), COLUMNS),
    "Parallel columns": (lambda: nn.Parallel(dense(5, 3), nn.ReLU(), dense(5, 1)), COLUMNS),
    "Parallel to columns": (
        lambda: nn.Parallel(nn.Flatten(), nn.Network(nn.Tanh(), nn.Flatten())),
        IMAGES,
    ),
    "Parallel images": (lambda: nn.Parallel(nn.ReLU(), nn.BatchNorm(5)), IMAGES),
    "Network": (small_network, COLUMNS),
    "Network of images": (lambda: nn.Network(nn.ReLU(), nn.Flatten(), dense(30, 2)), IMAGES),
}
each_layer = pytest.mark.parametrize(("build", "shape"), LAYERS.values(), ids=LAYERS)


def batch(shape, m, dtype=np.float64):
    size = (*shape, m) if len(shape) == 1 else (m, *shape)
    return np.random.default_rng(m).normal(size=size).astype(dtype)


@each_layer
@pytest.mark.parametrize("m", [1, 4])
@pytest.mark.parametrize("training", [True, False])
def test_backward_equals_central_differences(build, shape, m, training):
    differences = nn.gradient_check(build(), batch(shape, m), training=training)
    assert max(differences.values()) < 1e-7, differences.worst


@each_layer
@pytest.mark.parametrize("training", [True, False])
def test_float32_stays_float32(build, shape, training):
    layer = build().astype(np.float32)
    A_prev = batch(shape, 3, np.float32)
    before = A_prev.copy()
    A = layer.forward(A_prev, training)
    dA = np.ones_like(A)
    arrays = [A, layer.backward(dA), *layer.grads.values(), *layer.state.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(A_prev, before)
    np.testing.assert_array_equal(dA, np.ones_like(A))


@each_layer
def test_forward_and_backward_leave_the_parameters_alone(build, shape):
    layer = build()
    before = {name: array.copy() for name, array in layer.params.items()}
    layer.backward(np.ones_like(layer.forward(batch(shape, 3), training=True)))
    for name, array in layer.params.items():
        np.testing.assert_array_equal(array, before[name])


@given(widths=st.lists(st.integers(1, 6), min_size=2, max_size=5), m=st.integers(1, 4))
def test_networks_of_any_widths(widths, m):
    rng = np.random.default_rng(0)
    net = nn.Network(
        *(
            layer
            for n_in, n_out in pairwise(widths)
            for layer in (nn.Dense(n_in, n_out, rng=rng), nn.BatchNorm(n_out), nn.Tanh())
        ),
    )
    X = rng.normal(size=(widths[0], m))
    A = net.forward(X, training=True)
    assert (*net.output_shape((widths[0],)), m) == A.shape
    assert net.backward(np.ones_like(A)).shape == X.shape
    assert {name[1:]: array.shape for name, array in net.grads.items()} == net.shapes


@each_layer
def test_shapes_are_known_without_running(build, shape):
    layer = build()
    A = layer.forward(batch(shape, 2))
    output = layer.output_shape(shape)
    assert output == (A.shape[:-1] if A.ndim == 2 else A.shape[1:])
    assert {name: array.shape for name, array in layer.params.items()} == layer.shapes


@each_layer
def test_backward_params_fills_the_same_grads(build, shape):
    layer = build()
    dA = np.ones_like(layer.forward(batch(shape, 3)))
    layer.backward(dA)
    expected = {name: array.copy() for name, array in layer.grads.items()}
    layer.backward_params(dA)
    assert layer.grads.keys() == expected.keys()
    for name, gradient in layer.grads.items():
        np.testing.assert_array_equal(gradient, expected[name])


def test_weight_layers_are_numbered_in_forward_order():
    net = small_network()
    names = ["W1", "b1", "gamma2", "beta2", "W3", "b3", "W4", "b4", "W5", "b5"]
    assert list(net.params) == names
    assert list(net.state) == ["mean2", "var2"]
    net.backward(np.ones_like(net.forward(columns())))
    assert list(net.grads) == [f"d{name}" for name in names]


def test_params_are_the_arrays_that_the_layers_use():
    net = nn.Network(dense(5, 3), nn.ReLU())
    assert net.params["W1"] is net.layers[0].params["W"]
    before = net.forward(columns())
    net.params["W1"] *= 2
    np.testing.assert_allclose(net.forward(columns()), 2 * before)


def test_forward_keeps_activations():
    net = nn.Network(dense(5, 3), nn.Tanh(), dense(3, 2))
    A, kept = net.forward(columns(), keep=[0, -1])
    assert list(kept) == [0, -1]
    assert len(net.forward(columns(), keep=[2, -1])[1]) == 2
    np.testing.assert_array_equal(kept[-1], A)
    np.testing.assert_array_equal(kept[0], net.layers[0].forward(columns()))


def test_two_gradients_may_be_added_at_one_layer():
    net = nn.Network(dense(5, 3), nn.Tanh())
    A = net.forward(columns())
    once, twice = net.backward(A), net.backward(A, add={1: A, -1: A})
    np.testing.assert_allclose(twice, 3 * once)


@pytest.mark.parametrize("end", [True, False])
def test_gradients_can_be_added_on_the_way(end):
    """J = sum(output) + sum(kept²), or the second alone, has the gradient that backward gives."""
    net = nn.Network(dense(5, 3), nn.Tanh(), dense(3, 2), nn.Sigmoid())

    def J(X):
        A, kept = net.forward(X, keep=[1])
        return end * A.sum() + (kept[1] ** 2).sum()

    X = columns()
    A, kept = net.forward(X, keep=[1])
    dX = net.backward(np.ones_like(A) if end else None, add={-3: 2 * kept[1]})
    np.testing.assert_allclose(dX, nn.numerical_gradient(J, X), atol=1e-8)


def test_batch_norm_moves_its_averages_in_training_only():
    layer = nn.BatchNorm(5, momentum=0.8)
    Z = 3 + columns(m=50)
    layer.forward(Z)
    assert not layer.state["mean"].any()
    layer.forward(Z, training=True)
    mean, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    np.testing.assert_allclose(layer.state["mean"], 0.2 * mean)
    np.testing.assert_allclose(layer.state["var"], 0.8 + 0.2 * var)
    np.testing.assert_allclose(
        layer.forward(Z), (Z - 0.2 * mean) / np.sqrt(0.8 + 0.2 * var + layer.epsilon)
    )


def test_dropout_is_the_identity_outside_training():
    layer = nn.Dropout(0.5, rng=np.random.default_rng(0))
    A_prev = columns()
    assert layer.forward(A_prev) is A_prev
    assert (layer.forward(A_prev, training=True) == 0).any()
    np.testing.assert_array_equal(nn.Dropout(1).forward(A_prev, training=True), A_prev)


def test_initialisers_are_chosen_by_name():
    layer = nn.Dense(5, 3, rng=np.random.default_rng(0), initializer=nn.zeros)
    assert not layer.params["W"].any()


def test_repr_can_be_read():
    assert repr(nn.Network(dense(5, 3), nn.Residual(nn.Tanh()), nn.LeakyReLU(0.2))) == (
        "Network(Dense(n_in=5, n_out=3), Residual(Tanh()), LeakyReLU(slope=0.2))"
    )


def test_a_layer_of_ones_own_needs_two_methods():
    class Double(nn.Layer):
        def forward(self, A_prev, training=False):
            return 2 * A_prev

        def backward(self, dA):
            return 2 * dA

    net = nn.Network(dense(5, 3), Double())
    assert max(nn.gradient_check(net, columns()).values()) < 1e-7
    assert net.summary((5,)).rows[1].output_shape == (3,)
    with pytest.raises(NotImplementedError):
        nn.Layer().forward(columns())
    with pytest.raises(NotImplementedError):
        nn.Layer().backward(columns())


def test_summary_counts():
    net = small_network()
    summary = net.summary((5,), dtype=np.float64)
    assert summary.parameters == sum(array.size for array in net.params.values())
    assert summary.multiplications == 5 * 4 + 4 + 4 * 4 + 4 * 2 + 4 * 1
    # Outputs of 4: five layers of the network, and two within the residual block; of 3: two;
    # within the branches 2, 1 and 1. A network's own output is its last layer's.
    assert summary.memory == 8 * (4 * 7 + 3 * 2 + 2 + 1 + 1)
    assert summary.parameter_memory == 8 * summary.parameters
    assert [row.depth for row in summary.rows] == [0, 0, 0, 0, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0]
    lines = str(summary).splitlines()
    assert lines[0].split() == [
        "layer",
        "output",
        "shape",
        "parameters",
        "multiplications",
        "memory",
    ]
    assert lines[2].startswith("Dense(n_in=5, n_out=4)")
    assert lines[-1].split()[:2] == ["total", "67"]


def test_a_network_of_138_million_parameters_is_described_without_them():
    net = nn.Network(
        nn.Flatten(),
        nn.Dense(7 * 7 * 512, 4096),
        nn.Dense(4096, 4096),
        nn.Dense(4096, 1000),
    )
    summary = nn.summary(net, (7, 7, 512))
    assert summary.parameters == 123_642_856
    assert net.params == {}
    assert summary.parameter_memory == 4 * summary.parameters
    assert "123,642,856" in str(summary)
    assert nn.summary(nn.Dense(3, 2), (3,)).parameters == 8


@pytest.mark.parametrize(
    ("count", "text"), [(12, "12 B"), (4_000, "4.0 kB"), (5.5e6, "5.5 MB"), (7e9, "7.0 GB")]
)
def test_bytes_are_written_in_a_fitting_unit(count, text):
    assert in_bytes(count) == text
