"""Bad input: one sentence with what was wrong, what was expected and what to do."""

import re

import numpy as np
import pytest

from course_utils import nn
from course_utils.nn.validation import check_array, check_count, check_finite, check_number

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(5, 6)), np.array([[0, 1, 1, 0, 1, 0]])
W, b = RNG.normal(size=(3, 5)), np.zeros((3, 1))
with_nan = X.copy()
with_nan[2, 3] = np.nan
images = RNG.normal(size=(2, 4, 4, 3))
net = nn.Network(nn.Dense(5, 3, rng=RNG), nn.ReLU(), nn.Dense(3, 1, rng=RNG))
bce, cce = nn.sigmoid_cross_entropy, nn.softmax_cross_entropy
gamma, beta = np.ones((5, 1)), np.zeros((5, 1))


def train(X=X, Y=Y, **options):
    return nn.training(net, bce, nn.Adam(), X, Y, **options)


MISTAKES = {
    "W transposed": (
        lambda: nn.linear_forward(X, W.T, b),
        ValueError,
        "W has shape (5, 3) but A_prev has 5 features: W must be (n, 5). Did you pass W.T?",
    ),
    "b of rank 1": (
        lambda: nn.linear_forward(X, W, np.zeros(3)),
        ValueError,
        "b has shape (3,) but W has 3 rows: b must be (3, 1). Use b.reshape(-1, 1).",
    ),
    "a lost axis": (
        lambda: nn.linear_forward(X[:, 0], W, b),
        ValueError,
        "A_prev has shape (5,) but must be 2-D (features, examples). Did you lose an axis?",
    ),
    "a list": (
        lambda: nn.linear_forward([[1.0]], W, b),
        TypeError,
        "A_prev must be a NumPy array but is a list: convert it with np.array(A_prev).",
    ),
    "text": (
        lambda: net.forward(np.array([["a"]])),
        TypeError,
        "X must hold numbers but has dtype <U1: use X.astype(float).",
    ),
    "dZ of another batch": (
        lambda: nn.linear_backward(np.ones((3, 5)), (X, W)),
        ValueError,
        "dZ has shape (3, 5) but Z has shape (3, 6): dZ must be (3, 6).",
    ),
    "gamma for other features": (
        lambda: nn.batch_norm_forward(images, gamma, beta),
        ValueError,
        "gamma has shape (5, 1) but Z has 3 features: gamma must be (3, 1). "
        "Use BatchNorm(n) with this n.",
    ),
    "keep_prob 0": (
        lambda: nn.Dropout(0.0),
        ValueError,
        "keep_prob is 0.0 but must lie in (0, 1]: choose a value inside.",
    ),
    "keep_prob a text": (
        lambda: nn.Dropout("0.5"),
        TypeError,
        "keep_prob must be a number but is '0.5'",
    ),
    "dropout without rng": (
        lambda: nn.Dropout(0.5).forward(X, training=True),
        RuntimeError,
        "Dropout(keep_prob=0.5) needs rng=np.random.default_rng(...) to train.",
    ),
    "Dense of 2.5 units": (
        lambda: nn.Dense(5, 2.5),
        TypeError,
        "n_out must be a whole number but is 2.5: use int(...).",
    ),
    "Dense of no units": (
        lambda: nn.Dense(0, 2),
        ValueError,
        "n_in is 0 but must be at least 1: choose a larger number.",
    ),
    "unknown keyword of a layer": (
        lambda: nn.Dense(5, 3, rgn=RNG),
        TypeError,
        "Dense got the unknown keyword 'rgn': it takes n_in, n_out, rng, initializer. "
        "Did you mean 'rng'?",
    ),
    "unknown keyword where there is none": (
        lambda: nn.ReLU(slope=0.1),
        TypeError,
        "ReLU got the unknown keyword 'slope': it takes none.",
    ),
    "unknown keyword of an optimiser": (
        lambda: nn.Adam(learning_rat=0.1),
        TypeError,
        "Adam got the unknown keyword 'learning_rat': it takes learning_rate, beta1, beta2, "
        "epsilon. Did you mean 'learning_rate'?",
    ),
    "unknown keyword of training": (
        lambda: train(minibatch_size=2),
        TypeError,
        "training got the unknown keyword 'minibatch_size'",
    ),
    "unknown keyword of fit": (
        lambda: nn.fit(net, bce, nn.Adam(), X, Y, epochs=3),
        TypeError,
        "Did you mean 'num_epochs'?",
    ),
    "forward without parameters": (
        lambda: nn.Dense(5, 3).forward(X),
        RuntimeError,
        "Dense(n_in=5, n_out=3) has shapes but no parameters: build it with rng=... or load it.",
    ),
    "backward before forward": (
        lambda: nn.ReLU().backward(X),
        RuntimeError,
        "ReLU() has nothing to go back from: call forward before backward.",
    ),
    "dA of another shape": (
        lambda: [relu := nn.ReLU(), relu.forward(X), relu.backward(X.T)],
        ValueError,
        "dA has shape (6, 5) but A has shape (5, 6): dA must be (5, 6).",
    ),
    "dA for other images": (
        lambda: [flatten := nn.Flatten(), flatten.forward(images), flatten.backward(X)],
        ValueError,
        "dA has shape (5, 6) but the images were (2, 4, 4, 3): dA must be (48, 2).",
    ),
    "columns to flatten": (
        lambda: nn.Flatten().forward(X),
        ValueError,
        "A_prev has shape (5, 6) but must be 3-D (examples, length, channels) or 4-D "
        "(m, n_H, n_W, n_C) or 5-D",
    ),
    "nan in X": (
        lambda: net.forward(with_nan),
        ValueError,
        "X must be finite but 1 of 30 entries are not: X[2, 3] is nan.",
    ),
    "bytes for X": (
        lambda: net.forward((images * 9).astype(np.uint8)),
        TypeError,
        "X has dtype uint8 but must hold floats: use X / 255 for images.",
    ),
    "float32 X": (
        lambda: net.forward(X.astype(np.float32)),
        TypeError,
        "X is float32 but the parameters are float64: "
        "use network.astype(np.float32) or X.astype(np.float64).",
    ),
    "no examples": (
        lambda: net.forward(X[:, :0]),
        ValueError,
        "X has shape (5, 0), which is empty: give it at least one example.",
    ),
    "a class for a layer": (
        lambda: nn.Network(nn.ReLU),
        TypeError,
        "did you forget ()?",
    ),
    "one layer twice": (
        lambda: nn.Network(net.layers[1], nn.Tanh(), net.layers[1]),
        ValueError,
        "a layer occurs twice but keeps one cache: build one for each place.",
    ),
    "no layers": (nn.Network, ValueError, "Network needs at least one layer"),
    "no branches": (nn.Parallel, ValueError, "Parallel needs at least one branch"),
    "keep beyond the end": (
        lambda: net.forward(X, keep=[3]),
        IndexError,
        "there is no layer 3: the network has layers 0 to 2.",
    ),
    "a residual that can't be added": (
        lambda: nn.Residual(nn.Dense(5, 3, rng=RNG)).forward(X),
        ValueError,
        "main gives (3, 6) but the shortcut gives (5, 6): they must be equal to be added.",
    ),
    "a residual's shapes": (
        lambda: nn.Residual(nn.Dense(5, 3)).output_shape((5,)),
        ValueError,
        "main gives (3,) but the shortcut gives (5,)",
    ),
    "branches that can't be joined": (
        lambda: nn.Parallel(nn.Flatten(), nn.ReLU()).output_shape((4, 4, 3)),
        ValueError,
        "the branches give (48,) and (4, 4, 3): they may differ in the features only.",
    ),
    "Dense on images": (
        lambda: nn.Network(nn.Dense(48, 1)).summary((4, 4, 3)),
        ValueError,
        "Dense(n_in=48, n_out=1) needs input of shape (48,) but gets (4, 4, 3): "
        "change n_in, or put Flatten() before it.",
    ),
    "labels -1 and 1": (
        lambda: bce(X[:1], 2 * Y - 1),
        ValueError,
        "Y must hold labels in [0, 1] but ranges from -1 to 1: "
        "use one_hot for class numbers, (Y + 1) / 2 for labels -1 and 1.",
    ),
    "labels nan": (
        lambda: bce(X[:1], Y * np.nan),
        ValueError,
        "Y must hold labels in [0, 1] but ranges from nan to nan",
    ),
    "Y transposed": (
        lambda: bce(X[:1], Y.T),
        ValueError,
        "Y has shape (6, 1) but Z has shape (1, 6): Y must be (1, 6). Did you pass Y.T?",
    ),
    "class numbers for one-hot": (
        lambda: cce(X, Y),
        ValueError,
        "Y has shape (1, 6) but Z has shape (5, 6): Y must be (5, 6). "
        "one_hot(Y, 5) makes columns of class numbers.",
    ),
    "two classes at once": (
        lambda: cce(X[:2], np.ones((2, 6))),
        ValueError,
        "Y must be one-hot but column 0 sums to 2: one_hot(labels, n_classes) makes such columns.",
    ),
    "diverged": (
        lambda: bce(with_nan, np.ones((5, 6))),
        ValueError,
        "Z[2, 3] is nan. Is there nan in X, or is the learning rate too large?",
    ),
    "no logits": (
        lambda: bce(X[:1, :0], Y[:, :0]),
        ValueError,
        "Z has shape (1, 0), which is empty",
    ),
    "nan among targets": (
        lambda: nn.squared_error(X, with_nan),
        ValueError,
        "Y must be finite but 1 of 30 entries are not",
    ),
    "four encodings": (
        lambda: nn.triplet_cost(X[:, :4]),
        ValueError,
        "F has 4 columns but must have 3m: stack anchors, positives and negatives",
    ),
    "class number too large": (
        lambda: nn.one_hot(np.array([1, 2]), 2),
        ValueError,
        "labels range from 1 to 2 but must lie in 0 to 1: choose a larger n_classes",
    ),
    "class numbers as floats": (
        lambda: nn.one_hot(np.array([1.0, 2.0]), 3),
        ValueError,
        "labels have shape (2,) and dtype float64 but must be whole numbers",
    ),
    "negative lambd": (
        lambda: nn.l2_penalty(net.params, -1, 6),
        ValueError,
        "lambd is -1 but must lie in [0, inf]",
    ),
    "negative learning rate": (
        lambda: nn.GradientDescent(-0.1),
        ValueError,
        "learning_rate is -0.1 but must lie in [0, inf]",
    ),
    "beta1 = 1": (
        lambda: nn.Adam(beta1=1),
        ValueError,
        "beta1 is 1 but must lie in [0, 1): choose a value inside.",
    ),
    "gradient missing": (
        lambda: nn.Adam().step({"W1": W}, {"W1": W}),
        KeyError,
        "no gradient 'dW1' for the parameter 'W1'; there are W1. Did you mean 'W1'? "
        "Call backward before step.",
    ),
    "gradient transposed": (
        lambda: nn.Adam().step({"W1": W}, {"dW1": W.T}),
        ValueError,
        "dW1 has shape (5, 3) but W1 has shape (3, 5): dW1 must be (3, 5).",
    ),
    "m differs": (
        lambda: train(Y=Y[:, :4]),
        ValueError,
        "X has 6 examples but Y has 4",
    ),
    "nan in training": (
        lambda: train(X=with_nan),
        ValueError,
        "X must be finite but 1 of 30 entries are not: X[2, 3] is nan.",
    ),
    "Y of rank 1": (
        lambda: train(Y=Y[0]),
        ValueError,
        "Y has shape (6,) but must be 2-D (features, examples)",
    ),
    "mini-batches without rng": (
        lambda: train(mini_batch_size=2),
        ValueError,
        "mini-batches are drawn at random but rng is None: give rng=np.random.default_rng(0).",
    ),
    "mini-batches of 0": (
        lambda: train(mini_batch_size=0),
        ValueError,
        "mini_batch_size is 0 but must be at least 1",
    ),
    "patience without validation": (
        lambda: nn.fit(net, bce, nn.Adam(), X, Y, patience=3),
        ValueError,
        "patience needs a cost to watch: give validation=(X_dev, Y_dev).",
    ),
    "gradient check in float32": (
        lambda: nn.gradient_check(net, X.astype(np.float32)),
        TypeError,
        "A_prev is float32 but gradients are checked in float64",
    ),
}


@pytest.mark.parametrize(("call", "kind", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_answered_with_what_to_do(call, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        call()


def test_an_error_in_a_network_names_the_layer():
    deep = nn.Network(nn.Dense(5, 3, rng=RNG), nn.Network(nn.ReLU(), nn.Dense(4, 1, rng=RNG)))
    with pytest.raises(ValueError, match="A_prev has 3 features") as caught:
        deep.forward(X)
    assert caught.value.__notes__ == [
        "This was layer 1 of the network, Dense(n_in=4, n_out=1).",
        "This was layer 1 of the network, Network(ReLU(), Dense(n_in=4, n_out=1)).",
    ]


def test_numbers_are_returned_as_floats_of_python():
    assert type(check_number("epsilon", np.float64(0.5), 0, 1)) is float
    assert check_count("n", np.int64(3)) is None


def test_good_arrays_pass():
    check_array("X", X, ndim=2)
    check_array("X", images, ndim=(2, 4))
    check_finite("X", X)


def test_an_array_may_have_one_of_several_ranks():
    message = r"must be 2-D \(features, examples\) or 4-D \(m, n_H, n_W, n_C\)"
    with pytest.raises(ValueError, match=message):
        check_array("X", X[0], ndim=(2, 4))
