"""Stack blocks and see what the network costs, without allocating it."""

from course_utils.nn import Dense, Flatten, GlobalAveragePool, MaxPool, Network, ReLU
from course_utils.nn.summary import in_bytes
from course_utils.notebook.controls import choice, whole_slider
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, GREEN, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.blocks import (
    basic_block,
    conv_relu,
    convolutional_block,
    fire_module,
    identity_block,
    inception_module,
)

SIDES = (32, 64, 128, 224)
CHANNELS = (16, 32, 48, 64, 96)  # of the first layer: blocks divide them by 8
NOTHING = "nothing"
HEADS = ("average and dense", "two dense layers")
STAGES, CLASSES = 5, 1000
ROWS = STAGES + 2  # the stages, between a first convolution and the head
LIMITS = {"parameters": (1e2, 1e9), "multiplications": (1e4, 1e11), "memory (bytes)": (1e3, 1e9)}


def plain_block(n_in, n):
    """One 3x3 convolution."""
    return conv_relu(n_in, n, 3), n


def wide_block(n_in, n):
    """One 5x5 convolution."""
    return conv_relu(n_in, n, 5), n


def pixel_block(n_in, n):
    """One 1x1 convolution."""
    return conv_relu(n_in, n, 1), n


def residual_block(n_in, n):
    """Two 3x3 convolutions with a shortcut."""
    return basic_block(n_in, n), n


def bottleneck_block(n_in, n):
    """1x1, 3x3, 1x1 with a shortcut; the middle has a quarter of the channels."""
    filters = (n // 4, n // 4, n)
    if n_in == n:
        return identity_block(n, filters), n
    return convolutional_block(n_in, filters, stride=1), n


def inception_block(n_in, n):
    """Branches of 1x1, 3x3, 5x5 and pooling, in the proportions of GoogLeNet."""
    e = n // 8
    return inception_module(n_in, 2 * e, (3 * e, 4 * e), (max(e // 2, 1), e), e), n


def fire_block(n_in, n):
    """SqueezeNet's module: 1x1 to an eighth, then 1x1 and 3x3 side by side."""
    return Network(*fire_module(n_in, n // 8)), n


BLOCKS = {
    NOTHING: None,
    "conv 3x3": plain_block,
    "conv 5x5": wide_block,
    "conv 1x1": pixel_block,
    "residual": residual_block,
    "bottleneck": bottleneck_block,
    "inception": inception_block,
    "fire": fire_block,
}


def built(side, channels, repeat, head, stages):
    """The parts of a network as (name, layer), without parameters.

    A 3x3 convolution with stride 2; then, for each stage that is not "nothing", `repeat` blocks and
    a pooling layer; the channels double from stage to stage. Then the head.
    """
    parts = [("conv 3x3, /2", conv_relu(3, channels, 3, stride=2))]
    n_in, n, size = channels, channels, side // 2
    for kind in stages:
        if BLOCKS[kind] is None:
            continue
        layers = []
        for _ in range(repeat):
            layer, n_in = BLOCKS[kind](n_in, n)
            layers.append(layer)
        if size >= 2:
            layers.append(MaxPool())
            size //= 2
        parts.append((f"{repeat} x {kind}", Network(*layers)))
        n = 2 * n
    if head == HEADS[0]:
        end = Network(GlobalAveragePool(), Flatten(), Dense(n_in, CLASSES))
    else:
        n_flat = size * size * n_in
        end = Network(Flatten(), Dense(n_flat, 4096), ReLU(), Dense(4096, CLASSES))
    return [*parts, ("head", end)]


def builder_state(side, channels, repeat, head, **stages):
    """Shapes and costs of every part and of the whole; `stages` are the kinds by name, in order."""
    rows, shape, depth = [], (side, side, 3), 0
    for name, layer in built(side, channels, repeat, head, list(stages.values())):
        summary = layer.summary(shape)
        costs = (summary.parameters, summary.multiplications, summary.memory)
        rows.append({"name": name, "shape": layer.output_shape(shape), "costs": costs})
        depth += sum("W" in leaf.shapes for leaf in layer.leaves())
        shape = rows[-1]["shape"]
    totals = [sum(row["costs"][i] for row in rows) for i in range(3)]
    last = rows[-2]["shape"]
    return {
        "rows": rows, "parameters": totals[0], "multiplications": totals[1], "memory": totals[2],
        "weight_layers": depth, "last": last, "side": side,
        "dense_share": rows[-1]["costs"][0] / totals[0],
    }  # fmt: skip


@course_style()
def architecture_builder():
    """Choose the blocks of a network and watch shapes, parameters, multiplications and memory."""
    controls = {
        "side": choice("input side", SIDES, 224),
        "channels": choice("first channels", CHANNELS, 64),
        "repeat": whole_slider("blocks a stage", 2, 1, 4),
        "head": choice("head", HEADS),
        **{
            f"stage{i}": choice(f"stage {i}", tuple(BLOCKS), "conv 3x3")
            for i in range(1, STAGES + 1)
        },
    }
    figure, panels = new_figure(1, 3, width=9.8, height=3.9, sharey=True)
    bars, values = [], []
    for axes, (name, limits), colour in zip(panels, LIMITS.items(), (BLUE, RED, GREEN)):
        axes.set(xscale="log", xlim=limits, ylim=(-0.6, ROWS - 0.4), xlabel=name)
        axes.set(title={"memory (bytes)": "Memory of the outputs"}.get(name, name.capitalize()))
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", length=0)
        for i in range(ROWS):
            (bar,) = axes.plot([], [], color=colour, linewidth=13, solid_capstyle="butt")
            bars.append(bar)
            values.append(axes.text(0, ROWS - 1 - i, "", va="center", fontsize=8))
    widest = "2 x bottleneck\n112 x 112 x 1536"
    panels[0].set_yticks(range(ROWS), [widest] * ROWS)
    side = panels[0].get_yaxis_transform()
    labels = [
        panels[0].text(
            -0.03, ROWS - 1 - i, "", ha="right", va="center", fontsize=8.5, transform=side
        )
        for i in range(ROWS)
    ]
    canvas = Canvas(figure, [*bars, *values, *labels])  # the layout has made room for the labels
    panels[0].set_yticks(range(ROWS), [""] * ROWS)

    def paint(state):
        for k, limits in enumerate(LIMITS.values()):
            for i in range(ROWS):
                bar, text = bars[k * ROWS + i], values[k * ROWS + i]
                row = state["rows"][i] if i < len(state["rows"]) else None
                cost = row["costs"][k] if row else 0
                end = min(max(cost, limits[0]), limits[1])
                bar.set_data(*(([limits[0], end], [ROWS - 1 - i] * 2) if cost else ([], [])))
                text.set_text((in_bytes(cost) if k == 2 else short(cost)) if cost else "")
                right = end > limits[1] / 50
                text.set_position((end * (0.7 if right else 1.3), ROWS - 1 - i))
                text.set_ha("right" if right else "left")
                text.set_color("white" if right else "black")
        for i, label in enumerate(labels):
            row = state["rows"][i] if i < len(state["rows"]) else None
            label.set_text(f"{row['name']}\n{' x '.join(map(str, row['shape']))}" if row else "")
        return (
            f"Bars for the {len(state['rows'])} parts of the network: "
            + "; ".join(f"{r['name']} to {' x '.join(map(str, r['shape']))}" for r in state["rows"])
            + f". Together {state['parameters']:,} parameters, {state['multiplications']:,} "
            f"multiplications, {in_bytes(state['memory'])}."
        )

    return Explorer(
        "Build an architecture",
        controls,
        builder_state,
        paint,
        canvas,
        goals=[
            Goal(
                "for 224 x 224 photographs: at least 10 layers with weights, at least 256 channels "
                "before the head, under 2 million parameters and 700 million multiplications.",
                lambda s: (
                    s["side"] == 224
                    and s["weight_layers"] >= 10
                    and s["last"][2] >= 256
                    and s["parameters"] < 2e6
                    and s["multiplications"] < 7e8
                ),
                "deep, wide and cheap: thin channels before the expensive filters, and no large "
                "dense layer.",
            ),
            Goal(
                "put more than nine tenths of all parameters into the head.",
                lambda s: s["dense_share"] > 0.9,
                "as in AlexNet and VGG-16: the convolutions work, the dense layers weigh.",
            ),
        ],
        say=lambda s: (
            f"{s['weight_layers']} layers with weights, {short(s['parameters'])} parameters "
            f"({100 * s['dense_share']:.0f} % in the head), {short(s['multiplications'])} "
            f"multiplications and {in_bytes(s['memory'])} of outputs for one image."
        ),
    )


def short(count):
    """A count with a thousand, million or billion as its unit."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count:.0f}"
