"""Figures of week C4W4a, and the drawings that its widgets share with them."""

import numpy as np
from matplotlib.patches import Circle

from course_utils.notebook.picture import (
    BLUE,
    CLASS_COLOURS,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    new_figure,
    picture,
)

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
BINS = np.linspace(0, 4, 41)  # distances of encodings of length 1 lie between 0 and 4


def show_image(axes, image, title=""):
    """A picture without ticks."""
    grey = {"cmap": "gray_r"} if image.shape[-1] == 1 else {}
    axes.imshow(image.squeeze(), interpolation="nearest", **grey)
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)
    if title:
        axes.set_title(title, fontsize=10)


@picture
def albums(images, names, title, size=0.95):
    """A row of pictures for each person: images (n_people, n_pictures, n_H, n_W, n_C)."""
    n_people, n_pictures = images.shape[:2]
    figure, axes = new_figure(
        n_people, n_pictures, squeeze=False,
        width=n_pictures * size + 0.7, height=n_people * size + 0.35,
    )  # fmt: skip
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.04)
    for row, album, name in zip(axes, images, names):
        for axis, image in zip(row, album):
            show_image(axis, image)
        row[0].set_ylabel(name, fontsize=10)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {n_pictures} pictures each of {', '.join(names)}."


@picture
def row(images, captions, title, size=1.6):
    """A few pictures side by side with a line below each."""
    figure, axes = new_figure(1, len(images), width=len(images) * size, height=size + 0.75,
                              squeeze=False)  # fmt: skip
    for axis, image, caption in zip(axes[0], images, captions):
        show_image(axis, image)
        axis.set_xlabel(caption, fontsize=9)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}: {len(images)} pictures, {'; '.join(captions)}."


def shares(d, bins=BINS):
    """The share of distances d in each bin."""
    counts, _ = np.histogram(d, bins)
    return counts / max(len(d), 1)


@picture
def distances(panels, threshold=None, title="How far apart are two pictures?"):
    """Histograms of distances: `panels` maps a title to (d, same), both (n,)."""
    figure, axes = new_figure(1, len(panels), width=3.7 * len(panels), height=3.0, squeeze=False,
                              sharey=True)  # fmt: skip
    told = []
    for axis, (name, (d, same)) in zip(axes[0], panels.items()):
        for kind, colour, style, label in (
            (same, CLASS_COLOURS[0], "-", "same person"),
            (~same, CLASS_COLOURS[1], "--", "different people"),
        ):
            axis.stairs(shares(d[kind]), BINS, color=colour, linestyle=style, linewidth=2,
                        label=label, fill=False)  # fmt: skip
        if threshold is not None:
            axis.axvline(threshold, color=GREY, linestyle=":", linewidth=2, label="threshold")
        axis.set(xlabel="distance d", title=name, xlim=(0, min(4, d.max() * 1.05)))
        told.append(
            f"{name}, middle value {np.median(d[same]):.2f} for the same person and "
            f"{np.median(d[~same]):.2f} for different people"
        )
    axes[0, 0].set_ylabel("share of pairs")
    axes[0, -1].legend(fontsize=8)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}. Histograms of distances: {'; '.join(told)}."


@picture
def roc_curves(curves, points=None, title="Whom to let in: every threshold at once"):
    """True against false accepts: `curves` maps a name to a Roc; `points` a name to a threshold."""
    figure, axes = new_figure(width=6.4, height=3.8)
    for i, (name, curve) in enumerate(curves.items()):
        colour = PALETTE[i % len(PALETTE)]
        axes.plot(curve.false_accepts, curve.true_accepts, color=colour, linewidth=2,
                  linestyle=LINE_STYLES[i % len(LINE_STYLES)],
                  label=f"{name}, area {curve.area:.3f}")  # fmt: skip
        if points and name in points:
            true, false = curve.at(points[name])
            axes.plot(false, true, "o", color=colour, markersize=9, markeredgecolor="white")
            axes.annotate(
                f"d ≤ {points[name]:.2f}", (false, true), xytext=(12, -14),
                textcoords="offset points", fontsize=9,
            )  # fmt: skip
    axes.plot([0, 1], [0, 1], ":", color=GREY, label="tossing a coin")
    axes.set(xlabel="false accepts", ylabel="true accepts", title=title, xlim=(-0.02, 1))
    axes.set_ylim(0, 1.02)
    axes.legend(loc="lower right", fontsize=9)
    areas = ", ".join(f"{name} with area {curve.area:.3f}" for name, curve in curves.items())
    return figure, f"{title}: curves of true against false accepts for {areas}."


def in_plane(F, axes_from=None):
    """Columns of F (n_f, m) in the plane of the two directions in which they vary most, (2, m)."""
    basis = F if axes_from is None else axes_from
    middle = basis.mean(axis=1, keepdims=True)
    U, _, _ = np.linalg.svd(basis - middle, full_matrices=False)
    U = U[:, :2] * np.where(U[np.abs(U[:, :2]).argmax(axis=0), [0, 1]] < 0, -1, 1)
    return U.T @ (F - middle)


@picture
def maps(panels, labels, names, title):
    """Encodings of a few people in the plane: `panels` maps a title to F (n_f, m)."""
    figure, axes = new_figure(1, len(panels), width=3.4 * len(panels) + 0.9, height=3.5,
                              squeeze=False)  # fmt: skip
    for axis, (name, F) in zip(axes[0], panels.items()):
        x, y = in_plane(F)
        for k, who in enumerate(names):
            own = labels == k
            axis.scatter(
                x[own], y[own], s=42, color=PALETTE[k % len(PALETTE)], label=who,
                marker=MARKERS[k % len(MARKERS)], edgecolors="white", linewidths=0.6,
            )  # fmt: skip
        axis.set(title=name, xticks=[], yticks=[], xlabel="first direction")
    axes[0, 0].set_ylabel("second direction")
    axes[0, -1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, (
        f"{title}: {' and '.join(panels)}, maps of {len(labels)} pictures of {len(names)} people."
    )


def triangle(f_a, f_p, f_n):
    """Three encodings in the plane that holds them, (2, 3): the anchor at 0, p to its right.

    Distances stay as they are.
    """
    pull, push = f_p - f_a, f_n - f_a
    along = np.linalg.norm(pull)
    x = pull / along if along > 1e-9 else np.eye(len(pull))[0]
    across = push - (push @ x) * x
    return np.array([[0, along, push @ x], [0, 0, np.linalg.norm(across)]])


@picture
def triplet(f_a, f_p, f_n, alpha, title="A triplet"):
    """A triplet in its plane, with the circles of the positive's distance and of the margin."""
    figure, axes = new_figure(width=5.6, height=3.9)
    places = triangle(f_a, f_p, f_n)
    d_p, d_n = np.sum((f_a - f_p) ** 2), np.sum((f_a - f_n) ** 2)
    radii = np.sqrt(d_p), np.sqrt(d_p + alpha)
    for radius, style, label in zip(radii, ("-", "--"), ("as far as p", "the margin beyond")):
        axes.add_patch(Circle((0, 0), radius, fill=False, color=GREY, linestyle=style, label=label))
    for (x, y), name, colour, marker in zip(
        places.T, ("anchor", "positive", "negative"), ("black", BLUE, RED), ("o", "o", "s")
    ):
        axes.plot(x, y, marker, color=colour, markersize=10, label=name, linestyle="none")
    reach = 1.15 * max(radii[1], np.abs(places).max())
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title=title)
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    J = max(d_p - d_n + alpha, 0)
    return figure, (
        f"{title}: the positive at d = {d_p:.2f}, the negative at d = {d_n:.2f} of the anchor, "
        f"margin {alpha:.2f}, cost {J:.2f}."
    )


@picture
def ways(scores, names, every, title="What three ways of training teach in the same steps"):
    """One-shot accuracies (ways, seeds, checks): the mean over the seeds and their spread."""
    figure, axes = new_figure(width=6.6, height=3.6)
    steps = every * np.arange(1, scores.shape[-1] + 1)
    for i, (name, values) in enumerate(zip(names, scores)):
        colour, style = PALETTE[i], LINE_STYLES[i]
        axes.plot(
            steps, values.mean(axis=0), color=colour, linestyle=style, linewidth=2, label=name
        )
        axes.fill_between(steps, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.15)
    axes.set(xlabel="step", ylabel="20-way one-shot accuracy", title=title, ylim=(0, 1))
    axes.legend(fontsize=9, loc="upper left")
    ends = ", ".join(f"{n} {v[:, -1].mean():.2f}" for n, v in zip(names, scores))
    return figure, f"{title}: accuracy against steps, with the spread of the seeds; ends: {ends}."


@picture
def group_rates(rates, mixes, groups, title):
    """False accepts and false rejects by training set and group: rates (mixes, groups, 2)."""
    figure, axes = new_figure(1, 2, width=7.6, height=3.2)
    told = []
    for k, (axis, name) in enumerate(zip(axes, ("false accepts", "false rejects"))):
        for i, group in enumerate(groups):
            x = np.arange(len(mixes)) + 0.38 * (i - (len(groups) - 1) / 2)
            drawn = axis.bar(x, rates[:, i, k], 0.36, color=PALETTE[i], label=group,
                             hatch=("", "//")[i % 2], edgecolor="white")  # fmt: skip
            axis.bar_label(drawn, fmt="%.3f", fontsize=8)
            told.append(f"{name} {group} " + " and ".join(f"{v:.2f}" for v in rates[:, i, k]))
        axis.set_xticks(range(len(mixes)), mixes)
        axis.set(title=name, ylabel="share of pairs", ylim=(0, 1.15 * rates[..., k].max() + 0.01))
        axis.grid(axis="x", visible=False)
    axes[0].legend(fontsize=8, loc="upper left")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    return figure, f"{title}, for {' and '.join(mixes)}: {'; '.join(told)}."


@picture
def one_shot_run(asked, known, answer, d, title, n_columns=10):
    """One question of a one-shot run: the picture asked about, and the known ones with their d.

    The right one is written in bold, the nearest has a frame.
    """
    n_rows = -(-len(known) // n_columns)
    figure, axes = new_figure(n_rows + 1, n_columns, width=0.8 * n_columns,
                              height=1.0 * (n_rows + 1) + 0.35)  # fmt: skip
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.04)
    for axis in axes.flat:
        axis.axis("off")
    axes[0, 0].axis("on")
    show_image(axes[0, 0], asked, "asked")
    nearest = int(np.argmin(d))
    for i, (axis, image) in enumerate(zip(axes[1:].flat, known)):
        axis.axis("on")
        show_image(axis, image)
        axis.set_title(f"{d[i]:.2f}", fontsize=8, pad=2,
                       fontweight="bold" if i == answer else "normal")  # fmt: skip
        for spine in axis.spines.values():
            spine.set(visible=i == nearest, color=RED, linewidth=2.5)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    verdict = "right" if nearest == answer else "wrong"
    return (
        figure,
        f"{title}: the nearest of {len(known)} is number {nearest + 1}, which is {verdict}.",
    )
