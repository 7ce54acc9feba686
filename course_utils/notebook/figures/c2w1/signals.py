"""Signals through many layers, and slopes that were measured."""

import numpy as np

from course_utils.notebook.picture import (
    BLUE,
    GREY,
    LINE_STYLES,
    PALETTE,
    RED,
    new_figure,
    picture,
)

FLOAT32 = np.finfo(np.float32)


@picture
def signal_against_depth(series, ylabel, title, slack=6):
    """Sizes (depth,) of a signal in every layer, name -> values, on a scale of powers of ten.

    Shaded is what float32 cannot hold: above 3.4e38 it becomes inf, below 1.4e-45 zero.
    """
    figure, axes = new_figure(width=8, height=4)
    for i, (name, values) in enumerate(series.items()):
        axes.plot(
            np.arange(1, len(values) + 1), np.log10(np.maximum(values, 1e-300)), label=name,
            color=PALETTE[i % len(PALETTE)], linestyle=LINE_STYLES[i % len(LINE_STYLES)], lw=2,
        )  # fmt: skip
    top, bottom = np.log10(float(FLOAT32.max)), np.log10(float(FLOAT32.smallest_subnormal))
    axes.axhspan(top, top + slack, color=RED, alpha=0.2)
    axes.axhspan(bottom - slack, bottom, color=RED, alpha=0.2)
    depth = max(map(len, series.values()))
    axes.text(2, top + slack / 2, "float32: inf", va="center", color=RED)
    axes.text(2, bottom - slack / 2, "float32: 0", va="center", color=RED)
    axes.set(xlabel="layer", ylabel=f"{ylabel} (power of ten)", title=title, xlim=(1, depth),
             ylim=(bottom - slack, top + slack))  # fmt: skip
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    ends = ", ".join(
        f"{name} 10 to the {np.log10(max(values[-1], 1e-300)):.0f}"
        for name, values in series.items()
    )
    return figure, (
        f"{title}. {ylabel} in layers 1 to {depth} on a scale of powers of ten; float32 ends at "
        f"10 to the 38 and 10 to the minus 45, both shaded. In the last layer: {ends}."
    )


@picture
def layer_histograms(rows, layers, title, reach=1.0):
    """Histograms of activations: `rows` maps a name to {layer: activations}."""
    figure, axes = new_figure(len(rows), len(layers), width=8.2, height=1.25 * len(rows) + 0.6,
                              squeeze=False, sharex=True)  # fmt: skip
    for line, (name, activations) in zip(axes, rows.items()):
        for axis, layer in zip(line, layers):
            A = np.clip(np.ravel(activations[layer]), -reach, reach)
            axis.hist(A, bins=31, range=(-reach, reach), color=BLUE)
            axis.set_title(f"layer {layer}: size {np.std(activations[layer]):.1g}", fontsize=8)
            axis.set_yticks([])
            axis.grid(visible=False)
            axis.tick_params(labelsize=7)
        line[0].set_ylabel(name, fontsize=9)
    for axis in axes[-1]:
        axis.set_xlabel("activation a", fontsize=8)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    last = layers[-1]
    sizes = ", ".join(f"{name} {np.std(A[last]):.1g}" for name, A in rows.items())
    return figure, (
        f"{title}: histograms of the activations in layers {', '.join(map(str, layers))}. "
        f"Standard deviation in layer {last}: {sizes}."
    )


@picture
def step_errors(epsilon, one_sided, two_sided, title):
    """The error of a measured slope against the step, for both ways, on logarithmic scales."""
    figure, axes = new_figure(width=7.2, height=3.5)
    axes.loglog(epsilon, one_sided, color=RED, linestyle="--", lw=2, label="to one side")
    axes.loglog(epsilon, two_sided, color=BLUE, lw=2, label="to both sides")
    for power, errors, at in ((1, one_sided, 1e-3), (2, two_sided, 1e-3)):
        value = errors[np.argmin(np.abs(np.log(epsilon / at)))]
        place, align = ((8, 4), "left") if power == 1 else ((-8, -14), "right")
        axes.annotate(f"slope {power}", (at, value), xytext=place, textcoords="offset points",
                      ha=align, color=GREY, fontsize=9)  # fmt: skip
    axes.set(xlabel="step ε", ylabel="error of the slope", title=title)
    axes.invert_xaxis()
    axes.legend()
    best = {
        name: epsilon[np.argmin(errors)]
        for name, errors in (("one side", one_sided), ("both sides", two_sided))
    }
    return figure, (
        f"{title}. Error against step on logarithmic scales: to one side it falls in proportion to "
        f"the step, to both sides with its square, until rounding takes over and both rise again. "
        f"Smallest at about {best['one side']:.0e} and {best['both sides']:.0e}."
    )


@picture
def gradient_differences(panels, title, good=1e-7):
    """Relative differences by parameter, `panels` maps a title to {name: difference}."""
    figure, axes = new_figure(1, len(panels), width=8, height=2.7, sharey=True)
    for axis, (name, differences) in zip(np.atleast_1d(axes), panels.items()):
        values = np.maximum(list(differences.values()), 1e-12)
        wrong = values > 1e-3
        places = np.arange(len(values))
        axis.bar(places, np.log10(values) + 12, bottom=-12, width=0.6,
                 color=np.where(wrong, RED, BLUE), hatch=None)  # fmt: skip
        for place in places[wrong]:
            axis.text(place, np.log10(values[place]) + 0.2, "✗", ha="center", color=RED)
        axis.axhline(np.log10(good), color=GREY, linestyle="--", lw=1, label="$10^{-7}$")
        axis.set_xticks(places, list(differences))
        axis.set(title=name, xlabel="parameter", ylim=(-12, 1.4))
        axis.grid(axis="x", visible=False)
    np.atleast_1d(axes)[0].set_ylabel("difference (power of ten)")
    np.atleast_1d(axes)[-1].legend(fontsize=8, loc="upper right")
    figure.suptitle(title, fontsize=11, fontweight="bold")
    said = "; ".join(
        f"{name}: {', '.join(k for k, v in d.items() if v > 1e-3) or 'none'} above 0.001"
        for name, d in panels.items()
    )
    return figure, f"{title}. Relative differences for every parameter. {said}."
