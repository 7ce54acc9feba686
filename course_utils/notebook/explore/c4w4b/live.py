"""Watch a picture being painted: weights, layers and start to choose; pause, go on, save."""

import numpy as np

from course_utils.notebook.controls import choice, log_slider, whole_slider
from course_utils.notebook.explore.c4w4b.pictures import Collection, best_eye, saver, uploads
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import BLUE, RED, course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal
from course_utils.vision.eyes import as_image, as_picture
from course_utils.vision.painting import Task, default_rate, paint_on, recipe_for

LAYERS = {"all": slice(None), "shallow": slice(None, 2), "deep": slice(-2, None)}
STARTS = ("content", "noise")
SIZES = (64, 96, 128, 192)
MOST = 300  # steps
LEAST_J, HIGHEST_J = 1e-2, 1e2


def recipe_of(eye, ratio, layers):
    """The eye's recipe with its style `ratio` times as heavy, and only some of its layers."""
    recipe = recipe_for(eye)
    return recipe._replace(
        beta=recipe.beta * ratio, style_layers=recipe.style_layers[LAYERS[layers]]
    )


def first_picture(collection, content, size, start):
    """The picture before any step, uint8."""
    G = as_picture(collection.get("content", content), size)
    if start == "noise":
        G = np.random.default_rng(0).normal(0, 40, G.shape)
    return as_image(G)


def state_of(values, image, costs=()):
    """What the widget shows: the settings, the picture, and the costs (J_content, J_style)."""
    J_content, J_style = costs[-1] if costs else (float("nan"),) * 2
    return values | {
        "image": image, "costs": list(costs), "step": len(costs),
        "J_content": J_content, "J_style": J_style,
    }  # fmt: skip


def painting(collection, eye, values, ratio, steps):
    """States of a picture as it forms; `ratio` is asked at every step.

    Adam measures gradients by what it has seen of them, so it begins anew where the weight changes.
    """
    pictures = (collection.get(kind, values[kind]) for kind in ("content", "style"))
    weight, layers = ratio(), values["layers"]
    task = Task(eye, *pictures, recipe_of(eye, weight, layers), values["size"])
    G, costs, run = task.beginning(values["start"], np.random.default_rng(0)), [], None
    while len(costs) < steps:
        if run is None or ratio() != weight:
            weight, done = ratio(), len(costs)
            task.recipe = recipe_of(eye, weight, layers)
            run = paint_on(task, G, steps - done, later_rate(done, steps))
        painted = next(run)
        costs.append((painted.J_content, painted.J_style))
        yield state_of(values | {"ratio": weight}, painted.image(), costs)


def later_rate(done, steps):
    """The learning rate of a run that goes on after `done` of its steps."""
    return lambda step, _: default_rate(done + step, steps)


class Board:
    """Two small pictures, the one that forms, and the curves of its costs."""

    def __init__(self, collection):
        self.collection = collection
        figure, axes = new_figure(
            1, 4, width=9.8, height=3.4, gridspec_kw={"width_ratios": [0.6, 0.6, 2.2, 1.4]}
        )
        self.images = {}
        for axis, name in zip(axes, ("content", "style", "painting")):
            axis.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(1, 0), title=name.capitalize())
            axis.title.set_fontsize(10)
            axis.grid(visible=False)
            axis.set_frame_on(False)
            axis.set_box_aspect(1)
            self.images[name] = axis.imshow(
                np.zeros((2, 2, 3), np.uint8), extent=(0, 1, 1, 0), aspect="auto",
                interpolation="bilinear",
            )  # fmt: skip
        self.curve = axes[3]
        self.curve.set(
            xlabel="step", yscale="log", ylim=(LEAST_J, HIGHEST_J), xlim=(0, MOST), title="Costs"
        )
        self.curve.title.set_fontsize(10)
        (self.content,) = self.curve.plot([], [], "--", color=BLUE, label="content")
        (self.style,) = self.curve.plot([], [], "-", color=RED, label="style")
        self.curve.legend(loc="upper right", fontsize=8)
        self.canvas = Canvas(figure, [*self.images.values(), self.content, self.style])

    def paint(self, state):
        """Show a state; returns the alternative text."""
        self._show("content", self.collection.get("content", state["content"]))
        self._show("style", self.collection.get("style", state["style"]))
        self._show("painting", state["image"])
        if self.curve.get_xlim() != (0, state["steps"]):
            self.curve.set_xlim(0, state["steps"])
            self.canvas.prepare()
        costs = np.clip(np.array(state["costs"]).reshape(-1, 2), LEAST_J, HIGHEST_J)
        number = np.arange(1, len(costs) + 1)
        self.content.set_data(number, costs[:, 0])
        self.style.set_data(number, costs[:, 1])
        n_H, n_W, _ = state["image"].shape
        return (
            f"“{state['content']}” in the manner of “{state['style']}”, {n_W} x {n_H} pixels, "
            f"painted from {state['start']} for {state['step']} of {state['steps']} steps with "
            f"{state['layers']} layers for the style, {state['ratio']:.3g} times as heavy as "
            f"usual. {costs_in_words(state)}"
        )

    def _show(self, name, image):
        n_H, n_W, _ = image.shape
        across, down = n_W / max(n_H, n_W), n_H / max(n_H, n_W)
        left, top = (1 - across) / 2, (1 - down) / 2
        self.images[name].set_data(image)
        self.images[name].set_extent((left, left + across, top + down, top))


def costs_in_words(state):
    """One sentence on both costs."""
    if not state["step"]:
        return "Press Play. Pause whenever you like, move the weight, and go on."
    return (
        f"Step {state['step']} of {state['steps']}: J_content {state['J_content']:.2f}, "
        f"J_style {state['J_style']:.3f}, as shares of what the two pictures have."
    )


def goals():
    """What to reach: both ends of the scale, and a start from noise."""
    return [
        Goal(
            "overdo it: after 40 steps or more from the content, little of it is left "
            "(J_content above 0.75).",
            lambda s: s["start"] == "content" and s["step"] >= 40 and s["J_content"] > 0.75,
            "all style, no tower: beta rules.",
        ),
        Goal(
            "too timid: after 40 steps or more, J_content is still below 0.15.",
            lambda s: s["start"] == "content" and s["step"] >= 40 and s["J_content"] < 0.15,
            "the photograph with a veil over it: alpha rules.",
        ),
        Goal(
            "out of nothing: from noise to J_content below 0.5 and J_style below 0.6.",
            lambda s: s["start"] == "noise" and s["J_content"] < 0.5 and s["J_style"] < 0.6,
            "the same two costs pull a picture out of noise; it only takes longer.",
        ),
    ]


def explorer_for(title, collection, eye, controls, fixed, goals=()):
    """The widget with these controls; what isn't a control is fixed."""
    board = Board(collection)

    def values():
        return fixed | {name: control.value for name, control in controls.items()}

    def compute(**moved):
        all_values = fixed | moved
        names = ("content", "size", "start")
        return state_of(
            all_values, first_picture(collection, **{name: all_values[name] for name in names})
        )

    def work():
        now = values()
        return painting(collection, eye, now, lambda: values()["ratio"], now["steps"])

    explorer = Explorer(
        title, controls, compute, board.paint, board.canvas, goals=goals, say=costs_in_words,
        work=work, total=lambda: values()["steps"],
        restarts=[name for name in controls if name != "ratio"], on_reset=collection.forget,
    )  # fmt: skip
    explorer.add_row(saver(explorer))
    return explorer


def all_controls(collection, sizes, size, steps):
    """Every control that there is, by name."""
    return {
        "content": choice("content", collection.names("content")),
        "style": choice("style", collection.names("style")),
        "ratio": log_slider("weight of style", 1.0, -2, 2),
        "layers": choice("style layers", tuple(LAYERS)),
        "start": choice("start from", STARTS),
        "size": choice("size (pixels)", sizes, size),
        "steps": whole_slider("steps", steps, 20, MOST, 10),
    }


@course_style()
def paint_live(eye=None, sizes=SIZES, size=128, steps=120):
    """Paint a photograph in the manner of another picture, and watch it form."""
    collection = Collection()
    controls = all_controls(collection, sizes, size, steps)
    return explorer_for(
        "A picture that forms", collection, eye or best_eye(), controls, {}, goals()
    )


@course_style()
def paint_your_own(eye=None, sizes=SIZES, size=128, steps=150):
    """Your own content and your own style; the picture can be saved."""
    collection = Collection()
    controls = all_controls(collection, sizes, size, steps)
    kept = {name: controls[name] for name in ("content", "style", "ratio", "size", "steps")}
    kept["content"].value, kept["style"].value = "cat", list(collection.known["style"])[-1]
    fixed = {"layers": "all", "start": "content"}
    explorer = explorer_for("Your own pictures", collection, eye or best_eye(), kept, fixed)
    explorer.add_row(uploads(collection, explorer))
    return explorer
