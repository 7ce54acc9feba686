"""Costs: known values, gradients by central differences, labels of every dtype."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import nn


def labels_for(cost, n_y, m, rng):
    if cost is nn.softmax_cross_entropy:
        return nn.one_hot(rng.integers(0, n_y, m), n_y)
    if cost is nn.sigmoid_cross_entropy:
        return rng.integers(0, 2, (n_y, m)).astype(float)
    return rng.normal(size=(n_y, m))


COSTS = [nn.sigmoid_cross_entropy, nn.softmax_cross_entropy, nn.squared_error]


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize(("n_y", "m"), [(1, 1), (1, 7), (4, 1), (4, 6)])
def test_the_gradient_of_a_cost_equals_central_differences(cost, n_y, m):
    rng = np.random.default_rng(n_y + m)
    Z, Y = rng.normal(size=(n_y, m)), labels_for(cost, n_y, m, rng)
    _, dZ = cost(Z, Y)
    differences = nn.check_gradients(lambda p: cost(p["Z"], Y)[0], {"Z": Z}, {"dZ": dZ})
    assert max(differences.values()) < 1e-7, differences.worst


@pytest.mark.parametrize("m", [1, 5])
def test_the_gradient_of_the_triplet_cost(m):
    F = np.random.default_rng(m).normal(size=(3, 3 * m))
    J, dF = nn.triplet_cost(F, margin=1.0)
    assert J > 0
    differences = nn.check_gradients(
        lambda p: nn.triplet_cost(p["F"], margin=1.0)[0], {"F": F}, {"dF": dF}
    )
    assert max(differences.values()) < 1e-7, differences.worst


@pytest.mark.parametrize("penalty", [nn.l1_penalty, nn.l2_penalty])
def test_the_gradients_of_a_penalty(penalty):
    rng = np.random.default_rng(0)
    params = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=(3, 1)), "W2": np.ones((1, 3))}
    J, grads = penalty(params, lambd=0.7, m=20)
    assert grads.keys() == {"dW1", "dW2"}
    weights = {"W1": params["W1"], "W2": params["W2"]}
    differences = nn.check_gradients(lambda p: penalty(p, 0.7, 20)[0], weights, grads)
    assert max(differences.values()) < 1e-7, differences.worst
    assert pytest.approx(penalty(params, 1.4, 40)[0]) == J


def test_penalties_at_known_points():
    params = {"W1": np.array([[3.0, -4.0]]), "gamma2": np.array([[9.0]])}
    assert nn.l2_penalty(params, lambd=2, m=5)[0] == pytest.approx(2 / 10 * 25)
    assert nn.l1_penalty(params, lambd=2, m=5)[0] == pytest.approx(2 / 5 * 7)


def test_costs_at_known_points():
    J, dZ = nn.sigmoid_cross_entropy(np.zeros((1, 2)), np.array([[0, 1]]))
    assert pytest.approx(np.log(2)) == J
    np.testing.assert_allclose(dZ, [[0.25, -0.25]])
    J, dZ = nn.softmax_cross_entropy(np.zeros((4, 1)), nn.one_hot(np.array([2]), 4))
    assert pytest.approx(np.log(4)) == J
    np.testing.assert_allclose(dZ.T, [[0.25, 0.25, -0.75, 0.25]])
    J, dZ = nn.squared_error(np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]]))
    assert J == 1
    np.testing.assert_allclose(dZ, [[1, 0]])


def test_a_satisfied_triplet_costs_nothing():
    F = np.array([[0.0, 0.0, 5.0], [1.0, 1.0, 1.0]])
    J, dF = nn.triplet_cost(F)
    assert J == 0
    assert not dF.any()


@pytest.mark.parametrize("cost", COSTS[:2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sure_and_wrong_costs_much_but_not_infinity(cost, dtype):
    Z = np.array([[-1e4, 1e4], [1e4, -1e4]], dtype)
    J, dZ = cost(Z, np.eye(2))
    assert 1e3 < J < 1e5
    assert np.isfinite(dZ).all()
    assert dZ.dtype == dtype


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("label_dtype", [bool, np.uint8, np.int64, np.float64])
def test_float32_logits_give_float32_gradients_for_any_labels(cost, label_dtype):
    Z = np.random.default_rng(0).normal(size=(3, 3)).astype(np.float32)
    Y = np.eye(3).astype(label_dtype)
    J, dZ = cost(Z, Y)
    assert type(J) is float
    assert dZ.dtype == np.float32
    assert Y.dtype == label_dtype


def test_float32_penalties_and_triplets():
    F = np.random.default_rng(0).normal(size=(3, 6)).astype(np.float32)
    assert nn.triplet_cost(F, margin=np.float64(2))[1].dtype == np.float32
    for penalty in (nn.l1_penalty, nn.l2_penalty):
        _, grads = penalty({"W": F}, np.float64(0.1), 3)
        assert grads["dW"].dtype == np.float32


@given(labels=st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_one_hot_columns_hold_their_label(labels):
    Y = nn.one_hot(np.array(labels), 5)
    assert Y.shape == (5, len(labels))
    assert (Y.sum(axis=0) == 1).all()
    assert Y.argmax(axis=0).tolist() == labels
    np.testing.assert_array_equal(nn.one_hot(np.array([labels]), 5), Y)


def test_accuracy_of_one_row_and_of_several():
    assert nn.accuracy(np.array([[-1.0, 2.0, 3.0, -4.0]]), np.array([[0, 1, 0, 0]])) == 0.75
    assert nn.accuracy(np.eye(3), np.eye(3)[:, [0, 2, 1]]) == pytest.approx(1 / 3)
