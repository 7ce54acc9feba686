"""What convolution and pooling share: sizes, padding, and the windows that slide over an image."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from course_utils.nn.validation import check_array, check_choice, check_count, check_shape

BLOCK_BYTES = 512 * 1024  # a block of windows this large stays in a core's second-level cache
BLOCK_POSITIONS = 256  # fewer positions than this make a matrix product inefficient
SHORT_RUN = 12  # fewer numbers than this in one piece are slow to copy


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


def pad_for_windows(A, f, pad):
    """zero_pad, in the order in memory that lets windows of f be gathered fastest.

    Windows are gathered in runs of f n_C numbers. Where these are few, as in a photograph, each
    channel is put in one plane, for runs as long as a row of windows.
    """
    m, *size, n_C = A.shape
    if f == 1 or f * n_C >= SHORT_RUN or size[-1] < 2 * SHORT_RUN:
        return zero_pad(A, pad)
    planes = np.zeros((m, n_C, *(n + 2 * pad for n in size)), A.dtype)
    padded = np.moveaxis(planes, 1, -1)
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
    m, *size, n_C = A.shape
    if f == 1:
        every = slice(None, None, stride)
        return A[(slice(None), *[every] * len(size), *[None] * len(size))]
    positions = [(n - f) // stride + 1 for n in size]
    steps = A.strides[1:-1]
    return as_strided(
        A,
        (m, *positions, *[f] * len(size), n_C),
        (A.strides[0], *(stride * step for step in steps), *steps, A.strides[-1]),
        writeable=writeable,
    )


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

    The next block overwrites them. The piece has the order of the view: windows one after the
    other, or for channels in planes the first entry of all windows, then the second, ...; either
    way `windows.reshape(-1, f * f * n_C)` is a matrix that BLAS takes as it is.
    """
    if view.flags.c_contiguous:  # f = 1: the windows lie together already
        yield (slice(None), slice(None)), view
        return
    half = view.ndim // 2
    planes = view.strides[-1] > view.strides[half - 1]
    buffer = None
    for block in blocks(view):
        seen = view[block]
        if buffer is None:  # the first block is the largest
            buffer = np.empty(seen.size, seen.dtype)
        piece = buffer[: seen.size]
        if planes:
            piece = piece.reshape(seen.shape[half:] + seen.shape[:half])
            piece = piece.transpose(*range(half, 2 * half), *range(half))
        else:
            piece = piece.reshape(seen.shape)
        piece[...] = seen
        yield block, piece
