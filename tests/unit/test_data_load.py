"""The data sets that ship with the course: values, layout, and what cannot be changed."""

import hashlib
import re

import numpy as np
import pytest
import skimage.data
import sklearn.datasets

from course_utils.data import load, store

LABELLED = ["faces", "digits", "breast_cancer"]


def both_parts(name):
    dataset = load(name)
    axis = 0 if dataset.X_train.ndim == 4 else 1
    X = np.concatenate([dataset.X_train, dataset.X_test], axis=axis)
    return X, np.concatenate([dataset.Y_train, dataset.Y_test], axis=1)[0]


def sorted_rows(table):
    return table[np.lexsort(table.T)]


@pytest.mark.parametrize(
    ("name", "train", "test", "classes"),
    [
        ("faces", (150, 25, 25, 1), (50, 25, 25, 1), ("not a face", "face")),
        ("digits", (1438, 8, 8, 1), (359, 8, 8, 1), tuple("0123456789")),
        ("breast_cancer", (30, 456), (30, 113), ("benign", "malignant")),
    ],
)
def test_shapes_and_labels(name, train, test, classes):
    dataset = load(name)
    assert (dataset.X_train.shape, dataset.X_test.shape) == (train, test)
    assert dataset.classes == classes
    for X, Y in [(dataset.X_train, dataset.Y_train), (dataset.X_test, dataset.Y_test)]:
        m = X.shape[0] if X.ndim == 4 else X.shape[1]
        assert Y.shape == (1, m)
        assert Y.dtype == np.int64
        assert set(Y[0]) == set(range(len(classes)))
        assert X.dtype == (np.uint8 if X.ndim == 4 else np.float64)
    assert set(dataset.about) == {"title", "source", "licence", "how_made"}


@pytest.mark.parametrize("name", LABELLED)
def test_test_set_has_the_share_of_every_class(name):
    dataset = load(name)
    share = 0.25 if name == "faces" else 0.2
    counts = [np.bincount(Y[0]) for Y in (dataset.Y_train, dataset.Y_test)]
    assert np.all(np.abs(counts[1] - share * sum(counts)) <= 0.5)


def test_faces_are_the_original_patches_to_the_last_grey_value():
    patches = skimage.data.lfw_subset().reshape(200, -1)
    X, Y = both_parts("faces")
    X = X.reshape(200, -1) / 255
    distance = np.abs(X[:, None] - patches[None]).max(axis=2)
    nearest = distance.argmin(axis=1)
    assert sorted(nearest) == list(range(200))
    assert distance.min(axis=1).max() <= 0.5 / 255 + 1e-12
    np.testing.assert_array_equal(Y, nearest < 100)


def test_digits_are_the_original_images():
    original = sklearn.datasets.load_digits()
    X, Y = both_parts("digits")
    ours = np.column_stack([X.reshape(len(X), -1), Y])
    theirs = np.column_stack([original.data, original.target])
    np.testing.assert_array_equal(sorted_rows(ours), sorted_rows(theirs))
    assert X.max() == load("digits").max_value == 16


def test_breast_cancer_is_the_original_table_with_malignant_as_1():
    original = sklearn.datasets.load_breast_cancer()
    X, Y = both_parts("breast_cancer")
    malignant = original.target == list(original.target_names).index("malignant")
    ours, theirs = np.column_stack([X.T, Y]), np.column_stack([original.data, malignant])
    np.testing.assert_array_equal(sorted_rows(ours), sorted_rows(theirs))
    assert load("breast_cancer").feature_names == tuple(original.feature_names)


def test_as_columns_flattens_and_scales_images():
    faces = load("faces")
    X_train, Y_train, X_test, Y_test = faces.as_columns()
    assert (X_train.shape, X_test.shape) == ((625, 150), (625, 50))
    np.testing.assert_array_equal(X_train[:, 7], faces.X_train[7].ravel() / 255)
    assert (X_train.min(), X_train.max()) == (0, 1)
    np.testing.assert_array_equal(Y_test, faces.Y_test)
    assert faces.as_columns(scale=False)[0].max() == 255
    X_train[:] = 0
    Y_train[:] = 0
    assert faces.X_train.any()
    assert faces.Y_train.any()


def test_as_columns_leaves_a_table_in_its_units():
    table = load("breast_cancer")
    X_train, _, _, _ = table.as_columns()
    np.testing.assert_array_equal(X_train, table.X_train)
    X_train[0] = 0
    assert table.X_train[0].all()


def test_loaded_arrays_cannot_be_changed():
    faces = load("faces")
    with pytest.raises(ValueError, match="read-only"):
        faces.X_train[0] = 0
    with pytest.raises(AttributeError):
        faces.X_train = faces.X_test
    with pytest.raises(TypeError):
        faces.about["title"] = "mine"


def test_repr_is_short_and_has_no_address():
    text = repr(load("faces"))
    assert text.splitlines() == [
        "Dataset: Faces and other patches of photographs",
        "  train    X (150, 25, 25, 1) uint8, Y (1, 150)",
        "  test     X (50, 25, 25, 1) uint8, Y (1, 50)",
        "  classes  0 not a face, 1 face",
    ]


def test_photos_by_name():
    photos = load("photos")
    assert set(photos) == {
        *("astronaut", "cat", "china", "coffee", "flower", "grace_hopper", "rocket")
    }
    assert len(photos) == 7
    for name, image in photos.items():
        assert image.dtype == np.uint8
        assert image.shape[2] == 3
        assert max(image.shape) == 256
        assert image.std() > 30  # a picture, not a blank
        assert set(photos.about[name]) == {"title", "source", "licence"}
    assert repr(photos).splitlines()[1] == (
        "  astronaut     (256, 256, 3)   The astronaut Eileen Collins in an orange space suit"
    )
    with pytest.raises(KeyError, match="no photograph 'dog'; there are astronaut, cat"):
        photos["dog"]
    with pytest.raises(ValueError, match="read-only"):
        photos["cat"][0] = 0


def test_photos_look_like_their_originals():
    cat = load("photos")["cat"].astype(float)
    original = skimage.data.chelsea()
    small = original[:, :450].reshape(300, 450, 3)[::2, ::2].astype(float)
    np.testing.assert_allclose(cat.mean(axis=(0, 1)), small.mean(axis=(0, 1)), atol=1)


@pytest.mark.parametrize("name", ["chelsea", "coffee", "astronaut"])
def test_licences_are_those_of_the_package(name):
    photos = load("photos")
    licence = photos.about["cat" if name == "chelsea" else name]["licence"]
    assert licence in " ".join(getattr(skimage.data, name).__doc__.split())


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(FileNotFoundError) as error:
        load("cats")
    assert str(error.value).startswith("no data set 'cats' in ")
    assert str(error.value).endswith("there are: breast_cancer, digits, faces, photos, scenes.")


# --- scenes


def test_scenes_have_their_boxes_and_classes():
    scenes = load("scenes")
    for X, boxes, classes in (
        (scenes.X_train, scenes.boxes_train, scenes.classes_train),
        (scenes.X_test, scenes.boxes_test, scenes.classes_test),
    ):
        assert X.dtype == np.uint8
        assert not X.flags.writeable
        assert X.shape[1:] == (96, 96, 3)
        assert len(X) == len(boxes) == len(classes)
        for b, c in zip(boxes, classes):
            assert b.shape == (len(c), 4)
            assert np.all((b >= 0) & (b <= 96))
            assert np.all(b[:, :2] < b[:, 2:])
        assert set(np.concatenate(classes)) == {0, 1, 2}
    assert sum(map(len, scenes.boxes_train)) + sum(map(len, scenes.boxes_test)) == 728
    assert scenes.classes == ("pedestrian", "car", "motorcycle")
    assert "240" in repr(scenes)


# --- the data sheet


def test_data_sheet_names_every_file_with_its_checksum():
    sheet = (store.DATASETS / "README.md").read_text(encoding="utf-8")
    described = re.findall(r"^`([\w/]+\.h5)` · sha256 `([0-9a-f]{64})`$", sheet, re.MULTILINE)
    files = {
        path.relative_to(store.DATASETS).as_posix(): path.read_bytes()
        for path in store.DATASETS.rglob("*.h5")
    }
    actual = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert dict(described) == actual == store.checksums()


def test_data_sheet_gives_the_shapes():
    sheet = (store.DATASETS / "README.md").read_text(encoding="utf-8")
    for name in LABELLED:
        dataset = load(name)
        row = next(line for line in sheet.splitlines() if line.startswith(f"| [{name}]"))
        numbers = {int(number) for number in re.findall(r"\d+", row)}
        assert {*dataset.X_train.shape, dataset.Y_test.size} <= numbers
    for name, image in load("photos").items():
        assert f"| {name} | {image.shape[0]} x {image.shape[1]} |" in sheet
