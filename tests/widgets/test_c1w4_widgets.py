"""The widgets of week C1W4: driven through all controls, checked against other computations."""

import itertools

import numpy as np
import pytest
from driving import CHECKS, Driven, complaint_of, sentence_of

from course_utils import nn
from course_utils.notebook import player
from course_utils.notebook.controls import WholeNumbers
from course_utils.notebook.explore import c1w4
from course_utils.notebook.explore.c1w4 import depth, follow, shapes
from course_utils.notebook.explore.c1w4.networks import build, parameters_per_layer, widest

WIDGETS = {
    "shape_checker": Driven(
        c1w4.shape_checker,
        goals=[
            ("layers=99 9 9 1", ["layers=999 1", "layers=99 9 8 1"]),
            (
                "layers=12288 4 4 4 1",
                ["layers=12288 4 1", "layers=12288 5 4 4 1", "layers=12289 3 3 3 1"],
            ),
        ],
    ),
    "depth_against_width": Driven(
        c1w4.depth_against_width,
        unseen=("learning_rate",),
        goals=[
            (
                "data=tight spiral, hidden_layers=4, learning_rate=0.3, start=2, num_steps=600",
                [
                    "data=tight spiral, hidden_layers=1, learning_rate=1, num_steps=600",
                    "data=spiral, hidden_layers=4, learning_rate=0.3, num_steps=200",
                    "data=tight spiral, budget=1000, hidden_layers=1, num_steps=400",
                ],
            ),
            (
                "learning_rate=1, num_steps=600",
                ["hidden_layers=2, learning_rate=1, num_steps=400", "data=circles, num_steps=200"],
            ),
            (
                "hidden_layers=8, learning_rate=1, num_steps=600",
                [
                    "budget=50, hidden_layers=8, num_steps=600",  # too small
                    "hidden_layers=8, learning_rate=1, num_steps=400",  # too soon
                    "hidden_layers=8, num_steps=600",
                ],
            ),
        ],
    ),
    "follow_one_example": Driven(
        c1w4.follow_one_example,
        goals=[
            ("digit=358, stop=9", ["digit=0, stop=9", "digit=358, stop=8", "digit=358, epochs=0"]),
            (
                "digit=0, stop=8",
                ["digit=0, stop=7", "digit=300, stop=8", "digit=0, stop=8, epochs=0"],
            ),
        ],
    ),
}


def test_no_widget_is_forgotten_here():
    from_modules = {name for name, value in vars(c1w4).items() if hasattr(value, "__wrapped__")}
    assert from_modules == set(WIDGETS)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", WIDGETS)
def test_driving(name, check, monkeypatch):
    monkeypatch.setattr(player, "PICTURES_PER_RUN", 4)  # a run is long enough as it is
    CHECKS[check](WIDGETS[name])


# Networks by their sizes


@pytest.mark.parametrize("layer_dims", [[3, 1], [64, 20, 20, 9, 1], [2, 7, 7, 7, 1]])
def test_parameters_are_those_of_the_network(layer_dims):
    network = build(layer_dims, np.random.default_rng(0))
    counts = [network.params[f"W{l}"].size + network.params[f"b{l}"].size
              for l in range(1, len(layer_dims))]  # fmt: skip
    assert parameters_per_layer(layer_dims) == counts
    assert network.forward(np.zeros((layer_dims[0], 5))).shape == (layer_dims[-1], 5)


@pytest.mark.parametrize("budget", [50, 137, 500, 1000])
@pytest.mark.parametrize("hidden_layers", range(1, 9))
def test_a_network_as_wide_as_the_budget_allows(budget, hidden_layers):
    layer_dims = widest(budget, hidden_layers)
    wider = [2, *[layer_dims[1] + 1] * hidden_layers, 1]
    assert len(layer_dims) == hidden_layers + 2
    assert layer_dims[1] == 1 or sum(parameters_per_layer(layer_dims)) <= budget
    assert sum(parameters_per_layer(wider)) > budget


# The shape checker


def test_shapes_are_those_of_arrays():
    layer_dims, m = [5, 4, 3, 1], 7
    state, network = shapes.shapes_state(layer_dims, m), build(layer_dims, np.random.default_rng(0))
    _, outputs = network.forward(np.ones((5, m)), keep=[0, 2, 4])
    for l, (row, Z) in enumerate(zip(state["rows"], outputs.values()), start=1):
        assert row == {
            "W": network.params[f"W{l}"].shape, "b": network.params[f"b{l}"].shape, "Z": Z.shape
        }  # fmt: skip
    assert state["total"] == sum(array.size for array in network.params.values())
    assert (
        shapes.as_lines(state)[1].partition("(")[2]
        == "4, 5)          (4, 1)      (4, 7)                   24"
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("64 x 1", "layer sizes: 'x' is not a whole number from 1 to 99,999."),
        ("64 0 1", "layer sizes: '0' is not"),
        ("64", "type 2 to 9 numbers with spaces between them, as in "),
        ("1 2 3 4 5 6 7 8 9 10", ", not 10."),
    ],
)
def test_what_is_typed_wrong_is_answered(typed, sentence):
    explorer = WIDGETS["shape_checker"].fresh()
    explorer.controls["layers"].value = typed
    assert sentence in complaint_of(explorer)
    explorer.controls["layers"].value = "3, 2, 1"
    assert complaint_of(explorer) == ""
    assert sentence_of(explorer).startswith("L = 2, 11 parameters. W[1] is (2, 3)")
    assert explorer.share() == "layers=3  2  1, m=100"


def test_numbers_typed_in_a_row():
    control = WholeNumbers("sizes", "1 2", low=1, high=9, fewest=1, most=3)
    assert control.read(" 1,2 , 3") == [1, 2, 3]


# Depth against width


def test_the_training_is_gradient_descent_and_follows_the_learning_rate():
    rate = [0.5]
    states = depth.descend("circles", [2, 3, 3, 1], 4, lambda: rate[0])
    costs = [next(states)["costs"][-1] for _ in range(3)]
    X, Y = depth.examples("circles")
    network = build([2, 3, 3, 1], np.random.default_rng(4))
    for cost in costs:
        J, dZ = nn.sigmoid_cross_entropy(network.forward(X), Y)
        assert cost == pytest.approx(J)
        network.backward(dZ)
        for name, array in network.params.items():
            array -= 0.5 * network.grads[f"d{name}"]
    rate[0] = 0.0  # the next step goes nowhere
    before = next(states)["costs"][-1]
    assert next(states)["costs"][-1] == before


@pytest.mark.parametrize("data", depth.DATA)
def test_a_state_tells_what_is_trained(data):
    *_, state = itertools.islice(depth.descend(data, [2, 5, 1], 0, lambda: 0.1), 4)
    assert (state["step"], state["hidden_layers"], state["parameters"]) == (3, 1, 21)
    assert 0 <= state["accuracy"] <= 1
    assert not depth.stands([0.69, 0.5])


def test_the_points_shown_are_those_of_the_data():
    explorer = WIDGETS["depth_against_width"].fresh()
    explorer.apply("data=circles")
    X, Y = depth.examples("circles")
    _, zeros, ones = explorer.canvas.moving[0], *explorer.canvas.above[:2]
    assert np.allclose(zeros.get_offsets(), X[:, Y[0] == 0].T)
    assert np.allclose(ones.get_offsets(), X[:, Y[0] == 1].T)


# One example


@pytest.mark.parametrize("digit", [0, 200, 358])
def test_derivatives_agree_with_nudging(digit):
    X, labels = follow.from_easy_to_hard()
    network, x, y = follow.trained(1), X[:, [digit]], int(labels[0, digit]) % 2
    loss, A, derivatives = follow.journey(network, x, y)
    assert [a.shape for a in A] == [(n, 1) for n in follow.LAYER_DIMS]
    assert [d.shape for d in derivatives] == [(n, 1) for n in follow.LAYER_DIMS]
    assert loss == pytest.approx(-np.log(A[-1].item() if y else 1 - A[-1].item()))

    def loss_of(values):
        return follow.journey(network, values, y)[0]

    nudged = nn.numerical_gradient(loss_of, x.copy())
    assert nn.relative_difference(derivatives[0], nudged) < 1e-6


def test_digits_run_from_easy_to_hard():
    losses = [follow.follow_state(i, 20, 0)["loss"] for i in range(0, 359, 20)]
    assert losses == sorted(losses)
    assert follow.follow_state(0, 20, 0)["right"]
    assert not follow.follow_state(358, 20, 0)["right"]


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (0, "The input: A[0] is (64, 1)"),
        (1, "Layer 1 forward: (20, 64) times (64, 1) plus (20, 1)."),
        (4, "Layer 4 forward: (1, 9) times (9, 1) plus (1, 1). ŷ = "),
        (5, "Backward begins: dZ[4] = A[4] - Y."),
        (6, "dZ[3] = W[4]ᵀ dZ[4] * g'(Z[3]), (9, 1) times (1, 1)."),
        (8, "dZ[1] = W[2]ᵀ dZ[2] * g'(Z[1]), (20, 20) times (20, 1)."),
        (9, "dA[0] = W[1]ᵀ dZ[1], (64, 20) times (20, 1)."),
    ],
)
def test_every_stop_says_what_happens(stop, words):
    explorer = WIDGETS["follow_one_example"].fresh()
    explorer.apply(f"stop={stop}")
    assert words in sentence_of(explorer)
    shown = [text.get_text() != "" for text in explorer.canvas.moving]
    forward, backward = shown[:5], shown[5:]
    assert forward == [l <= stop for l in range(5)]
    assert backward == [9 - l <= stop for l in range(5)]
