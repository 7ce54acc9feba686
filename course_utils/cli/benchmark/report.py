"""What the benchmark leaves behind: a table in Markdown and CSV, and a plot of the ratios."""

import csv
import platform
from importlib import metadata

from threadpoolctl import threadpool_info

from course_utils.notebook.picture import BLUE, GREY, RED, new_figure, picture

WIDTHS = (30, 20, 11, 13, 9, 8, 10)


def headings():
    """The heads of the columns, for the cells of a Result."""
    return ("case", "what", "ours [ms]", "theirs [ms]", "ratio", "target", "")


def row(cells):
    """Cells as a line of text."""
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS)).rstrip()


def write_report(results, folder):
    """Write results.md, results.csv and, with ratios to show, ratios.png; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    table = [headings(), *(result.cells() for result in results)]
    lines = ["| " + " | ".join(cells) + " |" for cells in table]
    lines.insert(1, "|" + "---|" * len(headings()))
    markdown, values = folder / "results.md", folder / "results.csv"
    markdown.write_text(f"{machine()}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with values.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(results[0]._fields)
        writer.writerows(results)
    paths = [markdown, values]
    shown = [result for result in results if result.against == "PyTorch" and result.ratio]
    if shown:
        paths.append(folder / "ratios.png")
        paths[-1].write_bytes(ratios(shown).png())
    return paths


def machine():
    """One sentence on what was measured where."""
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("numpy", "torch") if installed(name)
    )
    return (
        f"Medians on one thread each, taken in turns; Python {platform.python_version()}, "
        f"{versions}, {blas()}, {platform.machine()}, {platform.system()}. "
        "The ratio is our time divided by theirs: below 1 we are faster."
    )


def blas():
    """The library behind NumPy's matrix products and the processor it takes this one for.

    The variable OPENBLAS_CORETYPE can choose another one, with products twice as slow.
    """
    for library in threadpool_info():
        if library["user_api"] == "blas":
            kernel = library.get("architecture", "unknown kernels")
            return f"{library['internal_api']} {library['version']} ({kernel})"
    return "an unknown BLAS"


def installed(name):
    """Whether a package is installed."""
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


@picture
def ratios(results):
    """Our time divided by PyTorch's for each case, with the targets."""
    figure, axes = new_figure(width=7.5, height=1.2 + 0.3 * len(results))
    names = [result.name for result in results]
    places = range(len(results))
    colours = [BLUE if result.reached else RED for result in results]
    axes.barh(places, [result.ratio for result in results], color=colours, height=0.6)
    targets = [(result.target, place) for result, place in zip(results, places) if result.target]
    axes.plot(*zip(*targets), "|", color="black", markersize=14, markeredgewidth=2, label="target")
    axes.axvline(1, color=GREY, linestyle="--", label="as fast as PyTorch")
    axes.set(
        yticks=places,
        yticklabels=names,
        xlabel="our time / PyTorch's time",
        title="The library against PyTorch, one thread each",
    )
    axes.invert_yaxis()
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.12), ncols=2)
    fast = ", ".join(f"{result.name} {result.ratio:.2f}" for result in results)
    return figure, f"Bars: our time divided by PyTorch's, case by case: {fast}."
