"""Loading a data set by its name, or from files of the same schema that you have already."""

import os
from pathlib import Path

import numpy as np

from .dataset import Dataset, Photos, Scenes
from .hdf5 import ABOUT, BadDataFile, names_in, read_h5, text

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
CHECKSUMS = "SHA256SUMS"
NO_NAMES = np.array([], "S")
KEYS = ("train_set_x", "train_set_y", "test_set_x", "test_set_y", "list_classes")


def load(name, test_file=None):
    """Return the Dataset of this name, or of your own .h5 file; "photos" gives Photos.

    "scenes" gives Scenes: pictures with boxes.

    Your own files have the arrays train_set_x, train_set_y, test_set_x, test_set_y and
    list_classes, all in one file, or the test set in a second one:
    `load("train_cats.h5", "test_cats.h5")`. Images are (m, n_H, n_W, n_C), tables (n_x, m).
    Raises FileNotFoundError, PermissionError or BadDataFile, with one sentence that says why.
    """
    if test_file is not None or Path(name).suffix or Path(name).name != os.fspath(name):
        return _load_files(Path(name), test_file and Path(test_file))
    path = DATASETS / f"{name}.h5"
    if not path.exists():
        known = ", ".join(sorted(path.stem for path in DATASETS.glob("*.h5")))
        raise FileNotFoundError(f"no data set {name!r} in {DATASETS}; there are: {known}.")
    if name == "photos":
        images, attributes = read_h5(path)
        return Photos(images, {name: _about(attributes[name]) for name in images})
    if name == "scenes":
        return _load_scenes(path)
    return _load_files(path)


def _load_scenes(path):
    arrays, attributes = read_h5(path)
    parts = []
    for part in ("train", "test"):
        X, rows = arrays[f"{part}_set_x"], arrays[f"{part}_set_boxes"]
        of_each = [rows[rows[:, 0] == i] for i in range(len(X))]
        parts += [X, [r[:, 2:] for r in of_each], [r[:, 1].astype(int) for r in of_each]]
    return Scenes(*parts, tuple(map(text, arrays["list_classes"])), _about(attributes["/"]))


def checksums(folder=DATASETS):
    """Return {file name: sha256} from the SHA256SUMS of a folder, empty where there is none."""
    path = Path(folder) / CHECKSUMS
    lines = path.read_text().splitlines() if path.exists() else []
    return {filename: digest for digest, filename in (line.split("  ", 1) for line in lines)}


def _load_files(path, test_path=None):
    arrays, attributes = read_h5(path, (*KEYS, "feature_names"))
    where = str(path)
    if test_path is not None:
        arrays = _joined(path, arrays, test_path, read_h5(test_path, KEYS)[0])
        where = f"{path} with {test_path}"
    if missing := [key for key in KEYS if key not in arrays]:
        found = ", ".join(name for file in (path, test_path) if file for name in names_in(file))
        advice = "" if test_path else "; if the test set has its own file, load(train, test)"
        raise BadDataFile(
            f"{where} has no {', '.join(missing)}: there is {found or 'nothing'}{advice}."
        )
    classes = _texts(where, "list_classes", arrays["list_classes"])
    X_train, Y_train = _examples(where, "train", arrays, classes)
    X_test, Y_test = _examples(where, "test", arrays, classes)
    _check_same_shape(where, X_train, X_test)
    return Dataset(
        *(X_train, Y_train, X_test, Y_test, classes),
        about={"title": path.stem} | _about(attributes["/"]),
        max_value=_max_value(attributes["/"], X_train, X_test),
        feature_names=_texts(where, "feature_names", arrays.get("feature_names", NO_NAMES)),
    )


def _joined(path, arrays, test_path, more):
    """Return the arrays of a training file and a test file together."""
    both = arrays.keys() & more.keys()
    if twice := sorted(both - {"list_classes"}):
        raise BadDataFile(
            f"{path} and {test_path} both have {', '.join(twice)}: "
            "give one file with the training set and one with the test set."
        )
    if both and not np.array_equal(arrays["list_classes"], more["list_classes"]):
        raise BadDataFile(f"{path} and {test_path} do not belong together: list_classes differs.")
    return arrays | more


def _examples(where, part, arrays, classes):
    """Return X and Y (1, m) of the train or test part, checked against each other."""
    X, Y = (_numbers(where, f"{part}_set_{letter}", arrays) for letter in "xy")
    if X.ndim not in (2, 4) or X.size == 0:
        raise BadDataFile(
            f"{where}: {part}_set_x has shape {X.shape}: "
            "expected images (m, n_H, n_W, n_C) or a table (n_x, m)."
        )
    m = X.shape[0] if X.ndim == 4 else X.shape[1]
    if Y.shape not in [(m,), (1, m)]:
        raise BadDataFile(
            f"{where}: {part}_set_y has shape {Y.shape}: expected (1, {m}), a label per example."
        )
    if X.ndim == 4 and X.min() < 0:
        raise BadDataFile(
            f"{where}: {part}_set_x has negative values: expected images from 0 upwards."
        )
    labels = Y.astype(np.int64)  # signed: with the stored uint8, -Y would wrap round to 255
    if np.any(labels != Y) or labels.min() < 0 or labels.max() >= len(classes):
        raise BadDataFile(
            f"{where}: {part}_set_y has labels from {Y.min()} to {Y.max()}: "
            f"expected whole numbers from 0 to {len(classes) - 1}, one for each of list_classes."
        )
    return X, labels.reshape(1, m)


def _numbers(where, key, arrays):
    array = np.asarray(arrays[key])
    if array.dtype.kind not in "buif":
        raise BadDataFile(f"{where}: {key} holds {array.dtype}: expected numbers.")
    if not np.all(np.isfinite(array)):
        raise BadDataFile(
            f"{where}: {key} has {np.sum(~np.isfinite(array))} values that are nan or infinite."
        )
    return array


def _texts(where, key, array):
    """Return an array of texts or whole numbers as a tuple of str."""
    array = np.asarray(array)
    if array.ndim != 1 or array.dtype.kind not in "SOiu":
        raise BadDataFile(
            f"{where}: {key} is {array.dtype} {array.shape}: expected a row of names."
        )
    return tuple(map(text, array.tolist()))


def _check_same_shape(where, X_train, X_test):
    example = [X.shape[1:] if X.ndim == 4 else X.shape[:1] for X in (X_train, X_test)]
    if example[0] != example[1]:
        raise BadDataFile(
            f"{where}: one training example has shape {example[0]}, one test example {example[1]}: "
            "expected the same."
        )


def _max_value(attributes, X_train, X_test):
    """Return the value of white: what the file says, else 1, 255 or the largest that occurs.

    A table has none.
    """
    if X_train.ndim == 2:
        return None
    if isinstance(white := attributes.get("max_value"), np.number) and white > 0:
        return white.item()
    largest = max(X_train.max(), X_test.max()).item()
    return next((white for white in (1, 255) if largest <= white), largest)


def _about(attributes):
    return {key: text(attributes[key]) for key in ABOUT if key in attributes}
