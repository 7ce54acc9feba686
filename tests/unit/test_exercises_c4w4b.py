"""The checks of C4W4b on code as learners write it, never quite as the mistakes are written."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.exercises import c4w4b
from course_utils.exercises.c4w4b.week import pair
from course_utils.exercises.results import WRONG
from course_utils.vision import style as library


def assert_says(function, *sentences):
    result = c4w4b.check(function)
    assert result.status == WRONG
    for sentence in sentences:
        assert sentence in result.feedback, result


# The references are the library's mathematics

A_S, A_G = pair(7, 1, 4, 5, 3)


def test_references_agree_with_the_library():
    A = library.unroll(A_G)
    np.testing.assert_allclose(c4w4b.gram_matrix(A), library.gram_matrix(A))
    J, dA = library.content_cost(A_S, A_G)
    assert c4w4b.compute_content_cost(A_S, A_G) == pytest.approx(J)
    np.testing.assert_allclose(c4w4b.content_gradient(A_S, A_G), dA)
    J, dA = library.style_cost(A_S, A_G)
    assert c4w4b.compute_layer_style_cost(A_S, A_G) == pytest.approx(J)
    np.testing.assert_allclose(c4w4b.style_gradient(A_S, A_G), dA)


@pytest.mark.parametrize(
    ("cost", "gradient"),
    [
        (c4w4b.compute_content_cost, c4w4b.content_gradient),
        (c4w4b.compute_layer_style_cost, c4w4b.style_gradient),
    ],
)
def test_the_gradients_are_those_of_the_costs(cost, gradient):
    A = A_G.copy()
    differences = nn.check_gradients(
        lambda p: cost(A_S, p["A"]), {"A": A}, {"dA": gradient(A_S, A)}
    )
    assert max(differences.values()) < 1e-7


def test_signals_agree_with_the_engine():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(14, 2)), rng.normal(size=(5, 2, 3)), rng.normal(size=3)
    Z = c4w4b.conv1d_forward(X, W, b)
    np.testing.assert_allclose(Z, nn.conv_forward(X[None], W, b.reshape(1, 1, 3))[0][0])
    assert c4w4b.conv1d_single_step(X[3:8], W[..., 1], b[1]) == pytest.approx(Z[3, 1])


def test_the_library_takes_shares_as_the_exercise_does():
    layers = [pair(7, 1, 4, 5, 3), pair(8, 1, 2, 2, 4)]
    each = [library.style_cost(S, G)[0] for S, G in layers]
    found = c4w4b.compute_style_cost(*map(list, zip(*layers)), [2.0, 6.0])
    assert found == pytest.approx(0.25 * each[0] + 0.75 * each[1])


# What learners write


def test_unrolling_the_wrong_way_round():
    def compute_layer_style_cost(a_S, a_G):
        _, n_H, n_W, n_C = a_G.shape
        S, G = a_S.reshape(n_C, n_H * n_W), a_G.reshape(n_C, n_H * n_W)
        return np.square(np.dot(S, S.T) - np.dot(G, G.T)).sum() / (4 * (n_H * n_W * n_C) ** 2)

    assert_says(compute_layer_style_cost, "unrolled the wrong way round")


def test_unrolling_without_the_transpose():
    def compute_layer_style_cost(a_S, a_G):
        _, n_H, n_W, n_C = a_G.shape
        S, G = a_S.reshape(n_H * n_W, n_C), a_G.reshape(n_H * n_W, n_C)
        return np.sum((S @ S.T - G @ G.T) ** 2) / (2 * n_H * n_W * n_C) ** 2

    assert_says(compute_layer_style_cost, "compare places, not channels")


def test_gram_with_places():
    def gram_matrix(A):
        return np.dot(np.transpose(A), A)

    assert_says(gram_matrix, "which compares places")


def test_the_published_weights_in_a_loop():
    def compute_style_cost(a_S, a_G, weights):
        J = 0
        for S, G, weight in zip(a_S, a_G, weights):
            J += weight * c4w4b.compute_layer_style_cost(S, G)
        return J

    assert_says(compute_style_cost, "need not sum to 1", "divide them by their sum")


def test_the_notes_half_is_recognised():
    def compute_content_cost(a_C, a_G):
        return 0.5 * np.linalg.norm(a_C - a_G) ** 2

    assert_says(compute_content_cost, "the ½ of the notes (4.9)")


def test_a_fixed_alpha():
    def total_cost(J_content, J_style, alpha=10, beta=40):
        return 10 * J_content + 40 * J_style

    assert_says(total_cost, "built in as 10 and 40")


def test_the_gradient_comes_back_in_the_wrong_shape():
    def style_gradient(a_S, a_G):
        n_C = a_G.shape[-1]
        S, G = a_S.reshape(-1, n_C).T, a_G.reshape(-1, n_C).T
        return (G @ G.T - S @ S.T) @ G / a_G.size**2

    assert_says(style_gradient, "still has the shape")


def test_the_gradient_of_the_squares_alone():
    def style_gradient(a_S, a_G):
        n_C = a_G.shape[-1]
        S, G = a_S.reshape(-1, n_C).T, a_G.reshape(-1, n_C).T
        return (2 * (G @ G.T - S @ S.T) @ G / (2 * a_G.size) ** 2).T.reshape(a_G.shape)

    assert_says(style_gradient, "A factor 2 is missing")


def test_np_convolve_turns_the_filter():
    def conv1d_forward(A_prev, W, b):
        columns = []
        for c in range(W.shape[2]):
            each = [np.convolve(A_prev[:, j], W[:, j, c], "valid") for j in range(W.shape[1])]
            columns.append(np.sum(each, axis=0) + b[c])
        return np.array(columns).T

    assert_says(conv1d_forward, "turned round in time")


def test_one_place_too_few():
    def conv1d_forward(A_prev, W, b):
        f = W.shape[0]
        return np.array([
            (A_prev[i : i + f, :, None] * W).sum(axis=(0, 1)) + b for i in range(len(A_prev) - f)
        ])  # fmt: skip

    result = c4w4b.check(conv1d_forward)
    assert result.status == WRONG


def test_correct_solutions_written_another_way_pass():
    def gram_matrix(A):
        return np.inner(A, A)

    def compute_content_cost(a_C, a_G):
        return np.mean((a_C - a_G) ** 2) / 4

    def conv1d_single_step(a_slice_prev, W, b):
        return a_slice_prev.ravel() @ W.ravel() + b

    for function in (gram_matrix, compute_content_cost, conv1d_single_step):
        assert c4w4b.check(function).passed, function
