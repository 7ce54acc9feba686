"""Upsampling: each entry becomes a square of equal entries, as detectors need to join scales."""

from course_utils.nn.pooling import pool_forward
from course_utils.nn.validation import check_count, check_shape
from course_utils.nn.windows import check_image


def upsample_forward(A_prev, factor=2):
    """A (m, factor n_H, factor n_W, n_C) with each entry of A_prev repeated, and the cache."""
    check_image("A_prev", A_prev)
    check_count("factor", factor)
    A = A_prev
    for axis in range(1, A_prev.ndim - 1):
        A = A.repeat(factor, axis)
    return A, (A_prev.shape, factor)


def upsample_backward(dA, cache):
    """dA_prev: the sum over each square, which is its average times the number of its entries."""
    shape, factor = cache
    size = [factor * n for n in shape[1:-1]]
    check_shape("dA", dA, (shape[0], *size, shape[-1]), "A was computed otherwise")
    average, _ = pool_forward(dA, factor, factor, mode="average")
    return average * factor ** len(size)
