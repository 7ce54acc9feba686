"""Content, style and grain: costs that are what they say, with gradients that are right."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.vision import style
from course_utils.vision.eyes import Eye
from course_utils.vision.painting import Recipe, Task, paint_on

SHAPE = (1, 4, 5, 3)
LARGER = (1, 6, 3, 3)


def activations(seed, shape=SHAPE):
    return np.random.default_rng(seed).normal(0.4, 1, shape)


def goals(kind, shape=SHAPE):
    return kind.of(activations(0, shape))


COSTS = {
    "content": lambda A_G: style.content_cost(activations(0), A_G),
    "style": lambda A_G: style.style_cost(activations(0), A_G),
    "style of another size": lambda A_G: style.style_cost(activations(0, LARGER), A_G),
    "grain": style.total_variation,
    "content as a share": goals(style.Content).cost,
    "Gram as a share": goals(style.Gram, LARGER).cost,
    "moments": goals(style.Moments, LARGER).cost,
}


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_gradients_are_those_of_the_cost(cost):
    A_G = activations(1)
    _, dA_G = cost(A_G)
    differences = nn.check_gradients(lambda p: cost(p["A"])[0], {"A": A_G}, {"dA": dA_G})
    assert max(differences.values()) < 1e-7, differences.worst


def test_the_gram_matrix_by_loops():
    A = style.unroll(activations(2))
    G = style.gram_matrix(A)
    for k in range(3):
        for other in range(3):
            assert G[k, other] == pytest.approx(sum(A[k] * A[other]))


def test_unrolled_rows_are_channels_and_roll_is_the_way_back():
    A = activations(3)
    a = style.unroll(A)
    for k in range(3):
        np.testing.assert_array_equal(a[k], A[..., k].ravel())
    np.testing.assert_array_equal(style.roll(a, A.shape), A)


def test_the_published_normalisation():
    A_S, A_G = activations(4), activations(5)
    S, G = (style.gram_matrix(style.unroll(A)) for A in (A_S, A_G))
    n_H, n_W, n_C = SHAPE[1:]
    assert style.style_cost(A_S, A_G)[0] == pytest.approx(
        np.sum((S - G) ** 2) / (2 * n_H * n_W * n_C) ** 2
    )
    assert style.content_cost(A_S, A_G)[0] == pytest.approx(
        np.sum((A_S - A_G) ** 2) / (4 * n_H * n_W * n_C)
    )


@pytest.mark.parametrize("kind", [style.Gram, style.Moments])
def test_style_does_not_ask_where_and_content_does(kind):
    A = activations(6)
    moved = A.reshape(-1, 3)[np.random.default_rng(0).permutation(20)].reshape(SHAPE)
    assert kind.of(A).cost(moved)[0] == pytest.approx(0, abs=1e-20)
    assert style.Content.of(A).cost(moved)[0] > 0.1


def test_the_gram_matrix_is_covariance_and_mean_together():
    A = activations(7)
    mean, covariance = style.Moments.of(A)
    np.testing.assert_allclose(style.Gram.of(A).matrix, covariance + mean @ mean.T)


@pytest.mark.parametrize("kind", [style.Content, style.Gram])
def test_a_dark_picture_is_one_style_away(kind):
    assert kind.of(activations(8)).cost(np.zeros(SHAPE))[0] == pytest.approx(1)


def test_grain_counts_neighbours_only():
    flat = np.full((1, 3, 3, 3), 7.0)
    assert style.total_variation(flat)[0] == 0
    step = flat.copy()
    step[:, :, 2] += 6
    assert style.total_variation(step)[0] == pytest.approx(3 * 3 * 36 / 27)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: style.content_cost(activations(0), activations(0, LARGER)), "A_C has shape"),
        (lambda: style.style_cost(activations(0), activations(0, (1, 4, 5, 2))), "3 channels but"),
        (lambda: style.unroll(activations(0, (2, 4, 5, 3))), "holds 2 pictures"),
    ],
)
def test_what_does_not_fit_is_refused(act, message):
    with pytest.raises(ValueError, match=message):
        act()


# The whole way to the pixels


def small_eye(seed=0):
    rng = np.random.default_rng(seed)
    network = nn.Network(
        *(nn.Conv2D(3, 4, 3, pad="same", rng=rng), nn.ReLU(), nn.AveragePool()),
        *(nn.Conv2D(4, 5, 3, stride=2, rng=rng), nn.ReLU(), nn.Conv2D(5, 6, 1, rng=rng), nn.ReLU()),
    )
    return Eye("test", network, {"one": 1, "two": 4, "three": 6}, reverse=True, scale=1 / 64)


def pictures():
    rng = np.random.default_rng(9)
    return (rng.integers(0, 256, shape).astype(np.uint8) for shape in ((16, 12, 3), (10, 16, 3)))


RECIPES = [
    Recipe(("two",), ("one", "two", "three", "pixels"), 1.0, 5.0, 1e-2, statistics)
    for statistics in ("moments", "gram")
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.statistics)
def test_the_gradient_of_every_pixel(recipe):
    task = Task(small_eye(), *pictures(), recipe, side=16, dtype=np.float64)
    G = task.beginning("noise", np.random.default_rng(1))[:, :9, :8].copy()  # a corner is enough
    shape = task.eye.look(G, ["two"])["two"].shape
    task.content = {"two": style.Content.of(activations(3, shape))}
    _, dG = task.costs(G)
    differences = nn.check_gradients(lambda p: task.costs(p["G"])[0][0], {"G": G}, {"dG": dG})
    assert max(differences.values()) < 1e-7, differences.worst


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.statistics)
def test_the_whole_gradient_is_pytorchs(recipe):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    eye = small_eye()
    task = Task(eye, *pictures(), recipe, side=16, dtype=np.float64)
    G = task.beginning("noise", np.random.default_rng(1))
    (J, *_), dG = task.costs(G)
    convs = [layer.params for layer in eye.network.layers if layer.params]
    W = [torch.tensor(p["W"].transpose(3, 2, 0, 1)) for p in convs]
    b = [torch.tensor(p["b"].ravel()) for p in convs]
    F = torch.nn.functional

    def look(X):
        X = X.permute(0, 3, 1, 2)
        one = torch.relu(F.conv2d(X.flip(1) / 64, W[0], b[0], padding=1))
        two = torch.relu(F.conv2d(F.avg_pool2d(one, 2), W[1], b[1], stride=2))
        three = torch.relu(F.conv2d(two, W[2], b[2]))
        return {"pixels": X / 64, "one": one, "two": two, "three": three}

    def statistics(A):
        a = A.reshape(A.shape[1], -1)
        if recipe.statistics == "gram":
            return [a @ a.T / a.shape[1]]
        mean = a.mean(1, keepdim=True)
        return [mean, (a - mean) @ (a - mean).T / a.shape[1]]

    _, style_image = pictures()
    S = torch.tensor((style_image.astype(np.float32) - np.float32([123, 117, 104])).astype(float))
    X = torch.tensor(G, requires_grad=True)
    A, A_S, A_C = look(X), look(S[None]), look(torch.tensor(task.C))
    J_torch = ((A["two"] - A_C["two"]) ** 2).sum() / (A_C["two"] ** 2).sum()
    for name in recipe.style_layers:
        for ours, theirs in zip(statistics(A[name]), statistics(A_S[name])):
            J_torch = J_torch + 5.0 / 4 * ((ours - theirs) ** 2).sum() / (theirs**2).sum()
    grain = ((X[:, 1:] - X[:, :-1]) ** 2).sum() + ((X[:, :, 1:] - X[:, :, :-1]) ** 2).sum()
    J_torch = J_torch + 1e-2 * grain / X.numel()
    J_torch.backward()
    assert pytest.approx(J_torch.item(), abs=1e-10) == J
    np.testing.assert_allclose(dG, X.grad.numpy(), rtol=0, atol=1e-10)


def test_painting_lowers_the_cost_and_stays_among_colours():
    task = Task(small_eye().astype(np.float32), *pictures(), RECIPES[0], side=32)
    painted = list(paint_on(task, task.beginning(), steps=30))
    assert [p.step for p in painted] == list(range(1, 31))
    assert painted[-1].J < 0.8 * painted[0].J
    assert painted[0].J_content == 0
    image = painted[-1].image()
    assert image.dtype == np.uint8
    assert image.shape == (32, 24, 3)


def test_two_starts_and_nothing_else():
    task = Task(small_eye().astype(np.float32), *pictures(), RECIPES[0], side=16)
    noise = [task.beginning("noise", np.random.default_rng(3)) for _ in range(2)]
    np.testing.assert_array_equal(*noise)
    for start in ("noise", "style"):
        with pytest.raises(ValueError, match="choose 'content', or 'noise' with an rng"):
            task.beginning(start)


def test_an_unknown_statistic_is_refused():
    recipe = RECIPES[0]._replace(statistics="mean")
    with pytest.raises(ValueError, match="one of moments, gram"):
        Task(small_eye(), *pictures(), recipe, side=16)
