"""The library's side of a case: a function that does one step, and one that returns outputs."""

import numpy as np

from course_utils import nn
from course_utils.cli.benchmark.cases import BOTH, FORWARD, STYLE, TRAINING


def prepare(case):
    """(step, outputs) for a case: step() is what is timed, outputs() what must agree."""
    network, X, Y = case.build()
    return STEPS[case.does](case, network, X, Y), lambda: network.forward(X)


def training_step(case, network, X, Y):
    """One update of the parameters."""
    optimizer = case.optimizer(learning_rate=1e-3)

    def step():
        _, dZ = case.cost(network.forward(X, training=True), Y)
        network.backward_params(dZ)
        optimizer.step(network.params, network.grads)

    return step


def forward(case, network, X, Y):
    """The outputs."""
    return lambda: network.forward(X)


def forward_and_backward(case, network, X, Y):
    """The outputs, and all gradients."""
    dA = np.ones_like(network.forward(X, training=True))

    def step():
        network.forward(X, training=True)
        network.backward(dA)

    return step


def style_step(case, network, X, Y):
    """One step of style transfer: Gram matrices at six layers, the content at one, Adam on X."""
    style, content = style_layers(network)
    G, adam = X.copy(), nn.Adam(learning_rate=1e-3)
    _, kept = network.forward(X[:, ::-1].copy(), keep=[*style, content])
    targets = {layer: gram_matrix(kept[layer])[1] for layer in style}

    def step():
        _, kept = network.forward(G, keep=[*style, content])
        add = {}
        for layer in style:
            A, gram = gram_matrix(kept[layer])
            add[layer] = (A @ (2 * (gram - targets[layer]) / A.size)).reshape(kept[layer].shape)
        add[content] = kept[content] * np.float32(1e-3)
        adam.step({"G": G}, {"dG": network.backward(None, add=add)})

    return step


def gram_matrix(activations):
    """Activations as a matrix (positions, n_C), and its Gram matrix divided by its size."""
    A = activations.reshape(-1, activations.shape[-1])
    return A, A.T @ A / A.size


def style_layers(network):
    """Numbers of the ReLUs for style (conv1, fire2 to fire5, fire7) and for content (fire6)."""
    *style, content, last = [
        i + 1 for i, layer in enumerate(network.layers) if i == 0 or isinstance(layer, nn.Parallel)
    ]
    return [*style, last], content


STEPS = {
    TRAINING: training_step,
    FORWARD: forward,
    BOTH: forward_and_backward,
    STYLE: style_step,
}
