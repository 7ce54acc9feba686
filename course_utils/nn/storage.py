"""Networks in HDF5 files: written whole or not at all, and checked when they are read.

A file holds the architecture, place and description of every layer, and the arrays of `params` and
`state` under their numbered names.
"""

import glob
import json
import os
import threading
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

import h5py
import numpy as np

from course_utils.taster import taste


def save(layer, path):
    """Write a layer's or network's architecture, parameters and running averages to an HDF5 file.

    The file at `path` is replaced in one step: a crash leaves either the old one or the new one.
    """
    with atomic_file(path) as file:
        write_layer(file, layer)


def load(layer, path):
    """Read parameters and running averages into a layer or network, and return it.

    Arrays that are there are filled in place; a network built without an rng gets those of the
    file, in the file's dtype. Raises FileNotFoundError; ValueError for a file that isn't HDF5 or
    whose architecture differs, naming the first layer that does; TypeError if precision were lost.
    """
    with opened(path) as file:
        read_layer(file, layer)
    return layer


def architecture(layer, place="network"):
    """Pairs of place and description, ["network.1", "ReLU()"], blocks before what is in them."""
    described = [[place, type(layer).__name__ if layer.inner else repr(layer)]]
    for name, child in layer.inner.items():
        described += architecture(child, f"{place}.{name}")
    return described


def write_layer(group, layer):
    """Write a layer into an HDF5 group."""
    layer_parameters = layer.params
    if layer.shapes.keys() != layer_parameters.keys():
        raise ValueError(f"{layer!r} has no parameters to save: build it with rng=... or load it.")
    write_text(group, "architecture", architecture(layer))
    write_arrays(group.create_group("params"), layer_parameters)
    write_arrays(group.create_group("state"), layer.state)


def read_layer(group, layer):
    """Read a layer from an HDF5 group, after comparing the architectures."""
    if "architecture" not in group:
        raise ValueError(f"{group.file.filename} holds no network: give a file written by save.")
    nothing = [None, "no layer"]
    pairs = zip_longest(read_text(group, "architecture"), architecture(layer), fillvalue=nothing)
    for stored, built in pairs:
        if stored != built:
            raise ValueError(
                f"the network in {group.file.filename} differs first at {stored[0] or built[0]}: "
                f"the file has {stored[1]} but this one has {built[1]}. Build it as it was saved."
            )
    with_parameters = [leaf for leaf in layer.leaves() if leaf.shapes]
    empty = any(not leaf.params for leaf in with_parameters)
    numbers = range(1, len(with_parameters) + 1) if layer.inner else [""]
    for number, leaf in zip(numbers, with_parameters):
        read_into(leaf.params, leaf.shapes, group["params"], number, replace=empty)
        read_into(leaf.state, leaf.state, group["state"], number, replace=empty)


def read_into(arrays, names, group, number, replace):
    """Read group["W1"] into arrays["W"] for each of names: in place, unless they are replaced."""
    for name in list(names):
        stored = group[f"{name}{number}"][...]
        if replace:
            arrays[name] = stored
        elif stored.dtype.itemsize > arrays[name].dtype.itemsize:
            raise TypeError(
                f"{name}{number} is {stored.dtype} in the file but {arrays[name].dtype} in the "
                f"network: use astype(np.{stored.dtype}) on the network first."
            )
        else:
            arrays[name][...] = stored


def write_arrays(group, arrays):
    """Write a dict of arrays into an HDF5 group."""
    for name, array in arrays.items():
        group.create_dataset(name, data=array)


def read_arrays(group):
    """Read the arrays of an HDF5 group as a dict."""
    return {name: dataset[...] for name, dataset in group.items()}


def write_text(group, name, content):
    """Write what JSON can hold as a text of fixed length, which HDF5 reads more safely."""
    group.create_dataset(name, data=np.bytes_(json.dumps(content)))


def read_text(group, name):
    """Read what write_text has written."""
    return json.loads(group[name][()])


@contextmanager
def opened(path):
    """An HDF5 file to read; raises FileNotFoundError, ValueError for another or a broken file."""
    path = Path(path)
    if not path.is_file():
        known = ", ".join(sorted(file.name for file in path.parent.glob("*.h5"))) or "none"
        raise FileNotFoundError(f"there is no file {path}; HDF5 files beside it: {known}.")
    if not h5py.is_hdf5(path):
        raise ValueError(f"{path} is not an HDF5 file: give a file that was written by save.")
    if why := taste(path):
        raise ValueError(f"{path} {why} Delete it, or save it anew.")
    try:
        with h5py.File(path) as file:
            yield file
    except (OSError, KeyError, RuntimeError) as error:  # what h5py raises
        raise ValueError(f"{path} is damaged ({error}): delete it, or save it anew.") from error


@contextmanager
def atomic_file(path):
    """A new HDF5 file that takes the place of `path` once it is complete and on the disk.

    Every writer has a draft of its own, since two kernels may write the same file at once; a draft
    that a killed one left behind is removed by the next.
    """
    path = Path(path)
    remove_drafts(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with h5py.File(temporary, "w") as file:
            yield file
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_drafts(path):
    """Remove drafts of the file at `path` whose process has ended, where that can be told."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*-*.part") if os.name != "nt" else ():
        process = draft.name.split(".")[-2].partition("-")[0]
        try:
            os.kill(int(process), 0)  # nothing is sent: it only asks whether there is one
        except ProcessLookupError:
            draft.unlink(missing_ok=True)
        except (ValueError, OverflowError, OSError):  # not ours, or somebody else's
            pass
