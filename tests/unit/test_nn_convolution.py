import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.nn import (
    check_gradients,
    conv_backward,
    conv_backward_loops,
    conv_forward,
    conv_forward_loops,
    depthwise_backward,
    depthwise_forward,
    output_size,
    windows,
    winograd,
)
from course_utils.nn.convolution import conv_backward_params

# m, size of the image, n_C_prev, n_C, f, stride, pad
CASES = [
    (2, (6, 5), 3, 4, 3, 1, 0),
    (2, (6, 5), 3, 4, 3, 1, "same"),
    (1, (5, 5), 1, 2, 5, 1, 2),
    (1, (7, 6), 2, 3, 3, 2, 0),
    (2, (7, 8), 2, 3, 3, 2, 1),
    (2, (6, 6), 2, 3, 2, 2, "valid"),
    (1, (4, 5), 3, 2, 1, 1, 0),
    (2, (5, 4), 3, 2, 1, 2, 0),
    (1, (4, 4), 2, 2, 2, 1, 3),  # more padding than the filter is large
    (1, (3, 9), 2, 2, 3, 4, 1),
    (1, (1, 1), 2, 3, 1, 1, 0),
    (2, (4, 26), 1, 2, 3, 1, 1),  # so few channels in so wide an image go into planes
    (1, (7, 60), 3, 2, 3, 2, 0),
]
SPATIAL_CASES = [
    (2, (9,), 2, 3, 3, 1, "same"),
    (1, (8,), 2, 3, 4, 2, 1),
    (2, (3, 4, 5), 2, 2, 2, 1, 0),
    (1, (5, 4, 4), 1, 2, 3, 2, 1),
]


@pytest.fixture
def always_winograd(monkeypatch):
    """Send every 3x3 convolution of stride 1 through winograd, however small."""
    monkeypatch.setattr(
        winograd, "suits", lambda X, W, stride: W.shape[:-2] == (3, 3) and stride == 1
    )


@pytest.fixture
def small_blocks(monkeypatch):
    """Make blocks so small that each image needs several."""
    monkeypatch.setattr(windows, "BLOCK_BYTES", 1)
    monkeypatch.setattr(windows, "BLOCK_POSITIONS", 1)


def problem(case, dtype=float, seed=1):
    m, size, n_C_prev, n_C, f, stride, pad = case
    rng = np.random.default_rng(seed)
    A_prev = rng.normal(size=(m, *size, n_C_prev)).astype(dtype)
    W = rng.normal(size=(*[f] * len(size), n_C_prev, n_C)).astype(dtype)
    b = rng.normal(size=(*[1] * (len(size) + 1), n_C)).astype(dtype)
    return A_prev, W, b, stride, pad


def forward_and_backward(A_prev, W, b, stride, pad):
    Z, cache = conv_forward(A_prev, W, b, stride, pad)
    dZ = np.random.default_rng(2).normal(size=Z.shape).astype(Z.dtype)
    return Z, dZ, *conv_backward(dZ, cache)


def assert_equal_to_loops(case):
    A_prev, W, b, stride, pad = problem(case)
    Z, dZ, *gradients = forward_and_backward(A_prev, W, b, stride, pad)
    np.testing.assert_allclose(Z, conv_forward_loops(A_prev, W, b, stride, pad), atol=1e-12)
    expected = conv_backward_loops(dZ, A_prev, W, stride, pad)
    for ours, theirs in zip(gradients, expected):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def assert_equals_central_differences(forward, backward, arguments, stride, pad):
    A_prev, W, b = arguments
    Z, cache = forward(A_prev, W, b, stride, pad)
    direction = np.random.default_rng(2).normal(size=Z.shape)
    names = ("dA_prev", "dW", "db")
    differences = check_gradients(
        lambda p: np.vdot(forward(p["A_prev"], p["W"], p["b"], stride, pad)[0], direction),
        {"A_prev": A_prev, "W": W, "b": b},
        dict(zip(names, backward(direction, cache))),
    )
    assert max(differences.values()) < 1e-7, differences.worst


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_matrix_product_equals_the_loops(case):
    assert_equal_to_loops(case)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_blocks_make_no_difference(case):
    assert_equal_to_loops(case)


WINOGRAD_CASES = [
    (2, (8, 12), 3, 4, 3, 1, 1),
    (1, (7, 9), 2, 3, 3, 1, 0),
    (1, (3, 3), 2, 2, 3, 1, 2),
    (2, (5, 4), 1, 2, 3, 1, "same"),
]


@pytest.mark.usefixtures("always_winograd")
@pytest.mark.parametrize("case", WINOGRAD_CASES, ids=str)
def test_winograd_equals_the_loops(case):
    assert_equal_to_loops(case)
    A_prev, W, b, stride, pad = problem(case)
    assert_equals_central_differences(conv_forward, conv_backward, (A_prev, W, b), stride, pad)


def test_wide_convolutions_use_winograd_and_keep_float32_accurate():
    case = (2, (16, 18), 32, 36, 3, 1, 1)
    exact = problem(case)
    single = [array.astype(np.float32) for array in exact[:3]]
    assert winograd.suits(single[0], single[1], 1)
    for ours, reference in zip(forward_and_backward(*single, 1, 1), forward_and_backward(*exact)):
        assert ours.dtype == np.float32
        assert np.abs(ours - reference).max() < 1e-5 * np.abs(reference).max() + 1e-5


@pytest.mark.parametrize("case", CASES + SPATIAL_CASES, ids=str)
def test_backward_equals_central_differences(case):
    A_prev, W, b, stride, pad = problem(case)
    assert_equals_central_differences(conv_forward, conv_backward, (A_prev, W, b), stride, pad)


@pytest.mark.parametrize("case", CASES + SPATIAL_CASES, ids=str)
def test_the_gradients_of_the_parameters_can_be_had_alone(case):
    A_prev, W, b, stride, pad = problem(case)
    Z, cache = conv_forward(A_prev, W, b, stride, pad)
    dZ = np.random.default_rng(3).normal(size=Z.shape)
    _, dW, db = conv_backward(dZ, cache)
    alone = conv_backward_params(dZ, cache)
    np.testing.assert_allclose(alone[0], dW, atol=1e-12)
    np.testing.assert_allclose(alone[1], db, atol=1e-12)


@pytest.mark.parametrize("case", CASES + SPATIAL_CASES + [(1, (20, 20), 32, 34, 3, 1, 1)], ids=str)
def test_float32_stays_float32_and_nothing_given_is_changed(case):
    *arrays, stride, pad = problem(case, np.float32)
    before = [array.copy() for array in arrays]
    for result in forward_and_backward(*arrays, stride, pad):
        assert result.dtype == np.float32
        assert result.flags.c_contiguous
    for array, copy in zip(arrays, before):
        np.testing.assert_array_equal(array, copy)


def test_integers_and_views_are_taken_as_they_come():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 10, (1, 6, 6, 1))
    edges = np.array([[1, 0, -1]] * 3).reshape(3, 3, 1, 1)
    Z, _ = conv_forward(image, edges, np.zeros((1, 1, 1, 1)))
    assert Z[0, 0, 0, 0] == np.sum(image[0, :3, :3, 0] * edges[:, :, 0, 0])
    A_prev, W, b, stride, pad = problem((2, (8, 8), 3, 4, 3, 1, 1))
    view = A_prev.transpose(0, 2, 1, 3)
    for ours, theirs in zip(
        forward_and_backward(view, W, b, stride, pad),
        forward_and_backward(view.copy(), W, b, stride, pad),
    ):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


@pytest.mark.torch
@pytest.mark.parametrize("case", CASES + SPATIAL_CASES + [(2, (16, 15), 33, 35, 3, 1, 1)], ids=str)
def test_forward_and_backward_equal_pytorch(case):
    torch = pytest.importorskip("torch")
    A_prev, W, b, stride, pad = problem(case)
    Z, dZ, *gradients = forward_and_backward(A_prev, W, b, stride, pad)
    x, w = np.moveaxis(A_prev, -1, 1), np.moveaxis(W, (-1, -2), (0, 1))
    x, w = torch.tensor(x), torch.tensor(w)
    bias = torch.tensor(b.ravel())
    for tensor in (x, w, bias):
        tensor.requires_grad_()
    convolve = getattr(torch.nn.functional, f"conv{A_prev.ndim - 2}d")
    y = convolve(x, w, bias, stride, windows.pad_width(pad, len(W)))
    y.backward(torch.tensor(np.moveaxis(dZ, -1, 1)))
    dW = np.moveaxis(w.grad.numpy(), (0, 1), (-1, -2))
    theirs = np.moveaxis(x.grad.numpy(), 1, -1), dW, bias.grad.numpy().reshape(b.shape)
    np.testing.assert_allclose(Z, np.moveaxis(y.detach().numpy(), 1, -1), rtol=0, atol=1e-10)
    for ours, expected in zip(gradients, theirs):
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-10)


@settings(deadline=None, max_examples=60)
@given(
    m=st.integers(1, 3),
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    channels=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    f=st.integers(1, 4),
    stride=st.integers(1, 3),
    pad=st.integers(0, 3),
)
def test_any_shape_that_fits_equals_the_loops(m, size, channels, f, stride, pad):
    case = (m, size, *channels, f, stride, pad)
    if f <= min(size) + 2 * pad:
        assert_equal_to_loops(case)
    else:
        with pytest.raises(ValueError, match=f"a window of f={f} does not fit"):
            conv_forward(*problem(case))


@given(n=st.integers(1, 40), f=st.integers(1, 7), stride=st.integers(1, 5), pad=st.integers(0, 3))
def test_output_size_counts_the_places_of_a_window(n, f, stride, pad):
    if f > n + 2 * pad:
        return
    assert output_size(n, f, stride, pad) == len(range(-pad, n + pad - f + 1, stride))
    if pad < f:
        needed = [s for s in range(-pad, n, stride) if s - stride + f < n + pad]
        assert output_size(n, f, stride, pad, ceil=True) == len(needed)


def test_memory_stays_below_three_times_inputs_outputs_and_gradients():
    rng = np.random.default_rng(0)
    for n_C_prev, n_C, stride in ((8, 8, 1), (32, 32, 1), (8, 16, 2)):
        A_prev = rng.normal(size=(4, 64, 64, n_C_prev)).astype(np.float32)
        W = rng.normal(size=(3, 3, n_C_prev, n_C)).astype(np.float32)
        b = np.zeros((1, 1, 1, n_C), np.float32)
        dZ = np.ones_like(conv_forward(A_prev, W, b, stride, 1)[0])
        tracemalloc.start()
        Z, cache = conv_forward(A_prev, W, b, stride, 1)
        gradients = conv_backward(dZ, cache)
        peak = tracemalloc.get_traced_memory()[1] + sum(x.nbytes for x in (A_prev, W, b, dZ))
        tracemalloc.stop()
        assert peak < 3 * sum(x.nbytes for x in (A_prev, W, b, Z, dZ, *gradients))


A_PREV, W, B = np.ones((2, 6, 6, 3)), np.ones((3, 3, 3, 4)), np.ones((1, 1, 1, 4))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([1, 2], W, B), TypeError, "A_prev must be a NumPy array"),
        ((A_PREV[0, 0], W, B), ValueError, r"A_prev has shape \(6, 3\) but must be 3-D"),
        ((A_PREV[:0], W, B), ValueError, "empty: give it at least one example"),
        ((A_PREV, W[:, :, :2], B), ValueError, r"W must be \(f, f, 3, n_C\). The channels of A_p"),
        ((A_PREV, W[0], B), ValueError, r"W must be \(f, f, 3, n_C\)"),
        ((A_PREV, W[:2], B), ValueError, r"filters are square: W must be \(2, 2, 3, n_C\)"),
        ((A_PREV, W, B.ravel()), ValueError, r"4 filters.*Use b.reshape\(1, 1, 1, 4\)"),
        ((A_PREV, W, B, 0), ValueError, "stride is 0 but must be at least 1"),
        ((A_PREV, W, B, 1, -1), ValueError, "pad is -1 but must be at least 0"),
        ((A_PREV, W, B, 1, 1.5), TypeError, "pad must be a whole number"),
        ((A_PREV, W, B, 1, "Same"), ValueError, "must be one of 'valid', 'same'. Did you mean 's"),
        ((A_PREV, W[:2, :2], B, 1, "same"), ValueError, "f=2 is even: use an odd f"),
        ((A_PREV[:, :2], W, B), ValueError, "f=3 does not fit into 2 entries with pad=0: use f <="),
    ],
)
def test_bad_input_is_explained(arguments, error, message):
    with pytest.raises(error, match=message):
        conv_forward(*arguments)


@pytest.mark.parametrize("backward", [conv_backward, conv_backward_params])
def test_a_gradient_of_the_wrong_shape_is_explained(backward):
    _, cache = conv_forward(A_PREV, W, B)
    with pytest.raises(ValueError, match=r"Z was computed otherwise: dZ must be \(2, 4, 4, 4\)"):
        backward(np.ones((2, 4, 4, 3)), cache)


DEPTHWISE_CASES = [
    (2, (5, 6), 3, None, 3, 1, "same"),
    (1, (7, 6), 2, None, 3, 2, 1),
    (1, (6, 6), 2, None, 2, 2, 0),
    (2, (9,), 2, None, 3, 1, 0),
]


def depthwise_problem(case, dtype=float):
    m, size, n_C, _, f, stride, pad = case
    A_prev, W, b, *_ = problem((m, size, 1, n_C, f, stride, pad), dtype)
    A_prev = np.random.default_rng(4).normal(size=(m, *size, n_C)).astype(dtype)
    return A_prev, W[..., 0, :], b, stride, pad


@pytest.mark.parametrize("case", DEPTHWISE_CASES, ids=str)
def test_depthwise_convolves_each_channel_alone(case):
    A_prev, W, b, stride, pad = depthwise_problem(case)
    Z, _ = depthwise_forward(A_prev, W, b, stride, pad)
    for c in range(A_prev.shape[-1]):
        one = np.s_[..., c : c + 1]
        expected, _ = conv_forward(A_prev[one], W[one][..., None], b[one], stride, pad)
        np.testing.assert_allclose(Z[one], expected, atol=1e-12)
    assert_equals_central_differences(
        depthwise_forward, depthwise_backward, (A_prev, W, b), stride, pad
    )


@pytest.mark.torch
@pytest.mark.parametrize("case", DEPTHWISE_CASES, ids=str)
def test_depthwise_equals_pytorch(case):
    torch = pytest.importorskip("torch")
    A_prev, W, b, stride, pad = depthwise_problem(case)
    Z, cache = depthwise_forward(A_prev, W, b, stride, pad)
    x = torch.tensor(np.moveaxis(A_prev, -1, 1), requires_grad=True)
    w = torch.tensor(np.moveaxis(W, -1, 0)[:, None], requires_grad=True)
    convolve = getattr(torch.nn.functional, f"conv{A_prev.ndim - 2}d")
    groups = A_prev.shape[-1]
    bias, pad = torch.tensor(b.ravel()), windows.pad_width(pad, len(W))
    y = convolve(x, w, bias, stride, pad, groups=groups)
    y.backward(torch.ones_like(y))
    dA_prev, dW, _ = depthwise_backward(np.ones_like(Z), cache)
    for ours, theirs in ((Z, y.detach()), (dA_prev, x.grad)):
        np.testing.assert_allclose(ours, np.moveaxis(theirs.numpy(), 1, -1), rtol=0, atol=1e-10)
    np.testing.assert_allclose(dW, np.moveaxis(w.grad.numpy()[:, 0], 0, -1), rtol=0, atol=1e-10)


def test_depthwise_keeps_float32_and_explains_bad_input():
    A_prev, W, b, stride, pad = depthwise_problem(DEPTHWISE_CASES[0], np.float32)
    Z, cache = depthwise_forward(A_prev, W, b, stride, pad)
    assert all(array.dtype == np.float32 for array in (Z, *depthwise_backward(Z, cache)))
    with pytest.raises(ValueError, match=r"W must be \(f, f, 3\)"):
        depthwise_forward(A_prev, W[..., :2], b)
    with pytest.raises(ValueError, match="dZ must be"):
        depthwise_backward(Z[:1], cache)
