"""The linear step: the mathematics of a dense layer."""

from course_utils.nn.validation import check_array, check_shape


def linear_forward(A_prev, W, b):
    """Z = W A_prev + b, and the cache for linear_backward.

    A_prev (n_prev, m), W (n, n_prev), b (n, 1), Z (n, m). Raises ValueError where shapes don't fit.
    """
    check_array("A_prev", A_prev, ndim=2)
    n_prev, _ = A_prev.shape
    check_shape("W", W, ("n", n_prev), f"A_prev has {n_prev} features", "Did you pass W.T?")
    check_shape("b", b, (W.shape[0], 1), f"W has {W.shape[0]} rows", "Use b.reshape(-1, 1).")
    Z = W @ A_prev
    Z += b
    return Z, (A_prev, W)


def linear_backward(dZ, cache):
    """dA_prev = Wᵀ dZ, dW = dZ A_prevᵀ and db = the sum of dZ over the examples.

    dZ (n, m) already carries the 1/m of the cost, so there is no 1/m here.
    """
    dW, db = linear_backward_params(dZ, cache)
    _, W = cache
    return W.T @ dZ, dW, db


def linear_backward_params(dZ, cache):
    """Return dW and db alone: a first layer needs no gradient of its input."""
    A_prev, W = cache
    Z_shape = W.shape[0], A_prev.shape[1]
    check_shape("dZ", dZ, Z_shape, f"Z has shape {Z_shape}")
    return dZ @ A_prev.T, dZ.sum(axis=1, keepdims=True)
