"""Files that learners have already, and files that are not what they should be."""

import contextlib
import os

import h5py
import numpy as np
import pytest

from course_utils.data import BadDataFile, Dataset, hdf5, load
from course_utils.data.hdf5 import read_h5, write_h5


def cats(m_train=6, m_test=4, **changes):
    rng = np.random.default_rng(0)
    arrays = {
        "train_set_x": rng.integers(0, 256, (m_train, 8, 8, 3), dtype=np.uint8),
        "train_set_y": np.arange(m_train) % 2,
        "test_set_x": rng.integers(0, 256, (m_test, 8, 8, 3), dtype=np.uint8),
        "test_set_y": np.arange(m_test) % 2,
        "list_classes": np.array([b"non-cat", b"cat"]),
    }
    return {key: array for key, array in (arrays | changes).items() if array is not None}


def written(path, arrays):
    with h5py.File(path, "w") as file:
        for name, array in arrays.items():
            file[name] = array
    return path


def test_own_data_in_one_file(tmp_path):
    arrays = cats()
    dataset = load(written(tmp_path / "cats.h5", arrays))
    np.testing.assert_array_equal(dataset.X_train, arrays["train_set_x"])
    np.testing.assert_array_equal(dataset.Y_train, [[0, 1, 0, 1, 0, 1]])
    assert dataset.classes == ("non-cat", "cat")
    assert dataset.max_value == 255
    assert dataset.about["title"] == "cats"
    assert isinstance(dataset, Dataset)


def test_own_data_in_two_files(tmp_path, monkeypatch):
    train = {k: a for k, a in cats().items() if "test" not in k}
    test = {k: a for k, a in cats().items() if "train" not in k}
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "train.h5", train)
    written(tmp_path / "test.h5", test)
    dataset = load("train.h5", "test.h5")
    np.testing.assert_array_equal(dataset.X_test, test["test_set_x"])
    with pytest.raises(BadDataFile, match="if the test set has its own file, load"):
        load("train.h5")
    with pytest.raises(BadDataFile, match=r"both have train_set_x, train_set_y: give one file"):
        load("train.h5", "train.h5")
    written(tmp_path / "other.h5", test | {"list_classes": np.array([b"no", b"yes"])})
    with pytest.raises(BadDataFile, match="do not belong together: list_classes differs"):
        load("train.h5", "other.h5")
    written(tmp_path / "third.h5", {"images": np.zeros(3)})
    with pytest.raises(BadDataFile, match=r"train.h5 with third.h5 has no test_set_x, test_set_y"):
        load("train.h5", "third.h5")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"list_classes": np.array([0, 1])}, ("0", "1")),
        ({"list_classes": ["Nein", "Ja, 是"]}, ("Nein", "Ja, 是")),
    ],
)
def test_own_classes_may_be_numbers_or_texts(tmp_path, changes, expected):
    assert load(written(tmp_path / "cats.h5", cats(**changes))).classes == expected


def test_own_labels_may_be_rows_and_floats(tmp_path):
    path = written(tmp_path / "cats.h5", cats(train_set_y=np.array([[0.0, 1, 0, 1, 1, 1]])))
    np.testing.assert_array_equal(load(path).Y_train, [[0, 1, 0, 1, 1, 1]])


@pytest.mark.parametrize(("largest", "white"), [(0.5, 1), (200.0, 255), (4095, 4095)])
def test_white_is_guessed_where_the_file_does_not_say(tmp_path, largest, white):
    image = np.full((6, 2, 2, 1), largest)
    path = written(tmp_path / "a.h5", cats(train_set_x=image, test_set_x=image[:4]))
    dataset = load(path)
    assert dataset.max_value == white
    assert dataset.as_columns()[0].max() == largest / white


def test_own_table_is_one_example_per_column(tmp_path):
    X = np.arange(12.0).reshape(2, 6)
    dataset = load(written(tmp_path / "a.h5", cats(train_set_x=X, test_set_x=X[:, :4])))
    np.testing.assert_array_equal(dataset.as_columns()[0], X)
    assert dataset.max_value is None


def test_own_file_may_carry_the_attributes_of_the_schema(tmp_path):
    path = tmp_path / "own.h5"
    write_h5(path, cats(), {"/": {"title": "My cats", "max_value": 300}})
    dataset = load(path)
    assert dataset.about["title"] == "My cats"
    assert dataset.max_value == 300


# --- not what they should be

NOT_HDF5 = {
    "empty": (b"", "is empty: download it again"),
    "lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2572022\n",
        "Git-LFS pointer, .* run `git lfs pull`",
    ),
    "html": (
        b"\n\n<!DOCTYPE html>\n<html lang='en'><head>",
        "is a web page, it begins with <!DOCTYPE html>: download it again, by the link",
    ),
    "html with a mark": (b"\xef\xbb\xbf<html>", "is a web page, it begins with <html>"),
    "unclosed tag": (b"<html " + b"a" * 200, "is a web page, it begins with <html aaa"),
    "text": (b"404: Not Found\n", "is text and begins with '404: Not Found'"),
    "zip": (b"PK\x03\x04rest", "is a zip archive, unpack it first"),
    "gzip": (b"\x1f\x8b\x08rest", "is a gzip archive, unpack it first"),
    "other bytes": (b"\xff\xd8\xff\xe0JFIF\x00" * 9, "begins with the bytes ff d8 ff e0 4a 46"),
    "beginning only": (b"\x89HDF", "breaks off within the first bytes"),
    "signature only": (b"\x89HDF\r\n\x1a\n", "is damaged"),
}


@pytest.mark.parametrize(("content", "sentence"), NOT_HDF5.values(), ids=NOT_HDF5)
def test_not_hdf5_at_all(tmp_path, content, sentence):
    path = tmp_path / "train.h5"
    path.write_bytes(content)
    with pytest.raises(BadDataFile, match=sentence) as error:
        load(path)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_not_there_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as error:
        load("train.h5")
    assert str(error.value) == f"no file train.h5 in {tmp_path.resolve()}: check the spelling."


def test_folder(tmp_path):
    with pytest.raises(BadDataFile, match="is a folder"):
        load(tmp_path)


def test_unreadable(tmp_path, monkeypatch):
    path = written(tmp_path / "a.h5", cats())

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)  # root may read everything
    with pytest.raises(PermissionError, match=r"a\.h5 may not be read: change its permissions\."):
        load(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_on_disk(tmp_path):
    path = written(tmp_path / "a.h5", cats())
    path.chmod(0)
    with pytest.raises(PermissionError, match="may not be read"):
        load(path)


def test_truncated_says_how_much_is_there(tmp_path):
    path = written(tmp_path / "a.h5", cats())
    whole = path.read_bytes()
    path.write_bytes(whole[:1500])
    with pytest.raises(
        BadDataFile, match=f"breaks off after 1500 of {len(whole)} bytes: download it again"
    ):
        load(path)


def test_changed_bytes_are_noticed(tmp_path):
    path = tmp_path / "a.h5"
    arrays = cats()
    write_h5(path, arrays, {})
    content = bytearray(path.read_bytes())
    content[content.index(arrays["train_set_x"].tobytes()) + 5] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadDataFile, match="train_set_x does not match its checksum"):
        load(path)


def test_missing_arrays_are_named_and_what_is_there(tmp_path):
    path = written(tmp_path / "a.h5", {"X": np.zeros(3), "train_set_x": np.zeros((2, 2, 2, 1))})
    with pytest.raises(BadDataFile) as error:
        load(path)
    assert str(error.value) == (
        f"{path} has no train_set_y, test_set_x, test_set_y, list_classes: there is X, "
        "train_set_x; if the test set has its own file, load(train, test)."
    )
    with pytest.raises(BadDataFile, match="there is nothing"):
        load(written(tmp_path / "b.h5", {}))


IMAGE = np.zeros((6, 8, 8, 3), np.uint8)
WRONG = {
    "m differs": ({"train_set_y": np.zeros(5)}, r"train_set_y has shape \(5,\): expected \(1, 6\)"),
    "labels in a column": ({"train_set_y": np.zeros((6, 1))}, r"expected \(1, 6\)"),
    "rank": ({"train_set_x": IMAGE[0]}, r"train_set_x has shape \(8, 8, 3\): expected images"),
    "no examples": ({"test_set_x": IMAGE[:0], "test_set_y": np.zeros(0)}, r"shape \(0, 8, 8, 3\)"),
    "sizes differ": (
        {"test_set_x": np.zeros((4, 9, 8, 3))},
        r"one training example has shape \(8, 8, 3\), one test example \(9, 8, 3\)",
    ),
    "text for numbers": (
        {"train_set_x": np.full((6, 8, 8, 3), b"a")},
        r"train_set_x holds \|S1: expected numbers",
    ),
    "variable texts": ({"train_set_y": ["cat"] * 6}, "train_set_y holds object: expected numbers"),
    "complex": ({"train_set_x": IMAGE * 1j}, "holds complex128: expected numbers"),
    "nan": ({"train_set_x": IMAGE * np.nan}, "has 1152 values that are nan or infinite"),
    "negative": ({"train_set_x": IMAGE - 1.0}, "train_set_x has negative values"),
    "label too large": ({"train_set_y": np.arange(6)}, "labels from 0 to 5: .* from 0 to 1"),
    "label negative": ({"train_set_y": -np.ones(6)}, "labels from -1.0 to -1.0"),
    "label broken": ({"train_set_y": np.full(6, 0.5)}, "expected whole numbers"),
    "classes": ({"list_classes": np.array([0.5, 1])}, r"list_classes is float64 \(2,\): expected"),
    "class scalar": ({"list_classes": np.bytes_(b"cat")}, r"list_classes is .* expected a row"),
    "no value": ({"train_set_x": h5py.Empty("f")}, "train_set_x holds object: expected numbers"),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_wrong_content(tmp_path, changes, sentence):
    path = written(tmp_path / "a.h5", cats(**changes))
    with pytest.raises(BadDataFile, match=sentence) as error:
        load(path)
    assert "\n" not in str(error.value)


def test_group_in_place_of_an_array(tmp_path):
    path = written(tmp_path / "a.h5", cats(train_set_x=None))
    with h5py.File(path, "a") as file:
        file.create_group("train_set_x")
    with pytest.raises(BadDataFile, match="train_set_x is a group, but it should be an array"):
        load(path)


def link_out(file, other):
    file["train_set_x"] = h5py.ExternalLink(other, "secret")


def link_within(file, other):
    file["train_set_x"] = h5py.SoftLink("/test_set_x")


def raw_bytes(file, other):
    file.create_dataset("train_set_x", (6, 2, 2, 1), "u1", external=[(str(other), 0, 24)])


def virtual(file, other):
    layout = h5py.VirtualLayout((6, 8, 8, 3), "u1")
    layout[:] = h5py.VirtualSource(other, "secret", (6, 8, 8, 3))
    file.create_virtual_dataset("train_set_x", layout)


@pytest.mark.parametrize("point", [link_out, link_within, raw_bytes, virtual])
def test_links_are_refused(tmp_path, point):
    other = written(tmp_path / "other.h5", {"secret": IMAGE})
    path = written(tmp_path / "a.h5", cats(train_set_x=None))
    with h5py.File(path, "a") as file:
        point(file, other)
    with pytest.raises(BadDataFile, match="train_set_x only points to another place"):
        load(path)


@pytest.mark.parametrize("shape", [(30_000, 200, 200, 3), (2**40, 2**40, 1, 1)])
def test_absurd_sizes_are_refused_before_reading(tmp_path, shape):
    path = written(tmp_path / "a.h5", cats(train_set_x=None))
    with h5py.File(path, "a") as file:
        file.create_dataset(
            "train_set_x", shape, "u1", chunks=(1, 200, 1, 1) if shape[2] == 1 else True
        )
    assert path.stat().st_size < 100_000
    with pytest.raises(BadDataFile, match=r"declares .* GB of arrays: at most 2 GB are read"):
        load(path)


def test_what_is_not_asked_for_is_not_read(tmp_path):
    path = written(tmp_path / "a.h5", cats())
    with h5py.File(path, "a") as file:
        file["elsewhere"] = h5py.ExternalLink("gone.h5", "x")
        file.create_dataset("huge", (10**10,), "u1", chunks=(1000,))
    assert load(path).X_train.shape == (6, 8, 8, 3)


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_byte_gives_the_data_or_one_sentence(tmp_path, seed):
    path = tmp_path / "a.h5"
    write_h5(path, cats(), {"/": {"title": "cats"}})
    content = bytearray(path.read_bytes())
    rng = np.random.default_rng(seed)
    content[rng.integers(len(content))] ^= 1 << rng.integers(8)
    path.write_bytes(content)
    with contextlib.suppress(BadDataFile):
        assert load(path).X_train.shape == (6, 8, 8, 3)


def test_text_arrays_have_a_checksum_too(tmp_path):
    path = tmp_path / "a.h5"
    write_h5(path, {"words": np.array(["a", "bc"], dtype=h5py.string_dtype())}, {})
    arrays, attributes = read_h5(path)
    assert arrays["words"].tolist() == [b"a", b"bc"]
    assert attributes["words"]["sha256"].decode() == hdf5.sha256(arrays["words"])


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.h5"
    write_h5(path, {"x": np.zeros(2)}, {})
    before = path.read_bytes()

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(type(path), "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_h5(path, {"x": np.ones(2)}, {})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_line_break_in_a_name_stays_out_of_the_sentence(tmp_path):
    path = written(tmp_path / "a.h5", {"two\nlines": np.zeros(2)})
    with pytest.raises(BadDataFile, match=r"there is two lines; if"):
        load(path)


def test_texts_of_variable_length_are_not_read_as_attributes(tmp_path):
    path = written(tmp_path / "a.h5", cats())
    with h5py.File(path, "a") as file:
        file.attrs["title"] = "My cats"
        file.attrs["source"] = np.bytes_("my café".encode())
    assert load(path).about == {"title": "a", "source": "my café"}
