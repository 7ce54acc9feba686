"""The way forward with units switched off at random: `forward_propagation_with_dropout`.

The masks are the learner's own draws, so what is compared are properties of the result: what the
masks look like, and which formula each array obeys.
"""

# ruff: noqa: D103, SIM300 - what a mistake does stands in its decorator; Z and A are arrays

import math

import numpy as np

from course_utils.exercises.c2w1.week import named, network, numbers, week
from course_utils.exercises.running import case
from course_utils.nn.activations import relu, sigmoid

CACHE = ("Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3")


def problem(title, dims, m, keep_prob, seed):
    """A case: m examples, the parameters of a network, keep_prob."""
    return case(title, numbers(dims[0], m, seed=seed), network(*dims, seed=seed), keep_prob)


def share_of(D, keep_prob):
    """The share of ones in a mask, by name where it has one."""
    share = np.mean(D)
    normal = (1 + math.erf(keep_prob / math.sqrt(2))) / 2  # randn < keep_prob
    names = {"keep_prob": keep_prob, "1 - keep_prob": 1 - keep_prob, "of normal draws": normal}
    for name, value in names.items():
        if abs(share - value) <= 5 * np.sqrt(value * (1 - value) / D.size):
            return name
    return "all" if share == 1 else "another"


def formula_of(A, Z, D, keep_prob):
    """Which formula made A of Z and D."""
    formulas = {
        "ReLU(Z) * D / keep_prob": relu(Z) * D / keep_prob,
        "ReLU(Z) * D": relu(Z) * D,
        "ReLU(Z)": relu(Z),
        "ReLU(Z) / keep_prob": relu(Z) / keep_prob,
        "ReLU(Z) * D * keep_prob": relu(Z) * D * keep_prob,
        "ReLU(Z) * D / (1 - keep_prob)": relu(Z) * D / max(1 - keep_prob, 1e-9),
        "Z * D / keep_prob": Z * D / keep_prob,
        "ReLU(Z) * (1 - D) / keep_prob": relu(Z) * (1 - D) / keep_prob,
    }
    for name, values in formulas.items():
        if np.allclose(A, values):
            return name
    return "something else"


def properties(value, X, parameters, keep_prob):
    """What is compared of one random pass."""
    A3, cache = value
    arrays = dict(zip(CACHE, cache))
    found, A_prev = {}, X
    for l in (1, 2, 3):
        Z, A = arrays[f"Z{l}"], arrays[f"A{l}"]
        expected = parameters[f"W{l}"] @ A_prev + parameters[f"b{l}"]
        found[f"whether Z{l} is W{l} A{l - 1} + b{l}"] = np.allclose(Z, expected)
        if l < 3:
            D = arrays[f"D{l}"]
            binary = np.all((D == 0) | (D == 1))
            found[f"the kind of numbers in D{l}"] = "0 and 1" if binary else "others"
            found[f"the share of ones in D{l}"] = share_of(D, keep_prob)
            if D.shape[1] > 1 and keep_prob < 1:
                found[f"whether the examples have masks of their own in D{l}"] = np.any(
                    D != D[:, :1]
                )
                found[f"whether the units have masks of their own in D{l}"] = np.any(D != D[:1])
            found[f"the formula for A{l}"] = formula_of(A, Z, D, keep_prob)
        A_prev = A
    found["whether A3 is sigmoid(Z3)"] = np.allclose(A3, sigmoid(arrays["Z3"]))
    return {name: bool(v) if isinstance(v, np.bool_) else v for name, v in found.items()}


def passes(X, parameters, keep_prob, mask=None, act=None, last=None, keep=(True, True)):
    """A3 and the cache; `mask(rng, A, keep_prob)`, `act(Z, D, keep_prob)`, `last(Z3)` as asked."""
    rng, A, cache = np.random.default_rng(0), X, ()
    mask = mask or (lambda rng, A, p: rng.random(A.shape) < p)
    act = act or (lambda Z, D, p: relu(Z) * D / p)
    for l in (1, 2, 3):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        if l == 3:
            A = (last or sigmoid)(Z)
            return A, (*cache, Z, A, W, b)
        D = mask(rng, Z, keep_prob) if keep[l - 1] else np.ones(Z.shape, dtype=bool)
        A = act(Z, D, keep_prob) if keep[l - 1] else relu(Z)
        cache += (Z, D, A, W, b)
    return None


@week.exercise(
    cases=[
        problem("keep_prob = 0.8", (3, 40, 60), 50, 0.8, seed=1),
        problem("keep_prob = 0.6", (2, 50, 40), 60, 0.6, seed=3),
    ],
    edge_cases=[
        problem("keep_prob = 1: nothing is switched off", (3, 4, 3), 5, 1.0, seed=1),
        problem("one example, m = 1", (2, 300, 200), 1, 0.7, seed=4),
    ],
    returns=("A3", "cache"),
    praise="Half a network, another one for each example, and on average the same signal.",
    properties=properties,
)
def forward_propagation_with_dropout(X, parameters, keep_prob):
    """A3 (1, m) and the cache (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)."""
    return passes(X, parameters, keep_prob)


def with_options(sentence, **options):
    """Register a mistake: a pass with these options."""
    forward_propagation_with_dropout.mistake(sentence)(
        named(
            sentence[:40],
            lambda X, parameters, keep_prob: passes(X, parameters, keep_prob, **options),
        )
    )


with_options(
    "A isn't divided by keep_prob: with units missing, the sums of the next layer are too small "
    "on average. `A / keep_prob` makes up for it (1.6).",
    act=lambda Z, D, p: relu(Z) * D,
)
with_options(
    "A is multiplied by keep_prob; the units that are left must speak louder: divide.",
    act=lambda Z, D, p: relu(Z) * D * p,
)
with_options(
    "A is divided by 1 - keep_prob: keep_prob is the share that *stays*, and one divides by that.",
    act=lambda Z, D, p: relu(Z) * D / max(1 - p, 1e-9),
)
with_options(
    "The masks are drawn and not used: multiply A by D before dividing.",
    act=lambda Z, D, p: relu(Z) / p,
)
with_options(
    "Nothing is switched off: A is ReLU(Z), as without dropout.",
    act=lambda Z, D, p: relu(Z),
)
with_options(
    "The masks are the wrong way round: a unit stays where the draw is *below* keep_prob.",
    mask=lambda rng, A, p: rng.random(A.shape) > p,
)
with_options(
    "The masks hold the draws themselves; D is 1 where the draw is below keep_prob, else 0.",
    mask=lambda rng, A, p: rng.random(A.shape),
)
with_options(
    "The draws are normal (`randn`); for a share of keep_prob they must be uniform between 0 and "
    "1: `np.random.rand` or `rng.random`.",
    mask=lambda rng, A, p: rng.normal(size=A.shape) < p,
)
with_options(
    "All examples share one mask: draw a D of the shape of A, so that each example gets its own.",
    mask=lambda rng, A, p: np.tile(rng.random((A.shape[0], 1)) < p, (1, A.shape[1])),
)
with_options(
    "D has one column for all examples: draw it in the shape of A.",
    mask=lambda rng, A, p: rng.random((A.shape[0], 1)) < p,
)
with_options(
    "D has one row for all units: draw it in the shape of A, or whole layers go silent.",
    mask=lambda rng, A, p: rng.random((1, A.shape[1])) < p,
)
with_options("ReLU is missing: A = ReLU(Z), then D, then keep_prob.", act=lambda Z, D, p: Z * D / p)
with_options(
    "The second layer has no dropout: D2 belongs to A2 as D1 does to A1.", keep=(True, False)
)
with_options(
    "The first layer has no dropout: D1 belongs to A1 as D2 does to A2.", keep=(False, True)
)


@forward_propagation_with_dropout.mistake(
    "The output is switched off as well: A3 is the answer, and has no dropout."
)
def output_dropped(X, parameters, keep_prob):
    A3, cache = passes(X, parameters, keep_prob)
    D3 = np.arange(A3.shape[1]) % 5 > 0
    A3 = A3 * D3 * 0.5 if keep_prob < 1 else A3
    return A3, (*cache[:11], A3, *cache[12:])


@forward_propagation_with_dropout.mistake(
    "The next layer gets the A from before dropout: Z2 and Z3 must be made of the A that was "
    "switched off and divided."
)
def not_handed_on(X, parameters, keep_prob):
    W, b = ([parameters[f"{name}{l}"] for l in (1, 2, 3)] for name in "Wb")
    rng = np.random.default_rng(0)
    Z1 = W[0] @ X + b[0]
    Z2 = W[1] @ relu(Z1) + b[1]
    Z3 = W[2] @ relu(Z2) + b[2]
    D1, D2 = (rng.random(Z.shape) < keep_prob for Z in (Z1, Z2))
    A1, A2, A3 = relu(Z1) * D1 / keep_prob, relu(Z2) * D2 / keep_prob, sigmoid(Z3)
    return A3, (Z1, D1, A1, W[0], b[0], Z2, D2, A2, W[1], b[1], Z3, A3, W[2], b[2])


@forward_propagation_with_dropout.mistake(
    "The cache holds the A from before dropout; the way back needs the one that was handed on."
)
def cache_from_before(X, parameters, keep_prob):
    A3, cache = passes(X, parameters, keep_prob)
    cache = list(cache)
    for i in (2, 7):
        cache[i] = relu(cache[i - 2])
    return A3, tuple(cache)


@forward_propagation_with_dropout.mistake(
    "D1 and D2 are missing in the cache: the way back must switch off the same units."
)
def cache_without_masks(X, parameters, keep_prob):
    A3, cache = passes(X, parameters, keep_prob)
    return A3, tuple(cache[i] for i in range(14) if i not in (1, 6))


@forward_propagation_with_dropout.mistake(
    "The sigmoid of the last layer is missing: A3 = sigmoid(Z3)."
)
def without_sigmoid(X, parameters, keep_prob):
    return passes(X, parameters, keep_prob, last=np.positive)


@forward_propagation_with_dropout.variant
def published(X, parameters, keep_prob):
    rng = np.random.default_rng()
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    b2, W3, b3 = parameters["b2"], parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = rng.random((A1.shape[0], A1.shape[1]))
    D1 = (D1 < keep_prob).astype(int)
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = rng.random((A2.shape[0], A2.shape[1]))
    D2 = (D2 < keep_prob).astype(int)
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@forward_propagation_with_dropout.variant
def mask_before_relu(X, parameters, keep_prob):
    rng = np.random.default_rng(5)
    A, cache = X, []
    for l in (1, 2):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        D = rng.binomial(1, keep_prob, Z.shape).astype(float)
        A = np.clip(Z * D, 0, None) / keep_prob
        cache += [Z, D, A, W, b]
    Z3 = parameters["W3"] @ A + parameters["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return [A3, [*cache, Z3, A3, parameters["W3"], parameters["b3"]]]
