"""What convolution and pooling share: sizes, padding, and the windows that slide over an image."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.nn.validation import check_array, check_choice, check_count, check_shape

BLOCK_BYTES = 512 * 1024  # a block of windows this large stays in a core's second-level cache
BLOCK_POSITIONS = 256  # fewer positions than this make a matrix product inefficient


def output_size(n, f, stride=1, pad=0, ceil=False):
    """⌊(n + 2 pad - f) / stride⌋ + 1: how often a window of f fits along n entries.

    With ceil=True the division is rounded up, and the last window may overhang the end, as long as
    it starts before it. Raises ValueError where the window doesn't fit once.
    """
    if f > n + 2 * pad:
        raise ValueError(
            f"a window of f={f} does not fit into {n} entries with pad={pad}: "
            f"use f <= {n + 2 * pad} or pad='same'."
        )
    steps, rest = divmod(n + 2 * pad - f, stride)
    if ceil and rest and (steps + 1) * stride < n + pad:
        steps += 1
    return steps + 1


def pad_width(pad, f):
    """Zeros on each side for pad: "valid" is 0, "same" (f - 1) / 2, a number itself."""
    if not isinstance(pad, str):
        check_count("pad", pad, low=0)
        return int(pad)
    check_choice("pad", pad, ("valid", "same"))
    if pad == "same" and f % 2 == 0:
        raise ValueError(f"pad is 'same' but f={f} is even: use an odd f, or give pad as a number.")
    return (f - 1) // 2 if pad == "same" else 0


def check_image(name, A, ranks=(3, 4, 5)):
    """Check that A is an array (m, n_1, ..., n_C), with one, two or three spatial axes."""
    check_array(name, A, ndim=ranks)


def check_filters(A_prev, W, b, stride, pad, n_C=("n_C",)):
    """Check what a convolution is given; returns pad as a number.

    W has an axis of f for each spatial axis of A_prev, the channels of A_prev, and then `n_C`.
    """
    check_image("A_prev", A_prev)
    spatial, n_C_prev = A_prev.ndim - 2, A_prev.shape[-1]
    because = f"A_prev has shape {A_prev.shape}"
    fix = "The channels of A_prev come after the spatial axes."
    check_shape("W", W, (*["f"] * spatial, n_C_prev, *n_C), because, fix)
    f = len(W)
    check_shape("W", W, (*[f] * spatial, n_C_prev, *n_C), "filters are square")
    b_shape = (*[1] * (spatial + 1), W.shape[-1])
    check_shape("b", b, b_shape, f"W has {W.shape[-1]} filters", f"Use b.reshape{b_shape}.")
    check_count("stride", stride)
    pad = pad_width(pad, f)
    for n in A_prev.shape[1:-1]:
        output_size(n, f, stride, pad)
    return pad


def zero_pad(A, pad, after=None, value=0):
    """A with `pad` entries of `value` before each spatial axis and `after` (or as many) behind."""
    after = pad if after is None else after
    if pad == 0 and after == 0:
        return A
    size = [n + pad + after for n in A.shape[1:-1]]
    padded = np.zeros((A.shape[0], *size, A.shape[-1]), A.dtype)
    if value:
        padded.fill(value)
    padded[inside(A.shape, pad)] = A
    return padded


def inside(shape, pad):
    """The index that cuts an array of this shape out of its padded version."""
    return (slice(None), *(slice(pad, pad + n) for n in shape[1:-1]))


def sum_positions(dZ):
    """Sum over all axes but the channels, with shape (1, ..., 1, n_C).

    A product with ones does this several times faster than dZ.sum(axis=(0, 1, 2)).
    """
    rows = dZ.reshape(-1, dZ.shape[-1])
    return (np.ones(len(rows), dZ.dtype) @ rows).reshape(*[1] * (dZ.ndim - 1), -1)


def windows(A, f, stride=1, writeable=False):
    """View (m, positions along each spatial axis, f along each spatial axis, n_C) of A, no copy."""
    axes = tuple(range(1, A.ndim - 1))
    view = sliding_window_view(A, (f,) * len(axes), axes, writeable=writeable)
    every = (slice(None), *[slice(None, None, stride)] * len(axes))
    return np.moveaxis(view[every], A.ndim - 1, -1)


def blocks(view):
    """Cut a view of windows into cache-sized blocks: yields pairs of slices (examples, rows).

    A block is some whole examples, or some rows of one example, so that its slices cut one piece of
    memory out of an array of outputs (m, rows, ...).
    """
    m, rows = view.shape[:2]
    row = view[0, 0]
    row_positions = int(np.prod(row.shape[: row.ndim // 2]))
    in_block = max(BLOCK_BYTES // row.nbytes, BLOCK_POSITIONS // row_positions, 1)
    examples = max(in_block // rows, 1)
    for i in range(0, m, examples):
        for r in range(0, rows, in_block):
            yield slice(i, i + examples), slice(r, r + in_block)


def gathered(view):
    """Yield (block, windows) for the blocks of a view, the windows of each in one piece of memory.

    The next block overwrites them. Where they lie so already (f = 1), nothing is copied.
    """
    buffer = None
    for block in blocks(view):
        seen = view[block]
        if not seen.flags.c_contiguous:
            if buffer is None:  # the first block is the largest
                buffer = np.empty(seen.size, seen.dtype)
            piece = buffer[: seen.size].reshape(seen.shape)
            piece[...] = seen
            seen = piece
        yield block, seen
