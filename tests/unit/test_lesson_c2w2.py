"""What the lesson of course 2, week 2 builds is right: the very text of its cells, against PyTorch.

The functions below are copies of the lesson's cells; the first test compares the text.
"""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest

from course_utils import nn

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "c2w2_optimization.ipynb"

# fmt: off


def random_mini_batches(X, Y, mini_batch_size, seed):
    """A list of pairs (X_batch, Y_batch) that together hold every example once."""
    order = np.random.default_rng(seed).permutation(X.shape[1])
    starts = range(0, X.shape[1], mini_batch_size)
    parts = [order[k : k + mini_batch_size] for k in starts]
    return [(X[:, part], Y[:, part]) for part in parts]


def exponentially_weighted_average(theta, beta, bias_correction=False):
    """The average after every day, (days,); the correction is explained in 2.5."""
    v, averages = 0.0, []
    for t, today in enumerate(theta, start=1):
        v = beta * v + (1 - beta) * today
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return np.array(averages)


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """New parameters {"W1", ...} and the new v {"dW1", ...}; what came in stays as it was."""
    v = {key: beta * v[key] + (1 - beta) * grads[key] for key in v}
    moved = {name: array - learning_rate * v["d" + name] for name, array in parameters.items()}
    return moved, v


def update_parameters_with_rmsprop(parameters, grads, s, learning_rate, beta2=0.9, epsilon=1e-8):
    """New parameters {"W1", ...} and the new s {"dW1", ...}."""
    s = {key: beta2 * s[key] + (1 - beta2) * grads[key] ** 2 for key in s}
    parameters = {
        name: array - learning_rate * grads["d" + name] / (np.sqrt(s["d" + name]) + epsilon)
        for name, array in parameters.items()
    }
    return parameters, s


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01,
                                beta1=0.9, beta2=0.999, epsilon=1e-8):
    """New parameters, v and s; t counts the steps from 1."""
    v = {key: beta1 * v[key] + (1 - beta1) * grads[key] for key in v}
    s = {key: beta2 * s[key] + (1 - beta2) * grads[key] ** 2 for key in s}
    new = {}
    for name, array in parameters.items():
        v_hat = v["d" + name] / (1 - beta1**t)
        s_hat = s["d" + name] / (1 - beta2**t)
        new[name] = array - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return new, v, s


class Nesterov(nn.Momentum):
    """v := beta1 v + (1 - beta1) dW; W := W - learning_rate (beta1 v + (1 - beta1) dW)."""

    def change(self, gradient):
        fresh = (1 - self.beta1) * gradient
        v = self.remember("v")
        v[...] = self.beta1 * v + fresh
        return self.learning_rate * (self.beta1 * v + fresh)


# fmt: on
CELLS = {
    "random-mini-batches": random_mini_batches,
    "ewa": exponentially_weighted_average,
    "momentum": update_parameters_with_momentum,
    "rmsprop": update_parameters_with_rmsprop,
    "adam": update_parameters_with_adam,
    "nesterov": Nesterov,
}
PARAMETERS = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}


@pytest.mark.parametrize("cell", CELLS)
def test_the_copies_are_the_lessons_cells(cell):
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    (source,) = ("".join(c["source"]) for c in notebook["cells"] if c["id"] == cell)
    assert source.strip() == inspect.getsource(CELLS[cell]).strip()


def drawn(seed=3, steps=40):
    """Parameters to start from, and gradients of very different sizes."""
    rng = np.random.default_rng(seed)
    start = {name: rng.normal(size=shape) for name, shape in PARAMETERS.items()}
    sizes = 10.0 ** rng.integers(-3, 2, size=steps)
    return start, [
        {"d" + name: size * rng.normal(size=shape) for name, shape in PARAMETERS.items()}
        for size in sizes
    ]


def walk(update, n_memories):
    """Where the lesson's function leads, from `drawn`."""
    parameters, gradients = drawn()
    memory = [
        {"d" + name: np.zeros(shape) for name, shape in PARAMETERS.items()}
        for _ in range(n_memories)
    ]
    for t, grads in enumerate(gradients, start=1):
        parameters, *memory = update(parameters, grads, *memory, t)
    return parameters


def walk_of(optimizer):
    """Where an optimiser with a `step` leads."""
    parameters, gradients = drawn()
    for grads in gradients:
        optimizer.step(parameters, grads)
    return parameters


WALKS = {
    "momentum": lambda: walk(
        lambda p, g, v, t: update_parameters_with_momentum(p, g, v, 0.9, 0.05), 1
    ),
    "RMSprop": lambda: walk(lambda p, g, s, t: update_parameters_with_rmsprop(p, g, s, 0.01), 1),
    "Adam": lambda: walk(update_parameters_with_adam, 2),
    "Nesterov": lambda: walk_of(Nesterov(0.05)),
}


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("momentum", lambda: nn.Momentum(0.05)),
        ("RMSprop", lambda: nn.RMSprop(0.01)),
        ("Adam", lambda: nn.Adam(0.01)),
    ],
)
def test_the_lessons_steps_are_the_librarys(name, build):
    ours, theirs = WALKS[name](), walk_of(build())
    for key, array in ours.items():
        np.testing.assert_allclose(array, theirs[key], rtol=0, atol=1e-12)


@pytest.mark.torch
@pytest.mark.parametrize("name", WALKS)
def test_the_lessons_steps_are_pytorchs(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    build = {
        # PyTorch leaves out the factor 1 - beta: its rate is ours times 0.1
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05 * 0.1, momentum=0.9),
        "Nesterov": lambda p: torch.optim.SGD(p, lr=0.05 * 0.1, momentum=0.9, nesterov=True),
        "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    }[name]
    start, gradients = drawn()
    theirs = {key: torch.tensor(array, requires_grad=True) for key, array in start.items()}
    optimizer = build(list(theirs.values()))
    for grads in gradients:
        for key, tensor in theirs.items():
            tensor.grad = torch.tensor(grads["d" + key])
        optimizer.step()
    for key, array in WALKS[name]().items():
        np.testing.assert_allclose(array, theirs[key].detach().numpy(), rtol=0, atol=1e-12)


def test_every_example_comes_once_with_its_label():
    X = np.arange(30.0).reshape(2, 15)
    batches = random_mini_batches(X, X[:1] + 0.5, 4, seed=1)
    assert [X_t.shape[1] for X_t, _ in batches] == [4, 4, 4, 3]
    assert all((Y_t == X_t[:1] + 0.5).all() for X_t, Y_t in batches)
    assert sorted(np.hstack([X_t[0] for X_t, _ in batches])) == list(X[0])


def test_the_corrected_average_of_a_constant_is_the_constant():
    averages = exponentially_weighted_average(np.full(20, 7.0), 0.98, bias_correction=True)
    assert averages == pytest.approx(np.full(20, 7.0))
    assert exponentially_weighted_average([7.0], 0.98)[0] == pytest.approx(0.14)
