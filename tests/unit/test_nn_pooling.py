import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.nn import (
    check_gradients,
    global_average_pool_backward,
    global_average_pool_forward,
    pool_backward,
    pool_forward,
    upsample_backward,
    upsample_forward,
)

# shape of A_prev, f, stride, pad, ceil
CASES = [
    ((2, 6, 8, 3), 2, 2, 0, False),
    ((1, 7, 5, 2), 2, 2, 0, False),
    ((2, 7, 8, 2), 3, 2, 0, True),
    ((1, 6, 7, 2), 3, 2, 1, True),
    ((2, 5, 6, 1), 3, 1, "same", False),
    ((1, 7, 7, 2), 2, 3, 0, False),
    ((1, 8, 8, 2), 2, 3, 0, True),
    ((1, 4, 5, 2), 1, 2, 0, False),
    ((1, 5, 5, 2), 5, 1, 0, False),
    ((2, 9, 3), 3, 2, 1, False),
    ((1, 5, 4, 5, 2), 2, 2, 0, True),
]
MODES = ["max", "average"]
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_mode = pytest.mark.parametrize("mode", MODES)


def by_definition(A_prev, f, stride, pad, mode):
    """Pooling of images with loops; what is padded or missing doesn't enter a maximum."""
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n in (n_H_prev, n_W_prev))
    A = np.zeros((m, n_H, n_W, n_C))
    for h, w in np.ndindex(n_H, n_W):
        top, left = h * stride - pad, w * stride - pad
        seen = A_prev[:, max(top, 0) : top + f, max(left, 0) : left + f]
        A[:, h, w] = seen.max(axis=(1, 2)) if mode == "max" else seen.sum(axis=(1, 2)) / f**2
    return A


@each_mode
@settings(deadline=None)
@given(
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    f=st.integers(1, 4),
    stride=st.integers(1, 4),
    pad=st.integers(0, 2),
)
def test_pooling_equals_its_definition(mode, size, f, stride, pad):
    A_prev = np.random.default_rng(0).normal(size=(2, *size, 2))
    if pad < f <= min(size) + 2 * pad:
        A, _ = pool_forward(A_prev, f, stride, pad, mode)
        np.testing.assert_allclose(A, by_definition(A_prev, f, stride, pad, mode), atol=1e-14)
    else:
        with pytest.raises(ValueError, match=r"pad is|does not fit"):
            pool_forward(A_prev, f, stride, pad, mode)


@each_mode
@each_case
def test_backward_equals_central_differences(case, mode):
    shape, f, stride, pad, ceil = case
    A_prev = np.random.default_rng(1).permutation(np.prod(shape)).reshape(shape) / 10
    A, cache = pool_forward(A_prev, f, stride, pad, mode, ceil)
    direction = np.random.default_rng(2).normal(size=A.shape)
    differences = check_gradients(
        lambda p: np.vdot(pool_forward(p["A"], f, stride, pad, mode, ceil)[0], direction),
        {"A": A_prev},
        {"dA": pool_backward(direction, cache)},
    )
    assert differences["A"] < 1e-7, differences.worst


@each_mode
@each_case
def test_maxima_can_be_found_later(case, mode):
    shape, *window = case
    A_prev = np.random.default_rng(1).normal(size=shape).round()
    A, cache = pool_forward(A_prev, *window[:3], mode, window[3])
    A_late, cache_late = pool_forward(A_prev, *window[:3], mode, window[3], training=False)
    np.testing.assert_allclose(A_late, A)
    dA = np.random.default_rng(2).normal(size=A.shape)
    np.testing.assert_array_equal(pool_backward(dA, cache_late), pool_backward(dA, cache))


@pytest.mark.torch
@pytest.mark.parametrize("ties", [False, True])
@each_mode
@each_case
def test_forward_and_backward_equal_pytorch(case, mode, ties):
    torch = pytest.importorskip("torch")
    shape, f, stride, pad, ceil = case
    A_prev = np.random.default_rng(1).normal(size=shape)
    if ties:
        A_prev = np.round(A_prev)
    A, cache = pool_forward(A_prev, f, stride, pad, mode, ceil)
    x = torch.tensor(np.moveaxis(A_prev, -1, 1), requires_grad=True)
    pool = getattr(
        torch.nn.functional, f"{'avg' if mode == 'average' else 'max'}_pool{x.ndim - 2}d"
    )
    y = pool(x, f, stride, (f - 1) // 2 if pad == "same" else pad, ceil_mode=ceil)
    dA = np.random.default_rng(2).normal(size=A.shape)
    y.backward(torch.tensor(np.moveaxis(dA, -1, 1)))
    for ours, theirs in ((A, y.detach()), (pool_backward(dA, cache), x.grad)):
        np.testing.assert_allclose(ours, np.moveaxis(theirs.numpy(), 1, -1), rtol=0, atol=1e-10)


def test_of_equal_maxima_the_first_in_reading_order_gets_the_gradient():
    image = np.array([[0, 0, 7], [7, 0, 0], [7, 7, 0]], float).reshape(1, 3, 3, 1)
    _, cache = pool_forward(image, f=3)
    dA_prev = pool_backward(np.full((1, 1, 1, 1), 5.0), cache)
    assert dA_prev[0, 0, 2, 0] == 5
    assert dA_prev.sum() == 5


@each_mode
@each_case
def test_float32_stays_float32_and_nothing_given_is_changed(case, mode):
    shape, f, stride, pad, ceil = case
    A_prev = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    before = A_prev.copy()
    A, cache = pool_forward(A_prev, f, stride, pad, mode, ceil)
    assert not np.shares_memory(A, A_prev)
    dA = np.ones_like(A)
    dA_prev = pool_backward(dA, cache)
    assert A.dtype == dA_prev.dtype == np.float32
    np.testing.assert_array_equal(A_prev, before)
    np.testing.assert_array_equal(dA, 1)


def test_integers_are_pooled_as_floats():
    A, _ = pool_forward(np.arange(16).reshape(1, 4, 4, 1))
    np.testing.assert_array_equal(A[0, :, :, 0], [[5.0, 7.0], [13.0, 15.0]])


@pytest.mark.parametrize("shape", [(2, 4, 5, 3), (3, 6, 2), (1, 2, 3, 4, 2)])
def test_global_average_and_upsampling_are_what_they_say(shape):
    A_prev = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    positions = np.prod(shape[1:-1])
    A, cache = global_average_pool_forward(A_prev)
    assert A.shape == (shape[0], *[1] * (len(shape) - 2), shape[-1])
    np.testing.assert_allclose(A.ravel(), A_prev.reshape(shape[0], -1, shape[-1]).mean(1).ravel())
    dA_prev = global_average_pool_backward(np.ones_like(A), cache)
    np.testing.assert_allclose(dA_prev, np.full(shape, 1 / positions, np.float32))

    larger, cache = upsample_forward(A_prev, 3)
    assert larger.shape == (shape[0], *(3 * n for n in shape[1:-1]), shape[-1])
    every_third = (slice(None), *[slice(None, None, 3)] * (len(shape) - 2))
    np.testing.assert_array_equal(larger[every_third], A_prev)
    dA = np.random.default_rng(2).normal(size=larger.shape).astype(np.float32)
    dA_prev_up = upsample_backward(dA, cache)
    assert A.dtype == dA_prev.dtype == larger.dtype == dA_prev_up.dtype == np.float32
    np.testing.assert_allclose(np.vdot(dA_prev_up, A_prev), np.vdot(dA, larger), rtol=1e-4)


A_PREV = np.ones((2, 6, 6, 3))


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ({"f": 0}, ValueError, "f is 0 but must be at least 1"),
        ({"stride": 0}, ValueError, "stride is 0"),
        ({"f": 7}, ValueError, "f=7 does not fit into 6 entries"),
        ({"pad": 2}, ValueError, "pad is 2 but must be less than f=2"),
        ({"pad": "same"}, ValueError, "f=2 is even"),
        ({"mode": "mean"}, ValueError, "mode is 'mean' but must be one of 'max', 'average'"),
        ({"f": "2"}, TypeError, "f must be a whole number"),
        ({"A_prev": A_PREV[0, 0]}, ValueError, "A_prev has shape"),
        ({"A_prev": A_PREV[:0]}, ValueError, "empty"),
    ],
)
def test_bad_input_is_explained(keywords, error, message):
    with pytest.raises(error, match=message):
        pool_forward(**{"A_prev": A_PREV} | keywords)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (pool_forward, pool_backward),
        (global_average_pool_forward, global_average_pool_backward),
        (upsample_forward, upsample_backward),
    ],
)
def test_a_gradient_of_the_wrong_shape_is_explained(forward, backward):
    A, cache = forward(A_PREV)
    with pytest.raises(ValueError, match="A was computed otherwise: dA must be"):
        backward(A[:1], cache)
