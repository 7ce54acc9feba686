"""How many learning rates work, with and without batch norm, for a network of any depth."""

import numpy as np

from course_utils import nn
from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.explore.c2w3.digits import build, result
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

EXPONENTS = np.arange(-7, 6) / 3  # 13 rates from 0.005 to 46, three to a power of ten
STARTS = 2
WORKS = 0.7  # accuracy on dev
KINDS = {"off": False, "on": True}
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh}


def accuracy(exponent, start, layers, passes, activation, batch_norm):
    """Accuracy on dev of one network, trained by gradient descent."""
    rng = np.random.default_rng(start)
    network = build(32, layers, rng, batch_norm, ACTIVATIONS[activation])
    return result(network, nn.GradientDescent(10.0**exponent), rng, passes)[1]


def summed_up(tables):
    """The state of a sweep: mean accuracies, and how many powers of ten work, nan where open."""
    with np.errstate(all="ignore"):
        counts = {kind: np.sum(~np.isnan(table), axis=0) for kind, table in tables.items()}
        means = {
            kind: np.nansum(table, axis=0) / np.where(counts[kind], counts[kind], np.nan)
            for kind, table in tables.items()
        }
    done = {kind: not np.isnan(table).any() for kind, table in tables.items()}
    widths = {
        kind: float(np.sum(mean > WORKS) / 3) if done[kind] else np.nan
        for kind, mean in means.items()
    }
    return {"means": means, "widths": widths, "trained": sum(map(np.sum, counts.values()))}


def sweep(layers, passes, activation, kinds):
    """Train every rate and start, with and without; yields a state after each pair of trainings."""
    tables = {kind: np.full((STARTS, len(EXPONENTS)), np.nan) for kind in kinds}
    for start in range(STARTS):
        for column, exponent in enumerate(EXPONENTS):
            for kind, table in tables.items():
                table[start, column] = accuracy(
                    exponent, start, layers, passes, activation, KINDS[kind]
                )
            yield summed_up(tables) | {"layers": layers}


def chosen(batch_norm):
    """The kinds of network that the choice names."""
    return list(KINDS) if batch_norm == "both" else [batch_norm]


@course_style()
def widest_range():
    """Press Play: every learning rate is tried, with and without batch norm."""
    controls = {
        "layers": whole_slider("hidden layers", 2, 1, 12),
        "batch_norm": choice("batch norm", ["both", "off", "on"]),
        "activation": choice("activation", list(ACTIVATIONS)),
        "passes": whole_slider("passes", 3, 1, 6),
    }
    figure, axes = new_figure(width=9.4, height=3.9)
    axes.axhspan(WORKS, 1.03, color=GREY, alpha=0.12)
    axes.text(EXPONENTS[0], 0.96, "works", color=GREY, va="top")
    axes.set(xlim=(EXPONENTS[0] - 0.2, EXPONENTS[-1] + 0.2), ylim=(-0.12, 1.03))
    axes.set_xticks(range(-2, 2), [f"{10.0**k:g}" for k in range(-2, 2)])
    axes.set(xlabel="learning rate α", ylabel="accuracy on dev", title="What each rate achieves")
    lines = {
        kind: axes.plot([], [], color=colour, marker=marker, linestyle=style, linewidth=1.6,
                        label=f"batch norm {kind}")[0]
        for kind, colour, marker, style in (("off", BLUE, "o", "--"), ("on", RED, "s", "-"))
    }  # fmt: skip
    strips = {
        kind: axes.plot([], [], color=lines[kind].get_color(), linewidth=7, alpha=0.7,
                        solid_capstyle="butt")[0]
        for kind in KINDS
    }  # fmt: skip
    axes.legend(loc="center right")
    canvas = Canvas(figure, [*strips.values(), *lines.values()])

    def compute(layers, batch_norm, activation, passes):
        tables = {kind: np.full((STARTS, len(EXPONENTS)), np.nan) for kind in chosen(batch_norm)}
        return summed_up(tables) | {"layers": layers}

    def work():
        values = {name: control.value for name, control in controls.items()}
        return sweep(
            values["layers"], values["passes"], values["activation"], chosen(values["batch_norm"])
        )

    def paint(state):
        for row, kind in enumerate(KINDS):
            mean = state["means"].get(kind, np.full(len(EXPONENTS), np.nan))
            lines[kind].set_data(EXPONENTS, mean)
            works = np.repeat(np.where(mean > WORKS, EXPONENTS, np.nan), 3)
            works += np.tile([-1 / 6, 1 / 6, np.nan], len(EXPONENTS))
            strips[kind].set_data(works, np.full(len(works), -0.09 + 0.05 * row))
        said = ", ".join(
            f"batch norm {kind}: {np.sum(mean > WORKS)} rates of {len(EXPONENTS)} work so far"
            for kind, mean in state["means"].items()
        )
        values = {name: control.value for name, control in controls.items()}
        return (
            f"Accuracy on dev against the learning rate, networks of {state['layers']} hidden "
            f"layers ({values['activation']}, {values['passes']} passes), {state['trained']} "
            f"trained. {said}."
        )

    def say(state):
        if not all(np.isfinite(list(state["widths"].values()))):
            return f"{state['trained']} networks trained; press Play to go through all rates."
        parts = [f"{width:.1f} with batch norm {kind}" for kind, width in state["widths"].items()]
        return f"Powers of ten of learning rates that work: {', '.join(parts)}."

    return Explorer(
        "The widest working range",
        controls,
        compute,
        paint,
        canvas,
        goals=[
            Goal("close the range: a network without batch norm for which no learning rate works.",
                 lambda s: s["widths"].get("off", np.nan) == 0,
                 "too deep for this budget: no learning rate is right."),
            Goal("with batch norm and six layers or more, let more than one power of ten work.",
                 lambda s: s["layers"] >= 6 and s["widths"].get("on", 0) > 1.01,
                 "deep, and still easy to tune: that is what batch norm is loved for."),
            Goal("reopen the range without batch norm, at six layers or more.",
                 lambda s: s["layers"] >= 6 and s["widths"].get("off", 0) > 0,
                 "time or another activation helps too; batch norm is not the only way."),
        ],
        say=say,
        work=work,
        total=lambda: STARTS * len(EXPONENTS),
        restarts=list(controls),
    )  # fmt: skip
