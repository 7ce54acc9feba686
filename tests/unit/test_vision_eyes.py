"""Eyes, what their units look for, the script that trains the small one, and the gallery."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from course_utils import data, nn
from course_utils.vision import eyes, paintings, seeing, style, train_eye
from course_utils.vision.painting import SMALL, recipe_for

PHOTOS = data.load("photos")
CAT = PHOTOS["cat"]


@pytest.fixture(scope="module")
def small():
    return eyes.small_eye()


def test_a_picture_and_back():
    G = eyes.as_picture(CAT)
    assert G.shape == (1, *CAT.shape)
    np.testing.assert_array_equal(eyes.as_image(G), CAT)
    assert eyes.as_picture(CAT, 64).shape[1:3] == (42, 64)  # the longer side, the shape kept
    with pytest.raises(ValueError, match="must be uint8"):
        eyes.as_picture(CAT / 255)


def test_looking_goes_no_deeper_than_asked(small):
    G = eyes.as_picture(CAT, 32)
    seen = small.look(G, ["pixels", "conv2"])
    assert {name: A.shape[-1] for name, A in seen.items()} == {"pixels": 3, "conv2": 48}
    X = G * np.float32(1 / 64)
    np.testing.assert_array_equal(seen["conv2"], nn.Network(*small.network.layers[:5]).forward(X))
    with pytest.raises(ValueError, match="no layer 'fire2' here; there are conv1, conv2"):
        small.look(G, ["fire2"])


def test_gradients_of_several_layers_meet_at_the_pixels():
    eye = eyes.small_eye().astype(np.float64)
    rng = np.random.default_rng(0)
    G = eyes.as_picture(CAT, 16)[:, :8, :8].astype(float)
    layers = ["pixels", "conv1", "conv2"]
    dA = {name: rng.normal(size=A.shape) for name, A in eye.look(G, layers).items()}
    dG = eye.gradient(dA)
    differences = nn.check_gradients(
        lambda p: sum(np.vdot(A, dA[name]) for name, A in eye.look(p["G"], layers).items()),
        {"G": G}, {"dG": dG},
    )  # fmt: skip
    assert max(differences.values()) < 1e-7, differences.worst


def test_the_shipped_eye_and_its_data_sheet(small):
    assert sum(array.size for array in small.network.params.values()) == 95_344
    digest = hashlib.sha256(eyes.SMALL.read_bytes()).hexdigest()
    assert digest in (eyes.DATASETS / "README.md").read_text(encoding="utf-8")
    assert recipe_for(small) is SMALL


# What units look for


@pytest.mark.parametrize("layer", ["conv1", "conv2", "conv3"])
def test_a_field_is_what_a_unit_depends_on(layer):
    eye = eyes.small_eye()
    field = seeing.Field(eye.network, eye.number(layer))
    A = eye.look(np.random.default_rng(0).normal(0, 60, (1, 48, 48, 3)).astype(np.float32), [layer])
    dA = np.zeros_like(A[layer])
    dA[0, 4, 5] = 1
    dG = np.abs(eye.gradient({layer: dA})[0]).sum(axis=-1)
    rows, columns = np.nonzero(dG)
    left, top, right, bottom = field.box(4, 5)
    assert (columns.min(), rows.min()) >= (max(left, 0), max(top, 0))
    assert columns.max() < right
    assert rows.max() < bottom
    assert np.ptp(columns) > 0.6 * field.size - 2


def test_the_most_exciting_pieces_are_the_maxima(small):
    photos = [PHOTOS[name] for name in ("cat", "coffee", "rocket")]
    found = seeing.top_patches(small, photos, "conv2", [3, 7], k=4)
    for unit, pieces in found.items():
        maps = [small.look(eyes.as_picture(p), ["conv2"])["conv2"][0, ..., unit] for p in photos]
        values = [value for _, value in pieces]
        assert values[0] == pytest.approx(max(each.max() for each in maps))
        assert values == sorted(values, reverse=True)
        assert all(image.shape == (10, 10, 3) for image, _ in pieces)


def test_pieces_over_the_edge_are_grey_there():
    piece = seeing.cut_out(np.zeros((10, 10, 3), np.uint8), (-2, 7, 3, 12))
    assert piece.shape == (5, 5, 3)
    assert (piece[:, :2] == 128).all()
    assert (piece[:3, 2:] == 0).all()
    assert (piece[3:] == 128).all()


def test_excitement_grows(small):
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 20, (1, 24, 24, 3)).astype(np.float32)
    unit = int(small.look(noise, ["conv2"])["conv2"].mean(axis=(0, 1, 2)).argmax())
    values = [value for _, value in seeing.most_exciting(small, "conv2", unit, 24, rng, 25)]
    assert values[-1] > 1.3 * values[0] > 0


def test_soft_noise_gives_a_unit_something_to_answer_to_and_less_grain(small):
    grain = []
    for soft in (0, 3):
        rng = np.random.default_rng(0)
        run = seeing.most_exciting(small, "conv2", 42, 24, rng, 25, soft=soft)
        states = [(value, G.copy()) for G, value in run]
        assert states[-1][0] > 1.3 * states[0][0]
        grain.append(style.total_variation(states[-1][1] / states[-1][1].std())[0])
    assert grain[1] < 0.7 * grain[0]


# The training


def test_batch_norm_is_folded_without_a_change():
    network = train_eye.trainee(5, np.random.default_rng(0))
    rng = np.random.default_rng(1)
    for _ in range(3):
        network.forward(rng.normal(size=(4, 16, 16, 3)).astype(np.float32), training=True)
    for name, array in network.params.items():
        if name.startswith(("beta", "gamma")):
            array += rng.normal(0, 0.2, array.shape).astype(np.float32)
    X = rng.normal(size=(2, 16, 16, 3)).astype(np.float32)
    ours = train_eye.folded(network).forward(X)
    theirs = nn.Network(*network.layers[:-3]).forward(X)
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_a_short_training_writes_an_eye(tmp_path, monkeypatch):
    said = []
    train_eye.main(3, tmp_path / "new" / "eye.h5", said.append)
    assert "of 312" in said[-1]
    monkeypatch.setattr(eyes, "SMALL", tmp_path / "new" / "eye.h5")
    assert eyes.small_eye().network.params["W1"].shape == (5, 5, 3, 24)


def test_pieces_are_of_the_photograph():
    photo = np.zeros((64, 64, 3), np.uint8)
    photo[:, 32:] = 255
    rng = np.random.default_rng(0)
    left, right = (
        np.mean([train_eye.piece(Image.fromarray(photo), x, 32, rng) for _ in range(8)])
        for x in (16, 48)
    )
    assert right - left > 100
    classes = train_eye.places(list(dict(PHOTOS).values()))
    assert len(classes) == len(set(classes)) == 312


# The gallery


def test_the_gallery_is_here():
    for work in paintings.WORKS:
        with Image.open(paintings.FOLDER / f"{work.file}.png") as image:
            assert max(image.size) == paintings.SIDE


def test_a_work_is_painted_again(tmp_path):
    work = paintings.Work("tower", "china", "tissue", "small", 5.0)
    said = []
    assert paintings.main([work], tmp_path, 32, 2, said.append) == 0
    assert (tmp_path / "tower.png").exists()
    assert said[0].startswith("tower: J ")


def test_saving_never_overwrites(tmp_path):
    paths = [paintings.save_png(CAT, tmp_path / "new", "cat") for _ in range(3)]
    assert [path.name for path in paths] == ["cat.png", "cat-2.png", "cat-3.png"]
    with Image.open(paths[2]) as image:
        np.testing.assert_array_equal(np.asarray(image), CAT)
