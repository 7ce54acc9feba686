"""Compares the summaries of figures (course_utils/notebook/summary.py) with tolerance.

What a reader could not see is let pass, so that processors and releases of matplotlib may differ:

- numbers in a list: 1 % of its spread, or of their size where they are all equal, and 0.1 % of
  their size besides, as the summary keeps four digits;
- where a bar, a box, an area or a text lies: half a percent of the axis, a pixel or two;
- values shown as colours: of the 40 that are kept of a long list, two may be others, as an edge
  between two regions may move by a pixel; the means of the blocks may not;
- a channel of a colour: 2 %; numbers in texts: as in any other text.

Counts, words, colour maps, the order of curves and panels and everything else have to be equal.
"""

import math
import re
from typing import NamedTuple

from compare_text import text_differences

SPREAD, ROUNDING, ABSOLUTE = 1e-2, 1e-3, 1e-9
SEEN = 5e-3  # of an axis
SHADES = 5  # of 255
LONG, OTHERS = 24, 2
COLOUR = "#[0-9a-f]{6}"
ON_AXES = ("box", "boxes", "at")  # x and y in turn


class Frame(NamedTuple):
    """The axes that something lies on: the scales and limits of x and y."""

    scales: list
    limits: list

    def along(self, i, number):
        """Where x (i = 0) or y (i = 1) lies, as a fraction of its axis."""
        low, high = self.limits[i]
        if self.scales[i] == "log" and min(low, high, number) > 0:
            low, high, number = map(math.log10, (low, high, number))
        return (number - low) / ((high - low) or 1)


def figure_differences(stored, computed, path="figure", frame=None):
    """One line for each place where two summaries differ, with the amount where there is one."""
    name = re.findall(r"\w+(?=(?:\[\d+\])*$)", path)[0]
    if isinstance(stored, dict) and isinstance(computed, dict):
        if {"scales", "limits"} <= stored.keys():
            frame = Frame(stored["scales"], stored["limits"])
        inside = None if "of" in stored else frame
        return [
            line
            for key in stored | computed
            for line in figure_differences(
                stored.get(key), computed.get(key), f"{path}.{key}", inside
            )
        ]
    if is_numeric(stored) and is_numeric(computed):
        problem = numbers_apart(stored, computed, name, frame)
    elif isinstance(stored, list) and isinstance(computed, list) and len(stored) == len(computed):
        return [
            line
            for i, (left, right) in enumerate(zip(stored, computed))
            for line in figure_differences(left, right, f"{path}[{i}]", frame)
        ]
    elif isinstance(stored, str) and isinstance(computed, str):
        same = close_colours(stored, computed) or not text_differences(stored, computed)
        problem = "" if same else "different"
    else:
        problem = "" if type(stored) is type(computed) and stored == computed else "different"
    if not problem:
        return []
    return [f"{path}: {problem}: stored {short(stored)}, computed {short(computed)}"]


def is_numeric(values):
    """Whether this is a number, or a list of numbers and None, as the summaries write nan."""
    values = values if isinstance(values, list) else [values]
    numbers = [value for value in values if value is not None]
    return bool(numbers) and all(type(value) in (int, float) for value in numbers)


def numbers_apart(stored, computed, name="", frame=None):
    """How far apart two numbers or lists of numbers are, in words, or "" where they agree."""
    if isinstance(stored, int) and isinstance(computed, int):
        return "" if stored == computed else f"{abs(stored - computed)} apart"
    stored, computed = (x if isinstance(x, list) else [x] for x in (stored, computed))
    if len(stored) != len(computed):
        return f"{len(stored)} and {len(computed)} numbers"
    if [value is None for value in stored] != [value is None for value in computed]:
        return "not a number in different places"
    pairs = [pair for pair in zip(stored, computed) if None not in pair]
    if name in ON_AXES and frame:
        return apart_on_axes(pairs, frame)
    numbers = [left for left, _ in pairs]
    size = max(map(abs, numbers))
    scale = max(numbers) - min(numbers) or size
    tolerance = SPREAD * scale + ROUNDING * size + ABSOLUTE
    far = [abs(left - right) for left, right in pairs if not abs(left - right) <= tolerance]
    allowed = OTHERS if name == "values" and len(pairs) > LONG else 0
    if len(far) <= allowed:
        return ""
    return f"up to {max(far):.2g} apart" + (
        f", {max(far) / scale:.0%} of the range" if scale else ""
    )


def apart_on_axes(pairs, frame):
    """The same for x and y in turn, by how far apart they are seen."""
    far = 0
    for i, (left, right) in enumerate(pairs):
        if left != right:
            limits = frame.limits[i % 2]
            kept = ROUNDING * abs(left) / (abs(limits[1] - limits[0]) or 1)
            seen = abs(frame.along(i % 2, left) - frame.along(i % 2, right))
            far = max(far, seen if seen > SEEN + kept else 0)
    return f"{far:.1%} of the axis apart" if far else ""


def close_colours(stored, computed):
    """Whether these are two colours that hardly anyone can tell apart."""
    if not (re.fullmatch(COLOUR, stored) and re.fullmatch(COLOUR, computed)):
        return False
    channels = [[int(text[i : i + 2], 16) for i in (1, 3, 5)] for text in (stored, computed)]
    return all(abs(left - right) <= SHADES for left, right in zip(*channels))


def short(value):
    """The value as a text of one line that is not too long."""
    text = str(value)
    return text if len(text) <= 80 else f"{text[:70]} ..."
