"""The widgets of week C1W1: driven through all their controls, and drawn upon."""

import functools
import itertools

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, complaint_of, picture_of, sentence_of, snapshot
from scipy.special import softmax

from course_utils import data, nn
from course_utils.notebook import handwriting
from course_utils.notebook.explore import c1w1
from course_utils.notebook.explore.c1w1 import drawing, neuron, wishing

DIGITS = data.load("digits")
X, LABELS, X_TEST, LABELS_TEST = DIGITS.as_columns()
Y = nn.one_hot(LABELS, 10)
rng = np.random.default_rng(0)


@functools.cache
def network():
    """A network for the digits, trained as the lesson trains it."""
    start = np.random.default_rng(1)
    layers = [nn.Dense(64, 64, rng=start), nn.ReLU(), nn.Dense(64, 32, rng=start), nn.ReLU()]
    made = nn.Network(*layers, nn.Dense(32, 10, rng=start))
    descent = nn.Adam(0.005)
    nn.fit(made, nn.softmax_cross_entropy, descent, X, Y, 32, start, 25, progress_bar=False)
    return made


WIDGETS = {
    "one_neuron": Driven(
        c1w1.one_neuron,
        goals=[
            (
                "points=prices, activation=ReLU, w=1.9, b=-0.9",
                ["points=prices, activation=none, w=1.6, b=-0.6", "points=sales, w=1.9, b=-0.9"],
            ),
            (
                "points=sales, activation=sigmoid, w=5.9, b=-4.4",
                [
                    "points=sales, activation=ReLU, w=0.7, b=-0.1",
                    "points=sales, activation=sigmoid",
                ],
            ),
        ],
    ),
    "wishes": Driven(
        lambda: c1w1.wishes(network()),
        unseen=("learning_rate",),
        goals=[
            ("count=1, learning_rate=0.01", ["count=10, learning_rate=0.01", "count=1"]),
            (
                "count=100, learning_rate=0.03",
                ["count=1, learning_rate=0.1", "count=10, learning_rate=0.03", "count=100"],
            ),
        ],
    ),
    "draw_a_digit": Driven(lambda: c1w1.draw_a_digit(network())),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c1w1).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


DRIVES = [
    (name, check)
    for name, check in itertools.product(WIDGETS, CHECKS)
    if (name, check) != ("draw_a_digit", "goals")  # which are reached by drawing: see below
]


@pytest.mark.parametrize(("name", "check"), DRIVES)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# One neuron


@pytest.mark.parametrize("activation", neuron.ACTIVATIONS)
@pytest.mark.parametrize("points", neuron.POINTS)
def test_the_error_of_one_neuron(points, activation):
    bend = {
        "none": lambda z: z,
        "ReLU": lambda z: max(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }[activation]
    x, y, _, _ = neuron.POINTS[points]
    for w, b in ((1.9, -0.9), (-2, 4), (8, -6), (0, 0)):
        expected = sum((bend(w * x_i + b) - y_i) ** 2 for x_i, y_i in zip(x, y))
        assert neuron.neuron_state(points, activation, w, b)["error"] == pytest.approx(expected)
        column, row = np.abs(neuron.W - w).argmin(), np.abs(neuron.B - b).argmin()
        assert neuron.error_map(points, activation)[row, column] == pytest.approx(expected)


def test_no_line_reaches_a_goal_of_one_neuron():
    """The praise says so: with the best line that there is, fitted by least squares."""
    for points, limit in (("prices", 0.02), ("sales", 0.01)):
        x, y, _, _ = neuron.POINTS[points]
        assert np.sum((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2) > limit


def test_each_goal_of_one_neuron_belongs_to_one_bend():
    for points, limit, right in (("prices", 0.02, "ReLU"), ("sales", 0.01, "sigmoid")):
        lowest = {name: neuron.error_map(points, name).min() for name in neuron.ACTIVATIONS}
        assert [name for name in lowest if lowest[name] < limit] == [right]


def test_the_curve_and_the_dot_stand_where_they_should():
    explorer = WIDGETS["one_neuron"].fresh()
    explorer.apply("points=sales, activation=sigmoid, w=4, b=-3")
    curve, sticks, dots, here = explorer.canvas.moving
    x, a = curve.get_data()
    assert a == pytest.approx(1 / (1 + np.exp(3 - 4 * x)))
    assert here.get_xydata().tolist() == [[4, -3]]
    assert len(dots.get_xdata()) == 4
    assert np.isfinite(sticks.get_ydata()).sum() == 8
    assert "share sold within a month" in alt_of(explorer)


# Wishes


def test_a_wish_is_minus_the_slope_of_the_mean_cost():
    W, b = rng.normal(size=(10, 6)), rng.normal(size=(10, 1))
    A, wanted = np.abs(rng.normal(size=(6, 5))), np.eye(10)[:, [3, 1, 3, 0, 9]]

    def cost():
        return -np.mean(np.log(np.sum(softmax(W @ A + b, axis=0) * wanted, axis=0)))

    for numbers, wish in zip((W, b), wishing.wish(W, b, A, wanted)):
        for place in ((0, 0), (3, 0), (9, -1)):
            before = numbers[place]
            numbers[place] = before + 1e-6
            above = cost()
            numbers[place] = before - 1e-6
            below = cost()
            numbers[place] = before
            assert wish[place] == pytest.approx((below - above) / 2e-6, abs=1e-8)


def test_the_lesson_of_the_last_layer_is_gradient_descent():
    A = np.abs(rng.normal(size=(4, 30)))
    wanted = np.eye(10)[:, rng.integers(0, 10, 30)]
    states = list(itertools.islice(wishing.lesson(A, wanted, [2, 5, 7], lambda: 0.3), 6))
    W, b = np.zeros((10, 4)), np.zeros((10, 1))
    for number, state in enumerate(states):
        shares = softmax(W @ A + b, axis=0)
        assert state["step"] == number
        assert state["cost"] == pytest.approx(-np.log(shares[wanted[:, 2] == 1, 2]).item())
        right = shares.argmax(axis=0) == wanted.argmax(axis=0)
        assert state["accuracy"] == pytest.approx(right.mean())
        W = W + 0.3 * (wanted - shares)[:, [2, 5, 7]] @ A[:, [2, 5, 7]].T / 3
        b = b + 0.3 * (wanted - shares)[:, [2, 5, 7]].mean(axis=1, keepdims=True)
    assert states[0]["cost"] == pytest.approx(np.log(10))
    assert states[-1]["costs"] == [state["cost"] for state in states]


def test_the_examples_begin_with_the_chosen_digit():
    labels = LABELS[0]
    for digit, count in itertools.product((0, 7), (1, 10, labels.size)):
        chosen = wishing.examples(labels, digit, count)
        assert labels[chosen[0]] == digit
        assert len(set(chosen)) == count


def test_weights_and_biases_stand_side_by_side():
    table = wishing.side_by_side(np.array([[2.0, -4.0], [0.0, 1.0]]), np.array([0.5, -0.25]))
    assert table.tolist() == [[0.5, -1, 0, 1], [0, 0.25, 0, -0.5]]
    assert not wishing.side_by_side(np.zeros((2, 2)), np.zeros(2)).any()


def test_one_example_alone_ruins_the_others():
    """What the widget's praise asks about: all digits are soon read as the chosen one."""
    explorer = WIDGETS["wishes"].fresh()
    explorer.apply("digit=3, count=1, learning_rate=0.1")
    explorer.player.play()
    assert explorer.state["cost"] < 0.1
    assert explorer.state["accuracy"] < 0.25
    assert sentence_of(explorer).startswith("Step 100: this 3 gets the share")


# The pad

LINE = [[0.5, 0.1], [0.5, 0.9]]
ELLIPSE = [[0.5 + 0.28 * np.sin(t), 0.5 - 0.35 * np.cos(t)] for t in np.linspace(0, 6.3, 40)]
ZERO = [[[float(x), float(y)] for x, y in ELLIPSE]]


@pytest.fixture
def pad():
    return WIDGETS["draw_a_digit"].fresh()


def draw(explorer, strokes):
    """What the page sends when somebody draws."""
    explorer.pad.set_state({"strokes": strokes})


def test_the_layers_are_the_networks():
    state = drawing.look(network(), [1, 3], ZERO, prepare=True)
    params = network().params
    a = handwriting.to_digit(ZERO).reshape(-1, 1) / 16
    for number, shown in enumerate(state["activations"]):
        assert shown == pytest.approx(a[:, 0])
        a = params[f"W{number + 1}"] @ a + params[f"b{number + 1}"]
        z, a = a, np.maximum(a, 0)
    assert state["shares"] == pytest.approx(softmax(z, axis=0)[:, 0])
    assert state["top"] == 0


def test_a_drawing_is_read_at_once_and_reaches_the_first_goal(pad):
    own, _ = pad.goals
    assert own not in pad.done
    before = picture_of(pad)
    draw(pad, ZERO)
    assert pad.controls["pick"].value == 0
    assert picture_of(pad) != before
    assert "The network says 0" in sentence_of(pad)
    assert "Your drawing as an 8 by 8 picture" in alt_of(pad)
    assert own in pad.done


def test_more_strokes_on_a_test_digit_may_reach_the_second_goal(pad):
    _, another = pad.goals
    bow = [[0.3, 0.5], [0.3, 0.9], [0.7, 0.9], [0.7, 0.5]]
    for number in range(1, 21):
        pad.controls["pick"].value = number
        draw(pad, [*pad.pad.strokes, bow])
        assert pad.state["base"] == number
        assert pad.state["added"] == 1
        if pad.state["top"] != pad.state["before"]:
            break
        assert another not in pad.done
    assert another in pad.done
    draw(pad, [])
    assert pad.state["base"] == 0  # an empty pad is the learner's own


def test_two_strokes_more_are_too_many(pad):
    _, another = pad.goals
    draw(pad, [*pad.pad.strokes, LINE, ZERO[0]])
    assert another not in pad.done


def test_an_empty_pad_shows_dark_layers(pad):
    draw(pad, [])
    assert "The pad is empty" in alt_of(pad)
    assert sentence_of(pad).startswith("Draw a digit")
    assert not any(a.any() for a in pad.state["activations"])


def test_picking_a_digit_shows_its_strokes_on_the_pad(pad):
    draw(pad, ZERO)
    pad.controls["pick"].value = 5
    traced = handwriting.trace(DIGITS.X_test[4, ..., 0])
    assert len(pad.pad.strokes) == len(traced)
    assert np.allclose(pad.pad.strokes[0], traced[0], atol=1e-4)
    pad.controls["pick"].value = 0
    assert pad.pad.strokes == ZERO  # what was drawn is not lost


def test_reset_clears_what_was_drawn(pad):
    first = snapshot(pad)
    draw(pad, ZERO)
    pad.reset_button.click()
    assert snapshot(pad) == first
    pad.controls["pick"].value = 0
    assert pad.pad.strokes == []


def test_without_preparation_a_small_drawing_is_not_read(pad):
    small = [[[0.1 + 0.25 * x, 0.1 + 0.25 * y] for x, y in ZERO[0]]]
    draw(pad, small)
    assert pad.state["top"] == 0
    given = pad.state["activations"][0].reshape(8, 8)
    pad.controls["prepare"].value = False
    raw = pad.state["activations"][0].reshape(8, 8)
    assert given[-1].any()
    assert not raw[4:].any()


def test_what_is_no_drawing_is_answered_in_the_widget(pad):
    draw(pad, [["left", "right"]])
    assert complaint_of(pad)
    draw(pad, ZERO)
    assert not complaint_of(pad)


@pytest.mark.parametrize("strokes", [[[[0.5, 0.5]]], [LINE], [[[0, 0], [1, 1]], [[1, 0], [0, 1]]]])
def test_any_stroke_can_be_shown(pad, strokes):
    draw(pad, strokes)
    assert pad.state["shares"].sum() == pytest.approx(1)
