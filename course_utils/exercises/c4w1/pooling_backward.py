"""From dA back through the pooling: `pool_backward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.pooling import sizes
from course_utils.exercises.c4w1.shares import create_mask_from_window, distribute_value
from course_utils.exercises.c4w1.week import (
    GAPS,
    IMAGES,
    OVERLAPPING,
    POOL,
    WIDE,
    numbers,
    week,
    window,
)
from course_utils.exercises.running import case


def problem(title, seed, A_prev, hparameters, *mode):
    """A case with a dA of the shape that fits."""
    n_H, n_W = sizes(A_prev, hparameters["f"], hparameters["stride"])
    dA = numbers(seed, len(A_prev), n_H, n_W, A_prev.shape[-1])
    return case(title, dA, (A_prev, hparameters), *mode)


@week.exercise(
    cases=[
        problem("maximum, windows side by side", 40, IMAGES, POOL, "max"),
        problem("average, windows side by side", 41, IMAGES, POOL, "average"),
        problem("maximum, windows that overlap", 42, IMAGES, OVERLAPPING, "max"),
        problem("average, windows that overlap", 43, WIDE, OVERLAPPING, "average"),
        problem("the mode is not given: maximum, with gaps", 44, WIDE, GAPS),
    ],
    edge_cases=[
        problem("equal maxima, as after a ReLU", 45, np.maximum(IMAGES - 0.8, 0), POOL, "max"),
    ],
    returns="dA_prev",
    praise="No parameter was trained here, and the gradient got through.",
)
def pool_backward(dA, cache, mode="max"):
    """dA_prev for dA (m, n_H, n_W, n_C) and the cache (A_prev, hparameters) of pool_forward."""
    return go_back(dA, cache, mode)


def winner(dz, x):
    """All of dz for the maximum."""
    return create_mask_from_window(x) * dz


def share(dz, x):
    """An equal share of dz for every entry."""
    return distribute_value(dz, x.shape)


def go_back(dA, cache, mode, at=window, largest=winner, average=share):
    """dA_prev, possibly with other windows or shares."""
    A_prev, hparameters = cache
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        place = (i, *at(h, w, hparameters["stride"], hparameters["f"]), c)
        shares = largest if mode == "max" else average
        dA_prev[place] += shares(dA[i, h, w, c], A_prev[place])
    return dA_prev


@pool_backward.mistake(
    "The stride is left out of the slice: output row h saw the window that begins at `h * stride`."
)
def stride_not_in_the_slice(dA, cache, mode="max"):
    return go_back(dA, cache, mode, at=lambda h, w, stride, f: window(h, w, 1, f))


@pool_backward.mistake(
    "Where windows overlap, an entry collects from several of them: add with `+=`."
)
def overwritten(dA, cache, mode="max"):
    A_prev, hparameters = cache
    dA_prev, shares = np.zeros(A_prev.shape), winner if mode == "max" else share
    for i, h, w, c in np.ndindex(dA.shape):
        place = (i, *window(h, w, hparameters["stride"], hparameters["f"]), c)
        dA_prev[place] = shares(dA[i, h, w, c], A_prev[place])
    return dA_prev


@pool_backward.mistake(
    "Right, but for equal maxima: each of them gets the whole gradient, and more comes out than "
    "went in. Only the first may have it: see `create_mask_from_window`."
)
def ties(dA, cache, mode="max"):
    return go_back(dA, cache, mode, largest=lambda dz, x: (x == np.max(x)) * dz)


@pool_backward.mistake("It always goes back through a maximum: look at `mode`.")
def always_max(dA, cache, mode="max"):
    return go_back(dA, cache, "max")


@pool_backward.mistake("It always goes back through an average: look at `mode`.")
def always_average(dA, cache, mode="max"):
    return go_back(dA, cache, "average")


@pool_backward.mistake(
    "In average mode every entry gets the whole gradient; each gets a share, `distribute_value`."
)
def not_shared(dA, cache, mode="max"):
    return go_back(dA, cache, mode, average=lambda dz, x: np.full(x.shape, dz))


@pool_backward.mistake(
    "The share is always a quarter: the window has f · f entries, not always four."
)
def always_a_quarter(dA, cache, mode="max"):
    return go_back(dA, cache, mode, average=lambda dz, x: np.full(x.shape, dz / 4))


@pool_backward.mistake(
    "The mask is multiplied by the maximum, not by the gradient: it is `mask * dA[i, h, w, c]`."
)
def the_maximum_itself(dA, cache, mode="max"):
    return go_back(dA, cache, mode, largest=lambda dz, x: winner(np.max(x), x))


@pool_backward.mistake("The gradient is forgotten: the mask says where, dA says how much.")
def mask_alone(dA, cache, mode="max"):
    return go_back(dA, cache, mode, largest=lambda dz, x: winner(1, x))


@pool_backward.mistake("The whole window gets the gradient; only its maximum does, by the mask.")
def whole_window(dA, cache, mode="max"):
    return go_back(dA, cache, mode, largest=lambda dz, x: np.full(x.shape, dz))


@pool_backward.mistake("Only the first channel is filled: the loop runs over all n_C of them.")
def first_channel(dA, cache, mode="max"):
    dA_prev = go_back(dA, cache, mode)
    dA_prev[..., 1:] = 0
    return dA_prev


@pool_backward.mistake("Only the first example is filled: the loop runs over all m of them.")
def first_example(dA, cache, mode="max"):
    dA_prev = go_back(dA, cache, mode)
    dA_prev[1:] = 0
    return dA_prev


@pool_backward.mistake(
    "The gradient is divided by m: the 1/m of the cost is in dA already (C1W4's handover)."
)
def divided_by_m(dA, cache, mode="max"):
    return go_back(dA, cache, mode) / len(dA)


@pool_backward.mistake("The cache is returned as well; wanted is dA_prev alone.")
def with_cache(dA, cache, mode="max"):
    return go_back(dA, cache, mode), cache


@pool_backward.variant
def published(dA, cache, mode="max"):
    A_prev, hparameters = cache
    stride, f = hparameters["stride"], hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        a_prev = A_prev[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    rows, columns = window(h, w, stride, f)
                    if mode == "max":
                        mask = create_mask_from_window(a_prev[rows, columns, c])
                        dA_prev[i, rows, columns, c] += np.multiply(mask, dA[i, h, w, c])
                    else:
                        dA_prev[i, rows, columns, c] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


@pool_backward.variant
def by_offsets(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    n_H, n_W = dA.shape[1:3]
    view = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::s, ::s]
    first = view.reshape(*dA.shape, f * f).argmax(-1)
    dA_prev = np.zeros(A_prev.shape)
    for j, k in np.ndindex(f, f):
        part = (first == j * f + k) * dA if mode == "max" else dA / f**2
        dA_prev[:, j : j + s * (n_H - 1) + 1 : s, k : k + s * (n_W - 1) + 1 : s] += part
    return dA_prev
