import json

import numpy as np
import pytest

from course_utils import nn

IMAGE = (5, 6, 2)
RNG = np.random.default_rng(5)
CASES = {
    "Conv1D": (nn.Conv1D(2, 3, stride=2, pad=1, rng=RNG), (7, 2)),
    "Conv2D": (nn.Conv2D(2, 3, rng=RNG), IMAGE),
    "Conv2D same": (nn.Conv2D(2, 3, f=5, pad="same", rng=RNG), IMAGE),
    "Conv2D stride 2": (nn.Conv2D(2, 3, f=2, stride=2, pad="valid", rng=RNG), IMAGE),
    "Conv2D 1x1": (nn.Conv2D(2, 3, f=1, rng=RNG), IMAGE),
    "Conv3D": (nn.Conv3D(2, 2, f=2, rng=RNG), (3, 4, 3, 2)),
    "DepthwiseConv2D": (nn.DepthwiseConv2D(2, stride=2, pad=1, rng=RNG), IMAGE),
    "MaxPool": (nn.MaxPool(), IMAGE),
    "MaxPool ceil": (nn.MaxPool(f=3, ceil=True), IMAGE),
    "AveragePool": (nn.AveragePool(f=3, stride=1, pad="same"), IMAGE),
    "GlobalAveragePool": (nn.GlobalAveragePool(), IMAGE),
    "Upsample": (nn.Upsample(3), IMAGE),
}
each_layer = pytest.mark.parametrize(("layer", "shape"), CASES.values(), ids=CASES)


@each_layer
@pytest.mark.parametrize("m", [1, 3])
def test_backward_equals_central_differences(layer, shape, m):
    differences = nn.gradient_check(layer, np.random.default_rng(1).normal(size=(m, *shape)))
    assert max(differences.values()) < 1e-7, differences.worst


@each_layer
def test_shapes_are_known_without_running(layer, shape):
    A = layer.forward(np.random.default_rng(1).normal(size=(2, *shape)))
    assert tuple(layer.output_shape(shape)) == A.shape[1:]
    assert {name: array.shape for name, array in layer.params.items()} == layer.shapes


@each_layer
def test_config_builds_the_same_layer_without_parameters(layer, shape):
    config = json.loads(json.dumps(layer.config()))
    twin = type(layer)(**config)
    assert repr(twin) == repr(layer)
    assert twin.shapes == layer.shapes
    if twin.shapes:
        with pytest.raises(RuntimeError, match="has shapes but no parameters"):
            twin.forward(np.ones((1, *shape)))


@each_layer
def test_the_gradients_of_the_parameters_can_be_had_alone(layer, shape):
    A = layer.forward(np.random.default_rng(1).normal(size=(2, *shape)))
    layer.backward(np.ones_like(A))
    whole = dict(layer.grads)
    layer.backward_params(np.ones_like(A))
    for name, gradient in whole.items():
        np.testing.assert_allclose(layer.grads[name], gradient, atol=1e-12)


def test_multiplications_are_counted():
    # The 5x5 convolution of a 28x28x192 image with 32 filters of C4W2: 120 million.
    assert nn.Conv2D(192, 32, f=5, pad="same").multiplications((28, 28, 192)) == 120_422_400
    assert nn.DepthwiseConv2D(6, pad="same").multiplications((12, 12, 6)) == 12 * 12 * 6 * 9
    assert nn.Conv1D(3, 4, f=5).multiplications((14, 3)) == 10 * 4 * 5 * 3
    assert nn.MaxPool().multiplications(IMAGE) == 0


def test_weights_begin_with_the_variance_of_their_inputs():
    layer = nn.Conv2D(32, 64, f=5, rng=np.random.default_rng(0))
    assert layer.params["W"].std() == pytest.approx(np.sqrt(2 / (5 * 5 * 32)), rel=0.02)
    assert not layer.params["b"].any()


def test_a_small_network_of_images_trains_in_float32():
    rng = np.random.default_rng(0)
    net = nn.Network(
        nn.Conv2D(1, 4, pad="same", rng=rng),
        nn.ReLU(),
        nn.MaxPool(),
        nn.Residual(nn.Conv2D(4, 4, pad="same", rng=rng)),
        nn.Parallel(nn.Conv2D(4, 2, f=1, rng=rng), nn.AveragePool(3, 1, "same")),
        nn.Flatten(),
        nn.Dense(4 * 4 * 6, 1, rng=rng),
    ).astype(np.float32)
    X = rng.normal(size=(16, 8, 8, 1)).astype(np.float32)
    Y = (X.mean(axis=(1, 2, 3)) > 0).astype(np.float32).reshape(1, -1)
    optimizer, costs = nn.Adam(learning_rate=0.01), []
    for _ in range(40):
        J, dZ = nn.sigmoid_cross_entropy(net.forward(X, training=True), Y)
        net.backward(dZ)
        assert all(gradient.dtype == np.float32 for gradient in net.grads.values())
        optimizer.step(net.params, net.grads)
        costs.append(J)
    assert costs[-1] < 0.3 * costs[0]


@pytest.mark.parametrize(
    ("build", "error", "message"),
    [
        (lambda: nn.Conv2D(0, 3), ValueError, "n_in is 0"),
        (lambda: nn.Conv2D(3, 2.5), TypeError, "n_out must be a whole number"),
        (lambda: nn.Conv2D(3, 3, f=4, pad="same"), ValueError, "f=4 is even"),
        (lambda: nn.Conv2D(3, 3, strides=2), TypeError, "'strides'.*Did you mean 'stride'"),
        (lambda: nn.DepthwiseConv2D(0), ValueError, "n is 0"),
        (lambda: nn.MaxPool(2, padding=1), TypeError, "MaxPool got the unknown keyword"),
        (lambda: nn.MaxPool(f=2, pad=2), ValueError, "pad is 2 but must be less"),
        (lambda: nn.Upsample(0), ValueError, "factor is 0"),
        (
            lambda: nn.Conv2D(3, 4).output_shape((8, 8, 1)),
            ValueError,
            r"needs input of shape \(n, n, 3\) but gets \(8, 8, 1\)",
        ),
        (
            lambda: nn.MaxPool().output_shape((8,)),
            ValueError,
            r"shape \(n, n_C\) or \(n, n, n_C\) or \(n, n, n, n_C\)",
        ),
    ],
)
def test_bad_input_is_explained(build, error, message):
    with pytest.raises(error, match=message):
        build()
