"""Optimisers and schedules: formulas by hand, in place, float32."""

import numpy as np
import pytest

from course_utils import nn

OPTIMIZERS = {
    "GradientDescent": lambda: nn.GradientDescent(0.1),
    "Momentum": lambda: nn.Momentum(0.1, beta1=0.8),
    "RMSprop": lambda: nn.RMSprop(0.1, beta2=0.8),
    "Adam": lambda: nn.Adam(0.1, beta1=0.8, beta2=0.9),
}
each_optimizer = pytest.mark.parametrize("build", OPTIMIZERS.values(), ids=OPTIMIZERS)


def by_the_notes(name, w, gradients, epsilon=1e-8):
    """The updates as the notes write them, for one number and its gradients."""
    v = s = 0.0
    for t, g in enumerate(gradients, start=1):
        if name == "GradientDescent":
            w -= 0.1 * g
        elif name == "Momentum":
            v = 0.8 * v + 0.2 * g
            w -= 0.1 * v
        elif name == "RMSprop":
            s = 0.8 * s + 0.2 * g**2
            w -= 0.1 * g / (np.sqrt(s) + epsilon)
        else:
            v = 0.8 * v + 0.2 * g
            s = 0.9 * s + 0.1 * g**2
            v_hat, s_hat = v / (1 - 0.8**t), s / (1 - 0.9**t)
            w -= 0.1 * v_hat / (np.sqrt(s_hat) + epsilon)
    return w


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_updates_are_those_of_the_notes(name):
    params = {"W1": np.array([[0.5]]), "b1": np.array([[-2.0]])}
    optimizer, rng = OPTIMIZERS[name](), np.random.default_rng(0)
    gradients = rng.normal(size=(5, 2))
    for dW, db in gradients:
        optimizer.step(params, {"dW1": np.array([[dW]]), "db1": np.array([[db]])})
    assert params["W1"].item() == pytest.approx(by_the_notes(name, 0.5, gradients[:, 0]), abs=1e-12)
    assert params["b1"].item() == pytest.approx(by_the_notes(name, -2, gradients[:, 1]), abs=1e-12)
    assert optimizer.t == 5


@each_optimizer
def test_parameters_change_in_place_and_gradients_do_not(build):
    W, dW = np.ones((3, 2), np.float32), np.full((3, 2), 0.5, np.float32)
    optimizer = build()
    optimizer.learning_rate = np.float64(0.1)
    for _ in range(3):
        optimizer.step({"W": W}, {"dW": dW, "unused": None})
    assert (W < 1).all()
    assert (dW == 0.5).all()
    assert {array.dtype for array in optimizer.state.values()} <= {np.dtype(np.float32)}


@each_optimizer
def test_every_optimiser_finds_the_bottom_of_a_bowl(build):
    optimizer, w = build(), np.array([3.0, -2.0])
    optimizer.learning_rate = 0.05
    for _ in range(500):
        optimizer.step({"w": w}, {"dw": w * [1, 5]})
    assert np.abs(w).max() < 0.06


def test_one_optimiser_serves_a_picture():
    G = np.zeros((1, 4, 4, 3))
    nn.Adam(0.5).step({"G": G}, {"dG": np.ones_like(G)})
    np.testing.assert_allclose(G, -0.5)


def test_nothing_is_changed_when_a_gradient_is_missing():
    W1, W2 = np.ones((1, 1)), np.ones((1, 1))
    optimizer = nn.GradientDescent(0.1)
    with pytest.raises(KeyError, match="no gradient 'dW2'"):
        optimizer.step({"W1": W1, "W2": W2}, {"dW1": np.ones((1, 1))})
    assert W1 == 1
    assert optimizer.t == 0


def test_an_optimiser_belongs_to_its_parameters():
    adam = nn.Adam()
    adam.step({"W1": np.ones((2, 3))}, {"dW1": np.ones((2, 3))})
    with pytest.raises(ValueError, match="build a new optimiser for new parameters"):
        adam.step({"W1": np.ones((2, 4))}, {"dW1": np.ones((2, 4))})
    with pytest.raises(TypeError, match="W has dtype int64 but must hold floats"):
        nn.Adam().step({"W": np.ones(3, int)}, {"dW": np.ones(3)})


def test_an_optimiser_of_ones_own_needs_one_method():
    class SignDescent(nn.Optimizer):
        def change(self, gradient):
            return self.learning_rate * np.sign(gradient)

    w = np.zeros(2)
    SignDescent(0.5).step({"w": w}, {"dw": np.array([7.0, -7.0])})
    assert w.tolist() == [-0.5, 0.5]
    with pytest.raises(NotImplementedError):
        nn.Optimizer(0.1).step({"w": w}, {"dw": w})


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (nn.inverse_time(0.2, decay_rate=1), [0.2, 0.1, 0.2 / 3, 0.05]),
        (nn.exponential(0.2, decay_rate=0.5), [0.2, 0.1, 0.05, 0.025]),
        (nn.square_root(0.2, k=0.5), [0.1, 0.1 / 2**0.5, 0.1 / 3**0.5, 0.05]),
        (nn.staircase(0.2, decay_rate=1, time_interval=2), [0.2, 0.2, 0.1, 0.1]),
        (nn.step_decay(0.2, epochs=[1, 3], factor=0.1), [0.2, 0.02, 0.02, 0.002]),
    ],
)
def test_schedules(schedule, rates):
    assert [schedule(epoch) for epoch in range(4)] == pytest.approx(rates)
