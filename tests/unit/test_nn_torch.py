"""The same numbers as PyTorch: forward and backward to 1e-10, optimisers step by step to 1e-12."""

import numpy as np
import pytest

from course_utils import nn

torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
pytestmark = pytest.mark.torch
F = torch.nn.functional


def tensor(array):
    return torch.tensor(array, requires_grad=True)


def close(ours, theirs, tolerance=1e-10):
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=tolerance)


def to_torch(array):
    """Our layout to PyTorch's: examples first, channels second."""
    return np.ascontiguousarray(array.T if array.ndim == 2 else np.moveaxis(array, -1, 1))


def from_torch(array):
    """PyTorch's layout to ours."""
    return array.T if array.ndim == 2 else torch.movedim(array, 1, -1)


@pytest.mark.parametrize("m", [1, 6])
def test_linear(m):
    rng = np.random.default_rng(0)
    A_prev, W, b = rng.normal(size=(5, m)), rng.normal(size=(3, 5)), rng.normal(size=(3, 1))
    Z, cache = nn.linear_forward(A_prev, W, b)
    dZ = rng.normal(size=Z.shape)
    theirs = [tensor(to_torch(A_prev)), tensor(W), tensor(b.ravel())]
    Z_torch = F.linear(*theirs)
    Z_torch.backward(torch.tensor(to_torch(dZ)))
    close(Z, from_torch(Z_torch))
    dA_prev, dW, db = nn.linear_backward(dZ, cache)
    close(dA_prev, from_torch(theirs[0].grad))
    close(dW, theirs[1].grad)
    close(db.ravel(), theirs[2].grad)


@pytest.mark.parametrize(
    ("ours", "backward", "theirs"),
    [
        (nn.sigmoid, nn.sigmoid_backward, torch.sigmoid),
        (nn.tanh, nn.tanh_backward, torch.tanh),
        (nn.relu, nn.relu_backward, torch.relu),
        (nn.leaky_relu, nn.leaky_relu_backward, F.leaky_relu),
        (nn.softmax, nn.softmax_backward, lambda Z: torch.softmax(Z, 0 if Z.ndim == 2 else -1)),
    ],
)
@pytest.mark.parametrize("shape", [(4, 6), (2, 3, 3, 4)])
def test_activations(ours, backward, theirs, shape):
    rng = np.random.default_rng(0)
    Z, dA = 3 * rng.normal(size=shape), rng.normal(size=shape)
    A, Z_torch = ours(Z), tensor(Z)
    A_torch = theirs(Z_torch)
    A_torch.backward(torch.tensor(dA))
    close(A, A_torch)
    close(backward(dA, A), Z_torch.grad)


@pytest.mark.parametrize("shape", [(4, 6), (3, 5, 4), (2, 3, 3, 4), (2, 2, 3, 2, 4)])
@pytest.mark.parametrize("training", [True, False])
def test_batch_norm(shape, training):
    rng = np.random.default_rng(0)
    Z, dA = rng.normal(size=shape) + 2, rng.normal(size=shape)
    layer = nn.BatchNorm(4, momentum=0.9, epsilon=1e-5)
    layer.params |= {name: rng.normal(size=(4, 1)) for name in layer.params}
    layer.state |= {"mean": rng.normal(size=(4, 1)), "var": 1 + rng.random((4, 1))}
    mean, var = (torch.tensor(layer.state[name].ravel()) for name in ("mean", "var"))
    var_before, m = var.clone(), Z.size // 4
    A = layer.forward(Z, training)
    theirs = [tensor(to_torch(Z)), *(tensor(array.ravel()) for array in layer.params.values())]
    A_torch = F.batch_norm(
        theirs[0], mean, var, theirs[1], theirs[2], training, momentum=0.1, eps=1e-5
    )
    A_torch.backward(torch.tensor(to_torch(dA)))
    close(A, from_torch(A_torch))
    close(layer.backward(dA), from_torch(theirs[0].grad))
    close(layer.grads["dgamma"].ravel(), theirs[1].grad)
    close(layer.grads["dbeta"].ravel(), theirs[2].grad)
    close(layer.state["mean"].ravel(), mean)
    if training:  # PyTorch averages the variance divided by m - 1
        var = 0.9 * var_before + (var - 0.9 * var_before) * (m - 1) / m
    close(layer.state["var"].ravel(), var)


def test_dropout_with_the_same_mask():
    A_prev, rng = np.random.default_rng(0).normal(size=(4, 6)), np.random.default_rng(1)
    A, mask = nn.dropout_forward(A_prev, 0.7, rng)
    theirs = tensor(A_prev)
    A_torch = theirs * torch.tensor(mask > 0) / 0.7
    A_torch.sum().backward()
    close(A, A_torch)
    close(nn.dropout_backward(np.ones_like(A), mask), theirs.grad)


@pytest.mark.parametrize(("n_y", "m"), [(1, 7), (5, 1), (5, 7)])
def test_costs(n_y, m):
    rng = np.random.default_rng(0)
    Z, labels = 5 * rng.normal(size=(n_y, m)), rng.integers(0, n_y, m)
    Y = rng.integers(0, 2, (n_y, m)).astype(float)
    T = rng.normal(size=(n_y, m))
    cases = [
        (
            nn.sigmoid_cross_entropy(Z, Y),
            lambda Z: F.binary_cross_entropy_with_logits(Z, torch.tensor(Y.T), reduction="sum") / m,
        ),
        (
            nn.softmax_cross_entropy(Z, nn.one_hot(labels, n_y)),
            lambda Z: F.cross_entropy(Z, torch.tensor(labels)),
        ),
        (
            nn.squared_error(Z, T),
            lambda Z: F.mse_loss(Z, torch.tensor(T.T), reduction="sum") / (2 * m),
        ),
    ]
    for (J, dZ), theirs in cases:
        Z_torch = tensor(to_torch(Z))
        J_torch = theirs(Z_torch)
        J_torch.backward()
        close(J, J_torch)
        close(dZ, from_torch(Z_torch.grad))


def test_triplet_cost():
    rows = np.random.default_rng(0).normal(size=(3, 6, 4))
    J, dF = nn.triplet_cost(np.hstack([part.T for part in rows]), margin=0.5)
    anchor, positive, negative = theirs = [tensor(part) for part in rows]
    gap = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(dim=1) + 0.5
    J_torch = torch.relu(gap).mean()
    J_torch.backward()
    close(J, J_torch)
    close(dF, torch.cat([part.grad for part in theirs]).T)


OPTIMIZERS = {
    "GradientDescent": (nn.GradientDescent(0.1), lambda p: torch.optim.SGD(p, lr=0.1)),
    # PyTorch's momentum adds gradients without the factor (1 - beta1).
    "Momentum": (nn.Momentum(0.1, 0.9), lambda p: torch.optim.SGD(p, lr=0.1 * 0.1, momentum=0.9)),
    "RMSprop": (
        nn.RMSprop(0.01, beta2=0.9, epsilon=1e-3),
        lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3),
    ),
    # epsilon this large would show any other place for it.
    "Adam": (
        nn.Adam(0.01, beta1=0.8, beta2=0.95, epsilon=1e-2),
        lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-2),
    ),
    "Adam by default": (nn.Adam(), torch.optim.Adam),
}


@pytest.mark.parametrize(("ours", "theirs"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_optimisers_step_by_step(ours, theirs):
    rng = np.random.default_rng(0)
    params = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=(3, 1))}
    tensors = {name: tensor(array.copy()) for name, array in params.items()}
    optimizer = theirs(list(tensors.values()))
    for _ in range(50):
        grads = {f"d{name}": rng.normal(size=array.shape) for name, array in params.items()}
        for name, parameter in tensors.items():
            parameter.grad = torch.tensor(grads[f"d{name}"])
        optimizer.step()
        ours.step(params, grads)
        for name, parameter in tensors.items():
            close(params[name], parameter, 1e-12)


def test_a_network_trains_as_in_pytorch():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(6, 20)), nn.one_hot(rng.integers(0, 3, 20), 3)
    net = nn.Network(
        nn.Dense(6, 8, rng=rng), nn.BatchNorm(8), nn.Tanh(), nn.Residual(nn.Dense(8, 8, rng=rng)),
        nn.Dense(8, 3, rng=rng),
    )  # fmt: skip
    theirs = {name: tensor(array.copy()) for name, array in net.params.items()}

    def forward(X):
        Z = F.linear(X, theirs["W1"], theirs["b1"].ravel())
        gamma, beta = theirs["gamma2"].ravel(), theirs["beta2"].ravel()
        A = torch.tanh(F.batch_norm(Z, None, None, gamma, beta, training=True, eps=1e-5))
        A = A + F.linear(A, theirs["W3"], theirs["b3"].ravel())
        return F.linear(A, theirs["W4"], theirs["b4"].ravel())

    optimizer = torch.optim.Adam(list(theirs.values()), lr=0.01)
    cost = nn.softmax_cross_entropy
    for step in nn.training(net, cost, nn.Adam(0.01), X, Y, num_epochs=20, lambd=0.3):
        optimizer.zero_grad()
        J = F.cross_entropy(forward(torch.tensor(X.T)), torch.tensor(Y.T))
        J = J + 0.3 / 40 * sum((theirs[name] ** 2).sum() for name in ("W1", "W3", "W4"))
        J.backward()
        optimizer.step()
        close(step.cost, J)
    for name, array in net.params.items():
        if name != "b1":  # before batch norm its gradient is 0, and Adam divides the rounding
            close(array, theirs[name], 1e-8)
