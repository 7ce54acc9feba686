"""The picture that forms: gradient descent, with Adam, on the pixels of G.

for painted in paint(eye, content, style, Recipe(...), steps=200):
    show(painted.image())
"""

from typing import NamedTuple

import numpy as np

from course_utils.nn import Adam
from course_utils.nn.validation import check_count, check_number
from course_utils.vision.eyes import MEAN, as_image, as_picture
from course_utils.vision.style import Content, Gram, Moments, total_variation

STATISTICS = {"moments": Moments, "gram": Gram}
MARGIN = 8  # pixels painted all round and cut off: at its edge a picture is seen by few filters


class Recipe(NamedTuple):
    """What is kept of which picture, and how much it counts."""

    content_layers: tuple = ("fire6",)
    style_layers: tuple = ("conv1", "fire2", "fire3", "fire4", "fire5", "fire7")
    alpha: float = 1.0  # of the content
    beta: float = 3.0  # of the style
    smooth: float = 3e-4  # of the total variation
    statistics: str = "moments"  # or "gram"


# For the small eye, whose layers have other names.
SMALL = Recipe(("conv3",), ("pixels", "conv1", "conv2", "conv3", "conv4"), 1.0, 5.0, 1e-4)


def recipe_for(eye):
    """The recipe that suits an eye."""
    return SMALL if eye.name == "small" else Recipe()


class Painted(NamedTuple):
    """The picture after a number of steps, and the costs it had before the last of them.

    G is the array that is painted on: the next step changes it. `image` makes a copy.
    """

    step: int
    G: np.ndarray
    J: float
    J_content: float
    J_style: float

    def image(self):
        """The picture as uint8 (n_H, n_W, 3), without the margin."""
        return as_image(self.G)[MARGIN:-MARGIN, MARGIN:-MARGIN]


class Task:
    """The content and the style to be met: both pictures are looked at once, here.

    `content` and `style` are images, uint8; the longer side of the picture to be painted is `side`
    pixels, that of the style `style_side`, by default the same. dtype float64 serves for checks.
    """

    def __init__(self, eye, content, style, recipe, side, style_side=None, dtype=np.float32):
        check_count("side", side, low=16)
        if recipe.statistics not in STATISTICS:
            known = ", ".join(STATISTICS)
            raise ValueError(f"statistics is {recipe.statistics!r} but must be one of {known}.")
        self.eye, self.recipe = eye, recipe
        C = as_picture(content, side).astype(dtype)
        S = as_picture(style, style_side or side).astype(dtype)
        self.C = np.pad(C, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), "symmetric")
        kind = STATISTICS[recipe.statistics]
        self.content = look(eye, self.C, recipe.content_layers, Content.of)
        self.style = look(eye, S, recipe.style_layers, kind.of)

    def beginning(self, start="content", rng=None):
        """The first G: the content picture, or noise from `rng`.

        Raises ValueError for another start.
        """
        if start == "content":
            return self.C.copy()
        if start != "noise" or rng is None:
            raise ValueError(f"start is {start!r}: choose 'content', or 'noise' with an rng.")
        return rng.normal(0, 40, self.C.shape).astype(self.C.dtype)

    def costs(self, G):
        """(J, J_content, J_style) and dG, the derivative of J."""
        alpha, beta, smooth = self.recipe.alpha, self.recipe.beta, self.recipe.smooth
        A = self.eye.look(G, list(dict.fromkeys([*self.content, *self.style])))
        J_content, dA = weighed(self.content, A, alpha)
        J_style, dA_style = weighed(self.style, A, beta)
        for name, d in dA_style.items():
            dA[name] = dA[name] + d if name in dA else d
        J_grain, dG = total_variation(G)
        J = alpha * J_content + beta * J_style + smooth * J_grain
        dG *= G.dtype.type(smooth)
        return (J, J_content, J_style), dG + (self.eye.gradient(dA) if dA else 0)


def look(eye, G, layers, of):
    """What `of` makes of the activations of each layer, by name."""
    seen = eye.look(G, layers) if layers else {}
    return {name: of(A) for name, A in seen.items()}


def weighed(goals, A, weight):
    """Mean cost over the layers, and weight times its derivatives {name: dA}."""
    J, dA = 0.0, {}
    for name, goal in goals.items():
        J_layer, d = goal.cost(A[name])
        J += J_layer / len(goals)
        dA[name] = d * d.dtype.type(weight / len(goals))
    return J, dA


def default_rate(step, steps):
    """In grey levels: large steps first, small ones for the last two fifths."""
    return 6.0 if step <= 0.6 * steps else 2.0


def paint_on(task, G, steps, learning_rate=default_rate):
    """Change G in place, step by step; yields a Painted after each.

    Adam moves every pixel by about the learning rate, in grey levels; colours stay within 0 to 255.
    """
    check_count("steps", steps)
    adam, low, high = Adam(1.0), -MEAN, 255 - MEAN
    for step in range(1, steps + 1):
        costs, dG = task.costs(G)
        adam.learning_rate = check_number("learning_rate", learning_rate(step, steps), 0, np.inf)
        adam.step({"G": G}, {"dG": dG})
        np.clip(G, low, high, out=G)
        yield Painted(step, G, *costs)


def paint(eye, content, style, recipe, steps, side=128, start="content", rng=None, **kwargs):
    """Paint `content` in the manner of `style`, both uint8 images; yields a Painted per step."""
    task = Task(eye, content, style, recipe, side, **kwargs)
    yield from paint_on(task, task.beginning(start, rng), steps)
