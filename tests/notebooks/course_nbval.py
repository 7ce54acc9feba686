"""A pytest plugin on top of nbval, which runs the cells: how their outputs are compared is ours.

nbval compares texts letter by letter and never compares pictures, so it fails where another
processor rounds 0.4995 the other way, and a sine in place of a cosine would pass. Here numbers in
texts agree as far as they are shown (compare_text.py), and figures are compared by the summary
that they carry in the metadata of their outputs, under "course_figure" (compare_figures.py); those
of a plain `plt.show()` by how they look (compare_pixels.py).

Besides, cells that need a file are known by their tags, and what each notebook takes of time and
memory is measured (measuring.py).
"""

import functools
import json

import measuring
import pytest
from compare_figures import figure_differences
from compare_pixels import pixel_differences
from compare_text import shortened, text_differences
from nbval.plugin import IPyNbCell, transform_streams_for_comparison

NEEDS = "needs-"
EARLIER = "an earlier kind of summary (python course.py update-outputs --summaries-only)"
METER = pytest.StashKey()


def compare_outputs(cell, test, ref, skip_compare=None):
    """Whether the outputs agree; what differs is put into cell.comparison_traceback."""
    skipped = skip_compare or cell.parent.skip_compare
    stored, computed = (flattened(cell, outputs, skipped) for outputs in (ref, test))
    cell.comparison_traceback = [
        f"{kind}{f'[{i}]' if len(stored.get(kind, [])) > 1 else ''}: {line}"
        for kind in stored | computed
        for i, line in output_differences(stored.get(kind, []), computed.get(kind, []))
    ]
    of_figures = figure_differences(figures(ref), figures(test), "figures")
    cell.comparison_traceback += shortened(of_figures)
    cell.comparison_traceback += pictures_differ(pictures(ref), pictures(test))
    return not cell.comparison_traceback


IPyNbCell.compare_outputs = compare_outputs


def flattened(cell, outputs, skipped):
    """{kind of output (stdout, text/html, ...): [what is compared]}, in the order of the cell."""
    found = {}
    for output in transform_streams_for_comparison(outputs):
        for kind, content in (output | output.get("data", {})).items():
            if kind != "data" and kind not in skipped:
                text = content if isinstance(content, str) else json.dumps(content, sort_keys=True)
                found.setdefault(kind, []).append(cell.sanitize(text))
    return found


def output_differences(stored, computed):
    """Pairs of an output's number and a line about it, for the outputs of one kind."""
    if len(stored) != len(computed):
        problem = f"{len(stored)} stored, {len(computed)} computed: {stored + computed}"[:600]
        return [(0, problem)]
    return [
        (i, line)
        for i, pair in enumerate(zip(stored, computed))
        for line in text_differences(*pair)
    ]


def figures(outputs):
    """The summaries that the outputs of a cell carry."""
    metadata = [output.get("metadata", {}) for output in outputs]
    texts = [entry["course_figure"] for entry in metadata if "course_figure" in entry]
    return [json.loads(text) if isinstance(text, str) else EARLIER for text in texts]


def pictures(outputs):
    """The plain pictures of a cell."""
    data = [output.get("data", {}) for output in outputs]
    return [entry[kind] for entry in data for kind in ("image/png", "image/jpeg") if kind in entry]


def pictures_differ(stored, computed):
    """A line for each plain picture that looks different."""
    if len(stored) != len(computed):
        return [f"pictures: {len(stored)} stored, {len(computed)} computed"]
    return [
        f"pictures[{i}]: {line}"
        for i, pair in enumerate(zip(stored, computed))
        for line in pixel_differences(*pair)
    ]


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


def pytest_configure(config):
    """Be ready to measure."""
    config.stash[METER] = measuring.Meter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Run a cell, and measure what it takes."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with item.config.stash[METER].measured(item):
        return (yield)


def pytest_sessionfinish(session):
    """Write down what was measured, where somebody has asked for it."""
    session.config.stash[METER].write()
