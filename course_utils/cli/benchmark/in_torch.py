"""PyTorch's side of a case: the same network with the same numbers, run eagerly on one thread."""

import numpy as np
import torch
from torch.nn import functional as F

from course_utils import nn
from course_utils.cli.benchmark.cases import BOTH, FORWARD, STYLE, TRAINING
from course_utils.cli.benchmark.in_numpy import style_layers
from course_utils.nn.windows import pad_width

torch.set_num_threads(1)
COSTS = {
    nn.sigmoid_cross_entropy: F.binary_cross_entropy_with_logits,
    nn.softmax_cross_entropy: F.cross_entropy,
    nn.squared_error: lambda Z, Y: F.mse_loss(Z, Y, reduction="sum") / (2 * len(Z)),
}
OPTIMIZERS = {nn.Adam: torch.optim.Adam, nn.GradientDescent: torch.optim.SGD}


def prepare(case):
    """(step, outputs) for a case, as in in_numpy."""
    network, X, Y = case.build()
    x, y = tensor(np.moveaxis(X, -1, 0 if X.ndim == 2 else 1)), tensor(Y.T)
    module = convert(network, case.shape)

    def outputs():
        module.eval()
        with torch.no_grad():
            z = module(x)
        module.train()
        return np.moveaxis(z.numpy(), 0 if z.ndim == 2 else 1, -1)

    return STEPS[case.does](case, network, module, x, y), outputs


def tensor(array):
    """A tensor of its own, contiguous."""
    return torch.tensor(np.ascontiguousarray(array))


def training_step(case, network, module, x, y):
    """One update of the parameters."""
    optimizer = OPTIMIZERS[case.optimizer](module.parameters(), lr=1e-3)
    cost = COSTS[case.cost]

    def step():
        optimizer.zero_grad()
        cost(module(x), y).backward()
        optimizer.step()

    return step


def forward(case, network, module, x, y):
    """The outputs."""
    module.eval()

    def step():
        with torch.no_grad():
            module(x)

    return step


def forward_and_backward(case, network, module, x, y):
    """The outputs, and all gradients."""
    x.requires_grad_()
    ones = torch.ones_like(module(x))

    def step():
        x.grad = None
        module.zero_grad()
        module(x).backward(ones)

    return step


def style_step(case, network, module, x, y):
    """One step of style transfer, as in in_numpy."""
    style, content = style_layers(network)
    module.requires_grad_(False)

    def kept(x):
        activations = {}
        for i, layer in enumerate(module):
            x = layer(x)
            if i in style or i == content:
                activations[i] = x
        return activations

    def gram_matrix(activations):
        A = activations.flatten(2)[0]
        return A @ A.T / A.numel()

    start = kept(x.flip(2))
    targets = {layer: gram_matrix(start[layer]) for layer in style}
    G = x.clone().requires_grad_()
    optimizer = torch.optim.Adam([G], lr=1e-3)

    def step():
        optimizer.zero_grad()
        now = kept(G)
        cost = sum(((gram_matrix(now[i]) - targets[i]) ** 2).sum() for i in style) / 2
        (cost + 5e-4 * (now[content] ** 2).sum()).backward()
        optimizer.step()

    return step


STEPS = {
    TRAINING: training_step,
    FORWARD: forward,
    BOTH: forward_and_backward,
    STYLE: style_step,
}


def convert(layer, shape):
    """The PyTorch module that computes what `layer` computes from examples of `shape`."""
    if isinstance(layer, nn.Network):
        return torch.nn.Sequential(*convert_in_order(layer, shape))
    if isinstance(layer, nn.Parallel):
        return Parallel([convert(branch, shape) for branch in layer.branches])
    if type(layer) not in MODULES:
        raise TypeError(f"{layer!r} has no counterpart here: add it to MODULES.")
    return MODULES[type(layer)](layer, shape)


def convert_in_order(network, shape):
    """Yield the modules of a network; after Flatten, PyTorch has the channels first."""
    image = None
    for layer, layer_shape in network.steps(shape):
        module = convert(layer, layer_shape)
        if image and isinstance(layer, nn.Dense):
            by_place = layer.params["W"].reshape(-1, *image)
            fill(module, np.moveaxis(by_place, -1, 1).reshape(len(by_place), -1))
        image = layer_shape if isinstance(layer, nn.Flatten) else None
        yield module


class Parallel(torch.nn.ModuleList):
    """Branches side by side, joined along the channels."""

    def forward(self, x):
        """The outputs of all branches."""
        return torch.cat([branch(x) for branch in self], dim=1)


def dense(layer, shape):
    """A linear layer with the weights of Dense."""
    n_out, n_in = layer.shapes["W"]
    return fill(torch.nn.Linear(n_in, n_out), layer.params["W"], layer.params["b"])


def convolution(layer, shape):
    """A convolution with the filters of Conv2D."""
    pad = pad_width(layer.pad, layer.f)
    module = torch.nn.Conv2d(layer.n_in, layer.n_out, layer.f, layer.stride, pad)
    return fill(module, layer.params["W"].transpose(3, 2, 0, 1), layer.params["b"])


def fill(module, weight, bias=None):
    """Give a module copies of our parameters."""
    module.weight.data = tensor(weight)
    if bias is not None:
        module.bias.data = tensor(bias.ravel())
    return module


def batch_norm(layer, shape):
    """Batch norm for columns or images, with gamma = 1 and beta = 0 as they begin."""
    kind = torch.nn.BatchNorm1d if len(shape) == 1 else torch.nn.BatchNorm2d
    return kind(layer.shapes["gamma"][0], layer.epsilon, 1 - layer.momentum)


MODULES = {
    nn.Dense: dense,
    nn.Conv2D: convolution,
    nn.BatchNorm: batch_norm,
    nn.Dropout: lambda layer, shape: torch.nn.Dropout(1 - layer.keep_prob),
    nn.Flatten: lambda layer, shape: torch.nn.Flatten(),
    nn.ReLU: lambda layer, shape: torch.nn.ReLU(),
    nn.LeakyReLU: lambda layer, shape: torch.nn.LeakyReLU(layer.slope),
    nn.GlobalAveragePool: lambda layer, shape: torch.nn.AdaptiveAvgPool2d(1),
    nn.MaxPool: lambda layer, shape: torch.nn.MaxPool2d(
        layer.f, layer.stride, layer.pad, ceil_mode=layer.ceil
    ),
}
