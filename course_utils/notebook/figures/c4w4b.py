"""Figures of week C4W4b, and the drawings that its widgets share with them."""

import functools

import numpy as np

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    RED,
    SCREEN_DPI,
    YELLOW,
    Picture,
    new_figure,
    picture,
)


class Photographs(Picture):
    """A figure full of small photographs: finer than the screen it would only be larger."""

    def png(self, dpi=SCREEN_DPI):
        """The picture as PNG bytes."""
        return super().png(dpi)


def photographs(plot):
    """What `picture` does, for a figure of photographs."""
    drawn = picture(plot)

    @functools.wraps(drawn)
    def wrapper(*args, **kwargs):
        shown = drawn(*args, **kwargs)
        return Photographs(shown.figure, shown.alt)

    return wrapper


def bare(axes, title=""):
    """No ticks and no grid; a small title."""
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)
    if title:
        axes.set_title(title, fontsize=9, fontweight="normal")


@photographs
def pictures(images, titles, title, n_columns=4, width=2.2):
    """Pictures side by side, each with its own shape: uint8 (n_H, n_W, 3)."""
    n_rows = -(-len(images) // n_columns)
    tallest = max(image.shape[0] / image.shape[1] for image in images)
    figure, axes = new_figure(
        n_rows, n_columns, squeeze=False,
        width=n_columns * width, height=n_rows * (min(tallest, 1) * width + 0.3) + 0.4,
    )  # fmt: skip
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03)
    for axis in axes.flat[len(images) :]:
        axis.axis("off")
    for axis, image, name in zip(axes.flat, images, titles):
        axis.imshow(image, interpolation="lanczos")
        bare(axis, name)
        axis.axis("off")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {len(images)} pictures, {'; '.join(titles)}."


@photographs
def best_patches(layers, title):
    """The pieces that excite units most: {layer: {unit: [(image, value), ...]}}, a row a layer."""
    n_columns = max(map(len, layers.values()))
    figure, axes = new_figure(
        len(layers), n_columns, squeeze=False, width=1.95 * n_columns, height=2.1 * len(layers)
    )
    figure.get_layout_engine().set(w_pad=0.04, h_pad=0.04)
    for row, (layer, units) in zip(axes, layers.items()):
        for axis in row[len(units) :]:
            axis.axis("off")
        for axis, (unit, found) in zip(row, units.items()):
            axis.imshow(sheet([image for image, _ in found]), interpolation="nearest")
            bare(axis, f"{layer}, unit {unit}")
            axis.axis("off")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    rows = [f"{layer}: units {', '.join(map(str, units))}" for layer, units in layers.items()]
    return figure, f"{title}. Sheets of nine pieces of photographs; {'; '.join(rows)}."


def sheet(images, n=3, gap=0.06):
    """Up to n x n square pieces of one size on a white sheet."""
    side = max(image.shape[0] for image in images) if images else 1
    step = side + max(round(gap * side), 1)
    canvas = np.full((n * step, n * step, 3), 255, np.uint8)
    for i, image in enumerate(images[: n * n]):
        top, left = i // n * step, i % n * step
        canvas[top : top + image.shape[0], left : left + image.shape[1]] = image
    return canvas


@picture
def matrices(named, title, labels=("channel", "channel")):
    """Matrices side by side, each with its colour bar: {name: matrix}."""
    figure, axes = new_figure(1, len(named), squeeze=False, width=3.3 * len(named), height=3.0)
    for axis, (name, matrix) in zip(axes[0], named.items()):
        image = axis.imshow(matrix, cmap="magma", interpolation="nearest")
        figure.colorbar(image, ax=axis, shrink=0.8)
        axis.set_title(name, fontsize=10, fontweight="normal")
        axis.set(xlabel=labels[0], ylabel=labels[1])
        axis.grid(visible=False)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    sizes = "; ".join(f"{name}, up to {np.max(matrix):.3g}" for name, matrix in named.items())
    return figure, f"{title}: bright where two channels are often active together. {sizes}."


@picture
def trade_off(points, title):
    """What content and style cost at several weights: {name: (J_content, J_style)}."""
    figure, axes = new_figure(width=5.6, height=3.6)
    x, y = np.array(list(points.values())).T
    axes.plot(x, y, "-", color=GREY, linewidth=1)
    axes.plot(x, y, "o", color=BLUE, markersize=8)
    for (name, _), a, b in zip(points.items(), x, y):
        axes.annotate(name, (a, b), xytext=(7, 5), textcoords="offset points", fontsize=9)
    axes.set(
        xlabel="J_content, share not kept", ylabel="J_style, share not met", title=title,
        yscale="log", xlim=(min(x) - 0.04, max(x) + 0.16),
    )  # fmt: skip
    said = "; ".join(f"{name}: {a:.2f} and {b:.3f}" for name, (a, b) in points.items())
    return figure, f"{title}: what content and style cost, {said}."


@picture
def heartbeat(x, beats, rate, title, found=None, P=None):
    """A trace (n,) with its true beats, and below it what a network says at each sample."""
    figure, axes = new_figure(
        1 if P is None else 2, 1, squeeze=False, sharex=True, width=8.6,
        height=2.5 if P is None else 3.9,
    )  # fmt: skip
    t, top = np.arange(len(x)) / rate, axes[0, 0]
    top.plot(t, x, color=BLUE, linewidth=1.1)
    top.plot(t[beats], x[beats], "o", mfc="none", color=GREEN, markersize=9, label="a beat")
    if found is not None:
        top.plot(t[found], x[found], "x", color=RED, markersize=7, label="found")
    top.set(ylabel="millivolts", title=title)
    top.legend(loc="upper right", ncols=2, fontsize=8)
    if P is not None:
        axes[1, 0].plot(t, P, color=RED, linewidth=1.2)
        axes[1, 0].axhline(0.5, color=GREY, linewidth=0.8, linestyle="--")
        axes[1, 0].set(ylabel="P(beat)", ylim=(-0.05, 1.05))
    axes[-1, 0].set(xlabel="seconds", xlim=(0, t[-1]))
    told = "" if found is None else f", {len(found)} found"
    return (
        figure,
        f"{title}: {t[-1]:.0f} seconds of a made-up electrocardiogram, {len(beats)} beats{told}.",
    )


@picture
def lung(x, centre, title, slices=None, heat=None):
    """Slices of a volume (n_D, n_H, n_W), the nodule ringed in its own; `heat` on the row below."""
    depth, row, column = centre
    slices = range(len(x)) if slices is None else slices
    n_rows = 1 if heat is None else 2
    figure, axes = new_figure(
        n_rows, len(slices), squeeze=False, width=1.55 * len(slices), height=1.8 * n_rows + 0.5
    )
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02)
    for i, d in enumerate(slices):
        axes[0, i].imshow(x[d], cmap="gray", vmin=0, vmax=1)
        bare(axes[0, i], f"slice {d}")
        if heat is not None:
            axes[1, i].imshow(heat[d], cmap="magma", vmin=0, vmax=heat.max())
            bare(axes[1, i])
        if d == depth:
            axes[0, i].plot(column, row, "o", mfc="none", color=YELLOW, markersize=20, mew=2)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: {len(slices)} slices of a made-up CT volume, the nodule in slice {depth}, "
        f"row {row}, column {column}."
    )
