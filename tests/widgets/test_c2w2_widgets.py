"""The widgets of week C2W2: driven through all controls, checked against other computations."""

import itertools

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, picture_of, sentence_of

from course_utils.notebook.explore import c2w2
from course_utils.notebook.explore.c2w2 import averages, batches, critical, racing
from course_utils.notebook.figures.c2w2.surfaces import HOLD, SURFACES, arrival

WIDGETS = {
    "race": Driven(
        c2w2.race,
        goals=[
            (
                "surface=bowl, learning_rate=1, steps=50",
                ["surface=bowl, learning_rate=0.1", "surface=bowl, learning_rate=1, GD=False"],
            ),
            (
                "surface=ravine, learning_rate=0.1259, beta1=0.7, steps=100",
                [
                    "surface=ravine, learning_rate=0.1, beta1=0.9",  # too much memory
                    "surface=ravine, learning_rate=0.0355, beta1=0.7",  # too slow
                    "surface=ravine, learning_rate=0.1259, beta1=0.7, momentum=False",
                ],
            ),
            (
                "surface=saddle, learning_rate=0.3548, beta1=0.6, steps=100",
                [
                    "surface=saddle, learning_rate=0.0891, beta1=0.9",  # plain descent's best
                    "surface=saddle, learning_rate=0.3548, beta1=0.6, momentum=False",
                    "surface=saddle, learning_rate=10",
                ],
            ),
            (
                "surface=plateau, learning_rate=0.5623, beta1=0.5, beta2=0.99, steps=100",
                [
                    "surface=plateau, learning_rate=1, beta1=0.9",
                    "surface=plateau, learning_rate=0.5623, beta1=0.5, beta2=0.99, Adam=False",
                    "surface=plateau, learning_rate=0.01",
                ],
            ),
            (
                "surface=Rosenbrock, learning_rate=0.02818, steps=150",
                ["surface=Rosenbrock, learning_rate=0.001, steps=500", "surface=Rosenbrock"],
            ),
        ],
    ),
    "averages_of_a_year": Driven(
        c2w2.averages_of_a_year,
        goals=[
            ("beta=0.85, correction=True", ["beta=0.5", "beta=0.95"]),
            ("beta=0.98", ["beta=0.9"]),
            ("beta=0.95, correction=True", ["beta=0.95", "beta=0.9, correction=True", "beta=0"]),
        ],
    ),
    "batch_size_against_time": Driven(
        c2w2.batch_size_against_time,
        goals=[
            ("size=1, learning_rate=0.04467", ["size=64, learning_rate=1", "size=1"]),
            ("size=256, learning_rate=1", ["size=64, learning_rate=0.3162", "size=1438"]),
            (
                "size=16, learning_rate=0.4467",
                ["size=64, learning_rate=1", "size=1, learning_rate=0.04467"],
            ),
        ],
    ),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c2w2).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check):
    CHECKS[check](WIDGETS[name])


# The surfaces


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_of_the_surfaces_by_nudging(name):
    surface, nudge = SURFACES[name], 1e-6
    x, y = surface.starts(40, seed=1)
    gradient = surface.gradient(x, y)
    assert gradient[0] == pytest.approx(
        (surface.cost(x + nudge, y) - surface.cost(x - nudge, y)) / (2 * nudge), abs=1e-6, rel=1e-6
    )
    assert gradient[1] == pytest.approx(
        (surface.cost(x, y + nudge) - surface.cost(x, y - nudge)) / (2 * nudge), abs=1e-6, rel=1e-6
    )


@pytest.mark.parametrize("name", SURFACES)
def test_the_marks_are_where_they_say(name):
    surface = SURFACES[name]
    rng = np.random.default_rng(0)
    for place in surface.minima:
        assert surface.gradient(*map(float, place)) == pytest.approx((0, 0))
        around = np.array(place)[:, None] + 0.05 * rng.normal(size=(2, 200))
        assert (surface.cost(*around) > surface.cost(*map(float, place))).all()
        assert surface.cost(*map(float, place)) < surface.target < surface.cost(*surface.start)
    if surface.saddle:
        assert surface.gradient(*map(float, surface.saddle)) == pytest.approx((0, 0))
        around = surface.cost(*(0.05 * rng.normal(size=(2, 200))))
        assert around.min() < surface.cost(0.0, 0.0) < around.max()


def test_an_arrival_must_last():
    costs = [5.0, 0.5, 5.0, *[0.5] * (HOLD - 1), 5.0, *[0.5] * HOLD]
    assert arrival(costs, 1.0) == len(costs) - HOLD
    assert arrival(costs[:-1], 1.0) is None
    assert arrival([np.nan] * 50, 1.0) is None
    assert arrival([0.5] * HOLD, 1.0) == 0


# The race


def by_hand(name, surface, learning_rate, beta1, beta2, steps):
    """The walk with two plain numbers, formulas written out."""
    ground = SURFACES[surface]
    place, v, s = list(ground.start), [0.0, 0.0], [0.0, 0.0]
    path = [tuple(place)]
    for t in range(1, steps + 1):
        gradient = ground.gradient(*place)
        for i, g in enumerate(gradient):
            v[i] = beta1 * v[i] + (1 - beta1) * g
            s[i] = beta2 * s[i] + (1 - beta2) * g * g
            place[i] -= (
                learning_rate
                * {
                    "GD": g,
                    "momentum": v[i],
                    "RMSprop": g / (s[i] ** 0.5 + 1e-8),
                    "Adam": v[i] / (1 - beta1**t) / ((s[i] / (1 - beta2**t)) ** 0.5 + 1e-8),
                }[name]
            )
        path.append(tuple(place))
    return np.array(path)


@pytest.mark.parametrize("surface", ["ravine", "saddle", "plateau"])
def test_the_walks_are_those_of_the_formulas(surface):
    state = racing.whole_race(surface, 0.03, 0.8, 0.95, 60, list(racing.RUNNERS))
    for name in racing.RUNNERS:
        path = by_hand(name, surface, 0.03, 0.8, 0.95, 60)
        assert state["paths"][name] == pytest.approx(path, abs=1e-9)
        lowest = SURFACES[surface].cost(*SURFACES[surface].minima[0])
        assert state["costs"][name] == pytest.approx(SURFACES[surface].cost(*path.T) - lowest)


def test_an_arrival_is_not_announced_before_it_has_lasted():
    course = racing.whole_race("bowl", 1.0, 0.9, 0.999, 50, ["GD"])
    assert course["arrivals"] == {"GD": 1}
    announced = [state["arrivals"]["GD"] for state in racing.race_states(course)]
    assert announced == [None] * HOLD + [1] * (51 - HOLD)


def test_the_race_draws_what_it_computes():
    explorer = WIDGETS["race"].fresh()
    explorer.apply("surface=ravine, learning_rate=0.03, Adam=False, steps=100")
    assert "press Play" in alt_of(explorer)
    for _ in range(31):
        explorer.player.step()
    assert explorer.state["step"] == 30
    heads = explorer.canvas.moving[9:13]
    for artist, name in zip(heads, racing.RUNNERS):
        if name == "Adam":
            assert len(artist.get_xdata()) == 0
        else:
            path = by_hand(name, "ravine", 0.03, 0.9, 0.999, 30)
            assert [*artist.get_xdata(), *artist.get_ydata()] == pytest.approx(path[-1])
    assert "Step 30." in sentence_of(explorer)


def test_a_runner_that_flies_off_is_lost_without_a_warning():
    explorer = WIDGETS["race"].fresh()
    explorer.apply("surface=Rosenbrock, learning_rate=10, steps=50")
    explorer.player.play()
    texts = [text.get_text() for text in explorer.canvas.moving[-4:]]
    assert texts[0] == "lost"
    assert "GD not yet" in sentence_of(explorer)


def test_another_surface_is_drawn_and_the_old_one_hidden():
    explorer = WIDGETS["race"].fresh()
    pictures = set()
    for name in SURFACES:
        explorer.apply(f"surface={name}")
        axes = explorer.canvas.figure.axes[0]
        visible = [contour for contour in axes.collections if contour.get_visible()]
        assert len(visible) == 2  # the filled and the drawn contours of one surface
        assert axes.get_title().startswith(name)
        pictures.add(picture_of(explorer))
    assert len(pictures) == len(SURFACES)


# The average


def test_the_average_is_a_weighted_sum():
    theta = np.random.default_rng(1).normal(size=averages.DAYS)
    for beta in (0.0, 0.5, 0.98):
        weights = (1 - beta) * beta ** np.arange(averages.DAYS)
        plain = averages.average_state(beta, False, 365, theta)["averages"]
        corrected = averages.average_state(beta, True, 365, theta)["averages"]
        for t in (0, 1, 20, 364):
            share = weights[: t + 1]
            assert plain[t] == pytest.approx(share @ theta[t::-1])
            assert corrected[t] == pytest.approx(share @ theta[t::-1] / share.sum())


def test_the_lateness_is_that_of_a_shifted_season():
    late = np.concatenate([np.full(25, averages.SEASON[0]), averages.SEASON])[: averages.DAYS]
    assert averages.average_state(0.0, False, 365, late)["late"] == 25
    assert averages.average_state(0.0, False, 365, averages.SEASON)["distance"] == 0


# Batch size


def test_examples_are_counted_although_the_last_mini_batch_is_short():
    sizes = [4, 4, 2] * 3
    for steps in range(10):
        assert batches.examples_after(steps, 4, 10) == sum(sizes[:steps])


def test_training_equals_a_plain_loop():
    X, Y, X_test, y_test = batches.digits()
    states = itertools.islice(batches.train(64, 0.3, 5, X, Y, X_test, y_test), 40)
    rng = np.random.default_rng(5)
    W1 = (rng.normal(size=(32, 64)) * np.sqrt(2 / 64)).astype(np.float32)
    W2 = (rng.normal(size=(10, 32)) * np.sqrt(2 / 32)).astype(np.float32)
    b1, b2 = np.zeros((32, 1), np.float32), np.zeros((10, 1), np.float32)
    order = rng.permutation(1438)
    for t, state in enumerate(states):
        if t % 23 == 0 and t:
            order = rng.permutation(1438)
        scores = W2 @ np.maximum(W1 @ X_test + b1, 0) + b2
        right = np.mean(scores.argmax(axis=0) == y_test)
        if state["steps"][-1] == t:
            assert state["accuracies"][-1] == pytest.approx(right, abs=2 / 359)
        part = order[(t % 23) * 64 : (t % 23 + 1) * 64]
        A1 = np.maximum(W1 @ X[:, part] + b1, 0)
        E = np.exp(W2 @ A1 + b2)
        dZ = (E / E.sum(axis=0) - Y[:, part]) / len(part)
        dA = (W2.T @ dZ) * (A1 > 0)
        W2, b2 = W2 - 0.3 * dZ @ A1.T, b2 - 0.3 * dZ.sum(axis=1, keepdims=True)
        W1, b1 = W1 - 0.3 * dA @ X[:, part].T, b1 - 0.3 * dA.sum(axis=1, keepdims=True)


def test_a_training_that_runs_away_ends_without_a_complaint():
    explorer = WIDGETS["batch_size_against_time"].fresh()
    explorer.apply("size=1, learning_rate=10")
    explorer.player.play()
    assert explorer.player.finished
    assert not explorer.state["reached"]


# Level places


@pytest.mark.parametrize("units", [1, 3])
def test_gradient_and_hessian_of_the_small_network(units):
    network = critical.SmallNetwork(units, seed=1)
    P = np.random.default_rng(2).normal(size=(4, network.n))
    gradient, hessian = network.gradient(P), network.hessian(P)
    for i, step in enumerate(1e-5 * np.eye(network.n)):
        slope = (network.cost(P + step) - network.cost(P - step)) / 2e-5
        assert gradient[:, i] == pytest.approx(slope, abs=1e-8)
        bend = (network.gradient(P + step) - network.gradient(P - step)) / 2e-5
        assert hessian[:, i] == pytest.approx(bend, abs=1e-6)


def test_level_places_are_level_and_of_both_kinds():
    network = critical.SmallNetwork(1, seed=0)
    starts = np.random.default_rng(0).normal(size=(60, network.n))
    places = critical.level_places(network, starts)
    assert len(places) > 20
    assert np.abs(network.gradient(places)).max() < 1e-8
    down = critical.share_down(network, places)
    assert (down == 0).any()
    assert (down > 0).any()
    ends = critical.descended(network, starts)
    assert (critical.share_down(network, ends) == 0).all()
