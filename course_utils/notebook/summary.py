"""What a figure shows, in a few rounded numbers for each artist: compared by the notebook tests.

Pixels are never compared: fonts and anti-aliasing differ between machines and releases, and a
picture says that something has changed, not what. The summary names the artist and the amount, and
takes a hundredth of the space. tests/notebooks/compare_figures.py says how much may differ.
"""

import json

import numpy as np
from matplotlib import colormaps
from matplotlib.category import StrCategoryLocator
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgba_array
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator, LogFormatter, ScalarFormatter

N_VALUES = 24  # of a list that is longer, these are kept, evenly spaced ...
N_PIECES = 8  # ... and the extremes of these pieces, which feel every single value
N_COLOURS = 5  # of a colour map of somebody's own
N_BLOCKS = 4  # images: the means of 4 x 4 blocks, which feel every single pixel


def describe(figure):
    """The summary of a figure: plain lists, texts and numbers."""
    return {
        "texts": [text.get_text() for text in figure.texts],  # the title above all panels is one
        "legends": [_describe_legend(legend) for legend in figure.legends],
        "axes": [_describe_axes(axes) for axes in figure.axes if axes.get_visible()],
    }


def as_one_line(summary):
    """The summary as a text: in a notebook's file a list takes a line for each of its numbers."""
    compact = {"separators": (",", ":"), "sort_keys": True}
    return json.dumps(summary, ensure_ascii=False, allow_nan=False, **compact)


def _describe_axes(axes):
    legend, texts = axes.get_legend(), [text for text in axes.texts if text.get_text()]
    return {
        "panel": _panel(axes),
        "title": axes.get_title(),
        "labels": [axes.get_xlabel(), axes.get_ylabel()],
        "ticks": [_names_of_ticks(axis) for axis in (axes.xaxis, axes.yaxis)],
        "scales": [axes.get_xscale(), axes.get_yscale()],
        "limits": [_rounded(axes.get_xlim()), _rounded(axes.get_ylim())],
        "inverted": [bool(axes.xaxis_inverted()), bool(axes.yaxis_inverted())],
        "legend": _describe_legend(legend) if legend else [],
        "texts": [_describe_text(text) for text in _visible(texts)],
        "lines": [_describe_line(line) for line in _visible(axes.lines)],
        "collections": [_describe_collection(c) for c in _visible(axes.collections)],
        "images": [_describe_image(image) for image in _visible(axes.images)],
        "patches": [_describe_patch(patch) for patch in _visible(axes.patches)],
    }


def _visible(artists):
    return [artist for artist in artists if artist.get_visible()]


def _panel(axes):
    """The rows and columns of the figure's grid that the axes take, both ends included."""
    place = axes.get_subplotspec()
    if place is None:
        return []
    return [
        place.rowspan.start,
        place.rowspan.stop - 1,
        place.colspan.start,
        place.colspan.stop - 1,
    ]


def _names_of_ticks(axis):
    """The names along an axis that has names instead of numbers."""
    placed = isinstance(axis.get_major_locator(), FixedLocator | StrCategoryLocator)
    if not placed or isinstance(axis.get_major_formatter(), ScalarFormatter | LogFormatter):
        return []
    return [label.get_text() for label in axis.get_ticklabels() if label.get_text()]


def _describe_legend(legend):
    texts = [text.get_text() for text in legend.get_texts()]
    return [[text, _colour(handle)] for text, handle in zip(texts, legend.legend_handles)]


def _colour(artist):
    """The colour of a line or a patch, of its edge where it is hollow."""
    line = hasattr(artist, "get_color")
    colours = to_rgba_array(artist.get_color() if line else artist.get_facecolor())
    if not line and (not len(colours) or colours[0, 3] == 0):
        colours = to_rgba_array(artist.get_edgecolor())
    return to_hex(colours[0]) if len(colours) else "none"


def _describe_text(text):
    summary = {"text": text.get_text()}
    if isinstance(text, Annotation):
        at = text.xy if text.xycoords == "data" else ()
    else:
        at = text.get_position() if _is_on_the_data(text) else ()
    numbers = all(isinstance(value, int | float | np.number) for value in at)
    return summary | {"at": _rounded(at)} if len(at) and numbers else summary


def _is_on_the_data(artist):
    return artist.get_transform().contains_branch(artist.axes.transData)


def _describe_line(line):
    x, y = line.get_data(orig=False)  # as numbers, where names or dates were plotted
    return {
        "label": line.get_label(),
        "colour": to_hex(line.get_color()),
        "style": [str(line.get_linestyle()), str(line.get_marker())],
        "points": len(x),
        "x": _sample(x),
        "y": _sample(y),
    }


def _describe_collection(collection):
    kind = type(collection).__name__.removeprefix("FillBetween")  # which matplotlib 3.10 added
    summary = {"kind": kind, "label": str(collection.get_label())}
    paths = collection.get_paths()
    if isinstance(collection, PathCollection):
        offsets = np.asarray(collection.get_offsets(), float)
        summary |= {
            "points": len(offsets),
            "x": _sample(offsets[:, 0]),
            "y": _sample(offsets[:, 1]),
            "sizes": _sample(collection.get_sizes()),
            "marker": len(paths[0].vertices) if paths else 0,
        }
    elif isinstance(collection, PolyCollection) and paths:  # an area: its outline
        outline = np.concatenate([path.vertices for path in paths[:N_VALUES]])
        summary |= {"x": _sample(outline[:, 0]), "y": _sample(outline[:, 1])}
    elif type(collection).__name__ != "QuadMesh":  # contours, segments
        summary["boxes"] = [_box(paths[i]) for i in _chosen(len(paths))]
    values = collection.get_array()
    if values is None:
        summary["colours"] = _colours(collection)
    else:
        summary |= _describe_values(collection, values)
    return summary


def _colours(collection):
    lines = isinstance(collection, LineCollection)
    colours = collection.get_colors() if lines else collection.get_facecolors()
    if not len(colours):
        colours = collection.get_edgecolors()
    return [to_hex(colours[i]) for i in _chosen(len(colours), N_VALUES // 2)]


def _describe_values(artist, values):
    """Of values shown as colours: which colours, from where to where, and the values themselves."""
    values = np.ma.filled(np.ma.asarray(values).astype(float), np.nan)
    summary = {"cmap": _describe_colours(artist.get_cmap()), "clim": _rounded(artist.get_clim())}
    if values.ndim > 1 and values.size > N_VALUES:
        summary["blocks"] = _blocks(values)
    return summary | {"values": _sample(values)}


def _describe_colours(cmap):
    """A colour map by its name, or by some colours where matplotlib knows none of that name."""
    if cmap.name in colormaps:
        return cmap.name
    return [to_hex(cmap(place)) for place in np.linspace(0, 1, N_COLOURS)]


def _describe_image(image):
    shape = {"shape": list(image.get_array().shape), "origin": image.origin}
    return (
        shape
        | {"box": _rounded(np.ravel(np.reshape(image.get_extent(), (2, 2)).T))}
        | (_describe_values(image, image.get_array()))
    )


def _describe_patch(patch):
    path = patch.get_patch_transform().transform_path(patch.get_path())
    summary = {"colour": _colour(patch), "box": _box(path)}
    if not _is_on_the_data(patch):
        summary["of"] = "axes"
    return summary


def _box(path):
    return _rounded(path.get_extents().extents) if len(path.vertices) else []


def _blocks(values):
    """The means of 4 x 4 blocks, of each channel, row by row."""
    values = values.reshape(*values.shape[:2], -1)[:, :, :3]
    blocks = [
        block.reshape(-1, block.shape[2])
        for rows in np.array_split(values, min(N_BLOCKS, values.shape[0]))
        for block in np.array_split(rows, min(N_BLOCKS, values.shape[1]), axis=1)
    ]
    return _rounded([_mean(channel) for block in blocks for channel in block.T])


def _mean(values):
    """The mean of those that are finite, or nan."""
    finite = values[np.isfinite(values)]
    return finite.mean() if finite.size else np.nan


def _chosen(size, n=N_VALUES):
    """Up to `n` evenly spaced indices, both ends among them."""
    return np.unique(np.linspace(0, size - 1, n).astype(int)) if size else np.arange(0)


def _sample(values):
    """All of a short list; of a long one, values evenly spaced, and the extremes of its pieces."""
    values = np.asarray(values, float).ravel()
    kept = values[_chosen(values.size)]
    if values.size <= N_VALUES:
        return _rounded(kept)
    pieces = np.array_split(values, N_PIECES)
    finite = [piece[np.isfinite(piece)] for piece in pieces]
    extremes = [[piece.min(), piece.max()] if piece.size else [np.nan] * 2 for piece in finite]
    return _rounded([*kept, *np.ravel(extremes)])


def _rounded(values):
    return [float(f"{value:.4g}") if np.isfinite(value) else None for value in np.ravel(values)]
