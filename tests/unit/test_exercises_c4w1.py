"""C4W1's checks on code as learners write it, never quite as the mistakes are written."""

import math

import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c4w1
from course_utils.exercises.results import BLANK, PASSED, WRONG

rng = np.random.default_rng(0)


def assert_says(function, *sentences):
    result = c4w1.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_single_step(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W) + b.item()


# The references are those of the library


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2)])
def test_the_references_agree_with_the_library(stride, pad):
    A_prev, W = rng.normal(size=(2, 7, 5, 3)), rng.normal(size=(3, 3, 3, 4))
    b = rng.normal(size=(1, 1, 1, 4))
    Z, cache = c4w1.conv_forward(A_prev, W, b, {"stride": stride, "pad": pad})
    theirs, their_cache = nn.conv_forward(A_prev, W, b, stride, pad)
    assert np.abs(Z - theirs).max() < 1e-12
    dZ = rng.normal(size=Z.shape)
    for mine, other in zip(c4w1.conv_backward(dZ, cache), nn.conv_backward(dZ, their_cache)):
        assert np.abs(mine - other).max() < 1e-12


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize(("f", "stride"), [(2, 2), (3, 1), (2, 3)])
def test_the_pooling_references_agree_with_the_library(mode, f, stride):
    A_prev = np.maximum(rng.normal(size=(2, 7, 5, 3)), 0)  # with ties
    A, cache = c4w1.pool_forward(A_prev, {"f": f, "stride": stride}, mode)
    theirs, their_cache = nn.pool_forward(A_prev, f, stride, mode=mode)
    assert np.abs(A - theirs).max() < 1e-12
    dA = rng.normal(size=A.shape)
    mine = c4w1.pool_backward(dA, cache, mode)
    assert np.abs(mine - nn.pool_backward(dA, their_cache)).max() < 1e-12


def test_output_size_agrees_with_the_library():
    for n, f, p, s in ((7, 3, 0, 2), (39, 3, 0, 1), (37, 5, 0, 2), (6, 5, 2, 3), (10, 3, 1, 4)):
        assert c4w1.output_size(n, f, p, s) == nn.output_size(n, f, s, p)


# Learners


def test_output_size():
    def output_size(n, f, p, s):
        return math.floor((n + 2 * p - f) / 2 + 1)

    assert_says(output_size, "You divide by 2, as one set of notes does")

    def output_size(n, f, p, s):
        return (n + p + p - f) // s + 1

    assert_says(output_size, "raise a `ValueError`")

    def output_size(n, f, p, s):
        return n - f + 1

    assert_says(output_size, "should be")


def test_a_size_that_no_mistake_explains_is_shown_with_its_case():
    def output_size(n, f, p, s):
        return n - f

    assert_says(output_size, "n = ", "should be")


def test_zero_pad():
    def zero_pad(X, pad):
        return np.pad(X, pad, "constant")

    assert_says(zero_pad, "All four axes are padded")

    def zero_pad(X, pad):
        X_pad = np.zeros((X.shape[0], X.shape[1] + 2 * pad, X.shape[2] + 2 * pad, X.shape[3]))
        X_pad[:, pad : -pad or None, pad : -pad or None] = X
        return X_pad

    assert c4w1.check(zero_pad).passed

    def zero_pad(X, pad):
        return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="reflect")

    assert_says(zero_pad, "`X_pad[0, 0, 0, 0]` should be 0")


def test_a_single_step_as_published():
    def conv_single_step(a_slice_prev, W, b):
        s = a_slice_prev * W
        return np.sum(s) + float(b[0, 0, 0])

    assert c4w1.check(conv_single_step).passed

    def conv_single_step(a_slice_prev, W, b):
        return np.sum(a_slice_prev * W + b.item())

    assert_says(conv_single_step, "b is added to every product")

    def conv_single_step(a_slice_prev, W, b):
        return np.dot(a_slice_prev.ravel(), W.ravel()) + b

    assert_says(conv_single_step, "take the number out of b")


def forward(A_prev, W, b, hparameters, start=lambda h, stride: h * stride, pad=zero_pad):
    stride, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    n_H, n_W = (n_H_prev + 2 * p - f) // stride + 1, (n_W_prev + 2 * p - f) // stride + 1
    Z, A_pad = np.zeros((m, n_H, n_W, W.shape[3])), pad(A_prev, p)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = start(h, stride), start(w, stride)
                for c in range(W.shape[3]):
                    part = A_pad[i, top : top + f, left : left + f]
                    Z[i, h, w, c] = conv_single_step(part, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


def test_conv_forward():
    def conv_forward(A_prev, W, b, hparameters):
        return forward(A_prev, W, b, hparameters)

    assert c4w1.check(conv_forward).passed

    def conv_forward(A_prev, W, b, hparameters):
        return forward(A_prev, W, b, hparameters, start=lambda h, stride: h)

    assert_says(conv_forward, "The stride is left out of the slice")

    def conv_forward(A_prev, W, b, hparameters):
        return forward(A_prev, W, b, {"stride": 1, "pad": hparameters["pad"]})

    assert_says(conv_forward, "The stride is always 1")

    def conv_forward(A_prev, W, b, hparameters):
        Z, cache = forward(A_prev, W, b, hparameters)
        return np.maximum(0, Z), cache

    assert_says(conv_forward, "A ReLU is applied already")

    def conv_forward(A_prev, W, b, hparameters):
        return forward(A_prev, W, b, hparameters, pad=lambda A, p: np.pad(A, p))

    result = c4w1.check(conv_forward)
    assert result.status == WRONG


def test_conv_forward_blames_the_padding_it_calls(monkeypatch):
    def conv_forward(A_prev, W, b, hparameters):
        return forward(A_prev, W, b, hparameters, pad=zero_pad)

    def broken(X, pad):
        raise NotImplementedError("zero_pad: not written yet")

    broken.__name__ = "zero_pad"
    monkeypatch.setitem(globals(), "zero_pad", broken)
    assert_says(conv_forward, "It calls your `zero_pad`, which is not written yet")


def test_pool_forward():
    def pool_forward(A_prev, hparameters, mode="max"):
        f, s = hparameters["f"], hparameters["stride"]
        A = np.zeros(
            (len(A_prev), (A_prev.shape[1] - f) // s + 1, (A_prev.shape[2] - f) // s + 1,
             A_prev.shape[3])
        )  # fmt: skip
        for i, h, w, c in np.ndindex(A.shape):
            part = A_prev[i, h * s : h * s + f, w * s : w * s + f]
            A[i, h, w, c] = part.max() if mode == "max" else part.mean()
        return A, (A_prev, hparameters)

    assert_says(pool_forward, "The channels are mixed")

    def pool_forward(A_prev, hparameters, mode="max"):
        A, cache = c4w1.pool_forward(A_prev, hparameters)
        return A, cache

    assert_says(pool_forward, "It always takes the maximum")


def test_conv_backward():
    def conv_backward(dZ, cache):
        *_, hparameters = cache
        dA, dW, db = c4w1.conv_backward(dZ, cache)
        pad = hparameters["pad"]
        bordered = zero_pad(dA, pad)
        return bordered[:, pad:-pad, pad:-pad], dW, db

    assert_says(conv_backward, "Without padding dA_prev comes out empty")

    def conv_backward(dZ, cache):
        A_prev, W, b, hparameters = cache
        f, s, p = len(W), hparameters["stride"], hparameters["pad"]
        A_pad = zero_pad(A_prev, p)
        dA_pad, dW, db = 0 * A_pad, 0 * W, 0 * b
        for i, h, w, c in np.ndindex(dZ.shape):
            part = (i, slice(h * s, h * s + f), slice(w * s, w * s + f))
            dA_pad[part] += W[..., c] * dZ[i, h, w, c]
            dW[..., c] += A_pad[part] * dZ[i, h, w, c]
            db[..., c] += dZ[i, h, w, c]
        return dA_pad, dW / len(dZ), db

    assert_says(conv_backward, "dA_prev still has its frame")


def test_mask_and_share():
    def create_mask_from_window(x):
        return x >= x.max()

    assert_says(create_mask_from_window, "they would *all* get the whole gradient")

    def distribute_value(dz, shape):
        return np.zeros(shape) + dz / sum(shape)

    assert_says(distribute_value, "not by n_H + n_W")


def test_pool_backward():
    def pool_backward(dA, cache, mode="max"):
        A_prev, hparameters = cache
        f, s = hparameters["f"], hparameters["stride"]
        dA_prev = np.zeros(A_prev.shape)
        for i, h, w, c in np.ndindex(dA.shape):
            part = (i, slice(h * s, h * s + f), slice(w * s, w * s + f), c)
            if mode == "max":
                dA_prev[part] += (A_prev[part] == A_prev[part].max()) * dA[i, h, w, c]
            else:
                dA_prev[part] += dA[i, h, w, c] / f**2
        return dA_prev

    assert_says(pool_backward, "for equal maxima: each of them gets the whole gradient")

    def pool_backward(dA, cache, mode="max"):
        return c4w1.pool_backward(dA, cache, "average")

    assert_says(pool_backward, "It always goes back through an average")


def test_progress_of_this_module():
    statuses = [result.status for result in c4w1.progress(globals()).results]
    assert statuses == [BLANK, PASSED, PASSED, *[BLANK] * 6]
