"""Compares texts: words exactly, whole numbers exactly, other numbers as far as they are shown.

0.913 and 0.914 agree, being one unit of the last digit apart: a sum that is taken in another order
may be rounded to the other side. 0.915 does not, nor 12 for 13. Spaces may be more or fewer, since
tables are aligned by them; lines may not.
"""

import re
from decimal import Decimal
from difflib import ndiff

NUMBER = re.compile(
    r"((?<![\w.#])[-+\N{MINUS SIGN}]?"
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-+\N{MINUS SIGN}]?\d+)?"
    r"(?![\d_]|\.\d))"
)
MOST = 10  # lines about one text


def text_differences(stored, computed):
    """A line for each place where two texts differ, with the amount where it is a number."""
    if stored == computed:
        return []
    left, right = NUMBER.split(stored), NUMBER.split(computed)
    if list(map(spaced, left[::2])) != list(map(spaced, right[::2])):
        return words_that_differ(stored, computed)
    found, line = [], 1
    for i, (old, new) in enumerate(zip(left, right)):
        amount = apart(old, new) if i % 2 else ""
        if amount:
            found.append(f"line {line}: stored {old}, computed {new}, {amount}")
        line += old.count("\n")
    return shortened(found)


def spaced(text):
    """The text with one space wherever it has some."""
    return re.sub(r"[ \t]+", " ", text).strip(" ")


def words_that_differ(stored, computed):
    """The lines of two texts that are not in both, as - stored and + computed."""
    lines = ndiff(stored.splitlines(), computed.splitlines())
    changed = [line[:300] for line in lines if line[:1] in "-+"]
    return shortened(changed or ["the texts differ in their ends of lines"])


def shortened(lines):
    """The first of the lines, and how many more there are."""
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], f"... and {more} more"]


def apart(old, new):
    """How far two numbers are apart, in words, or "" where they agree as far as shown."""
    first, second = value(old), value(new)
    difference, units = abs(first - second), [unit(old), unit(new)]
    if units == [1, 1]:
        return f"{difference} apart" if difference else ""
    # 9.99e-06 and 1.00e-05 show as many digits: the coarser counts. 0.91 is 0.910 beside 0.911.
    as_many = decimals(old) == decimals(new)
    step = max(units) if as_many else min(units)
    if difference <= step:
        return ""
    return f"{float(difference):.2g} apart, {float(difference / step):.0f} units of the last digit"


def value(number):
    """The Decimal that a text shows."""
    return Decimal(number.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def decimals(number):
    """How many digits a text shows after its point."""
    return len(re.split("[eE]", number)[0].partition(".")[2])


def unit(number):
    """One in the last digit shown; 1 for whole numbers."""
    exponent = re.split("[eE]", number.replace("\N{MINUS SIGN}", "-"))[1:]
    return Decimal(1).scaleb(int(exponent[0] if exponent else 0) - decimals(number))
