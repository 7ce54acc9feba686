"""Streets under boxes, grids and proposals, and the drawings that others share with them."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.notebook.picture import (
    BLUE,
    GREEN,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    YELLOW,
    new_figure,
    picture,
)
from course_utils.vision.grid import iou_of_shapes

NAMES = ("pedestrian", "car", "motorcycle")
COLOURS = (YELLOW, "#00C8FF", "#FF4FA3")  # seen on grey streets, and told apart by style too
STYLES = ("-", "--", "-.")


def show_image(axes, image, title=""):
    """A picture without ticks, in pixels from 0."""
    n_H, n_W = image.shape[:2]
    axes.imshow(image, extent=(0, n_W, n_H, 0), interpolation="nearest")
    axes.set(xlim=(0, n_W), ylim=(n_H, 0), xticks=[], yticks=[])
    axes.grid(visible=False)
    if title:
        axes.set_title(title, fontsize=10)


def add_box(axes, box, text="", colour=YELLOW, style="-", width=2.0):
    """The outline of a box, and a word on its upper edge."""
    x1, y1, x2, y2 = box
    axes.add_patch(
        Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, ec=colour, lw=width, linestyle=style)
    )
    if text:
        axes.text(
            x1, max(y1, 0), text, fontsize=7.5, color="black", va="bottom", ha="left", clip_on=True,
            bbox={"facecolor": colour, "pad": 1, "linewidth": 0, "alpha": 0.9},
        )  # fmt: skip


def add_boxes(axes, boxes, classes, names=NAMES, scores=None):
    """All boxes of a picture, a colour and a style for each class."""
    for i, (box, number) in enumerate(zip(boxes, classes)):
        text = names[number] + (f" {scores[i]:.2f}" if scores is not None else "")
        add_box(axes, box, text, COLOURS[number % 3], STYLES[number % 3])


def told(boxes, classes, names):
    """What is in a picture, in words."""
    counts = [(int(np.sum(np.asarray(classes) == k)), name) for k, name in enumerate(names)]
    return ", ".join(f"{count} {name}" for count, name in counts if count) or "nothing"


@picture
def scenes(images, found, names=NAMES, title="", titles=None, n_columns=4, size=2.3):
    """Pictures with boxes: `found` has (boxes, classes) or (boxes, scores, classes) for each."""
    n_rows = -(-len(images) // n_columns)
    figure, axes = new_figure(
        n_rows, n_columns, squeeze=False,
        width=n_columns * size, height=n_rows * (size + 0.25 * bool(titles)) + 0.4 * bool(title),
    )  # fmt: skip
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03)
    for axis in axes.flat:
        axis.axis("off")
    told_all = []
    for i, (axis, image, parts) in enumerate(zip(axes.flat, images, found)):
        show_image(axis, image, titles[i] if titles else "")
        boxes, *scores, classes = parts
        add_boxes(axis, boxes, classes, names, scores[0] if scores else None)
        told_all.append(told(boxes, classes, names))
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {len(images)} pictures with boxes around {'; '.join(told_all)}."


@picture
def label(image, box, numbers):
    """A picture with one box, its middle and its sides, and the numbers of its label beside."""
    figure, (axes, words) = new_figure(1, 2, width=7, height=3.2)
    n_H, n_W = image.shape[:2]
    show_image(axes, image, "A picture and its box")
    add_box(axes, box)
    x1, y1, x2, y2 = box
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    axes.plot(x, y, "o", color=RED, markeredgecolor="white", markersize=7)
    axes.plot([0, x], [y, y], ":", color="white", linewidth=1.5)
    axes.plot([x, x], [0, y], ":", color="white", linewidth=1.5)
    words.axis("off")
    words.set_title("Its label y", fontsize=10)
    meanings = ("something is there", "middle, from the left", "middle, from the top", "height",
                "width", *NAMES)  # fmt: skip
    symbols = ("p_c", "b_x", "b_y", "b_h", "b_w", "c_1", "c_2", "c_3")
    for i, (symbol, value, meaning) in enumerate(zip(symbols, numbers, meanings)):
        words.text(0.02, 0.93 - 0.12 * i, f"${symbol}$", fontsize=11)
        words.text(0.16, 0.93 - 0.12 * i, f"{value:.2f}", family="monospace", fontsize=10)
        words.text(0.36, 0.93 - 0.12 * i, meaning, fontsize=9.5, color=GREY)
    values = ", ".join(f"{value:.2f}" for value in numbers)
    return figure, f"A drawn street of {n_W} x {n_H} with a box, and the label y = [{values}]."


@picture
def landmarks(images, truth, found, title):
    """Arms, (m, n_H, n_W, 1), with joints (6, m) as they are and as they were found."""
    figure, axes = new_figure(1, len(images), width=1.65 * len(images), height=2.2)
    for i, (axis, image) in enumerate(zip(axes, images)):
        n = image.shape[0]
        axis.imshow(image[..., 0], cmap="gray", extent=(0, n, n, 0))
        axis.set(xticks=[], yticks=[])
        axis.grid(visible=False)
        axis.plot(*(truth[:, i].reshape(3, 2).T * n), "o", color=YELLOW, fillstyle="none", ms=9,
                  label="true")  # fmt: skip
        axis.plot(*(found[:, i].reshape(3, 2).T * n), "x-", color=RED, ms=7, label="found")
    axes[0].legend(fontsize=7, loc="upper left", labelcolor="white")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {len(images)} arms, the joints found lie near the true ones."


@picture
def heat(image, maps, title):
    """A picture and, for each name, a map of probabilities (k, k)."""
    figure, axes = new_figure(1, 1 + len(maps), width=2.5 * (1 + len(maps)), height=2.9)
    show_image(axes[0], image, "the scene")
    for axis, (name, values) in zip(axes[1:], maps.items()):
        drawn = axis.imshow(values, vmin=0, vmax=1, cmap="magma")
        axis.set_title(name, fontsize=10)
        axis.set(xlabel="window, across", xticks=[0, values.shape[1] - 1])
        axis.set_yticks([0, values.shape[0] - 1])
        axis.grid(visible=False)
    figure.colorbar(drawn, ax=axes[-1], shrink=0.8, label="probability")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    peaks = ", ".join(f"{name} up to {values.max():.2f}" for name, values in maps.items())
    return figure, f"{title}: the scene beside maps of what each window shows; {peaks}."


def add_grid(axes, n_H, n_W, cell):
    """The lines between the cells."""
    for i in range(1, n_H):
        axes.axhline(i * cell, color="white", linewidth=0.8, alpha=0.8)
    for j in range(1, n_W):
        axes.axvline(j * cell, color="white", linewidth=0.8, alpha=0.8)


@picture
def owners(image, boxes, classes, n, title="Which cell answers for what"):
    """A picture with n x n cells; the cell of each box's middle is filled."""
    figure, axes = new_figure(width=4.2, height=4.2)
    cell = image.shape[0] / n
    show_image(axes, image, title)
    add_grid(axes, n, n, cell)
    places = []
    for box, number in zip(boxes, classes):
        x, y = (box[:2] + box[2:]) / 2
        column, row = int(x // cell), int(y // cell)
        places.append(f"{NAMES[number]} in row {row}, column {column}")
        axes.add_patch(
            Rectangle((column * cell, row * cell), cell, cell, fc=COLOURS[number], alpha=0.45)
        )
        axes.plot(x, y, "o", color="white", markeredgecolor="black", markersize=6)
    add_boxes(axes, boxes, classes)
    return figure, f"{title}: a scene under {n} x {n} cells; {'; '.join(places)}."


@picture
def suppression(image, boxes, scores, kept, title):
    """All boxes that were found, those that are kept, side by side."""
    figure, (before, after) = new_figure(1, 2, width=7.2, height=3.8)
    show_image(before, image, f"before: {len(boxes)} boxes")
    show_image(after, image, f"after: {len(kept)}")
    for i, (box, score) in enumerate(zip(boxes, scores)):
        add_box(before, box, "", PALETTE[i % len(PALETTE)], width=1.5)
        if i in kept:
            add_box(after, box, f"{score:.2f}")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {len(boxes)} boxes before and {len(kept)} after the suppression."


@picture
def anchor_shapes(shapes, anchors, title):
    """Widths and heights of boxes (n, 2), coloured by their anchor, and the anchors (k, 2)."""
    figure, axes = new_figure(width=5.4, height=3.9)
    scatter_anchors(axes, shapes, anchors)
    axes.set_title(title)
    sizes = ", ".join(f"{w:.0f} x {h:.0f}" for w, h in anchors)
    return figure, f"{title}: widths and heights of {len(shapes)} boxes; anchors {sizes} pixels."


def scatter_anchors(axes, shapes, anchors):
    """Each shape in the colour of the anchor that it overlaps most."""
    nearest = iou_of_shapes(shapes, anchors).argmax(axis=1)
    for k, (w, h) in enumerate(anchors):
        colour, marker = PALETTE[k % len(PALETTE)], "os^Dv"[k % 5]
        axes.plot(*shapes[nearest == k].T, marker, color=colour, markersize=3.5, alpha=0.6)
        axes.add_patch(Rectangle((0, 0), w, h, fill=False, ec=colour, lw=2,
                                 linestyle=LINE_STYLES[k % len(LINE_STYLES)]))  # fmt: skip
    axes.set(xlabel="width in pixels", ylabel="height in pixels", xlim=(0, 100), ylim=(0, 70))


@picture
def precision_recall(curves, names, title):
    """The scoring.Curve of every class: precision against recall."""
    figure, axes = new_figure(width=5.6, height=3.6)
    for k, (curve, name) in enumerate(zip(curves, names)):
        axes.step(curve.recall, curve.precision, where="post", linewidth=2, color=PALETTE[k],
                  linestyle=LINE_STYLES[k],
                  label=f"{name}: AP {curve.average_precision:.2f}")  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="recall", ylabel="precision", title=title)
    axes.legend(loc="lower left")
    values = ", ".join(f"{n} {c.average_precision:.2f}" for c, n in zip(curves, names))
    return figure, f"{title}: precision falls as recall grows; average precision {values}."


@picture
def regions(image, patches, boxes, best):
    """A segmentation's patches in colours, all boxes around them, and those nearest to objects."""
    figure, axes = new_figure(1, 3, width=8.4, height=3.1)
    colours = np.random.default_rng(3).permutation(np.linspace(0, 1, patches.max() + 1))
    show_image(axes[0], image, f"{patches.max() + 1} patches")
    axes[0].imshow(colours[patches], cmap="tab20", alpha=0.75, extent=(0, 96, 96, 0))
    show_image(axes[1], image, f"{len(boxes)} proposals")
    for box in boxes:
        add_box(axes[1], box, "", "white", width=0.4)
    show_image(axes[2], image, "the best for each thing")
    for box in best:
        add_box(axes[2], box, "", GREEN)
    return figure, (
        f"A scene in {patches.max() + 1} coloured patches, the {len(boxes)} boxes around patches "
        f"and pairs of them, and the {len(best)} that fit the things in it best."
    )


@picture
def overlap(box1, box2):
    """Two boxes, and what they share."""
    figure, axes = new_figure(width=4.6, height=3.4)
    low, high = np.maximum(box1, box2)[:2], np.minimum(box1, box2)[2:]
    for box, colour, name in ((box1, BLUE, "box 1"), (box2, RED, "box 2")):
        x1, y1, x2, y2 = box
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, ec=colour, lw=2.5))
        axes.text(x1 + 0.1, y1 + 0.12, name, color=colour, va="top")
    axes.add_patch(Rectangle(low, *np.maximum(high - low, 0), color=GREEN, alpha=0.35))
    axes.set(xlim=(0, 9), ylim=(7, 0), xlabel="x", ylabel="y, downwards", title="What they share")
    axes.set_aspect("equal")
    corners = [np.asarray(box).tolist() for box in (box1, box2)]
    return figure, f"Box 1 {corners[0]} and box 2 {corners[1]}; what they share is filled."
