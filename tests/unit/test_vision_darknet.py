"""Darknet's files: small ones made here against the engine's layers, and the published detector."""

import numpy as np
import pytest
from PIL import Image

from course_utils import nn
from course_utils.data import available
from course_utils.vision.darknet import Darknet
from course_utils.vision.published_yolo import detect, published_yolo

NET = "[net]\nheight=64\nwidth=64\nchannels=3\n"
CONV = "[convolutional]\nfilters={}\nsize=3\nstride={}\npad=1\nactivation={}\n"
NORMED = CONV + "batch_normalize=1\n"
HEAD = "[convolutional]\nfilters=7\nsize=1\nactivation=linear\n"
YOLO = "[yolo]\nmask=0\nanchors = 10,20, 30,40\nclasses=2\n"


def write(tmp_path, cfg, arrays, header=(0, 2, 0)):
    """The two files, with these arrays as weights."""
    (tmp_path / "a.cfg").write_text(cfg)
    content = np.array(header, "<i4").tobytes() + np.zeros(1, "<u8").tobytes()
    content += b"".join(np.asarray(array, "<f4").tobytes() for array in arrays)
    (tmp_path / "a.weights").write_bytes(content)
    return tmp_path / "a.cfg", tmp_path / "a.weights"


def test_batch_norm_is_folded_into_the_convolution(tmp_path):
    rng = np.random.default_rng(0)
    beta, gamma, mean, var = rng.normal(size=(3, 4)), *rng.uniform(0.5, 2, (3, 3, 4))
    beta, gamma, mean, var = beta[0], gamma[0], mean[0], var[0]
    W, W_head, b_head = rng.normal(size=(4, 3, 3, 3)), rng.normal(size=(7, 4, 1, 1)), np.arange(7)
    cfg = NET + NORMED.format(4, 2, "leaky") + HEAD + YOLO
    network = Darknet(*write(tmp_path, cfg, [beta, gamma, mean, var, W, b_head, W_head]))
    X = rng.random((2, 8, 8, 3))
    ((volume, head),) = network.forward(X.astype(np.float32))
    Z, _ = nn.conv_forward(X, W.transpose(2, 3, 1, 0), np.zeros((1, 1, 1, 4)), 2, 1)
    column = (4, 1)
    normed, _ = nn.batch_norm_inference(
        Z, gamma.reshape(column), beta.reshape(column), mean.reshape(column), var.reshape(column)
    )
    expected, _ = nn.conv_forward(
        nn.leaky_relu(normed, 0.1), W_head.transpose(2, 3, 1, 0), b_head.reshape(1, 1, 1, 7) * 1.0
    )
    np.testing.assert_allclose(volume, expected, rtol=1e-4, atol=1e-4)
    assert head.anchors.tolist() == [[10, 20]]


def test_layers_may_come_back_to_earlier_ones(tmp_path):
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(7, 3, 3, 3)), rng.normal(size=(7, 1, 3, 3))
    depthwise = "[convolutional]\nfilters=7\ngroups=7\nsize=3\npad=1\nactivation=relu\n"
    cfg = (
        NET + CONV.format(7, 1, "linear") + depthwise + "[shortcut]\nfrom=-2\nactivation=linear\n"
        "[dropout]\n[maxpool]\nsize=2\nstride=2\n[upsample]\nstride=2\n"
        "[route]\nlayers=-1,0\n[route]\nlayers=0\n" + YOLO
    )
    network = Darknet(*write(tmp_path, cfg, [np.zeros(7), first, np.zeros(7), second]))
    X = rng.random((1, 6, 6, 3)).astype(np.float32)
    outputs = []
    for node in network.nodes[:-1]:
        outputs.append(node(outputs, X))
    assert outputs[6].shape == (1, 6, 6, 14)
    np.testing.assert_array_equal(outputs[6][..., 7:], outputs[0])
    Z, _ = nn.depthwise_forward(
        outputs[0], second[:, 0].transpose(1, 2, 0), np.zeros((1, 1, 1, 7)), 1, 1
    )
    np.testing.assert_allclose(outputs[2], np.maximum(Z, 0) + outputs[0], rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(network.forward(X)[0][0], outputs[0])


WEIGHTS = [np.zeros(7), np.zeros((7, 3, 3, 3))]


@pytest.mark.parametrize(
    ("cfg", "message"),
    [
        ("", "is no network"),
        (NET + CONV.format(7, 1, "linear") + NET, "is no network"),
        ("hello", "line 1: 'hello' is no"),
        ("[net]\n[reorg]\n", r"line 2: section \[reorg\] is none of net, convolutional"),
        (NET.replace("channels=3", "channels=x") + CONV.format(7, 1, "linear"), "channels='x'"),
        (NET + CONV.format(0, 1, "linear"), "filters=0 must be at least 1"),
        (NET + CONV.format("", 1, "linear"), "filters='' must be a whole number"),
        (NET + CONV.format(7, 1, "swish"), "activation=swish is none of leaky"),
        (NET + CONV.format(7, 1, "linear") + "groups=2\n", "groups=2 must be 1"),
        (NET + CONV.format(7, 1, "linear") + "[route]\nlayers=-5\n", "isn't before it"),
        (NET + CONV.format(7, 1, "linear") + "[route]\nlayers=one\n", "must list numbers"),
        (NET + CONV.format(7, 1, "linear") + "[maxpool]\nsize=3\nstride=2\n", "isn't read here"),
        (NET + CONV.format(7, 1, "linear") + YOLO.replace("mask=0", "mask=5"), "don't fit"),
        (NET + CONV.format(6, 1, "linear") + YOLO, "need 7 channels, but there are 6"),
        (
            NET + CONV.format(10**9, 1, "linear"),
            "filters=1000000000 must be at least 1 and at most",
        ),
        (NET + CONV.format(99_999, 1, "linear") * 2, "parameters: more than are read here"),
        (NET + CONV.format(7, 1, "linear") + "[shortcut]\nfrom=-1,-1\n", "from one layer"),
        (NET + CONV.format(7, 1, "linear") + "[route]\nlayers=inf\n", "must list numbers"),
        (NET + CONV.format(99_999, 1, "linear") + "[route]\nlayers=-1,-1\n", "199,998 channels"),
    ],
)
def test_what_is_wrong_with_a_cfg(tmp_path, cfg, message):
    with pytest.raises(ValueError, match=message):
        Darknet(*write(tmp_path, cfg, WEIGHTS))


def test_weights_that_are_cut_off_or_too_many(tmp_path):
    cfg = NET + CONV.format(7, 1, "linear") + YOLO
    with pytest.raises(ValueError, match="in the middle of a layer"):
        Darknet(*write(tmp_path, cfg, WEIGHTS[:1]))
    with pytest.raises(ValueError, match="4 bytes are left"):
        Darknet(*write(tmp_path, cfg, [*WEIGHTS, [0]]))
    assert len(Darknet(*write(tmp_path, cfg, WEIGHTS)).nodes) == 2


def photograph(name):
    """A photograph in full size from an installed package."""
    import matplotlib
    from skimage import data

    if name == "grace_hopper":
        path = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
        with Image.open(path) as image:
            return np.array(image.convert("RGB"))
    return getattr(data, name)()


needs_yolo = pytest.mark.skipif(
    not available("yolo_fastest"), reason="needs-yolo_fastest: not on this machine"
)


@needs_yolo
@pytest.mark.parametrize(
    ("photo", "found"),
    [
        ("astronaut", {"person": 0.84}),
        ("coffee", {"cup": 0.76}),
        ("chelsea", {"cat": 0.56}),
        ("grace_hopper", {"person": 0.99, "tie": 0.74}),
    ],
)
def test_the_published_detector_on_photographs(photo, found):
    network, names = published_yolo()
    image = photograph(photo)
    boxes, scores, classes = detect(network, image)
    best = {}
    for box, score, number in zip(boxes, scores, classes):
        best.setdefault(names[number], score)
        assert 0 <= box[0] < box[2] <= image.shape[1]
        assert 0 <= box[1] < box[3] <= image.shape[0]
    for name, score in found.items():
        assert best[name] == pytest.approx(score, abs=0.02)
    with pytest.raises(ValueError, match="multiple of 32"):
        detect(network, image, side=100)
    assert len(detect(network, image, score_threshold=1)[0]) == 0
