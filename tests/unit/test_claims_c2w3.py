"""What lesson C2W3 claims by a few starts holds for other starts than those it shows."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.notebook.explore.c2w3.digits import build, result, split

pytestmark = pytest.mark.slow
OTHERS = range(20, 26)


def cost(seed, learning_rate, epsilon=1e-8):
    rng = np.random.default_rng(seed)
    return result(build(32, 1, rng), nn.Adam(learning_rate, epsilon=epsilon), rng, 3)[0]


def test_epsilon_is_idle_and_the_learning_rate_is_not():
    for seed in OTHERS:
        idle = [cost(seed, 0.01, epsilon) for epsilon in (1e-10, 1e-6)]
        assert max(idle) < 1.02 * min(idle)
        assert cost(seed, 1e-4) > 3 * cost(seed, 0.03)


def test_random_search_beats_a_grid_where_one_hyperparameter_is_idle():
    wins = 0
    for seed in range(50, 62):
        rng = np.random.default_rng(seed)
        grid = [cost(seed, 10 ** (-4 + 4 * u)) for u in (np.arange(6) + rng.random()) / 6]
        wins += min(cost(seed, 10 ** (-4 + 4 * u)) for u in rng.random(36)) < min(grid)
    assert wins >= 8


@pytest.mark.parametrize(("layers", "rates"), [(4, (0.1, 0.18)), (8, (0.06, 0.1))])
def test_batch_norm_is_faster_where_training_is_hard(layers, rates):
    def trained(seed, learning_rate, batch_norm):
        rng = np.random.default_rng(seed)
        network = build(32, layers, rng, batch_norm)
        return result(network, nn.GradientDescent(learning_rate), rng, 4)[0]

    without = min(np.median([trained(seed, rate, False) for seed in OTHERS]) for rate in rates)
    assert np.median([trained(seed, 0.3, True) for seed in OTHERS]) < without / 1.5


def test_a_bias_in_front_of_batch_norm_stays_where_it_was():
    X, Y, _, _ = split()
    rng = np.random.default_rng(7)
    network = build(16, 2, rng, batch_norm=True)
    network.params["b1"][:] = 3.0
    steps = nn.training(network, nn.softmax_cross_entropy, nn.Adam(1e-3), X, Y, 64, rng)
    for _ in steps:
        assert np.abs(network.grads["db1"]).max() < 1e-12
    gd = nn.training(network, nn.softmax_cross_entropy, nn.GradientDescent(0.1), X, Y, 64, rng)
    before = network.params["b1"].copy()
    for _ in gd:
        pass
    np.testing.assert_allclose(network.params["b1"], before, rtol=0, atol=1e-11)


def test_running_averages_answer_alone_what_a_batch_of_one_cannot():
    _, _, X_dev, Y_dev = split()
    for seed in OTHERS[:3]:
        rng = np.random.default_rng(seed)
        network = build(32, 2, rng, batch_norm=True)
        assert result(network, nn.GradientDescent(0.3), rng, 5)[1] > 0.87
        alone = np.hstack([network.forward(X_dev[:, [i]]) for i in range(60)])
        together = network.forward(X_dev)[:, :60]
        np.testing.assert_allclose(alone, together)
        own = np.hstack([network.forward(X_dev[:, [i]], training=True) for i in range(60)])
        assert np.ptp(own, axis=1).max() < 1e-9  # every digit looks the same
        assert nn.accuracy(own, Y_dev[:, :60]) < 0.35


def test_smaller_company_helps_on_new_digits_and_is_nothing_without_batch_norm():
    X, Y, X_dev, Y_dev = split()

    def trained(seed, size, batch_norm=True):
        rng = np.random.default_rng(seed)
        few = rng.permutation(X.shape[1])[:200]
        network, optimizer = build(32, 1, rng, batch_norm), nn.GradientDescent(0.3)
        for _ in range(150):
            grads = {f"d{name}": 0.0 for name in network.params}
            for group in np.split(rng.permutation(few), 200 // size):
                Z = network.forward(X[:, group], training=True)
                network.backward_params((nn.softmax(Z) - Y[:, group]) / 200)
                grads = {name: total + network.grads[name] for name, total in grads.items()}
            optimizer.step(network.params, grads)
        return nn.softmax_cross_entropy(network.forward(X_dev), Y_dev)[0]

    assert sum(trained(seed, 20) < trained(seed, 200) for seed in OTHERS) >= 5
    assert trained(20, 20, batch_norm=False) == pytest.approx(trained(20, 200, batch_norm=False))
