"""What differs between the value that was expected and the one a function gave, said in words.

Tolerant where a correct solution may be written another way: a list for a tuple, an integer for a
float, a 0-dimensional array for a number, the last digits. Exact where it matters: a shape, a key,
a truth value in place of a number.
"""

from dataclasses import dataclass
from numbers import Number

import numpy as np

TYPE, SHAPE, DTYPE, VALUE = "type", "shape", "dtype", "value"

TOLERANCE = {"rtol": 1e-6, "atol": 1e-7}
TOLERANCE_FLOAT32 = {"rtol": 1e-4, "atol": 1e-5}
LARGEST_SHOWN = 24  # entries of an array


@dataclass(frozen=True)
class Difference:
    """One thing that differs: which rule it breaks, where in the result, and a sentence."""

    rule: str
    path: tuple
    sentence: str
    expected: object
    got: object


def differences(expected, got, name, path=()):
    """Yield every Difference of `got` from `expected`.

    `name` is what the sentences call the value; a tuple of names calls the parts of a tuple.
    """
    if isinstance(expected, list | tuple):
        faults, parts = _compare_sequences(expected, got, name)
    elif isinstance(expected, dict):
        faults, parts = _compare_dicts(expected, got, name)
    elif is_numeric(expected):
        faults, parts = _compare_numbers(expected, got, name), ()
    else:
        faults, parts = _compare_objects(expected, got, name)
    for rule, sentence in faults:
        yield Difference(rule, path, sentence, expected, got)
    for key, part_of_expected, part_of_got, part_name in parts:
        yield from differences(part_of_expected, part_of_got, part_name, (*path, key))


def is_numeric(value):
    """Whether the value is a number or an array of numbers or truth values."""
    return isinstance(value, np.ndarray | Number | np.generic) and (
        np.asarray(value).dtype.kind in "biufc"
    )


def _call(name):
    """What a sentence calls the value: its name as code, or what is no name as it stands."""
    if isinstance(name, tuple):
        return "The result"
    words = " " in name.partition("[")[0]  # "the result[0, 1]"
    return name[0].upper() + name[1:] if words else f"`{name}`"


def _compare_sequences(expected, got, name):
    named = isinstance(name, tuple)
    wanted = " and ".join(name) if named else f"a list of length {len(expected)}"
    if isinstance(got, np.ndarray) and got.ndim and not named:
        got = list(got)
    if not isinstance(got, list | tuple):
        return [(TYPE, f"{_call(name)} should be {wanted}, but it is {describe(got)}.")], ()
    if len(got) != len(expected):
        count = f"it holds {len(got)} values" if named else f"its length is {len(got)}"
        return [(SHAPE, f"{_call(name)} should be {wanted}, but {count}.")], ()
    names = name if named else [f"{name}[{i}]" for i in range(len(expected))]
    return [], list(zip(range(len(expected)), expected, got, names))


def _compare_dicts(expected, got, name):
    if not isinstance(got, dict):
        return [(TYPE, f"{_call(name)} should be a dictionary, but it is {describe(got)}.")], ()
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing or extra:
        faults = [f"lacks the key {_keys(missing)}"] if missing else []
        faults += [f"has a key too many: {_keys(extra)}"] if extra else []
        return [(TYPE, f"{_call(name)} {' and '.join(faults)}.")], ()
    return [], [(key, expected[key], got[key], f"{name}[{_keys([key])}]") for key in expected]


def _compare_objects(expected, got, name):
    """Compare strings, None, and objects by what they hold; one that holds nothing by its type."""
    if type(expected) is not type(got):
        return [
            (TYPE, f"{_call(name)} should be {describe(expected)}, but it is {describe(got)}.")
        ], ()
    if isinstance(expected, str) and expected != got:
        return [(VALUE, f"{_call(name)} should be {show(expected)}, but it is {show(got)}.")], ()
    held, given = getattr(expected, "__dict__", {}), getattr(got, "__dict__", {})
    return [], [(key, held[key], given[key], f"{name}.{key}") for key in held if key in given]


def _keys(keys):
    shown = [f'"{key}"' if isinstance(key, str) else show(key) for key in keys[:6]]
    return _shorten(", ".join(shown), 120)


def _compare_numbers(expected, got, name):
    if not is_numeric(got):
        wanted = "a NumPy array" if np.ndim(expected) else "a number"
        return [(TYPE, f"{_call(name)} should be {wanted}, but it is {describe(got)}.")]
    if np.shape(expected) != np.shape(got):
        sentence = f"{_call(name)} should be {describe(expected)}, but it is {describe(got)}."
        return [(SHAPE, sentence + _shape_hint(np.shape(expected), np.shape(got)))]
    expected, got = np.asarray(expected), np.asarray(got)
    if got.dtype.kind not in {"b": "biuf", "c": "iufc"}.get(expected.dtype.kind, "iuf"):
        wanted, given = _entries(expected.dtype.kind), _entries(got.dtype.kind)
        return [(DTYPE, f"{_call(name)} should hold {wanted}, but it holds {given}.")]
    if np.array_equal(expected, got):
        return []  # most are: this is ten times faster than what follows
    single = got.dtype.kind == "f" and got.dtype.itemsize < 8
    tolerance = TOLERANCE_FLOAT32 if single else TOLERANCE
    with np.errstate(all="ignore"):
        wrong = ~np.isclose(got, expected, equal_nan=True, **tolerance)
    if not wrong.any():
        return []
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    entry = f"{name}[{', '.join(map(str, first))}]" if first else name
    wanted, given = _tell_apart(expected[first], got[first])
    return [(VALUE, f"{_call(entry)} should be {wanted}, but it is {given}.")]


def _shape_hint(expected, got):
    if len(got) == 1 and len(expected) == 2:
        return " With one axis it is neither a row nor a column (C1W2 2.16): give it both axes."
    if len(expected) == 2 and got == expected[::-1]:
        return " It seems to be transposed."
    return ""


def _entries(kind):
    return {"b": "truth values (True, False)", "c": "complex numbers"}.get(kind, "numbers")


def _tell_apart(expected, got):
    """Both numbers with as many digits as it takes to see that they differ, and at least four."""
    for digits in (4, 6, 9, 17):
        wanted, given = _number(expected, digits), _number(got, digits)
        if wanted != given:
            break
    return wanted, given


def _number(value, digits=4):
    value = value.item() if isinstance(value, np.ndarray | np.generic) else value
    return f"{value:.{digits}g}" if isinstance(value, float | complex) else str(value)


def describe(value):
    """What kind of thing the value is, in words: "an array of shape (3, 1)", "a list"."""
    if isinstance(value, np.ndarray):
        if value.ndim and value.dtype.kind in "biufc":
            return f"an array of shape {value.shape}"
        return "a number" if is_numeric(value) else f"an array of {value.dtype.name} entries"
    if value is None or isinstance(value, bool):
        return str(value)
    words = {str: "a string", tuple: "a tuple", list: "a list", dict: "a dictionary"}
    for kind, word in words.items():
        if isinstance(value, kind):
            return word
    return "a number" if is_numeric(value) else f"an object of type {type(value).__name__}"


def show(value, depth=2):
    """A short text of the value for the feedback; what is too large or too deep is described."""
    if isinstance(value, np.ndarray) and value.ndim:
        if not is_numeric(value) or not 0 < value.size <= LARGEST_SHOWN:
            return describe(value)
        return np.array2string(value, precision=4, suppress_small=True, separator=", ")
    if is_numeric(value):
        return _number(value)
    if isinstance(value, str):
        return _shorten(repr(value), 80)
    if isinstance(value, list | tuple | dict) and depth and len(value) <= LARGEST_SHOWN:
        return _show_parts(value, depth - 1)
    return describe(value)


def _show_parts(value, depth):
    if isinstance(value, dict):
        parts, brackets = [f"{show(k, 0)}: {show(v, depth)}" for k, v in value.items()], "{}"
    else:
        parts, brackets = [show(v, depth) for v in value], "[]" if isinstance(value, list) else "()"
    return _shorten(", ".join(parts).join(brackets), 400)


def _shorten(text, limit):
    return text if len(text) <= limit else text[: limit - 1] + "…"
