"""The function pairs: values known by hand, gradients by central differences, float32, purity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import nn

EPSILON = 1e-5
LAYOUTS = {
    "columns": (4, 6),
    "one column": (4, 1),
    "signals": (2, 5, 4),
    "images": (2, 3, 2, 4),
    "one pixel": (1, 1, 1, 4),
    "volumes": (2, 2, 2, 3, 4),
}
ACTIVATIONS = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_backward),
    "tanh": (nn.tanh, nn.tanh_backward),
    "relu": (nn.relu, nn.relu_backward),
    "leaky_relu": (nn.leaky_relu, nn.leaky_relu_backward),
    "softmax": (nn.softmax, nn.softmax_backward),
}


def linear_pair(A_prev, W, b):
    return nn.linear_forward(A_prev, W, b)


def batch_norm_pair(Z, gamma, beta):
    return nn.batch_norm_forward(Z, gamma, beta, EPSILON)


def inference_pair(Z, gamma, beta):
    mean, var = np.linspace([-1, 0.5], [1, 2], gamma.size, dtype=Z.dtype).T
    return nn.batch_norm_inference(Z, gamma, beta, mean.reshape(-1, 1), var.reshape(-1, 1))


def dropout_pair(A_prev):
    return nn.dropout_forward(A_prev, 0.7, np.random.default_rng(3))


def random(*shapes, dtype=np.float64, seed=1):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def pairs():
    """Every function pair on every layout: forward, backward, names and shapes of arguments."""
    for name, (forward, backward) in ACTIVATIONS.items():

        def cached(Z, forward=forward):
            return (A := forward(Z)), A

        for layout, shape in LAYOUTS.items():
            yield f"{name} {layout}", (cached, backward, {"Z": shape})
    for layout, shape in LAYOUTS.items():
        parameters = {"gamma": (4, 1), "beta": (4, 1)}
        yield (
            f"batch norm {layout}",
            (batch_norm_pair, nn.batch_norm_backward, {"Z": shape} | parameters),
        )
        yield (
            f"batch norm inference {layout}",
            (inference_pair, nn.batch_norm_inference_backward, {"Z": shape} | parameters),
        )
        yield f"dropout {layout}", (dropout_pair, nn.dropout_backward, {"A_prev": shape})
    for m in (1, 5):
        shapes = {"A_prev": (3, m), "W": (2, 3), "b": (2, 1)}
        yield f"linear m={m}", (linear_pair, nn.linear_backward, shapes)


PAIRS = dict(pairs())
each_pair = pytest.mark.parametrize(("forward", "backward", "shapes"), PAIRS.values(), ids=PAIRS)


def as_tuple(gradients):
    return gradients if isinstance(gradients, tuple) else (gradients,)


@each_pair
def test_backward_equals_central_differences(forward, backward, shapes):
    arguments = dict(zip(shapes, random(*shapes.values())))
    A, cache = forward(**arguments)
    (direction,) = random(A.shape, seed=2)
    direction /= A.size
    grads = dict(zip([f"d{name}" for name in shapes], as_tuple(backward(direction, cache))))
    differences = nn.check_gradients(
        lambda inputs: np.vdot(forward(**inputs)[0], direction), arguments, grads
    )
    assert max(differences.values()) < 1e-7, differences.worst


@each_pair
def test_float32_stays_float32_and_no_argument_changes(forward, backward, shapes):
    arguments = dict(zip(shapes, random(*shapes.values(), dtype=np.float32)))
    before = {name: array.copy() for name, array in arguments.items()}
    A, cache = forward(**arguments)
    dA = np.ones_like(A)
    assert A.dtype == np.float32
    kept = A.copy()
    for gradient, (name, array) in zip(as_tuple(backward(dA, cache)), arguments.items()):
        assert gradient.dtype == np.float32
        assert gradient.shape == array.shape
        np.testing.assert_array_equal(array, before[name])
    np.testing.assert_array_equal(dA, np.ones_like(A))
    np.testing.assert_array_equal(A, kept)


def test_linear_is_a_product_and_a_sum():
    Z, _ = nn.linear_forward(np.array([[1.0], [2.0]]), np.array([[3.0, 4.0]]), np.array([[5.0]]))
    assert Z == [[16]]


def test_activations_at_known_points():
    Z = np.array([[-2.0, 0.0, 2.0]])
    np.testing.assert_allclose(nn.sigmoid(Z), 1 / (1 + np.exp(-Z)), rtol=1e-15)
    np.testing.assert_array_equal(nn.relu(Z), [[0, 0, 2]])
    np.testing.assert_array_equal(nn.leaky_relu(Z, 0.1), [[-0.2, 0, 2]])
    np.testing.assert_allclose(nn.softmax(Z.T).T, [[0.0158762, 0.1173104, 0.8668133]], atol=1e-7)


@pytest.mark.parametrize("function", [nn.sigmoid, nn.tanh, nn.softmax])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_numbers_overflow_nowhere(function, dtype):
    A = function(np.array([[-1e30], [0], [1e30]], dtype))
    assert np.isfinite(A).all()
    assert A[2] == 1


@given(shape=st.lists(st.integers(1, 5), min_size=2, max_size=5), seed=st.integers(0, 99))
def test_softmax_sums_to_one_over_the_features(shape, seed):
    (Z,) = random(tuple(shape), seed=seed)
    A = nn.softmax(10 * Z)
    np.testing.assert_allclose(A.sum(axis=0 if len(shape) == 2 else -1), 1)
    np.testing.assert_allclose(A, nn.softmax(10 * Z + 1000), atol=1e-12)


@given(n_prev=st.integers(1, 7), n=st.integers(1, 7), m=st.integers(1, 7))
def test_linear_gradients_have_the_shapes_of_their_arrays(n_prev, n, m):
    A_prev, W, b = random((n_prev, m), (n, n_prev), (n, 1))
    Z, cache = nn.linear_forward(A_prev, W, b)
    assert Z.shape == (n, m)
    dA_prev, dW, db = nn.linear_backward(Z, cache)
    assert (dA_prev.shape, dW.shape, db.shape) == (A_prev.shape, W.shape, b.shape)


@given(m=st.integers(2, 6), size=st.integers(1, 4), n=st.integers(1, 5))
def test_batch_norm_is_the_same_in_both_layouts(m, size, n):
    images, gamma, beta = random((m, size, size, n), (n, 1), (n, 1))
    columns = images.reshape(-1, n).T
    A_images, cache_images = nn.batch_norm_forward(images, gamma, beta)
    A_columns, cache_columns = nn.batch_norm_forward(columns, gamma, beta)
    np.testing.assert_allclose(A_images.reshape(-1, n).T, A_columns, atol=1e-12)
    dZ_images, *others_images = nn.batch_norm_backward(images, cache_images)
    dZ_columns, *others_columns = nn.batch_norm_backward(columns, cache_columns)
    np.testing.assert_allclose(dZ_images.reshape(-1, n).T, dZ_columns, atol=1e-8)
    np.testing.assert_allclose(others_images, others_columns, atol=1e-9)


def test_batch_norm_equals_its_formula():
    Z, gamma, beta = random((3, 7), (3, 1), (3, 1))
    A, cache = nn.batch_norm_forward(100 + Z, gamma, beta, EPSILON)
    mean, var = (100 + Z).mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    np.testing.assert_allclose(A, gamma * (100 + Z - mean) / np.sqrt(var + EPSILON) + beta)
    np.testing.assert_allclose(cache.mean, mean.ravel())
    np.testing.assert_allclose(cache.var, var.ravel())


def test_a_running_average_is_changed_in_place():
    running = np.array([[1.0]])
    nn.update_running_average(running, np.array([2.0]), momentum=0.9)
    assert running == pytest.approx(1.1)


def test_dropout_keeps_the_share_and_the_mean():
    A_prev = np.ones((100, 500), np.float32)
    A, mask = nn.dropout_forward(A_prev, 0.8, np.random.default_rng(0))
    assert np.count_nonzero(A) / A.size == pytest.approx(0.8, abs=0.01)
    assert A.mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_array_equal(np.unique(A), np.unique(mask))


def test_initialisers_have_their_variance():
    rng = np.random.default_rng(0)
    shape, n_in = (300, 200), 200
    assert not nn.zeros(shape, n_in, rng).any()
    assert nn.small_normal(shape, n_in, rng).std() == pytest.approx(0.01, rel=0.02)
    assert nn.xavier_normal(shape, n_in, rng).var() == pytest.approx(1 / 200, rel=0.02)
    assert nn.he_normal(shape, n_in, rng).var() == pytest.approx(2 / 200, rel=0.02)
