"""The widgets of week C2W1: driven through all controls, checked against other computations."""

import numpy as np
import pytest
from driving import CHECKS, Driven, alt_of, sentence_of

from course_utils.data import generators
from course_utils.notebook import player
from course_utils.notebook.explore import c2w1
from course_utils.notebook.explore.c2w1 import depth, masks, regimes, scales

WIDGETS = {
    "bias_and_variance": Driven(
        c2w1.bias_and_variance,
        goals=[
            (
                "units=40, m=60, lambd=0, keep_prob=1",
                [
                    "units=40, m=500",  # too many trees to learn by heart
                    "units=40, m=60, lambd=2",  # too expensive
                    "units=0, m=30",  # too stiff
                ],
            ),
            (
                "units=50, m=150, lambd=0.6, keep_prob=0.8",
                ["units=50, m=150", "units=50, m=500", "units=0, m=150"],
            ),
            ("units=0, m=30", ["units=0, m=200", "units=40, m=60", "units=40, m=500"]),
        ],
    ),
    "depth_and_start": Driven(
        c2w1.depth_and_start,
        goals=[
            (
                "depth=50, scale=1.4125",
                ["depth=50, scale=1", "depth=50, scale=2", "depth=10, scale=1.4125",
                 "depth=50, scale=1, bend=tanh", "depth=50, scale=1.4125, bend=none"],
            ),
            ("depth=50, scale=0.1", ["depth=20, scale=0.1", "depth=50, scale=10"]),
            (
                "depth=50, scale=3, bend=tanh",
                ["depth=50, scale=1, bend=tanh", "depth=50, scale=3, bend=ReLU", "scale=3"],
            ),
        ],
    ),
    "normalising": Driven(
        c2w1.normalising,
        goals=[
            (
                "ratio=10, normalise=True, learning_rate=1",
                ["ratio=10, normalise=False, learning_rate=1", "ratio=1, learning_rate=1",
                 "ratio=10, normalise=True, learning_rate=0.01"],
            ),
            (
                "ratio=10, normalise=False, learning_rate=0.2",
                ["ratio=10, normalise=True, learning_rate=0.2", "ratio=1, learning_rate=0.2",
                 "ratio=10, learning_rate=10", "ratio=10, learning_rate=0.001"],
            ),
            (
                "ratio=5, normalise=False, learning_rate=0.07079, steps=60",
                ["ratio=5, normalise=False, learning_rate=0.01, steps=60",
                 "ratio=4, learning_rate=0.1, steps=60",
                 "ratio=5, normalise=True, learning_rate=0.1, steps=60"],
            ),
        ],
    ),
    "dropout": Driven(
        c2w1.dropout,
        unseen=(),
        goals=[
            (
                "keep_1=0.5, masks=300",
                ["keep_1=0.5, masks=100", "keep_1=0.8, masks=300",
                 "keep_1=0.5, masks=300, divide=False"],
            ),
            (
                "keep_1=0.5, masks=300, divide=False",
                ["keep_1=0.5, masks=300", "keep_1=0.8, masks=300, divide=False",
                 "keep_1=0.1, masks=300, divide=False"],
            ),
            ("keep_2=0.1, masks=2", ["keep_1=1, keep_2=1", "keep_1=0.9, keep_2=0.9, masks=3"]),
        ],
    ),
}  # fmt: skip


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c2w1).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check, monkeypatch):
    monkeypatch.setattr(player, "PICTURES_PER_RUN", 4)  # a run is long enough as it is
    CHECKS[check](WIDGETS[name])


# Bias and variance


@pytest.mark.parametrize(
    ("training", "dev", "base", "name"),
    [
        (0.15, 0.16, 0.00, "high bias"),
        (0.01, 0.11, 0.00, "high variance"),
        (0.15, 0.30, 0.00, "high bias and high variance"),
        (0.005, 0.01, 0.00, "low bias and low variance"),
        (0.15, 0.16, 0.14, "low bias and low variance"),
        (0.03, 0.19, 0.10, "high variance"),
    ],
)
def test_the_regime_is_read_from_two_errors_and_the_base(training, dev, base, name):
    assert regimes.regime(training, dev, base) == name
    assert name in regimes.NEXT_STEP


def test_a_line_learns_what_scikit_learn_learns():
    from sklearn.linear_model import LogisticRegression

    trees = generators.woods(500, np.random.default_rng(3))
    *_, state = regimes.learn(0, 120, 0.0, 1.0, trees, trees)
    X, Y = (part[:, :120] for part in trees)
    theirs = LogisticRegression(C=np.inf, tol=1e-8).fit(X.T, Y[0])
    assert state["network"].params["W1"] == pytest.approx(theirs.coef_, rel=0.02)
    assert state["training"][-1] == pytest.approx(1 - theirs.score(X.T, Y[0]), abs=0.02)
    assert state["dev"][-1] == pytest.approx(1 - theirs.score(trees[0].T, trees[1][0]), abs=0.02)


@pytest.mark.parametrize(("lambd", "keep_prob"), [(0.0, 1.0), (2.0, 1.0), (0.0, 0.6)])
def test_regularisation_acts_on_the_weights(lambd, keep_prob):
    trees = generators.woods(60, np.random.default_rng(0))
    plain, other = (
        list(regimes.learn(20, 60, *pair, trees, trees))[-1]
        for pair in ((0.0, 1.0), (lambd, keep_prob))
    )
    squares = [
        sum(np.sum(W**2) for name, W in state["network"].params.items() if name[0] == "W")
        for state in (plain, other)
    ]
    if lambd:
        assert squares[1] < squares[0] / 4
        assert other["training"][-1] > plain["training"][-1]
    elif keep_prob < 1:
        assert squares[0] != squares[1]
    else:
        assert squares[0] == squares[1]


def test_the_map_shows_what_the_network_says():
    explorer = WIDGETS["bias_and_variance"].fresh()
    explorer.apply("units=10, m=50")
    explorer.player.step()
    explorer.player.step()
    (shade,) = explorer.canvas.maps
    x = np.linspace(-1, 1, regimes.GRID)
    params = explorer.state["network"].params
    for row, column in ((0, 0), (5, 60), (63, 1)):
        A = np.array([[x[column]], [x[row]]])
        for l in (1, 2):
            A = np.maximum(0, params[f"W{l}"] @ A + params[f"b{l}"])
        z = (params["W3"] @ A + params["b3"]).item()
        assert shade.values[row, column] == pytest.approx(1 / (1 + np.exp(-z)))
    shown = sum(len(artist.get_xdata()) for artist in explorer.canvas.moving[:2])
    assert shown == 50


def test_the_sentence_gives_the_next_step_of_the_recipe():
    explorer = WIDGETS["bias_and_variance"].fresh()
    assert "Press Play" in sentence_of(explorer)
    explorer.player.play()
    assert "high bias" in sentence_of(explorer)
    assert "More data will not help" in sentence_of(explorer)


# Depth and start


@pytest.mark.parametrize("bend", ["ReLU", "tanh", "sigmoid", "none"])
def test_gradients_through_all_layers_by_nudging(bend):
    drawn = depth.draws()
    weights, X, dA = drawn
    state = depth.signal_state(4, 1.3, bend, drawn)
    functions = {
        "ReLU": lambda z: np.maximum(z, 0), "tanh": np.tanh, "none": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }  # fmt: skip

    def behind(A, layers):
        for W in layers:
            A = functions[bend](1.3 / 10 * W @ A)
        return A

    assert state["activations"][3] == pytest.approx(behind(X, weights[:4]))
    assert state["A"][3] == pytest.approx(behind(X, weights[:4]).std())
    assert state["dA"][3] == pytest.approx(dA.std())
    A1, nudge = state["activations"][0], 1e-6
    measured = np.zeros((100, 3))
    for i in range(100):
        for j in range(3):
            step = np.zeros_like(A1)
            step[i, j] = nudge
            rise = behind(A1 + step, weights[1:4]) - behind(A1 - step, weights[1:4])
            measured[i, j] = np.sum(rise[:, j] * dA[:, j]) / (2 * nudge)
    assert state["dA"][0] == pytest.approx(measured.std(), rel=0.2)  # 3 of 100 examples


def test_without_a_bend_the_size_is_the_scale_to_the_power_of_the_depth():
    state = depth.signal_state(50, 2.0, "none", depth.draws())
    assert np.log2(state["A"][-1] / state["A"][0]) == pytest.approx(49, abs=3)
    assert np.log2(state["dA"][0]) == pytest.approx(49, abs=3)


@pytest.mark.parametrize("layers", [2, 3, 7, 50])
def test_first_and_last_layer_are_always_shown(layers):
    shown = depth.layers_shown(layers)
    assert shown[0] == 1
    assert shown[-1] == layers
    assert len(shown) == min(layers, depth.SHOWN)
    explorer = WIDGETS["depth_and_start"].fresh()
    explorer.apply(f"depth={layers}")
    assert f"of {layers}" in alt_of(explorer)


# Normalising inputs


def test_the_path_follows_measured_slopes():
    X = scales.examples()
    state = scales.scale_state(3.0, False, 0.05, 20, X)

    def J(w):
        return np.mean((w @ state["X"] - state["Y"]) ** 2) / 2

    w = scales.START.copy()
    for k in range(21):
        assert state["path"][k] == pytest.approx(w)
        assert state["costs"][k] == pytest.approx(J(w))
        slopes = [(J(w + e) - J(w - e)) / 2e-5 for e in 1e-5 * np.eye(2)]
        w = w - 0.05 * np.array(slopes)
    assert J(state["best"]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("ratio", [1, 7, 30])
def test_normalised_features_do_not_remember_their_scale(ratio):
    X = scales.examples()
    state = scales.scale_state(ratio, True, 0.5, 10, X)
    assert state["X"].mean(axis=1) == pytest.approx(0)
    assert state["X"].std(axis=1) == pytest.approx(1)
    assert state["path"] == pytest.approx(scales.scale_state(1, False, 0.5, 10, X)["path"])


def test_arriving_means_staying():
    best = np.array([1.0, 1.0])
    passing = np.array([[0, 0], [1, 1], [3, 3], [1, 1.01], [1, 1]])
    assert scales.first_near(passing, best) == 3
    assert scales.first_near(passing[:3], best) is None
    assert scales.first_near(passing[3:], best) == 0


# Dropout


def test_averages_over_masks_one_by_one():
    W, x = masks.parameters()
    draws = [np.random.default_rng(k).random((masks.SIZES[k + 1], masks.MOST)) for k in (0, 1)]
    state = masks.mask_state(0.6, 0.7, 40, True, draws, W, x)
    A1 = np.maximum(0, W[0] @ x)[:, 0]
    second, third = [], []
    for k in range(40):
        z2 = W[1] @ (A1 * (draws[0][:, k] < 0.6) / 0.6)
        second.append(z2[0])
        third.append((W[2] @ (np.maximum(0, z2) * (draws[1][:, k] < 0.7) / 0.7)).item())
    full = W[1] @ A1
    assert state["layer_2"][-1] == pytest.approx(np.mean(second) / full[0])
    assert state["layer_3"][-1] == pytest.approx(
        np.mean(third) / (W[2] @ np.maximum(0, full)).item()
    )


def test_the_network_shows_who_is_off():
    explorer = WIDGETS["dropout"].fresh()
    explorer.apply("keep_1=0.5, keep_2=0.3, masks=17")
    lines, on, off, *_ = explorer.canvas.moving
    silent = int(np.sum(~explorer.state["D1"]) + np.sum(~explorer.state["D2"]))
    assert len(off.get_xdata()) == silent
    assert len(on.get_xdata()) == sum(masks.SIZES) - silent
    D1, D2 = explorer.state["D1"].sum(), explorer.state["D2"].sum()
    assert len(lines.get_xdata()) == 3 * (3 * D1 + D1 * D2 + D2)
    assert f"{8 - D1} of 8 and {6 - D2} of 6" in sentence_of(explorer)
