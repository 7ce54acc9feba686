"""Published weights: the reader on a file made here, the real network where it is on the disk."""

import numpy as np
import pytest

from course_utils import nn
from course_utils.data import available, load
from course_utils.vision import pretrained


def compressed(network, rng):
    """A file of the published form, and the weights in it, for a network without parameters."""
    counts, parts, weights = [], [], []
    for layer in (leaf for leaf in network.leaves() if leaf.shapes):
        f, _, n_C_prev, n_C = layer.shapes["W"]
        codebook, b = rng.normal(size=256).astype("<f4"), rng.normal(size=n_C).astype("<f4")
        gaps = rng.integers(16, size=n_C * n_C_prev * f * f)
        places = np.cumsum(gaps + 1) - 1
        places = places[places < gaps.size]
        gaps, codes = gaps[: places.size], rng.integers(256, size=places.size)
        W = np.zeros(n_C * n_C_prev * f * f, np.float32)
        W[places] = codebook[codes]
        low, high = gaps[::2], np.append(gaps[1::2], np.zeros(gaps.size % 2, int))
        packed = (low | high << 4).astype("u1")
        parts += [codebook.tobytes(), b.tobytes(), codes.astype("u1").tobytes(), packed.tobytes()]
        counts.append(places.size)
        weights.append((W.reshape(n_C, n_C_prev, f, f).transpose(2, 3, 1, 0), b))
    return np.array(counts, "<u4").tobytes() + b"".join(parts), weights


def small():
    return nn.Network(nn.Conv2D(2, 3, 3), nn.ReLU(), nn.Conv2D(3, 5, 1))


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_read_as_they_were_packed(tmp_path, seed):
    content, weights = compressed(small(), np.random.default_rng(seed))
    (tmp_path / "weights").write_bytes(content)
    network = small()
    pretrained.read_compressed(tmp_path / "weights", network)
    for number, (W, b) in enumerate(weights, start=1):
        np.testing.assert_array_equal(network.params[f"W{number}"], W)
        np.testing.assert_array_equal(network.params[f"b{number}"].ravel(), b)
    assert network.forward(np.ones((1, 4, 4, 2), np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content[:-1], "ends after"),
        (lambda content: b"", "ends after 0 bytes"),
        (lambda content: content + b"\0", "1 bytes are left"),
        (lambda content: content.replace(b"\0", b"\xff"), "ends after|too many"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, change, message):
    content, _ = compressed(small(), np.random.default_rng(0))
    (tmp_path / "weights").write_bytes(change(content))
    with pytest.raises(ValueError, match=message):
        pretrained.read_compressed(tmp_path / "weights", small())


def test_an_image_becomes_an_input():
    image = np.zeros((100, 60, 3), np.uint8)
    image[20:80, :, 0] = 255  # the middle square is all red
    X = pretrained.as_input(image)
    assert X.shape == (1, 227, 227, 3)
    assert X.dtype == np.float32
    np.testing.assert_allclose(X[0, 100, 100], [-104, -117, 255 - 123])


@pytest.mark.parametrize("image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_what_is_no_image_is_refused(image):
    with pytest.raises(ValueError, match=r"must be uint8 \(n_H, n_W, 3\)"):
        pretrained.as_input(image)


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(pretrained, "made_folder", lambda: tmp_path / "made")
    return tmp_path / "made"


needs_squeezenet = pytest.mark.skipif(
    not available("squeezenet"), reason="needs-squeezenet: not on this machine"
)


@needs_squeezenet
@pytest.mark.parametrize(
    ("photo", "first", "probability"),
    [
        ("cat", "Egyptian cat", 0.59),
        ("coffee", "espresso", 0.93),
        ("grace_hopper", "bow tie", 0.88),
    ],
)
def test_the_real_network_knows_the_photographs(own_cache, photo, first, probability):
    network, names = pretrained.pretrained_squeezenet(), pretrained.imagenet_names()
    assert len(set(names)) > 990
    best = pretrained.classify(network, load("photos")[photo], names)
    assert best[0][0] == first
    assert best[0][1] == pytest.approx(probability, abs=0.02)
    assert len(best) == 5


@needs_squeezenet
def test_the_network_is_stored_and_a_damaged_file_made_again(own_cache, monkeypatch):
    first = pretrained.pretrained_squeezenet()
    (stored,) = own_cache.iterdir()
    monkeypatch.setattr(pretrained, "read_compressed", None)  # not needed the second time
    again = pretrained.pretrained_squeezenet()
    np.testing.assert_array_equal(first.params["W26"], again.params["W26"])
    monkeypatch.undo()
    monkeypatch.setattr(pretrained, "made_folder", lambda: own_cache)
    stored.write_bytes(b"not HDF5")
    np.testing.assert_array_equal(
        pretrained.pretrained_squeezenet().params["W1"], first.params["W1"]
    )
    assert nn.load(pretrained.squeezenet(), stored).params["W1"].dtype == np.float32


@needs_squeezenet
def test_without_a_place_to_store_it_the_network_is_there_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(pretrained, "made_folder", lambda: tmp_path / "file" / "made")
    assert pretrained.pretrained_squeezenet().params["W1"].shape == (7, 7, 3, 96)
