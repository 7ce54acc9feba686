"""The largest, or the average, of every window: `pool_forward`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w1.week import (
    GAPS,
    GREY_LEVELS,
    IMAGES,
    OVERLAPPING,
    POOL,
    WIDE,
    numbers,
    size,
    week,
    window,
)
from course_utils.exercises.running import case

OPERATIONS = {"max": np.max, "average": np.mean}


@week.exercise(
    cases=[
        case("maximum, windows side by side", IMAGES, POOL, "max"),
        case("average, windows side by side", IMAGES, POOL, "average"),
        case("maximum, windows that overlap", IMAGES, OVERLAPPING, "max"),
        case("average, with gaps, wider than high", WIDE, GAPS, "average"),
        case("the mode is not given: maximum", WIDE, OVERLAPPING),
        case("one example of three channels", numbers(8, 1, 4, 4, 3), POOL, "average"),
    ],
    edge_cases=[
        case("whole numbers", GREY_LEVELS, POOL, "average"),
        case("all entries negative", -1 - np.abs(WIDE), POOL, "max"),
        case("a mode that does not exist", WIDE, POOL, "median"),
    ],
    returns=("A", "cache"),
    praise="Not one parameter, and a quarter of the numbers.",
)
def pool_forward(A_prev, hparameters, mode="max"):
    """A (m, n_H, n_W, n_C) and the cache (A_prev, hparameters) of a pooling layer."""
    return pool(A_prev, hparameters, mode), (A_prev, hparameters)


def pool(A_prev, hparameters, mode, shape=None, at=window, operation=None):
    """A, possibly with windows taken from elsewhere or with another operation."""
    f, stride = hparameters["f"], hparameters["stride"]
    if mode not in OPERATIONS:
        raise ValueError(f"mode is 'max' or 'average', not {mode!r}.")
    operation = operation or OPERATIONS[mode]
    A = np.zeros((len(A_prev), *(shape or sizes(A_prev, f, stride)), A_prev.shape[-1]))
    for i, h, w, c in np.ndindex(A.shape):
        A[i, h, w, c] = operation(A_prev[i][at(h, w, stride, f)][..., c])
    return A


def sizes(A_prev, f, stride):
    """n_H, n_W."""
    return [size(n, f, 0, stride) for n in A_prev.shape[1:3]]


def wrong(A_prev, hparameters, mode, **twist):
    """A result with the right cache and a wrong A."""
    return pool(A_prev, hparameters, mode, **twist), (A_prev, hparameters)


@pool_forward.mistake(
    "The stride is left out of the slice: the window of output row h begins at `h * stride` (1.9)."
)
def stride_not_in_the_slice(A_prev, hparameters, mode="max"):
    return wrong(A_prev, hparameters, mode, at=lambda h, w, stride, f: window(h, w, 1, f))


@pool_forward.mistake(
    'The window always moves by its own size f: the stride is `hparameters["stride"]` (1.9).'
)
def stride_is_f(A_prev, hparameters, mode="max"):
    A = pool(A_prev, {**hparameters, "stride": hparameters["f"]}, mode)
    return A, (A_prev, hparameters)


@pool_forward.mistake('The stride is always 1: take it from `hparameters["stride"]`.')
def stride_one(A_prev, hparameters, mode="max"):
    return pool(A_prev, {**hparameters, "stride": 1}, mode), (A_prev, hparameters)


@pool_forward.mistake('The window is always 2 x 2: take its side from `hparameters["f"]`.')
def always_two(A_prev, hparameters, mode="max"):
    shape = sizes(A_prev, hparameters["f"], hparameters["stride"])
    return wrong(
        A_prev, hparameters, mode, shape=shape, at=lambda h, w, stride, f: window(h, w, stride, 2)
    )


@pool_forward.mistake(
    "The width is computed from the height, as in one set of notes: n_W comes from n_W_prev (1.9)."
)
def width_from_height(A_prev, hparameters, mode="max"):
    n_H, n_W = sizes(A_prev, hparameters["f"], hparameters["stride"])
    if n_H > n_W:
        raise ValueError("zero-size array to reduction operation maximum which has no identity")
    return wrong(A_prev, hparameters, mode, shape=(n_H, n_H))


@pool_forward.mistake("The size is rounded up: windows that hang over the edge are not used (1.9).")
def rounded_up(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    shape = [-(-(n - f) // stride) + 1 for n in A_prev.shape[1:3]]
    return wrong(A_prev, hparameters, mode, shape=shape)


@pool_forward.mistake("It always takes the maximum: look at `mode`.")
def always_max(A_prev, hparameters, mode="max"):
    return wrong(A_prev, hparameters, mode, operation=np.max)


@pool_forward.mistake("It always takes the average: look at `mode`.")
def always_average(A_prev, hparameters, mode="max"):
    return wrong(A_prev, hparameters, mode, operation=np.mean)


@pool_forward.mistake("Maximum and average are exchanged.")
def exchanged(A_prev, hparameters, mode="max"):
    other = {"max": np.mean, "average": np.max}.get(mode)
    return wrong(A_prev, hparameters, mode, operation=other)


@pool_forward.mistake(
    "The channels are mixed: the slice needs the channel c at its end, since each channel is "
    "pooled by itself (1.9)."
)
def all_channels(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    A = pool(A_prev, hparameters, mode)
    for i, h, w, c in np.ndindex(A.shape):
        A[i, h, w, c] = OPERATIONS[mode](A_prev[i][window(h, w, stride, f)])
    return A, (A_prev, hparameters)


@pool_forward.mistake("Average pooling adds up only: divide by the number of entries, `np.mean`.")
def sum_for_average(A_prev, hparameters, mode="max"):
    operation = np.sum if mode == "average" else np.max
    return wrong(A_prev, hparameters, mode, operation=operation)


@pool_forward.mistake("It takes the smallest entry: `np.max`.")
def smallest(A_prev, hparameters, mode="max"):
    operation = np.min if mode == "max" else np.mean
    return wrong(A_prev, hparameters, mode, operation=operation)


@pool_forward.mistake(
    "It takes the entry of largest size and loses its sign: the maximum of -3 and 1 is 1."
)
def largest_size(A_prev, hparameters, mode="max"):
    operation = (lambda x: np.max(np.abs(x))) if mode == "max" else np.mean
    return wrong(A_prev, hparameters, mode, operation=operation)


@pool_forward.mistake(
    "The maximum is never below 0, as if a 0 lay in every window: the search must not start at 0."
)
def not_below_zero(A_prev, hparameters, mode="max"):
    operation = (lambda x: max(0.0, np.max(x))) if mode == "max" else np.mean
    return wrong(A_prev, hparameters, mode, operation=operation)


@pool_forward.mistake("Every example gives the result of the first: slice example i, `A_prev[i]`.")
def first_example(A_prev, hparameters, mode="max"):
    first = np.repeat(A_prev[:1], len(A_prev), axis=0)
    return pool(first, hparameters, mode), (A_prev, hparameters)


@pool_forward.mistake("The cache is missing: `return A, (A_prev, hparameters)`.")
def without_cache(A_prev, hparameters, mode="max"):
    return pool(A_prev, hparameters, mode)


@pool_forward.mistake("The cache holds (A_prev, hparameters), in this order.")
def cache_the_other_way(A_prev, hparameters, mode="max"):
    return pool(A_prev, hparameters, mode), (hparameters, A_prev)


@pool_forward.mistake(
    "Averages of whole numbers lose their decimals: make A with `np.zeros`, not with the integer "
    "dtype of the image."
)
def whole_numbers(A_prev, hparameters, mode="max"):
    A = pool(A_prev, hparameters, mode)
    return A.astype(int) if A_prev.dtype.kind == "u" else A, (A_prev, hparameters)


@pool_forward.mistake(
    "A mode that does not exist gives a result all the same: raise a `ValueError` for anything but "
    '"max" and "average".'
)
def any_mode(A_prev, hparameters, mode="max"):
    return pool_forward(A_prev, hparameters, "max" if mode == "max" else "average")


@pool_forward.mistake(
    "For a mode that does not exist it returns zeros without a word: raise a `ValueError` instead."
)
def silent_zeros(A_prev, hparameters, mode="max"):
    if mode not in OPERATIONS:
        A, cache = pool_forward(A_prev, hparameters)
        return 0 * A, cache
    return pool_forward(A_prev, hparameters, mode)


@pool_forward.variant
def published(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H, n_W = int(1 + (n_H_prev - f) / stride), int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    rows, columns = (
                        slice(h * stride, h * stride + f),
                        slice(w * stride, w * stride + f),
                    )
                    if mode == "max":
                        A[i, h, w, c] = np.max(A_prev[i, rows, columns, c])
                    elif mode == "average":
                        A[i, h, w, c] = np.mean(A_prev[i, rows, columns, c])
                    else:
                        raise KeyError(mode)
    return A, (A_prev, hparameters)


@pool_forward.variant
def windows_at_once(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    view = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::s, ::s]
    return {"max": view.max, "average": view.mean}[mode](axis=(-2, -1)), (A_prev, hparameters)
