"""Training: the generator's contract, regularisation, and what fit adds."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.nn.training import Progress


def problem(m=60, seed=0):
    X = np.random.default_rng(seed).normal(size=(2, m))
    return X, (X[:1] * X[1:] > 0).astype(float)


def network(seed=0, n_h=8):
    rng = np.random.default_rng(seed)
    return nn.Network(nn.Dense(2, n_h, rng=rng), nn.Tanh(), nn.Dense(n_h, 1, rng=rng))


def train(net, X, Y, optimizer=None, **options):
    optimizer = optimizer or nn.GradientDescent(0.5)
    return list(nn.training(net, nn.sigmoid_cross_entropy, optimizer, X, Y, **options))


def test_a_step_is_the_update_of_the_notes():
    X, Y = problem()
    net, m = nn.Network(nn.Dense(2, 1, rng=np.random.default_rng(0))), X.shape[1]
    w, b = (net.params[name].copy() for name in ("W1", "b1"))
    dZ = nn.sigmoid(w @ X + b) - Y
    (step,) = train(net, X, Y)
    np.testing.assert_allclose(net.params["W1"], w - 0.5 * dZ @ X.T / m)
    np.testing.assert_allclose(net.params["b1"], b - 0.5 * dZ.mean())
    A = nn.sigmoid(w @ X + b)
    expected = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    assert step == (1, 0, pytest.approx(expected), 0.5, True)


def test_each_epoch_visits_every_example_once_in_a_new_order():
    seen = []

    class Spy(nn.Layer):
        def forward(self, A_prev, training=False):
            seen.append(A_prev[0].copy())
            return A_prev

        def backward(self, dA):
            return dA

    X = np.arange(10.0).reshape(1, 10) / 10
    Y = X.round()
    net = nn.Network(Spy(), nn.Dense(1, 1, rng=np.random.default_rng(0)))
    steps = train(net, X, Y, mini_batch_size=4, rng=np.random.default_rng(1), num_epochs=2)
    assert [len(batch) for batch in seen] == [4, 4, 2, 4, 4, 2]
    epochs = np.concatenate(seen[:3]), np.concatenate(seen[3:])
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch), X[0])
    assert (epochs[0] != epochs[1]).any()
    assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6]
    assert [step.epoch for step in steps] == [0, 0, 0, 1, 1, 1]
    assert [step.epoch_ended for step in steps] == [False, False, True] * 2


def test_x_and_y_stay_together_and_as_they_are():
    X, Y = problem()
    before = X.copy(), Y.copy()
    rng = np.random.default_rng(0)
    train(network(), X, Y, mini_batch_size=7, rng=rng, num_epochs=3)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(Y, before[1])


def test_training_learns_xor():
    X, Y = problem(m=400)
    net, rng = network(), np.random.default_rng(1)
    steps = train(net, X, Y, nn.Adam(0.02), mini_batch_size=32, rng=rng, num_epochs=30)
    assert nn.accuracy(net.forward(X), Y) > 0.95
    assert steps[-1].cost < steps[0].cost


def test_training_for_ever_can_be_left():
    X, Y = problem()
    steps = nn.training(network(), nn.sigmoid_cross_entropy, nn.Adam(0.01), X, Y, num_epochs=None)
    for step in steps:
        if step.number == 50:
            break
    assert step.epoch == 49


def test_no_epochs_means_no_updates():
    X, Y = problem()
    assert train(network(), X, Y, num_epochs=0) == []


def test_the_schedule_sets_the_learning_rate():
    X, Y = problem()
    optimizer = nn.GradientDescent(9.0)
    schedule = nn.step_decay(0.5, epochs=[2], factor=0.1)
    steps = train(network(), X, Y, optimizer, num_epochs=3, schedule=schedule)
    assert [step.learning_rate for step in steps] == pytest.approx([0.5, 0.5, 0.05])


@pytest.mark.parametrize("penalty", [nn.l2_penalty, nn.l1_penalty])
def test_the_penalty_joins_cost_and_gradient(penalty):
    X, Y = problem()
    plain, penalised = network(), network()
    (step,) = train(plain, X, Y)
    J, extra = penalty(network().params, 3.0, 60)
    (penalised_step,) = train(penalised, X, Y, lambd=3.0, penalty=penalty)
    assert penalised_step.cost == pytest.approx(step.cost + J)
    for name, array in penalised.params.items():
        expected = plain.params[name] - 0.5 * extra.get(f"d{name}", 0)
        np.testing.assert_allclose(array, expected, atol=1e-12)


def test_l2_is_weight_decay():
    X, Y = problem()
    net, m = network(), X.shape[1]
    W = net.params["W1"].copy()
    train(net, X, Y, lambd=6.0)
    decayed = (1 - 0.5 * 6.0 / m) * W - 0.5 * nn_gradient(X, Y)
    np.testing.assert_allclose(net.params["W1"], decayed, atol=1e-12)


def nn_gradient(X, Y):
    net = network()
    _, dZ = nn.sigmoid_cross_entropy(net.forward(X), Y)
    net.backward(dZ)
    return net.grads["dW1"]


def test_float32_stays_float32_through_training():
    X, Y = problem()
    net = network().astype(np.float32)
    options = {"mini_batch_size": 8, "rng": np.random.default_rng(0), "lambd": np.float64(0.1)}
    optimizer = nn.Adam(np.float64(0.01))
    train(net, X.astype(np.float32), Y, optimizer, **options)
    arrays = [*net.params.values(), *net.grads.values(), *optimizer.state.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_a_run_goes_on_from_its_progress():
    X, Y = problem()
    whole, parts = network(), network()
    train(whole, X, Y, mini_batch_size=8, rng=np.random.default_rng(1), num_epochs=3)
    progress, rng = Progress(), np.random.default_rng(1)
    options = {"mini_batch_size": 8, "rng": rng, "num_epochs": 3, "progress": progress}
    optimizer = nn.GradientDescent(0.5)
    for step in nn.training(parts, nn.sigmoid_cross_entropy, optimizer, X, Y, **options):
        if step.number == 11:
            break
    assert (progress.step, progress.epoch, progress.batch) == (11, 1, 3)
    train(parts, X, Y, optimizer, **options)
    for name, array in whole.params.items():
        np.testing.assert_array_equal(parts.params[name], array)


def test_images_train_too():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(12, 4, 4, 1)), rng.integers(0, 2, (1, 12))
    net = nn.Network(nn.BatchNorm(1), nn.Flatten(), nn.Dense(16, 1, rng=rng))
    steps = train(net, X, Y, mini_batch_size=5, rng=rng, num_epochs=20)
    assert steps[-1].cost < steps[0].cost
    np.testing.assert_allclose(nn.predict(net, X, mini_batch_size=5), net.forward(X))


def test_fit_writes_the_history():
    X, Y = problem()
    history = nn.fit(
        network(), nn.sigmoid_cross_entropy, nn.Adam(0.05), X, Y,
        mini_batch_size=16, rng=np.random.default_rng(0), num_epochs=5,
        validation=problem(seed=1), metric=nn.accuracy, progress_bar=False,
    )  # fmt: skip
    assert len(history) == 5
    assert len(history.costs) == 5 * 4
    assert history.epochs["cost"][0] == pytest.approx(np.mean(history.costs[:4]))
    assert history.epochs["learning_rate"] == [0.05] * 5
    assert set(history.epochs) == {
        "cost", "learning_rate", "validation_cost", "validation_accuracy",
    }  # fmt: skip
    assert history.best_epoch == int(np.argmin(history.epochs["validation_cost"]))
    assert repr(history).startswith("History(5 epochs: cost ")


def test_an_empty_history_says_so():
    assert repr(nn.History()) == "History(no epoch yet)"
    assert nn.History().best_epoch is None


def test_the_progress_bar_shows_the_cost(capsys):
    X, Y = problem()
    nn.fit(network(), nn.sigmoid_cross_entropy, nn.Adam(0.05), X, Y, num_epochs=3)
    shown = capsys.readouterr()
    assert "3/3" in shown.err + shown.out
    assert "cost=" in shown.err + shown.out


def test_early_stopping_ends_with_the_best_epoch():
    X, Y = problem(m=20)
    X_dev, Y_dev = problem(m=30, seed=7)
    net = network(n_h=30)
    history = nn.fit(
        net, nn.sigmoid_cross_entropy, nn.Adam(0.1), X, 1 - Y,
        num_epochs=200, validation=(X_dev, Y_dev), patience=4, progress_bar=False,
    )  # fmt: skip
    assert len(history) < 200
    assert len(history) == history.best_epoch + 5
    J, _ = nn.sigmoid_cross_entropy(net.forward(X_dev), Y_dev)
    assert pytest.approx(min(history.epochs["validation_cost"])) == J
