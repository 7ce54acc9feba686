"""Reading and writing HDF5 files: every way a file can be wrong gets its own sentence."""

import hashlib
import io
import os
import re
from pathlib import Path

import h5py
import numpy as np

from course_utils.taster import taste, too_large

ABOUT = ("title", "source", "licence", "how_made")
ATTRIBUTES = (*ABOUT, "max_value", "sha256")  # those that are read
SIGNATURE = b"\x89HDF\r\n\x1a\n"
AGAIN = "download it again"


class BadDataFile(ValueError):
    """A data file is there but its content is not usable; the message says why and what to do."""

    def __init__(self, message):
        super().__init__(" ".join(message.splitlines()))  # a damaged name may hold a line break


def read_h5(path, wanted=None):
    """Return the arrays {name: array} and attributes {name: {key: value}} of an HDF5 file.

    `wanted` limits the names that are read, if they are there; None reads all. The file's own
    attributes stand under "/". Links to elsewhere are refused, and so is anything over 2 GB, or out
    of proportion to the file, before a byte of it is read. Where an array carries its sha256 it is
    compared. Raises FileNotFoundError, PermissionError or BadDataFile.
    """
    path = Path(path)
    _check_beginning(path)
    if why := taste(path, wanted):
        raise BadDataFile(_damage(path, why))
    try:
        with h5py.File(path, "r", locking=False) as file:  # a lock fails on some network drives
            names = [name for name in file if wanted is None or name in wanted]
            _check_size(path, [_dataset(path, file, name) for name in names])
            arrays = {name: file[name][()] for name in names}
            attributes = {name: _attributes(file[name]) for name in ["/", *names]}
    except BadDataFile:
        raise
    except (OSError, RuntimeError, ValueError, TypeError, KeyError) as error:  # what h5py raises
        why = f"is damaged, or of a kind that is not read here ({error})."
        raise BadDataFile(_damage(path, why)) from error
    for name, array in arrays.items():
        if "sha256" in attributes[name] and text(attributes[name]["sha256"]) != sha256(array):
            raise BadDataFile(f"{path} is damaged: {name} does not match its checksum; {AGAIN}.")
    return arrays, attributes


def names_in(path):
    """Return the names at the top of an HDF5 file that `read_h5` could open."""
    with h5py.File(path, "r", locking=False) as file:
        return sorted(map(text, file))  # a damaged name comes as bytes


def write_h5(path, arrays, attributes):
    """Write arrays {name: array} and attributes {name: {key: value}} to an HDF5 file, atomically.

    The same content gives the same bytes with every version of the libraries: no times are stored,
    the file format is the oldest, the one that all write alike, and nothing is compressed, since
    versions of zlib pack differently.
    """
    memory = io.BytesIO()
    with h5py.File(memory, "w", libver=("earliest", "v108")) as file:
        for name, array in arrays.items():
            file.create_dataset(name, data=array, track_times=False)
            file[name].attrs["sha256"] = np.bytes_(sha256(array).encode())
        for name, values in attributes.items():
            for key, value in values.items():
                is_text = isinstance(value, str)
                file[name].attrs[key] = np.bytes_(value.encode()) if is_text else value
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(memory.getvalue())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def sha256(array):
    """Return the sha256 of an array's values as little-endian bytes in C order."""
    array = np.asarray(array)
    if array.dtype.kind == "O":  # texts of variable length
        return hashlib.sha256("\0".join(map(text, array.ravel())).encode()).hexdigest()
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<")).tobytes()).hexdigest()


def text(value):
    """Return a text as h5py gives it, bytes or str or a number, as a str."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _check_beginning(path):
    """Tell an HDF5 file from what is often found in its place."""
    try:
        if path.is_dir():
            raise BadDataFile(f"{path} is a folder: give the .h5 file in it.")
        with path.open("rb") as file:
            start = file.read(1024)
    except FileNotFoundError:
        folder = path.parent.resolve()
        raise FileNotFoundError(f"no file {path.name} in {folder}: check the spelling.") from None
    except PermissionError:
        raise PermissionError(f"{path} may not be read: change its permissions.") from None
    if not start:
        raise BadDataFile(f"{path} is empty: {AGAIN}.")
    if start.startswith(b"version https://git-lfs"):
        raise BadDataFile(
            f"{path} is a Git-LFS pointer, a note that stands for the file: "
            f"run `git lfs pull`, or {AGAIN}."
        )
    if tag := re.match(rb"\s*(<[!?a-zA-Z][^>]{0,60}>?)", start.removeprefix(b"\xef\xbb\xbf")):
        raise BadDataFile(
            f"{path} is a web page, it begins with {tag[1].decode(errors='replace')}: {AGAIN}, "
            "by the link to the file itself (on GitHub: Raw)."
        )
    if not h5py.is_hdf5(path):
        raise BadDataFile(f"{path} is not an HDF5 file: it {_looks_like(start)}.")


def _looks_like(start):
    if start.startswith(b"PK\x03\x04"):
        return "is a zip archive, unpack it first"
    if start.startswith(b"\x1f\x8b"):
        return "is a gzip archive, unpack it first"
    if SIGNATURE.startswith(start[:8]):
        return f"breaks off within the first bytes, {AGAIN}"
    try:
        beginning = start[:1000].decode().strip()[:40]
    except UnicodeDecodeError:
        return f"begins with the bytes {start[:8].hex(' ')}"
    return f"is text and begins with {beginning!r}"


def _damage(path, why):
    ends = re.search(r"truncated file: eof = (\d+).*stored_eof = (\d+)", str(why))
    if ends:
        return f"{path} breaks off after {ends[1]} of {ends[2]} bytes: {AGAIN}."
    return f"{path} {why}" if "declares" in str(why) else f"{path} {why} Please {AGAIN}."


def _dataset(path, file, name):
    """Return the data set of this name, refusing whatever has its values somewhere else."""
    elsewhere = BadDataFile(f"{path}: {name} only points to another place: store its values here.")
    if not isinstance(file.get(name, getlink=True), h5py.HardLink):
        raise elsewhere
    dataset = file[name]
    if not isinstance(dataset, h5py.Dataset):
        raise BadDataFile(f"{path}: {name} is a group, but it should be an array.")
    if dataset.external or dataset.is_virtual:
        raise elsewhere
    return dataset


def _check_size(path, datasets):
    if why := too_large(datasets, path.stat().st_size):
        raise BadDataFile(f"{path} {why}")


def _attributes(item):
    """Return the attributes of the schema, numbers and texts of fixed length.

    Texts of variable length are passed over: in a damaged file, HDF5 can crash on them.
    """
    found = [key for key in ATTRIBUTES if key in item.attrs]
    return {key: item.attrs[key] for key in found if item.attrs.get_id(key).dtype.kind in "Suif"}
