"""Arguments varied: the numbers, arrays and settings inside lists, tuples and dictionaries.

What an array looks like is kept: truth values stay truth values, whole numbers whole, zeros and
ones labels, probabilities between 0 and 1, what is positive positive, and boxes boxes.
"""

import numpy as np


def leaves(value, path=()):
    """Yield (path, leaf) of everything that is not a list, tuple or dictionary itself."""
    if isinstance(value, list | tuple | dict):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def rebuilt(value, change, path=()):
    """The same lists, tuples and dictionaries, with change(path, leaf) for every leaf."""
    if isinstance(value, dict):
        return {key: rebuilt(part, change, (*path, key)) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(rebuilt(part, change, (*path, i)) for i, part in enumerate(value))
    return change(path, value)


def is_array(leaf):
    """Whether the leaf is an array of numbers or truth values with at least one axis."""
    return isinstance(leaf, np.ndarray) and leaf.ndim > 0 and leaf.dtype.kind in "biuf"


def lengths(arguments):
    """The lengths, from 2 on, of the axes of all arrays."""
    shapes = [leaf.shape for _, leaf in leaves(arguments) if is_array(leaf)]
    return sorted({length for shape in shapes for length in shape if length > 1})


def resized(arguments, length, new, rng):
    """Every axis of this length with `new` entries, drawn from it, the same ones in all arrays."""
    chosen = rng.integers(length, size=new)

    def change(path, leaf):
        if not is_array(leaf):
            return leaf
        for axis in range(leaf.ndim - holds_boxes(leaf)):
            if leaf.shape[axis] == length:
                leaf = np.take(leaf, chosen, axis)
        return leaf

    return rebuilt(arguments, change)


def widened(arguments, axis, new):
    """Arrays with a single entry along this axis repeated, `new` times, for all of them."""

    def change(path, leaf):
        single = is_array(leaf) and leaf.ndim > axis and leaf.shape[axis] == 1
        return np.repeat(leaf, new, axis) if single else leaf

    return rebuilt(arguments, change)


def holds_boxes(array):
    """Whether the rows are boxes (x1, y1, x2, y2), the corners in order."""
    if array.shape[-1] != 4 or array.dtype.kind == "b":
        return False
    return bool(np.all(array[..., :2] <= array[..., 2:]) and np.any(array[..., 2:]))


def each_array(arguments, change):
    """The arguments with every array changed; the corners of boxes stay in order."""

    def changed(path, leaf):
        if not is_array(leaf):
            return leaf
        new = change(leaf)
        if holds_boxes(leaf):
            corners = new.reshape(*new.shape[:-1], 2, 2)  # (x1, y1), (x2, y2)
            new = np.sort(corners, axis=-2).reshape(new.shape)
        return new

    return rebuilt(arguments, changed)


def drawn(array, rng, strength=1.0):
    """Other values of the same kind."""
    marks = (array == 0) | (array == 1)
    if array.dtype.kind in "biu" or marks.all():
        return labels(array, rng, marks)
    noise = strength * rng.normal(size=array.shape)
    if array.min() > 0 and array.max() < 1:
        odds = np.log(array / (1 - array)) + noise
        new = 1 / (1 + np.exp(-odds))
    elif array.min() >= 0:
        new = array * np.exp(noise / 2)
    else:
        new = array + noise * (array.std() or 1.0)
    return np.where(marks, array, new).astype(array.dtype)  # a mark may mean something


def labels(array, rng, marks):
    """Whole numbers or marks of 0 and 1 drawn anew; where each column has one mark, in order."""
    if array.ndim == 2 and marks.all() and len(array) > 1 and (array.sum(axis=0) == 1).all():
        return array[:, rng.permutation(array.shape[1])]
    low, high = (0, 1) if marks.all() else (array.min(), array.max())
    return rng.integers(int(low), int(high) + 1, array.shape).astype(array.dtype)


def single_axes(arguments):
    """The axes along which some array of two or more axes has one entry."""
    shapes = [leaf.shape for _, leaf in leaves(arguments) if is_array(leaf) and leaf.ndim > 1]
    return sorted({axis for shape in shapes for axis, n in enumerate(shape) if n == 1})


def settings(arguments):
    """The paths of all numbers, truth values and texts that stand by themselves."""
    plain = (int, float, str, np.number)
    return [path for path, leaf in leaves(arguments) if isinstance(leaf, plain)]


def at(arguments, wanted, default=None):
    """What stands at a path, where the arguments have it."""
    return next((leaf for path, leaf in leaves(arguments) if path == wanted), default)


def alternatives(value, rng):
    """Other values for one setting."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | np.integer):
        return [n for n in (value - 1, value + 1, value + 2) if n >= min(value, 0)]
    if isinstance(value, float | np.floating):
        return [float(drawn(np.array([float(value)]), rng)[0]), value / 2]
    return []


def replaced(arguments, place, new):
    """The arguments with another leaf at one path."""
    return rebuilt(arguments, lambda path, leaf: new if path == place else leaf)
