"""A pytest plugin on top of nbval: compares what figures show, and knows cells that need a file.

nbval never compares pictures, so a sine in place of a cosine would pass. Our figures carry a
summary of what was drawn in the metadata of their outputs, under "course_figure" (see
course_utils/notebook/picture.py); here the stored summary is compared with the new one.

Numbers agree within 1 % of the spread of their list, or of their size where they are all equal,
plus 0.1 % of their size, as the summary keeps four digits. So processors may differ a little, and
limits of (0.99, 1) that are swapped are noticed all the same. Counts, texts and the structure have
to be equal.
"""

import functools

from nbval.plugin import IPyNbCell

RELATIVE, ROUNDING, ABSOLUTE = 1e-2, 1e-3, 1e-9
NEEDS = "needs-"

compare_other_outputs = IPyNbCell.compare_outputs


def compare_outputs(cell, test, ref, skip_compare=None):
    """What nbval compares, then the figures; problems go to cell.comparison_traceback."""
    if not compare_other_outputs(cell, test, ref, skip_compare):
        return False
    cell.comparison_traceback += differences(figures(ref), figures(test), "figures")
    return not cell.comparison_traceback


IPyNbCell.compare_outputs = compare_outputs


def figures(outputs):
    """The summaries that the outputs of a cell carry."""
    metadata = [output.get("metadata", {}) for output in outputs]
    return [entry["course_figure"] for entry in metadata if "course_figure" in entry]


def differences(stored, computed, path):
    """One line for each place where two summaries differ."""
    if isinstance(stored, dict) and isinstance(computed, dict):
        return [
            line
            for key in stored | computed
            for line in differences(stored.get(key), computed.get(key), f"{path}.{key}")
        ]
    if is_numeric(stored) and is_numeric(computed):
        same = close(stored, computed)
    elif isinstance(stored, list) and isinstance(computed, list) and len(stored) == len(computed):
        return [
            line
            for i, (left, right) in enumerate(zip(stored, computed))
            for line in differences(left, right, f"{path}[{i}]")
        ]
    else:
        same = type(stored) is type(computed) and stored == computed
    return [] if same else [f"{path}: stored {stored}, computed {computed}"]


def is_numeric(values):
    """Whether this is a number, or a list of numbers and None, as the summaries write nan."""
    values = values if isinstance(values, list) else [values]
    numbers = [value for value in values if value is not None]
    return bool(numbers) and all(type(value) in (int, float) for value in numbers)


def close(stored, computed):
    """Whether two numbers agree, or two lists of numbers, place by place."""
    if isinstance(stored, int) and isinstance(computed, int):
        return stored == computed
    stored, computed = (x if isinstance(x, list) else [x] for x in (stored, computed))
    numbers = [value for value in stored if value is not None]
    size = max(map(abs, numbers))
    tolerance = RELATIVE * (max(numbers) - min(numbers) or size) + ROUNDING * size + ABSOLUTE
    return len(stored) == len(computed) and all(
        left is right if left is None or right is None else abs(left - right) <= tolerance
        for left, right in zip(stored, computed)
    )


def pytest_runtest_setup(item):
    """Leave the comparison out for cells tagged needs-NAME where that file is not to be had."""
    for tag in item.cell.metadata.get("tags", []) if isinstance(item, IPyNbCell) else []:
        reason = why_missing(tag.removeprefix(NEEDS)) if tag.startswith(NEEDS) else ""
        if reason:
            item.options["check"] = False
            item.user_properties.append(("not compared", f"{tag}: {reason}"))


@functools.cache
def why_missing(name):
    """Why the downloaded file of that name is not there, in one line, or "" where it is."""
    from course_utils.data import NotAvailable, fetch

    try:
        fetch(name)
    except NotAvailable as error:
        return str(error)
    return ""
