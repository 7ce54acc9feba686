"""Hostile input: a short run of the fuzzer for every reader, and bombs made by hand."""

import subprocess
import sys
import zlib

import h5py
import numpy as np
import pytest
from fuzz import fuzz
from PIL import Image
from readers import READERS, SABOTEURS

from course_utils import nn, taster
from course_utils.cli.environment import ROOT
from course_utils.data import BadDataFile, load
from course_utils.vision.voc import read_annotation

INPUTS = 200  # 10,000 of each: python tests/faults/fuzz.py
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux")


@pytest.mark.parametrize("name", READERS)
def test_damaged_input_is_read_or_refused_in_one_sentence(name):
    counts, findings = fuzz(name, INPUTS)
    assert findings == []
    assert counts["killed"] == 0
    assert counts["read"] + counts["refused"] == INPUTS
    assert min(counts["read"], counts["refused"]) > 0  # else nothing, or too much, was damaged


FINDINGS = {"crash": "SIGSEGV", "hang": "took over 2 s", "eat": "500 MB", "chatter": "no clear"}


@pytest.mark.parametrize("name", SABOTEURS)
def test_the_fuzzer_notices(name):
    _, findings = fuzz(name, 2)
    assert FINDINGS[name] in findings[0]["what"]


def peak(code, *arguments):
    """What a piece of code prints, and the megabytes that it took after its imports."""
    program = (
        "import resource, sys\n"
        "from course_utils import nn\n"
        "from course_utils.data import load\n"
        "from course_utils.notebook.upload import read_image\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"try:\n    {code}\n    print('read')\n"
        "except ValueError as error:\n    print(error)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said, megabytes = done.stdout.splitlines()
    return said, int(megabytes)


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("I", "TIFF"), ("RGBA", "WEBP")])
def test_the_largest_picture_that_is_read_stays_below_500_mb(tmp_path, mode, kind):
    path = tmp_path / "bomb"
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    Image.new(mode, (5000, 5000)).save(path, kind, **options)
    said, megabytes = peak("read_image(open(sys.argv[1], 'rb').read())", path)
    assert said == "read"
    assert megabytes < 500


def test_a_picture_of_more_pixels_is_refused_before_it_is_decoded(tmp_path):
    Image.new("L", (5001, 5000)).save(tmp_path / "bomb.png")
    said, megabytes = peak("read_image(open(sys.argv[1], 'rb').read())", tmp_path / "bomb.png")
    assert said == "this picture has more than 25 million pixels: make it smaller first."
    assert megabytes < 20


def data_set(path, **options):
    """A data set whose training images are as `options` say, all black."""
    with h5py.File(path, "w") as file:
        file.create_dataset("train_set_x", dtype="u1", **options)
        file["train_set_y"] = np.zeros(options["shape"][0], int)
        file["test_set_x"] = np.zeros((1, *options["shape"][1:]), np.uint8)
        file["test_set_y"] = [0]
        file["list_classes"] = np.array([b"none"])
    return path


@pytest.mark.parametrize(
    "options",
    [
        {"shape": (1000, 300, 300, 3), "compression": "gzip", "chunks": (1000, 300, 300, 3)},
        {"shape": (1000, 300, 300, 3), "chunks": (1, 300, 300, 3)},  # never written: all fill value
    ],
)
def test_few_bytes_that_stand_for_many_are_refused(tmp_path, options):
    path = data_set(tmp_path / "bomb.h5", **options)
    said, megabytes = peak("load(sys.argv[1])", path)
    assert said == (
        f"{path} declares 270 MB of arrays in {path.stat().st_size / 1e6:.1f} MB: not read."
    )
    assert megabytes < 100


def test_a_chunk_that_unpacks_to_more_than_it_should_does_not_fill_the_memory(tmp_path):
    path = data_set(
        tmp_path / "bomb.h5", shape=(1, 10, 10, 1), compression="gzip", chunks=(1, 10, 10, 1)
    )
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(10**6)) for _ in range(800)) + packer.flush()
    with h5py.File(path, "a") as file:
        file["train_set_x"].id.write_direct_chunk((0, 0, 0, 0), packed)
    said, megabytes = peak("load(sys.argv[1])", path)
    assert said.startswith(f"{path} is damaged, or of a kind that is not read here")
    assert megabytes < 100


def test_a_network_whose_file_declares_too_much_is_refused(tmp_path):
    network = nn.Dense(3, 4, rng=np.random.default_rng(0))
    nn.save(network, path := tmp_path / "network.h5")
    with h5py.File(path, "a") as file:
        del file["params/W"]
        file["params"].create_dataset("W", (10**5, 10**4), "f4", chunks=(1, 10**4))
    with pytest.raises(ValueError, match=r"declares 4\.0 GB of arrays: at most 2 GB are read"):
        nn.load(network, path)


def test_a_file_that_brings_the_library_down_takes_the_taster_not_the_kernel(tmp_path, monkeypatch):
    path = data_set(tmp_path / "a.h5", shape=(1, 4, 4, 1))
    with monkeypatch.context() as context:
        context.setattr(taster, "_taster", taster.Taster())
        context.setattr(taster, "START", "import os; input(); os.abort()")
        with pytest.raises(BadDataFile, match="brings down the library that reads it") as caught:
            load(path)
        assert "\n" not in str(caught.value)
    assert load(path).classes == ("none",)  # the next taster lives


def test_a_file_that_takes_for_ever_is_given_up(tmp_path, monkeypatch):
    path = data_set(tmp_path / "a.h5", shape=(1, 4, 4, 1))
    monkeypatch.setattr(taster, "_taster", taster.Taster())
    monkeypatch.setattr(taster, "START", "import time; input(); time.sleep(1000)")
    monkeypatch.setattr(taster, "PATIENCE", 0.1)
    with pytest.raises(BadDataFile, match="takes too long or too much to read"):
        load(path)


def test_the_courses_own_files_need_no_taster(monkeypatch):
    monkeypatch.setattr(taster, "_taster", None)
    assert load("digits").X_train.size > 0


BOMBS = {
    "a billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    "a file of this machine": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_entities_in_xml_are_refused(tmp_path, text):
    (path := tmp_path / "a.xml").write_text(text)
    with pytest.raises(ValueError, match="defines entities, which an annotation doesn't need"):
        read_annotation(path)
