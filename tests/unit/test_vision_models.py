"""Published architectures: shapes, parameters and multiplications against the papers' figures."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.vision import blocks, models

# Input, parameters, multiplications: what the papers and well-known implementations state. With
# their own conventions: one tower for AlexNet, biases before batch norm in ResNet.
PUBLISHED = {
    "lenet5": ((32, 32, 1), 61_706, 0.42e6),
    "alexnet": ((227, 227, 3), 62_378_344, 1.14e9),
    "vgg16": ((224, 224, 3), 138_357_544, 15.5e9),
    "resnet50": ((224, 224, 3), 25_557_032 + 26_560, 3.86e9),
    "googlenet": ((224, 224, 3), 6_998_552, 1.58e9),
    "squeezenet": ((227, 227, 3), 1_248_424, 0.83e9),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_parameters_and_multiplications_are_the_published_ones(name):
    shape, parameters, multiplications = PUBLISHED[name]
    network = getattr(models, name)()
    summary = network.summary(shape)
    assert not any(name.startswith("W") for name in network.params)  # counted without one
    assert summary.parameters == parameters
    assert summary.multiplications == pytest.approx(multiplications, rel=0.01)
    assert np.prod(network.output_shape(shape)) == (10 if name == "lenet5" else 1000)


STAGES = {
    "alexnet": [(55, 55, 96), (27, 27, 96), (27, 27, 256), (13, 13, 256), (6, 6, 256), (9216,)],
    "vgg16": [(112, 112, 64), (56, 56, 128), (28, 28, 256), (14, 14, 512), (7, 7, 512), (25088,)],
    "resnet50": [(112, 112, 64), (56, 56, 256), (28, 28, 512), (14, 14, 1024), (7, 7, 2048)],
    "googlenet": [(28, 28, 256), (28, 28, 480), (14, 14, 528), (14, 14, 832), (7, 7, 1024)],
    "squeezenet": [(111, 111, 96), (55, 55, 96), (27, 27, 256), (13, 13, 512), (1, 1, 1000)],
}


@pytest.mark.parametrize("name", STAGES)
def test_the_volumes_on_the_way_are_those_of_the_papers(name):
    shape, *_ = PUBLISHED[name]
    passed = iter(getattr(models, name)().shapes_between(shape))
    for stage in STAGES[name]:
        assert stage in passed  # in this order: the iterator moves on


def test_inceptions_bottleneck_saves_nine_tenths():
    volume = (28, 28, 192)
    direct = nn.Conv2D(192, 32, 5, pad="same").multiplications(volume)
    through = nn.Network(blocks.conv_relu(192, 16, 1), blocks.conv_relu(16, 32, 5)).multiplications(
        volume
    )
    assert direct == 120_422_400
    assert through == 12_443_648


def test_side_branches_fit_where_they_hang():
    for module, n_in in (("4a", 512), ("4d", 528)):
        one, three, five, pool, _ = models.INCEPTIONS[module]
        assert one + three[1] + five[1] + pool == n_in
        assert models.googlenet_side_branch(n_in).output_shape((14, 14, n_in)) == (1000,)


@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize("depth", [8, 20, 32])
def test_small_networks_have_the_depth_that_they_are_called_by(depth, residual):
    network = models.small_network(depth, residual)
    weights = [layer for layer in network.leaves() if "W" in layer.shapes]
    shortcuts = 2 if residual else 0  # 1x1 convolutions where the shape changes
    assert len(weights) == depth + shortcuts
    assert network.output_shape((8, 8, 1)) == (10,)


@pytest.mark.parametrize("depth", [7, 9, 21])
def test_other_depths_are_refused(depth):
    with pytest.raises(ValueError, match=f"depth is {depth}"):
        models.small_network(depth)


BLOCKS = {
    "identity": lambda rng: blocks.identity_block(4, (2, 2, 4), rng=rng),
    "convolutional": lambda rng: blocks.convolutional_block(4, (2, 2, 6), rng=rng),
    "basic": lambda rng: blocks.basic_block(4, 6, 2, rng=rng),
    "plain": lambda rng: blocks.basic_block(4, 4, residual=False, rng=rng),
    "inception": lambda rng: blocks.inception_module(4, 2, (2, 3), (2, 2), 1, rng),
    "fire": lambda rng: nn.Network(*blocks.fire_module(4, 2, rng)),
    "small network": lambda rng: models.small_network(8, n_in=4, widths=(2, 3, 4), rng=rng),
}


@pytest.mark.parametrize("build", BLOCKS.values(), ids=BLOCKS)
def test_gradients_of_blocks(build):
    rng = np.random.default_rng(3)
    block = build(rng)
    for name, array in block.params.items():
        if name.startswith("b"):  # b and beta: away from 0, where ReLU has its kink
            array += rng.normal(size=array.shape)
    differences = nn.gradient_check(block, rng.normal(size=(3, 6, 6, 4)))
    assert max(differences.values()) < 1e-7, differences


@pytest.mark.parametrize("build", list(BLOCKS.values())[:-1], ids=list(BLOCKS)[:-1])
def test_shapes_of_blocks_are_foretold(build):
    block = build(np.random.default_rng(3))
    A = block.forward(np.ones((1, 6, 6, 4)))
    assert A.shape == (1, *block.output_shape((6, 6, 4)))


def test_a_block_with_zero_weights_is_the_identity():
    block = blocks.identity_block(4, (2, 2, 4), rng=np.random.default_rng(0))
    for name, array in block.params.items():
        if name.startswith(("W", "b")):
            array[...] = 0
    A = np.abs(np.random.default_rng(1).normal(size=(2, 5, 5, 4)))
    np.testing.assert_array_equal(block.forward(A), A)


def test_an_identity_block_cannot_change_the_channels():
    with pytest.raises(ValueError, match="use convolutional_block"):
        blocks.identity_block(4, (2, 2, 8))


def test_a_summary_can_stop_at_blocks():
    network = models.googlenet()
    whole, shallow = (network.summary((224, 224, 3), depth=depth) for depth in (None, 0))
    assert len(str(shallow).splitlines()) == 4 + len(network.layers)
    assert len(str(whole).splitlines()) > 100
    assert str(whole).splitlines()[-1].split() == str(shallow).splitlines()[-1].split()
