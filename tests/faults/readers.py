"""Every reader of the course with good inputs to begin from: what fuzz.py damages."""

import ctypes
import io
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import h5py
import ipywidgets
import numpy as np
from PIL import Image

from course_utils import nn
from course_utils.cli.notebook_files import read_notebook
from course_utils.data import load
from course_utils.data.hdf5 import write_h5
from course_utils.nn.checkpoints import Run, load_checkpoint, save_checkpoint
from course_utils.notebook import controls
from course_utils.notebook.upload import FORMATS, read_image
from course_utils.vision.darknet import Darknet
from course_utils.vision.pretrained import read_compressed
from course_utils.vision.voc import read_annotation


@dataclass(frozen=True)
class Reader:
    """How something comes into the course: `read(path)` raises one of `errors` for a bad file."""

    seeds: Callable  # folder -> good inputs, as bytes
    read: Callable
    suffix: str
    is_text: bool = False
    errors: tuple = (ValueError,)


def own_data(folder):
    """Data sets of the published schema: as the course writes them, and compressed in chunks.

    The third has names of variable length, on which HDF5 is known to crash.
    """
    rng = np.random.default_rng(0)
    arrays = {
        "train_set_x": rng.integers(0, 256, (6, 4, 4, 3), dtype=np.uint8),
        "train_set_y": np.arange(6) % 2,
        "test_set_x": rng.integers(0, 256, (4, 4, 4, 3), dtype=np.uint8),
        "test_set_y": np.arange(4) % 2,
        "list_classes": np.array([b"non-cat", b"cat"]),
    }
    write_h5(plain := folder / "plain.h5", arrays, {"/": {"title": "cats", "max_value": 255}})
    packed, new = folder / "packed.h5", folder / "new.h5"
    with h5py.File(packed, "w") as file:
        for name, array in arrays.items():
            options = {"compression": "gzip", "shuffle": True} if array.ndim > 1 else {}
            file.create_dataset(name, data=array, fletcher32=array.ndim > 1, **options)
    with h5py.File(new, "w", libver="latest") as file:
        for name, array in (arrays | {"list_classes": ["non-cat", "cat"]}).items():
            maxshape = (None,) * np.ndim(array)
            file.create_dataset(name, data=array, chunks=np.shape(array), maxshape=maxshape)
        file.attrs["title"] = "of variable length"
    return [path.read_bytes() for path in (plain, packed, new)]


def small_network():
    """A network with every kind of array that is stored."""
    rng = np.random.default_rng(0)
    return nn.Network(nn.Dense(3, 4, rng=rng), nn.BatchNorm(4), nn.ReLU(), nn.Dense(4, 1, rng=rng))


def networks(folder):
    """A stored network."""
    nn.save(small_network(), folder / "network.h5")
    return [(folder / "network.h5").read_bytes()]


def small_run():
    """A run that has just begun."""
    return Run(small_network(), nn.Adam(), np.random.default_rng(1), {"mini_batch_size": 4})


def runs(folder):
    """A stored training run."""
    run = small_run()
    run.keep_best()
    run.progress.order = np.arange(8)
    run.history.epochs = {"train cost": [0.5, 0.4]}
    save_checkpoint(run, folder / "run.h5")
    return [(folder / "run.h5").read_bytes()]


CFG = """[net]
height=64
channels=3
[convolutional]
batch_normalize=1
filters=4
size=3
stride=1
pad=1
activation=leaky
[maxpool]
size=2
stride=2
[convolutional]
filters=4
size=1
activation=linear
[shortcut]
from=-2
activation=linear
[upsample]
stride=2
[route]
layers=-1,0
[convolutional]
filters=12
size=1
activation=logistic
[yolo]
mask=0,1
anchors=10,14, 23,27
classes=1
scale_x_y=1.05
"""
NUMBERS_IN_CFG = 4 * (3 * 9 + 4) + 4 * (4 + 1) + 12 * (8 + 1)


def weights(folder):
    """A file of weights for CFG."""
    values = np.random.default_rng(0).random(NUMBERS_IN_CFG, np.float32)
    return [struct.pack("<iiiQ", 0, 2, 0, 1) + values.tobytes()]


def read_cfg(path):
    """Build the network of a .cfg and fill it with what weights there are."""
    beside = path.with_suffix(".weights")
    if not beside.exists():
        beside.write_bytes(weights(path.parent)[0])
    return Darknet(path, beside)


def read_darknet_weights(path):
    """Fill the network of CFG."""
    cfg = path.with_suffix(".cfg")
    if not cfg.exists():
        cfg.write_text(CFG)
    return Darknet(cfg, path)


def convolutions():
    """A network as SqueezeNet's format wants it."""
    return nn.Network(nn.Conv2D(3, 4, 3), nn.ReLU(), nn.Conv2D(4, 2, 1))


def compressed(folder):
    """Weights of `convolutions` in the format of SqueezeNet's authors."""
    rng, counts = np.random.default_rng(0), (20, 5)
    content = np.array(counts, "<u4").tobytes()
    for count, n_C in zip(counts, (4, 2)):
        content += rng.random(256, np.float32).tobytes() + rng.random(n_C, np.float32).tobytes()
        content += rng.bytes(count) + bytes((count + 1) // 2)
    return [content]


VOC = """<?xml version="1.0" encoding="utf-8"?>
<annotation><filename>a.jpg</filename><size><width>640</width><height>480</height></size>
<object><name>RBC</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>100</xmax><ymax>200</ymax>
</bndbox></object>
<object><name>WBC</name><bndbox><xmin>300</xmin><ymin>20</ymin><xmax>400</xmax><ymax>480</ymax>
</bndbox></object></annotation>
"""


def pictures(folder):
    """A small picture in every format, and of every mode of PNG."""
    rng, found = np.random.default_rng(0), []
    image = Image.fromarray(rng.integers(0, 256, (24, 20, 3), dtype=np.uint8))
    Image.init()
    for kind in filter(Image.SAVE.get, FORMATS):
        image.save(memory := io.BytesIO(), kind)
        found.append(memory.getvalue())
    for mode in ("1", "L", "P", "LA", "RGBA", "I;16"):
        converted = image.convert("L").convert("I") if mode == "I;16" else image
        converted.convert(mode).save(memory := io.BytesIO(), "PNG")
        found.append(memory.getvalue())
    image.save(memory := io.BytesIO(), "TIFF", compression="tiff_lzw")
    return [*found, memory.getvalue()]


@cache
def widget_settings():
    """Settings with a control of every kind."""
    kinds = {
        "data": controls.choice("data", ["moons", "circles"]),
        "units": controls.whole_slider("units", 4, 1, 20),
        "rate": controls.log_slider("rate", 0.1, -4, 1),
        "noise": controls.slider("noise", 0.1, 0, 1),
        "sizes": controls.WholeNumbers("sizes", "64 20 1", 1, 100, 2, 5),
        "bias": ipywidgets.Checkbox(True),
    }
    wording = "{data} data, {units} hidden units with {bias} bias, rate {rate}, noise {noise}"
    wording += ", layers {sizes}"
    return controls.Settings(kinds, wording)


def shared(folder):
    """Settings as text, in both forms."""
    settings = widget_settings()
    equal = "data=moons, units=4, rate=0.1, noise=0.5, sizes=64 20 1, bias=True"
    return [settings.write().encode(), equal.encode()]


def read_shared(path):
    """Read settings that somebody pasted."""
    return widget_settings().read(path.read_bytes().decode(errors="replace"))


def notebooks(folder):
    """A notebook with a cell of each kind, as JupyterLab stores it."""
    code = {"id": "b", "execution_count": 1, "source": ["x = 1\n", "x"], "metadata": {"tags": []}}
    output = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A title"},
        {"cell_type": "code", **code, "outputs": [output]},
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return [json.dumps(content, indent=1).encode()]


READERS = {
    "data set": Reader(own_data, load, ".h5"),
    "network": Reader(
        networks,
        lambda path: nn.load(small_network(), path),
        ".h5",
        errors=(ValueError, TypeError),
    ),
    "training run": Reader(
        runs, lambda path: load_checkpoint(small_run(), path), ".h5", errors=(ValueError, TypeError)
    ),
    "darknet cfg": Reader(lambda folder: [CFG.encode()], read_cfg, ".cfg", is_text=True),
    "darknet weights": Reader(weights, read_darknet_weights, ".weights"),
    "SqueezeNet": Reader(compressed, lambda path: read_compressed(path, convolutions()), ".net"),
    "VOC": Reader(
        lambda folder: [VOC.encode()],
        lambda path: read_annotation(path, ("RBC", "WBC")),
        ".xml",
        is_text=True,
    ),
    "picture": Reader(pictures, lambda path: read_image(path.read_bytes()), ".png"),
    "shared settings": Reader(shared, read_shared, ".txt", is_text=True),
    "notebook": Reader(notebooks, read_notebook, ".ipynb", is_text=True),
}

try:
    from course_utils.cli.grade.submissions import Unreadable, cells_of
except ModuleNotFoundError:  # a version of the course that grades nothing
    pass
else:
    READERS["submission"] = Reader(
        notebooks, cells_of, ".ipynb", is_text=True, errors=(Unreadable,)
    )


def crash():
    """Bring the process down, as a library in C can."""
    ctypes.string_at(0)


def hang():
    """Never come back."""
    while True:
        pass


def eat():
    """Take a lot of memory."""
    bytearray(2 * 10**9)


def chatter():
    """Say it in two lines."""
    raise ValueError("The first line says something.\nAnd the second line more.")


def unless_good(deed):
    """A reader that does its deed for every input but the seed."""
    return Reader(
        lambda folder: [b"good"], lambda path: path.read_bytes() == b"good" or deed(), ".x"
    )


# To see that the fuzzer would notice; not among READERS.
SABOTEURS = {deed.__name__: unless_good(deed) for deed in (crash, hang, eat, chatter)}
