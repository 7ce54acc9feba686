"""Type layer sizes, and see the shape of every array and the number of parameters."""

from itertools import pairwise

import numpy as np

from course_utils.notebook.controls import WholeNumbers, whole_slider
from course_utils.notebook.explore.c1w4.networks import parameters_per_layer
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREY, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal

MOST_LAYERS = 8
COLUMNS = "layer   n        W               b           Z, A, dZ, dA     parameters"
PICTURE_64 = 64 * 64 * 3  # numbers in a colour picture of 64 x 64 pixels


def shapes_state(layer_dims, m):
    """The shapes of all arrays of a network, layer by layer, and its parameters."""
    rows = [{"W": (n, n_prev), "b": (n, 1), "Z": (n, m)} for n_prev, n in pairwise(layer_dims)]
    parameters = parameters_per_layer(layer_dims)
    return {
        "layer_dims": layer_dims, "m": m, "L": len(rows), "rows": rows,
        "parameters": parameters, "total": sum(parameters),
    }  # fmt: skip


def as_lines(state):
    """The table, one line of text per layer, the input first."""
    n_x, m = state["layer_dims"][0], state["m"]
    lines = [f"{0:>4}   {n_x:<6,}   {'':14}  {'':10}  {f'({n_x}, {m})':15}"]
    for l, (row, count) in enumerate(zip(state["rows"], state["parameters"]), start=1):
        n, _ = row["W"]
        lines.append(
            f"{l:>4}   {n:<6,}   {row['W']!s:14}  {row['b']!s:10}  {row['Z']!s:15}  {count:>10,}"
        )
    return lines


@course_style()
def shape_checker():
    """All shapes and the number of parameters of a network that the learner types."""
    figure, (table, bars) = new_figure(
        1, 2, width=9.4, height=3.6, gridspec_kw={"width_ratios": [2.6, 1]}
    )
    table.axis("off")
    table.set(xlim=(0, 1), ylim=(-MOST_LAYERS - 0.6, 1.6))
    font = {"family": "monospace", "fontsize": 9, "va": "center"}
    table.text(0, 1.1, COLUMNS, color=GREY, **font)
    lines = [table.text(0, -l, "", **font) for l in range(MOST_LAYERS + 1)]
    bars.set(xlim=(0, 1), ylim=(-MOST_LAYERS - 0.6, 1.6), xlabel="share of all parameters")
    bars.set_yticks([])
    bars.set_title("Where the parameters are")
    columns = [
        bars.plot([], [], color=BLUE, linewidth=12, solid_capstyle="butt")[0]
        for _ in range(MOST_LAYERS)
    ]
    canvas = Canvas(figure, [*lines, *columns])

    def paint(state):
        texts = as_lines(state)
        for line, text in zip(lines, [*texts, *[""] * len(lines)]):
            line.set_text(text)
        shares = np.array(state["parameters"]) / state["total"]
        for column in columns:
            column.set_data([], [])
        for l, (column, share) in enumerate(zip(columns, shares), start=1):
            column.set_data([0, share], [-l, -l])
        shapes = "; ".join(
            f"W[{l}] {row['W']}, Z[{l}] {row['Z']}" for l, row in enumerate(state["rows"], start=1)
        )
        return (
            f"A table of the shapes in a network with {state['L']} layers and m = {state['m']}: "
            f"{shapes}. {state['total']:,} parameters."
        )

    typed = WholeNumbers(
        "layer sizes", "64 20 20 9 1", low=1, high=99_999, fewest=2, most=MOST_LAYERS + 1
    )
    return Explorer(
        "Shape checker",
        {"layers": typed, "m": whole_slider("examples m", 100, 1, 1000)},
        lambda layers, m: shapes_state(typed.read(layers), m),
        paint,
        canvas,
        goals=[
            Goal(
                "build a network with at least 3 layers and exactly 1,000 parameters.",
                lambda s: s["L"] >= 3 and s["total"] == 1000,
                "1,000, neither more nor less: you have the formula n (n_prev + 1).",
            ),
            Goal(
                f"{PICTURE_64:,} inputs, a colour picture of 64 x 64, through at least 4 layers "
                "with fewer than 50,000 parameters.",
                lambda s: s["layer_dims"][0] == PICTURE_64 and s["L"] >= 4 and s["total"] < 50_000,
                "only the first layer is expensive, so depth behind a narrow one is nearly free.",
            ),
        ],
        say=lambda s: (
            f"L = {s['L']}, {s['total']:,} parameters. W[1] is {s['rows'][0]['W']}: a row for each "
            f"of its {s['layer_dims'][1]:,} units, a column for each of the "
            f"{s['layer_dims'][0]:,} inputs."
        ),
    )
