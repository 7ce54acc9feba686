"""From dZ back to the image, the filters and the biases: `conv_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.forward import sizes
from course_utils.exercises.c4w1.week import (
    BIASES,
    EVEN,
    FILTERS,
    IMAGES,
    PADDED,
    PLAIN,
    STRIDED,
    TWO,
    WIDE,
    numbers,
    padded,
    week,
    window,
)
from course_utils.exercises.running import case


def problem(title, seed, A_prev, W, b, hparameters):
    """A case with a dZ of the shape that fits."""
    dZ = numbers(seed, len(A_prev), *sizes(A_prev, W, hparameters), W.shape[-1])
    return case(title, dZ, (A_prev, W, b, hparameters))


@week.exercise(
    cases=[
        problem("one ring, stride 2", 20, IMAGES, FILTERS, BIASES, STRIDED),
        problem("two rings, stride 1", 21, IMAGES, FILTERS, BIASES, PADDED),
        problem("2 x 2 filters, one ring", 22, WIDE, EVEN, TWO, {"pad": 1, "stride": 1}),
    ],
    edge_cases=[
        problem("no padding", 23, IMAGES, FILTERS, BIASES, PLAIN),
        problem("no padding, stride 2, a last row unseen", 24, IMAGES[:, :, :3], FILTERS, BIASES,
                {"pad": 0, "stride": 2}),
    ],
    returns=("dA_prev", "dW", "db"),
    praise="With this, a filter can be learned.",
)  # fmt: skip
def conv_backward(dZ, cache):
    """dA_prev, dW and db for dZ (m, n_H, n_W, n_C) and the cache of conv_forward."""
    return go_back(dZ, cache)


def go_back(dZ, cache, at=window, filters=None, images=None, crop=True):
    """The three gradients, possibly with other windows, filters or images in the products."""
    A_prev, W, _, hparameters = cache
    pad, stride, f = hparameters["pad"], hparameters["stride"], len(W)
    A_pad = padded(A_prev, pad) if images is None else images
    filters = W if filters is None else filters
    dA_pad, dW = np.zeros(padded(A_prev, pad).shape), np.zeros(W.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        place = (i, *at(h, w, stride, f))
        dA_pad[place] += filters[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_pad[place] * dZ[i, h, w, c]
    dA_prev = cut(dA_pad, A_prev, pad) if crop else dA_pad
    return dA_prev, dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def cut(dA_pad, A_prev, pad):
    """What belongs to the image, without its frame."""
    n_H, n_W = A_prev.shape[1:3]
    return dA_pad[:, pad : pad + n_H, pad : pad + n_W]


def last_only(dZ, cache):
    """(dA_prev, dW, db) where the last window alone writes, instead of all adding up."""
    A_prev, W, _, hparameters = cache
    pad, stride, f = hparameters["pad"], hparameters["stride"], len(W)
    A_pad = padded(A_prev, pad)
    dA_pad, dW = np.zeros(A_pad.shape), np.zeros(W.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        place = (i, *window(h, w, stride, f))
        dA_pad[place] = W[..., c] * dZ[i, h, w, c]
        dW[..., c] = A_pad[place] * dZ[i, h, w, c]
    return cut(dA_pad, A_prev, pad), dW, dZ[-1:, -1:, -1:, :]


def place_of(result, i, value):
    """A result with part i replaced."""
    return tuple(value if k == i else part for k, part in enumerate(result))


@conv_backward.mistake(
    "dA_prev still has its frame: cut the padding off again, since A_prev had none (1.4)."
)
def not_cropped(dZ, cache):
    return go_back(dZ, cache, crop=False)


@conv_backward.mistake(
    "Without padding dA_prev comes out empty: `pad:-pad` is then `0:-0`, which is nothing. Write "
    "`pad:pad + n_H_prev`."
)
def minus_zero(dZ, cache):
    pad, result = cache[3]["pad"], go_back(dZ, cache)
    return result if pad else place_of(result, 0, result[0][:, 0:-0, 0:-0])


@conv_backward.mistake(
    "The windows overlap, so an entry of dA_prev collects from several outputs: add with `+=`."
)
def dA_overwritten(dZ, cache):
    return place_of(go_back(dZ, cache), 0, last_only(dZ, cache)[0])


@conv_backward.mistake(
    "dW holds the share of the last window only: one filter served all of them, so add with `+=`."
)
def dW_overwritten(dZ, cache):
    return place_of(go_back(dZ, cache), 1, last_only(dZ, cache)[1])


@conv_backward.mistake(
    "db holds the last dZ only: b was added to every output of its channel, so add with `+=`."
)
def db_overwritten(dZ, cache):
    return place_of(go_back(dZ, cache), 2, last_only(dZ, cache)[2])


@conv_backward.mistake(
    "The stride is left out of the slice: output row h saw the window that begins at `h * stride`."
)
def stride_not_in_the_slice(dZ, cache):
    return go_back(dZ, cache, at=lambda h, w, stride, f: window(h, w, 1, f))


@conv_backward.mistake("The filters are turned by 180°; each window gets `W[..., c]` as it is.")
def turned(dZ, cache):
    return go_back(dZ, cache, filters=cache[1][::-1, ::-1])


@conv_backward.mistake(
    "The factors are exchanged: dA_prev collects the *filter* times dZ, dW the *window* times dZ."
)
def factors_exchanged(dZ, cache):
    A_prev, W, _, hparameters = cache
    pad, stride, f = hparameters["pad"], hparameters["stride"], len(W)
    A_pad = padded(A_prev, pad)
    dA_pad, dW = np.zeros(A_pad.shape), np.zeros(W.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        place = (i, *window(h, w, stride, f))
        dA_pad[place] += A_pad[place] * dZ[i, h, w, c]
        dW[..., c] += W[..., c] * dZ[i, h, w, c]
    return cut(dA_pad, A_prev, pad), dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


@conv_backward.mistake(
    "dW is computed from the image without its frame of zeros, so the windows are shifted: pad "
    "A_prev again."
)
def windows_of_the_bare_image(dZ, cache):
    A_prev, pad = cache[0], cache[3]["pad"]
    bare = np.zeros(padded(A_prev, pad).shape)
    bare[:, : A_prev.shape[1], : A_prev.shape[2]] = A_prev
    return go_back(dZ, cache, images=bare)


@conv_backward.mistake(
    "db has one axis only, shape (n_C,): it must have the shape of b, (1, 1, 1, n_C)."
)
def db_one_axis(dZ, cache):
    return place_of(go_back(dZ, cache), 2, dZ.sum(axis=(0, 1, 2)))


@conv_backward.mistake("db is one number for all filters: each filter has a bias of its own.")
def db_one_number(dZ, cache):
    return place_of(go_back(dZ, cache), 2, dZ.sum())


@conv_backward.mistake("db is the average of dZ; the outputs' shares add up, without a division.")
def db_average(dZ, cache):
    return place_of(go_back(dZ, cache), 2, dZ.mean(axis=(0, 1, 2), keepdims=True))


@conv_backward.mistake(
    "The gradients are divided by m: the 1/m of the cost is in dZ already (C1W4's handover)."
)
def divided_by_m(dZ, cache):
    dA_prev, dW, db = go_back(dZ, cache)
    return dA_prev, dW / len(dZ), db / len(dZ)


@conv_backward.mistake("All three gradients are divided by m; the 1/m is in dZ already.")
def all_divided_by_m(dZ, cache):
    return tuple(part / len(dZ) for part in go_back(dZ, cache))


@conv_backward.mistake(
    "dA_prev is filled for the last example only: make the zeros once, before the loop over the "
    "examples."
)
def only_the_last_example(dZ, cache):
    result = go_back(dZ, cache)
    dA_prev = result[0].copy()
    dA_prev[:-1] = 0
    return place_of(result, 0, dA_prev)


@conv_backward.mistake("The order is `return dA_prev, dW, db`; yours begins with dW.")
def dW_first(dZ, cache):
    dA_prev, dW, db = go_back(dZ, cache)
    return dW, db, dA_prev


@conv_backward.mistake("dA_prev is missing: the layer before needs it. `return dA_prev, dW, db`.")
def without_dA(dZ, cache):
    return go_back(dZ, cache)[1:]


@conv_backward.variant
def published(dZ, cache):
    A_prev, W, _, hparameters = cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    m, n_H, n_W, n_C = dZ.shape
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    A_prev_pad, dA_prev_pad = padded(A_prev, pad), padded(dA_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    rows, columns = window(h, w, stride, f)
                    dA_prev_pad[i, rows, columns, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += A_prev_pad[i, rows, columns, :] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
    stop_H, stop_W = pad + A_prev.shape[1], pad + A_prev.shape[2]
    return dA_prev_pad[:, pad:stop_H, pad:stop_W, :], dW, db


@conv_backward.variant
def one_product_for_each_place_in_the_filter(dZ, cache):
    A_prev, W, _, hparameters = cache
    s, pad = hparameters["stride"], hparameters["pad"]
    n_H, n_W = dZ.shape[1:3]
    A_pad, dW = padded(A_prev, pad), np.zeros(W.shape)
    dA_pad = np.zeros(A_pad.shape)
    for j, k in np.ndindex(W.shape[:2]):
        seen = np.s_[:, j : j + s * (n_H - 1) + 1 : s, k : k + s * (n_W - 1) + 1 : s]
        dW[j, k] = np.einsum("ihwc,ihwd->cd", A_pad[seen], dZ)
        dA_pad[seen] += dZ @ W[j, k].T
    return [cut(dA_pad, A_prev, pad), dW, np.sum(dZ, axis=(0, 1, 2)).reshape(1, 1, 1, -1)]
