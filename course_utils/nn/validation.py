"""Bad input fails at the door: one sentence with what was wrong, what was expected, what to do."""

import difflib
import functools
import inspect
import math

import numpy as np


def check_array(name, array, ndim=None, fix=""):
    """Check that `array` is a NumPy array of numbers, not empty, of rank `ndim` (one or several).

    Raises TypeError for anything but an array of numbers, ValueError for its rank or emptiness.
    """
    if not isinstance(array, np.ndarray):
        kind = type(array).__name__
        raise TypeError(
            f"{name} must be a NumPy array but is a {kind}: convert it with np.array({name})."
        )
    if array.dtype.kind not in "fiub":
        raise TypeError(
            f"{name} must hold numbers but has dtype {array.dtype}: use {name}.astype(float)."
        )
    ranks = ndim if isinstance(ndim, tuple) else (array.ndim if ndim is None else ndim,)
    if array.ndim not in ranks:
        wanted = " or ".join(f"{rank}-D {LAYOUTS.get(rank, '')}".strip() for rank in ranks)
        fix = fix or f"Did you lose an axis? {name}.reshape(...) or keepdims=True restores it."
        raise ValueError(f"{name} has shape {array.shape} but must be {wanted}. {fix}")
    if array.size == 0:
        raise ValueError(
            f"{name} has shape {array.shape}, which is empty: give it at least one example."
        )


LAYOUTS = {
    2: "(features, examples)",
    3: "(examples, length, channels)",
    4: "(m, n_H, n_W, n_C)",
    5: "(m, n_D, n_H, n_W, n_C)",
}


def check_shape(name, array, shape, because="", fix=""):
    """Check the shape of an array; a letter in `shape`, as in ("n", 5), stands for any size.

    Raises ValueError: "W has shape (4, 3) but A_prev has 5 features: W must be (n, 5)."
    """
    check_array(name, array)
    if not fits(array.shape, shape):
        wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        but = f" but {because}" if because else ""
        raise ValueError(
            f"{name} has shape {array.shape}{but}: {name} must be ({wanted}). {fix}".strip()
        )


def fits(shape, wanted):
    """Whether a shape is the wanted one, in which a letter stands for any size."""
    return shape == wanted or (
        len(shape) == len(wanted)
        and all(isinstance(one, str) or one == size for size, one in zip(shape, wanted))
    )


def check_finite(name, array, fix=""):
    """Check that an array has no nan or inf; raises ValueError with the first such entry."""
    if array.dtype.kind == "f":  # one nan or inf spoils the sum of squares, which BLAS adds fast
        entries = array.ravel("K")
        if math.isfinite(np.vdot(entries, entries)):
            return
    finite = np.isfinite(array)
    if not finite.all():
        entry = tuple(int(i) for i in np.argwhere(~finite)[0])
        count = finite.size - int(finite.sum())
        fix = fix or "Look for a division by zero or a missing value before this step."
        raise ValueError(
            f"{name} must be finite but {count} of {finite.size} entries are not: "
            f"{name}[{', '.join(map(str, entry))}] is {array[entry]}. {fix}"
        )


def check_number(name, value, low, high, open_low=False, open_high=False):
    """Check low <= value <= high, strictly where open, and return value as a float.

    (A NumPy number times a float32 array would be float64.) Raises ValueError or TypeError.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} must be a number but is {value!r}: give it like {name}={low}.")
    above = value > low if open_low else value >= low
    below = value < high if open_high else value <= high
    if not (above and below):
        interval = f"{'(' if open_low else '['}{low}, {high}{')' if open_high else ']'}"
        raise ValueError(f"{name} is {value} but must lie in {interval}: choose a value inside.")
    return float(value)


def check_count(name, value, low=1):
    """Check that value is a whole number of at least `low`; raises TypeError or ValueError."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number but is {value!r}: use int(...).")
    if value < low:
        raise ValueError(f"{name} is {value} but must be at least {low}: choose a larger number.")


def check_choice(name, value, choices):
    """Check that value is one of `choices` (strings); raises ValueError with the nearest one."""
    if value not in choices:
        known = ", ".join(map(repr, choices))
        raise ValueError(
            f"{name} is {value!r} but must be one of {known}.{nearest(value, choices)}"
        )


def nearest(word, known):
    """' Did you mean ...?' for the known word most like `word`, or nothing."""
    close = difflib.get_close_matches(str(word), list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def explain_keywords(function):
    """Decorator: an unknown keyword is answered with the known ones and the most similar."""
    parameters = inspect.signature(function).parameters
    known = [name for name in parameters if name != "self"]

    @functools.wraps(function)
    def checked(*args, **kwargs):
        for name in kwargs:
            if name not in known:
                caller = type(args[0]).__name__ if "self" in parameters else function.__name__
                takes = ", ".join(known) or "none"
                hint = nearest(name, known)
                raise TypeError(
                    f"{caller} got the unknown keyword {name!r}: it takes {takes}.{hint}"
                )
        return function(*args, **kwargs)

    return checked
