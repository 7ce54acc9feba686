"""Plot functions that several weeks share; each returns a `Picture` and takes `alt=`."""

import numpy as np

from course_utils.notebook.live import CLASS_MAP
from course_utils.notebook.picture import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    GREY,
    LINE_STYLES,
    PALETTE,
    new_figure,
    picture,
)


@picture
def image_grid(images, titles=None, n_columns=10, title="", size=0.75, cmap="gray", limits=None):
    """A sheet of small pictures, (m, n_H, n_W), (m, n_H, n_W, 1) or (m, n_H, n_W, 3)."""
    images = np.asarray(images)
    n_rows = -(-len(images) // n_columns)
    room = 0.22 if titles is not None else 0.05
    figure, axes = new_figure(
        n_rows, n_columns,
        width=n_columns * size, height=n_rows * (size + room) + (0.35 if title else 0),
        squeeze=False,
    )  # fmt: skip
    low, high = limits or (None, None)
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02)
    for axis in axes.flat:
        axis.axis("off")
    for i, (axis, image) in enumerate(zip(axes.flat, images)):
        axis.imshow(image.squeeze(), cmap=cmap, vmin=low, vmax=high, interpolation="nearest")
        if titles is not None:
            axis.set_title(titles[i], fontsize=8, fontweight="normal", pad=2)
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title or 'Pictures'}: {len(images)} small pictures in {n_rows} rows."


@picture
def curves(series, xlabel, ylabel, title, x_log=False, y_log=False, y_limits=None, mark=None):
    """Named curves: `series` maps a name to y values or to (x, y); `mark` is an (x, y, text)."""
    figure, axes = new_figure()
    for i, (name, values) in enumerate(series.items()):
        x, y = values if isinstance(values, tuple) else (np.arange(len(values)), values)
        style = LINE_STYLES[i % len(LINE_STYLES)]
        axes.plot(x, y, label=name, color=PALETTE[i % len(PALETTE)], linestyle=style, linewidth=2)
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    axes.set_xscale("log" if x_log else "linear")
    axes.set_yscale("log" if y_log else "linear")
    if y_limits is not None:
        axes.set_ylim(*y_limits)
    if mark is not None:
        x, y, text = mark
        axes.annotate(
            text, (x, y), xytext=(12, 12), textcoords="offset points",
            arrowprops={"arrowstyle": "->", "color": GREY},
        )  # fmt: skip
    if len(series) > 1:
        axes.legend()
    return figure, f"{title}. {ylabel} against {xlabel}; curves: {', '.join(map(str, series))}."


@picture
def points(X, Y, title="", labels=("class 0", "class 1"), xlabel="$x_1$", ylabel="$x_2$"):
    """Examples of two classes in the plane: X (2, m), Y (1, m)."""
    figure, axes = new_figure(width=5, height=3.8)
    scatter_classes(axes, X, Y, labels)
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    axes.legend()
    return figure, f"{title}: {X.shape[1]} points of two classes, {labels[0]} and {labels[1]}."


@picture
def boundaries(panels, title="", n_columns=4, size=2.4):
    """What models say all over the plane: `panels` maps a title to (probability, X, Y).

    `probability` takes points (2, k) and returns (1, k), each estimating P(y = 1); X (2, m) and
    Y (1, m) are the examples. The line is where the estimate is one half.
    """
    n_rows, n_columns = -(-len(panels) // n_columns), min(len(panels), n_columns)
    figure, axes = new_figure(
        n_rows, n_columns, width=n_columns * size, height=n_rows * size + (0.3 if title else 0),
        squeeze=False,
    )  # fmt: skip
    for axis in axes.flat[len(panels) :]:
        axis.axis("off")
    for axis, (name, (probability, X, Y)) in zip(axes.flat, panels.items()):
        centre = (X.max(axis=1) + X.min(axis=1)) / 2
        reach = 0.55 * np.ptp(X, axis=1).max()
        x1, x2 = (np.linspace(middle - reach, middle + reach, 120) for middle in centre)
        grid = np.stack(np.meshgrid(x1, x2))
        A = np.asarray(probability(grid.reshape(2, -1)), float).reshape(grid.shape[1:])
        box = (x1[0], x1[-1], x2[0], x2[-1])
        axis.imshow(A, cmap=CLASS_MAP, vmin=0, vmax=1, origin="lower", extent=box, aspect="equal")
        axis.contour(x1, x2, A, levels=[0.5], colors="black", linewidths=1.2)
        scatter_classes(axis, X, Y, size=200 / np.sqrt(X.shape[1]))
        axis.set_title(name, fontsize=10)
        axis.grid(visible=False)
        axis.tick_params(labelsize=8)
    if title:
        figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title or 'Decision boundaries'}: maps of the plane, blue where the estimate is near 0, "
        f"orange where it is near 1, with the examples, for {', '.join(panels)}."
    )


def scatter_classes(axes, X, Y, labels=("class 0", "class 1"), size=28):
    """Draw two classes by colour and by marker; returns the two artists."""
    return [
        axes.scatter(
            *X[:, Y.ravel() == k], s=size, c=CLASS_COLOURS[k], marker=CLASS_MARKERS[k],
            edgecolors="white", linewidths=min(0.6, 0.03 * size), label=labels[k],
        )
        for k in (0, 1)
    ]  # fmt: skip


@picture
def bars(values, ylabel, title, reference=None, y_limits=None):
    """One bar per name with its value written on it; `reference` is a (value, name) line."""
    figure, axes = new_figure()
    drawn = axes.bar(list(values), list(values.values()), color=PALETTE[0], width=0.6)
    axes.bar_label(drawn, fmt="%.3g")
    if reference is not None:
        axes.axhline(reference[0], color=PALETTE[1], linestyle="--", label=reference[1])
        axes.legend()
    axes.set(ylabel=ylabel, title=title)
    axes.grid(axis="x", visible=False)
    if y_limits is not None:
        axes.set_ylim(*y_limits)
    return figure, f"{title}. {ylabel} for {', '.join(values)}."


@picture
def confusion_table(Y, Y_prediction, classes, title="What was predicted for what was there"):
    """Counts of true class (rows) against predicted class (columns); both label arrays (1, m)."""
    n = len(classes)
    counts = np.zeros((n, n), int)
    np.add.at(counts, (Y.ravel().astype(int), Y_prediction.ravel().astype(int)), 1)
    figure, axes = new_figure(width=1.6 + 1.3 * n, height=1.1 + 0.75 * n)
    axes.imshow(counts, cmap="Blues", vmin=0)
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if count > counts.max() / 2 else "black"
        axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=13)
    axes.set_xticks(range(n), classes)
    axes.set_yticks(range(n), classes)
    axes.set(xlabel="predicted", ylabel="true", title=title)
    axes.grid(visible=False)
    right = int(np.trace(counts))
    return figure, f"{title}: {right} of {counts.sum()} lie on the diagonal, where both agree."


@picture
def weights_picture(W, title="", colour_label="weight"):
    """Weights as a picture, (n_H, n_W): orange-red for positive, blue for negative, white for 0."""
    figure, axes = new_figure(width=4.2, height=3.4)
    limit = np.abs(W).max() or 1.0
    image = axes.imshow(W, cmap="RdBu_r", vmin=-limit, vmax=limit, interpolation="nearest")
    figure.colorbar(image, ax=axes, label=colour_label)
    axes.set(title=title, xlabel="column of pixels", ylabel="row of pixels")
    axes.grid(visible=False)
    return figure, f"{title}: weights from {W.min():.2g} (blue) to {W.max():.2g} (red)."


@picture
def photo(image, title=""):
    """One photograph, (n_H, n_W, 3) or (n_H, n_W), as it is."""
    n_H, n_W = image.shape[:2]
    figure, axes = new_figure(width=2.8, height=2.8 * n_H / n_W + 0.3)
    axes.imshow(image, cmap="gray")
    axes.set_title(title)
    axes.axis("off")
    return figure, f"A photograph: {title}."
