"""Style over several layers: `compute_style_cost`."""

# ruff: noqa: D103 - what a mistake does stands in its decorator

import numpy as np

from course_utils.exercises.c4w4b.week import pair, scale, style, torn, week
from course_utils.exercises.running import case


def layers(seed, *shapes):
    """Two lists of activations, of the style and of the generated picture."""
    pairs = [pair(seed + i, *shape) for i, shape in enumerate(shapes)]
    return [list(one) for one in zip(*pairs)]


TWO = ((1, 3, 4, 2), (1, 2, 2, 3))
THREE = (*TWO, (1, 1, 2, 4))


@week.exercise(
    cases=[
        case("three layers, weights 1, 2 and 2", *layers(31, *THREE), [1.0, 2.0, 2.0]),
        case("two layers, weights 0.2 and 0.8", *layers(41, *TWO), [0.2, 0.8]),
        case("two layers, weights 0.5 and 1", *layers(51, *TWO), [0.5, 1.0]),
    ],
    edge_cases=[
        case("one layer", *layers(61, TWO[0]), [3.0]),
        case("a layer with weight 0", *layers(71, *TWO), [0.0, 1.0]),
    ],
    returns="J_style",
    praise="Twice the weights are the same weights: only beta says how much style counts.",
)
def compute_style_cost(a_S, a_G, weights):
    """Weighted mean of the layers' style costs: the weights become shares that sum to 1."""
    return float(np.dot(costs(a_S, a_G), np.array(weights) / np.sum(weights)))


def costs(a_S, a_G, **how):
    return np.array([style(S, G, **how) for S, G in zip(a_S, a_G)])


@compute_style_cost.mistake(
    "The weights are used as they are, although they need not sum to 1: divide them by their sum. "
    "Otherwise another layer more makes style count more, and beta means something else."
)
def not_shares(a_S, a_G, weights):
    return float(np.dot(costs(a_S, a_G), weights))


@compute_style_cost.mistake(
    "The weights aren't used: this is the plain mean over the layers. Multiply each layer's cost "
    "by its share of the weights."
)
def plain_mean(a_S, a_G, weights):
    return float(np.mean(costs(a_S, a_G)))


@compute_style_cost.mistake(
    "The weights aren't used: this is the plain sum over the layers. Multiply each layer's cost "
    "by its share of the weights."
)
def plain_sum(a_S, a_G, weights):
    return float(np.sum(costs(a_S, a_G)))


@compute_style_cost.mistake(
    "The sum is divided by the number of layers; divide it by the sum of the weights."
)
def over_the_count(a_S, a_G, weights):
    return float(np.mean(costs(a_S, a_G) * weights))


@compute_style_cost.mistake(
    "Only the last layer counts: `J = ...` in the loop throws the others away, `J += ...` adds."
)
def only_the_last(a_S, a_G, weights):
    return float(costs(a_S, a_G)[-1] * weights[-1] / np.sum(weights))


@compute_style_cost.mistake(
    "It returns inside the loop, so only the first layer counts: `return` belongs behind it."
)
def only_the_first(a_S, a_G, weights):
    return float(costs(a_S, a_G)[0] * weights[0] / np.sum(weights))


@compute_style_cost.mistake(
    "The weights are squared: the cost is linear in them. Were the activations multiplied by the "
    "weight, or the shares taken twice?"
)
def squared_weights(a_S, a_G, weights):
    shares = np.array(weights) / np.sum(weights)
    return float(np.dot(costs(a_S, a_G), shares**2))


@compute_style_cost.mistake(
    "The weights went through a softmax, which makes shares of them, but others: divide them by "
    "their sum."
)
def softmax(a_S, a_G, weights):
    shares = np.exp(weights) / np.sum(np.exp(weights))
    return float(np.dot(costs(a_S, a_G), shares))


@compute_style_cost.mistake(
    "The weights are in the wrong order: weights[i] belongs to a_S[i] and a_G[i]."
)
def backwards(a_S, a_G, weights):
    shares = np.array(weights[::-1]) / np.sum(weights)
    return float(np.dot(costs(a_S, a_G), shares))


@compute_style_cost.mistake(
    "The activations are unrolled the wrong way round: reshape to (n_H n_W, n_C), then transpose."
)
def unrolled_by_force(a_S, a_G, weights):
    shares = np.array(weights) / np.sum(weights)
    return float(np.dot(costs(a_S, a_G, unrolled=torn), shares))


@compute_style_cost.mistake(
    "The layers' costs lack their (2 n_H n_W n_C)²: then the largest layer rules all others."
)
def not_normalised(a_S, a_G, weights):
    raw = [style(S, G) * scale(G) for S, G in zip(a_S, a_G)]
    return float(np.dot(raw, np.array(weights) / np.sum(weights)))


@compute_style_cost.variant
def in_a_loop(a_S, a_G, weights):
    J, total = 0.0, sum(weights)
    for i in range(len(weights)):
        A_S, A_G = (a[i].reshape(-1, a[i].shape[-1]).T for a in (a_S, a_G))
        layer = np.sum((A_S @ A_S.T - A_G @ A_G.T) ** 2) / (2 * A_G.size) ** 2
        J += weights[i] * layer
    return J / total


@compute_style_cost.variant
def numpy_average(a_S, a_G, weights):
    return np.average(costs(a_S, a_G), weights=weights)
