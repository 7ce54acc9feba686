"""The widgets of week C1W3: driven through all controls, checked against other computations."""

import asyncio
import itertools
import threading

import numpy as np
import pytest
from driving import (
    CHECKS,
    Driven,
    alt_of,
    complaint_of,
    memory_of_pictures,
    picture_of,
    sentence_of,
)

from course_utils.notebook import live, player
from course_utils.notebook.explore import c1w3
from course_utils.notebook.explore.c1w3 import play, start, training

BENDS = {  # g, g' as a function of z, written without the library
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "ReLU": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0)),
    "leaky ReLU": (lambda z: np.where(z > 0, z, z / 100), lambda z: np.where(z > 0, 1, 0.01)),
    "linear": (lambda z: z, np.ones_like),
}

WIDGETS = {
    "playground": Driven(
        c1w3.playground,
        unseen=("learning_rate",),
        goals=[
            (
                "circles, 3 tanh units, learning rate 1",
                [
                    "circles, 2 tanh units, learning rate 1",  # two lines are no fence
                    "circles, 4 tanh units, learning rate 1",  # one unit more than allowed
                    "circles, 3 linear units, learning rate 1",
                    "circles, 3 tanh units, learning rate 1, noise 0.5",  # made too easy
                ],
            ),
            (
                "moons, 3 tanh units, learning rate 1",
                ["moons, 2 tanh units, learning rate 1", "moons, 3 linear units, learning rate 1"],
            ),
            (
                "xor, 4 tanh units, learning rate 1, start 3",
                ["xor, 2 tanh units, learning rate 1", "xor, 5 tanh units, learning rate 1"],
            ),
            (
                "flower, 3 tanh units, learning rate 1",
                ["flower, 2 tanh units, learning rate 1", "circles, 3 tanh units, learning rate 1"],
            ),
            (
                "spiral, 6 tanh units, learning rate 3, start 2",
                ["spiral, 3 tanh units, learning rate 1", "spiral, 6 sigmoid units"],
            ),
        ],
    ),
    "symmetry": Driven(
        c1w3.symmetry,
        unseen=("kind", "start", "learning_rate"),  # at scale 0 all starts are the same
        goals=[
            ("equal weights, scale 0.5", ["random weights, scale 0.5", "equal weights, scale 0"]),
            (
                "random weights, scale 0.01",
                [
                    "random weights, scale 0.5",  # not the smallest
                    "equal weights, scale 0.01",
                    "random weights, scale 0",
                    "random weights, scale 0.01, learning rate 0.001",  # too slow
                ],
            ),
            ("random weights, scale 10", ["random weights, scale 0.1", "equal weights, scale 0"]),
        ],
    ),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c1w3).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check, monkeypatch):
    monkeypatch.setattr(play, "STEPS", 6000)
    monkeypatch.setattr(start, "STEPS", 1500)
    CHECKS[check](WIDGETS[name])


# The playground


def naive_training(state, learning_rate, L2):
    """Costs and parameters, by the lesson's formulas in another notation, from the same start."""
    g, slope = BENDS[state["activation"]]
    X, y = state["X"], state["Y"][0]
    W1, b1, W2, b2 = (state["network"].params[name].copy() for name in ("W1", "b1", "W2", "b2"))
    m = len(y)
    while True:
        z1 = W1 @ X + b1
        a = 1 / (1 + np.exp(-(W2 @ g(z1) + b2)[0]))
        penalty = L2 / (2 * m) * ((W1**2).sum() + (W2**2).sum())
        yield penalty - np.log(np.where(y == 1, a, 1 - a)).mean(), (W1, b1, W2, b2)
        error = (a - y) / m
        back = np.outer(W2[0], error) * slope(z1)
        W2 = W2 - learning_rate * (g(z1) @ error + L2 / m * W2)
        b2 = b2 - learning_rate * error.sum()
        W1 = W1 - learning_rate * (np.einsum("ji,ki->jk", back, X) + L2 / m * W1)
        b1 = b1 - learning_rate * back.sum(axis=1)[:, None]


@pytest.mark.parametrize("data", training.SETS)
@pytest.mark.parametrize(
    ("activation", "L2"), [*itertools.product(BENDS, [0]), ("tanh", 1), ("ReLU", 10)]
)
def test_training_equals_plain_formulas(data, activation, L2):
    states = play.train(data, 1.0, 5, activation, 3, lambda: 0.2, lambda: L2)
    naive = None
    for state in itertools.islice(states, 20):
        naive = naive or naive_training(state, 0.2, L2)
        J, params = next(naive)
        assert state["J"] == pytest.approx(J)
        for name, values in zip(("W1", "b1", "W2", "b2"), params):
            assert state["network"].params[name] == pytest.approx(values)
    assert state["iteration"] == 19


@pytest.mark.parametrize("data", training.SETS)
def test_the_points_are_new_ones_and_noise_moves_them(data):
    X, Y, X_new, Y_new = training.points(data, 1.0)
    assert X.shape == (2, 200)
    assert X_new.shape == (2, 500)
    assert set(Y[0]) == set(Y_new[0]) == {0, 1}
    assert not set(map(tuple, X.T)) & set(map(tuple, X_new.T))
    assert np.abs(training.points(data, 3.0)[0] - X).max() > 0.05


@pytest.mark.parametrize("activation", BENDS)
def test_the_maps_show_the_network(activation):
    explorer = WIDGETS["playground"].fresh()
    explorer.apply(f"circles, 4 {activation} units, learning rate 0.5")
    for _ in range(30):
        explorer.player.step()
    p = explorer.state["network"].params
    g, _ = BENDS[activation]
    whole, *shares = explorer.canvas.maps
    x = np.linspace(*whole.axes.get_xlim(), play.GRID)
    y = np.linspace(*whole.axes.get_ylim(), play.GRID)
    for row, column in ((0, 0), (0, -5), (45, 20), (-5, 85)):
        adds = p["W2"][0] * g(p["W1"] @ [x[column], y[row]] + p["b1"][:, 0])
        z = adds.sum() + p["b2"].item()
        assert whole.values[row, column] == pytest.approx(1 / (1 + np.exp(-z)))
        if row % play.COARSE == column % play.COARSE == 0:
            at = row % play.GRID // play.COARSE, column % play.GRID // play.COARSE
            assert [share.values[at] for share in shares[:4]] == pytest.approx(list(adds))
    assert [share.axes.get_visible() for share in shares] == [i < 4 for i in range(12)]


def test_lines_lie_where_a_units_score_is_zero_and_dots_where_the_networks_is():
    explorer = WIDGETS["playground"].fresh()
    explorer.apply("moons, 5 tanh units, learning rate 1")
    for _ in range(50):
        explorer.player.step()
    units, boundary, *_ = explorer.canvas.moving
    p = explorer.state["network"].params
    ends = np.array(units.get_data()).reshape(2, 5, 3)[:, :, :2]
    for j in range(5):
        assert p["W1"][j] @ ends[:, j] + p["b1"][j] == pytest.approx(np.zeros(2), abs=1e-9)
    dots = np.array(boundary.get_data())
    Z = p["W2"] @ np.tanh(p["W1"] @ dots + p["b1"]) + p["b2"]
    assert dots.shape[1] > 50
    assert np.abs(Z).max() < 0.02


def test_the_numbers_in_the_sentence():
    explorer = WIDGETS["playground"].fresh()
    explorer.apply("flower, 3 tanh units, learning rate 1")
    for _ in range(40):
        explorer.player.step()
    p, (X, Y, X_new, Y_new) = explorer.state["network"].params, training.points("flower", 1.0)
    right = [
        np.mean((p["W2"] @ np.tanh(p["W1"] @ points + p["b1"]) + p["b2"] > 0) == labels)
        for points, labels in ((X, Y), (X_new, Y_new))
    ]
    said = sentence_of(explorer)
    assert f"right on {right[0]:.0%} of the points, on {right[1]:.0%} of 500 new ones" in said
    assert f"J = {explorer.state['J']:.3f}" in said
    assert said.startswith("Step 39")


def test_learning_rate_and_penalty_act_on_the_running_training():
    explorer = WIDGETS["playground"].fresh()
    for _ in range(5):
        explorer.player.step()
    before = explorer.state["network"].params["W1"].copy()
    explorer.controls["learning_rate"].value = 0.001
    explorer.player.step()  # this step was still taken with the old one or the new one
    explorer.player.step()
    slow = np.abs(explorer.state["network"].params["W1"] - before).max()
    J = explorer.state["J"]
    explorer.controls["L2"].value = 10
    explorer.player.step()
    assert explorer.state["iteration"] == 7
    assert slow < 0.01
    assert explorer.state["J"] > J + 0.01  # the price of the weights is in it


def test_a_short_text_sets_all_controls_and_tells_what_it_does_not_understand():
    explorer = WIDGETS["playground"].fresh()
    explorer.settings.value = "spiral, 6 tanh units, learning rate 1"
    assert explorer.share() == "spiral, noise 1, 6 tanh units, learning rate 1, L2 0, start 1"
    explorer.settings.value = "5 leaky ReLU units, L2 0.1, noise 2"
    assert explorer.share() == (
        "spiral, noise 2, 5 leaky ReLU units, learning rate 1, L2 0.1, start 1"
    )
    explorer.settings.value = "spiral, 60 tanh units"
    assert complaint_of(explorer) == "units lies between 1 and 12, not at 60."
    explorer.settings.value = "spirals"
    assert "flower, circles, moons, spiral, xor" in complaint_of(explorer)


def test_a_training_that_leaves_all_bounds_says_so():
    explorer = WIDGETS["playground"].fresh()
    explorer.apply("flower, noise 3, 12 linear units, learning rate 3, L2 10")
    explorer.player.play()
    complaint = complaint_of(explorer)
    if complaint:
        assert complaint.startswith("the cost is beyond 1e+06 at step")
    assert explorer.player.finished


def test_a_cost_beyond_all_bounds_is_an_error():
    X, Y, *_ = training.points("flower", 1.0)
    network = training.shallow(3, "linear", np.random.default_rng(0))
    network.params["W2"][...] *= 1e9
    with pytest.raises(ArithmeticError, match="choose a smaller learning rate"):
        next(training.descend(network, X, Y, lambda: 1.0))


def test_a_curve_is_long_and_has_few_points():
    curve = training.Curve()
    kept = [x for x in range(100_000) if curve.add(x, 2 * x)]
    assert curve.x == kept
    assert curve.y == [2 * x for x in kept]
    assert len(kept) < 500
    assert all(b <= max(a + 1, 1.02 * a) + 1 for a, b in itertools.pairwise(kept))


def test_everything_is_used_while_it_trains(monkeypatch):
    """As in JupyterLab: the training in the main thread, the page's messages in another one."""
    monkeypatch.setattr(player, "SECONDS_PER_PICTURE", 0.02)

    def learner(explorer):
        press = {name: button.click for name, button in explorer.player.buttons.items()}
        controls = explorer.controls
        for data, units in zip(training.SETS, (1, 12, 5, 8, 3)):
            press["play"]()
            controls["learning_rate"].set_state({"value": 1.0})
            controls["units"].set_state({"value": units})
            controls["data"].set_state({"index": list(training.SETS).index(data)})
            controls["activation"].set_state({"index": units % 5})
            controls["L2"].set_state({"index": units % 3})
            controls["noise"].set_state({"value": units / 5})
            press["pause"]()
            press["step"]()
            press["play"]()
            explorer.settings.set_state({"value": "units=many"})
            press["reset"]()
        press["play"]()
        press["stop"]()

    async def lesson():
        explorer = c1w3.playground()
        thread = threading.Thread(target=learner, args=[explorer])
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return explorer

    explorer = asyncio.run(lesson())
    assert explorer.player.finished
    assert complaint_of(explorer) == ""
    assert (explorer.state["data"], explorer.state["units"]) == ("xor", 3)
    assert explorer.settings.value == explorer.share()


@pytest.mark.slow
def test_pictures_of_a_training_keep_the_memory_flat(monkeypatch):
    monkeypatch.setattr(live, "SCREEN_DPI", 24)  # a sixteenth of the pixels
    explorer = c1w3.playground()
    explorer.apply("spiral, 8 tanh units")
    drawn, grown = memory_of_pictures(explorer, 2)  # two thousand in test_c1w2_widgets.py
    assert drawn >= 200
    assert grown < 200_000  # caches fill up; one picture a step would be a million


# How the weights begin


def test_differences_of_the_units_and_slopes():
    explorer = WIDGETS["symmetry"].fresh()
    explorer.apply("random weights, scale 0.7, start 4")
    explorer.player.step()
    W1, b1 = (explorer.state["network"].params[name] for name in ("W1", "b1"))
    rows = [np.sqrt(((W1[i] - W1[j]) ** 2).sum()) for i in range(4) for j in range(i)]
    assert explorer.state["difference"] == pytest.approx(max(rows))
    X = explorer.state["X"]
    slopes = [1 / np.cosh(w @ X + b) ** 2 for w, b in zip(W1, b1)]
    assert explorer.state["slope"] == pytest.approx(np.mean(slopes))
    assert f"differ by up to {max(rows):.2g}" in sentence_of(explorer)


@pytest.mark.parametrize("scale", [0, 0.01, 1, 10])
def test_equal_weights_begin_equal_and_random_ones_have_their_scale(scale):
    rng = np.random.default_rng(0)
    assert (start.initializer("equal", scale)((50, 40), 40, rng) == scale).all()
    spread = start.initializer("random", scale)((50, 40), 40, rng).std()
    assert spread == pytest.approx(scale, rel=0.1)


def test_equal_units_learn_and_stay_equal(monkeypatch):
    explorer = WIDGETS["symmetry"].fresh()
    explorer.apply("equal weights, scale 0.5")
    explorer.player.play()
    W1 = explorer.state["network"].params["W1"]
    assert np.ptp(W1, axis=0).max() < start.EQUAL
    assert explorer.state["J"] < explorer.state["first"] - 0.01
    assert explorer.state["iteration"] == start.STEPS


def test_the_smallest_disturbance_grows(monkeypatch):
    explorer = WIDGETS["symmetry"].fresh()
    explorer.apply("random weights, scale 0.01")
    differences = [explorer.state["difference"]]
    explorer.player.play()
    differences.append(explorer.state["difference"])
    assert differences[0] < 0.1
    assert differences[1] > 100 * differences[0] or differences[1] > 5
    *_, costs, apart = explorer.canvas.moving
    assert apart.get_ydata()[-1] == pytest.approx(explorer.state["differences"].y[-1])
    assert costs.get_ydata()[-1] == pytest.approx(explorer.state["costs"].y[-1])
    assert f"{explorer.state['difference']:.2g}" in alt_of(explorer)


def test_no_difference_at_all_is_drawn_at_the_foot_of_the_axis():
    explorer = WIDGETS["symmetry"].fresh()
    for _ in range(3):
        explorer.player.step()
    *_, apart = explorer.canvas.moving
    assert set(apart.get_ydata()) == {start.SMALLEST}
    assert "equal to the last digit" in sentence_of(explorer)
    assert picture_of(explorer)
