"""What `load` returns: arrays that do not change, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True, repr=False, eq=False)
class Dataset:
    """A training set and a test set with their labels, as they lie in the file.

    Images are X (m, n_H, n_W, n_C) with values 0 to max_value; a table is X (n_x, m) in its own
    units, and its max_value is None. Y is (1, m), int64, a number into `classes`. The arrays are
    read-only, so that no cell can change what the next one sees: compute new arrays from them, or
    take `.copy()`.
    """

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    classes: tuple[str, ...]
    about: Mapping[str, str]  # title, source, licence, how_made
    max_value: float | None = None
    feature_names: tuple[str, ...] = ()

    def __post_init__(self):
        for array in (self.X_train, self.Y_train, self.X_test, self.Y_test):
            array.flags.writeable = False
        object.__setattr__(self, "about", MappingProxyType(dict(self.about)))

    def as_columns(self, scale=True):
        """Return X_train (n_x, m), Y_train (1, m), X_test, Y_test: an example per column.

        X is float64. With `scale`, images are divided by max_value into [0, 1]; a table stays in
        its own units.
        """
        return (
            self._columns(self.X_train, scale),
            self.Y_train.copy(),
            self._columns(self.X_test, scale),
            self.Y_test.copy(),
        )

    def _columns(self, X, scale):
        if X.ndim == 4:
            X = X.reshape(X.shape[0], -1).T
        X = X.astype(np.float64)
        return X / self.max_value if scale and self.max_value else X

    def __repr__(self):
        classes = ", ".join(f"{number} {name}" for number, name in enumerate(self.classes))
        return "\n".join(
            [
                f"Dataset: {self.about.get('title', 'untitled')}",
                f"  train    X {self.X_train.shape} {self.X_train.dtype}, Y {self.Y_train.shape}",
                f"  test     X {self.X_test.shape} {self.X_test.dtype}, Y {self.Y_test.shape}",
                f"  classes  {classes}",
            ]
        )


@dataclass(frozen=True, repr=False, eq=False)
class Scenes:
    """Pictures with boxes: X (m, n_H, n_W, 3) uint8, and m boxes (n, 4) and classes (n,) each.

    Boxes are (x1, y1, x2, y2) in pixels, classes numbers into `classes`. The pictures are
    read-only.
    """

    X_train: np.ndarray
    boxes_train: list
    classes_train: list
    X_test: np.ndarray
    boxes_test: list
    classes_test: list
    classes: tuple[str, ...]
    about: Mapping[str, str]

    def __post_init__(self):
        for array in (self.X_train, self.X_test):
            array.flags.writeable = False

    def __repr__(self):
        rows = (("train", self.X_train, self.boxes_train), ("test ", self.X_test, self.boxes_test))
        return "\n".join(
            [f"Scenes: {self.about.get('title', 'untitled')}"]
            + [f"  {name}    X {X.shape}, {sum(map(len, boxes))} boxes" for name, X, boxes in rows]
            + ["  classes  " + ", ".join(f"{i} {name}" for i, name in enumerate(self.classes))]
        )


@dataclass(frozen=True, repr=False, eq=False)
class Photos(Mapping):
    """Photographs by name, `photos["cat"]`, each uint8 (n_H, n_W, 3) and read-only.

    `photos.about["cat"]` has its title, source and licence.
    """

    images: Mapping[str, np.ndarray]
    about: Mapping[str, Mapping[str, str]]

    def __post_init__(self):
        for image in self.images.values():
            image.flags.writeable = False

    def __getitem__(self, name):
        if name not in self.images:
            raise KeyError(f"no photograph {name!r}; there are {', '.join(self.images)}")
        return self.images[name]

    def __iter__(self):
        return iter(self.images)

    def __len__(self):
        return len(self.images)

    def __repr__(self):
        lines = [
            f"  {name:<13} {image.shape!s:<15} {self.about[name]['title']}"
            for name, image in self.images.items()
        ]
        return "\n".join([f"Photos: {len(self)} photographs, uint8", *lines])
